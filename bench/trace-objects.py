#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes which objects of the executable's heap pulls touch, by the names of HeapNames.

The lists decide where they lie in the next executable (HeapOrder): build that one from them with ./verify -Pnative. An
object that is new since they were written lies among the others, which costs a page fault and no more. Names depend on
the order of methods: where that is new, too, bench/trace-methods.py and a build come first.

Valgrind sees each access, but of a run whose threads take other turns. So pulls run once more without it, with keys of
the other kind, and the first access to each page that faults is seen. Names of one object in a hundred differ between
builds: --add after the next build completes the lists.

Needs valgrind, perf, the fake clouds that ./verify or ./demo has built, and a machine that does nothing else: under
valgrind a pull takes most of the minute that it has.
"""

import argparse
import bisect
import itertools
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter

from clouds import Clouds
from product import ROOT

LISTS = os.path.join(ROOT, "dist/image-builder/src/main/resources/dev/podpass/imagebuilder/layout")
HITS, PULLS = "hit-objects.txt", "pull-objects.txt"
# Where the heap begins, from its base.
FIRST = 0x80000
# A name is of use if this part of what has it is touched.
LEAST = 0.05
# One line for each address that is read or written, of 60 million, and one for each mapping.
FILTER = r'/^ [LSM]/ { sub(/,.*/, "", $2); if (!seen[$2]++) print $2 } /sys_mmap/'


def objects(executable):
    """Where each object begins, its size and its name, in the order of the heap."""
    with open(executable + ".objects.txt") as lines:
        each = (line.rstrip("\n").split("\t", 2) for line in lines)
        return sorted((int(offset) - FIRST, int(size), name) for offset, size, name in each)


def offset_of_heap(executable):
    """Where the heap begins in the file."""
    sections = subprocess.run(["readelf", "-WS", executable], check=True, capture_output=True, text=True).stdout
    return int(re.search(r"\.svm_heap +PROGBITS +\w+ (\w+)", sections)[1], 16)


def touched(executable, heap_offset, request, environment, scratch):
    """The addresses that a pull reads or writes, from where the heap is mapped."""
    log = os.path.join(scratch, "log")
    os.mkfifo(log)
    with subprocess.Popen(["awk", FILTER, log], stdout=subprocess.PIPE, text=True, errors="replace") as lines:
        lackey = ["--tool=lackey", "--basic-counts=no", "--trace-mem=yes", "--trace-syscalls=yes", f"--log-file={log}"]
        with open(request) as stdin:
            pull = subprocess.Popen(
                ["valgrind", *lackey, executable],
                stdin=stdin,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={**environment, "PODPASS_DEADLINE": "55s"},
                text=True,
            )
        found = lines.stdout.read()
        _, failure = pull.communicate()
    os.remove(log)
    if pull.returncode != 0:
        raise SystemExit(f"{executable} has failed: {failure.strip()}")
    start = int(re.search(rf"sys_mmap \( (0x\w+), \d+, 1, \d+, \d+, {heap_offset} \)", found)[1], 16)
    return [int(address, 16) - start for address in re.findall(r"(?m)^\w+$", found)]


def faulted(executable, heap_offset, request, environment, scratch):
    """The addresses of the heap, from its beginning, at which a pull's page faults were."""
    data = os.path.join(scratch, "data")
    record = ["perf", "record", "--quiet", "--event=page-faults", "--count=1", "--data", f"--output={data}", executable]
    with open(request) as stdin:
        subprocess.run(record, check=True, stdin=stdin, stdout=subprocess.DEVNULL, env=environment)
    script = ["perf", "script", f"--input={data}", "--show-mmap-events", "--fields=event,addr"]
    events = subprocess.run(script, check=True, capture_output=True, text=True).stdout
    os.remove(data)
    mapped = []
    for event in events.splitlines():
        mapping = re.match(r"PERF_RECORD_MMAP2? .*\[0x(\w+)\(0x(\w+)\) @ (\w+) .*: \S+ (.+)", event)
        fault = re.match(r" *page-faults: +(\w+)", event)
        if mapping:
            first, size, offset = int(mapping[1], 16), int(mapping[2], 16), int(mapping[3], 0)
            mapped.insert(0, (range(first, first + size), offset - first, mapping[4]))
        elif fault:
            address = int(fault[1], 16)
            _, offset, file = next((each for each in mapped if address in each[0]), (None, 0, None))
            if file == executable:
                yield address + offset - heap_offset


def ways(keys, pull):
    """Of P-256, which takes twice as many instructions, only one pull ends within its minute under valgrind."""
    if keys == "RSA2048":
        return [touched]
    return [touched, faulted] if pull == "GAR direct without a cache" else [faulted]


def read(file):
    with open(os.path.join(LISTS, file)) as lines:
        return {line.rstrip("\n") for line in lines if not line.startswith("#")}


def write(file, description, names):
    with open(os.path.join(LISTS, file), "w") as out:
        out.write(f"# {description} Written by bench/trace-objects.py.\n")
        out.writelines(name + "\n" for name in sorted(names))
    print(f"{len(names)} names: {file}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("executable", nargs="?", default=os.path.join(ROOT, "dist/target/podpass"), type=os.path.abspath)
    parser.add_argument("--add", action="store_true", help="only what faults is added to the lists; takes half a minute")
    arguments = parser.parse_args()
    executable = arguments.executable
    known, heap_offset = objects(executable), offset_of_heap(executable)
    starts = [start for start, _, _ in known]
    hits, all_pulls = set(), set()
    for keys in ("RSA2048", "P256"):
        with tempfile.TemporaryDirectory(dir="/dev/shm") as scratch, Clouds("PT0S", keys, scratch) as clouds:
            for pull, request, environment in clouds.pulls(scratch):
                before = len(all_pulls)
                seen = [faulted] if arguments.add else ways(keys, pull)
                each = (way(executable, heap_offset, request, environment, scratch) for way in seen)
                for address in itertools.chain.from_iterable(each):
                    number = bisect.bisect_right(starts, address) - 1
                    if number >= 0 and address < starts[number] + known[number][1]:
                        all_pulls.add(number)
                        if pull.endswith(" again"):
                            hits.add(number)
                print(f"{pull}, {keys}: {len(all_pulls) - before} more objects", file=sys.stderr)
    sizes = Counter()
    for _, size, name in known:
        sizes[name] += size
    touched_sizes = Counter()
    for number in all_pulls:
        touched_sizes[known[number][2]] += known[number][1]
    useful = {name for name, size in touched_sizes.items() if size >= LEAST * sizes[name]}
    of_hits = useful & {known[number][2] for number in hits}
    if arguments.add:
        of_hits |= read(HITS)
        useful |= of_hits | read(PULLS)
    write(HITS, "The objects that answers from the cache touch.", of_hits)
    write(PULLS, "The objects that other pulls touch.", useful - of_hits)


if __name__ == "__main__":
    main()
