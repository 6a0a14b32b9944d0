#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""verify.py DIR: checks the files of a release in DIR: signatures, checksums, provenance, and that each SBOM lists what
is in its file, and that what its VEX document calls absent is. Prints OK and the commit, or what is wrong, and exits with 1.

Needs Python 3.10 and cosign (https://docs.sigstore.dev; or COSIGN names it). Without --key the signatures must be those
of the project's own workflow for the tag; --key is for a rehearsal's.
"""

import argparse
import sys
from pathlib import Path

import checks
import signature
import vex


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--tag", help="the release's tag, such as v1.2.3")
    parser.add_argument("--repository", default=signature.REPOSITORY, help="on GitHub: OWNER/NAME")
    parser.add_argument("--key", type=Path, help="a public key of cosign's")
    options = parser.parse_args()
    if not options.tag and not options.key:
        parser.error("--tag or --key is needed")
    identity = signature.identity_of(options.repository, options.tag)
    try:
        statement, wrong = verified(options.directory, options.key, identity)
    except (signature.Refused, ValueError, KeyError, OSError) as e:
        sys.exit(f"NOT VERIFIED: {e}")
    for sentence in wrong:
        print(f"NOT VERIFIED: {sentence}", file=sys.stderr)
    if wrong:
        sys.exit(1)
    definition = statement["predicate"]["buildDefinition"]
    commit = definition["resolvedDependencies"][0]["digest"]["gitCommit"]
    builder = statement["predicate"]["runDetails"]["builder"]["id"]
    print(f"OK: {len(statement['subject'])} files of commit {commit}, built by {builder}")


def verified(directory, key, identity):
    """The signed statement, and what is wrong; a bad signature ends it, for nothing else counts then."""
    statement = signature.verify(directory, key, identity)
    wrong = checks.of_sums(directory, {signature.sums.NAME, signature.SUMS})
    wrong += checks.of_provenance(statement, directory, signature.ALL)
    return statement, wrong + checks.of_sboms(directory) + vex.wrong(directory)


if __name__ == "__main__":
    main()
