
check_cluster
found=$(find_provider)
if [ -n "$found" ]; then
  check_provider
  api DELETE "/orgs/$organization/openid-connect/$(printf '%s' "$found" | jq -r .slug_perm)/"
fi
say "OpenID Connect provider $name: is not there"
remove_annotation "$annotation" "$slug"
say "service account $slug at Cloudsmith: stays, with its privileges"
