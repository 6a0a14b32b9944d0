#!/bin/bash
# Proves the built podpass against the real kubelet.
#   conformance/run.sh [--quick | --cluster] [--program PATH]
# --quick    the kubelet's own plugin code alone, which needs no root and no cluster
# --cluster  the cluster alone, with what --quick has built
# --program  this executable, instead of the native one in dist/target, or of the jar if there is none
# Needs a JDK 25 and Go; the cluster needs root on Debian or Ubuntu, and installs the packages that it lacks.
set -euo pipefail
. "$(dirname "$0")/../.mvn/usage.sh"
cd "$(dirname "$0")/.."
. .mvn/jdk.sh
. conformance/lib.sh

parts='kubelets cluster' programs=()
while [ $# -gt 0 ]; do
  case $1 in
    --quick) parts=kubelets ;;
    --cluster) parts=cluster ;;
    --program) programs+=("$(readlink -ev "${2:?--program needs a path}")"); shift ;;
    *) wrong ;;
  esac
  shift
done
trap 'stop 1' HUP
trap 'stop 2' INT
trap 'stop 15' TERM

given=${#programs[@]}
if [ "$parts" != cluster ]; then
  step "Go's verdicts on certificates" conformance/x509/run.sh
  step "build kubelet-pull for Kubernetes $KUBE" build_kubelets
  step "build a client of registries" build_clients
  if [ "$given" = 0 ]; then
    step "build podpass and the tests" build_podpass
  else
    step "build the tests" build_tests
  fi
fi
if [ "$given" = 0 ]; then
  programs=("$(jar_launcher)")
  native=$(native_executable)
  [ -z "$native" ] || programs+=("$native")
fi
program=${programs[-1]}
if [ "$parts" != cluster ]; then
  # A JVM's start takes the jar half a second of each pull: where the executable has all, it makes a few pulls, by the
  # newest version of kubelet.
  for one in "${programs[@]}"; do
    few=()
    [ "$one" = "$program" ] || few=(-Dconformance.newest=true -Dit.test=RegistriesIT,MatchingIT)
    step "the kubelet's code, with $one" run_kubelets "$one" "${few[@]}"
  done
fi
[ "$parts" != kubelets ] || exit 0
# The last is the executable where there is one. The jar is the same code, and half a second slower in each pull.
step "the cluster, with $program" setpriv --pdeathsig TERM conformance/cluster/run.sh "$program"
step "an outage, with $program" setpriv --pdeathsig TERM conformance/cluster/run.sh "$program" OutageScenarios
step "the life of the chart's release, with $program" conformance/cluster/lifecycle.py --helm "$(deploy/helm.sh)" "$program"
if executable=$(own_executable "${programs[@]}"); then
  step "the chart on a node, with $executable" setpriv --pdeathsig TERM conformance/cluster/run.sh "$executable" NodeScenarios
  if command -v kubectl >/dev/null; then
    step "docs/try-it.md, with $executable" setpriv --pdeathsig TERM conformance/cluster/run.sh "$executable" TryItScenarios
  else
    echo "== NOT TESTED: docs/try-it.md on a node: there is no kubectl here" >&2
  fi
else
  echo "== NOT TESTED: the chart and docs/try-it.md on a node: $executable" >&2
fi
