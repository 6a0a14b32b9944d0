
# Needs chainctl, signed in, jq, and kubectl.
subject=system:serviceaccount:$namespace:$service_account

# The identity of this service account, as JSON; nothing if there is none.
find_identity() {
  list=$(chainctl iam identities list --parent="$organization" --output=json) ||
    fail "the identities of $organization cannot be listed"
  printf '%s' "$list" | jq -c --arg name "$identity" '(.items // .)[] | select(.name == $name)'
}

# check_claims: the identity in $found must match this service account of this cluster.
check_claims() {
  id=$(printf '%s' "$found" | jq -r .id)
  printf '%s' "$found" |
    jq -e --arg issuer "$issuer" --arg subject "$subject" --arg audience "$audience" \
      '[.. | strings] as $all | all($issuer, $subject, $audience; . as $one | $all | index($one) != null)' > /dev/null ||
    fail "the identity $identity ($id) matches other claims than $issuer, $subject and $audience: change it by hand"
}
