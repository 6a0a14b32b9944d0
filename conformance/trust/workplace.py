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
        (self.folder / "faults").mkdir()
        for name in ("kubectl", *played):
            (self.bin / name).symlink_to(HERE / "played" / name)
            (self.folder / "faults" / name).symlink_to(HERE / "played/faults")
        self.set_cluster(ISSUER)

    def set_cluster(self, issuer):
        self.write("kubectl", {"issuer": issuer, "annotations": {}})

    def write(self, name, state):
        (self.folder / f"{name}.json").write_text(json.dumps(state))

    def read(self, name):
        return json.loads((self.folder / f"{name}.json").read_text())

    def annotations(self, account="team-a/app"):
        return self.read("kubectl")["annotations"].get(account, {})

    def not_noticed(self, run):
        """The calls of a script that may fail without a word: each fails once, and the script is to fail, too."""
        path, calls = self.environment["PATH"], self.folder / "calls"
        self.states = {file: file.read_text() for file in self.folder.glob("*.json")}
        shutil.rmtree(calls, ignore_errors=True)
        calls.mkdir()
        (self.folder / "nothing").touch()
        try:
            self.environment["PATH"] = f"{self.folder / 'faults'}:{path}"
            assert self.failing_at(0, run) == 0
            done = sorted(calls.glob("*.call"), key=lambda file: int(file.stem))
            assert done
            return [call.read_text() for call in done if self.failing_at(int(call.stem), run) == 0]
        finally:
            self.environment["PATH"] = path

    def failing_at(self, number, run):
        self.environment["FAIL_AT"] = str(number)
        (self.folder / "number").write_text("0")
        for file, state in self.states.items():
            file.write_text(state)
        return run()

    def run(self, script, status=0, shell="sh", **environment):
        """Runs a script, and gives what it prints: of stdout if it is to succeed, else of stderr; its status if any will do."""
        done = subprocess.run(
            [shell, "-c", script],
            env={**self.environment, **environment},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=240,
        )
        if status is None:
            return done.returncode
        assert done.returncode == status, f"status {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout if status == 0 else done.stderr

    def close(self):
        shutil.rmtree(self.folder)
