
# Needs the CLI of OpenBao or Vault, jq, and a token that may write the policy and the auth method: BAO_TOKEN or VAULT_TOKEN.
tool=$(command -v bao || command -v vault) || fail "neither bao nor vault is here"
BAO_ADDR=$address VAULT_ADDR=$address
export BAO_ADDR VAULT_ADDR
if [ -n "$vault_namespace" ]; then
  BAO_NAMESPACE=$vault_namespace VAULT_NAMESPACE=$vault_namespace
  export BAO_NAMESPACE VAULT_NAMESPACE
fi

# found PATH: whether there is something at a path of the API, into $answer; any other failure ends the script.
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
found() {
  if answer=$("$tool" read -format=json "$1" 2> "$errors"); then
    return 0
  fi
  case $(cat "$errors") in
    *"No value found"* | *"unknown role"* | *"Code: 404"*) return 1 ;;
    *) fail "$1: $(cat "$errors")" ;;
  esac
}

# field EXPRESSION: a part of $answer.
field() {
  printf '%s' "$answer" | jq -r "$1"
}

# find_accessor: that of the auth method, empty if there is none.
find_accessor() {
  answer=$("$tool" auth list -format=json)
  accessor=$(printf '%s' "$answer" | jq -r --arg mount "$mount/" '.[$mount] | select(.type == "jwt") | .accessor')
}

# The policy, with the names that the login has found in the token.
policy_name=podpass-$role
policy() {
  metadata="{{identity.entity.aliases.$accessor.metadata"
  printf '# By podpass trust.\n'
  for path in $paths; do
    printf 'path "%s" { capabilities = ["read"] }\n' "$path" |
      sed "s|(namespace)|$metadata.namespace}}|g; s|(serviceaccount)|$metadata.sa}}|g"
  done
}

# The role: each service account logs in, and stores nothing on the server.
role_data() {
  jq -nc --arg audience "$audience" --arg policy "$policy_name" --arg ttl "$token_ttl" '{
    role_type: "jwt", user_claim: "sub", bound_audiences: [$audience], bound_claims_type: "glob",
    bound_claims: {sub: "system:serviceaccount:*"}, token_type: "batch", token_ttl: $ttl, token_policies: [$policy],
    claim_mappings: {"/kubernetes.io/namespace": "namespace", "/kubernetes.io/serviceaccount/name": "sa"}}'
}

# same_role: whether $answer is the role, as the server writes it.
same_role() {
  printf '%s' "$answer" | jq -e --argjson wanted "$(role_data)" \
    '.data as $there | $wanted | del(.token_ttl) | to_entries | all(.value == $there[.key])' > /dev/null
}
