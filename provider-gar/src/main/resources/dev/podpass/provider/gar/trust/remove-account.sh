
# impersonators: who may impersonate the service account.
impersonators() {
  gcloud iam service-accounts get-iam-policy "$account" --project="$account_project" --flatten='bindings[].members' \
    '--format=value(bindings.members)'
}

# distrust_account: true if nothing else may impersonate the service account.
distrust_account() {
  if ! found iam service-accounts describe "$account" --project="$account_project"; then
    say "service account $account: does not exist"
    return 0
  fi
  members=$(impersonators) || fail "the policy of $account cannot be read"
  if printf '%s\n' "$members" | grep -qxF "$principal"; then
    gcloud iam service-accounts remove-iam-policy-binding "$account" --project="$account_project" \
      --role=roles/iam.workloadIdentityUser --member="$principal" --condition=None > /dev/null
  fi
  say "service account $account: does not let $principal impersonate it"
  members=$(impersonators) || fail "the policy of $account cannot be read"
  [ -n "$members" ] || return 0
  say "service account $account: keeps its access to the repositories, for others may use it:" "$members"
  return 1
}
