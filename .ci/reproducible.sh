#!/bin/sh
# Builds the jars twice, in two places, and fails unless they are the same to the byte; release/reproduce.sh does so with
# everything of a release, where there are Go and GraalVM.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
takes 0 "$@"
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

for build in one other/place; do
  mkdir -p "$scratch/$build"
  git archive HEAD | tar -x -C "$scratch/$build"
  (cd "$scratch/$build" && ./mvnw --batch-mode --quiet -DskipTests -Dspotless.check.skip \
    -Derrorprone.checks=-XepDisableAllChecks package >&2)
  (cd "$scratch/$build" && find . -path './*/target/*.jar' ! -name 'original-*' -exec sha256sum {} + | sort -k 2) \
    >"$scratch/$(basename "$build").sums"
done

if ! diff "$scratch/one.sums" "$scratch/place.sums"; then
  echo "two builds of the same commit differ" >&2
  exit 1
fi
grep dist/target/podpass.jar "$scratch/one.sums"
