# SPDX-License-Identifier: Apache-2.0
"""Two parts of a release become one; the image itself is stood in for."""

import json
import tempfile
import unittest
from pathlib import Path

import made_up

import join  # noqa: E402
IMAGE = "podpass-1.0.0-image.tar"
BOTH = "sha256:" + 64 * "b"


class Join(unittest.TestCase):
    def setUp(self):
        self.scratch = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.parts = [self.part(architecture) for architecture in ("amd64", "arm64")]
        join.ROOT = self.scratch
        (self.scratch / "dist/target/image").mkdir(parents=True)
        (self.scratch / "dist/target/image" / IMAGE).write_bytes(made_up.image(BOTH))
        self.built = {}
        join.build_image = lambda executables, part, version: self.built.update(executables)

    def part(self, architecture):
        part = self.scratch / architecture
        part.mkdir()
        (part / made_up.JAR).write_bytes(b"jar")
        archive = part / made_up.ARCHIVE.replace("amd64", architecture)
        archive.write_bytes(made_up.tar({"p/podpass": architecture.encode()}))
        (part / IMAGE).write_bytes(made_up.image(architecture))
        file = {"type": "file", "bom-ref": architecture, "name": architecture}
        made_up.write_bom(part / IMAGE, [made_up.LIBRARY, file])
        return part

    def test_both_are_in_it(self):
        directory = self.scratch / "files"
        join.join("1.0.0", directory, self.parts)
        self.assertEqual({name: path.read_bytes() for name, path in self.built.items()}, {"amd64": b"amd64", "arm64": b"arm64"})
        self.assertEqual((directory / IMAGE).read_bytes(), made_up.image(BOTH))
        document = json.loads((directory / f"{IMAGE}.cdx.json").read_text())
        described = document["metadata"]["component"]
        self.assertEqual((described["version"], described["purl"]), ("1.0.0", f"pkg:oci/podpass@sha256%3A{64 * 'b'}"))
        self.assertEqual([each["name"] for each in document["components"]], ["b", "amd64", "arm64"])
        self.assertEqual(
            sorted(path.name for path in directory.iterdir()),
            sorted([made_up.JAR, made_up.ARCHIVE, made_up.ARCHIVE.replace("amd64", "arm64"), IMAGE, f"{IMAGE}.cdx.json"]),
        )

    def test_jars_that_differ_are_refused(self):
        (self.parts[1] / made_up.JAR).write_bytes(b"other")
        with self.assertRaisesRegex(ValueError, f"{made_up.JAR} is not the same in every part"):
            join.join("1.0.0", self.scratch / "files", self.parts)
