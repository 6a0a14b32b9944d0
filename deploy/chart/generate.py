#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what in the chart follows from elsewhere: values.schema.json (from the options of podpass) and the copies of docs/grafana."""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "deploy/chart/podpass"
# The chart sets these itself.
OWN = {"provider", "root", "executable", "once", "startup-taint", "node-name", "json", "no-restart", "metrics-file", "node-metrics-file",
       "audit-log", "node-audit-log", "ca-bundle-from"}
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
    "URL": {"type": "string", "pattern": "^https?://[^ ]+$"},
    "FILE": {"type": "string", "pattern": "^/."},
    "PATH": {"type": "string", "pattern": "^/."},
    "DIR": {"type": "string", "pattern": "^/."},
    "DIRECTORY": {"type": "string", "pattern": "^/."},
}


def options(podpass):
    """What podpass declares: its options by name, for the plugin, each provider and each command."""
    java = Path(os.environ.get("JAVA_HOME", "/usr")) / "bin/java"
    run = [java, "-jar", podpass] if podpass.endswith(".jar") else [podpass]
    printed = json.loads(subprocess.check_output([*run, "generate", "options", "--json"]))

    def by_name(found):
        return {option["name"]: option for option in found}

    return {
        "plugin": by_name(printed["plugin"]),
        **{kind: {section["name"]: by_name(section["options"]) for section in printed[kind]} for kind in ("providers", "commands")},
    }


def chart_options(declared):
    sections = [declared["commands"]["podpass node reconcile"], declared["plugin"], *declared["providers"].values()]
    return {name: option for section in sections for name, option in section.items() if name not in OWN}


def description(option):
    """The description as docs/options.md has it."""
    default = f" Default: `{option['default']}`." if option["default"] else ""
    variables = " Variable: " + ", ".join(f"`{name}`" for name in option["variables"]) + "." if option["variables"] else ""
    return option["description"] + default + variables


def option_schema(option, providers):
    form = option["value"]
    if form == "ID[,ID]":
        kind = {**LIST, "items": {"enum": providers}}
    elif form in FORMS:
        kind = FORMS[form]
    elif re.fullmatch(r"[\w.-]+(\|[\w.-]+)+", form):
        kind = {"enum": form.split("|")}
    else:
        kind = TEXT
    return {"description": description(option).replace("`", ""), **unset(kind)}


def unset(kind):
    """The same or null, which is unset: Helm keeps a null of --set in the release, and checks it again at each rollback and upgrade."""
    return {**kind, "enum": [*kind["enum"], None]} if "enum" in kind else {**kind, "type": [kind["type"], "null"]}


def closed(properties, required=()):
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def schema(declared):
    boolean, labels = {"type": "boolean"}, {"type": "object", "additionalProperties": unset({"type": "string"})}
    name = {"type": "string", "maxLength": 253, "pattern": r"^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$"}
    optional = {**name, "pattern": r"^([a-z0-9]([a-z0-9.:-]*[a-z0-9])?)?$"}
    account = {"type": "string", "pattern": r"^[a-z0-9-]+/[a-z0-9.-]+$"}
    names, texts, accounts = ({"type": "array", "uniqueItems": True, "items": item} for item in (name, TEXT, account))
    free, objects = {"type": "object"}, {"type": "array", "items": {"type": "object"}}
    providers = declared["providers"]
    chosen = {name: option_schema(option, list(providers)) for name, option in chart_options(declared).items()}
    required = {id: [name for name, option in options.items() if option["required"]] for id, options in providers.items()}
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
                "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
                "additionalProperties": unset(closed({"name": name, "key": {"type": "string", "pattern": r"^[\w.-]+$"}}, ["name", "key"])),
            },
            "caBundle": closed({
                "configMap": closed({"name": optional, "key": {"type": "string", "pattern": r"^[\w.-]+$"}}),
                "clusterTrustBundle": closed({"name": optional, "signerName": {"type": "string"}, "labelSelector": free}),
            }),
            "startupTaint": closed({"enabled": boolean, "key": {"type": "string", "pattern": r"^([a-z0-9.-]{1,253}/)?[A-Za-z0-9._-]{1,63}$"}}),
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
    declared = options(arguments.podpass)
    wanted = {
        CHART / "values.schema.json": json.dumps(schema(declared), indent=2, ensure_ascii=False) + "\n",
        **{CHART / "files" / name: (ROOT / "docs/grafana" / name).read_text() for name in ("alerts.yaml", "podpass.json")},
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
