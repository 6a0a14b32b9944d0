
# disallow REPOSITORY: only the role that podpass trust gives.
disallow() {
  api GET "/api/v1/repository/$1/permissions/user/$robot"
  case $status/$(printf '%s' "$answer" | jq -r '.role? // ""') in
    404/*) ;;
    */read) api DELETE "/api/v1/repository/$1/permissions/user/$robot" ;;
    *) say "repository $1: $robot keeps its role, which podpass trust has not given: $answer"; return ;;
  esac
  say "repository $1: does not let $robot pull"
}

check_cluster
read_mark
read_members
# shellcheck disable=SC2016 # $m is a variable of jq.
federation=$(select_members 'map(select(.issuer != $m.issuer or .subject != $m.subject
  or (.audiences // $m.audiences) != $m.audiences))')
if [ "$federation" != "$members" ]; then
  change POST "$robots/federation" "$federation"
fi
say "robot $robot: does not trust $subject"
if ! is_made "$own"; then
  say "robot $robot: keeps its permissions, for podpass trust has not made it"
elif [ "$federation" = '[]' ]; then
  for repository in $repositories; do
    disallow "$repository"
  done
else
  say "robot $robot: keeps its permissions, for its federation has other members"
fi
remove_annotation "$annotation" "$robot"
say "robot $robot: stays"
