# SPDX-License-Identifier: Apache-2.0
"""Which addresses a program comes by, by breakpoints that are met once."""

import ctypes
import os
import signal

TRACEME, PEEKUSER, POKEUSER, CONT, SETOPTIONS = 0, 3, 6, 7, 0x4200
TRACE_CLONE, EXIT_KILL = 0x8, 0x100000
BREAKPOINT = 0xCC
# Waits for threads too.
WALL = 0x40000000
# Of struct user on x86-64.
INSTRUCTION_POINTER = 16 * 8

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def ptrace(request, thread, address=0, data=0):
    ctypes.set_errno(0)
    result = libc.ptrace(request, thread, address, data)
    if ctypes.get_errno():
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def first_uses(program, addresses, stdin, environment):
    """Runs the program, and returns those addresses of its file that it came by, the first one first."""
    process = os.fork()
    if process == 0:
        os.dup2(os.open(stdin, os.O_RDONLY), 0)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        ptrace(TRACEME, 0)
        os.execve(program, [program], environment)
    os.waitpid(process, 0)
    ptrace(SETOPTIONS, process, 0, TRACE_CLONE | EXIT_KILL)
    base = mapped_at(process, program)
    with open(f"/proc/{process}/mem", "r+b", buffering=0) as memory:
        original = put_breakpoints(memory, [base + address for address in addresses])
        met = {}
        ptrace(CONT, process)
        while True:
            thread, status = os.waitpid(-1, WALL)
            if os.WIFEXITED(status) or os.WIFSIGNALED(status):
                if thread == process:
                    break
                continue
            try:
                ptrace(CONT, thread, 0, after_stop(memory, thread, status, original, met))
            except ProcessLookupError:
                pass  # The process ends, and its threads with it.
    if status != 0:
        raise SystemExit(f"{program} has failed: wait status {status}")
    return [address - base for address in met]


def after_stop(memory, thread, status, original, met):
    """Takes the breakpoint away that a thread has met; returns the signal that it is to have."""
    number = os.WSTOPSIG(status)
    if number != signal.SIGTRAP:
        return 0 if number == signal.SIGSTOP else number
    at = ptrace(PEEKUSER, thread, INSTRUCTION_POINTER) - 1
    if status >> 16 == 0 and at in original:
        # Another thread may have met it at the same time.
        if at not in met:
            os.pwrite(memory.fileno(), original[at], at)
            met[at] = True
        ptrace(POKEUSER, thread, INSTRUCTION_POINTER, at)
    return 0


def mapped_at(process, program):
    """Where the beginning of its file is."""
    with open(f"/proc/{process}/maps") as maps:
        return min(int(line.split("-")[0], 16) for line in maps if line.rstrip().endswith(program))


def put_breakpoints(memory, addresses):
    """Returns the byte that was at each of the addresses."""
    first, last = min(addresses), max(addresses)
    code = bytearray(os.pread(memory.fileno(), last - first + 1, first))
    original = {address: bytes(code[address - first : address - first + 1]) for address in addresses}
    for address in addresses:
        code[address - first] = BREAKPOINT
    os.pwrite(memory.fileno(), code, first)
    return original
