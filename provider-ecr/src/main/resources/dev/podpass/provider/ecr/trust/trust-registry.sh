
# allow_import REGION SID STATEMENT: adds a statement to the registry's policy, which decides who may import through the cache.
allow_import() {
  if found ecr get-registry-policy --region "$1"; then
    policy=$(aws ecr get-registry-policy --region "$1" --output text --query policyText)
    add_statement "$policy" "$2" "$3" || result=
  else
    result=$(document "$3")
  fi
  if [ -n "$result" ]; then
    aws ecr put-registry-policy --region "$1" --policy-text "$result" > /dev/null
  fi
  say "registry in $1: lets $role_arn import through the cache"
}
