# SPDX-License-Identifier: Apache-2.0
"""Finds, by asking podpass, how the audience of each provider's tokens follows from its options."""

import json
import re

POOL = "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/pool/providers/provider"
HOSTS = ["a.example:8443,b.example", "a.example,b.example", "a.example"]
# Values to ask with, where the form of an option does not say what it takes. Those of two options differ.
SAMPLES = {"token-audience": ["api://a.example,b.example:1"], "registry": HOSTS, "passthrough-registry": HOSTS, "acr-identity-binding-server": ["192.0.2.1"],
           "gar-audience": ["identitynamespace:p.svc.id.goog:https://issuer.example/c", POOL, "https:" + POOL]}
# How an audience may follow from the value of an option: an expression of Go, and what replaces what it matches.
FOLLOWS = [("^([^:,/]+)([:,][^/]*)?$", "${1}"), ("^identitynamespace:([^:]+):.*$", "${1}"), ("^(//.+)$", "https:${1}"), ("^https://([^/:]+).*$", "${1}"), ("^(.+)$", "${1}")]


def samples(name, form):
    return SAMPLES.get(name) or (form.split("|") if re.fullmatch(r"[\w.-]+(\|[\w.-]+)+", form) else [f"https://{name}.example" if form == "URL" else f"{name}.example"])


def replaced(value, expression, replacement):
    return re.sub(expression, replacement.replace("${1}", r"\1"), value) if re.match(expression, value) else None


def ask(call, forms, id, given):
    """The audience with these options and those that podpass hints at, all of which are returned, too."""
    given = dict(given)
    while (done := call("config", "--json", f"--providers={id}", *(f"--{name}={value}" for name, value in given.items()))).returncode:
        hint = done.stderr.partition("; hint: set ")[2]
        missing = [name for name in re.findall("--([a-z-]+)", hint) if name in forms and name not in given]
        if not missing:
            return None, given
        field = re.search(r"--exchange-fields=(\w+)=", hint)
        given[missing[-1]] = f"{field[1]}=a" if field else samples(missing[-1], forms[missing[-1]])[0]
    return json.loads(done.stdout)["providers"][0]["tokenAttributes"]["serviceAccountTokenAudience"], given


def rules(call, forms, ids, id):
    """Rules of which the first holds whose option is set and matches; one without an option holds always."""
    default, needed = ask(call, forms, id, {})
    others = {*ids} - {id, "exchange"}
    found = []
    for name in reversed([name for name, form in forms.items() if form and name.split("-")[0] not in others]):
        for value in samples(name, forms[name]):
            audience, _ = ask(call, forms, id, {**needed, name: value})
            if audience is None or audience == default and name not in needed:
                continue
            follows = next(((it, to) for it, to in FOLLOWS if replaced(value, it, to) == audience), None)
            matches, its = follows or (f"^{re.escape(value)}$" if "|" in forms[name] else "^.+$", audience)
            rule = {"option": name, "matches": matches, "audience": its}
            if rule not in found and (follows or audience != default):
                found.append(rule)
    found.sort(key=lambda rule: rule["option"] != "token-audience")
    decided = any(replaced(needed.get(rule["option"], ""), rule["matches"], rule["audience"]) for rule in found)
    return found + ([] if decided else [{"audience": default}])
