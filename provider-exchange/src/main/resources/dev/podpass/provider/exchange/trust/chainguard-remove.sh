
check_cluster
found=$(find_identity)
if [ -z "$found" ]; then
  say "identity $identity: does not exist"
else
  check_claims
  chainctl iam identities delete "$id" --yes
  say "identity $identity: deleted"
  remove_annotation "$annotation" "$id"
fi
