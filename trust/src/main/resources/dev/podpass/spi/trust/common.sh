
set -eu

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

say() {
  printf '%s\n' "$*"
}

# check_cluster: the annotation must reach the cluster whose tokens are trusted, not another one that kubectl is set to.
check_cluster() {
  command -v kubectl > /dev/null || return 0
  discovery=$(kubectl get --raw /.well-known/openid-configuration)
  case $discovery in
    *"\"issuer\":\"$issuer\""*) ;;
    *)
      fail "kubectl is not set to the cluster of $issuer, which answers: $discovery; choose it with" \
        "kubectl config use-context"
      ;;
  esac
}

# annotation_of KEY: the value that the service account has, if any.
annotation_of() {
  kubectl -n "$namespace" get serviceaccount "$service_account" --ignore-not-found -o \
    "go-template={{with .metadata.annotations}}{{with index . \"$1\"}}{{.}}{{end}}{{end}}"
}

# require_own WHAT MARK OPTION: what is there must be what podpass trust has made for this service account, unless the operator
# shares it. The service account's owner may have named it.
require_own() {
  [ -n "$shared" ] || [ "$2" = "$mark" ] ||
    fail "$1 is there, and podpass trust has not made it for $namespace/$service_account of $issuer.
hint: name another one with $3; or, if pods of $namespace/$service_account may do all that it may do, give --set=shared=yes"
}

# is_made MARK: whether podpass trust has made what has this mark, for whichever service account.
is_made() {
  case $1 in podpass-*) ;; *) return 1 ;; esac
}

# by_hand WHAT: true where kubectl cannot annotate; says what is to be done.
by_hand() {
  if [ "$service_account" = '*' ]; then
    say "to do: $1 of the service accounts in $namespace that pull"
  elif ! command -v kubectl > /dev/null; then
    say "to do: kubectl is not here; $1 of the service account $namespace/$service_account"
  else
    return 1
  fi
}

# annotate KEY VALUE: sets an annotation of the service account, unless it has another value.
annotate() {
  ! by_hand "set the annotation $1=$2" || return 0
  there=$(annotation_of "$1") || fail "the annotations of $namespace/$service_account cannot be read"
  case $there in
    "$2") say "annotation $1: as it should be" ;;
    '')
      kubectl -n "$namespace" annotate serviceaccount "$service_account" "$1=$2" ||
        fail "the service account $namespace/$service_account cannot be annotated"
      ;;
    *) fail "the service account $namespace/$service_account has the annotation $1=$there, not $2: remove it or change it" ;;
  esac
}

# remove_annotation KEY VALUE: removes it if it has this value.
remove_annotation() {
  ! by_hand "remove the annotation $1=$2" || return 0
  there=$(annotation_of "$1") || fail "the annotations of $namespace/$service_account cannot be read"
  if [ "$there" = "$2" ]; then
    kubectl -n "$namespace" annotate serviceaccount "$service_account" "$1-" ||
      fail "the annotation $1 of $namespace/$service_account cannot be removed"
  fi
}
