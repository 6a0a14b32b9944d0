#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A cluster as a model: what Helm and an operator do to the release, and what three nodes do at the same time, in every
order, until no new state is found. It reads what HELM renders of the chart, and asks PODPASS for the audiences of a node's entries. In each state each kubelet must be granted the
audiences of its entries (C1), and from each there must be a way to a cluster without podpass. Needs PyYAML."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import deque
from pathlib import Path

import yaml

CHART = Path(__file__).resolve().parent / "podpass"
SMALL = {"image": {"repository": "registry.example/podpass"}}
# What an operator has a release do.
VALUES = {
    "ecr": {"options": {"providers": ["ecr"], "replace": "ecr-credential-provider"}},
    "ecr,first": {"options": {"providers": ["ecr"], "first": True}},
    "ecr,alibaba": {"options": {"providers": ["ecr", "alibaba"], "alibaba-oidc-provider-arn": "acs:ram::1234567890123456:oidc-provider/c", "first": True}},
    "own audience": {"options": {"providers": ["ecr"], "token-audience": "own", "replace": "ecr-credential-provider"}},
    "narrowed": {"options": {"providers": ["ecr"], "first": True}, "rbac": {"namespaces": ["team-a"]}},
}
NODES = 3
# Where a pod pulls: by a namespace's own grant or by one of the whole cluster.
POD = "team-a"


def render(helm, values):
    """The grants of a manifest: each object's identity, with what it grants in the pod's namespace and whether it is kept."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump({**SMALL, **values}, file)
        file.flush()
        done = subprocess.run([helm, "template", "podpass", CHART, "-n", "podpass-system", "-f", file.name], capture_output=True, text=True, check=True)
    grants = {}
    for it in yaml.safe_load_all(done.stdout):
        if it and it["kind"] in ("ClusterRole", "Role") and "request-serviceaccounts-token-audience" in it["rules"][0]["verbs"]:
            meta = it["metadata"]
            reaches = it["kind"] == "ClusterRole" or meta["namespace"] == POD
            keep = meta.get("annotations", {}).get("helm.sh/resource-policy") == "keep"
            key = it["kind"], meta.get("namespace"), meta["name"]
            grants[key] = frozenset(it["rules"][0]["resources"] if reaches else ()), keep
    return grants


def entries(podpass, options):
    """The audiences of the entries that podpass writes with these options."""
    words = [f"--{name}={','.join(value) if isinstance(value, list) else value}" for name, value in options.items() if name not in ("first", "replace")]
    printed = subprocess.run([podpass, "config", "--json", *words], capture_output=True, text=True, check=True).stdout
    return frozenset(it["tokenAttributes"]["serviceAccountTokenAudience"] for it in json.loads(printed)["providers"])


class Cluster:
    """A state is (release, the revision before it, the objects that there are, the nodes). A release is a key of the values
    and a mode; a node is whether it lives, and the values of its entries."""

    def __init__(self, manifests, audiences, careful=True):
        self.manifests, self.audiences, self.careful = manifests, audiences, careful

    def apply(self, objects, release, target):
        """What Helm's upgrade, rollback and uninstall do: what a manifest had and the next one has not goes, unless it is kept."""
        old = self.manifests[release[0]] if release else {}
        new = self.manifests[target[0]] if target else {}
        kept = {(key, what) for key, what in objects if key not in new and (key not in old or old[key][1])}
        return frozenset(kept | {(key, what) for key, (what, _) in new.items()})

    def granted(self, objects):
        return frozenset().union(*(what for _, what in objects))

    def steps(self, state):
        release, before, objects, nodes = state
        for name in self.manifests:
            for mode in ("install", "uninstall"):
                target = name, mode
                if target != release and (release or mode == "install") and (mode == "install" or release[0] == name):
                    yield f"helm upgrade to {name}" if mode == "install" else "mode uninstall", (target, release, self.apply(objects, release, target), nodes)
        if release and before:
            yield "helm rollback", (before, release, self.apply(objects, release, before), nodes)
        if release:
            yield "the release is deleted", (None, None, self.apply(objects, release, None), nodes)
        if not self.careful or not any(has for _, has in nodes):
            if objects and not release:
                yield "the last step: the grants are deleted", (release, before, frozenset(), nodes)
        if release and release[1] == "install" and all(has == release[0] for _, has in nodes):
            needed = self.manifests[release[0]]
            yield "what is not needed is deleted", (release, before, frozenset(it for it in objects if it[0] in needed), nodes)
        for i, (lives, has) in enumerate(nodes):
            wants = release[0] if release and release[1] == "install" else None
            changes = [(f"node {i} dies", (False, has))] if lives else [(f"node {i} comes back", (True, has))]
            if lives and release and has != wants:
                changes.append((f"node {i} follows", (True, wants)))
            for what, node in changes:
                yield what, (release, before, objects, tuple(sorted((*nodes[:i], node, *nodes[i + 1:]), key=str)))

    def fault(self, state):
        missing = {has for _, has in state[3] if has and not self.audiences[has] <= self.granted(state[2])}
        return f"kubelets lack a grant of {', '.join(sorted(missing))}" if missing else None

    def explore(self):
        """All states with the way to each; ends at the first that breaks the invariant."""
        start = None, None, frozenset(), ((True, None),) * NODES
        came, edges, queue = {start: None}, {}, deque([start])
        while queue:
            state = queue.popleft()
            edges[state] = list(self.steps(state))
            for what, following in edges[state]:
                if following not in came:
                    came[following] = state, what
                    queue.append(following)
                    if self.fault(following):
                        return came, edges, following
        return came, edges, None


