
# disallow REPOSITORY
disallow() {
  api DELETE "/api/v1/repository/$1/permissions/user/$robot"
  say "repository $1: does not let $robot pull"
}

check_cluster
read_members
# shellcheck disable=SC2016 # $m is a variable of jq.
federation=$(select_members 'map(select(.issuer != $m.issuer or .subject != $m.subject
  or (.audiences // $m.audiences) != $m.audiences))')
if [ "$federation" != "$members" ]; then
  change POST "$robots/federation" "$federation"
fi
say "robot $robot: does not trust $subject"
if [ "$federation" = '[]' ]; then
  for repository in $repositories; do
    disallow "$repository"
  done
else
  say "robot $robot: keeps its permissions, for its federation has other members"
fi
remove_annotation "$annotation" "$robot"
say "robot $robot: stays"
