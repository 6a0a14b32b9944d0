# SPDX-License-Identifier: Apache-2.0
"""What is measured: podpass, as this project builds it."""

import functools
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
EXECUTABLE = os.path.join(ROOT, "dist", "target", "podpass")
JAR = os.path.join(ROOT, "dist", "target", "podpass.jar")
JVM = ["@" + os.path.join(ROOT, "dist", "src", "bundle", "jvm.options")]


@functools.cache
def jdk():
    """The JDK's directory, found as verify finds it."""
    script = '. .mvn/jdk.sh && printf %s "$JAVA_HOME"'
    home = subprocess.run(["sh", "-c", script], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return home.stdout.decode()


def java(tool="java"):
    return os.path.join(jdk(), "bin", tool)


def plugin():
    """The command of the executable; where there is none, of the jar."""
    return [EXECUTABLE] if os.path.exists(EXECUTABLE) else [java(), *JVM, "-jar", JAR]


def on_fakes(main):
    """The command of a program of bench/simulation or testkit."""
    testkit = os.path.join(ROOT, "testkit", "target")
    simulation = os.path.join(ROOT, "bench", "simulation", "target", "classes")
    return [java(), "-cp", f"{simulation}:{testkit}/classes:{testkit}/lib/*", f"dev.podpass.{main}"]


def build():
    """Builds everything; the executable too, where GRAALVM_HOME names a compiler."""
    profile = ["-Pnative"] if os.environ.get("GRAALVM_HOME") else []
    maven = [os.path.join(ROOT, "mvnw"), "-B", "-q", *profile, "-DskipTests", "package"]
    subprocess.run(maven, cwd=ROOT, check=True, env={**os.environ, "JAVA_HOME": jdk()})
