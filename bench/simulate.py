#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plays nodes whose pods all want their images at once, with and without the node's cache.

The plugin runs for real, against fakes that refuse what is beyond a node's share of the clouds'
quotas. Everything is built first, unless --built says that it is.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import textwrap
from typing import NamedTuple

import page
import product

# Requests a second for all nodes together. Sources: AWS General Reference, Amazon ECR endpoints and
# quotas; IAM User Guide, IAM and STS quotas (for calls with credentials; none is published for
# AssumeRoleWithWebIdentity); Google Cloud, IAM quotas; Azure publishes none, so the registry's is
# the 10,000 reads a minute once named for Premium.
QUOTAS = {
    "sts.us-east-1.amazonaws.com": ("ECR", "STS", 600),
    "api.ecr.us-east-1.amazonaws.com": ("ECR", "ECR", 500),
    "sts.googleapis.com": ("GAR", "Google STS", 100),
    "iamcredentials.googleapis.com": ("GAR", "IAM Credentials", 1000),
    "myregistry.azurecr.io": ("ACR", "registry", 10_000 / 60),
}
WITHOUT_QUOTA = {"login.microsoftonline.com": "Entra ID"}
CASES = [("ECR", 1), ("ECR", 50), ("GAR", 10), ("ACR", 10)]
FLEET = 5_000
MEMORY = "/dev/shm"
COLOURS = {False: "#7cc7a6", True: "#2a9d6f"}


class Case(NamedTuple):
    cloud: str
    nodes: int
    cached: bool


def play(case, arguments, plugin):
    cache = tempfile.mkdtemp(dir=MEMORY) if case.cached else "off"
    command = [*product.on_fakes("simulation.Simulate"), case.cloud.lower()]
    command += [str(arguments.pods), str(arguments.service_accounts), str(case.nodes), cache]
    try:
        run = subprocess.run(command + plugin, check=True, stdout=subprocess.PIPE, text=True)
    finally:
        if case.cached:
            shutil.rmtree(cache)
    return [json.loads(line) for line in run.stdout.splitlines()]


def calls(rounds):
    """Requests by API, and how many of them were refused."""
    told = []
    for host, count in rounds["requests"].items():
        name = QUOTAS[host][1] if host in QUOTAS else WITHOUT_QUOTA[host]
        refused = rounds["refused"][host]
        told.append(f"{name} {count}" + (f" ({refused} refused)" if refused else ""))
    return ", ".join(told) or "none"


def table(results):
    events = [played["event"] for played in next(iter(results.values()))]
    heads = "".join(f" {event}: calls | failures | last pod after |" for event in events)
    lines = [f"| exchange | nodes at once | cache |{heads}", "|---" * (3 + 3 * len(events)) + "|"]
    for case, rounds in results.items():
        cells = "".join(
            f" {calls(played)} | {played['failures']} | {played['seconds']:.1f} s |" for played in rounds
        )
        lines.append(f"| {case.cloud} | {case.nodes} | {'on' if case.cached else 'off'} |{cells}")
    return "\n".join(lines)


def words(seconds):
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def paper(arguments):
    """How long each cloud's slowest API takes for the calls of all nodes."""
    takes = {}
    for cloud, name, quota in QUOTAS.values():
        calls_of_pod = 2 if name == "registry" else 1
        off, on = (FLEET * each * calls_of_pod / quota for each in (arguments.pods, arguments.service_accounts))
        takes[cloud] = max(takes.get(cloud, (0, 0)), (off, on))
    without, cached = (", ".join(f"{cloud} {words(each[at])}" for cloud, each in takes.items()) for at in (0, 1))
    text = (
        f"By the quotas, the calls of {FLEET:,} nodes that start take: {without}; with the cache: {cached}. "
        "Without it, a restart of all kubelets takes as long."
    )
    return textwrap.fill(text, 120)


def picture():
    """Bars of the time to the last pod at the start of a node, as the page has it."""
    starts = page.rows("simulated", "exchange")
    longest = max(float(row[5].removesuffix(" s")) for row in starts)
    shapes = []
    for place, (cloud, nodes, cache, _, _, last, *_) in enumerate(starts):
        seconds = float(last.removesuffix(" s"))
        width = 240 * seconds / longest
        top = 30 + 22 * place
        shapes.append(
            f'<text x="8" y="{top + 12}">{cloud}, {nodes} node{"s" if nodes != "1" else ""}, cache {cache}</text>'
            f'<rect x="176" y="{top}" width="{width:.1f}" height="16" '
            f'fill="{COLOURS[cache == "on"]}"/>'
            f'<text x="{182 + width:.1f}" y="{top + 12}">{seconds:.1f}</text>'
        )
    title = "Seconds until the last pod of nodes that start at once has its credential"
    return page.svg(40 + 22 * len(starts), title, shapes)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--built", action="store_true", help="play what is there")
    parser.add_argument("--pods", type=int, default=110)
    parser.add_argument("--service-accounts", type=int, default=8)
    page.write_option(parser)
    arguments = parser.parse_args()
    if not arguments.built:
        product.build()
    plugin = product.plugin()
    if plugin[0] != product.EXECUTABLE:
        print("simulate: the executable is not built; with the jar times mean little", file=sys.stderr)
    results = {}
    for cloud, nodes in CASES:
        for cached in (False, True):
            case = Case(cloud, nodes, cached)
            print(f"simulate: {cloud}, {nodes} nodes, cache {cached}", file=sys.stderr)
            results[case] = play(case, arguments, plugin)
    text = (
        f"{page.machine()}. {arguments.pods} pods, {arguments.service_accounts} service "
        f"accounts.\n\n{table(results)}\n\n![Time to the last pod](simulation.svg)\n\n{paper(arguments)}\n"
    )
    page.publish("simulated", text, None, arguments)
    if arguments.write:
        page.draw("simulation.svg", picture())


if __name__ == "__main__":
    main()
