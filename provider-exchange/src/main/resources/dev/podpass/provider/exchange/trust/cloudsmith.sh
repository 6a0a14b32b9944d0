
# Needs curl, jq, kubectl, and CLOUDSMITH_API_KEY: the API key of an owner or manager of the organization.
authorization="X-Api-Key: ${CLOUDSMITH_API_KEY:?needs the API key of an owner or manager}"

# The OpenID Connect provider of this service account, as JSON; nothing if there is none.
find_provider() {
  api GET "/orgs/$organization/openid-connect/?page_size=500"
  [ "$status" != 404 ] || fail "organization $organization: does not exist, or the API key may not administer it"
  printf '%s' "$answer" | jq -c --arg name "$name" '.[] | select(.name == $name)'
}
