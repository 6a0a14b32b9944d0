#!/usr/bin/env python3
"""Runs what podpass trust prints with the clouds' tools: the AWS CLI against moto; gcloud, az and kubectl are played.

Needs Python 3.11, curl, jq and openssl; installs the tools into a cache directory with pip. Exits with 69 if pip cannot.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
REQUIREMENTS = HERE / "requirements.txt"


def tools():
    """A virtual environment of the requirements and of this Python."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "podpass-conformance")
    home = cache / f"trust-{hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()[:12]}"
    if not (home / "complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        venv = [sys.executable, "-m", "venv", home]
        pip = [home / "bin/pip", "install", "--quiet", "--require-hashes", "--requirement", REQUIREMENTS]
        if any(subprocess.run(command, stdout=sys.stderr).returncode for command in (venv, pip)):
            print(f"NOT TESTED: what podpass trust prints; pip cannot install {REQUIREMENTS}", file=sys.stderr)
            sys.exit(69)
        (home / "complete").touch()
    return home / "bin"


def built():
    executable = ROOT / "dist/target/podpass"
    if os.access(executable, os.X_OK):
        return str(executable)
    find = ". .mvn/jdk.sh && echo $JAVA_HOME"
    java = subprocess.run(["sh", "-c", find], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    return f"{java}/bin/java -XX:TieredStopAtLevel=1 -Xshare:auto -jar {ROOT}/dist/target/podpass.jar"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, help="this executable, instead of dist/target's, or its jar if there is none")
    parser.add_argument("tests", nargs="*", help="test_az.Adding, for example; otherwise all")
    options = parser.parse_args()
    if options.program and not os.access(options.program, os.X_OK):
        parser.error(f"{options.program} is no program that can be run")
    bin = tools()
    os.environ["PODPASS"] = str(options.program.resolve()) if options.program else built()
    os.environ["PATH"] = f"{bin}:{os.environ['PATH']}"
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.chdir(HERE)
    tests = options.tests or ["discover", "--start-directory", ".", "--pattern", "test_*.py"]
    os.execv(bin / "python", [str(bin / "python"), "-m", "unittest", *tests])


if __name__ == "__main__":
    main()
