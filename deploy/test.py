#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of the container image, of the chart and of the alerts. HELM names one Helm or several; deploy/helm.sh has one."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TYPES = ROOT / "deploy/bin/types"
NEEDED = {
    "there is no Go here (https://go.dev/dl/)": shutil.which("go"),
    "there is no dist/target/podpass (./verify -Pnative)": (ROOT / "dist/target/podpass").exists(),
    "there is no Python with PyYAML (apt-get install python3-yaml)": find_spec("yaml"),
}
OPTIONS = ["image.repository=registry.example/podpass", "options.providers={ecr}", "startupTaint.enabled=true"]


def run(*command, **more):
    return subprocess.run(command, cwd=ROOT, check=True, **more)


def test_manifests(helm):
    more = [word for option in OPTIONS for word in ("--set", option)]
    run("deploy/manifests.py", *more, env={**os.environ, "HELM": helm}, stdout=subprocess.DEVNULL)
    written = [(ROOT / "dist/target/manifests" / name).read_text() for name in ("namespace.yaml", "podpass.yaml")]
    run(TYPES, input="".join(written), text=True)
    order = re.findall(r"(?m)^kind: (ValidatingAdmissionPolicy|ClusterRole)", written[1])
    if order != sorted(order, reverse=True) or len(set(order)) != 2:
        sys.exit(f"deploy: the manifests grant before they limit: {order}")


def test_alerts():
    promtool = run("deploy/promtool.sh", stdout=subprocess.PIPE, text=True).stdout.strip()
    run(promtool, "check", "rules", "docs/grafana/alerts.yaml")
    run(promtool, "test", "rules", "deploy/chart/alerts-test.yaml")


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    missing = next((reason for reason, found in NEEDED.items() if not found), None)
    if missing:
        print(f"NOT TESTED: the container image and the chart; {missing}", file=sys.stderr)
        sys.exit(69)
    run("deploy/image/test.py")
    test_alerts()
    helms = (os.environ.get("HELM") or run("deploy/helm.sh", stdout=subprocess.PIPE, text=True).stdout).split()
    build = ["go", "build", "-p", "2", "-trimpath", "-buildvcs=false", "-o", TYPES, "."]
    subprocess.run(build, cwd=ROOT / "deploy/chart/types", env={**os.environ, "CGO_ENABLED": "0"}, check=True)
    for helm in helms:
        run("deploy/chart/test.py", helm, ROOT / "dist/target/podpass", TYPES)
    test_manifests(helms[-1])
    run("deploy/chart/model.py", helms[-1])
    print(f"deploy: the image, the alerts, the chart with {' and '.join(helms)}, and the manifests are good")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as e:
        sys.exit(f"deploy: {Path(e.cmd[0]).name} ended with {e.returncode}")
