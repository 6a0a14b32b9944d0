# SPDX-License-Identifier: Apache-2.0
"""What a build of a release needs: the JDK, the time that everything has, and archives of the same bytes from the same files."""

import gzip
import os
import subprocess
import tarfile
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def environment(native=False):
    """With JAVA_HOME, as .mvn/jdk.sh finds it; with native, GRAALVM_HOME too, if the pinned one is to be taken."""
    script = f"native={'yes' if native else ''}; . .mvn/jdk.sh && env -0"
    found = subprocess.run(["sh", "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if found.returncode:
        raise SystemExit(found.returncode)
    return dict(line.split("=", 1) for line in found.stdout.split("\0") if line)


def time(default=0):
    """SOURCE_DATE_EPOCH, in seconds since 1970."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", default))


def iso(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def pack(directory, archive, seconds):
    """Regardless of user and time; what can be read can be read by all, and only the owner may write."""

    def plain(entry):
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = seconds
        if not entry.issym():
            entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    with open(archive, "wb") as file, gzip.GzipFile("", "wb", 6, file, 0) as zipped:
        with tarfile.open(fileobj=zipped, mode="w", format=tarfile.GNU_FORMAT) as tar:
            tar.add(directory, directory.name, filter=plain)
