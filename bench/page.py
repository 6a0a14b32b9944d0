# SPDX-License-Identifier: Apache-2.0
"""The page of performance, whose tables and pictures are written here."""

import os
import platform

from product import ROOT

DOCS = os.path.join(ROOT, "docs")


def machine():
    with open("/proc/cpuinfo") as text:
        models = [line.split(":")[1].strip() for line in text if line.startswith("model name")]
    model = models[0] if models else platform.machine()
    linux = platform.release().split("-")[0]
    return f"{model}, {os.cpu_count()} processors, Linux {linux}, load {os.getloadavg()[0]:.1f}"


PAGE = os.path.join(DOCS, "performance.md")


def write_option(parser):
    parser.add_argument("--write", action="store_true", help="into docs/performance.md and its pictures, too")


def publish(section, text, file, arguments):
    """Prints a section; with --write it replaces what docs/performance.md has between its marks, and its file, if it has one."""
    print(text)
    if arguments.write:
        replace(section, text)
    if arguments.write and file:
        draw(*file)


def draw(name, shapes):
    with open(os.path.join(DOCS, name), "w") as out:
        out.write(shapes)


def split(section):
    """The page before a section, the section, and what is behind it."""
    begin, end = f"<!-- {section} -->", f"<!-- /{section} -->"
    with open(PAGE) as page:
        before, rest = page.read().split(begin)
    text, after = rest.split(end)
    return before + begin, text, end + after


def replace(section, text):
    before, _, after = split(section)
    with open(PAGE, "w") as page:
        page.write(f"{before}\n{text}{after}")


def rows(section, heading):
    """The cells of the table of a section whose first heading this is."""
    lines = split(section)[1].split(f"\n| {heading} |", 1)[1].split("\n")[2:]
    table = lines[: next((at for at, line in enumerate(lines) if not line.startswith("|")), len(lines))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def svg(height, title, shapes):
    """A picture with its title at the top left, narrow enough that a phone's reader can read its labels."""
    width = 460
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'fill="currentColor" font-family="sans-serif" font-size="12">',
        "<style>svg{color:#1f2328}@media(prefers-color-scheme:dark){svg{color:#e6edf3}}</style>",
        f'<text x="8" y="18">{title}</text>',
        *shapes,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
