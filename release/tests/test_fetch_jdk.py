# SPDX-License-Identifier: Apache-2.0
"""Which JDK and GraalVM the scripts take, with a mirror of the vendors' files on loopback."""

import hashlib
import http.server
import platform
import re
import shutil
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

import made_up

ROOT = made_up.RELEASE.parent
NAMES = {"x86_64": ("linux-x64", "x64_linux"), "aarch64": ("linux-aarch64", "aarch64_linux")}
PINS = dict(re.findall(r"(?m)^([^#=]+)=(.*)$", (ROOT / ".mvn/jdk.properties").read_text()))
VERSION = PINS["jdk"]


def jdk(directory, version, tool="javac"):
    """A JDK with nothing but what the scripts look at."""
    (directory / "bin").mkdir(parents=True)
    (directory / "bin" / tool).write_text("#!/bin/sh\n")
    (directory / "bin" / tool).chmod(0o755)
    number = version.partition("+")[0]
    (directory / "release").write_text(f'JAVA_RUNTIME_VERSION="{version}-LTS"\nJAVA_VERSION="{number}"\n')
    return directory


def packed(scratch, version, tool):
    jdk(scratch / version, version, tool)
    return subprocess.run(["tar", "-cz", version], cwd=scratch, check=True, capture_output=True).stdout


