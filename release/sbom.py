#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""sbom.py DIR: writes NAME.cdx.json beside each file of a release in DIR, in CycloneDX's form.

From what ./mvnw -Psbom,native package has left in dist/target: bom.json, of cyclonedx-maven-plugin; classpath.txt;
podpass.contents.txt, which says what the executable contains by reachability. What is in a file is read from it.
"""

import argparse
import json
import os
import re
from datetime import datetime, timezone
from pathlib import Path

import archives
import bom
import libraries

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "dist" / "target"
EXECUTABLE = re.compile(r"(^|/)podpass$")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    time = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
    version = json.loads((options.target / "bom.json").read_text())["metadata"]["component"]["version"]
    known = libraries.of_maven(options.target / "bom.json", options.target / "classpath.txt")
    for path in sorted(options.directory.iterdir()):
        if not bom.has_one(path):
            continue
        components = of_jar(known, path) if path.suffix == ".jar" else of_archive(known, path, options.target)
        text = bom.written(path, components, time, version)
        path.with_name(path.name + bom.ENDING).write_text(text)


def of_jar(known, path):
    """The libraries whose packages are in the jar, each with those packages."""
    return libraries.with_packages(known, bom.packages(path))


def of_archive(known, path, target):
    content = dict(archives.files(path))
    components = [bom.file(name, data) for name, data in sorted(content.items())]
    if any(name.endswith("/podpass.jar") for name in content):
        release = next(data for name, data in content.items() if name.endswith("/runtime/release"))
        return [libraries.shown(each) for each in known] + [libraries.runtime(release.decode())] + components
    executable = next(data for name, data in content.items() if EXECUTABLE.search(name))
    found = libraries.reachable(known, (target / "podpass.contents.txt").read_text(), executable)
    return found + libraries.of_debian(content) + components


if __name__ == "__main__":
    main()
