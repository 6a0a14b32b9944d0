
# allow REGISTRY: an assignment that is there already stays as it is.
allow() {
  find_registry "$1"
  principal=$(identity show --name "$identity" --query principalId --output tsv)
  az role assignment create --role "$pull_role" --scope "$registry" \
    --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal --output none
  say "registry $1: lets the identity $identity pull ($pull_role)"
}
