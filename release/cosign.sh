#!/bin/sh
# Prints the path of cosign: the one that is installed, or else the one that release/tool.sh builds, as CI does always.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
takes 0 "$@"
if [ -z "${CI:-}" ] && command -v cosign; then
  exit
fi
"$(dirname "$0")/tool.sh" cosign
