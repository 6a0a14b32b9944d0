#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks every surface of podpass which credential pods get, and kubelet's code with clouds that say whom they were shown.

Any two that disagree are a failure, and its case is printed as small as it can be: a row for rows.jsonl. The exit
status is 1, or 3 if rows all agree, and at most one in fifty of the other cases does not.
"""

import argparse
import collections
import functools
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

sys.dont_write_bytecode = True
import compare  # noqa: E402
import controls  # noqa: E402
import generate  # noqa: E402
import surfaces  # noqa: E402

ROWS = Path(__file__).with_name("rows.jsonl")
WORLD = []
PLAIN = {"options": [], "env": [], "platform": None, "where": [], "version": "v1", "style": "yaml", "form": "inline", "edit": None}


def begin(options):
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(5)
    WORLD.append(surfaces.World(options.home, options.program, options.kubelets, options.helm, options.no_doctor))


def disagreements(case, control=None):
    try:
        return compare.Case(WORLD[0], case, control and controls.CONTROLS[control][:2]).run()
    except Exception:  # A surface that answered what no test can read.
        return [("crash", traceback.format_exc()[-900:])]


def asked(case):
    found = disagreements(case)
    return case, found, WORLD[0].taken()


def smaller(case, kind):
    """The same disagreement in a case with as little as possible."""
    def holds(other):
        return any(found == kind for found, _ in disagreements(other))

    for name, value in PLAIN.items():
        if case[name] != value and holds({**case, name: value}):
            case = {**case, name: value}
    for path in [("options",), ("env",), ("pods",), ("accounts",), *((("pods", i, "images")) for i in range(9)), *(("accounts", name) for name in case["accounts"])]:
        for key in reversed(keys(case, path)):
            other = json.loads(json.dumps(case))
            part = functools.reduce(lambda inner, step: inner[step], path, other)
            if len(part) > (path[0] == "pods"):
                del part[key]
                case = other if holds(other) else case
    return case


def keys(case, path):
    try:
        part = functools.reduce(lambda inner, step: inner[step], path, case)
    except (KeyError, IndexError):
        return []
    return list(part) if isinstance(part, dict) else list(range(len(part)))


def row(pair):
    case, kind = pair
    return kind, smaller(case, kind)


def planted(name):
    """In which of the first cases a control is found, and how many were tried."""
    kind = controls.CONTROLS[name][2]
    for seed in range(1, 200):
        case = generate.case(seed)
        if any(found.startswith(kind) for found, _ in disagreements(case, name)) and not any(found.startswith(kind) for found, _ in disagreements(case)):
            return name, kind, seed
    return name, kind, None


def built():
    """What conformance/run.sh builds, too."""
    root = surfaces.ROOT
    script = ". .mvn/jdk.sh; . conformance/lib.sh; build_kubelets; [ -d conformance/target/lib ] || build_tests; echo $JAVA_HOME"
    done = subprocess.run(["bash", "-euc", script], cwd=root, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(done.returncode)
    os.environ["JAVA_HOME"] = done.stdout.split()[-1]


def label(case, rows):
    return f"row {rows.index(case) + 1}" if case in rows else f"case {case['seed']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=surfaces.ROOT / "dist/target/podpass", help="the native executable")
    parser.add_argument("--kubelets", type=Path, nargs="*", help="kubelet-pull of some versions; otherwise all that are built")
    parser.add_argument("--seed", type=int, default=int(f"{datetime.now(UTC):%Y%m%d}000"), help="of the first case; otherwise the date")
    parser.add_argument("--cases", type=int, default=150)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--controls", action="store_true", help="plant disagreements, each of which has to be found")
    parser.add_argument("--rows", action="store_true", help="print a row for each kind of disagreement")
    parser.add_argument("--no-doctor", action="store_true", help="leave out doctor, which needs root and a second")
    options = parser.parse_args()
    if not options.kubelets:
        built()
        options.kubelets = sorted((surfaces.ROOT / "conformance/kubelet/bin").glob("kubelet-pull-*"))
    helm = subprocess.run([surfaces.ROOT / "deploy/helm.sh"], stdout=subprocess.PIPE, text=True)
    options.helm = helm.stdout.strip() if helm.returncode == 0 else print("NOT TESTED: what the chart grants; there is no Helm", file=sys.stderr)
    begun, kinds, counts = time.time(), collections.defaultdict(list), collections.Counter()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="podpass-differential.", ignore_cleanup_errors=True) as options.home, multiprocessing.Pool(options.jobs, begin, [options]) as pool:
        if options.controls:
            results = pool.map(planted, controls.CONTROLS, chunksize=1)
            for name, kind, seed in results:
                print(f"{name:45} {kind:50} {'NOT FOUND' if seed is None else f'case {seed}'}")
            sys.exit(any(seed is None for *_, seed in results))
        # Another kubelet's each day.
        rows = [{**PLAIN, **json.loads(line)["case"], "kubelet": options.seed // 1000 + number} for number, line in enumerate(ROWS.read_text().splitlines())]
        cases = rows + [generate.case(seed) for seed in range(options.seed, options.seed + options.cases)]
        for case, found, taken in pool.imap_unordered(asked, cases):
            counts.update(taken)
            for kind, detail in found:
                kinds[kind].append(case)
                if len(kinds[kind]) <= 3:
                    print(f"{label(case, rows)}: {kind}\n    {detail}", flush=True)
        if options.rows:
            for kind, case in pool.imap(row, [(cases[0], kind) for kind, cases in kinds.items()]):
                print(json.dumps({"found": kind, "case": {key: value for key, value in case.items() if value != PLAIN.get(key, 0)}}))
    print(f"{len(rows)} rows and {options.cases} cases from seed {options.seed}, {time.time() - begun:.0f} s: {dict(counts)}")
    for kind, cases in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
        print(f"{len(cases):6}  {kind}  {[label(case, rows) for case in cases[:8]]}")
    seeds = {label(case, rows) for cases in kinds.values() for case in cases}
    sys.exit(0 if not seeds else 3 if len(seeds) * 50 <= options.cases and not any(seed.startswith("row") for seed in seeds) else 1)


if __name__ == "__main__":
    main()
