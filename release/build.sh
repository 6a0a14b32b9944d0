#!/bin/sh
# build.sh VERSION DIR: builds everything of a release from this commit into DIR, without signatures.
#   --tested           runs all tests of it, too
#   --executable FROM  takes podpass and podpass.contents.txt, as ./verify -Pnative leaves them, from the directory FROM
# It takes the pinned JDK and GraalVM and nothing else; with PODPASS_JDK=any, for a rehearsal, the machine's JDK and
# GRAALVM_HOME. The packages and the image need Go.
set -eu
cd "$(dirname "$0")/.."
PODPASS_JDK=${PODPASS_JDK:-pinned}
export PODPASS_JDK
[ "${1:-}" = --executable ] || native=yes
. .mvn/jdk.sh

tested= from=
case ${1:-} in
  --tested) tested=yes; shift ;;
  --executable) from=$(readlink -f "$2"); shift 2 ;;
esac
[ $# = 2 ] || { sed -n '2,6s/^# //p' "$0" >&2; exit 64; }
version=$1
mkdir -p "$2"
directory=$(readlink -f "$2")
[ -z "$(ls -A "$directory")" ] || { echo "build: $directory is not empty" >&2; exit 66; }
command -v go >/dev/null || { echo "build: there is no Go here; hint: https://go.dev/dl/" >&2; exit 69; }
[ -n "$from" ] || [ -n "${GRAALVM_HOME:-}" ] || { echo "build: set GRAALVM_HOME to a GraalVM for JDK 25" >&2; exit 69; }

# Everything has the commit's time.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
if [ -n "$tested" ]; then
  set -- -Pnative,archives,sbom verify
elif [ -n "$from" ]; then
  set -- -Psbom -DskipTests package
else
  set -- -Pnative,sbom -DskipTests package
fi
./mvnw --batch-mode --quiet -Drevision="$version" \
  -Dproject.build.outputTimestamp="$(date --utc --date="@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" "$@" >&2
[ -z "$from" ] || cp "$from/podpass" "$from/podpass.contents.txt" dist/target/
python3 release/pins.py "$(sed -n '1s/^# Java \([^[:space:]]*\).*/\1/p' dist/target/podpass.contents.txt)"
says=$(dist/target/podpass --version)
[ "$says" = "podpass $version" ] || { echo "build: the executable says $says, and not podpass $version" >&2; exit 65; }

[ -n "$tested" ] || release/package.sh >/dev/null
cp dist/target/archives/*.tar.gz dist/target/archives/*.deb dist/target/archives/*.rpm "$directory/"
cp dist/target/podpass.jar "$directory/podpass-$version.jar"
deploy/image/build.sh >/dev/null
cp "dist/target/image/podpass-$version-image.tar" "$directory/"
release/chart.sh "$version" "$directory"
release/sbom.py "$directory"
release/licences.py "$directory"
