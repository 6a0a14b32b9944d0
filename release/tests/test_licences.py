# SPDX-License-Identifier: Apache-2.0
"""release/licences.py on files whose SBOMs name good licences, and others."""

import tempfile
import unittest
from pathlib import Path

import made_up


class Licences(unittest.TestCase):
    def setUp(self):
        self.directory = Path(self.enterContext(tempfile.TemporaryDirectory())) / "files"
        self.directory.mkdir()
        self.path = self.directory / made_up.ARCHIVE
        self.path.write_bytes(made_up.tar({"p/LICENSE": b"Apache", "p/third-party/b-1-jar/LICENSE": b"MIT"}))

    def run_with(self, licences):
        made_up.write_bom(self.path, [made_up.LIBRARY | {"licenses": licences}])
        return made_up.run("licences.py", self.directory)

    def test_good(self):
        for licences in (
            [{"license": {"id": "MIT"}}],
            [{"license": {"id": "MIT-0"}}],
            [{"expression": "GPL-2.0-only WITH Classpath-exception-2.0"}],
            [{"license": {"id": "SSPL-1.0"}}, {"license": {"id": "Apache-2.0"}}],
        ):
            with self.subTest(licences):
                done = self.run_with(licences)
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_refused(self):
        for licences, said in (
            ([{"license": {"id": "AGPL-3.0-only"}}], "AGPL-3.0-only"),
            ([{"license": {"name": "Our Own"}}], "Our Own (no SPDX identifier)"),
            ([{"license": {"id": "GPL-2.0-only WITH Classpath-exception-2.0 AND AGPL-3.0-only"}}],
             "GPL-2.0-only WITH Classpath-exception-2.0 AND AGPL-3.0-only"),
            ([], "no licence"),
        ):
            with self.subTest(licences):
                done = self.run_with(licences)
                self.assertEqual(done.returncode, 1)
                self.assertIn(f"licences: {made_up.ARCHIVE}: b 1: {said}\n", done.stderr)

    def test_a_file_without_the_texts(self):
        self.path.write_bytes(made_up.tar({"p/podpass": b"ELF"}))
        done = self.run_with([{"license": {"id": "MIT"}}])
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"licences: {made_up.ARCHIVE}: has no LICENSE\n", done.stderr)
        self.assertIn(f"licences: {made_up.ARCHIVE}: has no licence of b 1\n", done.stderr)
