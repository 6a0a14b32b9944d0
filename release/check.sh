#!/bin/sh
# Tests of the scripts in release/, and of the workflows by actionlint. Needs Python 3.11; and Go, which builds
# actionlint, and cosign if there is none.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
takes 0 "$@"
cd "$(dirname "$0")/.."
export PYTHONDONTWRITEBYTECODE=1

if command -v go >/dev/null; then
  "$(release/tool.sh actionlint)" -shellcheck= -pyflakes=
  COSIGN=$(release/tool.sh cosign)
  export COSIGN COSIGN_PASSWORD=
else
  echo "NOT TESTED: the workflows, and release/verify.py; there is no Go here (https://go.dev/dl/)" >&2
fi
release/pins.py
python3 -m unittest discover --start-directory release/tests --pattern 'test_*.py'
