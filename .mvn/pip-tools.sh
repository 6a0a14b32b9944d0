# Sourced: pip_tools DIRECTORY REQUIREMENTS puts the pinned requirements' programs into DIRECTORY/bin, unless they are
# there; then it needs no network. Its status is 69 if pip cannot install them.
pip_tools() {
  [ "$1/done" -nt "$2" ] || {
    rm -rf "$1"
    python3 -m venv "$1" && "$1/bin/pip" install --quiet --disable-pip-version-check --require-hashes \
      --requirement "$2" && touch "$1/done" || return 69
  }
}
