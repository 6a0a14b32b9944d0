
# disallow NAME: removes an inline policy of the role.
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
    --query "PolicyNames[?starts_with(@, '@POLICY_PREFIX@')]")
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
    aws iam delete-role --role-name "$role"
    say "role $role_arn: deleted"
  fi
  remove_annotation "$annotation" "$role_arn"
}
