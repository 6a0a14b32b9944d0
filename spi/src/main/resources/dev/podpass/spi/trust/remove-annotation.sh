
# remove_annotation KEY VALUE: removes it if it has this value.
remove_annotation() {
  if [ "$service_account" = '*' ]; then
    say "to do: remove the annotation $1=$2 of the service accounts in $namespace"
  elif ! command -v kubectl > /dev/null; then
    say "to do: kubectl is not here; remove the annotation $1=$2 of the service account $namespace/$service_account"
  elif [ "$(annotation_of "$1")" = "$2" ]; then
    kubectl -n "$namespace" annotate serviceaccount "$service_account" "$1-"
  fi
}
