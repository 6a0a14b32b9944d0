#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails unless each component in each SBOM in DIR has a licence of release/licences.txt, by its SPDX
identifier, and the licence's text is in the file."""

import argparse
import json
import re
import sys
from pathlib import Path

import archives
import bom

# What podpass's own LICENSE says, and what asks for no text.
SAME = {"Apache-2.0", "MIT-0"}
# Where the licence is of what is no library.
TEXTS = {
    "openjdk": "/java.base/LICENSE",
    "openjdk-libjava": "/java.base/LICENSE",
    "graalvm-native-image": "/third-party/graalvm.txt",
    "zlib": "/java.base/zlib.md",
    "busybox-static": "/doc/busybox-static/copyright",
    "ca-certificates": "/doc/ca-certificates/copyright",
    "libc6": "/doc/libc6/copyright",
}
THIRD_PARTY = re.compile(r"/third-party/([^/]+)/")
LIST = Path(__file__).with_name("licences.txt")


def allowed():
    lines = (line.partition("#")[0].strip() for line in LIST.read_text().splitlines())
    return {line for line in lines if line}


def of(component):
    """The licences that a component can be had under: one is enough."""
    for each in component.get("licenses", []):
        licence = each.get("license", {})
        yield each.get("expression") or licence.get("id") or f"{licence.get('name')} (no SPDX identifier)"


def wrong_components(document, good):
    for component in document["components"]:
        named = list(of(component))
        if component["type"] != "file" and not good.intersection(named):
            yield f"{component['name']} {component['version']}: {' or '.join(named) or 'no licence'}"


def has_text(component, names):
    """A library's licence is in a directory named after its jar, or after the beginning of its name."""
    if component["name"] in TEXTS:
        return any(name.endswith(TEXTS[component["name"]]) for name in names)
    full = f"{component['name']}-{component['version']}"
    places = {found[1] for found in map(THIRD_PARTY.search, names) if found}
    return full + "-jar" in places or any(full.startswith(place + "-") for place in places)


def wrong_texts(path, document):
    """podpass's own licence is there, and that of each component that has another."""
    names = ["/" + name for name, _ in archives.files(path)]
    if not any(name.endswith("/LICENSE") for name in names):
        yield "has no LICENSE"
    for component in document["components"]:
        if component["type"] == "file" or SAME.intersection(of(component)):
            continue
        if not has_text(component, names):
            yield f"has no licence of {component['name']} {component['version']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    directory = parser.parse_args().directory
    good = allowed()
    failed = False
    for path in sorted(directory.iterdir()):
        if bom.has_one(path):
            document = json.loads(path.with_name(path.name + bom.ENDING).read_text())
            for sentence in [*wrong_components(document, good), *wrong_texts(path, document)]:
                print(f"licences: {path.name}: {sentence}", file=sys.stderr)
                failed = True
    if failed:
        sys.exit("licences: hint: replace the library, or add the licence to release/licences.txt if it may be shipped")


if __name__ == "__main__":
    main()
