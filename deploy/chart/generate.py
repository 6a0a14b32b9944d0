#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what in the chart follows from other files: values.schema.json (from docs/options.md), README.md (from values.yaml), and
the copies of docs/grafana. With --check it writes nothing, and fails if something would change."""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "deploy/chart/podpass"
PROVIDERS = ["ecr", "gar", "acr", "quay", "jfrog", "chainguard", "cloudsmith", "passthrough", "exchange"]
# What the provider of a registry does nothing without.
REQUIRED = {
    "jfrog": ["jfrog-registry", "jfrog-provider-name"],
    "cloudsmith": ["cloudsmith-organization"],
    "passthrough": ["passthrough-registry"],
    "exchange": ["exchange-registry", "exchange-url"],
}
# The chart sets these itself.
OWN = {"provider", "root", "executable", "once", "startup-taint", "node-name"}
TEXT = {"type": "string", "minLength": 1}
LIST = {"type": "array", "minItems": 1, "uniqueItems": True, "items": TEXT}
# Go's regular expressions look at nothing ahead.
SPAN = r"\d+h(\d+m)?(\d+s)?|\d+m(\d+s)?|\d+s"
DURATION = f"^({SPAN})$"
FORMS = {
    None: {"type": "boolean"},
    "ID[,ID]": {**LIST, "items": {"enum": PROVIDERS}},
    "KEY[,KEY]": LIST,
    "SOURCE[/PREFIX]=TARGET[/PREFIX]": {**LIST, "items": {"type": "string", "pattern": "^[^=, ]+=[^=, ]+$"}},
    "EMAIL[,EMAIL]": {**LIST, "items": {"type": "string", "pattern": "^[^@ ]+@[^@ ]+$"}},
    "NAME=VALUE": {"type": "object", "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}, "additionalProperties": {"type": "string"}},
    "DURATION": {"type": "string", "pattern": DURATION},
    "URL": {"type": "string", "pattern": "^https?://[^ ]+$"},
    "FILE": {"type": "string", "pattern": "^/."},
    "PATH": {"type": "string", "pattern": "^/."},
    "DIR": {"type": "string", "pattern": "^/."},
    "DIRECTORY": {"type": "string", "pattern": "^/."},
    "MIB": {"type": "integer", "minimum": 1, "maximum": 100000},
}


def options(page):
    """The options of one heading of docs/options.md: name, form of the value, description."""
    found = {}
    for name, form, text in re.findall(r"(?m)^- `--([a-z-]+)(?:=([^`]+))?`  \n((?:  .+\n)+)", page):
        found[name] = (form or None, " ".join(text.split()))
    return found


def sections():
    page = (ROOT / "docs/options.md").read_text()
    parts = re.split(r"(?m)^##+ (.*)$", page)
    return {title.strip("`"): options(text) for title, text in zip(parts[1::2], parts[2::2])}


def chart_options():
    every = sections()
    names = ["podpass node reconcile", "Every registry", *[f"Provider {id}" for id in PROVIDERS]]
    return {name: what for section in names for name, what in every[section].items() if name not in OWN}


def option_schema(form, text):
    if form in FORMS:
        kind = FORMS[form]
    elif re.fullmatch(r"[\w.-]+(\|[\w.-]+)+", form):
        kind = {"enum": form.split("|")}
    else:
        kind = TEXT
    return {"description": text.replace("`", ""), **kind}


def closed(properties, required=()):
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def schema():
    boolean, labels = {"type": "boolean"}, {"type": "object", "additionalProperties": {"type": "string"}}
    name = {"type": "string", "maxLength": 253, "pattern": r"^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$"}
    free, objects = {"type": "object"}, {"type": "array", "items": {"type": "object"}}
    chosen = {name: option_schema(*what) for name, what in chart_options().items()}
    several = {"properties": {"providers": {"minItems": 2}}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Values of the podpass chart",
        **closed({
            "global": free,
            "mode": {"enum": ["install", "uninstall"]},
            "image": closed({
                "repository": {"type": "string", "pattern": r"^[^ @]+$", "description": "Required: where this image is."},
                "tag": {"type": "string", "pattern": r"^[\w.-]*$"},
                "digest": {"type": "string", "pattern": r"^(sha256:[0-9a-f]{64})?$"},
                "pullPolicy": {"enum": ["Always", "IfNotPresent", "Never"]},
            }, ["repository"]),
            "imagePullSecrets": {"type": "array", "items": closed({"name": name}, ["name"])},
            "options": {
                **closed(chosen, ["providers"]),
                "allOf": [
                    {"if": {"properties": {"providers": {"contains": {"const": "gar"}}}},
                     "then": {"anyOf": [{"required": ["gar-audience"]}, {"required": ["gar-token-audience"]}]}},
                    *({"if": {"properties": {"providers": {"contains": {"const": id}}}}, "then": {"required": names}}
                      for id, names in REQUIRED.items()),
                    {"not": {"allOf": [{"required": ["replace"]}, {"properties": {"first": {"const": True}}, "required": ["first"]}]}},
                    {"not": {"allOf": [{"required": ["restart-command"]},
                                       {"properties": {"no-restart": {"const": True}}, "required": ["no-restart"]}]}},
                    {"not": {"allOf": [{"required": ["replace"]}, several]}},
                ],
            },
            "secretEnv": {
                "type": "object",
                "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
                "additionalProperties": closed({"name": name, "key": {"type": "string", "pattern": r"^[\w.-]+$"}}, ["name", "key"]),
            },
            "readiness": closed({"maxAge": {"type": "string", "pattern": f"^({SPAN}|)$"}}),
            "startupTaint": closed({"enabled": boolean, "key": {"type": "string", "pattern": r"^([a-z0-9.-]{1,253}/)?[A-Za-z0-9._-]{1,63}$"}}),
            "rbac": closed({"create": boolean, "role": name}, ["role"]),
            "nodeSelector": labels,
            "affinity": free,
            "tolerations": objects,
            "priorityClassName": TEXT,
            "updateStrategy": closed({"maxUnavailable": {
                "oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"^([1-9]|[1-9]\d|100)%$"}]}}),
            "minReadySeconds": {"type": "integer", "minimum": 0},
            "resources": free,
            "podAnnotations": labels,
            "podLabels": labels,
            "metrics": closed({
                "enabled": boolean,
                "address": {"type": "string", "pattern": r"^([0-9.]+|[0-9A-Fa-f:.]+)?$"},
                "port": {"type": "integer", "minimum": 1024, "maximum": 65535},
                "directory": {"type": "string", "pattern": "^/."},
                "podMonitor": closed({"create": boolean, "interval": {"type": "string", "pattern": DURATION}, "labels": labels}),
                "prometheusRule": closed({"create": boolean, "labels": labels}),
                "dashboard": closed({"create": boolean, "labels": labels}),
            }),
        }, ["mode", "image", "options"]),
    }


def rows(lines):
    """Each value of values.yaml with its default and the comment above it."""
    path, comment = [], []
    for line in lines:
        if line.strip().startswith("#"):
            comment.append(line.strip("# "))
        elif match := re.match(r"( *)([\w./-]+): *(.*)$", line):
            depth, key, value = len(match[1]) // 2, match[2], match[3]
            path[depth:] = [key]
            if value or comment:
                yield ".".join(path), value, " ".join(comment)
            comment = []


def readme():
    head = (CHART.parent / "README.head.md").read_text()
    table = ["| value | default | |", "|---|---|---|"]
    for name, value, text in rows((CHART / "values.yaml").read_text().splitlines()):
        table.append(f"| `{name}` | {f'`{value}`' if value else ''} | {text} |")
    table += ["", "## Options", "", "| `options.…` | value | |", "|---|---|---|"]
    for name, (form, text) in chart_options().items():
        form = (form or "true").replace("|", r"\|")
        table.append(f"| `{name}` | `{form}` | {text.replace('|', chr(92) + '|')} |")
    return head + "\n".join(table) + "\n"


def main():
    wanted = {
        CHART / "values.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
        CHART / "README.md": readme(),
        **{CHART / "files" / name: (ROOT / "docs/grafana" / name).read_text() for name in ("alerts.yaml", "podpass.json")},
    }
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv:
        for path in changed:
            print(f"{path.relative_to(ROOT)} is not what deploy/chart/generate.py writes; hint: run it", file=sys.stderr)
        sys.exit(1 if changed else 0)
    for path in changed:
        path.write_text(wanted[path])


if __name__ == "__main__":
    main()
