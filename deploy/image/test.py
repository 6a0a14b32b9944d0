#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the image twice and compares; runs what is in it; pushes it to a registry and pulls nothing else than was pushed."""

import argparse
import contextlib
import glob
import gzip
import hashlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PODPASS = ROOT / "dist/target/podpass"
LAYOUT = ROOT / "dist/target/image/layout"
MOST = 25_000_000
# With /proc and /dev/null, as in a container.
ENTER = 'mount -t proc proc "$0/proc" && exec env -i PATH=/usr/sbin:/usr/bin chroot "$0" "$@"'
SCRIPT = '#!/bin/sh\necho "Content-Type: text/plain"; echo; echo ran\n'
INDEX = "application/vnd.oci.image.index.v1+json"


def require(good, message):
    if not good:
        sys.exit(f"image: {message}")


def output(*command):
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout


def free_port(address="127.0.0.1"):
    with socket.create_server((address, 0), family=socket.AF_INET6 if ":" in address else socket.AF_INET) as server:
        return server.getsockname()[1]


@contextlib.contextmanager
def running(address, port, log, *command):
    """A server, from when it accepts connections."""
    with open(log, "w") as said, subprocess.Popen(command, stdout=said, stderr=said) as server:
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection((address, port)):
                    break
                time.sleep(0.1)
            else:
                sys.exit(f"image: {command[-1]} does not listen: {log.read_text()}")
            yield
        finally:
            server.kill()


