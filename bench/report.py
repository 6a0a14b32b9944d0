# SPDX-License-Identifier: Apache-2.0
"""Medians with their spread, as tables in Markdown, as CSV and as a picture."""

import csv
import html
import io
import re
import statistics

import page
import scenarios

COLUMNS = ("exchange", "program", "wall ms", "CPU ms", "peak MiB", "wall, CPU against")
BESIDE = ("exchange", "program", "wall ms", "CPU ms", "MiB", "against", "wall ms", "CPU ms", "MiB", "wall, CPU in pairs")
COLOURS = {
    "executable": "#2a9d6f",
    scenarios.YARDSTICK: "#8793a0",
    scenarios.GOOGLES: "#8793a0",
    scenarios.AZURES: "#8793a0",
    scenarios.CURL: "#8793a0",
}


def spread(values):
    """Median, and the quartiles around it; one value is all of them."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return middle, low, high


def ratio(runs, peers, field):
    """The median of what is paired: each run against its neighbour of the same round."""
    pairs = [getattr(runs[r], field) / getattr(peers[r], field) for r in runs if r in peers]
    return statistics.median(pairs)


def measured_rows(results):
    """Exchange, program, wall and CPU time, memory, and both times against the peer, if there is one."""
    for scenario, programs in results.items():
        peers = programs.get(scenario.against)
        for program, runs in programs.items():
            wall = "%.1f (%.1f–%.1f)" % spread([run.wall_ms for run in runs.values()])
            cpu = "%.1f (%.1f–%.1f)" % spread([run.cpu_ms for run in runs.values()])
            peak = statistics.median(run.peak_mib for run in runs.values())
            against = ""
            if peers and program != scenario.against:
                wall_ratio, cpu_ratio = ratio(runs, peers, "wall_ms"), ratio(runs, peers, "cpu_ms")
                against = f"{wall_ratio:.2f}, {cpu_ratio:.2f}"
            yield [str(scenario), program, wall, cpu, f"{peak:.0f}", against]


def table(rows):
    """A line for each program, and on it what it is measured against."""
    rows = list(rows)
    peers = {exchange: measured for exchange, *measured, against in rows if not against}
    paired = {row[0] for row in rows if row[-1]}
    lines = [BESIDE]
    for exchange, *measured, against in rows:
        if against:
            lines.append([exchange, *measured, *peers[exchange], against])
        elif exchange not in paired:
            lines.append([exchange, *measured, "", "", "", "", ""])
    head, *body = (f"| {' | '.join(line)} |" for line in lines)
    return "\n".join([head, "|---" * len(BESIDE) + "|", *body])


def shown(row):
    """The page also leaves out what runs in a JVM; the file has all."""
    exchange, program = row[:2]
    return exchange not in scenarios.ONLY_IN_FILE and program not in ("bundle", "jar")


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    return out.getvalue()


def bars():
    """Each cloud's exchange beside that cloud's own plugin, as the page has them."""
    own = [row for row in page.rows("measured", "exchange") if row[0].startswith("ECR")] + page.rows("peers", "exchange")
    return [
        (row[0].split(", against")[0], row[at], tuple(float(number) for number in re.findall(r"[0-9.]+", row[at + 1])))
        for row in own
        if {row[1], row[5]} <= set(COLOURS)
        # Beside curl podpass is the program of the row before.
        for at in ((5,) if row[5] == scenarios.CURL else (1, 5))
    ]


def picture():
    """Bars of the median wall time with a whisker from quartile to quartile."""
    rows = bars()
    scale = 300 / max(high for _, _, (_, _, high) in rows)
    height = 40 + 18 * len(rows) + 28 * len({scenario for scenario, _, _ in rows})
    shapes, top, last = [], 30, None
    for scenario, program, (middle, low, high) in rows:
        if scenario != last:
            top += 10 if last else 0
            shapes.append(f'<text x="8" y="{top + 12}">{html.escape(scenario)}</text>')
            top += 18
            last = scenario
        shapes.append(
            f'<rect x="8" y="{top}" width="{middle * scale:.1f}" height="14" '
            f'fill="{COLOURS[program]}"/>'
            f'<line x1="{8 + low * scale:.1f}" x2="{8 + high * scale:.1f}" y1="{top + 7}" '
            f'y2="{top + 7}" stroke="currentColor"/>'
            f'<text x="{14 + high * scale:.1f}" y="{top + 12}">{program} {middle:.1f}</text>'
        )
        top += 18
    title = "Wall time of one pull, ms: median, and quartiles"
    return page.svg(height, title, shapes)


def draw():
    page.draw("performance.svg", picture())


def head(names, programs):
    shipped = [name for name in names if programs[name].files and not name.startswith("empty")]
    sizes = (f"{name} {programs[name].size / 1e6:.1f}" for name in shipped)
    return f"{page.machine()}.\nMB: {', '.join(sizes)}.\n\n"


def publish(results, programs, arguments):
    names = [name for name in programs if name not in (scenarios.GOOGLES, scenarios.AZURES, scenarios.HELPER)]
    rows = list(measured_rows(results))
    text = (
        f"{head(names, programs)}"
        f"![Wall time of one pull](performance.svg)\n\n{table(filter(shown, rows))}\n"
    )
    page.publish("measured", text, ("measurements.csv", as_csv(rows)), arguments)


def publish_peers(results, programs, arguments):
    names = dict.fromkeys(name for runs in results.values() for name in runs)
    page.publish("peers", f"{head(names, programs)}{table(measured_rows(results))}\n", None, arguments)
