# SPDX-License-Identifier: Apache-2.0
"""Medians with their spread, as a table in Markdown and as a picture."""

import html
import os
import platform
import statistics

COLOURS = {"executable": "#2f6f4f", "bundle": "#7fb069", "jar": "#c9d9a8", "Go plugin": "#4a7ba6"}


def spread(values):
    """Median, and the quartiles around it."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return middle, low, high


def ratio(runs, peers, field):
    """The median of what is paired: each run against its neighbour of the same round."""
    pairs = [getattr(runs[r], field) / getattr(peers[r], field) for r in runs if r in peers]
    return statistics.median(pairs)


def machine():
    with open("/proc/cpuinfo") as text:
        models = [line.split(":")[1].strip() for line in text if line.startswith("model name")]
    model = models[0] if models else platform.machine()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{model}, {os.cpu_count()} processors, Linux {platform.release()}; load average {load}"


def table(results):
    lines = [
        "| exchange | program | wall ms | CPU ms | peak MiB | wall, CPU against Go |",
        "|---|---|---|---|---|---|",
    ]
    for scenario, programs in results.items():
        peers = programs.get("Go plugin")
        for program, runs in programs.items():
            wall = "%.1f (%.1f–%.1f)" % spread([run.wall_ms for run in runs.values()])
            cpu = "%.1f (%.1f–%.1f)" % spread([run.cpu_ms for run in runs.values()])
            peak = max(run.peak_mib for run in runs.values())
            against = ""
            if peers and program != "Go plugin":
                against = f"{ratio(runs, peers, 'wall_ms'):.2f}, {ratio(runs, peers, 'cpu_ms'):.2f}"
            lines.append(f"| {scenario} | {program} | {wall} | {cpu} | {peak:.0f} | {against} |")
    return "\n".join(lines)


def picture(results):
    """Bars of the median wall time with a whisker from quartile to quartile."""
    rows = [
        (scenario, program, spread([run.wall_ms for run in runs.values()]))
        for scenario, programs in results.items()
        for program, runs in programs.items()
        if program in ("executable", "Go plugin")
    ]
    longest = max(high for _, _, (_, _, high) in rows)
    scale = 480 / longest
    height = 34 + 18 * len(rows) + 10 * len(results)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="820" height="{height}" '
        'font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="8" y="18">Wall time of one pull, ms: median, and quartiles</text>',
    ]
    top, last = 30, None
    for scenario, program, (middle, low, high) in rows:
        if scenario != last:
            top += 10 if last else 0
            parts.append(f'<text x="8" y="{top + 12}">{html.escape(scenario)}</text>')
            last = scenario
        centre = top + 7
        parts.append(
            f'<rect x="260" y="{top}" width="{middle * scale:.1f}" height="14" '
            f'fill="{COLOURS[program]}"/>'
            f'<line x1="{260 + low * scale:.1f}" x2="{260 + high * scale:.1f}" y1="{centre}" '
            f'y2="{centre}" stroke="black"/>'
            f'<text x="{266 + high * scale:.1f}" y="{top + 12}">{program} {middle:.1f}</text>'
        )
        top += 18
    return "\n".join(parts) + "\n</svg>\n"
