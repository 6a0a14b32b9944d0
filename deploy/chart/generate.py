#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what the chart derives from podpass: values.schema.json, files/audiences.json and files/durations.json."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import audiences

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "deploy/chart/podpass"
# The chart sets these itself.
OWN = {"help-all", "provider", "root", "executable", "once", "startup-taint", "node-name", "json", "no-restart", "metrics-file", "node-metrics-file",
       "audit-log", "node-audit-log", "ca-bundle-from", "node-grant"}
TEXT = {"type": "string", "minLength": 1}
LIST = {"type": "array", "minItems": 1, "uniqueItems": True, "items": TEXT}
# Go's regular expressions look at nothing ahead.
SPAN = r"\d+h(\d+m)?(\d+s)?|\d+m(\d+s)?|\d+s"
DURATION = f"^({SPAN})$"
FORMS = {
    "": {"type": "boolean"},
    "KEY[,KEY]": LIST,
    "SOURCE[/PREFIX]=TARGET[/PREFIX]": {**LIST, "items": {"type": "string", "pattern": "^[^=, ]+=[^=, ]+$"}},
    "NAME=VALUE": {"type": "object", "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}, "additionalProperties": {"type": ["string", "null"]}},
    "DURATION": {"type": "string", "pattern": DURATION},
    "ARN": {"type": "string", "pattern": "^(arn|acs):[^ ]+$"},
    "URL": {"type": "string", "pattern": "^https?://[^ ]+$"},
    "FILE": {"type": "string", "pattern": "^/."},
    "PATH": {"type": "string", "pattern": "^/."},
    "DIR": {"type": "string", "pattern": "^/."},
    "DIRECTORY": {"type": "string", "pattern": "^/."},
}


def call(podpass, *arguments):
    """podpass, which prints as wide as it can."""
    java = Path(os.environ.get("JAVA_HOME", "/usr")) / "bin/java"
    program = [java, "-jar", podpass] if podpass.endswith(".jar") else [podpass]
    return subprocess.run([*program, *arguments], env={**os.environ, "COLUMNS": "120"}, capture_output=True, text=True)


def run(podpass, *arguments):
    done = call(podpass, *arguments)
    return done.stdout + done.stderr


def options(podpass, command="reconcile"):
    """The options that `podpass node reconcile`, or another command, takes: the form of the value and the description, by name."""
    shown = run(podpass, "node", command, "--help-all").split("\nExamples:")[0]
    found = {}
    for row in re.split(r"(?m)^  (?=--)", shown)[1:]:
        label, *words = row.split("\n\n")[0].split()
        name, _, form = label[2:].partition("=")
        found[name] = form, re.sub(r" \(([A-Z0-9_, ]+)\)$", r" Variable: \1.", " ".join(words))
    return {name: option for name, option in found.items() if name not in OWN}


def required(podpass):
    """Each provider, and the options without which it serves nothing."""
    ids = json.loads(run(podpass, "version", "--json"))["providers"]
    return {id: re.findall(r"; hint: set --([a-z-]+)$", run(podpass, "config", f"--providers={id}").strip()) for id in ids}


def bounds(podpass, name, ids):
    """The seconds that a duration may have, as podpass says them of one that is too long."""
    id = next((id for id in ids if name.startswith(f"{id}-")), ids[0])
    with tempfile.TemporaryDirectory() as root:
        refused = run(podpass, "node", "reconcile", "--once", f"--root={root}", f"--providers={id}", f"--{name}=999999h")
    return [int(seconds) for seconds in re.search(r"must be from (\d+) to (\d+) seconds$", refused.strip()).groups()]


def option_schema(form, description, providers):
    if form == "ID[,ID]":
        kind = {**LIST, "items": {"enum": providers}}
    elif form in FORMS:
        kind = FORMS[form]
    elif re.fullmatch(r"[\w.-]+(\|[\w.-]+)+", form):
        kind = {"enum": form.split("|")}
    else:
        kind = TEXT
    return {"description": description, **unset(kind)}


def unset(kind):
    """The same or null, which is unset: Helm keeps a null of --set in the release, and checks it again at each rollback and upgrade."""
    return {**kind, "enum": [*kind["enum"], None]} if "enum" in kind else {**kind, "type": [kind["type"], "null"]}


def closed(properties, required=()):
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def schema(options, required):
    boolean, labels = {"type": "boolean"}, {"type": "object", "additionalProperties": unset({"type": "string"})}
    name = {"type": "string", "maxLength": 253, "pattern": r"^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$"}
    optional = {**name, "pattern": r"^([a-z0-9]([a-z0-9.:-]*[a-z0-9])?)?$"}
    account = {"type": "string", "pattern": r"^[a-z0-9-]+/[a-z0-9.-]+$"}
    names, texts, accounts = ({"type": "array", "uniqueItems": True, "items": item} for item in (name, TEXT, account))
    free, objects = {"type": "object"}, {"type": "array", "items": {"type": "object"}}
    chosen = {name: option_schema(form, description, list(required)) for name, (form, description) in options.items()}
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
            "fullnameOverride": {**optional, "maxLength": 52},
            "commonLabels": labels,
            "serviceAccount": closed({"create": boolean, "name": optional, "annotations": labels}),
            "options": {
                **closed(chosen, ["providers"]),
                "allOf": [
                    # Kubelet must be told the audience. A pull needs neither: its token has one.
                    {"if": {"properties": {"providers": {"contains": {"const": "gar"}}}},
                     "then": {"anyOf": [{"required": ["gar-audience"]}, {"required": ["token-audience"]}]}},
                    {"if": {"properties": {"providers": {"contains": {"const": "exchange"}}}},
                     "then": {"anyOf": [{"required": ["exchange-profile"]}, {"required": ["exchange-url"]}]}},
                    *({"if": {"properties": {"providers": {"contains": {"const": id}}}}, "then": {"required": names}}
                      for id, names in required.items() if names),
                ],
            },
            "secretEnv": {
                "type": "object",
                "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "not": {"pattern": "^PODPASS_"}},
                "additionalProperties": unset(closed({"name": name, "key": {"type": "string", "pattern": r"^[\w.-]+$"}}, ["name", "key"])),
            },
            "caBundle": closed({
                "configMap": closed({"name": optional, "key": {"type": "string", "pattern": r"^[\w.-]+$"}}),
                "clusterTrustBundle": closed({"name": optional, "signerName": {"type": "string"}, "labelSelector": free}),
            }),
            "startupTaint": closed({"enabled": boolean, "key": {"type": "string", "pattern": r"^([a-z0-9.-]{1,253}/)?[A-Za-z0-9._-]{1,63}$"}}),
            "events": closed({"enabled": boolean}),
            "rbac": closed({"create": boolean, "audiences": texts, "namespaces": names, "serviceAccounts": accounts}),
            "resourceQuota": closed({"create": boolean}),
            "nodeSelector": labels,
            "affinity": free,
            "tolerations": objects,
            "priorityClassName": {"type": "string"},
            "updateStrategy": closed({"type": {"enum": ["RollingUpdate", "OnDelete"]}, "maxUnavailable": {
                "oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"^([1-9]|[1-9]\d|100)%$"}]}}),
            "minReadySeconds": {"type": "integer", "minimum": 0},
            "resources": free,
            "podAnnotations": labels,
            "podLabels": labels,
            "auditLog": closed({"directory": {"type": ["string", "null"], "pattern": r"^(/[\w./-]+)?$"}}),
            "metrics": closed({
                "enabled": boolean,
                "address": {"type": "string", "pattern": r"^([0-9.]+|[0-9A-Fa-f:.]+)?$"},
                "port": {"type": "integer", "minimum": 1024, "maximum": 65535},
                "directory": {"type": "string", "pattern": "^/."},
                "resources": free,
                "podMonitor": closed({"create": boolean, "interval": {"type": "string", "pattern": DURATION}, "labels": labels}),
                "prometheusRule": closed({"create": boolean, "labels": labels}),
                "dashboard": closed({"create": boolean, "label": {"type": "string", "pattern": r"^[\w./-]+$"}}),
            }),
        }, ["mode", "image", "options"]),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if something would change")
    parser.add_argument("podpass", help="the executable or the jar")
    arguments = parser.parse_args()
    taken, needed = options(arguments.podpass), required(arguments.podpass)
    forms = {name: form for name, (form, _) in taken.items()}
    rules = {id: audiences.rules(lambda *words: call(arguments.podpass, *words), forms, [*needed], id) for id in needed}
    durations = {name: bounds(arguments.podpass, name, [*needed]) for name, form in forms.items() if form == "DURATION"}
    wanted = {
        CHART / "values.schema.json": json.dumps(schema(taken, needed), indent=2, ensure_ascii=False) + "\n",
        CHART / "files/audiences.json": json.dumps(rules, indent=1) + "\n",
        CHART / "files/durations.json": json.dumps(durations) + "\n",
    }
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    if arguments.check:
        for path in changed:
            print(f"{path.relative_to(ROOT)} is not what deploy/chart/generate.py writes; hint: run it", file=sys.stderr)
        sys.exit(1 if changed else 0)
    for path in changed:
        path.write_text(wanted[path])


if __name__ == "__main__":
    main()
