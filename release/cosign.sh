#!/bin/sh
# Prints the path of cosign: the one that is installed, or else the one that release/tool.sh builds.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
takes 0 "$@"
command -v cosign || "$(dirname "$0")/tool.sh" cosign
