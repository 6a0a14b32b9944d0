
# distrust_service_account: true if the identity trusts no other.
distrust_service_account() {
  client=$(identity show --name "$identity" --query clientId --output tsv) || fail "the identity $identity cannot be read"
  tenant=$(identity show --name "$identity" --query tenantId --output tsv) || fail "the identity $identity cannot be read"
  remove_annotation "$client_annotation" "$client"
  remove_annotation "$tenant_annotation" "$tenant"
  if found credentials show --name "$credential"; then
    credentials delete --name "$credential" --yes || fail "the federated credential $credential cannot be deleted"
  fi
  say "identity $identity: does not trust $subject of $issuer"
  others=$(credentials list --output tsv --query '[].name') || fail "the credentials of $identity cannot be read"
  [ -n "$others" ] || return 0
  say "identity $identity: stays, for these federated credentials use it:" "$others"
  return 1
}

# disallow REGISTRY
disallow() {
  find_registry "$1"
  principal=$(identity show --name "$identity" --query principalId --output tsv)
  assignment=$(az role assignment list --role "$pull_role" --scope "$registry" \
    --assignee-object-id "$principal" --fill-principal-name false --query '[].id' --output tsv)
  [ -z "$assignment" ] || az role assignment delete --ids "$assignment" --output none
  say "registry $1: does not let the identity $identity pull"
}

delete_identity() {
  principal=$(identity show --name "$identity" --query principalId --output tsv)
  left=$(az role assignment list --all ${registry_subscription:+--subscription "$registry_subscription"} \
    --assignee-object-id "$principal" --fill-principal-name false --query '[].scope' --output tsv)
  if [ -n "$left" ]; then
    say "identity $identity: stays, for it has roles at:" "$left"
  else
    identity delete --name "$identity"
    say "identity $identity: deleted"
  fi
}
