
# annotation_of KEY: the value that the service account has, if any.
annotation_of() {
  kubectl -n "$namespace" get serviceaccount "$service_account" --ignore-not-found -o \
    "go-template={{with .metadata.annotations}}{{with index . \"$1\"}}{{.}}{{end}}{{end}}"
}
