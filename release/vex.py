#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""vex.py VERSION DIR: writes podpass-VERSION.openvex.json beside the files of a release in DIR: whether each advisory of
release/advisories.json affects the executable.

By the SBOM of each file with the executable, and by DIR's lists of the classes that native-image found reachable in it
(podpass-VERSION-linux-ARCH.classes.txt). A reachable class is never called absent; without classes in the advisory, or
with one that is reachable, only a newer version of the component ends it.
"""

import argparse
import json
import os
import re
import uuid
from datetime import datetime, timezone
from pathlib import Path

import archives
import bom

ENDING = ".openvex.json"
CLASSES = ".classes.txt"
ABSENT = "not reachable in the executable: "
ADVISORIES = Path(__file__).with_name("advisories.json")


def reachable(directory):
    """The classes of all architectures."""
    lists = sorted(directory.glob("*" + CLASSES))
    if not lists:
        raise ValueError(f"{directory} has no list of the executable's classes (*{CLASSES})")
    return {line for path in lists for line in path.read_text().splitlines()}


def matching(pattern, classes):
    """The classes that a name stands for, nested ones too; or PACKAGE.*, with the packages below it."""
    starts = pattern.removesuffix("*") if pattern.endswith(".*") else pattern + "$"
    return [each for each in classes if each == pattern or each.startswith(starts)]


def numbers(version):
    """25.0.4.1+1-LTS is 25.0.4.1."""
    return [int(each) for each in re.match(r"\d+(\.\d+)*", version)[0].split(".")]


def is_before(version, fixed):
    one, two = numbers(version), numbers(fixed)
    length = max(len(one), len(two))
    return one + [0] * (length - len(one)) < two + [0] * (length - len(two))


def parts(component):
    """The C code of a JDK can be of an older update than its classes; an advisory does not say which of them it is of."""
    return (component, f"{component}-libjava")


def judged(advisory, version, classes):
    if not is_before(version, advisory["fixed"]):
        return {"status": "fixed"}
    if not advisory["classes"]:
        return {"status": "under_investigation", "status_notes": "the advisory names no classes"}
    found = [each for pattern in advisory["classes"] for each in matching(pattern, classes)]
    if found:
        action = f"update to a release with {advisory['component']} {advisory['fixed']}"
        return {"status": "affected", "status_notes": f"reachable: {sorted(found)[0]}", "action_statement": action}
    return {
        "status": "not_affected",
        "justification": "vulnerable_code_not_present",
        "impact_statement": ABSENT + ", ".join(advisory["classes"]),
    }


def products(directory):
    """Each file with the executable, as its SBOM names it, and its components."""
    for path in sorted(directory.glob("*" + bom.ENDING)):
        parsed = json.loads(path.read_text())
        if any(each["name"] == "graalvm-native-image" for each in parsed["components"]):
            product = {"@id": parsed["metadata"]["component"]["purl"], "hashes": {"sha-256": bom.sha256_in(parsed["metadata"]["component"])}}
            yield product, [each for each in parsed["components"] if "purl" in each]


def statements(directory, advisories):
    classes = reachable(directory)
    for advisory in advisories:
        by_judgement = {}
        for product, components in products(directory):
            found = [each for each in components if each["name"] in parts(advisory["component"])]
            if found:
                oldest = min((each["version"] for each in found), key=numbers)
                judgement = json.dumps(judged(advisory, oldest, classes))
                by_judgement.setdefault(judgement, []).append(product | {"subcomponents": [{"@id": each["purl"]} for each in found]})
        for judgement, found in by_judgement.items():
            yield {"vulnerability": {"name": advisory["id"]}, "products": found, **json.loads(judgement)}


def document(directory, advisories, time):
    made = list(statements(directory, advisories))
    return {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": f"urn:uuid:{uuid.uuid5(bom.SPACE, json.dumps(made, sort_keys=True))}",
        "author": "podpass",
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "version": 1,
        "statements": made,
    }


def wrong(directory):
    """What is not true of the document in a release; its products are compared by their sums."""
    found = list(directory.glob("*" + ENDING))
    if len(found) != 1:
        return [f"there are {len(found)} VEX documents (*{ENDING}), and not one"]
    classes = reachable(directory)
    sums = {archives.sha256(path.read_bytes()) for path in directory.iterdir() if path.is_file()}
    statements = json.loads(found[0].read_text())["statements"]
    products = {product["@id"]: product for each in statements for product in each["products"]}
    sentences = [
        f"{found[0].name}: {name} is not a file of this release"
        for name, product in products.items()
        if product["hashes"]["sha-256"] not in sums
    ]
    for each in statements:
        name = each["vulnerability"]["name"]
        if each["status"] == "not_affected":
            patterns = each["impact_statement"].removeprefix(ABSENT).split(", ")
            reached = sorted(each for pattern in patterns for each in matching(pattern, classes))
            if reached or not each["impact_statement"].startswith(ABSENT):
                sentences.append(f"{found[0].name}: {name}: not proven absent: {', '.join(reached) or 'it names no classes'}")
    return sentences


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--advisories", type=Path, default=ADVISORIES)
    options = parser.parse_args()
    time = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
    advisories = json.loads(options.advisories.read_text())
    text = json.dumps(document(options.directory, advisories, time), indent=1) + "\n"
    (options.directory / f"podpass-{options.version}{ENDING}").write_text(text)


if __name__ == "__main__":
    main()
