# SPDX-License-Identifier: Apache-2.0
"""What Artifact Hub shows of a chart's version, from CHANGELOG: https://artifacthub.io/docs/topics/annotations/helm/."""

import json
import re

import signature

KINDS = ("added", "changed", "deprecated", "removed", "fixed", "security")


def changes(section):
    """Each item, with the kind that its heading says; without items, the first paragraph."""
    found, kind = [], "added"
    for heading, item in re.findall(r"(?m)^### (\w+)$|^- ((?:.+\n)(?:  .+\n)*)", section + "\n"):
        kind = heading.lower() if heading.lower() in KINDS else kind
        if item:
            found.append({"kind": kind, "description": " ".join(item.split())})
    return found or [{"kind": kind, "description": " ".join(section.split("\n\n")[0].split())}]


def annotations(version, section):
    """As lines of Chart.yaml, whose values are YAML in text."""
    listed = changes(section)
    image = f"ghcr.io/{signature.REPOSITORY}:{version}"
    values = {
        "images": [{"name": "podpass", "image": image, "platforms": ["linux/amd64", "linux/arm64"]}],
        "changes": listed,
        "prerelease": str("-" in version).lower(),
        "containsSecurityUpdates": str(any(each["kind"] == "security" for each in listed)).lower(),
    }
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
    return "".join(f"  artifacthub.io/{name}: {json.dumps(text)}\n" for name, text in texts.items())
