#!/bin/sh
# build.sh [--push NAME] [--amd64 EXECUTABLE] [--arm64 EXECUTABLE]
# Builds the container image without a container engine; the same files give the same digest. It takes
# dist/target/podpass for this machine's architecture, and Debian's packages from DEBIAN_MIRROR. Writes
# dist/target/image: layout, an OCI layout, and podpass-VERSION-image.tar, which `ctr images import` and `docker load`
# take. Prints the digest. Without --push its name is of a host that does not exist, so that nothing ever pulls it.
set -eu
cd "$(dirname "$0")/../.."

case $(uname -m) in
  x86_64) here=amd64 ;;
  aarch64) here=arm64 ;;
  *) echo "image: there is no image for $(uname -m); hint: build it on x86_64 or aarch64" >&2; exit 69 ;;
esac
amd64= arm64= push=
eval "$here=dist/target/podpass"
while [ $# -gt 1 ]; do
  case $1 in
    --push) push=$2 ;;
    --amd64) amd64=$2 ;;
    --arm64) arm64=$2 ;;
    *) break ;;
  esac
  shift 2
done
[ $# = 0 ] || { echo "image: unknown option $1; hint: --push NAME, --amd64 FILE, --arm64 FILE" >&2; exit 64; }
command -v go >/dev/null || { echo "image: there is no Go here to build it with; hint: https://go.dev/dl/" >&2; exit 69; }
executable=$(eval "echo \$$here")
[ -x "$executable" ] || { echo "image: there is no executable $executable; hint: ./verify -Pnative" >&2; exit 66; }

version=$("$executable" --version | cut -d ' ' -f 2)
time=$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</.*|\1|p' pom.xml)
[ -z "${SOURCE_DATE_EPOCH:-}" ] || time=$(date --utc --date="@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
# Of what the executable contains, if release/package.sh has collected them.
licences=dist/target/licences
[ -d "$licences" ] || licences=dist/target/classes/META-INF/third-party
revision=$(git rev-parse HEAD 2>/dev/null || true)
image=dist/target/image
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

mkdir "$work/licences"
cp LICENSE "$work/licences/"
cp -R "$licences" "$work/licences/third-party"
(cd deploy/image && go build -buildvcs=false -o "$work/build" .)
rm -rf "$image"
mkdir -p "$image"
"$work/build" -amd64 "$amd64" -arm64 "$arm64" -version "$version" -revision "$revision" -created "$time" \
  -licences "$work/licences" -mirror "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" -cache deploy/image/cache \
  -layout "$image/layout" -name "${push:-podpass.invalid/podpass:$version}" -push "$push"
tar --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime="$time" -C "$image/layout" \
  -cf "$image/podpass-$version-image.tar" blobs index.json oci-layout
(cd "$image" && sha256sum -- *.tar)
