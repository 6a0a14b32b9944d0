#!/bin/sh
# archive-classes.sh JAVA OPTIONS JAR ARCHIVE [COMMAND...]: lets the jar pull from each of the fake clouds once, on that Java
# with that file of options, and run each command where docs/transcripts/node is, and archives the classes that this took.
# A static archive (JEP 310) is refused by the JVM if the jar is not the one it was made from; an AOT cache (JEP 483) is not.
set -eu
java=$1 options=$2 jar=$3 archive=$4
shift 4
root=$(cd "$(dirname "$0")/../../.." && pwd)
scratch=$(mktemp -d)
mkfifo "$scratch/stop"
"$JAVA_HOME/bin/java" -cp "$root/testkit/target/classes:$root/testkit/target/lib/*" dev.podpass.testkit.Serve \
  <"$scratch/stop" >"$scratch/clouds.env" &
exec 3>"$scratch/stop"
trap 'exec 3>&-; wait; rm -rf "$scratch"' EXIT INT TERM
until grep -q '^# ready' "$scratch/clouds.env"; do
  kill -0 $!
  sleep 0.2
done
. "$scratch/clouds.env"
# A JVM without an archive is slow, and the machine may be busy.
export PODPASS_DEADLINE=55s

# loads LIST INPUT COMMAND...: the list of the classes that the command loads.
loads() {
  list=$1 input=$2
  shift 2
  "$java" @"$options" -Xshare:off -XX:DumpLoadedClassList="$scratch/classes.$list" \
    -cp "$jar" dev.podpass.cli.Main "$@" <"$input" >/dev/null
}
cp -r "$root/docs/transcripts/node" "$scratch"
(cd "$scratch/node" && ./nodes.sh)
# Beside the pulls.
(
  cd "$scratch/node"
  for command; do
    number=$((${number:-0} + 1))
    # shellcheck disable=SC2086 # a command and its arguments
    loads "run-$number" /dev/null $command 2>/dev/null || : "one that fails loads classes too"
  done
) &
commands=$!
for request in "$ECR_REQUEST" "$GAR_REQUEST" "$ACR_REQUEST" "$ALIBABA_REQUEST"; do
  loads "pull-${request##*/}" "$request"
done
# shellcheck disable=SC2086 # options
loads pull-vault "$VAULT_REQUEST" $VAULT_OPTIONS
wait "$commands"
# The names alone: the numbers beside them differ from run to run.
sed '/^#/d; / source: /d; s/ id: .*//' "$scratch"/classes.* | awk '!seen[$0]++' >"$scratch/classes"
"$java" -Xshare:dump -XX:+AOTClassLinking -XX:SharedClassListFile="$scratch/classes" \
  -XX:SharedArchiveFile="$archive" -Xlog:disable -Xlog:all=error:stderr -cp "$jar"
