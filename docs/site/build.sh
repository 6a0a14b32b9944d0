#!/bin/sh
# Builds the site of docs/ into target/site, and fails at any link or anchor that leads nowhere. Needs Python 3.
# The first run installs the pinned requirements; later ones need no network. Exits with 69 if pip cannot install them.
set -eu
. "$(dirname "$0")/../../.mvn/usage.sh"
cd "$(dirname "$0")/../.."
. .mvn/pip-tools.sh

pip_tools docs/site/requirements.txt || {
  echo "NOT BUILT: the site of the pages; pip cannot install docs/site/requirements.txt" >&2
  exit 69
}
NO_MKDOCS_2_WARNING=1 exec "$tools/bin/mkdocs" build --strict --config-file docs/site/mkdocs.yml "$@"
