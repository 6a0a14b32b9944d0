#!/bin/sh
# chart.sh VERSION DIR: packs the Helm chart into DIR as podpass-chart-VERSION.tgz, the same bytes from the same files.
set -eu
cd "$(dirname "$0")/.."
version=$1
directory=$(readlink -f "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cp -R deploy/chart/podpass "$work/"
cp LICENSE "$work/podpass/"
sed -i "s/^version: .*/version: $version/; s/^appVersion: .*/appVersion: $version/" "$work/podpass/Chart.yaml"
# As helm package does it, but with the time of the commit.
tar --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime="@$SOURCE_DATE_EPOCH" -C "$work" -c podpass |
  gzip -n >"$directory/podpass-chart-$version.tgz"
