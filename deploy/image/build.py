#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the container image without a container engine; the same files give the same digest, which is printed.

It takes dist/target/podpass for this machine's architecture, and Debian's packages from DEBIAN_MIRROR. Writes
dist/target/image: layout, an OCI layout, and podpass-VERSION-image.tar, which `ctr images import` and `docker load` take.
Without --push its name is of a host that does not exist, so that nothing ever pulls it.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = ROOT / "dist/target"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def fail(status, message):
    print(f"image: {message}", file=sys.stderr)
    sys.exit(status)


def output(*command):
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()


def main():
    here = ARCHITECTURES.get(platform.machine())
    if not here:
        fail(69, f"there is no image for {platform.machine()}; hint: build it on x86_64 or aarch64")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--push", default="", metavar="NAME", help="to a registry, under this name")
    for architecture in ARCHITECTURES.values():
        default = TARGET / "podpass" if architecture == here else None
        parser.add_argument(f"--{architecture}", type=os.path.abspath, default=default, metavar="FILE", help="its executable")
    options = parser.parse_args()
    executable = getattr(options, here)
    if not shutil.which("go"):
        fail(69, "there is no Go here to build it with; hint: https://go.dev/dl/")
    if not os.access(executable, os.X_OK):
        fail(66, f"there is no executable {executable}; hint: ./verify -Pnative")

    version = output(executable, "--version").partition(" ")[2]
    time = re.search("<project.build.outputTimestamp>(.*)</", (ROOT / "pom.xml").read_text())[1]
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        time = datetime.fromtimestamp(int(epoch), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    # Of what the executable contains, if release/package.py has collected them.
    third_party = next(path for path in (TARGET / "licences", TARGET / "classes/META-INF/third-party") if path.is_dir())
    image = TARGET / "image"
    shutil.rmtree(image, ignore_errors=True)
    image.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        shutil.copytree(third_party, f"{work}/licences/third-party")
        shutil.copy(ROOT / "LICENSE", f"{work}/licences")
        subprocess.run(["go", "build", "-buildvcs=false", "-o", f"{work}/build", "."], cwd=ROOT / "deploy/image", check=True)
        named = {
            "amd64": options.amd64 or "",
            "arm64": options.arm64 or "",
            "version": version,
            "revision": output("git", "rev-parse", "HEAD"),
            "created": time,
            "licences": f"{work}/licences",
            "mirror": os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian"),
            "cache": "deploy/image/cache",
            "layout": image / "layout",
            "name": options.push or f"podpass.invalid/podpass:{version}",
            "push": options.push,
        }
        flags = [str(word) for name, value in named.items() for word in (f"-{name}", value)]
        if status := subprocess.run([f"{work}/build", *flags], cwd=ROOT).returncode:
            sys.exit(status)
    plain = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX", f"--mtime={time}"]
    archive = image / f"podpass-{version}-image.tar"
    packed = ["-C", image / "layout", "-cf", archive, "blobs", "index.json", "oci-layout"]
    subprocess.run(["tar", *plain, *packed], check=True)
    print(output("sha256sum", archive).split()[0], archive.name, sep="  ")


if __name__ == "__main__":
    main()
