
# allow_role REGION ACCOUNT REPOSITORY STATEMENT: adds a statement to the repository's policy.
allow_role() {
  if found ecr get-repository-policy --region "$1" --registry-id "$2" --repository-name "$3"; then
    policy=$(aws ecr get-repository-policy --region "$1" --registry-id "$2" --repository-name "$3" \
      --output text --query policyText)
    add_statement "$policy" "$statement_id" "$4" || result=
  else
    case $answer in *RepositoryNotFoundException*) fail "the repository $3 does not exist in $1: create it. A pull-through cache creates it with the first pull: then put this statement into its repository creation template: $4" ;; esac
    result=$(document "$4")
  fi
  if [ -n "$result" ]; then
    aws ecr set-repository-policy --region "$1" --registry-id "$2" --repository-name "$3" --policy-text "$result" > /dev/null
  fi
  say "repository $3 in $1: lets $role_arn pull"
}
