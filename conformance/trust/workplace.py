"""A temporary directory in which a script runs: its home, played tools first on the PATH, their state in JSON."""

import functools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
ISSUER = "https://oidc.example.com/cluster"


@functools.cache
def trust(*arguments, status=0):
    """What podpass trust prints."""
    done = subprocess.run([*os.environ["PODPASS"].split(), "trust", *arguments], capture_output=True, text=True)
    assert done.returncode == status, done
    return done.stdout if status == 0 else done.stderr


class Workplace:
    def __init__(self, *played):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="podpass-trust-"))
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        self.environment = {
            "HOME": str(self.folder),
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "PLAYED": str(self.folder),
            "PYTHONPATH": str(HERE / "played"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        for name in ("kubectl", *played):
            (self.bin / name).symlink_to(HERE / "played" / name)
        self.set_cluster(ISSUER)

    def set_cluster(self, issuer):
        self.write("kubectl", {"issuer": issuer, "annotations": {}})

    def write(self, name, state):
        (self.folder / f"{name}.json").write_text(json.dumps(state))

    def read(self, name):
        return json.loads((self.folder / f"{name}.json").read_text())

    def annotations(self, account="team-a/app"):
        return self.read("kubectl")["annotations"].get(account, {})

    def run(self, script, status=0, shell="sh", **environment):
        """Runs a script, and gives what it prints: of stdout if it is to succeed, else of stderr."""
        done = subprocess.run(
            [shell, "-c", script],
            env={**self.environment, **environment},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == status, f"status {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout if status == 0 else done.stderr

    def close(self):
        shutil.rmtree(self.folder)
