# SPDX-License-Identifier: Apache-2.0
"""What has to be true of a release's files; each check returns the sentences that say what is not."""

import json
import tarfile
import zipfile
import zlib

import archives
import bom
import provenance
import sums


def of_sums(directory, besides):
    """Every file is listed with its own digest, and every listed file is there; besides the signatures."""
    listed = sums.read((directory / sums.NAME).read_text())
    there = {path.name: path for path in directory.iterdir()}
    wrong = [f"{name}: listed in {sums.NAME}, and missing" for name in sorted(set(listed) - set(there))]
    for name, path in sorted(there.items()):
        if name in besides:
            continue
        if not path.is_file():
            wrong.append(f"{name}: is no file; hint: verify a directory with the files of one release, and nothing else")
        elif name not in listed:
            wrong.append(f"{name}: not listed in {sums.NAME}")
        elif archives.sha256(path.read_bytes()) != listed[name]:
            wrong.append(f"{name}: is not the file that {sums.NAME} lists")
    return wrong


def of_provenance(statement, directory, besides):
    """The statement is about these files, and no others."""
    if statement.get("_type") != provenance.STATEMENT or statement.get("predicateType") != provenance.PREDICATE:
        return ["provenance: it is no in-toto statement of SLSA provenance, version 1"]
    subjects = {each["name"]: each["digest"].get("sha256") for each in statement["subject"]}
    there = {path.name: path for path in directory.iterdir() if path.is_file() and path.name not in besides}
    wrong = [f"{name}: has provenance, and is missing" for name in sorted(set(subjects) - set(there))]
    for name, path in sorted(there.items()):
        if name not in subjects:
            wrong.append(f"{name}: has no provenance")
        elif archives.sha256(path.read_bytes()) != subjects[name]:
            wrong.append(f"{name}: is not the file that the provenance is of")
    return wrong


def of_sboms(directory):
    wrong = []
    for path in sorted(directory.iterdir()):
        if bom.has_one(path):
            document = path.with_name(path.name + bom.ENDING)
            wrong += of_sbom(path, document) if document.exists() else [f"{path.name}: has no SBOM"]
    return wrong


def of_sbom(path, document):
    """The SBOM is of this file, and lists what is in it: every file, or of a jar every package."""
    try:
        parsed = json.loads(document.read_text())
        if bom.sha256_in(parsed["metadata"]["component"]) != archives.sha256(path.read_bytes()):
            return [f"{document.name}: is the SBOM of another file"]
        listed, found = of_packages(parsed, path) if path.suffix == ".jar" else of_files(parsed, path)
    except (ValueError, KeyError, OSError, EOFError, tarfile.TarError, zipfile.BadZipFile, zlib.error) as e:
        return [f"{path.name}: cannot be compared with its SBOM: {e}"]
    wrong = [f"{path.name}: its SBOM lists {name}, which is not in it" for name in sorted(set(listed) - set(found))]
    for name in sorted(found):
        if name not in listed:
            wrong.append(f"{path.name}: {name} is not in its SBOM")
        elif listed[name] != found[name]:
            wrong.append(f"{path.name}: {name} is another than in its SBOM")
    return wrong


def of_files(parsed, path):
    listed = {each["name"]: bom.sha256_in(each) for each in parsed["components"] if each["type"] == "file"}
    return listed, {name: archives.sha256(content) for name, content in archives.files(path)}


def of_packages(parsed, path):
    listed = {place for each in parsed["components"] for place in bom.places(each)}
    return dict.fromkeys(listed), dict.fromkeys(bom.packages(path))
