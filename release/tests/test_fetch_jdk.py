# SPDX-License-Identifier: Apache-2.0
"""./verify and ./demo on a machine without a JDK, and a mirror of Temurin's files on loopback."""

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
JDK = made_up.tar({"jdk-25.0.4+7/bin/javac": b"#!/bin/sh\n", "jdk-25.0.4+7/release": b'JAVA_VERSION="25.0.4"\n'})


def executable_javac(archive):
    """The same archive, whose javac may be run."""
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, "a.tgz").write_bytes(archive)
        subprocess.run(["tar", "-xzf", "a.tgz"], cwd=scratch, check=True)
        Path(scratch, "jdk-25.0.4+7/bin/javac").chmod(0o755)
        subprocess.run(["tar", "-czf", "a.tgz", "jdk-25.0.4+7"], cwd=scratch, check=True)
        return Path(scratch, "a.tgz").read_bytes()


@unittest.skipUnless(platform.machine() in NAMES, "no JDK is pinned for this machine")
class FetchJdk(unittest.TestCase):
    def setUp(self):
        self.scratch = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.project = self.scratch / "project"
        shutil.copytree(ROOT / ".mvn", self.project / ".mvn")
        for script in ("verify", "demo"):
            shutil.copy(ROOT / script, self.project)
        (self.project / "mvnw").write_text('#!/bin/sh\necho "mvnw $JAVA_HOME $*" >&2\nexit 3\n')
        (self.project / "mvnw").chmod(0o755)
        # As on a machine that has a JDK in none of the system's folders.
        found = self.project / ".mvn/jdk.sh"
        found.write_text(re.sub(r"(?m)^    /\S+ \\\n", "", found.read_text()))
        self.platform, name = NAMES[platform.machine()]
        self.jdk = executable_javac(JDK)
        self.path = f"/jdk-25.0.4%2B7/OpenJDK25U-jdk_{name}_hotspot_25.0.4_7.tar.gz"
        self.pin(hashlib.sha256(self.jdk).hexdigest())
        self.serve()

    def pin(self, digest):
        pins = self.project / ".mvn/jdk.properties"
        pins.write_text(re.sub(rf"(?m)^{self.platform}=.*", f"{self.platform}={digest}", pins.read_text()))

    def serve(self):
        files, asked = {self.path: self.jdk}, []

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
        for tool in ("sh sed tr cut uname dirname mkdir mktemp rm mv tar gzip sha256sum curl wget cat readlink grep".split()):
            if shutil.which(tool) and not (tools / tool).exists():
                (tools / tool).symlink_to(shutil.which(tool))
        environment = {"PATH": str(tools), "HOME": str(self.scratch / "home"), "PODPASS_JDK_MIRROR": self.mirror} | environment
        return subprocess.run([self.project / script, *arguments], capture_output=True, text=True, env=environment)

    def home(self):
        return self.scratch / "home/.cache/podpass-jdk/25.0.4+7"

    def test_none_is_fetched_unless_that_is_wanted(self):
        for script in ("verify", "demo"):
            done = self.run_it(script)
            self.assertEqual(done.returncode, 1)
            self.assertIn("Fetch one with --fetch-jdk", done.stderr)
        self.assertEqual(self.asked, [])

    def test_it_is_fetched_once_and_found_afterwards(self):
        done = self.run_it("verify", "--fetch-jdk", "-Pnative")
        self.assertIn(f"mvnw {self.home()} --batch-mode verify -Pnative\n", done.stderr)
        self.assertEqual(done.returncode, 3)
        again = self.run_it("demo")
        self.assertIn(f"mvnw {self.home()} --batch-mode", again.stderr)
        self.assertEqual(self.asked, [self.path])

    def test_ci_fetches_without_being_told(self):
        self.assertIn(f"mvnw {self.home()} ", self.run_it("demo", CI="true").stderr)
        self.assertEqual(self.asked, [self.path])

    def test_another_file_is_refused(self):
        self.pin("0" * 64)
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


if __name__ == "__main__":
    unittest.main()
