#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The life of the chart's release on a real API server and controller manager, with Helm and simulated nodes. Whatever is done
to the release, each node's kubelet must get a token for every audience of its entries (RBAC, Node authorizer, NodeRestriction):
a prober asks for them all the time. Needs etcd, and what conformance/cluster/build has built. A real kubelet meets the same
transitions in NodeReleaseScenarios."""

import argparse
import atexit
import base64
import http.client
import json
import random
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NAMESPACE = "podpass-system"
PATIENCE = 300
FAULTS = []
GAR = "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/pool/providers/provider"


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def wait_for(what, condition, patience=PATIENCE):
    end = time.monotonic() + patience
    while not condition():
        if FAULTS:
            sys.exit(f"lifecycle: {what}: {FAULTS[0]}")
        if time.monotonic() > end:
            sys.exit(f"lifecycle: waited in vain: {what}")
        time.sleep(0.1)


class Unreachable(Exception):
    """What a client of the API server meets now and then, and repeats."""


def forever(owner, work):
    """Repeats work in a thread until its owner is done; a fault of it ends the suite."""
    def loop():
        while not owner.done:
            try:
                work()
            except Unreachable as e:
                print(f"   again: {e}", file=sys.stderr, flush=True)
                time.sleep(2)
            except Exception as e:  # noqa: BLE001
                FAULTS.append(e)
                raise
    threading.Thread(target=loop, daemon=True).start()


class ControlPlane:
    """etcd, an API server and the controllers of DaemonSets and service accounts."""
    ISSUER = "https://cluster.example.com"

    def __init__(self, directory, programs):
        self.directory, self.programs, self.running = directory, programs, {}
        subprocess.run([HERE / "pki.sh", directory / "pki", "n000", "rsa"], check=True)
        (directory / "tokens.csv").write_text('conformance,admin,admin,"system:masters"\n')
        self.etcd, peer, self.port = free_port(), free_port(), free_port()
        etcd = self.etcd
        atexit.register(self.stop)
        self.url, self.ca = f"https://127.0.0.1:{self.port}", directory / "pki/ca.crt"
        self.tls = ssl.create_default_context(cafile=self.ca)
        self.start("etcd", shutil.which("etcd"), f"--data-dir={directory}/etcd", f"--listen-client-urls=http://127.0.0.1:{etcd}",
                   f"--advertise-client-urls=http://127.0.0.1:{etcd}", f"--listen-peer-urls=http://127.0.0.1:{peer}",
                   f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}", f"--initial-cluster=default=http://127.0.0.1:{peer}", "--unsafe-no-fsync")
        self.serve(self.ISSUER)
        kubeconfig = directory / "admin.conf"
        kubeconfig.write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "x", "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
            "clusters": [{"name": "c", "cluster": {"server": self.url, "certificate-authority": str(self.ca)}}],
            "users": [{"name": "u", "user": {"token": "conformance"}}]}))
        self.start("controllers", programs / "kube-controller-manager", f"--kubeconfig={kubeconfig}", f"--service-account-private-key-file={directory}/pki/sa.key",
                   "--use-service-account-credentials=false", "--leader-elect=false", "--secure-port=0", "--kube-api-qps=500", "--kube-api-burst=1000",
                   "--controllers=daemonset-controller,serviceaccount-controller,resourcequota-controller,garbage-collector-controller")

    def serve(self, *issuers):
        """An API server of these issuers, in place of the one that there is. The first one is that of new tokens."""
        directory, pki = self.directory, self.directory / "pki"
        if "apiserver" in self.running:
            self.running["apiserver"].kill()
            self.running["apiserver"].wait()
        self.start("apiserver", self.programs / "kube-apiserver", f"--etcd-servers=http://127.0.0.1:{self.etcd}", "--bind-address=127.0.0.1",
                   f"--secure-port={self.port}", "--endpoint-reconciler-type=none", f"--token-auth-file={directory}/tokens.csv",
                   f"--tls-cert-file={pki}/apiserver.crt", f"--tls-private-key-file={pki}/apiserver.key", f"--client-ca-file={pki}/ca.crt",
                   *(f"--service-account-issuer={issuer}" for issuer in issuers), f"--service-account-key-file={pki}/sa.key",
                   f"--service-account-signing-key-file={pki}/sa.key", "--service-cluster-ip-range=10.96.0.0/24", "--allow-privileged",
                   "--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction", "--max-requests-inflight=0")
        wait_for("the API server is ready", lambda: self.call("GET", "/readyz", raw=True) == b"ok")

    def start(self, name, *line):
        with open(self.directory / f"{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen([*map(str, line)], stdout=log, stderr=log)

    def stop(self):
        for process in reversed(self.running.values()):
            process.kill()
            process.wait()

    def call(self, method, path, body=None, node=None, raw=False, kind="application/json"):
        """What the API server answers to its administrator, or to the kubelet of a node; None for 404."""
        headers = {"Authorization": "Bearer conformance", "Content-Type": kind}
        if node:
            headers.update({"Impersonate-User": f"system:node:{node}", "Impersonate-Group": "system:nodes"})
        data = None if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, context=self.tls, timeout=30) as answer:
                content = answer.read()
                return content if raw else json.loads(content)
        except urllib.error.HTTPError as e:
            if e.code == 404:
                return None
            if raw:
                return e.read()
            raise RuntimeError(f"{method} {path}: {e.code} {e.read().decode()[:300]}") from e
        except (OSError, http.client.HTTPException) as e:
            if raw:
                return b""
            raise Unreachable(f"{method} {path}: {e}") from e


    def refused_tokens(self):
        """What the second alert of C3 asks for, by the name that the API server gives it; None where there is no such series."""
        labels = 'resource="serviceaccounts"', 'subresource="token"', 'code="403"'
        rows = [row for row in self.call("GET", "/metrics", raw=True).decode().splitlines() if row.startswith("apiserver_request_total{") and all(it in row for it in labels)]
        return sum(float(row.rpartition(" ")[2]) for row in rows) if rows else None

    def denied(self, node, audience):
        """C2, as podpass asks: for all service accounts, or else for its own."""
        for account in ({}, {"namespace": NAMESPACE, "name": "podpass"}):
            asked = {"verb": "request-serviceaccounts-token-audience", "resource": audience, **account}
            body = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {"resourceAttributes": asked}}
            if self.call("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", body, node=node)["status"]["allowed"]:
                return False
        return True

    def knows(self, token):
        body = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": token}}
        return self.call("POST", "/apis/authentication.k8s.io/v1/tokenreviews", body)["status"].get("authenticated", False)


class Nodes:
    """Kubelets without containers: a pod of the DaemonSet changes the entries of its node, and is ready then."""

    def __init__(self, plane, podpass, count):
        self.plane, self.podpass, self.known = plane, podpass, {}
        self.names = [f"n{i:03}" for i in range(count)]
        self.entries = {name: frozenset() for name in self.names}
        self.dead, self.done, self.uids = set(), False, {}
        for name in self.names:
            plane.call("POST", "/api/v1/nodes", {"metadata": {"name": name, "labels": {"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}}})
            pod = {"metadata": {"name": f"app-{name}"}, "spec": {"nodeName": name, "serviceAccountName": "app", "containers": [{"name": "app", "image": "x"}]}}
            self.uids[name] = plane.call("POST", "/api/v1/namespaces/team-a/pods", pod)["metadata"]["uid"]
        forever(self, self.work)

    def work(self):
        for pod in self.plane.call("GET", f"/api/v1/namespaces/{NAMESPACE}/pods")["items"]:
            try:
                self.step(pod)
            except RuntimeError as e:
                if ": 409 " not in str(e):  # It has changed meanwhile.
                    raise
        time.sleep(0.05)

    def step(self, pod):
        path, spec = f"/api/v1/namespaces/{NAMESPACE}/pods/{pod['metadata']['name']}", pod["spec"]
        node = spec.get("nodeName")
        if not node:
            terms = spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
            target = next(it["values"][0] for term in terms for it in term["matchFields"])
            self.plane.call("POST", path + "/binding", {"metadata": {"name": pod["metadata"]["name"]}, "target": {"kind": "Node", "name": target}})
        elif node in self.dead:
            if any(it["type"] == "Ready" and it["status"] == "True" for it in pod["status"].get("conditions", [])):
                self.condition(path, "False")
        elif "deletionTimestamp" in pod["metadata"]:
            self.plane.call("DELETE", path + "?gracePeriodSeconds=0")
        elif pod["status"].get("phase") == "Pending":
            if random.random() < 0.5:  # Nodes follow one by one.
                self.entries[node] = self.audiences(spec)
                self.condition(path, "True")
        elif not any(it["type"] == "Ready" and it["status"] == "True" for it in pod["status"].get("conditions", [])):
            self.condition(path, "True")

    def condition(self, path, ready):
        status = {"phase": "Running", "conditions": [{"type": "Ready", "status": ready}]}
        self.plane.call("PATCH", path + "/status", {"status": status}, kind="application/strategic-merge-patch+json")

    def audiences(self, spec):
        """Of the entries that podpass writes with the arguments of the pod."""
        if any(it["name"] == "uninstall" for it in spec.get("initContainers", [])):
            return frozenset()
        of_the_node = ("--root", "--node-", "--spread", "--interval", "--replace", "--first", "--metrics-file")
        given = tuple(it for it in spec["containers"][0]["args"][2:] if not it.startswith(of_the_node))
        if given not in self.known:
            printed = subprocess.run([self.podpass, "config", "--json", *given], capture_output=True, text=True, check=True).stdout
            self.known[given] = frozenset(it["tokenAttributes"]["serviceAccountTokenAudience"] for it in json.loads(printed)["providers"])
        return self.known[given]

    def kill(self, *names):
        self.dead.update(names)

    def revive(self, *names):
        self.dead.difference_update(names)

    def all_have(self, audiences):
        return all(self.entries[name] == frozenset(audiences) for name in self.names if name not in self.dead)


class Prober:
    """Asks as each kubelet, dead ones included, for a token of every audience of its entries, again and again."""

    def __init__(self, nodes):
        self.nodes, self.asked, self.lost, self.rounds, self.done = nodes, 0, [], 0, False
        forever(self, self.work)

    def work(self):
        for name in self.nodes.names:
            for audience in self.nodes.entries[name]:
                self.asked += 1
                wrong = self.ask(name, audience)
                # The authorizer's caches follow within a second, and a kubelet asks again.
                if wrong and audience in self.nodes.entries[name]:
                    time.sleep(1)
                    wrong = self.ask(name, audience)
                    if wrong and audience in self.nodes.entries[name]:
                        self.lost.append(f"{name}, {audience}: {wrong}")
        self.rounds += 1
        time.sleep(0.01)

    def ask(self, name, audience):
        bound = {"apiVersion": "v1", "kind": "Pod", "name": f"app-{name}", "uid": self.nodes.uids[name]}
        body = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"audiences": [audience], "boundObjectRef": bound}}
        try:
            token = self.nodes.plane.call("POST", "/api/v1/namespaces/team-a/serviceaccounts/app/token", body, node=name)["status"]["token"]
            payload = token.split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
            return None if claims["aud"] == [audience] else f"the token is for {claims['aud']}"
        except RuntimeError as e:
            return str(e)

    def round(self):
        """Waits until each has been asked for once more."""
        before = self.rounds
        wait_for("a round of the prober", lambda: self.rounds >= before + 2)


class Release:
    """The chart's release in the hands of an operator who has Helm."""

    def __init__(self, plane, helm, chart):
        self.plane, self.helm_path, self.chart = plane, helm, chart

    def helm(self, *arguments):
        line = [self.helm_path, *arguments, "-n", NAMESPACE, f"--kube-apiserver={self.plane.url}", "--kube-token=conformance", f"--kube-ca-file={self.plane.ca}"]
        done = subprocess.run(line, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"lifecycle: {' '.join(map(str, arguments))}: {done.stderr}")
        return done.stdout

    def upgrade(self, *options):
        always = ["image.repository=podpass.invalid/podpass", "minReadySeconds=0", "updateStrategy.maxUnavailable=20%"]
        return self.helm("upgrade", "--install", "podpass", self.chart, *(word for it in [*always, *options] for word in ("--set", it)))

    def grants(self, selector="podpass.dev/grant=podpass-kubelets"):
        kinds = ("clusterroles", "clusterrolebindings", "roles", "rolebindings")
        path = "/apis/rbac.authorization.k8s.io/v1/{}?labelSelector=" + urllib.request.quote(selector)
        return [(kind, it["metadata"]) for kind in kinds for it in self.plane.call("GET", path.format(kind))["items"]]

    def print_and_apply(self, podpass, *options):
        """podpass rbac … | kubectl apply -f -"""
        for text in subprocess.run([podpass, "rbac", *options], capture_output=True, text=True, check=True).stdout.split("\n---\n"):
            kind, name = (re.search(rf"(?m)^ *{word}: (.+)$", text)[1] for word in ("kind", "name"))
            path = f"/apis/rbac.authorization.k8s.io/v1/{kind.lower()}s/{name}?fieldManager=operator&force=true"
            self.plane.call("PATCH", path, text, kind="application/apply-patch+yaml")

    def last_step(self, *selector):
        """What the page's `kubectl delete -l` does."""
        for kind, meta in self.grants(*selector):
            where = f"/namespaces/{meta['namespace']}" if "namespace" in meta else ""
            self.plane.call("DELETE", f"/apis/rbac.authorization.k8s.io/v1{where}/{kind}/{meta['name']}")


