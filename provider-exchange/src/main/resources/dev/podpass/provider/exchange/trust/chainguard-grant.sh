
create_identity() {
  found=$(find_identity)
  if [ -z "$found" ]; then
    id=$(chainctl iam identities create "$identity" --parent="$organization" --role=registry.pull --output=id \
      --identity-issuer="$issuer" --subject="$subject" --audience="$audience")
    say "identity $identity: created"
    return
  fi
  check_claims
  say "identity $identity: as it should be"
}

check_cluster
create_identity
annotate "$annotation" "$id"
