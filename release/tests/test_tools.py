# SPDX-License-Identifier: Apache-2.0
"""Where the tools that publish and sign come from."""

import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

class Tools(unittest.TestCase):
    def path_of(self, *script, tool, **environment):
        with tempfile.TemporaryDirectory() as directory:
            copy, installed = Path(directory) / "tree", Path(directory) / "bin"
            subprocess.run(["cp", "-r", "--parents", ".mvn/usage.sh", "release/tool.sh",
                            "release/tools/go.mod", "deploy/helm.sh", self.made(copy)], cwd=ROOT, check=True)
            (copy / "deploy/bin").mkdir()
            self.made(installed)
            built = "#!/bin/sh\necho built/$1\n"
            for file, text in ((copy / ".mvn/go-kept", built), (installed / tool, ""), (copy / "deploy/bin/helm", "")):
                file.write_text(text)
                file.chmod(0o755)
            path = f"{installed}:/usr/bin:/bin"
            variables = {"PATH": path, "HOME": directory, "XDG_CACHE_HOME": f"{directory}/cache", **environment}
            return subprocess.check_output([copy / script[0], *script[1:]], env=variables, text=True).strip().removeprefix(directory)

    @staticmethod
    def made(directory):
        directory.mkdir()
        return directory

    def test_an_installed_tool_is_used_outside_ci_only(self):
        for tool, *script in (("cosign", "release/tool.sh", "cosign"), ("helm", "deploy/helm.sh")):
            with self.subTest(tool):
                self.assertEqual(self.path_of(*script, tool=tool), f"/bin/{tool}")
                self.assertRegex(self.path_of(*script, tool=tool, CI="true"), f"(^built|^/tree/deploy/bin)/{tool}$")

    def test_what_publishes_takes_helm_from_there(self):
        self.assertIn("deploy/helm.sh", (ROOT / "release/push.sh").read_text())
