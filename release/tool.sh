#!/bin/sh
# tool.sh NAME: prints the path of a tool that Go builds into the user's cache, from release/tools/go.mod, with the
# checksums of its go.sum. From cold, cosign takes some minutes.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
takes 1 "$@"
cd "$(dirname "$0")/tools"
command -v go >/dev/null || { echo "tool: there is no Go here to build $1 with; hint: https://go.dev/dl/" >&2; exit 69; }
package=$(sed -n "s|^\t\(.*/cmd/$1\)\$|\1|p" go.mod)
[ -n "$package" ] || { echo "tool: release/tools/go.mod has no tool $1" >&2; exit 64; }
cache=${XDG_CACHE_HOME:-$HOME/.cache}/podpass-release/$(sha256sum go.sum | cut -c 1-16)
[ -x "$cache/$1" ] || CGO_ENABLED=0 GOBIN=$cache go install -p 2 -trimpath -buildvcs=false "$package" >&2
echo "$cache/$1"
