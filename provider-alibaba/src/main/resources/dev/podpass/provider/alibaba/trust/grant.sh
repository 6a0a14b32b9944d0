
# differs WHAT THERE WANTED
differs() {
  fail "$1 exists with a different value.
there: $2
wanted: $3
hint: remove it with what podpass trust alibaba --remove prints, or change it by hand"
}

# find_fingerprint: of the last certificate that the issuer sends, which RAM compares; only if the connection can be trusted.
find_fingerprint() {
  host=${issuer#https://}
  host=${host%%/*}
  name=${host%:*}
  [ "$name" != "$host" ] || host=$host:443
  chain=$(openssl s_client -connect "$host" -servername "$name" -verify_hostname "$name" -verify_return_error -showcerts \
    < /dev/null 2> /dev/null) || fail "the certificate of $host cannot be read or is not trusted here.
hint: give the SHA-1 fingerprint of the issuer's CA with --set=fingerprints=HEX"
  fingerprints=$(printf '%s\n' "$chain" |
    awk '/-BEGIN CERTIFICATE-/ { text = "" } { text = text $0 "\n" } /-END CERTIFICATE-/ { last = text } END { printf "%s", last }' |
    openssl x509 -noout -fingerprint -sha1 | sed 's/.*=//; s/://g')
}

create_issuer() {
  [ -n "$fingerprints" ] || find_fingerprint
  cloud ims CreateOIDCProvider --OIDCProviderName "$oidc_provider" --IssuerUrl "$issuer" --ClientIds "$audience" \
    --Fingerprints "$fingerprints" > /dev/null || fail "the OIDC provider $oidc_provider cannot be created.
hint: if the account has another OIDC provider for $issuer, name that with --alibaba-oidc-provider-arn"
  say "OIDC provider $oidc_provider_arn: created with the fingerprint $fingerprints"
}

trust_issuer() {
  if ! found ims GetOIDCProvider --OIDCProviderName "$oidc_provider"; then
    create_issuer
  else
    there=$(field .OIDCProvider.IssuerUrl)
    [ "$there" = "$issuer" ] || differs "the issuer of the OIDC provider $oidc_provider" "$there" "$issuer"
    case ,$(field '.OIDCProvider.ClientIds // ""'), in
      *",$audience,"*) ;;
      *) cloud ims AddClientIdToOIDCProvider --OIDCProviderName "$oidc_provider" --ClientId "$audience" > /dev/null ;;
    esac
  fi
  say "OIDC provider $oidc_provider_arn: accepts tokens for $audience"
}

trust_service_account() {
  if ! found ram GetRole --RoleName "$role"; then
    cloud ram CreateRole --RoleName "$role" --Description "$mark" \
      --AssumeRolePolicyDocument "{\"Version\":\"1\",\"Statement\":[$statement]}" > /dev/null
    say "role $role_arn: created; trusts $subject"
    return
  fi
  policy=$(field .Role.AssumeRolePolicyDocument)
  if [ "$(trust 'any(.Statement[]; same)')" = true ]; then
    say "role $role_arn: trusts $subject"
    return
  fi
  there=$(trust '.Statement[] | select(ours)')
  [ -z "$there" ] || differs "the statement of the role $role for $subject" "$there" "$statement"
  require_own "the role $role_arn" "$(field '.Role.Description // ""')" --alibaba-role-arn
  # shellcheck disable=SC2016 # The variable is jq's.
  policy=$(trust '.Statement += [$wanted]')
  cloud ram UpdateRole --RoleName "$role" --NewAssumeRolePolicyDocument "$policy" > /dev/null
  say "role $role_arn: existed; now trusts $subject of $issuer, too"
}

allow_repositories() {
  if find_policy; then
    wanted=$(pulling "$(printf '%s' "$there" | jq -c '.Statement[1]?.Resource')")
    [ "$(printf '%s' "$there" | jq --argjson wanted "$wanted" '. == $wanted')" = true ] ||
      differs "the policy $policy_name" "$there" "$wanted"
    wanted=$(pulling "$(jq -nc --argjson others "$others" --argjson arns "$arns" '$others + $arns')")
    [ "$(printf '%s' "$there" | jq --argjson wanted "$wanted" '. == $wanted')" = true ] || change_policy "$wanted"
  else
    wanted=$(pulling "$arns")
    cloud ram CreatePolicy --PolicyName "$policy_name" --PolicyDocument "$wanted" \
      --Description "Pulls of $namespace/$service_account by podpass" > /dev/null
  fi
  is_attached "$policy_name" ||
    cloud ram AttachPolicyToRole --PolicyType Custom --PolicyName "$policy_name" --RoleName "$role" > /dev/null
  say "role $role_arn: may get authorization tokens (cr:GetAuthorizationToken on *), and pull (cr:PullRepository), by the" \
    "policy $policy_name:" "$repositories"
}

check_account
check_cluster
trust_issuer
trust_service_account
allow_repositories
annotate "$annotation" "$role_arn"
say "to do, once for the cluster: podpass config --alibaba-oidc-provider-arn=$oidc_provider_arn"
