
# The service account that is impersonated, and who may impersonate it.
trust_account() {
  gcloud services enable iamcredentials.googleapis.com --project="$account_project"
  if ! found iam service-accounts describe "$account" --project="$account_project"; then
    gcloud iam service-accounts create "${account%%@*}" --project="$account_project" > /dev/null
    say "service account $account: created"
  fi
  gcloud iam service-accounts add-iam-policy-binding "$account" --project="$account_project" \
    --role=roles/iam.workloadIdentityUser --member="$principal" --condition=None > /dev/null
  say "service account $account: lets $principal impersonate it"
}
