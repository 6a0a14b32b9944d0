
# remove_statement DOCUMENT SID: the policy without the statement, into $result, which is empty if no other is left; fails if
# the policy does not have it.
remove_statement() {
  json "$1" "[Statement][] | [?Sid=='$2'] | length(@)"
  [ "$result" != 0 ] || return 1
  json "$1" "[Statement][] | [?Sid!='$2'] | length(@)"
  if [ "$result" = 0 ]; then
    result=
  else
    json "$1" "merge(@, {Statement: ([Statement][] | [?Sid!='$2'])})"
  fi
}

# disallow POLICY: removes an inline policy of the role.
disallow() {
  if found iam get-role-policy --role-name "$role" --policy-name "$1"; then
    aws iam delete-role-policy --role-name "$role" --policy-name "$1"
    say "role $role_arn: has the policy $1 no longer"
  fi
}

# Ends the trust, unless the service account may pull other images as the role; deletes the role if nothing is left of it.
distrust_service_account() {
  if ! found iam get-role --role-name "$role"; then
    say "role $role_arn: does not exist"
    return
  fi
  left=$(aws iam list-role-policies --role-name "$role" --output text \
    --query "PolicyNames[?starts_with(@, '$policy_prefix-')]")
  if [ -n "$left" ]; then
    say "role $role_arn: still trusts $subject, which these policies let pull:" "$left"
    return
  fi
  policy=$(aws iam get-role --role-name "$role" --output json --query Role.AssumeRolePolicyDocument)
  if ! remove_statement "$policy" "$statement_id"; then
    say "role $role_arn: does not trust $subject"
  elif [ -n "$result" ]; then
    aws iam update-assume-role-policy --role-name "$role" --policy-document "$result"
    say "role $role_arn: trusts $subject no longer, but others, so it stays"
  else
    left=$(aws iam list-role-policies --role-name "$role" --output text --query 'PolicyNames[]' &&
      aws iam list-attached-role-policies --role-name "$role" --output text --query 'AttachedPolicies[].PolicyArn')
    if [ -n "$left" ]; then
      fail "the role $role_arn trusts $subject alone, and has other policies; delete it by hand if they are not needed:" "$left"
    fi
    role_mark
    is_made "$own" || fail "the role $role_arn trusts $subject alone, and podpass trust has not made it; delete it by hand"
    aws iam delete-role --role-name "$role"
    say "role $role_arn: deleted"
  fi
  remove_annotation "$annotation" "$role_arn"
}

# disallow_role: removes the statement from the policy of the repository $arn.
disallow_role() {
  found ecr get-repository-policy --region "$in" --registry-id "$account" --repository-name "$repository" || return 0
  there=$(aws ecr get-repository-policy --region "$in" --registry-id "$account" --repository-name "$repository" \
    --output text --query policyText)
  remove_statement "$there" "$statement_id" || return 0
  if [ -n "$result" ]; then
    aws ecr set-repository-policy --region "$in" --registry-id "$account" --repository-name "$repository" \
      --policy-text "$result" > /dev/null
  else
    aws ecr delete-repository-policy --region "$in" --registry-id "$account" --repository-name "$repository" > /dev/null
  fi
  say "repository $repository in $in: lets $role_arn pull no longer"
}

# disallow_import SID: removes the statement from the registry's policy.
disallow_import() {
  found ecr get-registry-policy --region "$in" || return 0
  there=$(aws ecr get-registry-policy --region "$in" --output text --query policyText)
  remove_statement "$there" "$1" || return 0
  if [ -n "$result" ]; then
    aws ecr put-registry-policy --region "$in" --policy-text "$result" > /dev/null
  else
    aws ecr delete-registry-policy --region "$in" > /dev/null
  fi
  say "registry in $in: lets $role_arn import no longer"
}

remove_role() {
  check_cluster
  disallow_repositories
  [ -z "$public" ] || disallow "$policy_prefix-public"
  distrust_service_account
  say "OIDC provider of $issuer: stays, for other roles may use it"
}

disallow_repositories() {
  found iam get-role-policy --role-name "$role" --policy-name "$policy_prefix-pull" || return 0
  arns=
  each_repository collect_arn
  json "$(pull_policy)" \
    "merge(@, {Statement: [Statement[0], merge(Statement[1], {Resource: Statement[1].Resource[?!contains(\`[$arns]\`, @)]})]})"
  left=$result
  json "$left" 'Statement[1].Resource'
  if [ "$result" = '[]' ]; then
    disallow "$policy_prefix-pull"
  else
    put_pull_policy "$left"
    say "role $role_arn: may still pull $result"
  fi
}

disallow_foreign() {
  [ "$owner" = "$account" ] || return 0
  disallow_role
  [ -z "$pull_through" ] || disallow_import "$statement_id$hash"
}

in_each_account remove_role disallow_foreign
