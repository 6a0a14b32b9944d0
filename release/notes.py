#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""notes.py VERSION [DIR]: prints the release notes, which are CHANGELOG's section of that version, and with the release's
files in DIR whose TLS code is in them.
notes.py --date VERSION DAY: makes the section Unreleased the version's, before its tag is set."""

import json
import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
EMPTY = "## [Unreleased]\n"


def section(text, version):
    found = re.search(rf"(?ms)^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)\n(.*?)(?=^## \[|\Z)", text)
    if not found:
        raise ValueError(f"CHANGELOG.md has no dated section {version}; hint: release/notes.py --date {version} DAY")
    if not found[2].strip():
        raise ValueError(f"CHANGELOG.md says nothing of {version}")
    return found[2].strip() + "\n"


def latest(version):
    """The version's section; of a rehearsal, which has none, Unreleased."""
    text = CHANGELOG.read_text()
    try:
        return section(text, version)
    except ValueError:
        return text.partition(EMPTY)[2].partition("\n## [")[0].strip() + "\n"


def tls(version, directory):
    """By the SBOMs, which say of which JDK the classes are."""
    executables, bundles = {}, {}
    for document in sorted(directory.glob(f"podpass-{version}-linux-*.tar.gz.cdx.json")):
        found = executables if "-bundle." not in document.name else bundles
        for each in json.loads(document.read_text())["components"]:
            if each["name"] == "openjdk":
                vendor = each.get("supplier", {}).get("name")
                found[each["version"] + (f" of {vendor}" if vendor else "")] = None
    if not executables or not bundles:
        raise ValueError(f"{directory} has no SBOMs of the executable and the bundle")
    return (
        "### Whose TLS code is inside\n\n"
        f"- The executables, packages and the image: JDK {' and '.join(executables)}.\n"
        f"- The bundle: JDK {' and '.join(bundles)}.\n"
        "- The jar: that of the Java runtime that it is run with.\n"
    )


def dated(text, version, day):
    if not re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?", version) or not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        raise ValueError(f"{version} {day}: a version is like 1.2.3, and a day like 2026-12-31")
    if f"## [{version}]" in text:
        raise ValueError(f"CHANGELOG.md has a section {version} already")
    if EMPTY not in text:
        raise ValueError("CHANGELOG.md has no section Unreleased")
    return text.replace(EMPTY, f"{EMPTY}\n## [{version}] - {day}\n", 1)


def main(arguments):
    try:
        text = CHANGELOG.read_text()
        match arguments:
            case ["--date", version, day]:
                CHANGELOG.write_text(dated(text, version, day))
            case ["-h" | "--help"]:
                print(__doc__)
            case [version] if not version.startswith("-"):
                print(section(text, version), end="")
            case [version, directory]:
                print(section(text, version), tls(version, Path(directory)), sep="\n", end="")
            case _:
                print(__doc__, file=sys.stderr)
                sys.exit(64)
    except ValueError as e:
        sys.exit(f"notes: {e}")


if __name__ == "__main__":
    main(sys.argv[1:])
