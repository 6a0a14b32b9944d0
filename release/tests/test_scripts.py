# SPDX-License-Identifier: Apache-2.0
"""Each script that people run says with --help what it does, and refuses what it does not know before it does anything."""

import subprocess
import unittest

import made_up

ROOT = made_up.RELEASE.parent
# Run by other programs alone: kubelet's, the cluster's, the clouds' tools, Maven's, and those of steps.
INTERNAL = (".ci/steps/", ".githooks/", "conformance/cluster/", "conformance/kubelet/", "conformance/trust/played/", "dist/src/",
            "docs/transcripts/node/", "mvnw")
# They hand other options to Helm and MkDocs.
OPEN = ("deploy/manifests.py", "docs/site/build.sh")


def scripts():
    listed = subprocess.run(["git", "ls-files", "--stage"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in listed.splitlines():
        mode, _, _, path = line.split(maxsplit=3)
        if mode == "100755" and not path.startswith(INTERNAL):
            yield path


def run(path, *arguments):
    return subprocess.run([ROOT / path, *arguments], cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)


class Scripts(unittest.TestCase):
    def test_help(self):
        for path in scripts():
            with self.subTest(path):
                done = run(path, "--help")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertGreater(len(done.stdout), 40)

    def test_an_unknown_option(self):
        for path in scripts():
            if path not in OPEN:
                with self.subTest(path):
                    done = run(path, "--no-such-option")
                    self.assertIn(done.returncode, (2, 64))
                    self.assertEqual(done.stdout, "")
                    self.assertGreater(len(done.stderr), 40)
