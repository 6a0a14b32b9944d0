#!/bin/sh
# manifests.sh [HELM-OPTION...]
# Writes the chart as plain manifests and a kustomize base into dist/target/manifests, for kubectl apply -k.
# For example: deploy/manifests.sh --set image.repository=registry.example/podpass --set 'options.providers={ecr}'
set -eu
cd "$(dirname "$0")/.."

namespace=podpass-system
helm=${HELM:-helm}
command -v "$helm" >/dev/null || { echo "manifests: there is no Helm here; hint: https://helm.sh, or set HELM" >&2; exit 69; }
output=dist/target/manifests
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

cat >"$work/namespace.yaml" <<EOF
apiVersion: v1
kind: Namespace
metadata:
  name: $namespace
  labels:
    pod-security.kubernetes.io/enforce: privileged
EOF
# The policy that limits the patch of nodes comes before the right to it, and hooks are Helm's alone.
"$helm" template podpass deploy/chart/podpass --namespace "$namespace" --no-hooks "$@" |
  awk -v RS='---\n' '/\nkind: ValidatingAdmissionPolicy/ { policies = policies "---\n" $0; next }
    NF { others = others "---\n" $0 } END { printf "%s%s", policies, others }' >"$work/podpass.yaml"
[ -s "$work/podpass.yaml" ] || exit 1
cat >"$work/kustomization.yaml" <<EOF
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [namespace.yaml, podpass.yaml]
sortOptions: {order: fifo}
EOF
rm -rf "$output"
mkdir -p "$output"
cp "$work"/*.yaml "$output/"
ls "$output"/*