class Life:
    ECR, ACR = "options.providers={ecr}", "options.providers={ecr,acr}"
    REPLACE = "options.replace=ecr-credential-provider"
    AWS, ENTRA, AKS = "sts.amazonaws.com", "api://AzureADTokenExchange", "api://AKSIdentityBinding"

    def __init__(self, plane, nodes, prober, release):
        self.plane, self.nodes, self.prober, self.release = plane, nodes, prober, release
        self.rows, self.began = [], time.monotonic()

    def step(self, what, change, *audiences):
        """A change; every node that lives follows; nobody lost a token on the way."""
        begin, asked, lost, refused = time.monotonic(), self.prober.asked, len(self.prober.lost), self.plane.refused_tokens() or 0
        change()
        if audiences != (None,):
            wait_for(f"the nodes follow: {what}", lambda: self.nodes.all_have(audiences))
        seconds = time.monotonic() - begin
        self.prober.round()
        news = self.prober.lost[lost:]
        entries = {(name, audience) for name in self.nodes.names for audience in self.nodes.entries[name]}
        denied = sum(self.plane.denied(*entry) for entry in entries)
        counted = max(0, (self.plane.refused_tokens() or 0) - refused)
        print(f"   {what}: {seconds:.1f} s, {self.prober.asked - asked} tokens, {len(news)} lost{': ' + news[0] if news else ''}", flush=True)
        self.rows.append((what, self.prober.asked - asked, len(news), len(entries), denied, counted, seconds))

    def table(self):
        print(f"{'':52}{'C1: tokens':>11}{'lost':>6}{'C2: asked':>11}{'denied':>8}{'C3, C7: 403s':>14}{'C5: seconds':>13}")
        for what, *numbers, seconds in self.rows:
            print(f"{what:52}" + "".join(f"{number:>{width}.0f}" for number, width in zip(numbers, (11, 6, 11, 8, 14))) + f"{seconds:>13.1f}")
        print("C4 (--max-failing) is of NodeInstallIT; C6, and all of this on a real kubelet, of NodeReleaseScenarios")

    def run(self):
        up, dead = self.release.upgrade, self.nodes.names[:2]
        self.step("install, replace", lambda: up(self.ECR, self.REPLACE, "options.otherwise=node"), self.AWS)
        self.step("add a provider", lambda: up(self.ACR), self.AWS, self.ENTRA)
        alibaba = "options.alibaba-oidc-provider-arn=acs:ram::1234567890123456:oidc-provider/c"
        self.step("exchange it for Alibaba's", lambda: up("options.providers={ecr,alibaba}", alibaba), self.AWS, "sts.aliyuncs.com")
        self.step("change an audience", lambda: up(self.ACR, "options.acr-identity-binding-sni=a.example", "options.acr-identity-binding-server=10.0.0.1"), self.AWS, self.AKS)
        self.step("roll back", lambda: self.release.helm("rollback", "podpass"), self.AWS, "sts.aliyuncs.com")
        self.step("roll back two", lambda: self.release.helm("rollback", "podpass", "1"), self.AWS)
        self.step("replace to first", lambda: up(self.ECR, "options.first=true"), self.AWS)
        self.step("narrow", lambda: up(self.ECR, "options.first=true", "rbac.namespaces={team-a}"), self.AWS)
        self.step("narrow to another account", lambda: up(self.ECR, "options.first=true", "rbac.serviceAccounts={team-a/app}"), self.AWS)
        self.step("exchange the provider while two nodes are dead", lambda: (self.nodes.kill(*dead), up("options.providers={acr}", "updateStrategy.maxUnavailable=50%")), self.ENTRA)
        self.step("they come back", lambda: self.nodes.revive(*dead), self.ENTRA)
        self.step("another version", lambda: up("options.providers={acr}", "image.tag=next"), self.ENTRA)
        self.step("the release is deleted", lambda: self.release.helm("uninstall", "podpass"), None)
        self.step("install again", lambda: up(self.ECR, self.REPLACE), self.AWS)
        unused = self.release.helm("get", "notes", "podpass")
        selector = unused.partition("-l 'podpass.dev/grant")[2].partition("'")[0]
        names = {meta["annotations"]["podpass.dev/audience"] for _, meta in self.release.grants("podpass.dev/grant" + selector)}
        if not {self.ENTRA, self.AKS} <= names or not selector:
            sys.exit(f"lifecycle: the notes do not name what is not needed: {names}")
        emergency = ("mode=uninstall", "updateStrategy.maxUnavailable=100%")
        begin = time.monotonic()
        self.step("everything back, with a dead node", lambda: (self.nodes.kill(dead[0]), up(self.ECR, self.REPLACE, *emergency)))
        print(f"   everything back on {len(self.nodes.names) - 1} of {len(self.nodes.names)} nodes: {time.monotonic() - begin:.1f} s, without the spread", flush=True)
        self.step("the release is deleted too early", lambda: self.release.helm("uninstall", "podpass"), None)
        self.step("the dead node comes back", lambda: self.nodes.revive(dead[0]), None)
        self.step("it is removed there, too", lambda: up(self.ECR, self.REPLACE, *emergency))
        self.step("the release is deleted, and nodes have nothing", lambda: self.release.helm("uninstall", "podpass"), None)
        self.release.last_step()
        if self.release.grants():
            sys.exit("lifecycle: the last step leaves grants")
        own = "rbac.create=false"
        apply = lambda *options: self.release.print_and_apply(self.nodes.podpass, *options)
        self.step("install with the grants of podpass rbac", lambda: (apply("--providers=ecr"), up(self.ECR, own)), self.AWS)
        self.step("podpass rbac for another provider", lambda: (apply("--providers=acr"), up(self.ACR, own)), self.AWS, self.ENTRA)
        self.step("podpass rbac for the first one again", lambda: apply("--providers=ecr"), self.AWS, self.ENTRA)
        self.issuer()
        self.refusals_are_counted()

    def issuer(self):
        """docs/platforms/self-managed.md: another issuer, and the old one as a second flag."""
        account = "/api/v1/namespaces/team-a/serviceaccounts/app/token"
        before = self.plane.call("POST", account, {"spec": {}})["status"]["token"]
        self.plane.serve("https://oidc.example.com/prod")
        if self.plane.knows(before):
            sys.exit("lifecycle: a new issuer alone signs no pod out: the page's second flag is not needed")
        self.step("another issuer, with the old one", lambda: self.plane.serve("https://oidc.example.com/prod", self.plane.ISSUER), self.AWS, self.ENTRA)
        if not self.plane.knows(before):
            sys.exit("lifecycle: pods are signed out by another issuer beside the old one")

    def refusals_are_counted(self):
        """The prober and the alert's series can fail: where the grants go, both show it."""
        self.nodes.done = True
        before, lost = self.plane.refused_tokens() or 0, len(self.prober.lost)
        self.release.last_step("podpass.dev/grant=podpass-audiences")
        wait_for("a lost token is found", lambda: len(self.prober.lost) > lost and (self.plane.refused_tokens() or 0) > before)
        entry = next((name, audience) for name in self.nodes.names for audience in self.nodes.entries[name])
        if not self.plane.denied(*entry):
            sys.exit("lifecycle: the API server denies no kubelet what it has not")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=50)
    parser.add_argument("--chart", default=ROOT / "deploy/chart/podpass")
    parser.add_argument("--helm", default=shutil.which("helm"))
    parser.add_argument("--programs", type=Path, default=HERE / "bin", help="where kube-apiserver and kube-controller-manager are")
    parser.add_argument("podpass", help="the executable")
    given = parser.parse_args()
    random.seed(1)
    with tempfile.TemporaryDirectory(prefix="podpass-lifecycle.") as directory:
        plane = ControlPlane(Path(directory), given.programs)
        for name in (NAMESPACE, "team-a"):
            plane.call("POST", "/api/v1/namespaces", {"metadata": {"name": name}})
        plane.call("POST", "/api/v1/namespaces/team-a/serviceaccounts", {"metadata": {"name": "app"}})
        nodes = Nodes(plane, given.podpass, given.nodes)
        prober = Prober(nodes)
        try:
            life = Life(plane, nodes, prober, Release(plane, given.helm, given.chart))
            life.run()
            life.table()
            lost = sum(row[2] + row[4] for row in life.rows)
            print(f"lifecycle: {len(life.rows)} transitions, {given.nodes} nodes, {prober.asked} tokens, {lost} lost, {time.monotonic() - life.began:.0f} s")
            sys.exit(1 if lost else 0)
        finally:
            nodes.done = prober.done = True
            plane.stop()
            logs = ROOT / "conformance/target/lifecycle"
            logs.mkdir(parents=True, exist_ok=True)
            for log in Path(directory).glob("*.log"):
                shutil.copy(log, logs)


if __name__ == "__main__":
    main()
