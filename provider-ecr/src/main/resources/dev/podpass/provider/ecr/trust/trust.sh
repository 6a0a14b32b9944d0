
trust_issuer() {
  if ! found iam get-open-id-connect-provider --open-id-connect-provider-arn "$oidc_provider"; then
    aws iam create-open-id-connect-provider --url "$issuer" --client-id-list "$audience" > /dev/null
  elif [ "$(aws iam get-open-id-connect-provider --open-id-connect-provider-arn "$oidc_provider" --output json \
    --query "contains(ClientIDList, '$audience')")" != true ]; then
    aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn "$oidc_provider" --client-id "$audience"
  fi
  say "OIDC provider $oidc_provider: accepts tokens for $audience"
}

trust_service_account() {
  if ! found iam get-role --role-name "$role"; then
    aws iam create-role --path "$role_path" --role-name "$role" \
      --assume-role-policy-document "$(document "$trust")" > /dev/null
    say "role $role_arn: created; trusts $subject"
    return
  fi
  there=$(aws iam get-role --role-name "$role" --output text --query Role.Arn)
  [ "$there" = "$role_arn" ] || differs "the role $role" "$there" "$role_arn"
  policy=$(aws iam get-role --role-name "$role" --output json --query Role.AssumeRolePolicyDocument)
  if add_statement "$policy" "$statement_id" "$trust"; then
    aws iam update-assume-role-policy --role-name "$role" --policy-document "$result"
    say "role $role_arn: existed; now trusts $subject, too"
  else
    say "role $role_arn: trusts $subject"
  fi
}

# allow NAME POLICY: adds an inline policy to the role.
allow() {
  if found iam get-role-policy --role-name "$role" --policy-name "$1"; then
    there=$(aws iam get-role-policy --role-name "$role" --policy-name "$1" --output json --query PolicyDocument)
    json "$there" "@ == \`$2\`"
    [ "$result" = true ] || differs "the policy $1 of the role $role" "$there" "$2"
  else
    aws iam put-role-policy --role-name "$role" --policy-name "$1" --policy-document "$2"
  fi
  say "role $role_arn: has the policy $1"
}
