#!/bin/sh
# Builds the site of docs/ into target/site, and fails at any link or anchor that leads nowhere. Needs Python 3.
# The first run installs the pinned requirements; later ones need no network. Exits with 69 if pip cannot install them.
set -eu
. "$(dirname "$0")/../../.mvn/usage.sh"
cd "$(dirname "$0")/../.."

tools=target/site-tools
if ! [ "$tools/done" -nt docs/site/requirements.txt ]; then
  rm -rf "$tools"
  if ! python3 -m venv "$tools" || ! "$tools/bin/pip" install --quiet --disable-pip-version-check --require-hashes \
    --requirement docs/site/requirements.txt; then
    echo "NOT BUILT: the site of the pages; pip cannot install docs/site/requirements.txt" >&2
    exit 69
  fi
  touch "$tools/done"
fi
NO_MKDOCS_2_WARNING=1 exec "$tools/bin/mkdocs" build --strict --config-file docs/site/mkdocs.yml "$@"
