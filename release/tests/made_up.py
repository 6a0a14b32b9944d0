# SPDX-License-Identifier: Apache-2.0
"""A release as small as can be, with SBOMs and signatures."""

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from datetime import datetime, timezone
from pathlib import Path

RELEASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RELEASE))

import archives  # noqa: E402
import bom  # noqa: E402

TIME = datetime(2026, 12, 1, tzinfo=timezone.utc)
COMMIT = "0123456789abcdef0123456789abcdef01234567"
ARCHIVE, PACKAGE, JAR, CHART = "podpass-1.0.0-linux-amd64.tar.gz", "podpass_1.0.0_amd64.deb", "podpass-1.0.0.jar", "podpass-chart-1.0.0.tgz"
LIBRARY = {"type": "library", "bom-ref": "pkg:maven/a/b@1", "name": "b", "version": "1", "purl": "pkg:maven/a/b@1",
           "licenses": [{"license": {"id": "MIT"}}]}


def tar(files):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(packed.getvalue(), mtime=0)


def image(digest):
    """An image in a file, of which only the name in a registry is there."""
    return gzip.decompress(tar({"index.json": json.dumps({"manifests": [{"digest": digest}]}).encode()}))


def debian_package(data):
    def member(name, content):
        return f"{name:16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode() + content + b"\n" * (len(content) % 2)

    return b"!<arch>\n" + member("debian-binary", b"2.0\n") + member("control.tar.gz", tar({})) + member("data.tar.gz", data)


def files(directory):
    """The files, with their SBOMs."""
    directory.mkdir(parents=True)
    content = {"p/podpass": b"ELF", "p/LICENSE": b"Apache", "p/third-party/b-1-jar/LICENSE": b"MIT"}
    (directory / ARCHIVE).write_bytes(tar(content))
    (directory / PACKAGE).write_bytes(debian_package(tar({"./usr/bin/podpass": b"ELF"})))
    (directory / CHART).write_bytes(tar({"podpass/Chart.yaml": b"name: podpass"}))
    with zipfile.ZipFile(directory / JAR, "w") as jar:
        jar.writestr("a/b/C.class", b"class")
    for name in (ARCHIVE, PACKAGE):
        write_bom(directory / name, [LIBRARY, *(bom.file(*each) for each in archives.files(directory / name))])
    write_bom(directory / JAR, [LIBRARY | {"evidence": {"occurrences": [{"location": "a/b"}]}}])
    (directory / "podpass-1.0.0-linux-amd64.classes.txt").write_text("java.lang.Object\n")
    done = run("vex.py", "1.0.0", directory, SOURCE_DATE_EPOCH="1796083200")
    assert done.returncode == 0, done.stderr
    return directory


def write_bom(path, components):
    path.with_name(path.name + bom.ENDING).write_text(bom.written(path, components, TIME, "1.0.0"))


def key(directory, name="key"):
    """A new pair of keys of cosign's; returns the private one."""
    cosign = os.environ["COSIGN"]
    prefix = str(directory / name)
    subprocess.run([cosign, "generate-key-pair", "--output-key-prefix", prefix], check=True, capture_output=True)
    return directory / f"{name}.key"


def run(script, *arguments, **environment):
    return subprocess.run([RELEASE / script, *arguments], capture_output=True, text=True, env=os.environ | environment)


def sign(directory, private):
    done = run("sign.py", directory, "--version", "1.0.0", "--commit", COMMIT, "--key", private)
    assert done.returncode == 0, done.stderr
