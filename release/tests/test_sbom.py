# SPDX-License-Identifier: Apache-2.0
"""release/sbom.py on files made of two libraries, one of which the executable does not contain."""

import json
import tempfile
import unittest
import zipfile
from pathlib import Path

import made_up

CONTENTS = "# Java 25.0.2+10\tGraalVM 25.0.2\tVendor GraalVM Community\tlibjava 25.0.1+8\n7\tused-1.0.jar\n90\tmodule java.base\n3\tmodule org.graalvm.nativeimage.builder\n"

# As strings finds it in an executable: native-image links only the half of zlib that reads.
EXECUTABLE = b"\x7fELF inflate 1.2.13 Copyright 1995-2022 Mark Adler"


class Sbom(unittest.TestCase):
    def setUp(self):
        self.target = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.files = self.target / "files"
        self.files.mkdir()
        for name in ("used", "unused"):
            with zipfile.ZipFile(self.target / f"{name}-1.0.jar", "w") as jar:
                jar.writestr(f"org/{name}/C.class", b"class")
        components = [self.component("org.example", name) for name in ("unused", "used")]
        document = {"metadata": {"component": self.component("dev.podpass", "podpass-dist")}, "components": components}
        (self.target / "bom.json").write_text(json.dumps(document))
        (self.target / "classpath.txt").write_text(f"{self.target}/used-1.0.jar:{self.target}/unused-1.0.jar")
        with zipfile.ZipFile(self.target / "podpass-dist-1.0.jar", "w") as jar:
            jar.writestr("META-INF/LICENSE", b"Apache")
        (self.target / "podpass.contents.txt").write_text(CONTENTS)

    @staticmethod
    def component(group, name):
        purl = f"pkg:maven/{group}/{name}@1.0?type=jar"
        return {"type": "library", "bom-ref": purl, "group": group, "name": name, "version": "1.0", "purl": purl,
                "licenses": [{"license": {"id": "MIT"}}], "externalReferences": [{"url": "https://example.com"}]}

    def sbom(self, name):
        done = made_up.run("sbom.py", self.files, "--target", self.target, SOURCE_DATE_EPOCH="1796083200")
        self.assertEqual(done.stderr, "")
        return json.loads((self.files / f"{name}.cdx.json").read_text())

    @staticmethod
    def names(document, *types):
        return [each["name"] for each in document["components"] if each["type"] in types]

    def test_an_executable_has_what_is_reachable_in_it(self):
        (self.files / made_up.ARCHIVE).write_bytes(made_up.tar({"p/podpass": EXECUTABLE, "p/LICENSE": b"Apache"}))
        document = self.sbom(made_up.ARCHIVE)
        self.assertEqual(self.names(document, "library"), ["used"])
        self.assertEqual(self.names(document, "file"), ["p/LICENSE", "p/podpass"])
        versions = {each["name"]: each["version"] for each in document["components"] if each["type"] == "platform"}
        self.assertEqual(versions, {"openjdk": "25.0.2+10", "openjdk-libjava": "25.0.1+8", "graalvm-native-image": "25.0.2", "zlib": "1.2.13"})
        purls = [each["purl"] for each in document["components"] if each["name"].startswith("openjdk")]
        self.assertEqual(purls, ["pkg:generic/openjdk@25.0.2%2B10", "pkg:generic/openjdk-libjava@25.0.1%2B8"])
        [jdk] = [each for each in document["components"] if each["name"] == "openjdk"]
        self.assertEqual(jdk["supplier"], {"name": "GraalVM Community"})
        self.assertEqual(document["components"][0]["properties"], [{"name": "dev.podpass:reachable-classes", "value": "7"}])
        self.assertEqual(document["metadata"]["timestamp"], "2026-12-01T00:00:00Z")

    def test_scanners_find_podpass_itself(self):
        (self.files / made_up.ARCHIVE).write_bytes(made_up.tar({"p/podpass": EXECUTABLE}))
        document = self.sbom(made_up.ARCHIVE)["metadata"]
        described = document["component"]
        self.assertEqual((described["name"], described["version"], described["supplier"]["name"]), ("podpass", "1.0", "podpass"))
        self.assertEqual(described["purl"], f"pkg:generic/podpass@1.0?file_name={made_up.ARCHIVE}")
        self.assertEqual(document["tools"]["components"][0]["name"], "release/sbom.py")

    def test_an_executable_without_the_version_of_zlib_is_an_error(self):
        (self.files / made_up.ARCHIVE).write_bytes(made_up.tar({"p/podpass": b"\x7fELF"}))
        done = made_up.run("sbom.py", self.files, "--target", self.target, SOURCE_DATE_EPOCH="0")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the executable names no version of zlib", done.stderr)

    def test_what_no_library_explains_is_an_error(self):
        (self.target / "podpass.contents.txt").write_text(CONTENTS + "1\tstranger-2.0.jar\n")
        (self.files / made_up.ARCHIVE).write_bytes(made_up.tar({"p/podpass": EXECUTABLE}))
        done = made_up.run("sbom.py", self.files, "--target", self.target, SOURCE_DATE_EPOCH="0")
        self.assertEqual(done.returncode, 1)
        self.assertIn("what no library explains: ['stranger-2.0.jar']", done.stderr)

    def test_a_jar_has_the_libraries_whose_packages_are_in_it(self):
        with zipfile.ZipFile(self.files / made_up.JAR, "w") as jar:
            jar.writestr("org/unused/C.class", b"class")
        document = self.sbom(made_up.JAR)
        self.assertEqual(self.names(document, "library", "file"), ["unused"])
        self.assertEqual(document["components"][0]["evidence"], {"occurrences": [{"location": "org/unused"}]})
        self.assertNotIn("file", document["components"][0])

    def test_a_bundle_has_all_libraries_and_its_runtime(self):
        name = "podpass-1.0-linux-amd64-bundle.tar.gz"
        release = b'JAVA_VERSION="25.0.3"\nMODULES="java.base java.logging"\n'
        (self.files / name).write_bytes(made_up.tar({"b/podpass.jar": b"PK", "b/runtime/release": release, "b/bin/podpass": b"#!"}))
        document = self.sbom(name)
        self.assertEqual(self.names(document, "library", "platform"), ["podpass-dist", "unused", "used", "openjdk"])
        modules = next(each for each in document["components"] if each["name"] == "openjdk")["properties"]
        self.assertEqual([each["value"] for each in modules], ["java.base", "java.logging"])

    def test_the_same_file_has_the_same_sbom(self):
        (self.files / made_up.ARCHIVE).write_bytes(made_up.tar({"p/podpass": EXECUTABLE}))
        self.assertEqual(self.sbom(made_up.ARCHIVE), self.sbom(made_up.ARCHIVE))
