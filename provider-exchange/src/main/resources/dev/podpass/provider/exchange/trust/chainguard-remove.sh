
check_cluster
found=$(find_identity)
if [ -z "$found" ]; then
  say "identity $identity: does not exist"
else
  id=$(printf '%s' "$found" | jq -r .id)
  chainctl iam identities delete "$id" --yes
  say "identity $identity: deleted"
  remove_annotation "$annotation" "$id"
fi