def path(came, state):
    steps = []
    while came[state]:
        state, what = came[state]
        steps.append(what)
    return steps[::-1]


def without_a_way_out(edges):
    """A state from which no order of steps leads back to a cluster without podpass."""
    back = {}
    for state, steps in edges.items():
        for _, following in steps:
            back.setdefault(following, []).append(state)
    reached = {state for state in edges if not state[0] and not state[2] and not any(has for _, has in state[3])}
    queue = deque(reached)
    while queue:
        for state in back.get(queue.popleft(), ()):
            if state not in reached:
                reached.add(state)
                queue.append(state)
    return next(iter(edges.keys() - reached), None)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("helm", help="its path")
    parser.add_argument("podpass", help="the executable")
    given = parser.parse_args()
    manifests = {name: render(given.helm, values) for name, values in VALUES.items()}
    audiences = {name: entries(given.podpass, values["options"]) for name, values in VALUES.items()}
    chart = Cluster(manifests, audiences)
    came, edges, wrong = chart.explore()
    if wrong:
        sys.exit(f"the chart: {chart.fault(wrong)} after: {'; '.join(path(came, wrong))}")
    stuck = without_a_way_out(edges)
    if stuck:
        sys.exit(f"the chart: no way back after: {'; '.join(path(came, stuck))}")
    print(f"chart: {len(came)} states, {sum(map(len, edges.values()))} steps: each kubelet has its grants, and each state a way out")
    # What the chart was, and what its pages warn of: the model must find each.
    one = {name: {("ClusterRole", None, "podpass-kubelets"): (frozenset().union(*(what for what, _ in grants.values())), True)} for name, grants in manifests.items()}
    dropped = {name: {key: (what, False) for key, (what, _) in grants.items()} for name, grants in manifests.items()}
    forgotten = {name: {key: (what - {"sts.aliyuncs.com"}, keep) for key, (what, keep) in grants.items()} for name, grants in manifests.items()}
    controls = {
        "a provider whose audience the chart does not know": Cluster(forgotten, audiences),
        "one role for all audiences": Cluster(one, audiences),
        "grants that Helm deletes": Cluster(dropped, audiences),
        "grants that are deleted while a node has entries": Cluster(manifests, audiences, careful=False),
    }
    for what, cluster in controls.items():
        came, _, wrong = cluster.explore()
        if not wrong:
            sys.exit(f"the model finds no fault in: {what}")
        print(f"   with {what}: {'; '.join(path(came, wrong))}")


if __name__ == "__main__":
    main()
