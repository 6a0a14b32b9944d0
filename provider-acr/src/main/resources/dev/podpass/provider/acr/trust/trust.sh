
trust_service_account() {
  if ! found identity show --name "$identity"; then
    identity create --name "$identity" --output none
    say "identity $identity: created"
  fi
  if found credentials show --name "$credential"; then
    there=$(credentials show --name "$credential" --output tsv --query "join(' ', [issuer, subject, join(' ', audiences)])")
    same "$credential" "$there"
    return
  fi
  # The pair of issuer and subject is unique in an identity.
  other=$(credentials list --output tsv --query "[?issuer=='$issuer' && subject=='$subject'].name")
  if [ -n "$other" ]; then
    there=$(credentials show --name "$other" --output tsv --query "join(' ', [issuer, subject, join(' ', audiences)])")
    same "$other" "$there"
    return
  fi
  count=$(credentials list --output tsv --query 'length(@)')
  [ "$count" -lt 20 ] || fail "the identity $identity has $count federated credentials, and Azure takes no more: give another one with --identity"
  credentials create --name "$credential" --issuer "$issuer" --subject "$subject" --audiences "$audience" --output none
  say "identity $identity: trusts $subject of $issuer"
}

# same CREDENTIAL THERE: a credential that is there is not changed.
same() {
  [ "$2" = "$issuer $subject $audience" ] || fail "the federated credential $1 of the identity $identity is there and differs.
there: $2
wanted: $issuer $subject $audience
hint: remove it with what podpass trust acr --remove prints, or change it by hand"
  say "identity $identity: trusts $subject of $issuer"
}

annotate_service_account() {
  client=$(identity show --name "$identity" --query clientId --output tsv)
  tenant=$(identity show --name "$identity" --query tenantId --output tsv)
  annotate "$client_annotation" "$client"
  annotate "$tenant_annotation" "$tenant"
}
