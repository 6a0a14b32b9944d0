# SPDX-License-Identifier: Apache-2.0
"""No file in git is larger than what a reader or a clone expects: a wheel of 54 MB was once committed."""

import subprocess
import unittest

import made_up

ROOT = made_up.RELEASE.parent
MOST = 500_000
LARGE = {
    "core/src/test/resources/dev/podpass/core/http/tls/go-verdicts.json": "certificates, with Go's verdict on each",
    "dist/image-builder/src/main/resources/dev/podpass/imagebuilder/layout/pull-methods.txt": "one of 8,000 methods a line",
}


class Sizes(unittest.TestCase):
    def test_large_files_are_named(self):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
        files = [path for path in listed.split("\0") if (ROOT / path).is_file()]
        self.assertEqual(sorted(LARGE), [path for path in sorted(files) if (ROOT / path).stat().st_size > MOST])
