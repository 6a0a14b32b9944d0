
# annotate KEY VALUE: sets an annotation of the service account, unless it has another value.
annotate() {
  if [ "$service_account" = '*' ]; then
    say "to do: set the annotation $1=$2 of the service accounts in $namespace that pull"
    return
  fi
  if ! command -v kubectl > /dev/null; then
    say "to do: kubectl is not here; set the annotation $1=$2 of the service account $namespace/$service_account"
    return
  fi
  there=$(annotation_of "$1")
  case $there in
    "$2") say "annotation $1: as it should be" ;;
    '') kubectl -n "$namespace" annotate serviceaccount "$service_account" "$1=$2" ;;
    *) fail "the service account $namespace/$service_account has the annotation $1=$there, not $2: remove it or change it" ;;
  esac
}
