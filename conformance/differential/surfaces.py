# SPDX-License-Identifier: Apache-2.0
"""The surfaces that answer: podpass's commands, the chart, and kubelet's code with clouds that say whom they were shown."""

import base64
import collections
import copy
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import generate

ROOT = Path(__file__).resolve().parents[2]
CLASSES = os.environ.get("DIFFERENTIAL_CLASSES") or f"{ROOT}/testkit/target/classes:{ROOT}/conformance/target/lib/*"
CHART = ROOT / "deploy/chart/podpass"
STOCK = """#!/bin/sh
read -r request; image=${request#*'"image":"'}; image=${image%%'"'*}
version=${request#*'"apiVersion":"'}; version=${version%%'"'*}
printf '{"kind":"CredentialProviderResponse","apiVersion":"%s","cacheKeyType":"Registry","auth":{"%s":{"username":"stock","password":"x"}}}' "$version" "${image%%/*}"
"""
METADATA = ("169.254", "metadata", "imds", "127.0.0.1")
DOCTOR = """
mount --bind "$0" /mnt && cd / || exit
cp /bin/sh /mnt/kubelet
mkfifo /mnt/wait
/mnt/kubelet -c 'read -r _ < /mnt/wait' --image-credential-provider-config=/mnt/doctor.yaml --image-credential-provider-bin-dir=/mnt/bin &
kubelet=$!
/mnt/bin/podpass doctor --json "$@"
status=$?
kill $kubelet
rm /mnt/wait
exit $status
"""


