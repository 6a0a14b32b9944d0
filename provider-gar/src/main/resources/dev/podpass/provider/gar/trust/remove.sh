
# disallow PROJECT LOCATION REPOSITORY MEMBER
disallow() {
  members=$(gcloud artifacts repositories get-iam-policy "$3" --project="$1" --location="$2" \
    --flatten='bindings[].members' --filter='bindings.role=roles/artifactregistry.reader AND NOT bindings.condition:*' \
    '--format=value(bindings.members)')
  if printf '%s\n' "$members" | grep -qxF "$4"; then
    gcloud artifacts repositories remove-iam-policy-binding "$3" --project="$1" --location="$2" \
      --role=roles/artifactregistry.reader --member="$4" --condition=None > /dev/null
  fi
  say "repository $3 of $1 in $2: does not let $4 pull"
}
