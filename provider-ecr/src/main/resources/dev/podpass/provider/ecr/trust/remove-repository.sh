
# disallow_role REGION ACCOUNT REPOSITORY: removes the statement from the repository's policy.
disallow_role() {
  found ecr get-repository-policy --region "$1" --registry-id "$2" --repository-name "$3" || return 0
  policy=$(aws ecr get-repository-policy --region "$1" --registry-id "$2" --repository-name "$3" \
    --output text --query policyText)
  if ! remove_statement "$policy" "$statement_id"; then
    return 0
  elif [ -n "$result" ]; then
    aws ecr set-repository-policy --region "$1" --registry-id "$2" --repository-name "$3" --policy-text "$result" > /dev/null
  else
    aws ecr delete-repository-policy --region "$1" --registry-id "$2" --repository-name "$3" > /dev/null
  fi
  say "repository $3 in $1: lets $role_arn pull no longer"
}