class World:
    """A node and its clouds, which a process of its own uses."""

    def __init__(self, home, program, kubelets, helm=None, no_doctor=False):
        self.helm, self.asked, self.namespaces = helm, collections.Counter(), not no_doctor and os.geteuid() == 0 and shutil.which("unshare")
        self.home = Path(tempfile.mkdtemp(dir=home))
        (self.home / "bin").mkdir()
        self.program = shutil.copy(program, self.home / "bin/podpass")
        line = [Path(os.environ["JAVA_HOME"], "bin/java"), "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", CLASSES, "dev.podpass.testkit.Mirror", self.home]
        self.mirror = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.bindings = json.loads(self.mirror.stdout.readline())
        clouds = {name: value for name, value in self.bindings.items() if not name.startswith("BINDING")}
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "PODPASS_CACHE": "off", "LC_ALL": "C.UTF-8", **clouds}
        key = ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.home / "sa.key"]
        subprocess.run(key, check=True, stderr=subprocess.DEVNULL)
        for plugin, _ in generate.PLATFORMS.values():
            self.write(f"bin/{plugin}", STOCK).chmod(0o755)
        self.write("bin/kubectl", f"#!/bin/sh\ncat > {self.home}/applied\n").chmod(0o755)
        self.write("bin/kubectl-words", f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {self.home}/applied\n").chmod(0o755)
        for provider in generate.PROVIDERS:
            (self.home / f"bin/podpass-{provider}").symlink_to("podpass")
        flags = ["-serve", f"-image-credential-provider-bin-dir={self.home}/bin", f"-service-account-issuer={generate.ISSUER}",
                 f"-service-account-signing-key-file={self.home}/sa.key"]
        self.kubelets = [subprocess.Popen([program, *flags], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self.environment) for program in kubelets]
        self.kubelet = self.kubelets[0]

    def taken(self):
        """How often each surface has been asked since the last time."""
        counts, self.asked = self.asked, collections.Counter()
        return counts

    def write(self, name, text):
        path = self.home / name
        path.write_bytes(text.encode())
        return path

    def ask(self, *words, env=None, given=None):
        """The status, stdout and stderr of a podpass command."""
        self.asked[words[0]] += 1
        done = subprocess.run([self.program, *map(str, words)], env={**self.environment, **(env or {})}, cwd=self.home,
                              input=(given or "").encode(), capture_output=True, timeout=120)
        return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")

    def shell(self, line):
        """The same of a command as it was printed."""
        path = f"{self.home}/bin:{self.environment['PATH']}"
        self.asked["commands"] += 1
        done = subprocess.run(["bash", "-c", line], env={**self.environment, "PATH": path}, cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout, done.stderr

    def pull(self, text, objects):
        """What kubelet does with a configuration, for all images of all pods."""
        self.asked["kubelet"] += 1
        config = self.write("kubelet.yaml", text)
        manifest = self.write("manifest.json", "\n---\n".join(json.dumps(item) for item in objects))
        self.kubelet.stdin.write(f"{config} {manifest}\n")
        self.kubelet.stdin.flush()
        answer = json.loads(self.kubelet.stdout.readline())
        answer["pulls"] = [Pull(lookup) for lookup in answer.pop("lookups") or []]
        return answer

    def doctor(self, text, *words):
        """What doctor checks beside a process that is called kubelet, in namespaces of their own."""
        self.asked["doctor"] += 1
        self.write("doctor.yaml", text)
        done = subprocess.run(["unshare", "-mpf", "--mount-proc", "sh", "-c", DOCTOR, self.home, *words], env=self.environment, capture_output=True, text=True, timeout=120)
        try:
            return done.returncode, json.loads(done.stdout)["checks"]
        except ValueError:
            return done.returncode, [{"check": "", "verdict": "failed", "finding": done.stdout + done.stderr}]

    def grants(self, providers, options, env):
        """The audiences that the chart grants."""
        import yaml

        self.asked["chart"] += 1
        schema = json.loads((CHART / "values.schema.json").read_text())["properties"]["options"]["properties"]
        values = {"providers": providers}
        for option in options:
            name, equals, value = option[2:].partition("=")
            if name not in schema:
                return None
            many = "array" in (schema[name].get("type") or [])
            values[name] = values.get(name, []) + value.split(",") if many else value if equals else True
        if env:
            values["env"] = dict(variable.split("=", 1) for variable in env)
        given = self.write("values.json", json.dumps({"image": {"repository": "registry.example/podpass"}, "options": values}))
        done = subprocess.run([self.helm, "template", "podpass", CHART, "-n", "podpass-system", "-f", given], capture_output=True, text=True, timeout=120)
        if done.returncode:
            return done.stderr
        rules = [rule for document in yaml.safe_load_all(done.stdout) if document for rule in document.get("rules") or []]
        return sorted({audience for rule in rules if "request-serviceaccounts-token-audience" in rule["verbs"] for audience in rule["resources"]})


class Pull:
    """An image of a pod, and what kubelet got for it."""

    def __init__(self, lookup):
        self.pod, self.image = lookup["pod"], lookup["image"]
        self.repository, self.log = lookup.get("repository", ""), lookup.get("log", "")
        self.user, self.trail = None, []
        self.statuses = [(name, int(status), said) for name, status, said in re.findall(r"provider plugin (\S+) for image .*?: exit status (\d+): (.*)", self.log)]
        for auth in (lookup["auth"] or [])[:1]:
            self.user = auth["username"]
            if auth["password"].startswith("eyJ"):
                claims = json.loads(base64.urlsafe_b64decode(auth["password"].split(".")[1] + "=="))
                self.trail = claims.get("trail") or [{"password": claims}]
        tokens = [value for step in self.trail for value in step.values() if isinstance(value, dict) and "sub" in value]
        self.token = tokens[0] if tokens else None

    def other(self):
        """The same pull by somebody else."""
        changed = copy.copy(self)
        changed.trail = json.loads(json.dumps(self.trail).replace("puller", "other").replace("1111", "1112").replace("0123456789abcdef", "f").replace("robot", "r"))
        changed.token = self.token and {**self.token, "sub": "system:serviceaccount:x:y"}
        return changed

    @property
    def credential(self):
        """As plan calls it."""
        if self.log.startswith("invalid image"):
            return "invalid"
        if self.user is None:
            return "fails" if self.statuses else "anonymous"
        return "itself" if self.token else "the node"

    @property
    def calls(self):
        return [step["host"] + step["path"] for step in self.trail if "host" in step and not step["host"].startswith(METADATA)]

    @property
    def shown(self):
        """Every text that a cloud was shown, and the user's name."""
        texts = {self.user, *(self.token or {}).get("aud", []), (self.token or {}).get("sub")}
        for step in self.trail:
            texts |= {value for value in step.values() if isinstance(value, str)} | set(re.split("[/:]", step.get("path", "")))
        return texts

    @property
    def who(self):
        """What names the identity in what clouds were shown."""
        found = set()
        for step in self.trail:
            found |= {step[name] for name in ("RoleArn", "OIDCProviderArn", "client_id", "service_slug", "identity", "user") if name in step}
            found |= set(re.findall(r"^/([^/]+)/oauth2/v2.0/token", step.get("path", "")))
            found |= set(re.findall(r"/serviceAccounts/([^:]+):", step.get("path", "").replace("%40", "@")))
            found |= {step["role"]} if step.get("host", "").startswith("vault.") and "role" in step else set()
            if "subject_token" in step and step["host"].startswith("sts") and "googleapis" in step["host"]:
                found |= {step["audience"]}
        return found


def objects(case):
    """What the API server has."""
    given = {**{pod["account"]: {} for pod in case["pods"]}, **case["accounts"]}
    named = [dict(zip(("namespace", "name"), account.split("/"))) for account in given]
    items = [{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {**name, "annotations": given[account]}} for account, name in zip(given, named)]
    for number, pod in enumerate(case["pods"]):
        namespace, name = pod["account"].split("/")
        containers = [{"name": f"c{i}", "image": image} for i, image in enumerate(pod["images"])]
        spec = {"serviceAccountName": name, "containers": containers, "nodeName": "node-1"}
        metadata = {"namespace": namespace, "name": f"pod-{number}"}
        match pod["kind"]:
            case "static":
                metadata["annotations"] = {"kubernetes.io/config.source": "file", "kubernetes.io/config.mirror": "1"}
                del spec["serviceAccountName"]
            case "secret":
                spec["imagePullSecrets"] = [{"name": "pull"}]
            case "windows":
                spec["nodeSelector"] = {"kubernetes.io/os": "windows"}
            case "fargate":
                metadata["labels"] = {"eks.amazonaws.com/fargate-profile": "p"}
            case "init":
                spec["initContainers"] = containers[:1]
        item = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}
        items.append({**item, "status": {"phase": "Succeeded"}} if pod["kind"] == "ended" else item)
    return items
