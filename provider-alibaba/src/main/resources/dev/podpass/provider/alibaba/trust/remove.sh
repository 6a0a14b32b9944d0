
disallow_repositories() {
  find_policy || return 0
  if [ "$others" != '[]' ]; then
    change_policy "$(pulling "$others")"
    say "policy $policy_name: is left for $others"
    return
  fi
  if is_attached "$policy_name"; then
    cloud ram DetachPolicyFromRole --PolicyType Custom --PolicyName "$policy_name" --RoleName "$role" > /dev/null
  fi
  cloud ram DeletePolicy --PolicyName "$policy_name" --CascadingDelete true > /dev/null
  say "policy $policy_name: deleted"
}

# Ends the trust, unless the service account may pull other images as the role; deletes the role if nothing is left of it.
distrust_service_account() {
  if ! attached; then
    say "role $role_arn: does not exist"
    return
  fi
  if is_attached "$policy_name"; then
    say "role $role_arn: still trusts $subject, which the policy $policy_name lets pull"
    return
  fi
  found ram GetRole --RoleName "$role"
  policy=$(field .Role.AssumeRolePolicyDocument)
  own=$(field '.Role.Description // ""')
  there=$(trust '.Statement[] | select(ours and (same | not))')
  if [ -n "$there" ]; then
    fail "the role $role_arn trusts $subject by a statement that podpass trust did not write; change it by hand: $there"
  elif [ "$(trust 'any(.Statement[]; same)')" != true ]; then
    say "role $role_arn: does not trust $subject"
  elif [ "$(trust 'any(.Statement[]; same | not)')" = true ]; then
    policy=$(trust '.Statement |= map(select(same | not))')
    cloud ram UpdateRole --RoleName "$role" --NewAssumeRolePolicyDocument "$policy" > /dev/null
    say "role $role_arn: trusts $subject no longer, but others, so it stays"
  elif [ -n "$policies" ]; then
    fail "the role $role_arn trusts $subject alone, and has other policies; delete it by hand if they are not needed:" "$policies"
  elif ! is_made "$own"; then
    fail "the role $role_arn trusts $subject alone, and podpass trust has not made it; delete it by hand"
  else
    cloud ram DeleteRole --RoleName "$role" > /dev/null
    say "role $role_arn: deleted"
  fi
  remove_annotation "$annotation" "$role_arn"
}

check_account
check_cluster
disallow_repositories
distrust_service_account
say "OIDC provider $oidc_provider_arn: stays, for other roles may use it"
