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

# left_out CAUSE WHAT: what this machine cannot do. Where CI is set it fails the step, unless .ci/left-out names the cause.
left_out() {
  note "NOT TESTED: $2"
  [ -z "${CI:-}" ] || grep -q "^$1 " .ci/left-out || exit 69
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
