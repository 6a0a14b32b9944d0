#!/bin/sh
# push.sh VERSION DIR IMAGE: pushes the container image of the release in DIR to IMAGE:VERSION, and the chart to
# IMAGE's registry as charts/podpass. Prints both on one line with their digests, for release/sign-packages.sh.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
takes 3 "$@"
version=$1 directory=$2 image=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# The index in the layout, whose digest release/verify.py has seen.
mkdir "$work/image"
tar -xf "$directory/podpass-$version-image.tar" -C "$work/image"
digest=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["manifests"][0]["digest"])' "$work/image/index.json")
crane=$("$(dirname "$0")/tool.sh" crane)
"$crane" push "$work/image" "$image:$version" >&2
pushed=$("$crane" digest "$image:$version")
[ "$pushed" = "$digest" ] || { echo "push: $image:$version is $pushed, and not $digest" >&2; exit 1; }

helm=${HELM:-$("$(dirname "$0")/../deploy/helm.sh")}
# HELM_OPTIONS is for a registry without TLS.
"$helm" push ${HELM_OPTIONS:-} "$directory/podpass-chart-$version.tgz" "oci://${image%/*}/charts" >"$work/helm" 2>&1 ||
  { cat "$work/helm" >&2; exit 1; }
chart=$(sed -n 's/^Digest: //p' "$work/helm")
[ -n "$chart" ] || { echo "push: helm does not say the digest of the chart" >&2; exit 1; }
echo "$image@$digest ${image%/*}/charts/podpass@$chart"
