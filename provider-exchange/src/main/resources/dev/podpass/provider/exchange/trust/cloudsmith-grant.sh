
subject=system:serviceaccount:$namespace:$service_account

trust_subject() {
  api GET "/orgs/$organization/services/$slug/"
  [ "$status" != 404 ] || fail "service account $slug: does not exist; create it, and give its slug"
  body=$(jq -nc --arg name "$name" --arg issuer "$issuer" --arg sub "$subject" --arg aud "$audience" --arg slug "$slug" \
    '{name: $name, provider_url: $issuer, enabled: true, claims: {sub: $sub, aud: $aud}, service_accounts: [$slug]}')
  found=$(find_provider)
  if [ -z "$found" ]; then
    change POST "/orgs/$organization/openid-connect/" "$body"
    say "OpenID Connect provider $name: created"
    return
  fi
  printf '%s' "$found" | jq -e --argjson want "$body" \
    '.provider_url == $want.provider_url and .claims == $want.claims and .service_accounts == $want.service_accounts' \
    > /dev/null || fail "the OpenID Connect provider $name differs: delete it or change it: $found"
  say "OpenID Connect provider $name: as it should be"
}

# allow REPOSITORY: the privileges of others are not sent, and stay.
allow() {
  change PATCH "/repos/$organization/$1/privileges" \
    "{\"privileges\": [{\"privilege\": \"Read\", \"service\": \"$slug\"}]}" "repository $1: does not exist"
  say "repository $1: lets $slug pull"
}

check_cluster
trust_subject
for repository in $repositories; do
  allow "$repository"
done
annotate "$annotation" "$slug"
