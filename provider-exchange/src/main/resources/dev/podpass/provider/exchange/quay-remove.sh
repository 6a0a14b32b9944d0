
# disallow REPOSITORY
disallow() {
  api DELETE "/api/v1/repository/$1/permissions/user/$robot"
  say "repository $1: does not let $robot pull"
}

check_cluster
federation=$(select_members 'map(select(. != $m))')
api POST "$robots/federation" "$federation"
say "robot $robot: does not trust $subject"
if [ "$federation" = '[]' ]; then
@ALLOW@
else
  say "robot $robot: keeps its permissions, for its federation has other members"
fi
remove_annotation '@ANNOTATION@' "$robot"
