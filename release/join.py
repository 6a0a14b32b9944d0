#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes one release in DIR of the parts that release/build.py has made, one for each
architecture. What does not depend on the architecture must be the same in all of them; the images become one."""

import argparse
import json
import re
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import archives
import bom

ROOT = Path(__file__).resolve().parent.parent


def join(version, directory, parts):
    directory.mkdir(parents=True)
    image = f"podpass-{version}-image.tar"
    for part in parts:
        for path in sorted(part.iterdir()):
            there = directory / path.name
            if path.name in (image, image + bom.ENDING):
                continue
            if there.exists() and there.read_bytes() != path.read_bytes():
                raise ValueError(f"{path.name} is not the same in every part")
            shutil.copy(path, there)
    executables = {architecture: executable(part, version) for part in parts for architecture in [architecture_of(part)]}
    build_image(executables, parts[0], version)
    shutil.copy(ROOT / "dist/target/image" / image, directory)
    documents = [json.loads((part / (image + bom.ENDING)).read_text()) for part in parts]
    (directory / (image + bom.ENDING)).write_text(joined(directory / image, documents))


def joined(path, documents):
    """The SBOM of the image of all architectures: what is in any of them."""
    components = {each["bom-ref"]: each for document in documents for each in document["components"]}
    time = datetime.strptime(documents[0]["metadata"]["timestamp"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    return bom.written(path, list(components.values()), time, documents[0]["metadata"]["component"]["version"])


def architecture_of(part):
    return re.search(r"-linux-(\w+)\.tar\.gz$", archive(part).name)[1]


def archive(part):
    return next(path for path in part.glob("*-linux-*.tar.gz") if not path.name.endswith("-bundle.tar.gz"))


def executable(part, version):
    """Unpacked beside the part."""
    unpacked = part.with_name(part.name + "-executable")
    content = dict(archives.files(archive(part)))
    unpacked.write_bytes(next(data for name, data in content.items() if name.endswith("/podpass")))
    unpacked.chmod(0o755)
    return unpacked


def build_image(executables, part, version):
    """With the licences of the first part's archive; release/verify.py compares the image with the SBOMs of all."""
    licences = ROOT / "dist/target/licences"
    shutil.rmtree(licences, ignore_errors=True)
    for name, data in archives.files(archive(part)):
        _, _, inner = name.partition("/third-party/")
        if inner:
            (licences / inner).parent.mkdir(parents=True, exist_ok=True)
            (licences / inner).write_bytes(data)
    options = [word for architecture, path in sorted(executables.items()) for word in (f"--{architecture}", str(path.resolve()))]
    subprocess.run([ROOT / "deploy/image/build.py", *options], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    parser.add_argument("directory", type=Path)
    parser.add_argument("parts", metavar="PART", nargs="+", type=Path)
    options = parser.parse_args()
    try:
        join(options.version, options.directory, options.parts)
    except ValueError as e:
        sys.exit(f"join: {e}")
