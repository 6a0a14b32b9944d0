
# stop_use: the identity, its binding and its roles stay, for other clusters and service accounts may use them.
stop_use() {
  client=$(identity show --name "$identity" --query clientId --output tsv)
  remove_annotation "$client_annotation" "$client"
  if ! command -v kubectl > /dev/null; then
    say "to do: kubectl is not here; delete the ClusterRoleBinding $access"
    return
  fi
  kubectl delete clusterrolebinding "$access" --ignore-not-found
  say "identity $identity: $namespace/$service_account may not use it"
  others=$(kubectl get clusterrolebindings -o \
    "go-template={{range .items}}{{if eq .roleRef.name \"podpass-use-$client\"}}{{.metadata.name}} {{end}}{{end}}")
  if [ -n "$others" ]; then
    say "identity $identity: others of this cluster use it: $others"
    return
  fi
  kubectl delete clusterrole "podpass-use-$client" --ignore-not-found
  say "to do, where nothing else uses the identity $identity: az aks identity-binding delete --resource-group $cluster_group --cluster-name $cluster --name podpass-$client, and delete the identity and its roles"
}
