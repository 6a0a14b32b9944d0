# Sourced by what builds or runs Java: leaves a JDK 25 in JAVA_HOME, or says plainly that there is none. PODPASS_JDK says
# which: "pinned" is the one of jdk.properties, fetched, and nothing else; with native=yes GRAALVM_HOME is the pinned
# GraalVM then, too. "any" prefers the machine's own, and says in one line what it is if it is another. Where it is not
# set it is "pinned" in CI, and "any" elsewhere.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

find_jdk_25() {
  # Older readlinks of macOS have no -f; its own javac is no link into a JDK.
  on_path=$(command -v javac 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null)
  for candidate in \
    "${JAVA_HOME:-}" \
    "${on_path%/bin/javac}" \
    "${XDG_CACHE_HOME:-$HOME/.cache}"/podpass-jdk/[0-9]* \
    /usr/lib/jvm/* \
    /usr/java/* \
    /usr/local/java/* \
    /opt/*jdk* \
    /opt/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* \
    "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/*; do
    if is_jdk_25 "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

# One line, of the first script that is run; a warning where the result may be given to others.
say_if_not_pinned() {
  is=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")
  pinned=$(sed -n 's/^jdk=//p' .mvn/jdk.properties)
  [ "${is%-LTS}" != "$pinned" ] && [ -z "${podpass_jdk_said:-}" ] || return 0
  export podpass_jdk_said=yes
  if [ "${native:-}" = yes ]; then
    echo "NOT PINNED: this uses JDK ${is:-25} in $JAVA_HOME; a release is built with $pinned (PODPASS_JDK=pinned)" >&2
  else
    echo "using JDK ${is:-25} in $JAVA_HOME" >&2
  fi
}

if [ -z "${PODPASS_JDK:-}" ]; then
  [ "${CI:-}" = true ] && PODPASS_JDK=pinned || PODPASS_JDK=any
fi
export PODPASS_JDK
case $PODPASS_JDK in
  pinned)
    JAVA_HOME=$(.mvn/fetch-jdk) || exit 1
    export JAVA_HOME
    if [ "${native:-}" = yes ]; then
      GRAALVM_HOME=$(.mvn/fetch-jdk graalvm) || exit 1
      export GRAALVM_HOME
    fi
    ;;
  any)
    if ! find_jdk_25; then
      echo "podpass is built with JDK 25, and none was found in JAVA_HOME, on the PATH or in the usual folders." >&2
      echo "Fetch one with --fetch-jdk, install one (https://adoptium.net/temurin/releases/?version=25), or set JAVA_HOME." >&2
      exit 1
    fi
    say_if_not_pinned
    ;;
  *)
    echo "PODPASS_JDK is $PODPASS_JDK; set it to pinned or any" >&2
    exit 1
    ;;
esac
