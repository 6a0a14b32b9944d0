
# pool COMMAND …, providers COMMAND …: gcloud in the pool's project.
pool() {
  gcloud iam workload-identity-pools "$@" --project="$pool_project" --location=global
}

providers() {
  pool providers "$@" --workload-identity-pool="$pool"
}

trust_issuer() {
  gcloud services enable iam.googleapis.com sts.googleapis.com --project="$pool_project"
  if ! found iam workload-identity-pools describe "$pool" --project="$pool_project" --location=global; then
    pool create "$pool"
    say "pool $pool: created"
  fi
  state=$(pool describe "$pool" '--format=value(state)')
  [ "$state" = ACTIVE ] || fail "the pool $pool is $state: restore it with gcloud iam workload-identity-pools undelete"
  check_pool
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

# same WHAT WANTED FORMAT: a provider that is there is not changed.
same() {
  there=$(providers describe "$provider" "--format=$3")
  [ "$there" = "$2" ] || fail "the provider $provider of the pool $pool is there and differs.
$1 there: $there
$1 wanted: $2
hint: choose another provider or pool with --gar-audience, or change this one with gcloud iam workload-identity-pools providers update-oidc"
}
