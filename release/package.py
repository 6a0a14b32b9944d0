#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Packs what was built into dist/target/archives: the native executable, if there is one, as an archive and as Debian and RPM
packages (nfpm makes those, which Go builds), and a bundle of the jar with a Java runtime of its own."""

import argparse
import gzip
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from email.utils import formatdate
from pathlib import Path

import archives
import builds

TARGET = builds.ROOT / "dist/target"
SOURCE = builds.ROOT / "dist/src"
JAR = TARGET / "podpass.jar"
ARCHIVES = TARGET / "archives"
# Where no release gives one: 25 November 2026.
TIME = builds.time(1795564800)
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def folder(path, licences):
    """The directory of an archive, with the files that all of them contain, and the licences of its libraries."""
    path.mkdir()
    shutil.copy(builds.ROOT / "LICENSE", path)
    shutil.copytree(licences, path / "third-party")
    shutil.copytree(TARGET / "share", path / "share")


def links(directory):
    for name in ("podpass-ecr", "podpass-gar", "podpass-acr", "podpass-alibaba", "docker-credential-podpass"):
        (directory / name).symlink_to("podpass")


def collect_licences(directory, legals):
    """Of what the executable really contains: of each library, and of each module of the JDK."""
    contents = (TARGET / "podpass.contents.txt").read_text()
    shutil.rmtree(directory, ignore_errors=True)
    for library in sorted((TARGET / "classes/META-INF/third-party").iterdir()):
        # Named after a jar that has a licence in it; or after the beginning of the names of jars that have none.
        name = library.name
        pattern = re.escape(name[:-4]) + r"\.jar" if name.endswith("-jar") else re.escape(name) + "-.*"
        if re.search(rf"(?m)\t{pattern}$", contents):
            shutil.copytree(library, directory / name)
    legal = next((path for path in legals if path.is_dir()), legals[-1])
    for module in re.findall(r"(?m)^.*\tmodule (\S+)$", contents):
        # What the other modules share lies in java.base: links, of which the copies are files.
        if (legal / module).is_dir() and any((legal / module).iterdir()):
            own = lambda place, names: [name for name in names if (Path(place) / name).is_symlink()]
            shutil.copytree(legal / module, directory / "jdk" / module, ignore=own)
            if not any((directory / "jdk" / module).iterdir()):
                (directory / "jdk" / module).rmdir()
    if not (directory / "jdk/java.base/LICENSE").exists():
        sys.exit(f"package: {legal} has no licence of java.base; hint: set JAVA_HOME to a JDK with its legal directory, such as Temurin")
    shutil.copy(SOURCE / "packages/graalvm.txt", directory)
    for path in directory.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def pack_executable(work, name, environment):
    licences = TARGET / "licences"
    homes = [environment.get("GRAALVM_HOME"), environment["JAVA_HOME"]]
    collect_licences(licences, [Path(home, "legal") for home in homes if home])
    folder(work / name, licences)
    shutil.copy2(TARGET / "podpass", work / name)
    links(work / name)
    builds.pack(work / name, ARCHIVES / f"{name}.tar.gz", TIME)


def stanza(files, name, text):
    """One of Debian's copyright files: an empty line is a dot."""
    lines = "".join(f" {line.rstrip()}\n" if line.strip() else " .\n" for line in text.splitlines())
    return f"Files: {files}\nCopyright: as its licence says\nLicense: {name}\n{lines}"


def copyright_file(licences):
    """Of the whole package: images of Debian without /usr/share/doc keep this file, and scanners read it."""
    head = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: podpass\n" \
        "Source: https://github.com/podpass/podpass\n"
    stanzas, known = [head, stanza("*", "Apache-2.0", (builds.ROOT / "LICENSE").read_text())], {}
    for path in sorted(path for path in licences.rglob("*") if path.is_file()):
        name = str(path.relative_to(licences))
        text = path.read_text("utf-8", errors="replace")
        same = known.setdefault(text.strip(), name)
        stanzas.append(stanza(f"third-party/{name}", name.replace("/", "-"), text if same == name else f"The text is that of {same}."))
    return "\n".join(stanzas)


