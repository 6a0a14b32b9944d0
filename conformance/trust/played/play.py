"""What the played tools have in common: each command has its documented flags, and any other is refused."""

import contextlib
import fcntl
import itertools
import json
import os
import pathlib
import sys


def refuse(message, status=2):
    print(f"ERROR: {message}", file=sys.stderr)
    sys.exit(status)


def there(things, key, message="not found", status=1):
    if key not in things:
        refuse(f"{message}: {key}", status)
    return things[key]


@contextlib.contextmanager
def state(tool):
    """The tool's state, written back if nothing was refused."""
    folder = pathlib.Path(os.environ["PLAYED"])
    with open(folder / f"{tool}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        file = folder / f"{tool}.json"
        now = json.loads(file.read_text())
        yield now
        file.write_text(json.dumps(now, indent=1))


def play(tool, usage, run, common=""):
    """Keeps the command line, for the real tool to judge where there is one, and runs it on the tool's state.

    Usage has a line for each command, as in `pools create|list POOL --project [--format --quiet!]`: required flags, others in
    brackets, one without a value with an exclamation mark. Every command has the common flags.
    """
    with open(pathlib.Path(os.environ["PLAYED"]) / f"{tool}.calls", "a") as calls:
        calls.write(json.dumps(sys.argv[1:]) + "\n")
    commands = dict(command for line in usage.strip().splitlines() for command in read(line.split(), common.split()))
    with state(tool) as now:
        run(now, *parse(sys.argv[1:], commands))


def read(words, common):
    """The name and the flags of each command in a line of the usage."""
    *group, verbs = [word for word in words if not word.isupper() and "--" not in word]
    required = itertools.takewhile(lambda word: not word.startswith("["), words)
    flags = [word.strip("[]") for word in words if "--" in word]
    spec = {
        "flags": {flag.rstrip("!") for flag in flags + common},
        "switches": {flag.rstrip("!") for flag in flags if flag.endswith("!")},
        "required": {word.rstrip("!") for word in required if "--" in word},
        "positionals": [word for word in words if word.isupper()],
    }
    return [(" ".join([*group, verb]), spec) for verb in verbs.split("|")]


def parse(arguments, commands):
    """Finds the longest command that the arguments begin with, and reads its flags and positionals."""
    names = [" ".join(arguments[:length]) for length in range(min(5, len(arguments)), -1, -1)]
    name = next((name for name in names if name in commands), None)
    if name is None:
        refuse(f"invalid command: {arguments}")
    spec = commands[name]
    flags, positionals, rest = {}, [], arguments[len(name.split()) :]
    while rest:
        word = rest.pop(0)
        if not word.startswith("-"):
            positionals.append(word)
            continue
        flag, equals, value = word.partition("=")
        if flag not in spec["flags"] or flag in flags:
            refuse(f"({name}) unrecognized, or given twice: {word}")
        if flag in spec["switches"]:
            value = True
        elif not equals:
            value = rest.pop(0) if rest else refuse(f"({name}) {flag}: expected one argument")
        flags[flag] = value
    missing = spec["required"] - set(flags)
    many = spec["positionals"] and spec["positionals"][-1].endswith("...")
    if missing or not many and len(positionals) != len(spec["positionals"]):
        refuse(f"({name}) missing {missing}, or positionals {positionals}")
    return name, flags, positionals
