
find_accessor
if [ -z "$accessor" ]; then
  "$tool" auth enable -path="$mount" jwt > /dev/null
  find_accessor
  [ -n "$accessor" ] || fail "auth/$mount: cannot be read"
  say "auth/$mount: enabled"
fi
found "auth/$mount/config" || answer='{}'
case $(field '.data.bound_issuer // ""') in
  "$issuer") say "auth/$mount: issuer as it should be" ;;
  '')
    # keys: a file with the issuer's public keys in PEM, where the server cannot reach the issuer.
    if [ -n "$keys" ]; then
      "$tool" write "auth/$mount/config" bound_issuer="$issuer" jwt_validation_pubkeys="@$keys" > /dev/null
    else
      "$tool" write "auth/$mount/config" bound_issuer="$issuer" oidc_discovery_url="$issuer" > /dev/null
    fi
    say "auth/$mount: trusts $issuer"
    ;;
  *) fail "auth/$mount trusts the issuer $(field .data.bound_issuer): name another path with --vault-mount" ;;
esac

wanted=$(policy)
if found "sys/policies/acl/$policy_name"; then
  [ "$(field .data.policy)" = "$wanted" ] ||
    fail "the policy $policy_name is there, and differs: correct it by hand, or name another role with --vault-role"
  say "policy $policy_name: as it should be"
else
  printf '%s\n' "$wanted" | "$tool" policy write "$policy_name" - > /dev/null
  say "policy $policy_name: created"
fi

if found "auth/$mount/role/$role"; then
  same_role || fail "the role $role is there, and differs: correct it by hand, or name another one with --vault-role"
  say "role $role: as it should be"
else
  role_data | "$tool" write "auth/$mount/role/$role" - > /dev/null
  say "role $role: created"
fi
