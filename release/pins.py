#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Warns if the JDK or the GraalVM that .mvn/jdk.properties pins is no longer recent, and fails if an
executable's JDK, of VERSION, is older than the pinned GraalVM's."""

import argparse
import json
import re
import sys
from datetime import date, timedelta
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / ".mvn" / "jdk.properties"
# JDK 25.0.1; an update is scheduled for the third Tuesday of every third month from then.
FIRST = 2025, 10


def read(path=FILE):
    return dict(re.findall(r"(?m)^([^#=\s]+)=(\S+)$", path.read_text()))


def scheduled(update):
    """The day on which 25.0.UPDATE comes out."""
    months = FIRST[0] * 12 + FIRST[1] - 1 + 3 * (update - 1)
    first = date(months // 12, months % 12 + 1, 1)
    return first + timedelta(days=(1 - first.weekday()) % 7 + 14)


def numbers(version):
    """Of 25.0.5.1+2-Debian: 25, 0, 5, 1."""
    return [int(each) for each in re.match(r"[\d.]+", version)[0].split(".")]


def stale(pins, today, advisories=()):
    """A sentence for each pin after which a scheduled update has come out, or an update with a fix of its own."""
    fixes = [each["fixed"] for each in advisories if each["component"] == "openjdk"]
    newest = max(fixes, key=numbers, default="0")
    for name, version in (("JDK", pins["jdk"]), ("GraalVM", pins["graalvm.jdk"])):
        if numbers(version) < numbers(newest):
            ids = ", ".join(each["id"] for each in advisories if numbers(version) < numbers(each["fixed"]))
            yield f"the pinned {name} is of JDK {version}; {newest} fixes {ids}"
        following = numbers(version)[2] + 1
        if scheduled(following) <= today:
            yield f"the pinned {name} is of JDK {version}; 25.0.{following} has been due since {scheduled(following)}"


def older(version, pins):
    """Whether an executable carries a JDK that is older than that of the pinned GraalVM."""
    return numbers(version) < numbers(pins["graalvm.jdk"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", nargs="?")
    version = parser.parse_args().version
    if version:
        if older(version, read()):
            sys.exit(f"pins: JDK {version} is older than the pinned {read()['graalvm.jdk']}; hint: build with `.mvn/fetch-jdk graalvm`")
    advisories = json.loads(Path(__file__).with_name("advisories.json").read_text())
    for sentence in stale(read(), date.today(), advisories):
        print(f"WARNING: {sentence}; hint: change .mvn/jdk.properties", file=sys.stderr)
