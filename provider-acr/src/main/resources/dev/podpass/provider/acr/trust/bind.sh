
binding() {
  az aks identity-binding "$@" --resource-group "$cluster_group" --cluster-name "$cluster" --name "podpass-$client" \
    ${subscription:+--subscription "$subscription"}
}

# bind_identity: AKS adds a federated credential of its own to the identity, one for all clusters that bind it.
bind_identity() {
  if ! found identity show --name "$identity"; then
    identity create --name "$identity" --output none
    say "identity $identity: created"
  fi
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

annotate_service_account() {
  annotate "$client_annotation" "$client"
}
