
trust_issuer() {
  api GET "/oidc/$integration"
  if [ "$status" = 404 ]; then
    body=$(jq -nc --arg name "$integration" --arg issuer "$issuer" --arg audience "$audience" \
      '{name: $name, issuer_url: $issuer, audience: $audience, provider_type: "Generic OpenID Connect"}')
    change POST /oidc "$body"
    say "OIDC integration $integration: created"
    return
  fi
  check_integration
  say "OIDC integration $integration: as it should be"
}

map_identity() {
  find_mapping
  if [ -n "$there" ]; then
    say "identity mapping $mapping: as it should be"
    return
  fi
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