@unittest.skipUnless(platform.machine() in NAMES, "no JDK is pinned for this machine")
class FetchJdk(unittest.TestCase):
    def setUp(self):
        self.scratch = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.project = self.scratch / "project"
        shutil.copytree(ROOT / ".mvn", self.project / ".mvn")
        for script in ("verify", "demo"):
            shutil.copy(ROOT / script, self.project)
        (self.project / "mvnw").write_text('#!/bin/sh\necho "mvnw $JAVA_HOME $*" >&2\necho "graalvm ${GRAALVM_HOME:-}" >&2\nexit 3\n')
        (self.project / "mvnw").chmod(0o755)
        # As on a machine that has a JDK in none of the system's folders.
        found = self.project / ".mvn/jdk.sh"
        found.write_text(re.sub(r"(?m)^    /\S+ \\\n", "", found.read_text()))
        self.platform, name = NAMES[platform.machine()]
        self.jdk = packed(self.scratch / "jdk", VERSION, "javac")
        self.graalvm = packed(self.scratch / "graalvm", PINS["graalvm"], "native-image")
        self.path = f"/jdk-{VERSION.replace('+', '%2B')}/OpenJDK25U-jdk_{name}_hotspot_{VERSION.replace('+', '_')}.tar.gz"
        self.graalvm_path = f"/graal-{PINS['graalvm']}/{PINS['graalvm.file']}_{self.platform}_bin.tar.gz"
        self.pin("jdk", hashlib.sha256(self.jdk).hexdigest())
        self.pin("graalvm", hashlib.sha256(self.graalvm).hexdigest())
        self.serve()

    def pin(self, what, digest):
        pins = self.project / ".mvn/jdk.properties"
        pins.write_text(re.sub(rf"(?m)^{what}.{self.platform}=.*", f"{what}.{self.platform}={digest}", pins.read_text()))

    def serve(self):
        files, asked = {self.path: self.jdk, self.graalvm_path: self.graalvm}, []

        class Mirror(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(200 if self.path in files else 404)
                self.send_header("Content-Length", str(len(files.get(self.path, b""))))
                self.end_headers()
                self.wfile.write(files.get(self.path, b""))

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.asked, self.mirror = asked, f"http://127.0.0.1:{server.server_port}"

    def run_it(self, script, *arguments, **environment):
        tools = self.scratch / "tools"
        tools.mkdir(exist_ok=True)
        for tool in ("sh sed tr cut uname dirname mkdir mktemp rm mv tar gzip sha256sum curl wget cat readlink grep sleep find head tail chmod".split()):
            if shutil.which(tool) and not (tools / tool).exists():
                (tools / tool).symlink_to(shutil.which(tool))
        environment = {"PATH": str(tools), "HOME": str(self.scratch / "home"), "PODPASS_JDK_MIRROR": self.mirror} | environment
        return subprocess.run([self.project / script, *arguments], capture_output=True, text=True, env=environment)

    def home(self):
        return self.scratch / "home/.cache/podpass-jdk" / VERSION

    def test_none_is_fetched_unless_that_is_wanted(self):
        for script in ("verify", "demo"):
            done = self.run_it(script)
            self.assertEqual(done.returncode, 1)
            self.assertIn("Fetch one with --fetch-jdk", done.stderr)
        self.assertEqual(self.asked, [])

    def test_it_is_fetched_once_and_found_afterwards(self):
        done = self.run_it("verify", "--fetch-jdk", "-Parchives")
        self.assertIn(f"mvnw {self.home()} --batch-mode verify -Parchives\n", done.stderr)
        self.assertEqual(done.returncode, 3)
        again = self.run_it("demo")
        self.assertIn(f"mvnw {self.home()} --batch-mode", again.stderr)
        self.assertEqual(self.asked, [self.path])

    def test_ci_fetches_without_being_told(self):
        self.assertIn(f"mvnw {self.home()} ", self.run_it("demo", CI="true").stderr)
        self.assertEqual(self.asked, [self.path])

    def test_ci_takes_the_pinned_one_and_nothing_else(self):
        own = jdk(self.scratch / "own", "25.0.9+1")
        for environment in ({"CI": "true"}, {"PODPASS_JDK": "pinned"}):
            done = self.run_it("verify", "-Pnative,archives", JAVA_HOME=str(own), GRAALVM_HOME="/other", **environment)
            self.assertIn(f"mvnw {self.home()} ", done.stderr)
            self.assertIn(f"graalvm {self.home().parent / ('graalvm-' + PINS['graalvm'])}\n", done.stderr)
        self.assertEqual(self.asked, [self.path, self.graalvm_path])

    def test_a_machines_own_is_taken_and_named_in_one_line(self):
        own = jdk(self.scratch / "own", "25.0.9+1")
        for environment in ({}, {"CI": "true", "PODPASS_JDK": "any"}):
            done = self.run_it("verify", JAVA_HOME=str(own), **environment)
            self.assertEqual(
                done.stderr.splitlines()[:2],
                [f"using JDK 25.0.9+1-LTS in {own}", f"mvnw {own} --batch-mode verify"])
        done = self.run_it("verify", "-Pnative", JAVA_HOME=str(own))
        self.assertEqual(
            done.stderr.splitlines()[0],
            f"NOT PINNED: this uses JDK 25.0.9+1-LTS in {own}; a release is built with {VERSION} (PODPASS_JDK=pinned)")
        self.assertEqual(self.asked, [])

    def test_one_of_the_pinned_version_needs_no_line(self):
        self.assertNotIn("JDK", self.run_it("verify", JAVA_HOME=str(jdk(self.scratch / "own", VERSION))).stderr)

    def test_another_word_is_refused(self):
        done = self.run_it("verify", PODPASS_JDK="newest")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr, "PODPASS_JDK is newest; set it to pinned or any\n")

    def test_another_graalvm_is_refused(self):
        self.pin("graalvm", "0" * 64)
        done = self.run_it("verify", "-Pnative", PODPASS_JDK="pinned")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"REFUSED: {self.mirror}{self.graalvm_path} has SHA-256", done.stderr)
        self.assertNotIn("mvnw", done.stderr)

    def test_another_file_is_refused(self):
        self.pin("jdk", "0" * 64)
        done = self.run_it("verify", "--fetch-jdk")
        self.assertEqual(done.returncode, 1)
        self.assertIn("REFUSED", done.stderr)
        self.assertIn(f"has SHA-256 {hashlib.sha256(self.jdk).hexdigest()}, and not {'0' * 64}", done.stderr)
        self.assertNotIn("mvnw", done.stderr)
        self.assertEqual(list(self.home().parent.iterdir()), [])

    def test_a_mirror_without_the_file(self):
        done = self.run_it("verify", "--fetch-jdk", PODPASS_JDK_MIRROR=self.mirror + "/elsewhere")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"cannot fetch {self.mirror}/elsewhere{self.path}; hint: set PODPASS_JDK_MIRROR", done.stderr)
        self.assertNotIn("mvnw", done.stderr)
