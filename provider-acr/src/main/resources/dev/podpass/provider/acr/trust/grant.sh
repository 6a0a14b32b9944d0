
create_identity() {
  if found identity show --name "$identity"; then
    return
  fi
  identity create --name "$identity" --tags "podpass=$mark" --output none
  say "identity $identity: created"
}

trust_service_account() {
  create_identity
  # The pair of issuer and subject is unique in an identity.
  there=$(credentials list --output tsv --query "[?issuer=='$issuer' && subject=='$subject' || name=='$credential'].name")
  if [ -n "$there" ]; then
    same "$there"
    say "identity $identity: trusts $subject of $issuer"
    return
  fi
  identity_mark
  require_own "the identity $identity" "$own" --set=identity=NAME
  count=$(credentials list --output tsv --query 'length(@)')
  [ "$count" -lt 20 ] ||
    fail "the identity $identity has $count federated credentials, and Azure takes no more: give another one with --set=identity=NAME"
  credentials create --name "$credential" --issuer "$issuer" --subject "$subject" --audiences "$audience" --output none
  say "identity $identity: trusts $subject of $issuer"
}

# bind_identity: AKS adds a federated credential of its own to the identity, one for all clusters that bind it.
bind_identity() {
  create_identity
  client=$(identity show --name "$identity" --query clientId --output tsv)
  users=
  ! command -v kubectl > /dev/null || find_users
  if ! is_user; then
    identity_mark
    require_own "the identity $identity" "$own" --set=identity=NAME
  fi
  if ! found binding show; then
    resource=$(identity show --name "$identity" --query id --output tsv)
    binding create --managed-identity-resource-id "$resource" --output none
  fi
  say "cluster $cluster: has a binding for the identity $identity"
}

manifest() {
  cat << END
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: podpass-use-$client
rules:
  - apiGroups: [cid.wi.aks.azure.com]
    resources: [$client]
    verbs: [use-managed-identity]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: $access
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: podpass-use-$client
subjects:
  - kind: ServiceAccount
    namespace: $namespace
    name: $service_account
END
}

# let_use_identity: kubectl refuses a ClusterRoleBinding that is there for another identity.
let_use_identity() {
  if command -v kubectl > /dev/null; then
    manifest | kubectl apply -f -
  else
    say 'to do: kubectl is not here; apply this:'
    manifest
  fi
}

# allow LOGIN_SERVER: an assignment that is there already stays as it is.
allow() {
  find_registry "$1"
  principal=$(identity show --name "$identity" --query principalId --output tsv)
  az role assignment create --role "$pull_role" --scope "$registry" \
    --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal \
    --description "$assigned" --output none
  say "registry $1: lets the identity $identity pull ($pull_role)"
}

check_cluster
for login_server in $registries; do
  find_registry "$login_server"
done
[ -z "$client_id" ] || find_identity
if [ -n "$cluster" ]; then
  bind_identity
else
  trust_service_account
fi
for login_server in $registries; do
  allow "$login_server"
done
[ -z "$cluster" ] || let_use_identity
client=$(identity show --name "$identity" --query clientId --output tsv)
annotate "$client_annotation" "$client"
if [ -z "$cluster" ]; then
  tenant=$(identity show --name "$identity" --query tenantId --output tsv)
  annotate "$tenant_annotation" "$tenant"
fi
