
# Needs the Azure CLI, signed in, and kubectl. A role holds for a whole registry.
subject=system:serviceaccount:$namespace:$service_account
[ -n "$cluster_group" ] || cluster_group=$group
[ -n "$registry_subscription" ] || registry_subscription=$subscription

# found COMMAND…: whether what is to be shown exists; any other failure ends the script.
found() {
  status=0
  answer=$("$@" --output json 2>&1) || status=$?
  case $status in
    0) return 0 ;;
    3) return 1 ;;
    *) fail "$*: $answer" ;;
  esac
}

identity() {
  az identity "$@" --resource-group "$group" ${subscription:+--subscription "$subscription"}
}

# find_identity: the identity that has the client id, in whichever group it is.
find_identity() {
  answer=$(az identity list ${subscription:+--subscription "$subscription"} \
    --query "[?clientId=='$client_id'].[name, resourceGroup]" --output tsv)
  [ -n "$answer" ] || fail "no managed identity of the subscription has the client id $client_id.
hint: name its subscription with --set=subscription=ID; trust an application of Entra ID by hand"
  identity=$(printf '%s' "$answer" | cut -f 1)
  group=$(printf '%s' "$answer" | cut -f 2)
}

# identity_mark: the mark of the identity into $own; its tag, if podpass trust has made it.
identity_mark() {
  own=$(identity show --name "$identity" --query tags.podpass --output tsv) || fail "the identity $identity cannot be read"
}

credentials() {
  identity federated-credential "$@" --identity-name "$identity"
}

# same CREDENTIAL: a credential that differs is neither used nor deleted.
same() {
  there=$(credentials show --name "$1" --output tsv --query "join(' ', [issuer, subject, join(' ', audiences)])") ||
    fail "the federated credential $1 of the identity $identity cannot be read"
  [ "$there" = "$issuer $subject $audience" ] || fail "the federated credential $1 of the identity $identity exists with a different value.
there: $there
wanted: $issuer $subject $audience
hint: name another identity with --set=identity=NAME, or change the credential by hand"
}

binding() {
  az aks identity-binding "$@" --resource-group "$cluster_group" --cluster-name "$cluster" --name "podpass-$client" \
    ${subscription:+--subscription "$subscription"}
}

# find_users: the ClusterRoleBindings that let service accounts of the cluster use the identity, into $users.
find_users() {
  users=$(kubectl get clusterrolebindings -o \
    "go-template={{range .items}}{{if eq .roleRef.name \"podpass-use-$client\"}}{{.metadata.name}} {{end}}{{end}}") ||
    fail "the ClusterRoleBindings of the cluster $cluster cannot be read"
}

is_user() {
  case " $users" in *" $access "*) ;; *) return 1 ;; esac
}

# What an assignment of a role has for a description, so that --remove knows it.
assigned='podpass trust'

# find_registry LOGIN_SERVER: its id, and the role to pull in its mode. With ABAC, AcrPull and the like are not honoured. Only the
# login server is unique: registries of another cloud, or with a domain name label, may have the same name.
find_registry() {
  registry_name=${1%%[.-]*}
  registry=$(az acr show --name "$registry_name" ${registry_subscription:+--subscription "$registry_subscription"} \
    --query "join(' ', [loginServer, id])" --output tsv) || fail "the registry $registry_name cannot be read"
  there=$(printf '%s' "${registry%% *}" | tr '[:upper:]' '[:lower:]')
  [ "$there" = "$1" ] || fail "the registry $registry_name that az has found is $there, not $1.
hint: choose its cloud with az cloud set, or its subscription with --set=registry_subscription=ID"
  registry=${registry#* }
  mode=$(az acr show --name "$registry_name" ${registry_subscription:+--subscription "$registry_subscription"} \
    --query roleAssignmentMode --output tsv) || fail "the registry $registry_name cannot be read"
  case $mode/$role in
    Abac*/) pull_role='Container Registry Repository Reader' ;;
    Abac*/Acr*) fail "the registry $1 is in ABAC mode, which does not honour $role: give --set=role='Container Registry Repository Reader'" ;;
    */) pull_role=AcrPull ;;
    *) pull_role=$role ;;
  esac
}
