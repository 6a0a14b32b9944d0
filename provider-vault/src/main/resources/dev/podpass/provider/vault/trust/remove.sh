
[ -n "$shared" ] || fail "pods of every service account pull by the role $role: nothing is removed.
hint: to stop those of one service account, delete its secrets; to remove the role for all, give --set=shared=yes"
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
