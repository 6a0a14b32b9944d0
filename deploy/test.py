#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of the container image, of the chart and of the alerts. HELM names one Helm or several; deploy/helm.sh has one."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = {
    "there is no Go here (https://go.dev/dl/)": shutil.which("go"),
    "there is no dist/target/podpass (./verify -Pnative)": (ROOT / "dist/target/podpass").exists(),
}
OPTIONS = ["image.repository=registry.example/podpass", "options.providers={ecr}", "startupTaint.enabled=true", "events.enabled=true"]


def run(*command, **more):
    return subprocess.run(command, cwd=ROOT, check=True, **more)


def python():
    """With what reads manifests as an API server does, of .ci/requirements.txt."""
    found = run("sh", "-c", ". .mvn/pip-tools.sh; pip_tools .ci/requirements.txt && echo $tools/bin/python", stdout=subprocess.PIPE, text=True)
    return found.stdout.strip()


def test_manifests(helm, python):
    more = [word for option in OPTIONS for word in ("--set", option)]
    run("deploy/manifests.py", *more, env={**os.environ, "HELM": helm}, stdout=subprocess.DEVNULL)
    written = [(ROOT / "dist/target/manifests" / name).read_text() for name in ("namespace.yaml", "podpass.yaml")]
    run(python, "-c", "import sys, yaml, schemas; [schemas.check(it) for it in yaml.safe_load_all(sys.stdin) if it]",
        input="".join(written), text=True, env={**os.environ, "PYTHONPATH": "deploy/chart"})
    order = re.findall(r"(?m)^kind: (ValidatingAdmissionPolicy|ClusterRole)", written[1])
    if order != sorted(order, reverse=True) or len(set(order)) != 2:
        sys.exit(f"deploy: the manifests grant before they limit: {order}")


def test_alerts():
    promtool = run("deploy/promtool.sh", stdout=subprocess.PIPE, text=True).stdout.strip()
    run(promtool, "check", "rules", "deploy/chart/podpass/files/alerts.yaml")
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
    checking = python()
    for helm in helms:
        run(checking, "deploy/chart/test.py", helm, ROOT / "dist/target/podpass")
    test_manifests(helms[-1], checking)
    run(checking, "deploy/chart/model.py", helms[-1], ROOT / "dist/target/podpass")
    print(f"deploy: the image, the alerts, the chart with {' and '.join(helms)}, and the manifests are good")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as e:
        sys.exit(f"deploy: {Path(e.cmd[0]).name} ended with {e.returncode}")
