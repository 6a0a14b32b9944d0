
# allow PROJECT LOCATION REPOSITORY MEMBER: a binding that is there already stays as it is.
allow() {
  gcloud artifacts repositories add-iam-policy-binding "$3" --project="$1" --location="$2" \
    --role=roles/artifactregistry.reader --member="$4" --condition=None > /dev/null
  say "repository $3 of $1 in $2: lets $4 pull"
}
