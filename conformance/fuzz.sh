#!/bin/sh
# Fuzzes every parser of foreign bytes with Jazzer: conformance/fuzz.sh [--minutes N] [CLASS]
#
# The minutes are divided among the classes (*FuzzTest). What is found is kept in src/test/resources/.../XFuzzTestInputs,
# where ./verify runs it again from then on, as it does the seeds (src/test/resources/fuzz.seeds of each module).
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

minutes=3
case ${1:-} in
  --minutes) minutes=${2:?"--minutes wants a number"}; shift 2 ;;
  -*) wrong ;;
esac
tests=${1:-*FuzzTest}
classes=$(find . -path '*/src/test/*' -name "$tests.java" | wc -l)
[ "$classes" -gt 0 ] || { echo "there is no fuzz test $tests" >&2; exit 64; }
seconds=$((minutes * 60 / classes))
[ "$seconds" -gt 0 ] || seconds=1
echo "== $classes classes, $seconds s each"

# A JVM for each class: Jazzer fuzzes one method in each process. Every class has its turn, whatever the one before
# found.
started=$(mktemp)
trap 'rm -f "$started"; find . -path "*FuzzTestInputs*" -type d -empty -delete' EXIT
# Jazzer keeps what it finds in directories that are there.
find . -path '*/src/test/*' -name "$tests.java" | while read -r class; do
  for method in $(sed -n '/@FuzzTest/ { n; s/.* void \([A-Za-z]*\)(.*/\1/p; }' "$class"); do
    mkdir -p "$(echo "${class%.java}" | sed 's|/src/test/java/|/src/test/resources/|')Inputs/$method"
  done
done
export JAZZER_FUZZ=1 JAZZER_MAX_DURATION="${seconds}s"
# What Jazzer 0.26 makes of this sealed interface's records loses a field on JDK 25 (NoSuchFieldError).
export JAZZER_INSTRUMENTATION_EXCLUDES='dev.podpass.admin.text.YamlValue*'
./mvnw --batch-mode --no-transfer-progress -DskipITs -Dtest.forks=2 -Djazzer.hooks=true -DreuseForks=false \
  -DargLine=-XX:TieredStopAtLevel=4 -Dmaven.test.failure.ignore -Dtest="$tests" test

found=$(find . -path '*FuzzTestInputs/*' -name 'crash-*' -newer "$started")
if [ -n "$found" ]; then
  printf 'FOUND, kept as seeds:\n%s\n' "$found" >&2
  exit 1
fi
