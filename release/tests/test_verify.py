# SPDX-License-Identifier: Apache-2.0
"""release/verify.py on a good directory, and on directories with one thing wrong in each."""

import json
import os
import shutil
import tempfile
import unittest
from pathlib import Path

import made_up

OTHER_BOM = made_up.JAR + ".cdx.json"
ARCHIVE_BOM = made_up.ARCHIVE + ".cdx.json"


@unittest.skipUnless(os.environ.get("COSIGN"), "release/tool.sh has none")
class Verify(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.key = made_up.key(cls.scratch)
        cls.good = made_up.files(cls.scratch / "good")
        made_up.sign(cls.good, cls.key)

    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(dir=self.scratch)) / "directory"
        shutil.copytree(self.good, self.directory)

    def assert_refused(self, *sentences):
        done = made_up.run("verify.py", self.directory, "--key", self.key.with_suffix(".pub"))
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertEqual(done.stderr.splitlines(), ["NOT VERIFIED: " + each for each in sentences])

    def flip(self, name):
        content = bytearray((self.directory / name).read_bytes())
        content[len(content) // 2] ^= 1
        (self.directory / name).write_bytes(content)

    def test_good(self):
        done = made_up.run("verify.py", self.directory, "--key", self.key.with_suffix(".pub"))
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.stdout, f"OK: 9 files of commit {made_up.COMMIT}, built by urn:podpass:rehearsal\n")

    def test_a_flipped_byte(self):
        self.flip(made_up.CHART)
        self.assert_refused(
            f"{made_up.CHART}: is not the file that SHA256SUMS lists",
            f"{made_up.CHART}: is not the file that the provenance is of",
        )

    def test_a_flipped_byte_that_everything_was_made_anew_for_but_the_sbom(self):
        self.flip(made_up.ARCHIVE)
        made_up.sign(self.directory, self.key)
        self.assert_refused(f"{ARCHIVE_BOM}: is the SBOM of another file")

    def test_a_swapped_sbom(self):
        shutil.copy(self.directory / OTHER_BOM, self.directory / ARCHIVE_BOM)
        self.assert_refused(
            f"{ARCHIVE_BOM}: is not the file that SHA256SUMS lists",
            f"{ARCHIVE_BOM}: is not the file that the provenance is of",
            f"{ARCHIVE_BOM}: is the SBOM of another file",
        )

    def test_sboms_that_tell_of_other_content(self):
        for name, place in ((ARCHIVE_BOM, "p/podpass"), (OTHER_BOM, "a/b")):
            text = (self.directory / name).read_text()
            self.assertIn(f'"{place}"', text)
            (self.directory / name).write_text(text.replace(f'"{place}"', '"made/up"'))
        changed = json.loads((self.directory / f"{made_up.PACKAGE}.cdx.json").read_text())
        next(each for each in changed["components"] if each["type"] == "file")["hashes"][0]["content"] = "0" * 64
        (self.directory / f"{made_up.PACKAGE}.cdx.json").write_text(json.dumps(changed))
        made_up.sign(self.directory, self.key)
        self.assert_refused(
            f"{made_up.ARCHIVE}: its SBOM lists made/up, which is not in it",
            f"{made_up.ARCHIVE}: p/podpass is not in its SBOM",
            f"{made_up.JAR}: its SBOM lists made/up, which is not in it",
            f"{made_up.JAR}: a/b is not in its SBOM",
            f"{made_up.PACKAGE}: usr/bin/podpass is another than in its SBOM",
        )

    def test_an_sbom_that_is_missing(self):
        (self.directory / OTHER_BOM).unlink()
        made_up.sign(self.directory, self.key)
        self.assert_refused(f"{made_up.JAR}: has no SBOM")

    def test_a_vex_document_that_is_missing(self):
        (self.directory / "podpass-1.0.0.openvex.json").unlink()
        made_up.sign(self.directory, self.key)
        self.assert_refused("there are 0 VEX documents (*.openvex.json), and not one")

    def test_a_foreign_signature(self):
        made_up.sign(self.directory, made_up.key(self.directory.parent, "foreign"))
        done = made_up.run("verify.py", self.directory, "--key", self.key.with_suffix(".pub"))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("NOT VERIFIED: SHA256SUMS: its signature is not good", done.stderr)

    def test_a_foreign_signature_of_the_provenance_alone(self):
        foreign = Path(tempfile.mkdtemp(dir=self.scratch)) / "foreign"
        shutil.copytree(self.directory, foreign)
        made_up.sign(foreign, made_up.key(foreign.parent, "foreign"))
        shutil.copy(foreign / "provenance.sigstore.json", self.directory)
        done = made_up.run("verify.py", self.directory, "--key", self.key.with_suffix(".pub"))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("NOT VERIFIED: provenance.sigstore.json: its signature is not good", done.stderr)

    def test_changed_sums(self):
        self.flip("SHA256SUMS")
        done = made_up.run("verify.py", self.directory, "--key", self.key.with_suffix(".pub"))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("NOT VERIFIED: SHA256SUMS: its signature is not good", done.stderr)

    def test_a_missing_file(self):
        (self.directory / made_up.CHART).unlink()
        self.assert_refused(
            f"{made_up.CHART}: listed in SHA256SUMS, and missing",
            f"{made_up.CHART}: has provenance, and is missing",
        )

    def test_a_file_too_many(self):
        (self.directory / "extra").write_text("x")
        self.assert_refused("extra: not listed in SHA256SUMS", "extra: has no provenance")

    def test_a_directory_in_it(self):
        (self.directory / "extra").mkdir()
        self.assert_refused("extra: is no file; hint: verify a directory with the files of one release, and nothing else")

    def test_without_cosign(self):
        done = made_up.run("verify.py", self.directory, "--tag", "v1.0.0", COSIGN="/nowhere/cosign")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"\ANOT VERIFIED: there is no /nowhere/cosign here .*; hint: install it \(.*\n\Z")

    def test_no_signature(self):
        (self.directory / "SHA256SUMS.sigstore.json").unlink()
        done = made_up.run("verify.py", self.directory, "--key", self.key.with_suffix(".pub"))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("NOT VERIFIED: SHA256SUMS: its signature is not good", done.stderr)

    def test_without_a_key_the_workflow_must_have_signed(self):
        calls = self.directory.parent / "calls"
        cosign = self.directory.parent / "cosign"
        cosign.write_text(f'#!/bin/sh\necho "$@" >>{calls}\n')
        cosign.chmod(0o755)
        done = made_up.run("verify.py", self.directory, "--tag", "v1.0.0", "--repository", "o/r", COSIGN=str(cosign))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        by = (
            "--certificate-identity https://github.com/o/r/.github/workflows/release.yml@refs/tags/v1.0.0"
            " --certificate-oidc-issuer https://token.actions.githubusercontent.com --bundle "
        )
        lines = calls.read_text().splitlines()
        self.assertEqual([line.split()[0] for line in lines], ["verify-blob", "verify-blob-attestation"])
        for line in lines:
            self.assertIn(by, line)
            self.assertNotIn("insecure", line)

    def test_neither_a_key_nor_a_tag(self):
        done = made_up.run("verify.py", self.directory)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--tag or --key is needed", done.stderr)
