
# The annotation must reach the cluster whose tokens are trusted, not another one that kubectl is set to.
check_cluster() {
  command -v kubectl > /dev/null || return 0
  discovery=$(kubectl get --raw /.well-known/openid-configuration)
  case $discovery in
    *"\"issuer\":\"$issuer\""*) ;;
    *) fail "kubectl is not set to the cluster of $issuer, which answers: $discovery; choose it with kubectl config use-context" ;;
  esac
}
