# SPDX-License-Identifier: Apache-2.0
"""Planted disagreements: what each does to a surface's answer, and the comparison that has to find it."""

import json
import re


def in_plan(row):
    return lambda plan: {**plan, "pulls": [row(one) for one in plan["pulls"]]}


def explained(**changes):
    return lambda answer: (answer[0], json_of(answer[1], changes), answer[2])


def json_of(out, changes):
    said = json.loads(out) if isinstance(out, str) and out else out or {}
    for name, change in changes.items():
        if said.get(name):
            said[name] = change(said[name])
    return said


CONTROLS = {
    "explain names another identity": ("explain", explained(identity=lambda parts: [{**part, "value": part["value"] + "x"} for part in parts]), "identity: explain names another"),
    "explain names another audience": ("explain", explained(parameters=lambda all: {**all, "tokenAudience": "other"}), "audience: explain"),
    "explain names another endpoint": ("explain", explained(calls=lambda calls: [{**call, "endpoint": "https://other.example/"} for call in calls]), "endpoint: explain"),
    "explain names another secret": ("explain", explained(calls=lambda calls: [{**call, "endpoint": re.sub("/v1/(secret|kv)/", "/v1/other/", call["endpoint"])} for call in calls]), "endpoint: explain"),
    "explain names another session policy": ("explain", explained(parameters=lambda all: {**all, "sessionPolicy": "{}"}), "identity: explain"),
    "explain ends with another status": ("explain", lambda answer: (answer[0] and 70, *answer[1:]), "status: explain ends otherwise"),
    "plan names another identity": ("plan", in_plan(lambda row: {**row, "then": {**row["then"], "identity": row["then"].get("identity", "") + "x"}}), "identity: plan names another"),
    "plan says that no pod fails": ("plan", in_plan(lambda row: {**row, "then": {**row["then"], "credential": "itself"}}), "identity: plan says another credential then"),
    "plan says that none fails today": ("plan", in_plan(lambda row: {**row, "today": {"credential": "itself"}}), "identity: plan says another credential today"),
    "plan leaves out a service account": ("plan", lambda plan: {**plan, "pulls": plan["pulls"][1:]}, "identity: plan leaves out"),
    "plan counts no failure": ("plan", in_plan(lambda row: {**row, "fails": False}), "status: plan ends otherwise"),
    "rbac leaves out an audience": ("rbac", lambda audiences: audiences[1:], "audience: rbac"),
    "the chart leaves out an audience": ("chart", lambda audiences: audiences and audiences[1:], "audience: the chart"),
    "trust names another subject": ("trust", lambda values: {**values, "service_account": "other"}, "identity: trust names another subject"),
    "trust names another audience": ("trust", lambda values: {name: "other" if name == "audience" else value for name, value in values.items()}, "audience: trust"),
    "trust names another secret": ("trust", lambda values: {name: "secret/other" if name == "paths" else value for name, value in values.items()}, "identity: trust names another role, mount"),
    "trust names another identity": ("trust", lambda values: {name: "other" if name in ("role_arn", "client_id", "robot", "slug") else value for name, value in values.items()}, "identity: trust names another than"),
    "the Terraform call names another issuer": ("terraform", lambda text: text.replace("i.example.com", "j.example.com"), "command: the Terraform call"),
    "lint finds nothing": ("lint", lambda answer: (0, '{"verdict":"kubelet starts with this, and nothing is wrong","findings":[]}', ""), "lint: another verdict"),
    "lint finds fault with all": ("lint", lambda answer: (78, '{"verdict":"kubelet starts with this, and not all works","findings":[{}]}', ""), "config: lint finds fault"),
    "merge writes an unknown field": ("merge", lambda text: text.replace("matchImages", "matchimages", 1), "merge: kubelet refuses"),
    "merge takes a pattern from another entry": ("merge", lambda text: text.replace("public.ecr.aws", "private.ecr.aws").replace("*.azurecr.cn", "*.azurecr.de").replace("*.gcr.io", "*.gcr.example"), "merge: "),
    "a variable means nothing": ("variables", lambda status: 0 if status else 78, "status: config takes"),
    "a printed command lacks its quotes": ("command", lambda line: line.replace("'", "").replace("--providers=", "--providers= "), "command: "),
    "a pull gets another identity": ("pull", lambda pulls: [pull.other() for pull in pulls], "identity: "),
    "a fix repairs nothing": ("fix", lambda fix: "set --without-token" if fix.startswith("annotate") else fix, "fix: "),
    "doctor finds nothing": ("doctor", lambda answer: (0, []), "status: doctor"),
    "doctor finds fault with all": ("doctor", lambda answer: (78, [{"check": "x", "verdict": "failed", "finding": ""}]), "status: doctor"),
}
