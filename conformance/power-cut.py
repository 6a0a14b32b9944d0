#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Power cuts while podpass writes: a file system on a loop device is shut down in the middle.

What was not forced to the disk by then is lost, as in a power cut. Afterwards kubelet's configuration
is the old or the new one in whole, and metrics and audit log do what they do with any damage.
Needs root, loop devices, and mkfs.ext4 or mkfs.xfs; says in one line what it could not do, and exits
with 69 if that is all.
"""

import argparse
import fcntl
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time

SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN
NO_LOG_FLUSH = struct.pack("I", 2)
KINDS = {"ext4": ["mkfs.ext4", "-q", "-F"], "xfs": ["mkfs.xfs", "-q", "-f"]}
SIZE = 320 << 20  # the least that XFS takes
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LONGEST_MERGE = 0.15  # s, of one that forces to a busy disk
OLD, NEW = "podpass-old", "podpass-new"


class Disk:
    """A file system in a file."""

    def __init__(self, kind, folder):
        self.kind = kind
        self.image = os.path.join(folder, kind + ".img")
        self.at = os.path.join(folder, kind)
        os.makedirs(self.at, exist_ok=True)

    def make(self):
        with open(self.image, "wb") as file:
            file.truncate(0)
            file.truncate(SIZE)
        subprocess.run([*KINDS[self.kind], self.image], check=True, stdout=subprocess.DEVNULL)

    def mount(self):
        command = ["mount", "-o", "loop", self.image, self.at]
        return subprocess.run(command, stderr=subprocess.PIPE, text=True)

    def cut(self):
        """The power: nothing reaches the disk from now on."""
        directory = os.open(self.at, os.O_RDONLY)
        try:
            fcntl.ioctl(directory, SHUTDOWN, NO_LOG_FLUSH)
        finally:
            os.close(directory)

    def unmount(self):
        subprocess.run(["umount", self.at], check=True)

    def path(self, name):
        return os.path.join(self.at, name)

    def text(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=4412)
    parser.add_argument("podpass", nargs="*", default=[os.path.join(ROOT, "dist/target/podpass")])
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    faults, tested = [], False
    with tempfile.TemporaryDirectory() as folder:
        for kind, tool in KINDS.items():
            disk = Disk(kind, folder)
            why = impossible(disk, tool[0])
            if why:
                print(f"NOT TESTED: power cuts on {kind}; {why}", file=sys.stderr)
                continue
            tested = True
            rounds = [cut(disk, arguments.podpass, when(i, chance)) for i in range(arguments.rounds)]
            print(f"{kind}: " + summary(rounds))
            faults += [f"{kind}: {fault}" for round in rounds for fault in round["faults"]]
    for fault in faults:
        print("WRONG: " + fault)
    return 1 if faults else 0 if tested else 69


def impossible(disk, tool):
    if os.geteuid() != 0:
        return "it needs root"
    if not shutil.which(tool):
        return f"there is no {tool}"
    disk.make()
    mounted = disk.mount()
    if mounted.returncode:
        return "no loop device can be mounted: " + mounted.stderr.strip()
    try:
        disk.cut()
    except OSError as e:
        return f"it cannot be shut down ({e.strerror})"
    finally:
        disk.unmount()
    return None


def summary(rounds):
    new = sum(round["new"] for round in rounds)
    done = sum(round["done"] for round in rounds)
    return (
        f"{len(rounds)} power cuts, {done} after the merge had ended; the configuration was the new one"
        f" {new} times, the old one {len(rounds) - new} times, metrics were lost"
        f" {sum(round['metrics lost'] for round in rounds)} times"
    )


def when(number, chance):
    """In seconds from the start of the merge; nothing for its end."""
    return None if number % 2 else chance.uniform(0, LONGEST_MERGE)


def cut(disk, podpass, after):
    """One round: what was found, and what was wrong."""
    found = {"faults": [], "metrics lost": False}
    disk.make()
    disk.mount().check_returncode()
    config = disk.path("config.yaml")
    observed = {
        "PATH": os.environ["PATH"],
        "PODPASS_METRICS_FILE": disk.path("podpass.prom"),
        "PODPASS_AUDIT_LOG": disk.path("audit.jsonl"),
        "PODPASS_CACHE": "off",
    }
    merge = [*podpass, "config", "merge", "--providers=acr"]
    subprocess.run([*merge, "--name=" + OLD, config], check=True, stdout=subprocess.DEVNULL)
    pull(podpass, observed)
    before = disk.text("config.yaml")
    subprocess.run(["sync", "-f", disk.at], check=True)

    writing = subprocess.Popen(
        [*merge, "--first", "--name=" + NEW, config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    pulling = start(podpass, observed)
    if after is None:
        writing.wait()
    else:
        time.sleep(after)
    found["done"] = writing.poll() is not None
    written = found["done"] and writing.returncode == 0
    if found["done"] and not written:
        found["faults"].append(f"the merge ended with {writing.returncode}")
    disk.cut()
    writing.wait()
    pulling.wait()
    disk.unmount()

    disk.mount().check_returncode()
    check_config(disk, before, written, found)
    check_observation(disk, podpass, observed, found)
    disk.unmount()
    return found


def check_config(disk, before, written, found):
    after = disk.text("config.yaml")
    found["new"] = NEW in after
    if found["new"]:
        # The old entry is in it, and kubelet takes it: the end is there.
        if OLD not in after or not after.startswith(before[:20]) or len(after) < len(before):
            found["faults"].append("config.yaml is neither the old nor the new one: " + repr(after))
        backups = [name for name in os.listdir(disk.at) if name.endswith(".bak")]
        if [disk.text(name) for name in backups] != [before]:
            found["faults"].append(f"of the old one is left: {backups}")
    elif after != before:
        found["faults"].append("config.yaml is not the old one: " + repr(after))
    if written and not found["new"]:
        found["faults"].append("the merge had ended with 0, and is lost")


def check_observation(disk, podpass, observed, found):
    metrics = observed["PODPASS_METRICS_FILE"]
    found["metrics lost"] = not os.path.exists(metrics) or os.path.getsize(metrics) == 0
    if pull(podpass, observed) != 65:
        found["faults"].append("the next pull does not end as without the damage")
    if "podpass_requests_total{" not in disk.text("podpass.prom"):
        found["faults"].append("metrics are not counted again")
    try:
        json.loads(disk.text("audit.jsonl").splitlines()[-1])
    except (ValueError, IndexError):
        found["faults"].append("the next audit line is not whole")


def start(podpass, environment):
    process = subprocess.Popen(
        podpass, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    process.stdin.write(b"{")
    process.stdin.close()
    return process


def pull(podpass, environment):
    return start(podpass, environment).wait()


if __name__ == "__main__":
    sys.exit(main())
