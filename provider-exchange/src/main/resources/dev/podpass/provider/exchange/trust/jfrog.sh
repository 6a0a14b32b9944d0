
# Needs curl, jq, and JFROG_TOKEN: an access token of an administrator of the platform.
authorization="Authorization: Bearer ${JFROG_TOKEN:?needs an access token of an administrator}"
subject=system:serviceaccount:$namespace:$service_account

# check_integration: the integration in $answer must be for the cluster's issuer.
check_integration() {
  there=$(printf '%s' "$answer" | jq -r '.issuer_url + " " + (.audience // "")')
  [ "$there" = "$issuer $audience" ] ||
    fail "the OIDC integration $integration has the issuer and audience $there, not $issuer $audience: name another one"
}

# find_mapping: the service account's mapping into $there; empty if there is none. One of this name for another one is left.
find_mapping() {
  api GET "/oidc/$integration/identity_mappings${project:+?project_key=$project}"
  [ "$status" != 404 ] || fail "the identity mappings of $integration cannot be read: $answer"
  there=$(printf '%s' "$answer" | jq -r --arg name "$mapping" '.[] | select(.name == $name) | .claims.iss + " " + .claims.sub')
  case $there in
    '' | "$issuer $subject") ;;
    *) fail "the identity mapping $mapping has the claims iss and sub $there, not $issuer $subject: change it by hand" ;;
  esac
}
