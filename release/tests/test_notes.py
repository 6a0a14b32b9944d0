# SPDX-License-Identifier: Apache-2.0
"""The sections of a changelog."""

import unittest
from importlib.machinery import SourceFileLoader

import made_up

notes = SourceFileLoader("notes", str(made_up.RELEASE / "notes")).load_module()
TEXT = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- new\n\n## [1.0.0] - 2026-12-01\n\n- first\n"


class Notes(unittest.TestCase):
    def test_a_section_is_the_notes(self):
        self.assertEqual(notes.section(TEXT, "1.0.0"), "- first\n")

    def test_the_unreleased_section_becomes_the_versions(self):
        dated = notes.dated(TEXT, "1.1.0", "2027-01-02")
        self.assertEqual(notes.section(dated, "1.1.0"), "### Added\n\n- new\n")
        self.assertEqual(notes.section(dated, "1.0.0"), "- first\n")
        self.assertIn("## [Unreleased]\n\n## [1.1.0] - 2027-01-02\n", dated)

    def test_refused(self):
        for wrong, said in (
            (lambda: notes.section(TEXT, "1.1.0"), "no dated section 1.1.0"),
            (lambda: notes.section(TEXT, "1x0.0"), "no dated section"),
            (lambda: notes.section(notes.dated(TEXT.replace("### Added\n\n- new\n", ""), "1.1.0", "2027-01-02"), "1.1.0"), "says nothing"),
            (lambda: notes.dated(TEXT, "1.0.0", "2027-01-02"), "a section 1.0.0 already"),
            (lambda: notes.dated(TEXT, "v1.1.0", "2027-01-02"), "a version is like"),
            (lambda: notes.dated(TEXT, "1.1.0", "soon"), "a day like"),
        ):
            with self.subTest(said), self.assertRaisesRegex(ValueError, said):
                wrong()


if __name__ == "__main__":
    unittest.main()
