#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws docs/grafana/podpass.svg: every query of podpass.json, answered by a real Prometheus.

Three hours of twenty nodes are made up: at 10:00 a role stops trusting whoever pulls from ECR on node-03,
at 11:00 Entra ID is out of order for ten minutes: credentials are not renewed, and some end. The nodes are recycled one
after another: with them go the images that the old plugin has left open, and the new ones have the next version. Needs prometheus and promtool (Debian: prometheus).
"""

import argparse
import html
import json
import os
import random
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
BEGIN, MINUTE, HOUR = 1_795_597_200, 60, 3600  # 2026-11-25T09:00:00Z
END = BEGIN + 3 * HOUR
BUCKETS = ["0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "25", "+Inf"]
PORT = 19090
VARIABLES = {
    "$cluster": ".*",
    "$instance": ".*",
    "$provider": ".*",
    "$__rate_interval": "4m",
    "$__range": "3h",
}
COLOURS = ["#3b7dd8", "#e0752d", "#3f9c57", "#a352cc", "#cc4a4a", "#17a2a2", "#b8860b", "#7f7f7f"]
COLUMN, ROW = 42, 30


def result_of(node, provider, now):
    """How a request ends in the story."""
    if provider == "ecr" and node == 3 and now >= BEGIN + HOUR:
        return "denied"
    if provider == "acr" and BEGIN + 2 * HOUR <= now < BEGIN + 2 * HOUR + 10 * MINUTE:
        return "unavailable" if random.random() < 0.3 else "not_renewed"
    return "ok" if random.random() < 0.999 else "try_again"


def samples():
    """One scrape a minute of what each node's metrics file would say."""
    random.seed(4412)
    values, written = defaultdict(float), defaultdict(list)
    for now in range(BEGIN - HOUR, END + 1, MINUTE):
        for node in range(1, 21):
            for provider, typical in (("ecr", 0.12), ("gar", 0.09), ("acr", 0.2)):
                play(values, node, provider, typical, now)
            installation(values, node, now)
        for series, value in values.items():
            if value == value:
                written[series].append(f"{value:.12g} {now}")
    return written


def installation(values, node, now):
    """What the passes of a node write, and kubelet of podpass's failures."""
    label, since = f'instance="node-{node:02}:9100"', BEGIN + (20 - node) * 8 * MINUTE
    recycled = now >= since
    values[f"podpass_node_open_images{{{label}}}"] = 0 if recycled else 4 + node % 7
    for outcome in ("changed", "unchanged"):
        values[f'podpass_node_outcome{{{label},outcome="{outcome}"}}'] = outcome == ("changed" if 0 <= now - since < 5 * MINUTE else "unchanged")
    values[f"podpass_node_last_pass_timestamp_seconds{{{label}}}"] = now - (now + node * MINUTE) % (5 * MINUTE)
    values[f"podpass_node_kubelet_restarts_total{{{label}}}"] = int(recycled)
    for version in ("0.1.0", "0.2.0"):
        values[f'podpass_build_info{{{label},version="{version}"}}'] = 1 if recycled == (version == "0.2.0") else float("nan")
    denied = node == 3 and now >= BEGIN + HOUR
    values[f'kubelet_credential_provider_plugin_errors_total{{{label},plugin_name="podpass-ecr"}}'] += denied * 2


def play(values, node, provider, typical, now):
    labels = f'instance="node-{node:02}:9100",provider="{provider}"'
    for _ in range(random.randint(0, 4)):
        result = result_of(node, provider, now)
        values[f'podpass_requests_total{{{labels},result="{result}"}}'] += 1
        if result in ("ok", "not_renewed"):
            values[f"podpass_last_success_timestamp_seconds{{{labels}}}"] = now
        cached = result == "ok" and random.random() < 0.8
        if cached or result == "not_renewed":
            values[f"podpass_cache_hits_total{{{labels}}}"] += 1
        if cached:
            continue
        took = 3.5 if result in ("unavailable", "not_renewed") else random.lognormvariate(0, 0.5) * typical
        values[f"podpass_exchange_duration_seconds_sum{{{labels}}}"] += took
        values[f"podpass_exchange_duration_seconds_count{{{labels}}}"] += 1
        for bound in BUCKETS:
            values[f'podpass_exchange_duration_seconds_bucket{{{labels},le="{bound}"}}'] += took <= float(bound)


def openmetrics(written):
    families = {
        "podpass_requests_total": ("podpass_requests", "counter"),
        "podpass_cache_hits_total": ("podpass_cache_hits", "counter"),
        "podpass_exchange_duration_seconds": ("podpass_exchange_duration_seconds", "histogram"),
        "podpass_last_success_timestamp_seconds": ("podpass_last_success_timestamp_seconds", "gauge"),
        "podpass_node_open_images": ("podpass_node_open_images", "gauge"),
        "podpass_node_outcome": ("podpass_node_outcome", "gauge"),
        "podpass_node_last_pass_timestamp_seconds": ("podpass_node_last_pass_timestamp_seconds", "gauge"),
        "podpass_node_kubelet_restarts_total": ("podpass_node_kubelet_restarts", "counter"),
        "podpass_build_info": ("podpass_build_info", "gauge"),
        "kubelet_credential_provider_plugin_errors_total": ("kubelet_credential_provider_plugin_errors", "counter"),
    }
    lines = []
    for prefix, (name, kind) in families.items():
        lines.append(f"# TYPE {name} {kind}")
        for series in written:
            if series.startswith(prefix):
                lines += [f"{series} {sample}" for sample in written[series]]
    return "\n".join(lines) + "\n# EOF\n"