def prepare_packages(version):
    """What only packages have: compressed manual pages, a copyright file and a changelog."""
    made = TARGET / "packages"
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(TARGET / "share", made / "share")
    for page in made.glob("share/man/man*/*"):
        page.with_name(page.name + ".gz").write_bytes(gzip.compress(page.read_bytes(), mtime=0))
        page.unlink()
    (made / "copyright").write_text(copyright_file(TARGET / "licences"), "utf-8")
    change = f"  * https://github.com/podpass/podpass/blob/v{version}/CHANGELOG.md"
    head = f"podpass ({version.replace('-', '~', 1)}) unstable; urgency=medium"
    foot = f" -- podpass developers <noreply@podpass.dev>  {formatdate(TIME)}"
    (made / "changelog.gz").write_bytes(gzip.compress(f"{head}\n\n{change}\n\n{foot}\n".encode(), mtime=0))


def make_packages(version, environment):
    if not shutil.which("go"):
        print("NOT PACKED: Debian and RPM packages; there is no Go here to build nfpm with (https://go.dev/dl/)", file=sys.stderr)
        return
    nfpm = subprocess.run([builds.ROOT / "release/tool.sh", "nfpm"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    prepare_packages(version)
    named = {**environment, "VERSION": version, "ARCHITECTURE": ARCHITECTURE, "SOURCE_DATE_EPOCH": str(TIME)}
    for kind in ("deb", "rpm"):
        command = [nfpm, "package", "--config", "dist/src/packages/nfpm.yaml", "--packager", kind, "--target", f"{ARCHIVES}/"]
        subprocess.run(command, cwd=builds.ROOT, env=named, check=True, stdout=sys.stderr)


def pack_bundle(work, name, environment):
    bundle = work / name
    folder(bundle, TARGET / "classes/META-INF/third-party")
    shutil.copy(JAR, bundle)
    shutil.copytree(SOURCE / "bundle/providers", bundle / "providers")
    (bundle / "bin").mkdir()
    shutil.copy2(SOURCE / "bundle/podpass", bundle / "bin")
    shutil.copy(SOURCE / "bundle/jvm.options", bundle)
    links(bundle / "bin")
    tools = Path(environment["JAVA_HOME"], "bin")
    analysis = [tools / "jdeps", "--multi-release", "25", "--ignore-missing-deps", "--print-module-deps", JAR]
    modules = subprocess.run(analysis, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    lean = ["--strip-debug", "--no-header-files", "--no-man-pages"]
    subprocess.run([tools / "jlink", "--add-modules", modules, *lean, "--output", bundle / "runtime"], check=True)
    # As they will be unpacked: archived classes are of a jar and a runtime of one size and time.
    for path in [bundle, *bundle.rglob("*")]:
        os.utime(path, (TIME, TIME), follow_symlinks=False)
    # The jar is named as the launcher names it, wherever it lies.
    os.dup2(os.open(bundle, os.O_RDONLY), 9)
    own = [bundle / "runtime/bin/java", bundle / "jvm.options", "/proc/self/fd/9/podpass.jar", bundle / "podpass.jsa"]
    subprocess.run([SOURCE / "bundle/archive-classes.sh", *own], check=True, env=environment, pass_fds=[9], stdout=sys.stderr)
    builds.pack(bundle, ARCHIVES / f"{name}.tar.gz", TIME)


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    environment = builds.environment()
    java = Path(environment["JAVA_HOME"], "bin/java")
    said = subprocess.run([java, "-jar", JAR, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout
    version = said.split()[1]
    shutil.rmtree(ARCHIVES, ignore_errors=True)
    ARCHIVES.mkdir()
    pages = f"{JAR}:{builds.ROOT}/dist/image-builder/target/classes"
    subprocess.run([java, "-cp", pages, "dev.podpass.imagebuilder.generate.Pages", TARGET], cwd=builds.ROOT, check=True)
    name = f"podpass-{version}-linux-{ARCHITECTURE}"
    executable = TARGET / "podpass"
    with tempfile.TemporaryDirectory() as scratch:
        if executable.exists() and executable.stat().st_mtime > JAR.stat().st_mtime:
            pack_executable(Path(scratch), name, environment)
            make_packages(version, environment)
        else:
            print("NOT PACKED: a native executable of this jar, which was not built (./mvnw -Pnative package)", file=sys.stderr)
        pack_bundle(Path(scratch), f"{name}-bundle", environment)
    sums = "".join(f"{archives.sha256(path.read_bytes())}  {path.name}\n" for path in sorted(ARCHIVES.iterdir()))
    (ARCHIVES / "SHA256SUMS").write_text(sums)
    print(sums, end="")


if __name__ == "__main__":
    main()
