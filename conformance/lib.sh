# shellcheck shell=bash
# Sourced by conformance/run.sh, from the root of the repository.

KUBE=${KUBE:-1.34 1.36 1.37}
started=$SECONDS

# step NAME COMMAND... prints what is done and how long it took.
step() {
  local name=$1 begin=$SECONDS
  shift
  echo "== $name" >&2
  set -m # A process group of its own, which can be ended as a whole.
  "$@" </dev/null &
  group=$!
  set +m
  wait "$group"
  group=
  echo "== $name: $((SECONDS - begin)) s, $((SECONDS - started)) s in all" >&2
}

# stop SIGNAL ends what runs, and lets it clean up.
group=
stop() {
  trap '' INT TERM HUP
  [ -z "$group" ] || { kill -TERM -- "-$group" 2>/dev/null && wait "$group"; } || true
  echo "== stopped" >&2
  exit $((128 + $1))
}

# quietly COMMAND... shows the output only of what fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  [ "$status" = 0 ] || cat "$log" >&2
  rm -f "$log"
  return "$status"
}

need() {
  command -v "$1" >/dev/null || { echo "conformance needs $1: $2" >&2; exit 69; }
}

# The Go toolchain keeps what it downloads and compiles where it always does: the first build takes minutes.
build_kubelets() {
  need go "https://go.dev/dl/, at least the version in conformance/kubelet/go.mod"
  need make "apt-get install make"
  # shellcheck disable=SC2086
  quietly make -C conformance/kubelet KUBE="$KUBE"
}

# A client of registries, which runs podpass as its credential helper.
build_clients() {
  need go "https://go.dev/dl/, at least the version in conformance/clients/go.mod"
  (cd conformance/clients && quietly go build -o bin/clients .)
}

maven() {
  quietly ./mvnw --batch-mode --quiet -Pconformance "$@"
}

build_tests() {
  maven -pl conformance -am -DskipTests package
}

# newer FILE names a source of podpass that has changed since FILE was made, if one has.
newer() {
  find pom.xml {spi,trust,core,admin,cli,dist,provider-*}/{pom.xml,src/main} -type f -newer "$1" -print -quit
}

# What has been built of these sources, as by ./verify, is what is tested.
build_podpass() {
  build_tests
  if [ ! -e dist/target/podpass.jar ] || [ -n "$(newer dist/target/podpass.jar)" ]; then
    maven -pl dist -am -DskipTests package
  fi
}

# The jar as it is shipped, with its launcher and runtime, if release/package.py has packed it; else on this JDK.
jar_launcher() {
  local bundle=$PWD/conformance/target/bundle launcher=$PWD/conformance/target/podpass archive
  archive=$(find dist/target -name '*-bundle.tar.gz' -print -quit)
  if [ -n "$archive" ] && [ -z "$(newer "$archive")" ]; then
    rm -rf "$bundle"
    mkdir -p "$bundle"
    tar -xzf "$archive" -C "$bundle" --strip-components=1
    echo "$bundle/bin/podpass"
  else
    # It has to exec: kubelet waits for every process that holds stdout.
    printf '#!/bin/sh\nexec %s @%s -jar %s "$@"\n' "'$JAVA_HOME/bin/java'" "'$PWD/dist/src/bundle/jvm.options'" \
      "'$PWD/dist/target/podpass.jar'" >"$launcher"
    chmod +x "$launcher"
    echo "$launcher"
  fi
}

# The executable, if there is one that is made of what is here.
native_executable() {
  local executable=$PWD/dist/target/podpass changed
  [ -x "$executable" ] || return 0
  changed=$(newer "$executable")
  if [ -z "$changed" ]; then
    echo "$executable"
  else
    echo "== LEFT OUT: $executable is older than $changed" >&2
  fi
}

# own_executable PROGRAM... prints the one that runs without a JVM, as the container image needs it; or why there is no image.
own_executable() {
  local program
  for program; do
    if [ "$(head -c 4 "$program")" = $'\x7fELF' ]; then
      [ -d dist/target/classes/META-INF/third-party ] || { echo "its licences are not built (./verify)"; return 1; }
      command -v go >/dev/null || { echo "there is no Go here (https://go.dev/dl/)"; return 1; }
      echo "$program"
      return
    fi
  done
  echo "there is no native executable of these sources (./verify -Pnative)"
  return 1
}

# run_kubelets PROGRAM [MAVEN-OPTION...] prints each pull as it happens, and the whole output if one fails.
run_kubelets() {
  local log=conformance/target/kubelets.log
  ./mvnw --batch-mode -Pconformance -pl conformance -am -DskipTests verify "-Dconformance.program=$1" "${@:2}" 2>&1 |
    tee "$log" | sed -un '/^   v1\./p; s/^\[INFO\] \(Tests run:.* -- in\)/   \1/p' >&2 ||
    { grep -vE '^\[(INFO|WARNING)\]|^   v1|^\s+at ' "$log" | cut -c 1-1000 >&2; return 1; }
}
