#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the example provider and runs its tests with the POM that docs/providers.md names, and compiles the classes of
docs/library.md with the dependencies there, as a third party does: in empty directories, with no parent and no other project
of ours, against the bundle that publish-libraries.sh --dry-run VERSION has made."""

import argparse
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import builds

BUNDLE = builds.ROOT / "target/central-publishing/central-bundle.zip"


def blocks(page, language, version):
    """The blocks of a page in that language, with the version that is tried."""
    text = (builds.ROOT / "docs" / page).read_text()
    return [found.replace("0.1.0-SNAPSHOT", version) for found in re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)]


def tried(project, local):
    """Into a local repository of its own, beside the one that has the plugins."""
    home = Path.home() / ".m2/repository"
    repository = [f"-Dmaven.repo.local={local}", f"-Dmaven.repo.local.tail={home}", "-Dmaven.repo.local.tail.ignoreAvailability=true"]
    maven = ["./mvnw", "--batch-mode", "--quiet", "--threads", "1", "--file", project / "pom.xml", *repository, "test"]
    subprocess.run(maven, cwd=builds.ROOT, env=builds.environment(), check=True)
    if not list(project.glob("target/classes/**/*.class")):
        raise SystemExit(f"try-libraries: nothing was compiled in {project}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    version = parser.parse_args().version
    with tempfile.TemporaryDirectory() as scratch:
        released, provider, library = (Path(scratch, name) for name in ("repository", "provider", "library"))
        zipfile.ZipFile(BUNDLE).extractall(released)
        # The page's POM, and where the libraries are before they are published.
        repository = f"<repositories><repository><id>released</id><url>file://{released}</url></repository></repositories>"
        pom = (builds.ROOT / "docs/example-provider/standalone.xml").read_text().replace("0.1.0-SNAPSHOT", version)
        pom = pom.replace("<dependencies>", repository + "<dependencies>", 1)
        shutil.copytree(builds.ROOT / "docs/example-provider/src", provider / "src")
        (provider / "pom.xml").write_text(pom)
        for text in blocks("library.md", "java", version):
            source = library / "src/main/java/com/example" / (re.search(r"final class (\w+)", text)[1] + ".java")
            source.parent.mkdir(parents=True, exist_ok=True)
            source.write_text(text)
        # Of the module path, too: the jars have descriptors.
        named = "module com.example { requires dev.podpass.core; requires dev.podpass.provider.ecr; }"
        (library / "src/main/java/module-info.java").write_text(named)
        dependencies = "".join(blocks("library.md", "xml", version))
        (library / "pom.xml").write_text(
            re.sub("(?s)<dependencies>.*?</dependencies>", lambda _: f"<dependencies>{dependencies}</dependencies>", pom, count=1))
        for project in (provider, library):
            tried(project, Path(scratch, "local"))
    print(f"libraries {version}: a third party's provider, its tests and plugins build with them, as the pages say")


if __name__ == "__main__":
    main()
