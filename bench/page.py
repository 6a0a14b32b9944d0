# SPDX-License-Identifier: Apache-2.0
"""The page of measurements."""

import os
import platform

from product import ROOT

DOCS = os.path.join(ROOT, "docs")


def machine():
    with open("/proc/cpuinfo") as text:
        models = [line.split(":")[1].strip() for line in text if line.startswith("model name")]
    model = models[0] if models else platform.machine()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{model}, {os.cpu_count()} processors, Linux {platform.release()}; load average {load}"


def write_option(parser):
    parser.add_argument("--write", action="store_true", help="into docs/measurements.md and its pictures, too")


def publish(section, text, picture, arguments):
    """Prints a section; with --write it replaces what docs/measurements.md has between its marks, and its picture, if it has one."""
    print(text)
    if arguments.write:
        replace(section, text)
    if arguments.write and picture:
        name, shapes = picture
        with open(os.path.join(DOCS, name), "w") as out:
            out.write(shapes)


def replace(section, text):
    path = os.path.join(DOCS, "measurements.md")
    begin, end = f"<!-- {section} -->", f"<!-- /{section} -->"
    with open(path) as page:
        before, rest = page.read().split(begin)
    after = rest.split(end)[1]
    with open(path, "w") as page:
        page.write(f"{before}{begin}\n{text}{end}{after}")


def svg(width, height, title, shapes):
    """A picture with its title at the top left."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'fill="currentColor" font-family="sans-serif" font-size="12">',
        "<style>svg{color:#1f2328}@media(prefers-color-scheme:dark){svg{color:#e6edf3}}</style>",
        f'<text x="8" y="18">{title}</text>',
        *shapes,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
