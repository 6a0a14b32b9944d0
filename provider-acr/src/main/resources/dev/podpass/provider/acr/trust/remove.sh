
distrust_service_account() {
  tenant=$(identity show --name "$identity" --query tenantId --output tsv) || fail "the identity $identity cannot be read"
  remove_annotation "$tenant_annotation" "$tenant"
  if found credentials show --name "$credential"; then
    same "$credential"
    credentials delete --name "$credential" --yes || fail "the federated credential $credential cannot be deleted"
  fi
  say "identity $identity: does not trust $subject of $issuer by the federated credential $credential"
}

# stop_use: true if no other service account of the cluster uses the identity; then the binding goes, too.
stop_use() {
  if ! command -v kubectl > /dev/null; then
    say "to do: kubectl is not here; delete the ClusterRoleBinding $access, and run this again where kubectl is"
    return 1
  fi
  find_users
  if is_user; then
    kubectl delete clusterrolebinding "$access" || fail "the ClusterRoleBinding $access cannot be deleted"
    find_users
  fi
  say "identity $identity: $namespace/$service_account may not use it"
  if [ -n "$users" ]; then
    say "identity $identity: others of this cluster use it: $users"
    return 1
  fi
  kubectl delete clusterrole "podpass-use-$client" --ignore-not-found ||
    fail "the ClusterRole podpass-use-$client cannot be deleted"
  if found binding show; then
    binding delete --yes || fail "the binding podpass-$client of the cluster $cluster cannot be deleted"
  fi
  say "cluster $cluster: has no binding for the identity $identity"
}

# unused: whether the identity has no federated credential; AKS makes one for its bindings, and may leave it.
unused() {
  others=$(credentials list --output tsv --query '[].name') || fail "the credentials of $identity cannot be read"
  [ -n "$others" ] || return 0
  say "identity $identity: stays, for these federated credentials use it:" "$others"
  [ -z "$cluster" ] || say "to do, if one of them is AKS's own and no other cluster binds the identity: delete $identity and its roles"
  return 1
}

# disallow LOGIN_SERVER: an assignment that podpass trust has not made stays.
disallow() {
  find_registry "$1"
  assignments=$(az role assignment list --scope "$registry" --assignee-object-id "$principal" --fill-principal-name false \
    --query "[?description=='$assigned'].id" --output tsv)
  for assignment in $assignments; do
    az role assignment delete --ids "$assignment" --output none
  done
  say "registry $1: has no role of podpass trust for the identity $identity"
}

delete_identity() {
  left=$(az role assignment list --all ${registry_subscription:+--subscription "$registry_subscription"} \
    --assignee-object-id "$principal" --fill-principal-name false --query '[].scope' --output tsv)
  identity_mark
  if [ -n "$left" ]; then
    say "identity $identity: stays, for it has roles at:" "$left"
  elif ! is_made "$own"; then
    say "identity $identity: stays, for podpass trust has not made it"
  else
    identity delete --name "$identity"
    say "identity $identity: deleted"
  fi
}

check_cluster
[ -z "$client_id" ] || find_identity
if ! found identity show --name "$identity"; then
  say "identity $identity: does not exist"
  exit 0
fi
client=$(identity show --name "$identity" --query clientId --output tsv)
principal=$(identity show --name "$identity" --query principalId --output tsv)
remove_annotation "$client_annotation" "$client"
if [ -n "$cluster" ]; then
  stop_use || exit 0
else
  distrust_service_account
fi
unused || exit 0
for login_server in $registries; do
  disallow "$login_server"
done
delete_identity
