#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints two listings of a release side by side, and fails if a file is not the same in both.

Of the bundle only podpass.jsa may differ, an archive of classes that the JVM writes from its memory."""

import argparse
import sys
from pathlib import Path

import archives
import bom

BUNDLE = "-bundle.tar.gz"
WRITTEN_FROM_MEMORY = "/podpass.jsa"


def verdict(one, two):
    if not two.exists():
        return "MISSING"
    if one.read_bytes() == two.read_bytes():
        return "="
    if one.name.endswith(BUNDLE) and inner(one) == inner(two):
        return "= but for podpass.jsa"
    bundle = one.with_name(one.name.removesuffix(bom.ENDING))
    if bundle != one and bundle.name.endswith(BUNDLE) and inner(bundle) == inner(two.with_name(bundle.name)):
        return "= but for podpass.jsa"
    return "DIFFERS"


def inner(path):
    return {name: archives.sha256(data) for name, data in archives.files(path) if not name.endswith(WRITTEN_FROM_MEMORY)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directories", metavar="DIR", nargs=2, type=Path)
    one, two = parser.parse_args().directories
    same = True
    for name in sorted({path.name for directory in (one, two) for path in directory.iterdir()}):
        both = [archives.sha256((each / name).read_bytes())[:16] if (each / name).exists() else 16 * "-" for each in (one, two)]
        found = verdict(one / name, two / name) if (one / name).exists() else "MISSING"
        print(*both, found, name)
        same = same and found.startswith("=")
    if not same:
        sys.exit("compare: two builds of the same commit differ")


if __name__ == "__main__":
    main()
