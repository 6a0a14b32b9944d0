#!/bin/bash
# conformance/cluster/run.sh PROGRAM [SCENARIOS[#METHOD,METHOD]]
# A real one-node cluster with PROGRAM for its image credential provider, and the testkit for its clouds.
# ClusterScenarios pull images, OutageScenarios while the clouds are out. With PROGRAM an executable of its own, NodeScenarios have the chart put it on the node, and
# TryItScenarios follow docs/try-it.md and docs/platforms/closed.md.
# KUBELET=v1.36.3 in the environment has the node run that version of kubelet, which is built by then; the API server
# stays. It may be three minor versions older.
# Called by conformance/run.sh, which builds the tests. Logs are left in conformance/target/cluster.
set -euo pipefail
. "$(dirname "$0")/../../.mvn/usage.sh"
case ${1:-} in "" | -*) wrong ;; esac
cd "$(dirname "$0")"
program=$1 scenarios=${2:-ClusterScenarios}
export KUBELET=${KUBELET:-}
[[ $KUBELET =~ ^(v1\.[0-9]+\.[0-9]+)?$ ]] || { echo "KUBELET=$KUBELET: a version such as v1.36.3 is needed" >&2; exit 64; }

why=$(./possible.sh) || { echo "no cluster here, $why; --quick does without" >&2; exit 69; }

# A kubelet's cgroups have one name, so there is one cluster at a time. Its processes hold descriptor 8.
exec 8>>/run/lock/podpass-cluster
flock --nonblock 8 || { echo "   another cluster runs here; this one waits for its end" >&2; flock --timeout 900 8; }

# The tools that a node and an API server are made of, besides Kubernetes itself.
install_packages() {
  local missing=()
  while read -r tool package; do
    command -v "$tool" >/dev/null || [ -e "$tool" ] || missing+=("$package")
  done <<TOOLS
runc runc
etcd etcd-server
docker-registry docker-registry
/bin/busybox busybox-static
iptables iptables
/usr/lib/cni/ptp containernetworking-plugins
curl curl
openssl openssl
python3 python3
TOOLS
  [ ${#missing[@]} = 0 ] && return
  echo "   installing ${missing[*]}" >&2
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2
}

install_packages
echo "   kube-apiserver, kubelet and containerd: the first build takes minutes" >&2
make -s -C build all ${KUBELET:+"../bin/$KUBELET/kubelet"} >&2

# What a cluster left whose own clean-up was killed as well.
for left in /tmp/podpass-cluster.*; do
  [ ! -d "$left" ] || { echo "   cleaning up after $left" >&2; ./clean-up.sh "$left" ../target/cluster.left </dev/null; }
done

directory=$(mktemp -d /tmp/podpass-cluster.XXXXXX)
sysctl vm.overcommit_memory kernel.panic kernel.panic_on_oops >"$directory/kernel.conf" # The kubelet sets these.
# It outlives whatever ends this script, and begins when no process holds descriptor 9.
exec 9> >(exec setsid ./clean-up.sh "$directory" ../target/cluster)
cleaning=$!

image=
case ${scenarios%#*} in
  NodeScenarios)
    HELM=${HELM:-$(../../deploy/helm.sh)}
    export HELM
    image=$(./images.sh "$program" "$directory" next)
    ;;
  TryItScenarios)
    HELM=${HELM:-$(../../deploy/helm.sh)}
    export HELM
    image=$(./images.sh "$program" "$directory")
    ;;
esac

# All of the cluster dies with this process: it is the first of a PID namespace, and ends with its parent.
status=0
setpriv --pdeathsig KILL \
  unshare --net --mount --pid --fork --kill-child --mount-proc ./node.sh "$directory" "$program" "$scenarios" "$image" &
cluster=$!
trap 'kill -KILL "$cluster" 2>/dev/null' INT TERM HUP
wait "$cluster" || status=$?

trap '' INT TERM HUP
wait "$cluster" 2>/dev/null || true
exec 9>&-
wait "$cleaning" || true
exit "$status"
