# SPDX-License-Identifier: Apache-2.0
"""Builds what is measured, and finds it."""

import glob
import os
import shutil
import subprocess
import sys
from typing import NamedTuple

import product
import scenarios
from product import JVM, ROOT

TARGET = os.path.join(ROOT, "bench", "target")
ECR_PLUGIN = "k8s.io/cloud-provider-aws/cmd/ecr-credential-provider"
ECR_HELPER = "github.com/awslabs/amazon-ecr-credential-helper/ecr-login/cli/docker-credential-ecr-login@v0.12.0"


class Program(NamedTuple):
    """A command, and the files that it reads of its own."""

    command: list
    files: list
    every: int = 1

    @property
    def size(self):
        return sum(map(os.path.getsize, self.files))


def compiler():
    """GraalVM's, if GRAALVM_HOME names one."""
    home = os.environ.get("GRAALVM_HOME")
    return os.path.join(home, "bin", "native-image") if home else None


def build():
    product.build()
    subprocess.run([os.path.join(ROOT, "release", "package.py")], check=True, stdout=sys.stderr)
    archives = os.path.join(os.path.dirname(product.JAR), "archives")
    for archive in glob.glob(os.path.join(archives, "*-bundle.tar.gz")):
        bundle = os.path.join(TARGET, "bundle")
        shutil.rmtree(bundle, ignore_errors=True)
        os.makedirs(bundle)
        subprocess.run(["tar", "-xzf", archive, "-C", bundle, "--strip-components=1"], check=True)
    build_empty()
    if shutil.which("go"):
        flags = ["-trimpath", "-ldflags", "-s -w"]
        peers = os.path.join(ROOT, "bench", "peers")
        plugin = ["go", "build", "-mod=mod", *flags, "-o", TARGET + "/", ECR_PLUGIN]
        subprocess.run(plugin, cwd=peers, check=True)
        # With the versions of its own go.mod, which would change the plugin's if they shared one.
        here = {**os.environ, "GOBIN": TARGET}
        subprocess.run(["go", "install", *flags, ECR_HELPER], env=here, check=True)


def build_empty():
    """The empty program, for a JVM and as an executable."""
    source = os.path.join(ROOT, "bench", "empty", "Empty.java")
    subprocess.run([product.java("javac"), "-d", TARGET, source], check=True)
    if compiler():
        flags = ["-O2", "-march=compatibility", "-cp", TARGET, "-o", os.path.join(TARGET, "empty")]
        subprocess.run([compiler(), *flags, "Empty"], check=True, stdout=sys.stderr)


def installed(path):
    """A fresh copy, as an installer leaves it: how a file came into the page cache costs time."""
    copy = os.path.join(TARGET, "installed", os.path.basename(path))
    if os.path.exists(copy):
        os.remove(copy)
    if os.path.exists(path):
        shutil.copy(path, copy)
    return copy


def find(arguments):
    """What there is of all that can be measured, by name."""
    os.makedirs(os.path.join(TARGET, "installed"), exist_ok=True)
    executable, java = installed(product.EXECUTABLE), product.java()
    bundle = os.path.join(TARGET, "bundle")
    launcher = os.path.join(bundle, "bin", "podpass")
    library = glob.glob(os.path.join(bundle, "*.js*")) + [os.path.join(bundle, "podpass.jar")]
    runtime = glob.glob(os.path.join(bundle, "runtime", "lib", "**", "*"), recursive=True)
    ecr = installed(os.path.join(TARGET, "ecr-credential-provider"))
    helper = installed(os.path.join(TARGET, scenarios.ECR_HELPER))
    empty = installed(os.path.join(TARGET, "empty"))
    programs = {
        "executable": Program([executable], [executable]),
        "bundle": Program([launcher], library + list(filter(os.path.isfile, runtime)), every=4),
        "jar": Program([java, *JVM, "-jar", product.JAR], [product.JAR], every=4),
        "ECR plugin in Go": Program([ecr], [ecr]),
        scenarios.HELPER: Program([executable, "docker-credential", "get"], [executable]),
        scenarios.ECR_HELPER: Program([helper, "get"], [helper]),
        scenarios.CURL: Program([shutil.which("curl") or "curl", "--config"], []),
        "empty executable": Program([empty], [empty]),
        "empty JVM": Program([java, *JVM, "-cp", TARGET, "Empty"], []),
    }
    for name, command in {scenarios.GOOGLES: arguments.gar, scenarios.AZURES: arguments.acr}.items():
        if command:
            program = installed(command.split()[0])
            programs[name] = Program([program, *command.split()[1:]], [program])
    for name, program in list(programs.items()):
        if not os.path.exists(program.command[0]):
            print(f"bench: not measured, because it is not there: {name}", file=sys.stderr)
            del programs[name]
    return programs
