# SPDX-License-Identifier: Apache-2.0
"""The files in what is released, by name: of archives, packages, jars and container images."""

import gzip
import hashlib
import io
import json
import lzma
import subprocess
import tarfile
import zipfile


def files(path):
    """Yields (name, bytes) of each regular file; names have no leading slash or dot."""
    name = path.name
    if name.endswith(".jar"):
        return in_zip(path)
    if name.endswith("-image.tar"):
        return in_image(path)
    if name.endswith((".tar.gz", ".tgz")):
        return in_tar(path.read_bytes())
    if name.endswith(".deb"):
        return in_debian_package(path.read_bytes())
    if name.endswith(".rpm"):
        return in_rpm(path.read_bytes())
    raise ValueError(f"{name}: this kind of file is not known")


def in_zip(path):
    with zipfile.ZipFile(path) as jar:
        for entry in jar.infolist():
            if not entry.is_dir():
                yield entry.filename, jar.read(entry)


def in_tar(content):
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        for member in tar:
            if member.isreg():
                yield plain(member.name), tar.extractfile(member).read()


def in_debian_package(content):
    """An ar archive, whose data.tar is what is installed."""
    if content[:8] != b"!<arch>\n":
        raise ValueError("this is no Debian package")
    at = 8
    while at < len(content):
        name = content[at : at + 16].decode().strip().rstrip("/")
        size = int(content[at + 48 : at + 58])
        if name.startswith("data.tar"):
            return in_tar(decompressed(content[at + 60 : at + 60 + size]))
        at += 60 + size + size % 2
    raise ValueError("this Debian package has no data.tar")


def in_rpm(content):
    """A lead of 96 bytes, the header of the signature, the header, and a compressed cpio archive."""
    if content[:4] != b"\xed\xab\xee\xdb":
        raise ValueError("this is no RPM package")
    at = header_end(content, 96)
    return in_cpio(decompressed(content[header_end(content, at + -at % 8) :]))


def header_end(content, at):
    if content[at : at + 3] != b"\x8e\xad\xe8":
        raise ValueError("this RPM package is damaged")
    entries, size = (int.from_bytes(content[at + i : at + i + 4], "big") for i in (8, 12))
    return at + 16 + 16 * entries + size


def in_cpio(content):
    at = 0
    while True:
        if content[at : at + 6] != b"070701":
            raise ValueError("this cpio archive is damaged")
        mode, size, length = (int(content[at + i : at + i + 8], 16) for i in (14, 54, 94))
        name = content[at + 110 : at + 110 + length - 1].decode()
        start = at + 110 + length + -(110 + length) % 4
        if name == "TRAILER!!!":
            return
        if mode & 0o170000 == 0o100000:
            yield plain(name), content[start : start + size]
        at = start + size + -size % 4


def in_image(path):
    """Of every architecture in an OCI layout; each file behind the architecture's name."""
    with tarfile.open(path) as tar:

        def blob(descriptor):
            kind, _, value = descriptor["digest"].partition(":")
            content = tar.extractfile(f"blobs/{kind}/{value}").read()
            if hashlib.new(kind, content).hexdigest() != value:
                raise ValueError(f"the blob {value} is another")
            return content

        for entry in json.load(tar.extractfile("index.json"))["manifests"]:
            for manifest in json.loads(blob(entry))["manifests"]:
                for layer in json.loads(blob(manifest))["layers"]:
                    for name, content in in_tar(blob(layer)):
                        yield manifest["platform"]["architecture"] + "/" + name, content


def image_digest(path):
    """By which a registry names an image of all architectures."""
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile("index.json"))["manifests"][0]["digest"]


def decompressed(content):
    if content[:2] == b"\x1f\x8b":
        return gzip.decompress(content)
    if content[:6] == b"\xfd7zXZ\x00":
        return lzma.decompress(content)
    if content[:4] == b"\x28\xb5\x2f\xfd":
        return subprocess.run(["zstd", "-dc"], input=content, capture_output=True, check=True).stdout
    return content


def plain(name):
    return name.removeprefix("./").lstrip("/")


def sha256(content):
    return hashlib.sha256(content).hexdigest()
