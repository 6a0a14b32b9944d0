# Sourced: pip_tools REQUIREMENTS leaves the pinned requirements' programs in $tools/bin. They are kept in the user's cache
# by the digest of the requirements and Python's version; then it needs no network. Its status is 69 if pip cannot install.
pip_tools() {
  tools=${XDG_CACHE_HOME:-$HOME/.cache}/podpass-pip/$({ python3 --version && cat "$1"; } | sha256sum | cut -c 1-16)
  [ -e "$tools/done" ] || {
    rm -rf "$tools"
    python3 -m venv "$tools" && "$tools/bin/pip" install --quiet --disable-pip-version-check --require-hashes \
      --requirement "$1" && touch "$tools/done" || return 69
  }
}
