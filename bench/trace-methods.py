#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes which methods of the executable pulls run, in the order of their first use.

The list decides where they lie in the next executable (CodeOrder): build that one from it with ./verify -Pnative. A
method that is new since the list was written lies among the others, which costs a page fault and no more.

A breakpoint is put on the first byte of each method, and taken away when it is met. Needs Linux on x86-64, and the
fake clouds that ./verify or ./demo has built.
"""

import argparse
import os
import subprocess
import sys
import tempfile

from clouds import Clouds
from product import ROOT
from ptrace import first_uses

LIST = os.path.join(ROOT, "dist/image-builder/src/main/resources/dev/podpass/imagebuilder/layout/pull-methods.txt")


def methods(executable):
    """The name of the method at each address, from the beginning of the file's mapping."""
    symbols = subprocess.run(["nm", "-D", executable], check=True, capture_output=True, text=True).stdout
    (start,) = [int(line.split()[0], 16) for line in symbols.splitlines() if line.endswith(" __svm_code_section")]
    with open(executable + ".methods.txt") as lines:
        each = (line.rstrip("\n").split("\t") for line in lines)
        return {start + int(offset): name for offset, name in each}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("executable", nargs="?", default=os.path.join(ROOT, "dist/target/podpass"), type=os.path.abspath)
    executable = parser.parse_args().executable
    names = methods(executable)
    traces = {}
    with tempfile.TemporaryDirectory(dir="/dev/shm") as scratch, Clouds("PT0S", "P256", scratch) as clouds:
        for pull, request, environment in clouds.pulls(scratch):
            traces[pull] = [names[address] for address in first_uses(executable, names, request, environment)]
            print(f"{pull}: {len(traces[pull])} methods", file=sys.stderr)
    # Answers from the cache first, which is what nodes run most.
    hits = [pull for pull in traces if pull.endswith(" again")]
    ordered = dict.fromkeys(name for pull in (*hits, *traces) for name in traces[pull])
    with open(LIST, "w") as out:
        out.write("# The methods that pulls run, in the order of their first use. Written by bench/trace-methods.py.\n")
        out.writelines(name + "\n" for name in ordered)
    print(f"{len(ordered)} methods of {len(names)}: {os.path.relpath(LIST, ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
