
# Needs chainctl, signed in, jq, and kubectl.
# The identity of this service account, as JSON; nothing if there is none.
find_identity() {
  list=$(chainctl iam identities list --parent="$organization" --output=json)
  printf '%s' "$list" | jq -c --arg name "$identity" '(.items // .)[] | select(.name == $name)'
}
