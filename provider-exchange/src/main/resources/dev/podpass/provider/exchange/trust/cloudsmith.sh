
# Needs curl, jq, kubectl, and CLOUDSMITH_API_KEY: the API key of an owner or manager of the organization.
authorization="X-Api-Key: ${CLOUDSMITH_API_KEY:?needs the API key of an owner or manager}"

subject=system:serviceaccount:$namespace:$service_account

# The OpenID Connect provider of this service account, as JSON; nothing if there is none.
find_provider() {
  api GET "/orgs/$organization/openid-connect/?page_size=500"
  [ "$status" != 404 ] || fail "organization $organization: does not exist, or the API key may not administer it"
  printf '%s' "$answer" | jq -c --arg name "$name" '.[] | select(.name == $name)'
}

wanted_provider() {
  jq -nc --arg name "$name" --arg issuer "$issuer" --arg sub "$subject" --arg aud "$audience" --arg slug "$slug" \
    '{name: $name, provider_url: $issuer, enabled: true, claims: {sub: $sub, aud: $aud}, service_accounts: [$slug]}'
}

# check_provider: the provider in $found must be this service account's.
check_provider() {
  printf '%s' "$found" | jq -e --argjson want "$(wanted_provider)" \
    '.provider_url == $want.provider_url and .claims == $want.claims and .service_accounts == $want.service_accounts' \
    > /dev/null || fail "the OpenID Connect provider $name differs: change it by hand: $found"
}
