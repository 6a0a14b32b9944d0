# SPDX-License-Identifier: Apache-2.0
"""Two builds, which are the same, or not."""

import shutil
import tempfile
import unittest
from pathlib import Path

import made_up

BUNDLE = "podpass-1.0.0-linux-amd64-bundle.tar.gz"


class Compare(unittest.TestCase):
    def setUp(self):
        scratch = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.one = made_up.files(scratch / "one")
        (self.one / BUNDLE).write_bytes(made_up.tar({"b/podpass.jar": b"jar", "b/podpass.jsa": b"1"}))
        self.two = scratch / "two"
        shutil.copytree(self.one, self.two)

    def compare(self):
        return made_up.run("compare.py", self.one, self.two)

    def test_the_same(self):
        done = self.compare()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual([line.split()[2] for line in done.stdout.splitlines()], ["="] * 10)

    def test_another_archive_of_classes(self):
        (self.two / BUNDLE).write_bytes(made_up.tar({"b/podpass.jar": b"jar", "b/podpass.jsa": b"2"}))
        done = self.compare()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn(f"= but for podpass.jsa {BUNDLE}\n", done.stdout)

    def test_another_jar_in_the_bundle(self):
        (self.two / BUNDLE).write_bytes(made_up.tar({"b/podpass.jar": b"other", "b/podpass.jsa": b"1"}))
        done = self.compare()
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"DIFFERS {BUNDLE}\n", done.stdout)

    def test_another_file_and_a_missing_one(self):
        (self.two / made_up.JAR).write_bytes(b"other")
        (self.one / made_up.CHART).unlink()
        done = self.compare()
        self.assertEqual((done.returncode, done.stderr), (1, "compare: two builds of the same commit differ\n"))
        self.assertIn(f"DIFFERS {made_up.JAR}\n", done.stdout)
        self.assertIn(f"MISSING {made_up.CHART}\n", done.stdout)
