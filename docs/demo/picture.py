#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs ./demo on a terminal and draws what that shows into docs/demo.svg."""

import argparse
import os
import pty
import re
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLUMNS, WIDTH, HEIGHT, MARGIN = 80, 8.43, 18, 16
COLOURS = {"32": "#7ee787", "33": "#f0b35a", "36": "#79c0ff", "2": "#9aa4af", "1": "#ffffff"}
STYLED = re.compile(r"\x1b\[([0-9;]+)m(.*?)\x1b\[0m")
STYLE = "font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"


def recorded(arguments):
    """The demo's output on a terminal; it must end with 0."""
    output = bytearray()

    def read(descriptor):
        data = os.read(descriptor, 65536)
        output.extend(data)
        return data

    environment = {"NO_COLOR": "", "TERM": "xterm-256color"}
    os.environ.update(environment)
    os.chdir(ROOT)
    status = os.waitstatus_to_exitcode(pty.spawn(["./demo", *arguments], read))
    if status != 0:
        raise SystemExit(f"picture: ./demo ended with {status}")
    text = output.decode().replace("\r\n", "\n")
    return text[text.index("podpass: each pod") :].rstrip().split("\n")


def drawn(line):
    """A line as SVG: colours by styles, columns by the font."""
    spans, end = [], 0
    for found in STYLED.finditer(line):
        spans += [escape(line[end : found.start()]), styled(found[1], found[2])]
        end = found.end()
    return "".join([*spans, escape(line[end:])])


def styled(style, text):
    weight = ' font-weight="bold"' if style == "1" else ""
    return f'<tspan fill="{COLOURS[style]}"{weight}>{escape(text)}</tspan>'


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jvm", action="store_true", help="of podpass in a JVM, even if there is an executable")
    lines = ["$ ./demo", *recorded(["--jvm"] if parser.parse_args().jvm else [])]
    width, height = COLUMNS * WIDTH + 2 * MARGIN, len(lines) * HEIGHT + 2 * MARGIN
    rows = [
        f'<text x="{MARGIN}" y="{MARGIN + (number + 1) * HEIGHT - 5}" xml:space="preserve">{drawn(line)}</text>'
        for number, line in enumerate(lines)
    ]
    picture = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="./demo">',
        f'<rect width="100%" height="100%" rx="8" fill="#161b22"/><g fill="#e6edf3" style="{STYLE}">',
        *rows,
        "</g></svg>",
    ]
    (ROOT / "docs/demo.svg").write_text("\n".join(picture) + "\n")


if __name__ == "__main__":
    main()
