
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
