
# distrust_account: $stays is why the account keeps its access to the repositories.
distrust_account() {
  if ! found iam service-accounts describe "$account" --project="$account_project"; then
    say "service account $account: does not exist"
    return
  fi
  impersonators
  if is_member "$principal"; then
    gcloud iam service-accounts remove-iam-policy-binding "$account" --project="$account_project" \
      --role=roles/iam.workloadIdentityUser --member="$principal" --condition=None > /dev/null
  fi
  say "service account $account: does not let $principal impersonate it"
  impersonators
  account_mark
  if [ -n "$members" ]; then
    stays="others may use it: $members"
  elif ! is_made "$own"; then
    stays='podpass trust has not made it'
  else
    say "service account $account: stays, for it may have other uses"
  fi
}

disallow() {
  members=$(gcloud artifacts repositories get-iam-policy "$name" --project="$project" --location="$location" \
    --flatten='bindings[].members' --filter='bindings.role=roles/artifactregistry.reader AND NOT bindings.condition:*' \
    '--format=value(bindings.members)')
  if is_member "$member"; then
    gcloud artifacts repositories remove-iam-policy-binding "$name" --project="$project" --location="$location" \
      --role=roles/artifactregistry.reader --member="$member" --condition=None > /dev/null
  fi
  say "repository $name of $project in $location: does not let $member pull"
}

stays=
[ -z "$account" ] || distrust_account
if [ -z "$stays" ]; then
  each_repository disallow
else
  say "service account $account: keeps its access to the repositories, for $stays"
fi
[ -z "$account" ] || [ -z "$annotation" ] || remove_annotation "$annotation" "$account"
[ -z "$provider" ] || say "pool $pool and its provider $provider: stay, for they are for all service accounts of the cluster"
