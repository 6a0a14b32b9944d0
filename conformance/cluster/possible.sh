#!/bin/bash
# Says in a line why a cluster cannot run on this machine, and fails; says nothing where it can.
set -uo pipefail

no() { echo "$1"; exit 1; }

[ "$(uname -s)" = Linux ] || no "it needs Linux"
[ "$(id -u)" = 0 ] || no "it needs root"
command -v apt-get >/dev/null || no "its packages are installed with apt-get"
unshare --net --mount --pid --fork --mount-proc sh -c '
  mount --make-rprivate / && mount -t tmpfs tmpfs /mnt && mkdir /mnt/upper /mnt/work &&
  mount -t overlay -o lowerdir=/var,upperdir=/mnt/upper,workdir=/mnt/work overlay /var' 2>/dev/null ||
  no "this machine gives no network, mount and PID namespaces with overlays"

# One hierarchy of cgroups for all controllers, or one for each.
hierarchies=/sys/fs/cgroup
[ -e /sys/fs/cgroup/cgroup.controllers ] || hierarchies=$(echo /sys/fs/cgroup/{cpu,memory,pids,devices})
for hierarchy in $hierarchies; do
  probe=$hierarchy/podpass-probe.$$
  { mkdir "$probe" && rmdir "$probe"; } 2>/dev/null || no "no cgroups can be made in $hierarchy"
done

# A cluster of ours ends by itself, and is waited for.
exec 8>>/run/lock/podpass-cluster
if flock --nonblock 8; then
  pods=$(find /sys/fs/cgroup -path '*/kubepods*' -name cgroup.procs -exec cat {} + 2>/dev/null | head -1)
  [ -z "$pods" ] || no "another kubelet runs pods here"
fi
