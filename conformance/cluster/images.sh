#!/bin/bash
# images.sh EXECUTABLE DIRECTORY [next]
# Leaves the container image of an executable in DIRECTORY/podpass.tar, as deploy/image/build.py writes it, and with "next"
# in next.tar that of another version: the same with a byte more. Prints their name.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
executable=$1 directory=$2
architecture=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')

image() { # FILE TAR
  "$root/deploy/image/build.py" "--$architecture" "$1" >&2
  cp "$root"/dist/target/image/podpass-*-image.tar "$directory/$2.tar"
}

if [ "${3:-}" = next ]; then
  { cat "$executable"; echo; } >"$directory/next"
  chmod +x "$directory/next"
  image "$directory/next" next
  rm "$directory/next"
fi
image "$executable" podpass
echo "podpass.invalid/podpass:$("$executable" --version | cut -d ' ' -f 2)"
