#!/bin/bash
# Proves the built podpass against the real kubelet.
#   conformance/run.sh [--quick] [--program PATH]
# --quick    the kubelet's own plugin code alone, which needs no root and no cluster
# --program  this executable, instead of the native one in dist/target, or of the jar if there is none
# Needs a JDK 25 and Go; the cluster needs root on Debian or Ubuntu, and installs the packages that it lacks.
set -euo pipefail
. "$(dirname "$0")/../.mvn/usage.sh"
cd "$(dirname "$0")/.."
. .mvn/jdk.sh
. conformance/lib.sh

quick=false programs=()
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=true ;;
    --program) programs+=("$(readlink -ev "${2:?--program needs a path}")"); shift ;;
    *) wrong ;;
  esac
  shift
done
trap 'stop 1' HUP
trap 'stop 2' INT
trap 'stop 15' TERM

step "Go's verdicts on certificates" conformance/x509/run.sh
step "build kubelet-pull for Kubernetes $KUBE" build_kubelets
step "build a client of registries" build_clients
if [ ${#programs[@]} = 0 ]; then
  step "build podpass and the tests" build_podpass
  programs=("$(jar_launcher)")
  native=$(native_executable)
  [ -z "$native" ] || programs+=("$native")
else
  step "build the tests" build_tests
fi
# A JVM's start takes the jar half a second of each pull: where the executable has all, it makes a few pulls, by the
# newest version of kubelet.
for program in "${programs[@]}"; do
  few=()
  [ "$program" = "${programs[-1]}" ] || few=(-Dconformance.newest=true -Dit.test=RegistriesIT,MatchingIT)
  step "the kubelet's code, with $program" run_kubelets "$program" "${few[@]}"
done
$quick && exit
# The last is the executable where there is one. The jar is the same code, and half a second slower in each pull.
step "the cluster, with $program" setpriv --pdeathsig TERM conformance/cluster/run.sh "$program"
step "an outage, with $program" setpriv --pdeathsig TERM conformance/cluster/run.sh "$program" OutageScenarios
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
