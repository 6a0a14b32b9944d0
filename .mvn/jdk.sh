# Sourced by verify and demo: leaves a JDK 25 in JAVA_HOME, or says plainly that there is none. With fetch_jdk=yes, and
# where CI is true, it fetches one then.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

find_jdk_25() {
  on_path=$(command -v javac 2>/dev/null) && on_path=$(readlink -f "$on_path")
  for candidate in \
    "${JAVA_HOME:-}" \
    "${on_path%/bin/javac}" \
    /usr/lib/jvm/* \
    /usr/java/* \
    /usr/local/java/* \
    /opt/*jdk* \
    /opt/java/* \
    "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* \
    "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/* \
    "${XDG_CACHE_HOME:-$HOME/.cache}"/podpass-jdk/*; do
    if is_jdk_25 "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

if ! find_jdk_25; then
  if [ "${fetch_jdk:-}" = yes ] || [ "${CI:-}" = true ]; then
    JAVA_HOME=$(.mvn/fetch-jdk) || exit 1
    export JAVA_HOME
  else
    echo "podpass is built with JDK 25, and none was found in JAVA_HOME, on the PATH or in the usual folders." >&2
    echo "Fetch one with --fetch-jdk, install one (https://adoptium.net/temurin/releases/?version=25), or set JAVA_HOME." >&2
    exit 1
  fi
fi
