#!/bin/bash
# rehearse.sh [--executable FROM] VERSION DIR: does a whole release into DIR, but publishes nothing: builds it twice and
# compares, signs with a key that is thrown away afterwards, verifies, compiles a provider against the libraries, and
# installs the package in a new root directory, or exits with 69 if there can be none. Needs what release/build.py
# needs, and cosign, which Go builds. FROM is that of release/build.py.
set -euo pipefail
. "$(dirname "$0")/../.mvn/usage.sh"
cd "$(dirname "$0")/.."

from=()
[ "${1:-}" != --executable ] || { from=(--executable "$2"); shift 2; }
takes 2 "$@"
version=$1 directory=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

COSIGN=$(release/tool.sh cosign)
export COSIGN COSIGN_PASSWORD=
release/reproduce.sh "${from[@]}" "$version" "$directory"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) release/vex.py "$version" "$directory"
"$COSIGN" generate-key-pair --output-key-prefix "$work/key" 2>/dev/null
release/sign.py "$directory" --version "$version" --commit "$(git rev-parse HEAD)" --key "$work/key.key"
release/verify.py "$directory" --key "$work/key.pub"

# Maven Central takes no snapshot.
release/publish-libraries.sh --dry-run "${version%-SNAPSHOT}"
release/try-libraries.py "${version%-SNAPSHOT}"

package=$(echo "$directory"/podpass_*.deb)
release/try-package.py "$package"
