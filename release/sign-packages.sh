#!/bin/sh
# sign-packages.sh VERSION DIR IMAGE@DIGEST CHART@DIGEST: signs what release/push.sh has pushed of the release in
# DIR, as the workflow that runs it. COSIGN names cosign, which is logged in. The image must be that of DIR.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
takes 4 "$@"
version=$1 directory=$2 image=$3 chart=$4
digest=$(tar -xf "$directory/podpass-$version-image.tar" --to-stdout index.json |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["manifests"][0]["digest"])')
[ "${image#*@}" = "$digest" ] || { echo "sign-packages: the image of $directory is $digest, and not $image" >&2; exit 1; }
case $chart in *@sha256:*) ;; *) echo "sign-packages: $chart has no digest" >&2; exit 64 ;; esac
"$COSIGN" sign --yes "$image"
"$COSIGN" attest --yes --type cyclonedx --predicate "$directory/podpass-$version-image.tar.cdx.json" "$image"
"$COSIGN" attest --yes --type openvex --predicate "$directory/podpass-$version.openvex.json" "$image"
"$COSIGN" sign --yes "$chart"
