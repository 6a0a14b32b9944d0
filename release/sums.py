# SPDX-License-Identifier: Apache-2.0
"""SHA256SUMS, as sha256sum writes and reads it."""

import re

import archives

NAME = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  ([^/\n]+)")


def written(paths):
    return "".join(f"{archives.sha256(path.read_bytes())}  {path.name}\n" for path in sorted(paths))


def read(text):
    found = {}
    for line in text.splitlines():
        parts = LINE.fullmatch(line)
        if not parts or parts[2] in found:
            raise ValueError(f"{NAME}: this line is none of sha256sum: {line!r}")
        found[parts[2]] = parts[1]
    return found
