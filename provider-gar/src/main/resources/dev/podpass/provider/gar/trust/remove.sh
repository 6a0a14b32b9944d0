
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
  if [ -z "$members" ]; then
    say "service account $account: stays, for it may have other uses"
    return 0
  fi
  say "service account $account: keeps its access to the repositories, for others may use it:" "$members"
  return 1
}

disallow() {
  members=$(gcloud artifacts repositories get-iam-policy "$name" --project="$project" --location="$location" \
    --flatten='bindings[].members' --filter='bindings.role=roles/artifactregistry.reader AND NOT bindings.condition:*' \
    '--format=value(bindings.members)')
  if printf '%s\n' "$members" | grep -qxF "$member"; then
    gcloud artifacts repositories remove-iam-policy-binding "$name" --project="$project" --location="$location" \
      --role=roles/artifactregistry.reader --member="$member" --condition=None > /dev/null
  fi
  say "repository $name of $project in $location: does not let $member pull"
}

if [ -z "$account" ] || distrust_account; then
  each_repository disallow
fi
[ -z "$account" ] || remove_annotation "$annotation" "$account"
[ -z "$provider" ] || say "pool $pool and its provider $provider: stay, for they are for all service accounts of the cluster"
