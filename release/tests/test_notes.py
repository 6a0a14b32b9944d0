# SPDX-License-Identifier: Apache-2.0
"""The sections of a changelog."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import artifacthub  # noqa: E402
import notes  # noqa: E402

TEXT = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- new\n\n## [1.0.0] - 2026-12-01\n\n- first\n"


class Notes(unittest.TestCase):
    def test_a_section_is_the_notes(self):
        self.assertEqual(notes.section(TEXT, "1.0.0"), "- first\n")

    def test_the_unreleased_section_becomes_the_versions(self):
        dated = notes.dated(TEXT, "1.1.0", "2027-01-02")
        self.assertEqual(notes.section(dated, "1.1.0"), "### Added\n\n- new\n")
        self.assertEqual(notes.section(dated, "1.0.0"), "- first\n")
        self.assertIn("## [Unreleased]\n\n## [1.1.0] - 2027-01-02\n", dated)

    def test_they_say_whose_tls_code_is_inside(self):
        directory = Path(self.enterContext(tempfile.TemporaryDirectory()))
        with self.assertRaisesRegex(ValueError, "has no SBOMs"):
            notes.tls("1.0.0", directory)
        for name, jdk in (
            ("amd64", {"version": "25.0.5+8", "supplier": {"name": "GraalVM Community"}}),
            ("arm64", {"version": "25.0.5+8", "supplier": {"name": "GraalVM Community"}}),
            ("amd64-bundle", {"version": "25.0.5.1+1-LTS"}),
        ):
            components = [{"name": "openjdk", **jdk}, {"name": "zlib", "version": "1"}]
            (directory / f"podpass-1.0.0-linux-{name}.tar.gz.cdx.json").write_text(json.dumps({"components": components}))
        said = notes.tls("1.0.0", directory)
        self.assertIn("packages and the image: JDK 25.0.5+8 of GraalVM Community.\n", said)
        self.assertIn("- The bundle: JDK 25.0.5.1+1-LTS.\n", said)

    def test_artifact_hub_shows_what_changed(self):
        section = "### Fixed\n\n- one\n  more\n- two\n\n### Security\n\n- three\n"
        changes = [{"kind": "fixed", "description": "one more"}, {"kind": "fixed", "description": "two"}, {"kind": "security", "description": "three"}]
        self.assertEqual(artifacthub.changes(section), changes)
        self.assertEqual(artifacthub.changes("A first\nrelease.\n\nMore.\n"), [{"kind": "added", "description": "A first release."}])
        for version, wrote, before in (("1.1.0", section, "false"), ("1.1.0-rc.1", "- new\n", "true")):
            lines = artifacthub.annotations(version, wrote).splitlines()
            shown = {name: json.loads(text) for name, _, text in (line.partition(": ") for line in lines)}
            self.assertEqual(json.loads(shown["  artifacthub.io/images"])[0]["image"], f"ghcr.io/podpass/podpass:{version}")
            self.assertEqual(shown["  artifacthub.io/prerelease"], before)
            self.assertEqual(shown["  artifacthub.io/containsSecurityUpdates"], str(wrote == section).lower())
            self.assertEqual(json.loads(shown["  artifacthub.io/changes"]), artifacthub.changes(wrote))

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
