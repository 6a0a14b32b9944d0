#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Installs podpass's Debian package in a new root directory, lets it answer a pull from the fake clouds, and removes it; fails
if anything of it is left. Needs root, a Debian mirror and ./mvnw package. Exits with 69 if there is no such directory to be
had."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import builds

# With /proc, as on a node.
ENTER = 'mount -t proc proc "$0/proc" && exec chroot "$0" env -i "$@"'
VARIABLES = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive"]
# Files of dpkg's own records change with every package.
RECORDS = ("var/lib/dpkg", "var/log")


def not_tried(why):
    print(f"NOT TRIED: the package in a new root directory; {why}", file=sys.stderr)
    sys.exit(69)


def make_root(work):
    if os.getuid() != 0:
        not_tried("it needs root")
    if not shutil.which("dpkg-deb"):
        not_tried("this is no Debian")
    mmdebstrap = shutil.which("mmdebstrap")
    if not mmdebstrap:  # Unpacked only.
        fetch = "apt-get download mmdebstrap && dpkg-deb -x mmdebstrap_*.deb tools"
        if subprocess.run(fetch, shell=True, cwd=work, capture_output=True).returncode:
            not_tried("there is no mmdebstrap here (apt-get install mmdebstrap)")
        mmdebstrap = work / "tools/usr/bin/mmdebstrap"
    mirror = os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian")
    make = ["perl", mmdebstrap, "--mode=root", "--variant=essential", "--quiet", "bookworm", work / "root", mirror]
    if subprocess.run(make, stdout=sys.stderr).returncode:
        not_tried("mmdebstrap cannot make it")
    return work / "root"


def listing(root):
    found = (path.relative_to(root) for path in root.rglob("*"))
    return {str(path) for path in found if not str(path).startswith(RECORDS)}


def inside(root, *command, variables=(), **more):
    enter = ["unshare", "--mount", "sh", "-c", ENTER, root, *VARIABLES, *variables]
    return subprocess.run([*enter, *command], check=True, stdout=subprocess.PIPE, text=True, **more).stdout


@contextmanager
def clouds():
    """The fake clouds, by the variables that they print, with the paths of requests."""
    java = builds.environment()["JAVA_HOME"] + "/bin/java"
    command = [java, "-cp", "testkit/target/classes:testkit/target/lib/*", "dev.podpass.testkit.Serve"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=builds.ROOT, **pipes) as serving:  # It ends with its standard input.
        said = "".join(takewhile(lambda line: line != "# ready\n", serving.stdout))
        yield dict(re.findall(r"(?m)^export (\w+)='(.*)'$", said))


def pull(root):
    """A pull from each cloud, by the name that the package gives the plugin there."""
    with clouds() as exported:
        variables = [f"{name}={value}" for name, value in exported.items()]
        # The clouds' CA lies outside of the root directory.
        authority = Path(exported["SSL_CERT_FILE"])
        there = root / authority.relative_to("/")
        made = [place for place in [there.parent, *there.parent.parents] if not place.exists()]
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(authority, there)
        for cloud in ("ecr", "gar", "acr", "alibaba"):
            print(f"$ podpass-{cloud} <request")
            with open(exported[f"{cloud.upper()}_REQUEST"]) as stdin:
                answer = json.loads(inside(root, f"/usr/libexec/podpass/podpass-{cloud}", variables=variables, stdin=stdin))
            logins = {registry: login["password"] for registry, login in answer["auth"].items()}
            if answer["kind"] != "CredentialProviderResponse" or not all(logins.values()):
                sys.exit(f"try-package: podpass-{cloud} gives no credential")
            print("a credential for", *logins)
        there.unlink()
        for place in made:
            place.rmdir()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path)
    package = parser.parse_args().package.resolve(strict=True)
    with tempfile.TemporaryDirectory() as work:
        root = make_root(Path(work))
        before = listing(root)
        print(f"$ dpkg -i {package.name}")
        shutil.copy(package, root / "podpass.deb")
        print(inside(root, "dpkg", "-i", "/podpass.deb"), end="")
        (root / "podpass.deb").unlink()
        print(inside(root, "podpass", "version"), end="")
        pull(root)
        print("$ dpkg --purge podpass")
        print(inside(root, "dpkg", "--purge", "podpass"), end="")
        changed = listing(root) ^ before
        if changed:
            sys.exit(f"try-package: this is left, or gone, after the package was removed: {sorted(changed)}")
        known = inside(root, "dpkg-query", "--show", "--showformat", "${Package} ")
        if "podpass" in known.split():
            sys.exit("try-package: dpkg knows the package still")
        print("nothing is left")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as e:
        sys.exit(f"try-package: {' '.join(map(str, e.cmd[-3:]))} ended with {e.returncode}")
