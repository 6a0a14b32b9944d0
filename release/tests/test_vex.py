# SPDX-License-Identifier: Apache-2.0
"""release/vex.py on an executable whose reachable classes are planted."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import made_up

import builds  # noqa: E402
import vex  # noqa: E402

LISTED = "podpass-1.0.0-linux-amd64.classes.txt"
DOCUMENT = "podpass-1.0.0.openvex.json"


def component(name, version):
    return {"type": "platform", "bom-ref": name, "name": name, "version": version, "purl": f"pkg:generic/{name}@{version}"}


class Vex(unittest.TestCase):
    def setUp(self):
        self.directory = Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name in (made_up.ARCHIVE, made_up.JAR):
            (self.directory / name).write_bytes(name.encode())
        self.write_bom(component("openjdk", "25.0.4.1+1-LTS"))
        made_up.write_bom(self.directory / made_up.JAR, [made_up.LIBRARY])
        (self.directory / LISTED).write_text("java.net.URI\njava.rmi.Remote$Nested\n")

    def write_bom(self, *components):
        made_up.write_bom(self.directory / made_up.ARCHIVE, [component("graalvm-native-image", "25.0.4"), *components])

    def judged(self, *classes, fixed="25.0.5"):
        advisories = self.directory / "advisories"
        advisories.write_text(json.dumps([{"id": "CVE-1", "component": "openjdk", "fixed": fixed, "classes": classes}]))
        done = made_up.run("vex.py", "1.0.0", self.directory, "--advisories", advisories, SOURCE_DATE_EPOCH="1796083200")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        [statement] = json.loads((self.directory / DOCUMENT).read_text())["statements"]
        self.assertEqual(statement["vulnerability"], {"name": "CVE-1"})
        [product] = statement["products"]
        described = json.loads((self.directory / f"{made_up.ARCHIVE}.cdx.json").read_text())["metadata"]["component"]
        self.assertEqual((product["@id"], product["hashes"]["sha-256"]), (described["purl"], described["hashes"][0]["content"]))
        self.assertEqual(product["subcomponents"][0], {"@id": "pkg:generic/openjdk@25.0.4.1+1-LTS"})
        self.assertEqual(vex.wrong(self.directory), [])
        return statement

    def test_what_is_not_reachable_is_absent(self):
        for name in ("java.rmi.Remot", "java.rm.*", "java.net.URI$Parser", "javax.imageio.*"):
            with self.subTest(name):
                statement = self.judged(name)
                self.assertEqual((statement["status"], statement["justification"]), ("not_affected", "vulnerable_code_not_present"))
                self.assertEqual(statement["impact_statement"], "not reachable in the executable: " + name)

    def test_a_reachable_class_is_never_absent(self):
        for name in ("java.net.URI", "java.rmi.Remote", "java.rmi.Remote$Nested", "java.rmi.*", "java.*"):
            with self.subTest(name):
                statement = self.judged("javax.imageio.*", name)
                self.assertEqual(statement["status"], "affected")
                self.assertEqual(statement["action_statement"], "update to a release with openjdk 25.0.5")
                self.assertNotIn("justification", statement)

    def test_an_advisory_without_classes_ends_with_the_version_alone(self):
        self.assertEqual(self.judged()["status"], "under_investigation")
        self.assertEqual(self.judged(fixed="25.0.4.2")["status"], "under_investigation")
        for fixed in ("25.0.4", "25.0.4.1", "25"):
            self.assertEqual(self.judged("java.net.URI", fixed=fixed)["status"], "fixed")

    def test_the_older_of_a_jdks_classes_and_its_c_code_counts(self):
        self.write_bom(component("openjdk", "25.0.4.1+1-LTS"), component("openjdk-libjava", "25.0.2+10"))
        self.assertEqual(self.judged(fixed="25.0.4")["status"], "under_investigation")
        self.assertEqual(self.judged("java.net.URI", fixed="25.0.2")["status"], "fixed")

    def test_verify_reads_the_classes_itself(self):
        self.judged("javax.imageio.*")
        (self.directory / LISTED).write_text("javax.imageio.ImageIO\n")
        self.assertEqual(vex.wrong(self.directory), [f"{DOCUMENT}: CVE-1: not proven absent: javax.imageio.ImageIO"])
        text = (self.directory / DOCUMENT).read_text()
        (self.directory / DOCUMENT).write_text(text.replace(vex.ABSENT, "trust us: "))
        self.assertIn("not proven absent", vex.wrong(self.directory)[0])
        self.judged()
        (self.directory / made_up.ARCHIVE).write_bytes(b"another")
        product = f"pkg:generic/podpass@1.0.0?file_name={made_up.ARCHIVE}"
        self.assertEqual(vex.wrong(self.directory), [f"{DOCUMENT}: {product} is not a file of this release"])

    def test_without_a_list_nothing_is_absent(self):
        (self.directory / LISTED).unlink()
        with self.assertRaisesRegex(ValueError, "no list of the executable's classes"):
            vex.reachable(self.directory)

    def test_the_classes_of_the_advisories_exist(self):
        """A name that is misspelt would be absent everywhere."""
        home = Path(os.environ.get("JAVA_HOME") or builds.environment()["JAVA_HOME"])
        listed = subprocess.run([home / "bin/jimage", "list", home / "lib/modules"], check=True, capture_output=True, text=True).stdout
        names = [line.strip() for line in listed.splitlines()]
        known = {name.removesuffix(".class").replace("/", ".") for name in names if name.endswith(".class")}
        for advisory in json.loads(vex.ADVISORIES.read_text()):
            self.assertEqual(advisory["component"], "openjdk")
            for name in advisory["classes"]:
                self.assertTrue(vex.matching(name, known), f"{advisory['id']}: the JDK has no {name}")
