
create_identity() {
  found identity show --name "$identity" && return 0
  identity create --name "$identity" --output none
  say "identity $identity: created"
}

trust_service_account() {
  create_identity
  if found credentials show --name "$credential"; then
    same "$credential"
    return
  fi
  # The pair of issuer and subject is unique in an identity.
  other=$(credentials list --output tsv --query "[?issuer=='$issuer' && subject=='$subject'].name")
  if [ -n "$other" ]; then
    same "$other"
    return
  fi
  # Another cluster may have a service account of this name, and so this default identity.
  if [ "$identity" = "$access" ]; then
    others=$(credentials list --output tsv --query "[?issuer!='$issuer' && subject=='$subject'].issuer")
    [ -z "$others" ] || fail "the identity $identity trusts $subject of $others; with $issuer, too, both could pull the same.
hint: name an identity for this cluster, or one to share, with --set=identity=NAME"
  fi
  count=$(credentials list --output tsv --query 'length(@)')
  [ "$count" -lt 20 ] ||
    fail "the identity $identity has $count federated credentials, and Azure takes no more: give another one with --set=identity=NAME"
  credentials create --name "$credential" --issuer "$issuer" --subject "$subject" --audiences "$audience" --output none
  say "identity $identity: trusts $subject of $issuer"
}

# same CREDENTIAL: a credential that is there is not changed.
same() {
  there=$(credentials show --name "$1" --output tsv --query "join(' ', [issuer, subject, join(' ', audiences)])")
  [ "$there" = "$issuer $subject $audience" ] || fail "the federated credential $1 of the identity $identity is there and differs.
there: $there
wanted: $issuer $subject $audience
hint: remove it with what podpass trust acr --remove prints, or change it by hand"
  say "identity $identity: trusts $subject of $issuer"
}

# bind_identity: AKS adds a federated credential of its own to the identity, one for all clusters that bind it.
bind_identity() {
  create_identity
  client=$(identity show --name "$identity" --query clientId --output tsv)
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

# allow REGISTRY: an assignment that is there already stays as it is.
allow() {
  find_registry "$1"
  principal=$(identity show --name "$identity" --query principalId --output tsv)
  az role assignment create --role "$pull_role" --scope "$registry" \
    --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal --output none
  say "registry $1: lets the identity $identity pull ($pull_role)"
}

check_cluster
[ -z "$client_id" ] || find_identity
if [ -n "$cluster" ]; then
  bind_identity
else
  trust_service_account
fi
for registry_name in $registries; do
  allow "$registry_name"
done
[ -z "$cluster" ] || let_use_identity
client=$(identity show --name "$identity" --query clientId --output tsv)
annotate "$client_annotation" "$client"
if [ -z "$cluster" ]; then
  tenant=$(identity show --name "$identity" --query tenantId --output tsv)
  annotate "$tenant_annotation" "$tenant"
fi
