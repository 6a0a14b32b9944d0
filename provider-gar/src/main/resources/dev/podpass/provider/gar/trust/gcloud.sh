
# Needs gcloud; and kubectl, where an account is impersonated or keys are uploaded.
# found COMMAND…: whether what is to be shown exists; any other failure ends the script.
found() {
  if answer=$(gcloud "$@" --format=json 2>&1); then
    return 0
  fi
  case $answer in
    *NOT_FOUND*) return 1 ;;
    *) fail "gcloud $1 $2 $3: $answer" ;;
  esac
}

# each_repository FUNCTION: with its $project, its $location and its $name; the $member is who reads.
each_repository() {
  for repository in $repositories; do
    project=${repository%%,*}
    location=$(printf '%s' "$repository" | cut -d , -f 2)
    name=${repository##*,}
    "$1"
  done
}

member=$principal
if [ -n "$account" ]; then
  member=serviceAccount:$account
fi
if [ -n "$account$upload_keys" ]; then
  check_cluster
fi
