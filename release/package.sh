#!/bin/sh
# Packs what was built into dist/target/archives: the native executable, if there is one, as an archive and as Debian
# and RPM packages (nfpm makes those, which Go builds), and a bundle of the jar with a Java runtime of its own.
set -eu
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

jar=dist/target/podpass.jar
case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64) architecture=arm64 ;;
  *) architecture=$(uname -m) ;;
esac
platform=linux-$architecture
version=$("$JAVA_HOME/bin/java" -jar "$jar" --version | cut -d ' ' -f 2)
archives=dist/target/archives
time=${SOURCE_DATE_EPOCH:+@$SOURCE_DATE_EPOCH}
time=${time:-2026-11-25T00:00:00Z}
licences=dist/target/licences
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
rm -rf "$archives"
mkdir -p "$archives"
"$JAVA_HOME/bin/java" -cp "$jar:dist/image-builder/target/classes" dev.podpass.imagebuilder.generate.Pages dist/target

# The directory of an archive, with the files that all of them contain, and $2, the licences of its libraries.
folder() {
  mkdir -p "$work/$1"
  cp LICENSE "$work/$1/"
  cp -R "$2" "$work/$1/third-party"
  cp -R dist/target/share "$work/$1/share"
}

links() {
  for link in podpass-ecr podpass-gar podpass-acr docker-credential-podpass; do
    ln -s podpass "$1/$link"
  done
}

# $1: deb or rpm.
make_package() {
  VERSION=$version ARCHITECTURE=$architecture SOURCE_DATE_EPOCH=$(date --date=$time +%s) \
    "$nfpm" package --config dist/src/packages/nfpm.yaml --packager "$1" --target "$archives/"
}

# The same bytes from the same files, regardless of user and time.
pack() {
  tar --sort=name --owner=0 --group=0 --numeric-owner --mode=u+w,go-w --mtime=$time -C "$work" -c "$1" |
    gzip -n >"$archives/$1.tar.gz"
}

if [ dist/target/podpass -nt "$jar" ]; then
  name=podpass-$version-$platform
  legal=${GRAALVM_HOME:-$JAVA_HOME}/legal
  [ -d "$legal" ] || legal=$JAVA_HOME/legal
  dist/src/packages/licences dist/target/podpass.contents.txt dist/target/classes/META-INF/third-party "$legal" $licences
  folder "$name" $licences
  cp dist/target/podpass "$work/$name/"
  links "$work/$name"
  pack "$name"
  if command -v go >/dev/null; then
    nfpm=$(release/tool.sh nfpm)
    make_package deb
    make_package rpm
  else
    echo "NOT PACKED: Debian and RPM packages; there is no Go here to build nfpm with (https://go.dev/dl/)" >&2
  fi
else
  echo "NOT PACKED: a native executable of this jar, which was not built (./mvnw -Pnative package)" >&2
fi

name=podpass-$version-$platform-bundle
bundle=$work/$name
folder "$name" dist/target/classes/META-INF/third-party
mkdir "$bundle/bin"
cp "$jar" "$bundle/podpass.jar"
cp -R dist/src/bundle/providers "$bundle/providers"
cp dist/src/bundle/podpass "$bundle/bin/podpass"
cp dist/src/bundle/jvm.options "$bundle/"
links "$bundle/bin"
modules=$("$JAVA_HOME/bin/jdeps" --multi-release 25 --ignore-missing-deps --print-module-deps "$jar")
"$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$bundle/runtime"
# As they will be unpacked: archived classes are of a jar and a runtime of one size and time.
find "$bundle" -exec touch --no-dereference --date=$time {} +
# The jar is named as the launcher names it, wherever it lies.
dist/src/bundle/archive-classes "$bundle/runtime/bin/java" "$bundle/jvm.options" /proc/self/fd/9/podpass.jar \
  "$bundle/podpass.jsa" 9<"$bundle"
pack "$name"

(cd "$archives" && sha256sum -- * >"$work/SHA256SUMS" && cat "$work/SHA256SUMS" && mv "$work/SHA256SUMS" .)
