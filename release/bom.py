# SPDX-License-Identifier: Apache-2.0
"""A CycloneDX document of one file: the same bytes from the same file."""

import json
import urllib.parse
import uuid
import zipfile

import archives

ENDING = ".cdx.json"
KINDS = (".jar", ".tar.gz", ".deb", ".rpm", "-image.tar")
SPACE = uuid.UUID("5f0d7a53-6b1b-4d0c-9d0f-6f2a8c1b7e11")


def has_one(path):
    return path.name.endswith(KINDS)


def purl(name, version, **qualifiers):
    """In the canonical form, in which a + of a version is escaped."""
    more = "&".join(f"{key}={urllib.parse.quote(value, safe='')}" for key, value in sorted(qualifiers.items()))
    return f"pkg:generic/{name}@{urllib.parse.quote(version, safe='')}" + (f"?{more}" if more else "")


def identity(path, version):
    """As scanners name what they look at: an image by its digest in a registry, and a file by its name."""
    if path.name.endswith("-image.tar"):
        return f"pkg:oci/podpass@{urllib.parse.quote(archives.image_digest(path), safe='')}"
    return purl("podpass", version, file_name=path.name)


def written(path, components, time, version):
    digest = archives.sha256(path.read_bytes())
    podpass = {"name": "podpass", "url": ["https://github.com/podpass/podpass"]}
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(SPACE, path.name + digest)}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "supplier": podpass,
            "tools": {"components": [{"type": "application", "name": "release/sbom.py", "version": version}]},
            "component": {
                "type": "application",
                "bom-ref": path.name,
                "name": "podpass",
                "version": version,
                "purl": identity(path, version),
                "supplier": podpass,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "hashes": [{"alg": "SHA-256", "content": digest}],
            },
        },
        "components": components,
        "dependencies": [{"ref": path.name, "dependsOn": [each["bom-ref"] for each in components if "purl" in each]}],
    }
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


def file(name, content):
    return {
        "type": "file",
        "bom-ref": "file:" + name,
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": archives.sha256(content)}],
    }


def packages(path):
    """The directories of a jar's classes; of its versions for newer JDKs, too."""
    with zipfile.ZipFile(path) as jar:
        return {name.rpartition("/")[0] for name in jar.namelist() if name.endswith(".class")}


def sha256_in(component):
    return next((each["content"] for each in component.get("hashes", []) if each["alg"] == "SHA-256"), None)


def places(component):
    return [each["location"] for each in component.get("evidence", {}).get("occurrences", [])]
