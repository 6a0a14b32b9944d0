
# pool COMMAND …, providers COMMAND …: gcloud in the pool's project.
pool() {
  gcloud iam workload-identity-pools "$@" --project="$pool_project" --location=global
}

providers() {
  pool providers "$@" --workload-identity-pool="$pool"
}

# Where subjects do not name their cluster, the pool is for this issuer alone: with another issuer in it, the service account
# of the same name in another cluster would have the same access.
check_pool() {
  state=$(pool describe "$pool" '--format=value(state)')
  [ "$state" = ACTIVE ] || fail "the pool $pool is $state: restore it with gcloud iam workload-identity-pools undelete"
  [ -z "$shared_pool" ] || return 0
  others=$(providers list '--format=value(name.basename())') || fail "the providers of the pool $pool cannot be listed"
  for other in $others; do
    [ "$other" = "$provider" ] ||
      fail "the pool $pool has the provider $other, too, and a subject in it does not name its cluster:" \
        "give podpass trust gar --set=shared_pool=yes, or choose another pool with --gar-audience"
  done
}

# same WHAT WANTED FORMAT: a provider that is there is not changed.
same() {
  there=$(providers describe "$provider" "--format=$3")
  [ "$there" = "$2" ] || fail "the provider $provider of the pool $pool exists with a different value.
$1 there: $there
$1 wanted: $2
hint: choose another provider or pool with --gar-audience, or change this one by hand"
}

# Google cannot reach the issuer of uploaded keys. Run this script again after each rotation of the keys.
fetch_keys() {
  keys=$(mktemp)
  trap 'rm -f "$keys"' EXIT
  kubectl get --raw /openid/v1/jwks > "$keys"
}

trust_issuer() {
  pool_project=$(gcloud projects describe "$pool_number" '--format=value(projectId)')
  keys=
  [ -z "$upload_keys" ] || fetch_keys
  gcloud services enable iam.googleapis.com sts.googleapis.com --project="$pool_project"
  if ! found iam workload-identity-pools describe "$pool" --project="$pool_project" --location=global; then
    pool create "$pool"
    say "pool $pool: created"
  fi
  check_pool
  mapping=google.subject=assertion.sub
  [ -z "$shared_pool" ] || mapping="google.subject='$provider:'+assertion.sub"
  if found iam workload-identity-pools providers describe "$provider" --workload-identity-pool="$pool" \
    --project="$pool_project" --location=global; then
    same 'issuer' "$issuer" 'value(oidc.issuerUri)'
    same 'allowed audiences' "$allowed_audiences" 'value(oidc.allowedAudiences)'
    same 'attribute mapping' "$mapping" 'value(attributeMapping)'
    [ -z "$keys" ] || providers update-oidc "$provider" --jwk-json-path="$keys"
    say "provider $provider of the pool $pool: trusts $issuer"
  else
    providers create-oidc "$provider" --issuer-uri="$issuer" --attribute-mapping="$mapping" \
      ${allowed_audiences:+"--allowed-audiences=$allowed_audiences"} ${keys:+"--jwk-json-path=$keys"}
    say "provider $provider of the pool $pool: created; trusts $issuer"
  fi
}

# The service account that is impersonated, and who may impersonate it.
trust_account() {
  gcloud services enable iamcredentials.googleapis.com --project="$account_project"
  if ! found iam service-accounts describe "$account" --project="$account_project"; then
    gcloud iam service-accounts create "${account%%@*}" --project="$account_project" --description="$mark" > /dev/null
    say "service account $account: created"
  else
    impersonators
    if ! is_member "$principal"; then
      account_mark
      require_own "the service account $account" "$own" --gar-service-account
    fi
  fi
  gcloud iam service-accounts add-iam-policy-binding "$account" --project="$account_project" \
    --role=roles/iam.workloadIdentityUser --member="$principal" --condition=None > /dev/null
  say "service account $account: lets $principal impersonate it (roles/iam.workloadIdentityUser)"
}

# A binding that is there already stays as it is.
allow() {
  gcloud artifacts repositories add-iam-policy-binding "$name" --project="$project" --location="$location" \
    --role=roles/artifactregistry.reader --member="$member" --condition=None > /dev/null
  say "repository $name of $project in $location: lets $member pull (roles/artifactregistry.reader)"
}

[ -z "$provider" ] || trust_issuer
[ -z "$account" ] || trust_account
each_repository allow
[ -z "$account" ] || [ -z "$annotation" ] || annotate "$annotation" "$account"
