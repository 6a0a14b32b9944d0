
# The identity of this service account, as JSON; nothing if there is none.
find_identity() {
  chainctl iam identities list --parent="$organization" --output=json |
    jq -c --arg name "$identity" '(.items // .)[] | select(.name == $name)'
}
