
# disallow_import REGION SID: removes the statement from the registry's policy.
disallow_import() {
  found ecr get-registry-policy --region "$1" || return 0
  policy=$(aws ecr get-registry-policy --region "$1" --output text --query policyText)
  if ! remove_statement "$policy" "$2"; then
    return 0
  elif [ -n "$result" ]; then
    aws ecr put-registry-policy --region "$1" --policy-text "$result" > /dev/null
  else
    aws ecr delete-registry-policy --region "$1" > /dev/null
  fi
  say "registry in $1: lets $role_arn import no longer"
}
