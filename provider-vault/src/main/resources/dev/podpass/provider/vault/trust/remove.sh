
find_accessor
if [ -n "$accessor" ] && found "auth/$mount/role/$role"; then
  same_role || fail "the role $role differs from what podpass trust has made: delete it by hand"
  "$tool" delete "auth/$mount/role/$role" > /dev/null
fi
say "role $role: does not exist"
if found "sys/policies/acl/$policy_name"; then
  [ "$(field .data.policy)" = "$(policy)" ] ||
    fail "the policy $policy_name differs from what podpass trust has made: delete it by hand"
  "$tool" policy delete "$policy_name" > /dev/null
fi
say "policy $policy_name: does not exist"
say "auth/$mount and the secrets: stay"
