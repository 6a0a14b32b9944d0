#!/bin/bash
# service.sh NAME PROGRAM JOURNAL
# Runs PROGRAM as systemd runs a unit with Restart=always: in a cgroup of that name, with its output in a journal, and
# again when it has ended. systemd/systemctl and systemd/journalctl know it by what is in /run/NAME.service.
set -uo pipefail
name=$1 program=$2 journal=$3
state=/run/$name.service
cgroup=/sys/fs/cgroup/systemd
[ -d "$cgroup" ] || cgroup=/sys/fs/cgroup
cgroup=$cgroup/podpass-cluster/$name.service

mkdir -p "$state" "$cgroup"
ln -sfn "$journal" "$state/journal"
ln -sfn "$cgroup/cgroup.procs" "$state/processes"
while :; do
  rm -f "$state/restart"
  (echo $BASHPID >"$cgroup/cgroup.procs" && exec "$program") >>"$journal" 2>&1 &
  wait $!
  echo "$name.service: Main process exited, code=exited, status=$?" >>"$journal"
  # At once if that is asked for, else after RestartSec=10.
  for _ in $(seq 100); do
    [ ! -e "$state/restart" ] || break
    sleep .1
  done
done
