#!/bin/sh
# Prints the path of Helm: the one that is installed, or else Helm 4, which Go builds into deploy/bin.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
takes 0 "$@"
if command -v helm; then
  exit
fi
cd "$(dirname "$0")/chart/helm"
# Optimising takes a third of the time of a build, and no test needs it.
CGO_ENABLED=0 go build -p 2 -trimpath -buildvcs=false -gcflags=all='-N -l -dwarf=false' -o ../../bin/helm helm.sh/helm/v4/cmd/helm
readlink -f ../../bin/helm
