#!/bin/sh
# tool.sh NAME: prints the path of a tool that Go builds from release/tools/go.mod, with the checksums of its go.sum, and
# that .mvn/go-kept keeps; of cosign, which takes some minutes from cold, the path of the one that is installed, but in CI.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
takes 1 "$@"
if [ "$1" = cosign ] && [ -z "${CI:-}" ] && command -v cosign; then
  exit
fi
cd "$(dirname "$0")/tools"
package=$(sed -n "s|^\t\(.*/cmd/$1\)\$|\1|p" go.mod)
[ -n "$package" ] || { echo "tool: release/tools/go.mod has no tool $1" >&2; exit 64; }
CGO_ENABLED=0 exec ../../.mvn/go-kept "$1" -p 2 -trimpath -buildvcs=false "$package"
