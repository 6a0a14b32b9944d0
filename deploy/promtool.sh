#!/bin/sh
# Prints the path of Prometheus' promtool: the one that is installed, or else that of Debian's package, unpacked into bin.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
takes 0 "$@"
if command -v promtool; then
  exit
fi
cd "$(dirname "$0")"
if [ ! -x bin/promtool ]; then
  mkdir -p bin/prometheus
  cd bin/prometheus
  apt-get -qq download prometheus 2>/dev/null || { apt-get -qq update && apt-get -qq download prometheus; } >&2
  dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool
  mv usr/bin/promtool ..
  cd ../..
  rm -r bin/prometheus
fi
readlink -f bin/promtool
