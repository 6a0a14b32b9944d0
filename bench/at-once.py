#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures many pulls at once on one node, and the slowest of a thousand: podpass and upstream's ECR plugin in Go.

All pulls are of one service account, from fake clouds with round trips of 25 ms (the thousand: none). What they cost
is the wall time until the last one ends, the CPU time of all, and the memory that they have together.

With --outage the pulls are those of podpass while AWS is out, with --when-unavailable=present-images: when the first, the
middle and the last one end.

Measures what bench/run.py has built.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time

import build
import measure
import page
from clouds import Clouds, cached
from scenarios import YARDSTICK

CROWDS = (1, 10, 50, 110)
ROUNDS = 5
TAIL = 1000
OUTAGES = {"answers 503": "--sts=503", "does not answer": "--sts=hang"}
OFF, COLD, WARM = "podpass without a cache", "podpass, cache empty", "podpass, cache filled"
COLOURS = {YARDSTICK: "#8793a0", OFF: "#7cc7a6", COLD: "#2a9d6f", WARM: "#1b7a54"}


def spawned(command, environment, request, count):
    """So many processes, started at once."""
    devices = [
        (os.POSIX_SPAWN_OPEN, 0, request, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    return {os.posix_spawn(command[0], command, environment, file_actions=devices) for _ in range(count)}


def crowd(command, environment, request, count):
    """Wall and CPU time in ms of so many processes at once."""
    start, cpu = time.perf_counter(), 0
    for _ in spawned(command, environment, request, count):
        _, status, usage = os.wait4(-1, 0)
        cpu += usage.ru_utime + usage.ru_stime
        require_success(command, status)
    return (time.perf_counter() - start) * 1e3, cpu * 1e3


def ends(command, environment, request, count):
    """The times in s after which each of so many processes at once has ended."""
    start, after = time.perf_counter(), []
    for _ in spawned(command, environment, request, count):
        _, status = os.wait()
        after.append(time.perf_counter() - start)
        require_success(command, status)
    return after


def require_success(command, status):
    if status != 0:
        raise measure.Refused(f"{command[0]}: wait status {status}")


def memory(command, environment, request, count):
    """The most that so many processes have together in MiB; a page that several share counts once."""
    running, most = spawned(command, environment, request, count), 0
    while running:
        most = max(most, sum(map(proportional, running)))
        while running and (ended := os.waitpid(-1, os.WNOHANG))[0]:
            running.remove(ended[0])
            require_success(command, ended[1])
    return most / 1024


def proportional(process):
    """Its memory in KiB (Pss); none once it has ended."""
    try:
        with open(f"/proc/{process}/smaps_rollup") as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    except (FileNotFoundError, ProcessLookupError):
        return 0


def pulls(programs, clouds, scratch):
    """Command, environment and request by name. The cache is removed before each crowd that is to find it empty."""
    off = {**clouds.environment, "SSL_CERT_FILE": clouds.all_roots}
    on = {**off, **cached(scratch)}
    podpass, request = programs["executable"].command, clouds.requests["ECR"]
    return {
        YARDSTICK: (programs[YARDSTICK].command, off, request),
        OFF: (podpass, off, request),
        COLD: (podpass, on, request),
        WARM: (podpass, on, request),
    }


def crowds(pulls, scratch):
    """Medians of each crowd's wall and CPU time, the programs taking turns; and the memory of a run of its own."""
    runs = {(count, name): [] for count in CROWDS for name in COLOURS}
    most = {}
    # The first round warms the fakes, and has the memory.
    for number in range(ROUNDS + 1):
        for count, name in runs:
            if name == COLD:
                shutil.rmtree(os.path.join(scratch, "cache"), ignore_errors=True)
                os.mkdir(os.path.join(scratch, "cache"), 0o700)
            if number == 0:
                most[count, name] = memory(*pulls[name], count)
            else:
                runs[count, name].append(crowd(*pulls[name], count))
    return {case: (*map(statistics.median, zip(*each)), most[case]) for case, each in runs.items()}


def tail(pulls, scratch):
    """Median, 99th percentile and longest wall time of a thousand runs each, which take turns."""
    walls = {YARDSTICK: [], OFF: [], WARM: []}
    for _ in range(TAIL):
        for name, each in walls.items():
            each.append(measure.once(*pulls[name], scratch).wall_ms)
    return {
        name: (statistics.median(each), statistics.quantiles(each, n=100)[98], max(each))
        for name, each in walls.items()
    }


def outage(podpass, scratch):
    """A table of when the pulls of the largest crowd end."""
    cells = {OFF: [], COLD: []}
    for option in OUTAGES.values():
        with Clouds("PT0.025S", "P256", scratch, option) as clouds:
            off = {
                **clouds.environment,
                "SSL_CERT_FILE": clouds.all_roots,
                "PODPASS_WHEN_UNAVAILABLE": "present-images",
            }
            os.mkdir(os.path.join(scratch, "cache"), 0o700)
            for name, environment in ((OFF, off), (COLD, {**off, **cached(scratch)})):
                after = ends(podpass, environment, clouds.requests["ECR"], CROWDS[-1])
                times = (after[0], statistics.median(after), after[-1])
                cells[name].append(", ".join(f"{each:.1f} s" for each in times))
            shutil.rmtree(os.path.join(scratch, "cache"))
    lines = [f"| {CROWDS[-1]} pulls: first, median, last | STS {' | STS '.join(OUTAGES)} |", "|---" * 3 + "|"]
    return "\n".join([*lines, *(f"| {name} | {' | '.join(times)} |" for name, times in cells.items())])


def tables(measured, slowest):
    tail_head = f"{TAIL:,} in turn, no round trip: median, 99th percentile, longest"
    lines = [f"| pulls at once | {' | '.join(map(str, CROWDS))} | {tail_head} |", "|---" * (len(CROWDS) + 2) + "|"]
    for program in dict.fromkeys(name for _, name in measured):
        figures = [measured[count, program] for count in CROWDS]
        cells = " | ".join(f"{wall:.0f} ms, {cpu:.0f} ms, {most:.0f} MiB" for wall, cpu, most in figures)
        times = ", ".join(f"{each:.1f} ms" for each in slowest.get(program, ())) or "–"
        lines.append(f"| {program} | {cells} | {times} |")
    return "\n".join(lines)


def picture(measured):
    """Bars of the time until the last pull ends."""
    rows = [(count, name, wall) for (count, name), (wall, _, _) in measured.items()]
    scale = 226 / max(wall for _, _, wall in rows)
    shapes = []
    for row, (count, name, wall) in enumerate(rows):
        top = 30 + 20 * row
        shapes.append(
            f'<text x="8" y="{top + 12}">{count if name == YARDSTICK else ""}</text>'
            f'<text x="34" y="{top + 12}">{name}</text>'
            f'<rect x="190" y="{top}" width="{wall * scale:.1f}" height="15" fill="{COLOURS[name]}"/>'
            f'<text x="{196 + wall * scale:.1f}" y="{top + 12}">{wall:.0f}</text>'
        )
    title = "Milliseconds until the last of so many pulls at once has its credential"
    return page.svg(40 + 20 * len(rows), title, shapes)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outage", action="store_true", help="measure pulls during an outage, and nothing else")
    page.write_option(parser)
    arguments = parser.parse_args()
    programs = build.find(argparse.Namespace(gar=None, acr=None))
    missing = ({"executable"} if arguments.outage else {YARDSTICK, "executable"}) - set(programs)
    if missing:
        sys.exit(f"at-once: bench/run.py has not built: {', '.join(sorted(missing))}")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as scratch:
        if arguments.outage:
            page.publish("outage", f"{outage(programs['executable'].command, scratch)}\n", None, arguments)
            return
        with Clouds("PT0.025S", "P256", scratch) as clouds:
            measured = crowds(pulls(programs, clouds, scratch), scratch)
        with Clouds("PT0S", "P256", scratch) as clouds:
            os.makedirs(os.path.join(scratch, "cache"), 0o700, exist_ok=True)
            slowest = tail(pulls(programs, clouds, scratch), scratch)
    text = f"{page.machine()}.\n\n{tables(measured, slowest)}\n"
    page.publish("crowded", text, ("at-once.svg", picture(measured)), arguments)


if __name__ == "__main__":
    main()