def ask(path, **parameters):
    url = f"http://127.0.0.1:{PORT}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)["data"]["result"]


def answers(panel):
    """Name and points of each series of a panel."""
    series = []
    for target in panel["targets"]:
        query = target["expr"]
        for name, value in VARIABLES.items():
            query = query.replace(name, value)
        if panel["type"] == "stat":
            found = [(r["metric"], [r["value"]]) for r in ask("query", query=query, time=END)]
        else:
            ranged = ask("query_range", query=query, start=BEGIN, end=END, step=MINUTE)
            found = [(r["metric"], r["values"]) for r in ranged]
        for labels, points in found:
            name = target["legendFormat"]
            for label, value in labels.items():
                name = name.replace("{{" + label + "}}", value)
            kept = [(int(t), float(v)) for t, v in points if v != "NaN"]
            series.append((name, kept))
    if not any(points for _, points in series):
        raise SystemExit(f"no data: {panel['title']}")
    return series


def unit(value, name):
    if name == "percentunit":
        return f"{value * 100:.1f} %"
    if name == "s":
        return f"{value:.2f} s"
    return f"{value:.0f}" if name == "short" else f"{value:.2g}/s"


def text(x, y, words, size=11, colour="#ccccdc", anchor="start"):
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" fill="{colour}" '
        f'text-anchor="{anchor}">{html.escape(words)}</text>'
    )


def draw_stat(panel, series, x, y, width, height):
    value = series[0][1][-1][1]
    colour = COLOURS[0]
    for step in panel["fieldConfig"]["defaults"]["thresholds"]["steps"]:
        if step["value"] is None or value >= step["value"]:
            colour = {"red": "#f2495c", "orange": "#ff9830", "green": "#73bf69"}.get(
                step["color"], "#5794f2"
            )
    told = unit(value, panel["fieldConfig"]["defaults"]["unit"])
    return [text(x + width / 2, y + height / 2 + 20, told, 28, colour, "middle")]


def draw_lines(panel, series, x, y, width, height):
    rows = legend_rows([label for label, _ in series], width - 70)
    left, right, top, bottom = x + 60, x + width - 10, y + 30, y + height - 30 - 14 * len(rows)
    highest = max(v for _, points in series for _, v in points) * 1.05 or 1
    name = panel["fieldConfig"]["defaults"]["unit"]
    parts = []
    for part in (0, 0.5, 1):
        level = bottom - (bottom - top) * part
        parts.append(f'<path d="M{left} {level:.0f}H{right}" stroke="#34363f"/>')
        parts.append(text(left - 6, level + 4, unit(highest * part, name), 10, "#9fa0a8", "end"))
    for hour in range(4):
        across = left + (right - left) * hour / 3
        parts.append(text(across, bottom + 15, f"{9 + hour:02}:00", 10, "#9fa0a8", "middle"))
    for number, (label, points) in enumerate(series):
        colour = COLOURS[number % len(COLOURS)]
        path, last = "", None
        for t, v in points:
            across = left + (right - left) * (t - BEGIN) / (END - BEGIN)
            pen = "L" if last == t - MINUTE else "M"
            path += f"{pen}{across:.1f} {bottom - (bottom - top) * v / highest:.1f}"
            last = t
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
    number = 0
    for row, labels in enumerate(rows):
        across = left
        for label in labels:
            parts.append(text(across, bottom + 34 + 14 * row, label, 11, COLOURS[number % len(COLOURS)]))
            across += label_width(label)
            number += 1
    return parts


def label_width(label):
    return 6 * len(label) + 16


def legend_rows(labels, width):
    """All labels, as many a line as fit."""
    rows, left = [[]], width
    for label in labels:
        if rows[-1] and label_width(label) > left:
            rows.append([])
            left = width
        rows[-1].append(label)
        left -= label_width(label)
    return rows


def picture(panels):
    height = max(p["gridPos"]["y"] + p["gridPos"]["h"] for p in panels) * ROW + 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{24 * COLUMN + 8}" height="{height}" '
        'font-family="sans-serif">',
        '<rect width="100%" height="100%" fill="#111217"/>',
    ]
    for panel in panels:
        place = panel["gridPos"]
        x, y = place["x"] * COLUMN + 8, place["y"] * ROW + 8
        width, height = place["w"] * COLUMN - 8, place["h"] * ROW - 8
        parts.append(
            f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="3" fill="#181b1f" '
            'stroke="#2a2d34"/>'
        )
        parts.append(text(x + 10, y + 18, panel["title"], 13))
        draw = draw_stat if panel["type"] == "stat" else draw_lines
        parts += draw(panel, answers(panel), x, y, width, height)
    return "\n".join(parts) + "\n</svg>\n"


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    with open(os.path.join(HERE, "podpass.json")) as dashboard:
        panels = json.load(dashboard)["panels"]
    with tempfile.TemporaryDirectory() as work:
        dump, config, data = (os.path.join(work, n) for n in ("dump", "prometheus.yml", "data"))
        with open(dump, "w") as out:
            out.write(openmetrics(samples()))
        open(config, "w").close()
        create = ["promtool", "tsdb", "create-blocks-from", "openmetrics", dump, data]
        subprocess.run(create, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={data}"]
            + [f"--web.listen-address=127.0.0.1:{PORT}", "--storage.tsdb.retention.time=10y"]
            + ["--log.level=error"]
        )
        try:
            for _ in range(100):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{PORT}/-/ready", timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            drawn = picture(panels)
        finally:
            server.terminate()
            server.wait()
    with open(os.path.join(HERE, "podpass.svg"), "w") as out:
        out.write(drawn)


if __name__ == "__main__":
    main()
