# SPDX-License-Identifier: Apache-2.0
"""What is measured, and the page that tells it."""

import os
import platform
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
EXECUTABLE = os.path.join(ROOT, "dist", "target", "podpass")
JAR = os.path.join(ROOT, "dist", "target", "podpass.jar")
DOCS = os.path.join(ROOT, "docs")


def java():
    """The JDK's launcher, found as verify finds it."""
    script = '. .mvn/jdk.sh && printf %s "$JAVA_HOME"'
    home = subprocess.run(["sh", "-c", script], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return os.path.join(home.stdout.decode(), "bin", "java")


def build():
    """Builds everything; the executable too, where GRAALVM_HOME names a compiler."""
    profile = ["-Pnative"] if os.environ.get("GRAALVM_HOME") else []
    environment = {**os.environ, "JAVA_HOME": os.path.dirname(os.path.dirname(java()))}
    maven = [os.path.join(ROOT, "mvnw"), "-B", "-q", *profile, "-DskipTests", "package"]
    subprocess.run(maven, cwd=ROOT, check=True, env=environment)


def machine():
    with open("/proc/cpuinfo") as text:
        models = [line.split(":")[1].strip() for line in text if line.startswith("model name")]
    model = models[0] if models else platform.machine()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{model}, {os.cpu_count()} processors, Linux {platform.release()}; load average {load}"


def write(section, text):
    """Replaces what docs/performance.md has between a section's marks."""
    path = os.path.join(DOCS, "performance.md")
    begin, end = f"<!-- {section} -->", f"<!-- /{section} -->"
    with open(path) as page:
        before, rest = page.read().split(begin)
    after = rest.split(end)[1]
    with open(path, "w") as page:
        page.write(f"{before}{begin}\n{text}{end}{after}")


def draw(name, picture):
    with open(os.path.join(DOCS, name), "w") as out:
        out.write(picture)
