#!/bin/sh
# Tests of the container image and of the chart. HELM names one Helm or several; Go builds one if there is none.
set -eu
cd "$(dirname "$0")/.."

not_tested=
if ! command -v go >/dev/null; then
  not_tested="there is no Go here (https://go.dev/dl/)"
elif [ ! -x dist/target/podpass ]; then
  not_tested="there is no dist/target/podpass (./verify -Pnative)"
elif ! python3 -c 'import yaml' 2>/dev/null; then
  not_tested="there is no Python with PyYAML (apt-get install python3-yaml)"
fi
if [ -n "$not_tested" ]; then
  echo "NOT TESTED: the container image and the chart; $not_tested" >&2
  exit 69
fi

deploy/image/test.sh

helms=${HELM:-$(deploy/helm.sh)}
(cd deploy/chart/types && CGO_ENABLED=0 go build -p 2 -trimpath -buildvcs=false -o ../../bin/types .)
for helm in $helms; do
  deploy/chart/test.py "$helm" "$PWD/dist/target/podpass" "$PWD/deploy/bin/types"
done

HELM=$helm deploy/manifests.sh --set image.repository=registry.example/podpass --set 'options.providers={ecr}' \
  --set startupTaint.enabled=true >/dev/null
cat dist/target/manifests/namespace.yaml dist/target/manifests/podpass.yaml | deploy/bin/types
order=$(sed -n 's/^kind: \(ValidatingAdmissionPolicy\|ClusterRole\).*/\1/p' dist/target/manifests/podpass.yaml | uniq | xargs)
[ "$order" = "ValidatingAdmissionPolicy ClusterRole" ] || { echo "deploy: the manifests grant before they limit: $order" >&2; exit 1; }
echo "deploy: the image, the chart with $("$helm" version --short 2>/dev/null), and the manifests are good"
