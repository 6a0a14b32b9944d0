# SPDX-License-Identifier: Apache-2.0
"""release/sign-packages.sh with a cosign that only records what it is called with."""

import tempfile
import unittest
from pathlib import Path

import made_up

DIGEST, OTHER = "sha256:" + 64 * "a", "sha256:" + 64 * "b"
CHART = "ghcr.io/podpass/charts/podpass@" + OTHER


class SignPackages(unittest.TestCase):
    def setUp(self):
        self.scratch = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.scratch / "podpass-1.0.0-image.tar").write_bytes(made_up.image(DIGEST))
        self.cosign = self.scratch / "cosign"
        self.cosign.write_text(f'#!/bin/sh\necho "$*" >>"{self.scratch}/calls"\n')
        self.cosign.chmod(0o755)

    def run_it(self, *arguments):
        return made_up.run("sign-packages.sh", "1.0.0", self.scratch, *arguments, COSIGN=str(self.cosign))

    def test_image_and_chart_are_signed_by_their_digests(self):
        image = "ghcr.io/podpass/podpass@" + DIGEST
        done = self.run_it(image, CHART)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(
            (self.scratch / "calls").read_text().splitlines(),
            [f"sign --yes {image}",
             f"attest --yes --type cyclonedx --predicate {self.scratch}/podpass-1.0.0-image.tar.cdx.json {image}",
             f"attest --yes --type openvex --predicate {self.scratch}/podpass-1.0.0.openvex.json {image}",
             f"sign --yes {CHART}"])

    def test_another_image_than_the_releases_is_not_signed(self):
        for image, chart, said in (
            ("ghcr.io/podpass/podpass@" + OTHER, CHART, f"is {DIGEST}, and not ghcr.io/podpass/podpass@{OTHER}"),
            ("ghcr.io/podpass/podpass:1.0.0", CHART, "and not ghcr.io/podpass/podpass:1.0.0"),
            ("ghcr.io/podpass/podpass@" + DIGEST, "ghcr.io/podpass/charts/podpass:1.0.0", "has no digest"),
        ):
            done = self.run_it(image, chart)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(said, done.stderr)
        self.assertFalse((self.scratch / "calls").exists())
