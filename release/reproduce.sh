#!/bin/sh
# reproduce.sh [--executable FROM] VERSION DIR: builds a release twice, in two directories, prints both listings side by
# side, and fails unless they are the same (release/compare.py says how far). DIR is one of them. FROM is that of
# release/build.py.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
cd "$(dirname "$0")/.."

from=
[ "${1:-}" != --executable ] || { from="--executable $(readlink -f "$2")"; shift 2; }
takes 2 "$@"
version=$1 directory=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

# A build on a machine of another name, where one may be set.
elsewhere() {
  named='hostname other-builder && exec "$@"'
  if unshare --uts true 2>/dev/null; then unshare --uts sh -c "$named" sh "$@"; else "$@"; fi
}

for place in one other/place; do
  git clone --quiet . "$scratch/$place"
  # What it takes from Debian is pinned, and fetched once.
  mkdir -p deploy/image/cache
  ln -s "$PWD/deploy/image/cache" "$scratch/$place/deploy/image/cache"
  as=; [ "$place" = one ] || as=elsewhere
  (cd "$scratch/$place" && $as release/build.py $from "$version" release-files)
done

release/compare.py "$scratch/one/release-files" "$scratch/other/place/release-files"
mkdir -p "$directory"
cp "$scratch/one/release-files"/* "$directory/"
