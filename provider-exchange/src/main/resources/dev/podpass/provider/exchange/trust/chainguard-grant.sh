
subject=system:serviceaccount:$namespace:$service_account

create_identity() {
  found=$(find_identity)
  if [ -z "$found" ]; then
    id=$(chainctl iam identities create "$identity" --parent="$organization" --role=registry.pull --output=id \
      --identity-issuer="$issuer" --subject="$subject" --audience="$audience")
    say "identity $identity: created"
    return
  fi
  id=$(printf '%s' "$found" | jq -r .id)
  printf '%s' "$found" |
    jq -e --arg issuer "$issuer" --arg subject "$subject" --arg audience "$audience" \
      '[.. | strings] as $all | all($issuer, $subject, $audience; . as $one | $all | index($one) != null)' > /dev/null ||
    fail "the identity $identity ($id) matches other claims than $issuer, $subject and $audience: delete it or change it"
  say "identity $identity: as it should be"
}

check_cluster
create_identity
annotate "$annotation" "$id"
