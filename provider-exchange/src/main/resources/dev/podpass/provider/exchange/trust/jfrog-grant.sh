
subject=system:serviceaccount:$namespace:$service_account

trust_issuer() {
  api GET "/oidc/$integration"
  if [ "$status" = 404 ]; then
    body=$(jq -nc --arg name "$integration" --arg issuer "$issuer" --arg audience "$audience" \
      '{name: $name, issuer_url: $issuer, audience: $audience, provider_type: "Generic OpenID Connect"}')
    change POST /oidc "$body"
    say "OIDC integration $integration: created"
    return
  fi
  there=$(printf '%s' "$answer" | jq -r '.issuer_url + " " + (.audience // "")')
  [ "$there" = "$issuer $audience" ] ||
    fail "the OIDC integration $integration has the issuer and audience $there, not $issuer $audience: name another one"
  say "OIDC integration $integration: as it should be"
}

map_identity() {
  api GET "/oidc/$integration/identity_mappings${project:+?project_key=$project}"
  [ "$status" != 404 ] || fail "the identity mappings of $integration cannot be read: $answer"
  there=$(printf '%s' "$answer" | jq -c --arg name "$mapping" '.[] | select(.name == $name) | .claims.sub')
  case $there in
    '') ;;
    "\"$subject\"") say "identity mapping $mapping: as it should be"; return ;;
    *) fail "the identity mapping $mapping has the claim sub $there, not $subject: remove it or change it" ;;
  esac
  body=$(jq -nc --arg name "$mapping" --arg iss "$issuer" --arg sub "$subject" --arg group "$group" \
    --arg project "$project" '{
      name: $name, priority: 100, claims: {iss: $iss, sub: $sub},
      token_spec: {scope: ("applied-permissions/groups:\"" + $group + "\""), audience: "*@*", expires_in: 3600}
    } + if $project == "" then {} else {project_key: $project} end')
  change POST "/oidc/$integration/identity_mappings" "$body"
  say "identity mapping $mapping: gives pods of $subject the rights of the group $group"
}

trust_issuer
map_identity
