#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds everything of a release from this commit into DIR, without signatures.

It takes the pinned JDK and GraalVM and nothing else; with PODPASS_JDK=any, for a rehearsal, the machine's JDK and
GRAALVM_HOME. The packages and the image need Go.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import artifacthub
import builds
import notes
import vex

TARGET = builds.ROOT / "dist/target"


def pack_chart(version, archive):
    """As helm package does it, but with the time of the commit, and with what Artifact Hub shows."""
    with tempfile.TemporaryDirectory() as scratch:
        chart = Path(scratch, "podpass")
        shutil.copytree(builds.ROOT / "deploy/chart/podpass", chart)
        shutil.copy(builds.ROOT / "LICENSE", chart)
        described = (chart / "Chart.yaml").read_text().rstrip("\n") + "\n"
        described = re.sub(r"(?m)^(version|appVersion): .*", rf"\1: {version}", described)
        # The annotations come last in it.
        (chart / "Chart.yaml").write_text(described + artifacthub.annotations(version, notes.latest(version)))
        builds.pack(chart, archive, builds.time())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tested", action="store_true", help="run all tests of it, too")
    parser.add_argument("--executable", type=Path, metavar="FROM", help="take podpass and its two lists from this "
                        "directory, as ./verify -Pnative leaves them")
    parser.add_argument("version")
    parser.add_argument("directory", type=Path)
    options = parser.parse_args()
    os.environ.setdefault("PODPASS_JDK", "pinned")
    environment = builds.environment(native=not options.executable)
    options.directory.mkdir(parents=True, exist_ok=True)
    if any(options.directory.iterdir()):
        parser.error(f"{options.directory} is not empty")
    if not shutil.which("go"):
        sys.exit("build: there is no Go here; hint: https://go.dev/dl/")
    if not options.executable and not environment.get("GRAALVM_HOME"):
        sys.exit("build: set GRAALVM_HOME to a GraalVM for JDK 25")

    def output(*command):
        return subprocess.run(command, cwd=builds.ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def run(*command):
        subprocess.run(command, cwd=builds.ROOT, env=environment, check=True, stdout=sys.stderr)

    # Everything has the commit's time.
    environment["SOURCE_DATE_EPOCH"] = os.environ["SOURCE_DATE_EPOCH"] = output("git", "log", "-1", "--format=%ct")
    goals = ["-Pnative,archives,sbom", "verify"] if options.tested else ["-DskipTests", "package"]
    if not options.tested:
        goals.append("-Psbom" if options.executable else "-Pnative,sbom")
    if options.executable:  # A rehearsal, of sources that ./verify has checked.
        goals += ["-Derrorprone.checks=-XepDisableAllChecks", "-Dspotless.check.skip"]
    time = f"-Dproject.build.outputTimestamp={builds.iso(builds.time())}"
    run("./mvnw", "--batch-mode", "--quiet", f"-Drevision={options.version}", time, *goals)
    if options.executable:
        for name in ("podpass", "podpass.contents.txt", "podpass.classes.txt"):
            shutil.copy2(options.executable / name, TARGET)
            os.utime(TARGET / name)
    contents = (TARGET / "podpass.contents.txt").read_text()
    run("release/pins.py", *re.findall(r"\A# Java (\S*)", contents))
    said = output(TARGET / "podpass", "--version")
    if said != f"podpass {options.version}":
        sys.exit(f"build: the executable says {said}, and not podpass {options.version}")

    if not options.tested:
        run("release/package.py")
    run("deploy/image/build.py")
    files = [path for path in (TARGET / "archives").iterdir() if path.name != "SHA256SUMS"]
    for path in [*files, TARGET / f"image/podpass-{options.version}-image.tar"]:
        shutil.copy(path, options.directory)
    [bundle] = (TARGET / "archives").glob(f"podpass-{options.version}-linux-*-bundle.tar.gz")
    shutil.copy(TARGET / "podpass.classes.txt", options.directory / bundle.name.replace("-bundle.tar.gz", vex.CLASSES))
    shutil.copy(TARGET / "podpass.jar", options.directory / f"podpass-{options.version}.jar")
    pack_chart(options.version, options.directory / f"podpass-chart-{options.version}.tgz")
    run("release/sbom.py", options.directory.resolve())
    run("release/licences.py", options.directory.resolve())


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as e:
        sys.exit(f"build: {e.cmd[0]} ended with {e.returncode}")
