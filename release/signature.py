# SPDX-License-Identifier: Apache-2.0
"""Signatures by cosign: with a key, or keyless, with the identity that GitHub's runner has."""

import base64
import json
import os
import subprocess

import sums

SUMS = sums.NAME + ".sigstore.json"
PROVENANCE = "provenance.sigstore.json"
ALL = {sums.NAME, SUMS, PROVENANCE}
# Where releases are made: GitHub's OWNER/NAME.
REPOSITORY = "podpass/podpass"
ISSUER = "https://token.actions.githubusercontent.com"


class Refused(Exception):
    """A signature that is not good."""


def sign(directory, statement, key):
    """Of the statement, which then is in its own bundle, and of the sums of everything, the bundle too."""
    # With a key there is no log of signatures to write to: nothing leaves the machine.
    by = ["--key", str(key), "--use-signing-config=false", "--tlog-upload=false"] if key else ["--yes"]
    bundle = directory / PROVENANCE
    cosign("attest-blob", *by, "--statement", str(statement), "--bundle", str(bundle))
    paths = [path for path in directory.iterdir() if path.name not in (sums.NAME, SUMS)]
    (directory / sums.NAME).write_text(sums.written(paths))
    cosign("sign-blob", *by, "--bundle", str(directory / SUMS), str(directory / sums.NAME))


def identity_of(repository, tag):
    """As whom the workflow of releases signs."""
    return f"https://github.com/{repository}/.github/workflows/release.yml@refs/tags/{tag}"


def verify(directory, key, identity):
    """Returns the statement that is signed; an exception says which signature is bad."""
    by = ["--key", str(key), "--insecure-ignore-tlog=true"] if key else [
        "--certificate-identity", identity, "--certificate-oidc-issuer", ISSUER]
    try:
        cosign("verify-blob", *by, "--bundle", str(directory / SUMS), str(directory / sums.NAME))
    except subprocess.CalledProcessError as e:
        raise Refused(f"{sums.NAME}: its signature is not good: {reason(e)}") from e
    try:
        cosign("verify-blob-attestation", *by, "--bundle", str(directory / PROVENANCE), "--type", "slsaprovenance1",
               "--check-claims=false", str(directory / sums.NAME))
    except subprocess.CalledProcessError as e:
        raise Refused(f"{PROVENANCE}: its signature is not good: {reason(e)}") from e
    envelope = json.loads((directory / PROVENANCE).read_text())["dsseEnvelope"]
    return json.loads(base64.b64decode(envelope["payload"]))


def reason(error):
    lines = [line for line in error.stderr.strip().splitlines() if line]
    return lines[-1] if lines else f"cosign exited with {error.returncode}"


def cosign(*arguments):
    command = [os.environ.get("COSIGN", "cosign"), *arguments]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except FileNotFoundError as e:
        hint = "hint: install it (https://docs.sigstore.dev/cosign/system_config/installation/), or set COSIGN to its path"
        raise Refused(f"there is no {command[0]} here to check signatures with; {hint}") from e
