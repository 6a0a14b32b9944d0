
trust_subject() {
  api GET "/orgs/$organization/services/$slug/"
  [ "$status" != 404 ] || fail "service account $slug: does not exist; create it, and give its slug"
  found=$(find_provider)
  if [ -z "$found" ]; then
    require_own "the service account $slug at Cloudsmith" '' --exchange-identity
    change POST "/orgs/$organization/openid-connect/" "$(wanted_provider)"
    say "OpenID Connect provider $name: created"
    return
  fi
  check_provider
  say "OpenID Connect provider $name: as it should be"
}

# allow REPOSITORY: a privilege that is there already stays as it is; the privileges of others are not sent, and stay.
allow() {
  api GET "/repos/$organization/$1/privileges?page_size=500"
  [ "$status" != 404 ] || fail "repository $1: does not exist"
  there=$(printf '%s' "$answer" | jq -r --arg slug "$slug" '.privileges[] | select(.service == $slug) | .privilege')
  if [ -n "$there" ]; then
    say "repository $1: has the privilege $there for $slug"
    return
  fi
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
