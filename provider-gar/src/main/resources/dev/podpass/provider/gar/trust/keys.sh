
# Google cannot reach the issuer: its keys are uploaded. Run this script again after each rotation of the keys.
fetch_keys() {
  keys=$(mktemp)
  trap 'rm -f "$keys"' EXIT
  kubectl get --raw /openid/v1/jwks > "$keys"
}
