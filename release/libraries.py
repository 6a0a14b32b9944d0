# SPDX-License-Identifier: Apache-2.0
"""The libraries that podpass is made of, as components of an SBOM."""

import json
import re
from pathlib import Path

import bom

JDK = "GPL-2.0-only WITH Classpath-exception-2.0"
# As POMs name it, and its SPDX identifier.
NAMED = {"Go License": "BSD-3-Clause"}
DEBIAN = {"busybox-static": "GPL-2.0-only", "ca-certificates": "MPL-2.0", "libc6": "LGPL-2.1-or-later"}
KEPT = ("type", "bom-ref", "group", "name", "version", "purl", "licenses", "hashes", "description")


def of_maven(document, class_path):
    """The components that cyclonedx-maven-plugin lists, each with the file that Maven takes it from."""
    files = {Path(entry).name: entry for entry in class_path.read_text().strip().split(":")}
    parsed = json.loads(document.read_text())
    found = []
    for component in [parsed["metadata"]["component"], *parsed["components"]]:
        kept = {key: component[key] for key in KEPT if key in component}
        kept["type"] = "library"
        for each in kept.get("licenses", []):
            if each.get("license", {}).get("name") in NAMED:
                each["license"] = {"id": NAMED[each["license"]["name"]]}
        if kept["group"] == "dev.podpass":
            # A build's own jars are no published ones.
            kept["licenses"] = [{"license": {"id": "Apache-2.0"}}]
            kept.pop("hashes", None)
        own = class_path.parent / file_name(kept)
        kept["file"] = files.get(file_name(kept), str(own))
        found.append(kept)
    return sorted(found, key=lambda each: each["bom-ref"])


def file_name(component):
    return f"{component['name']}-{component['version']}.jar"


def shown(component, **more):
    return {key: value for key, value in component.items() if key != "file"} | more


def with_packages(known, packages):
    """Those that have classes in these packages."""
    found = []
    for component in known:
        own = sorted(bom.packages(Path(component["file"])) & packages)
        if own:
            found.append(shown(component, evidence={"occurrences": [{"location": each} for each in own]}))
    return found


def reachable(known, contents, executable):
    """Those of which the executable contains classes, with its own runtime."""
    versions, *lines = contents.splitlines()
    pairs = [line.split("\t") for line in lines]
    # Proxies of interfaces, which are made while the image is built.
    counts = {place: int(number) for number, place in pairs if not place.startswith("module jdk.proxy")}
    java, graalvm, vendor, libjava = (each.removeprefix("# ").partition(" ")[2] for each in versions.split("\t"))
    modules = {place.removeprefix("module "): count for place, count in counts.items() if place.startswith("module ")}
    graal = {name: count for name, count in modules.items() if "graal" in name}
    found = [
        shown(component, properties=[counted(counts[file_name(component)])])
        for component in known
        if counts.get(file_name(component))
    ]
    unknown = set(counts) - {file_name(component) for component in known} - {"module " + name for name in modules}
    if unknown - {"unknown"}:
        raise SystemExit(f"sbom: the executable contains what no library explains: {sorted(unknown)}")
    zlib = re.search(rb"(?:in|de)flate ([0-9.]+) Copyright", executable)
    if not zlib:
        raise SystemExit("sbom: the executable names no version of zlib, which the JDK's C code is linked with")
    return found + [
        platform("openjdk", java, JDK, modules.keys() - graal.keys()) | {"supplier": {"name": vendor}},
        platform("openjdk-libjava", libjava, JDK) | {"description": "The JDK's C code, which the executable is linked with"},
        platform("graalvm-native-image", graalvm, JDK, graal),
        platform("zlib", zlib[1].decode(), "Zlib"),
    ]


def counted(number):
    return {"name": "dev.podpass:reachable-classes", "value": str(number)}


def runtime(release):
    """The Java runtime of the bundle, by the file that jlink writes."""
    values = dict(re.findall(r'(?m)^(\w+)="(.*)"$', release))
    version = values.get("JAVA_RUNTIME_VERSION", values["JAVA_VERSION"])
    return platform("openjdk", version, JDK, values["MODULES"].split())


def platform(name, version, licence, modules=()):
    properties = [{"name": "dev.podpass:module", "value": module} for module in sorted(modules)]
    purl = bom.purl(name, version)
    return {
        "type": "platform",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "licenses": [{"expression": licence}],
        **({"properties": properties} if properties else {}),
    }


def of_debian(content):
    """The packages that an image has from Debian, by dpkg's own record of each."""
    found = []
    for name, data in sorted(content.items()):
        if "/var/lib/dpkg/status.d/" not in name or name.endswith(".md5sums"):
            continue
        fields = dict(re.findall(r"(?m)^(\S+): (.*)$", data.decode()))
        package, version, architecture = fields["Package"], fields["Version"], fields["Architecture"]
        purl = f"pkg:deb/debian/{package}@{version}?arch={architecture}&distro=trixie".replace("+", "%2B")
        licence = [{"expression": DEBIAN[package]}]
        found.append({"type": "library", "bom-ref": purl, "name": package, "version": version, "purl": purl, "licenses": licence})
    return found
