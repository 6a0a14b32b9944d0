#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""sign.py DIR --version VERSION --commit HASH [--key FILE]: signs the files of a release.

Writes SLSA provenance of all files, SHA256SUMS, and cosign's signature bundles of both. With a key for a rehearsal;
without one as the workflow that runs it, for which GitHub vouches.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

import provenance
import signature


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--commit", required=True)
    parser.add_argument("--key", type=Path, help="a private key of cosign's")
    options = parser.parse_args()
    for name in signature.ALL:
        (options.directory / name).unlink(missing_ok=True)
    paths = sorted(options.directory.iterdir())
    with tempfile.TemporaryDirectory() as scratch:
        statement = Path(scratch, "statement.json")
        statement.write_text(json.dumps(provenance.statement(paths, options.version, options.commit, os.environ)))
        signature.sign(options.directory, statement, options.key)


if __name__ == "__main__":
    main()