def get(address, port, path, **headers):
    """As the path is written, with dots in it."""
    connection = http.client.HTTPConnection(address, port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_twice():
    builds = [output("deploy/image/build.py") for _ in range(2)]
    require(builds[0] and builds[0] == builds[1], f"two builds differ: {builds}")
    index = (LAYOUT / "index.json").read_text().replace('": "', '":"')
    named = '"io.containerd.image.name":"podpass.invalid/podpass:'
    require(named in index, "an imported image has the name of a registry that may exist")
    size = sum(blob.stat().st_size for blob in (LAYOUT / "blobs/sha256").iterdir())
    require(size <= MOST, f"it has {size} bytes, more than {MOST}")
    digest = builds[0].splitlines()[0]
    print(f"image: {digest}, {size} bytes, twice")
    return digest


def blob(descriptor):
    return json.loads((LAYOUT / "blobs" / descriptor["digest"].replace(":", "/")).read_text())


def test_configuration():
    """As the OCI image specification demands of what unpacks it: another type of rootfs is an error."""
    for manifest in blob(json.loads((LAYOUT / "index.json").read_text())["manifests"][0])["manifests"]:
        image = blob(manifest)
        rootfs = blob(image["config"])["rootfs"]
        require(rootfs["type"] == "layers", f"its rootfs is of the type {rootfs['type']!r}")
        require(len(rootfs["diff_ids"]) == len(image["layers"]), "its rootfs has other layers than its manifest")


def test_content(work):
    """Its own files alone: the loader, the C library and nsenter are found."""
    root = work / "root"
    root.mkdir()
    for blob in (LAYOUT / "blobs/sha256").iterdir():
        with contextlib.suppress(gzip.BadGzipFile), gzip.open(blob) as layer, tarfile.open(fileobj=layer) as tar:
            tar.extractall(root, filter="fully_trusted")
    (root / "proc").mkdir()
    (root / "dev").mkdir()
    (root / "dev/null").touch()
    inside = ["unshare", "--mount", "sh", "-c", ENTER, root]
    version, built = output(*inside, "podpass", "--version"), output(PODPASS, "--version")
    require(version == built, f"its podpass says {version!r}, and not {built!r}")
    configuration = output(*inside, "podpass", "config", "--providers=ecr")
    require("name: podpass-ecr" in configuration, "its podpass prints no configuration")
    helper = output(*inside, "docker-credential-podpass", "list")
    require(helper == "{}\n", f"its docker credential helper prints {helper!r}")
    entered = output(*inside, "nsenter", "-t", str(os.getpid()), "-m", "-u", "-i", "-n", "--", "/bin/sh", "-c", "echo /*")
    require(set(glob.glob("/*")) == set(entered.split()), "its nsenter does not enter namespaces")
    test_metrics(work, root, inside)
    require((root / "usr/bin/podpass").read_bytes() == PODPASS.read_bytes(), "its podpass is another")
    roots = (root / "etc/ssl/certs/ca-certificates.crt").read_text()
    require(roots.count("\n-----END CERTIFICATE-----\n") > 100, "it has no certificates of CAs")
    for package in ("busybox-static", "ca-certificates", "libc6"):
        require((root / f"usr/share/doc/{package}/copyright").stat().st_size, f"{package} is without its licence")
        status = (root / f"var/lib/dpkg/status.d/{package}").read_text().splitlines()
        require(f"Package: {package}" in status, f"scanners do not see {package}")
    require((root / "usr/share/doc/podpass/LICENSE").stat().st_size, "podpass is without its licence")


def test_metrics(work, root, inside):
    """The chart's command serves two files of the node's directory, and runs nothing that is in it."""
    metrics = root / "metrics"
    (metrics / "cgi-bin").mkdir(parents=True)
    for script in (metrics / "node.prom", metrics / "cgi-bin/x"):
        script.write_text(SCRIPT)
        script.chmod(0o755)
    for file in (metrics / "httpd.conf", metrics / "cgi-bin/httpd.conf"):
        file.write_text("*.prom:/bin/sh\n")
    subprocess.run([*inside, "busybox", "touch", "/metrics/podpass.prom"], check=True)
    port = free_port()
    with running("127.0.0.1", port, work / "httpd.log", *inside, "httpd", "-f", "-c", "/dev/null", "-h", "/usr/share/podpass/metrics", "-p", f"127.0.0.1:{port}"):
        require(get("127.0.0.1", port, "/podpass.prom") == (200, b""), "its httpd does not serve the file of a node without pulls")
    (metrics / "podpass.prom").write_text("podpass_pulls_total 1\n")
    for address in ("127.0.0.1", "::1"):
        port, log = free_port(address), work / "httpd.log"
        httpd = ["httpd", "-f", "-c", "/dev/null", "-h", "/usr/share/podpass/metrics", "-p", f"[{address}]:{port}"]
        with running(address, port, log, *inside, *httpd):
            served = get(address, port, "/podpass.prom")
            require(served == (200, b"podpass_pulls_total 1\n"), f"its httpd does not serve the metrics on {address}: {served}")
            served = get(address, port, "/node.prom")
            require(served == (200, SCRIPT.encode()), f"its httpd does not serve node.prom as it is: {served}")
            for path in ("cgi-bin/x", "metrics/cgi-bin/x", "../../../../metrics/cgi-bin/x", "httpd.conf", "etc/passwd"):
                require(get(address, port, f"/{path}")[0] != 200, f"its httpd serves {path}")


def find_registry(work):
    """Debian's docker-registry: the one that is installed, or one that is unpacked only."""
    if not shutil.which("docker-registry"):
        fetch = "apt-get download docker-registry && dpkg-deb -x docker-registry_*.deb registry"
        subprocess.run(fetch, shell=True, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return shutil.which("docker-registry", path=f"{os.environ['PATH']}:{work}/registry/usr/bin")


def test_push(work, registry, digest):
    port = free_port()
    (work / "registry.yml").write_text(
        f"version: 0.1\nlog: {{level: error, accesslog: {{disabled: true}}}}\n"
        f"storage: {{filesystem: {{rootdirectory: {work}/store}}}}\nhttp: {{addr: '127.0.0.1:{port}'}}\n"
    )
    with running("127.0.0.1", port, work / "registry.log", registry, "serve", work / "registry.yml"):
        pushed = output("deploy/image/build.py", "--push", f"127.0.0.1:{port}/nodes/podpass:test")
        require(pushed.startswith(f"{digest}\n"), f"what is pushed is another image: {pushed}")
        _, served = get("127.0.0.1", port, "/v2/nodes/podpass/manifests/test", Accept=INDEX)
        found = hashlib.sha256(served).hexdigest()
        require(f"sha256:{found}" == digest, f"the registry serves sha256:{found}")


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    for check in ("vet", "test"):
        subprocess.run(["go", check, "."], cwd=ROOT / "deploy/image", check=True, stdout=sys.stderr)
    digest = test_twice()
    test_configuration()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        if os.getuid() == 0:
            test_content(work)
        else:
            print("NOT TESTED: what is in the image, run in a root directory of its own; it needs root", file=sys.stderr)
        registry = find_registry(work)
        if registry:
            test_push(work, registry, digest)
        else:
            print("NOT TESTED: the image in a registry; there is no docker-registry here (apt-get install docker-registry)", file=sys.stderr)


if __name__ == "__main__":
    main()
