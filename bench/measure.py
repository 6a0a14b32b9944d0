# SPDX-License-Identifier: Apache-2.0
"""Runs a program once, as kubelet does, and says what that cost."""

import os
import time
from typing import NamedTuple


class Run(NamedTuple):
    wall_ms: float
    cpu_ms: float
    peak_mib: float


class Refused(Exception):
    """The program did not answer, so there is nothing to compare."""


def once(command, environment, request, scratch, expected='"password":"'):
    """One run; its answer must hold what is expected."""
    answer = os.path.join(scratch, "answer")
    errors = os.path.join(scratch, "errors")
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 0, request, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, answer, write, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, errors, write, 0o600),
    ]
    start = time.perf_counter_ns()
    pid = os.posix_spawn(command[0], command, environment, file_actions=files)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter_ns() - start
    with open(answer) as text:
        answered = expected in text.read()
    if os.waitstatus_to_exitcode(status) != 0 or not answered:
        with open(errors) as text:
            raise Refused(f"{command[0]}: {text.read().strip()[:500]}")
    return Run(wall / 1e6, (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss / 1024)


def forget(files):
    """Drops files from the page cache, as if the node had just started."""
    os.sync()
    for file in files:
        descriptor = os.open(file, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)
