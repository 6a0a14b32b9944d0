#!/bin/bash
# clean-up.sh DIRECTORY LOGS
# Waits for the end of its standard input, then removes what no namespace of the cluster holds.
directory=$1 logs=$2

cat >/dev/null

sysctl -q -p "$directory/kernel.conf" 2>/dev/null
rm -rf "$logs"
mkdir -p "$logs"
cp "$directory"/*.log "$logs" 2>/dev/null
for _ in $(seq 50); do
  find /sys/fs/cgroup -depth \( -path '*/kubepods*' -o -path '*/podpass-cluster*' \) -type d -exec rmdir {} + 2>/dev/null
  [ -z "$(find /sys/fs/cgroup -maxdepth 2 \( -name 'kubepods*' -o -name podpass-cluster \) -print -quit)" ] && break
  sleep .1
done
rm -rf "$directory"
