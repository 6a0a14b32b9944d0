
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

# impersonators: who may impersonate the service account, into $members.
impersonators() {
  members=$(gcloud iam service-accounts get-iam-policy "$account" --project="$account_project" --flatten='bindings[].members' \
    '--format=value(bindings.members)') || fail "the policy of $account cannot be read"
}

# account_mark: the mark of the service account into $own; its description, if podpass trust has made it.
account_mark() {
  own=$(gcloud iam service-accounts describe "$account" --project="$account_project" '--format=value(description)') ||
    fail "the service account $account cannot be read"
}

is_member() {
  printf '%s\n' "$members" | grep -qxF "$1"
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

# The principal of the service account: of the pool of GKE or of a fleet, whose project its name begins with, or of the
# provider. Google takes 127 bytes of a subject.
subject=system:serviceaccount:$namespace:$service_account
[ -z "$shared_pool" ] || subject=$provider:$subject
[ -n "$pool_number" ] || pool_number=$(gcloud projects describe "${pool%.*.id.goog}" '--format=value(projectNumber)')
resource=//iam.googleapis.com/projects/$pool_number/locations/global/workloadIdentityPools/$pool
case $provider/$service_account in
  '/*') principal=principalSet:$resource/namespace/$namespace ;;
  /*) principal=principal:$resource/subject/ns/$namespace/sa/$service_account ;;
  *) principal=principal:$resource/subject/$subject ;;
esac
[ -z "$provider" ] || [ ${#subject} -le 127 ] || fail "the subject $subject has ${#subject} bytes, and Google takes 127"

# The project of the Google service account; the address has that of a domain from its end.
member=$principal
if [ -n "$account" ]; then
  member=serviceAccount:$account
  case $account in
    *@*.iam.gserviceaccount.com) ;;
    *) fail "$account is a default service account, which other workloads use: name one that is for pulls" ;;
  esac
  account_project=${account#*@}
  account_project=${account_project%.iam.gserviceaccount.com}
  case $account_project in *.*) account_project=${account_project#*.}:${account_project%%.*} ;; esac
fi
if [ -n "$account$upload_keys" ]; then
  check_cluster
fi
