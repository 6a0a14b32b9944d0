"""What the played tools have in common: each command has its documented flags, and any other is refused."""

import contextlib
import fcntl
import json
import os
import pathlib
import sys


def refuse(message, status=2):
    print(f"ERROR: {message}", file=sys.stderr)
    sys.exit(status)


@contextlib.contextmanager
def state(tool, empty):
    """The tool's state, written back if nothing was refused."""
    folder = pathlib.Path(os.environ["PLAYED"])
    with open(folder / f"{tool}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        file = folder / f"{tool}.json"
        now = json.loads(file.read_text()) if file.exists() else empty
        yield now
        file.write_text(json.dumps(now, indent=1))


def record(tool, arguments):
    """Keeps the command line, for the real tool to judge where there is one."""
    with open(pathlib.Path(os.environ["PLAYED"]) / f"{tool}.calls", "a") as calls:
        calls.write(json.dumps(arguments) + "\n")


def parse(arguments, commands):
    """Finds the longest command that the arguments begin with, and reads its flags and positionals."""
    for length in range(min(5, len(arguments)), 0, -1):
        name = " ".join(arguments[:length])
        if name in commands:
            spec = commands[name]
            break
    else:
        refuse(f"invalid command: {arguments}")
    flags, positionals, rest = {}, [], list(arguments[length:])
    while rest:
        word = rest.pop(0)
        if not word.startswith("-"):
            positionals.append(word)
            continue
        flag, equals, value = word.partition("=")
        if flag not in spec["flags"]:
            refuse(f"({name}) unrecognized arguments: {word}")
        if flag in spec.get("switches", ()):
            value = True
        elif not equals:
            if not rest:
                refuse(f"({name}) {flag}: expected one argument")
            value = rest.pop(0)
        if flag in flags:
            refuse(f"({name}) {flag} is given twice")
        flags[flag] = value
    expected = spec.get("positionals", 0)
    missing = [flag for flag in spec["required"] if flag not in flags]
    if missing or len(positionals) != expected and expected >= 0:
        refuse(f"({name}) missing {missing}, or positionals {positionals}")
    return name, flags, positionals
