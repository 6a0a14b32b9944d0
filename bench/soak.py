#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many pulls of many identities on one node, with kills, rotation and a cloud that misbehaves.

Afterwards counters and audit lines equal the runs, nothing is left behind, and a pull is as quick
as at first. Everything is built first, unless --built says that it is.
"""

import argparse
import subprocess
import sys
import tempfile

import product


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--built", action="store_true", help="use what is there")
    parser.add_argument("--pulls", type=int, default=20_000)
    parser.add_argument("--identities", type=int, default=2_000)
    arguments = parser.parse_args()
    if not arguments.built:
        product.build()
    command = product.on_fakes("simulation.Soak")
    command += [str(arguments.pulls), str(arguments.identities)]
    with tempfile.TemporaryDirectory(dir="/dev/shm") as directory:
        return subprocess.run([*command, directory, *product.plugin()]).returncode


if __name__ == "__main__":
    sys.exit(main())
