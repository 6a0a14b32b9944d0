# SPDX-License-Identifier: Apache-2.0
"""How old the pinned JDK may be, and that Renovate and the workflows know the pins."""

import json
import re
import unittest
from datetime import date

import made_up
import pins

ROOT = made_up.RELEASE.parent
MADE_UP = {"jdk": "25.0.4.1+1", "graalvm.jdk": "25.0.5"}


class Pins(unittest.TestCase):
    def test_updates_come_on_third_tuesdays(self):
        days = [pins.scheduled(update) for update in (1, 2, 3, 4, 5, 6)]
        self.assertEqual(days, [date(2025, 10, 21), date(2026, 1, 20), date(2026, 4, 21), date(2026, 7, 21), date(2026, 10, 20),
                                date(2027, 1, 19)])

    def test_a_pin_is_stale_from_the_day_of_the_next_update(self):
        self.assertEqual(list(pins.stale(MADE_UP, date(2026, 10, 19))), [])
        self.assertEqual(
            list(pins.stale(MADE_UP, date(2026, 10, 20))),
            ["the pinned JDK is of JDK 25.0.4.1+1; 25.0.5 has been due since 2026-10-20"])
        self.assertEqual(len(list(pins.stale(MADE_UP, date(2027, 1, 19)))), 2)

    def test_a_pin_is_stale_when_an_update_out_of_turn_fixes_something(self):
        day = date(2026, 10, 19)
        fix = {"id": "CVE-1", "component": "openjdk", "fixed": "25.0.4.2"}
        self.assertEqual(list(pins.stale(MADE_UP, day, [fix])), ["the pinned JDK is of JDK 25.0.4.1+1; 25.0.4.2 fixes CVE-1"])
        self.assertEqual(len(list(pins.stale(MADE_UP, day, [fix | {"fixed": "25.0.5.1"}]))), 2)
        self.assertEqual(list(pins.stale(MADE_UP, day, [fix | {"fixed": "25.0.4.1"}, fix | {"component": "zlib"}])), [])

    def test_versions_are_compared_by_their_numbers(self):
        for version, older in (("25.0.4.1+9", True), ("25.0.5+8-LTS", False), ("25.0.5.1+2-1-deb13u1-Debian", False), ("25+36", True)):
            with self.subTest(version):
                self.assertEqual(pins.older(version, MADE_UP), older)

    def test_every_pin_has_a_sum_for_each_platform(self):
        real = pins.read()
        for what in ("jdk", "graalvm"):
            for platform in ("linux-x64", "linux-aarch64"):
                self.assertRegex(real[f"{what}.{platform}"], "^[0-9a-f]{64}$")
        self.assertTrue(real["graalvm.file"].endswith("-" + real["graalvm.jdk"]))

    def test_renovate_knows_both(self):
        text = pins.FILE.read_text()
        found = {}
        for manager in json.loads((ROOT / ".github/renovate.json").read_text())["customManagers"]:
            if any(re.search(pattern.strip("/"), ".mvn/jdk.properties") for pattern in manager["managerFilePatterns"]):
                [expression] = manager["matchStrings"]
                found[manager["depNameTemplate"]] = re.search(expression.replace("(?<", "(?P<"), text)["currentValue"]
        real = pins.read()
        self.assertEqual(found, {"adoptium/temurin25-binaries": real["jdk"], "graalvm/graalvm-ce-builds": real["graalvm"]})

    def test_nothing_else_names_a_jdk_or_a_tool(self):
        for path in (ROOT / ".github").rglob("*.yml"):
            self.assertNotRegex(path.read_text(), "java-version|setup-(java|graalvm)", path)
        for path in (each for each in made_up.RELEASE.iterdir() if each.is_file()):
            self.assertNotRegex(path.read_text(), r"go (run|install) \S*@", path)
