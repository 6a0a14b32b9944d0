# Sourced by the steps.
set -eu
cd "$(dirname "$0")/../.."

if [ "${PODPASS_JDK:-}" = pinned ]; then
  GRAALVM_HOME=$(.mvn/fetch-jdk graalvm)
  export GRAALVM_HOME
fi

# note LINE: says it now, and .ci/run says it again at its end.
note() {
  echo "$1" >&2
  [ -z "${podpass_notes:-}" ] || echo "$1" >>"$podpass_notes"
}

# left_out CAUSE WHAT: what this machine cannot do. Where CI is set, any other cause fails the step.
left_out() {
  note "NOT TESTED: $2"
  case ${CI:+"$1"} in
    "") ;; # CI is not set
    graalvm) ;; # no package registry has it; the workflows fetch the pinned one
    pip) ;; # PyPI is another registry than Maven's and Go's, and not every machine reaches it
    prose) ;; # what Go needs for Vale may be out of reach; a release is right without it
    debian) ;; # a root directory for the package needs root and a Debian mirror; the workflow of a release has both
    machine) ;; # a container gives no loop devices, namespaces or cgroups
    *) exit 69 ;;
  esac
}

# try CAUSE WHAT COMMAND...: status 69 of the command says that this machine cannot do it.
try() {
  cause=$1 what=$2
  shift 2
  status=0
  "$@" || status=$?
  [ "$status" != 69 ] || { left_out "$cause" "$what"; status=0; }
  return "$status"
}
