#!/bin/sh
# Prints the path of OpenTofu: the one that is installed, or else one that Go builds from its module, by the checksum below and
# those of the module's own go.sum, and that .mvn/go-kept keeps. From cold it takes ten minutes on two processors.
set -eu
. "$(dirname "$0")/../../.mvn/usage.sh"
takes 0 "$@"
if [ -z "${CI:-}" ] && command -v tofu; then
  exit
fi
kept=$(cd "$(dirname "$0")/../../.mvn" && pwd)/go-kept
module=github.com/opentofu/opentofu@v1.10.10
sum=h1:ELFHOkY0x/bHvkgBP4KK3i7Y19CSFuHOyeZOLc0cqWY=
go mod download -json $module | python3 -c '
import json, sys
found = json.load(sys.stdin)
sys.exit(f"tofu: {found}" if found.get("Sum") != sys.argv[1] else None)' $sum
cd "$(go env GOMODCACHE)/$module"
CGO_ENABLED=0 GOFLAGS=-mod=readonly exec "$kept" tofu -p 2 -trimpath -buildvcs=false ./cmd/tofu
