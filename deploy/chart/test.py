#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of the chart and of examples/, rendered by HELM and held against podpass. Needs .ci/requirements.txt."""

import argparse
import copy
import json
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import yaml

PARSER = argparse.ArgumentParser(description=__doc__)
for name, what in {"helm": "its path", "podpass": "the executable"}.items():
    PARSER.add_argument(name, help=what)
HELM, PODPASS = vars(PARSER.parse_args()).values()
HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
import generate  # noqa: E402
import schemas  # noqa: E402
CHART = HERE / "podpass"
DOCS = HERE.parents[1] / "docs"
EXAMPLES = HERE.parents[1] / "examples"
SCHEMA = json.loads((CHART / "values.schema.json").read_text())["properties"]["options"]["properties"]
GAR = "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/pool/providers/provider"
SMALL = {"image": {"repository": "registry.example/podpass"}, "options": {"providers": ["ecr"]}}
GRANTED = "--node-grant=podpass-system/podpass"
LOGS = ["--audit-log=/var/log/podpass/audit.log", "--node-audit-log=/host/var/log/podpass/node.log"]
ALL = {"enabled": True, **{what: {"create": True} for what in ("podMonitor", "prometheusRule", "dashboard")}}


def values(**changes):
    """The smallest values, with some options more, and others beside them."""
    merged = copy.deepcopy(SMALL)
    merged["options"].update(changes.pop("options", {}))
    return {**merged, **changes}


def helm(command, given, *more):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(given, file)
        file.flush()
        words = [str(CHART)] if command == "lint" else ["podpass", str(CHART), "-n", "podpass-system"]
        return subprocess.run([HELM, command, *words, *more, "-f", file.name], capture_output=True, text=True, timeout=120)


def is_grant(document):
    return "podpass.dev/grant" in document["metadata"].get("labels", {})


def grants(given, *more):
    """The roles and bindings of kubelets, without what the chart puts on all of its objects."""
    done = helm("template", given, *more)
    assert done.returncode == 0, done.stderr
    found = [it for it in yaml.safe_load_all(done.stdout) if it and is_grant(it)]
    for it in found:
        assert it["metadata"]["labels"]["app.kubernetes.io/name"] == "podpass"
        it["metadata"]["labels"] = {key: value for key, value in it["metadata"]["labels"].items() if key.startswith("podpass.dev/")}
    return by_name(found)


def by_name(documents):
    return sorted(documents, key=lambda it: (it["metadata"]["name"], it["metadata"].get("namespace", ""), it["kind"]))


def printed(*arguments):
    """What `podpass rbac` prints under the names of the chart."""
    done = subprocess.run([PODPASS, "rbac", "--role=podpass-kubelets", *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return by_name(yaml.safe_load_all(done.stdout))


def render(given, versions=schemas.VERSIONS[-1:]):
    done = helm("template", given)
    assert done.returncode == 0, done.stderr
    documents = [document for document in yaml.safe_load_all(done.stdout) if document]
    for document in documents:
        schemas.check(document, versions)
    kinds = {}
    for document in documents:
        if "helm.sh/hook" not in document["metadata"].get("annotations", {}) and not is_grant(document):
            serves = document["kind"] == "DaemonSet" and document["metadata"]["name"].endswith("-metrics")
            kinds["metrics" if serves else document["kind"]] = document
    return kinds


def pod(given, kind="DaemonSet"):
    return render(given)[kind]["spec"]["template"]["spec"]


def sample(schema):
    """A value that a schema takes, and the text of it on a command line."""
    if "enum" in schema:
        return schema["enum"][0], schema["enum"][0]
    match schema["type"][0]:
        case "boolean":
            return True, None
        case "integer":
            return 20, "20"
        case "array":
            mirrors = "=" in schema["items"].get("pattern", "")
            pair = ["a.example=b.example", "c.example/d=b.example"] if mirrors else schema["items"].get("enum", ["a@example.com", "b@example.com"])[:2]
            return pair, ",".join(pair)
    pattern = schema.get("pattern", "")
    text = "/some/file" if pattern.startswith("^/") else "https://x.example" if "http" in pattern else "15s" if r"\d" in pattern else "arn:x" if "arn" in pattern else "x"
    return text, text


def of_the_plugin(given):
    """The arguments that the entry in kubelet's configuration gets."""
    return [argument for argument in pod(given)["containers"][0]["args"] if re.match("--(?!root|node-)", argument)]


class Options(unittest.TestCase):
    def test_generated_files_are_current(self):
        done = subprocess.run([HERE / "generate.py", "--check", PODPASS], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_every_option_of_reconcile_is_a_value(self):
        usage = subprocess.run([PODPASS, "node", "reconcile", "--help-all"], capture_output=True, text=True, check=True).stdout
        taken = set(re.findall(r"(?m)^ +--([a-z-]+)", usage)) - {"help", "help-all"} - generate.OWN
        self.assertIn("acr-azure-config", taken)
        self.assertEqual(taken, set(SCHEMA))

    def test_every_option_becomes_an_argument(self):
        together = {name: sample(schema) for name, schema in SCHEMA.items() if name not in ("replace", "env")}
        given = values(options={name: value for name, (value, _) in together.items()} | {"env": {"A": "b", "C": "d=e"}})
        expected = [f"--{name}" + ("" if text is None else f"={text}") for name, (_, text) in together.items()]
        arguments = pod(given)["containers"][0]["args"]
        self.assertEqual(arguments[:3], ["node", "reconcile", "--root=/host"])
        self.assertEqual(sorted(arguments[3:]), sorted([*expected, *LOGS, GRANTED, "--env=A=b", "--env=C=d=e"]))
        small = pod(values(options={"first": False}, auditLog={"directory": ""}))["containers"][0]["args"][3:]
        self.assertEqual(small, ["--providers=ecr", GRANTED])
        named = pod(values(serviceAccount={"create": False, "name": "own"}))["containers"][0]["args"]
        self.assertEqual(named[-1], "--node-grant=podpass-system/own")
        self.assertNotIn(GRANTED, pod(values(rbac={"create": False}))["containers"][0]["args"])

    def test_podpass_takes_the_arguments(self):
        given = values(options={"providers": ["ecr", "gar"], "gar-audience": GAR, "ecr-role-arn": "arn:aws:iam::123456789012:role/pull",
                                "deadline": "40s", "cache-per-pod": True, "env": {"HTTPS_PROXY": "http://proxy:3128"}})
        arguments = of_the_plugin(given)
        printed = subprocess.run([PODPASS, "config", *arguments], capture_output=True, text=True)
        self.assertEqual((printed.returncode, printed.stderr), (0, ""))
        self.assertIn("--ecr-role-arn=arn:aws:iam::123456789012:role/pull", printed.stdout)

    def test_uninstall_takes_what_its_command_takes(self):
        taken = set(generate.options(PODPASS, "uninstall"))
        given = values(mode="uninstall", options={name: sample(SCHEMA[name])[0] for name in SCHEMA if name not in ("replace", "env", "providers")}, metrics=ALL)
        spec = pod(given)
        arguments = spec["initContainers"][-1]["args"]
        self.assertEqual(arguments[:3], ["node", "uninstall", "--root=/host"])
        self.assertEqual({argument[2:].split("=")[0] for argument in arguments[3:]}, taken | {"node-metrics-file", "node-audit-log"})
        self.assertEqual(spec["containers"][0]["command"], ["sleep", "infinity"])
        self.assertNotIn("readinessProbe", spec["containers"][0])
        waiting = render(values(mode="uninstall", updateStrategy={"type": "OnDelete"}))["DaemonSet"]["spec"]["updateStrategy"]
        self.assertEqual(waiting["type"], "RollingUpdate")
        for spread, waits in ((None, 120), ("45s", 45), ("1h", 120), ("0s", None)):
            first = pod(values(mode="uninstall", options={"spread": spread} if spread else {}))["initContainers"][0]
            self.assertEqual(first.get("command"), ["sh", "-c", f"sleep $((RANDOM % {waits}))"] if waits else None)

    def test_null_is_unset(self):
        """Helm keeps it in a release, so that a rollback may bring one back for which the chart has no default."""
        extra = {"nodeSelector": ["podpass.dev/node"], "options": ["first", "interval", "otherwise", "acr-identity-binding-sni"], "secretEnv": ["A"],
                 **{name: ["team"] for name in ("commonLabels", "podLabels", "podAnnotations")}}
        small = values(options={"providers": ["acr"], "env": {"B": "c"}})
        given = copy.deepcopy(small)
        given["options"]["env"]["D"] = None
        for name, keys in extra.items():
            given.setdefault(name, {}).update(dict.fromkeys(keys))
        self.assertEqual(render(given), render(small))

    def test_one_place_in_the_order_is_chosen(self):
        refused = helm("template", values(options={"first": True, "replace": "x"}))
        self.assertIn("options.replace and options.first are both set; hint: set options.first=false", refused.stderr)
        self.assertIn("--replace=x", of_the_plugin(values(options={"first": False, "replace": "x"})))

    def test_nonsense_is_refused(self):
        for name, given in {
            "nothing given": {},
            "no image": {"options": {"providers": ["ecr"]}},
            "unknown value": values(optoins={}),
            "unknown option": values(options={"ecr-role": "x"}),
            "the chart's own": values(options={"root": "/"}),
            "no provider": values(options={"providers": []}),
            "unknown provider": values(options={"providers": ["docker"]}),
            "exchange without URL": values(options={"providers": ["exchange"], "registry": "x.example"}),
            "exchange without registry": values(options={"providers": ["exchange"], "exchange-url": "https://x.example/"}),
            "a provider twice": values(options={"providers": ["ecr", "ecr"]}),
            "gar without audience": values(options={"providers": ["gar"]}),
            "duration without unit": values(options={"interval": "5"}),
            "empty duration": values(options={"interval": ""}),
            "passes without a pause": values(options={"interval": "0s"}),
            "longer than kubelet waits": values(options={"deadline": "90s"}),
            "longer than kubelet caches": values(options={"max-cache-duration": "24h1s"}),
            "no role's name": values(options={"ecr-role-arn": "pull"}),
            "flag as text": values(options={"first": "yes"}),
            "list as text": values(options={"gar-service-account-annotation": "a.example/b"}),
            "mirror without target": values(options={"mirror": ["docker.io"]}),
            "wrong word": values(options={"without-token": "guess"}),
            "relative file": values(options={"ca-bundle": "ca.pem"}),
            "a pass that never restarts": values(options={"no-restart": True}),
            "a second file of metrics": values(options={"metrics-file": "/x.prom"}),
            "wrong mode": values(mode="remove"),
            "wrong digest": values(image={"repository": "x", "digest": "sha256:1"}),
            "no node at a time": values(updateStrategy={"maxUnavailable": 0}),
            "more than all": values(updateStrategy={"maxUnavailable": "101%"}),
            "a name to listen on": values(metrics={"enabled": True, "address": "localhost"}),
            "monitors of no metrics": values(metrics={"podMonitor": {"create": True}}),
            "a variable of no Secret": values(secretEnv={"HTTPS_PROXY": "http://proxy:3128"}),
            "no way to update": values(updateStrategy={"type": "Recreate"}),
            "a name too long": values(fullnameOverride="a" * 53),
            "no variable's name": values(secretEnv={"HTTPS-PROXY": {"name": "proxy", "key": "url"}}),
        }.items():
            with self.subTest(name):
                self.assertNotEqual(helm("template", given).returncode, 0)


class Examples(unittest.TestCase):
    """Of examples/: each folder has the same files, which agree with each other."""

    def folders(self):
        found = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())
        self.assertEqual([path.name for path in found], ["ack", "aks", "eks", "gke", "k3s", "kubeadm"])
        for folder in found:
            read = {path.name: list(yaml.safe_load_all(path.read_text())) for path in folder.glob("*.yaml")}
            self.assertEqual(sorted(read), ["pod.yaml", "values.yaml"], folder)
            yield read

    def test_argo_cd_and_flux_install_the_chart_as_one_does_by_hand(self):
        version = yaml.safe_load((CHART / "Chart.yaml").read_text())["version"]
        application = yaml.safe_load((EXAMPLES / "argocd.yaml").read_text())
        namespace, source, release = yaml.safe_load_all((EXAMPLES / "flux.yaml").read_text())
        chart, values = application["spec"]["sources"]
        self.assertEqual((chart["targetRevision"], release["spec"]["chart"]["spec"]["version"]), (version, version))
        self.assertEqual(source["spec"]["url"], "oci://" + chart["repoURL"])
        [file] = chart["helm"]["valueFiles"]
        self.assertTrue((EXAMPLES / file.removeprefix(f"${values['ref']}/")).is_file(), file)
        privileged = application["spec"]["syncPolicy"]["managedNamespaceMetadata"]["labels"]
        self.assertEqual((namespace["metadata"]["labels"], namespace["metadata"]["name"]), (privileged, application["spec"]["destination"]["namespace"]))
        schemas.check(namespace)

    def test_podpass_takes_options_and_annotations_for_the_pods_image(self):
        for read in self.folders():
            account, pod = read["pod.yaml"]
            for each in (account, pod):
                schemas.check(each)
            image = pod["spec"]["containers"][0]["image"]
            options = [each for each in of_the_plugin(read["values.yaml"][0]) if not re.match("--(providers|first|replace|audit-log|acr-azure-config)", each)]
            annotations = [f"--annotation={key}={value}" for key, value in account["metadata"].get("annotations", {}).items()]
            tenant = ["--acr-tenant-id=66666666-7777-8888-9999-000000000000"] if "azurecr.io" in image else []
            explained = subprocess.run([PODPASS, "explain", image, "--service-account=team-a/app", *options, *annotations, *tenant], capture_output=True, text=True)
            self.assertEqual((explained.returncode, explained.stderr), (0, ""))
            self.assertIn("team-a", explained.stdout)
            self.assertNotIn("of the node", explained.stdout)


class Manifests(unittest.TestCase):
    def test_lint(self):
        for given in (SMALL, values(mode="uninstall"), values(metrics=ALL)):
            done = helm("lint", given)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_examples_of_values(self):
        """What `ct lint` and `ct install` run."""
        examples = sorted([*CHART.glob("ci/*-values.yaml"), *EXAMPLES.glob("*/values.yaml")])
        self.assertTrue(examples)
        for example in examples:
            with self.subTest(example.name):
                given = yaml.safe_load(example.read_text())
                done = helm("lint", given, "--strict")
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertIn("DaemonSet", render(given, schemas.VERSIONS))

    def test_pages_show_the_examples(self):
        for cloud in ("aks", "gke"):
            comment, text = (EXAMPLES / cloud / "values.yaml").read_text().split("\n", 1)
            self.assertIn(f"```yaml\n{text}```\n", (DOCS / f"platforms/{cloud}.md").read_text(), comment)

    def test_a_quota_for_the_priority_class(self):
        """GKE admits pods of a system class only in a namespace with a quota that is scoped to it."""
        spec = render(SMALL)["ResourceQuota"]["spec"]
        scope = {"scopeName": "PriorityClass", "operator": "In", "values": [pod(SMALL)["priorityClassName"]]}
        self.assertEqual(spec, {"hard": {"pods": "10k"}, "scopeSelector": {"matchExpressions": [scope]}})
        other = render(values(priorityClassName="nodes"))["ResourceQuota"]["spec"]
        self.assertEqual(other["scopeSelector"]["matchExpressions"][0]["values"], ["nodes"])
        for without in (values(priorityClassName=""), values(resourceQuota={"create": False})):
            self.assertNotIn("ResourceQuota", render(without))
        # Helm prints the objects in the order in which it makes them.
        order = list(render(SMALL))
        self.assertLess(order.index("ResourceQuota"), order.index("DaemonSet"))

    def test_not_on_nodes_without_a_kubelet(self):
        terms = pod(SMALL)["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
        rules = {rule["key"]: (rule["operator"], rule["values"]) for term in terms for rule in term["matchExpressions"]}
        self.assertEqual(len(terms), 1)
        self.assertEqual(rules, {"eks.amazonaws.com/compute-type": ("NotIn", ["fargate", "auto"]), "type": ("NotIn", ["virtual-kubelet"])})

    def test_two_releases_share_no_name(self):
        given = yaml.safe_load((CHART / "ci/all-values.yaml").read_text())
        given.pop("fullnameOverride")
        given["rbac"] = {}
        names = []
        for release in ("podpass", "arm"):
            with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
                yaml.safe_dump(given, file)
                file.flush()
                done = subprocess.run([HELM, "template", release, CHART, "-n", "podpass-system", "-f", file.name], capture_output=True, text=True, check=True)
            names.append({(it["kind"], it["metadata"]["name"]) for it in yaml.safe_load_all(done.stdout) if it})
        self.assertIn(("DaemonSet", "podpass"), names[0])
        self.assertTrue([name for kind, name in names[0] if kind == "ClusterRole" and name.startswith("podpass-kubelets-")])
        self.assertIn(("DaemonSet", "arm-podpass"), names[1])
        self.assertEqual(names[0] & names[1], set())
        longest = render(values(fullnameOverride="a" * 52, startupTaint={"enabled": True}))
        self.assertEqual(longest["ValidatingAdmissionPolicy"]["metadata"]["name"], "a" * 52 + "-startup-taint")

    def test_its_service_account_may_be_another(self):
        given = values(serviceAccount={"name": "nodes", "create": False}, startupTaint={"enabled": True})
        rendered = render(given)
        self.assertNotIn("ServiceAccount", rendered)
        self.assertEqual(pod(given)["serviceAccountName"], "nodes")
        self.assertIn("'system:serviceaccount:podpass-system:nodes'", rendered["ValidatingAdmissionPolicy"]["spec"]["matchConditions"][0]["expression"])
        self.assertEqual(rendered["ClusterRoleBinding"]["metadata"]["name"], "podpass-startup-taint")
        done = helm("template", values(serviceAccount={"create": False}))
        self.assertIn("hint: set serviceAccount.name", done.stderr)

    def test_rbac_is_what_podpass_prints(self):
        pool = "identitynamespace:p.svc.id.goog:https://container.googleapis.com/v1/projects/p/locations/l/clusters/c"
        needed = {
            "gar": [{"gar-audience": it} for it in (GAR, "https:" + GAR, pool)],
            "acr": [{}, *({"acr-cloud": cloud} for cloud in SCHEMA["acr-cloud"]["enum"]),
                    {"acr-identity-binding-sni": "abc.example", "acr-identity-binding-server": "10.0.0.1", "acr-cloud": "china"}],
            "quay": [{}, {"registry": "quay.example:8443,other.example"}],
            "cloudsmith": [{"exchange-fields": "organization=org"}],
            "jfrog": [{"registry": "a.jfrog.io", "exchange-fields": "provider_name=cluster"}],
            "passthrough": [{"passthrough-registry": "zot.example"}],
            "vault": [{"registry": "ghcr.io", "vault-url": "https://vault.example:8200/a", "vault-role": "pull", "vault-secret": "secret/{namespace}"}],
            "exchange": [{"registry": "x.example", "exchange-url": "https://sts.example/", "exchange-username": "x"}],
        }
        cases = [{"providers": ["acr", "gar", "ecr"], "gar-audience": GAR}, {"providers": ["quay", "chainguard"]},
                 {"providers": ["jfrog", "passthrough"], "registry": "a.jfrog.io", "exchange-fields": "provider_name=cluster", "passthrough-registry": "zot.example"}]
        for id in SCHEMA["providers"]["items"]["enum"]:
            for options in needed.get(id, [{}]):
                own = {"token-audience": "own", "allow-audience": "own"}
                cases += [{"providers": [id], **options}, {"providers": [id], **options, **own}]
        for options in cases:
            with self.subTest(options):
                given = values(options=options)
                self.assertEqual(grants(given), printed(*of_the_plugin(given)))
        self.assertEqual(grants(values(rbac={"create": False})), [])
        # Helm does not install over what `podpass rbac` has made.
        other = subprocess.run([PODPASS, "rbac", "--providers=ecr"], capture_output=True, text=True, check=True).stdout
        self.assertEqual({it["metadata"]["name"] for it in yaml.safe_load_all(other)} & {it["metadata"]["name"] for it in grants(SMALL)}, set())

    def test_an_audience_that_is_not_known_is_refused(self):
        with tempfile.TemporaryDirectory() as copied:
            shutil.copytree(CHART, copied, dirs_exist_ok=True)
            (Path(copied) / "files/audiences.json").write_text("{}")
            done = subprocess.run([HELM, "template", copied, "--set=image.repository=r.example/p", "--set=options.providers={ecr}"], capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("the audience of tokens for the provider ecr is not known; hint: set options.token-audience", done.stderr)

    def test_rbac_may_be_narrowed_as_by_podpass(self):
        given = values(rbac={"namespaces": ["team-b"], "serviceAccounts": ["team-a/app", "team-a/job"]})
        narrow = ["--namespace=team-b", "--service-account=team-a/app", "--service-account=team-a/job", "--service-account=podpass-system/podpass"]
        self.assertEqual(grants(given), printed("--providers=ecr", *narrow))
        self.assertEqual({it["kind"] for it in grants(given)}, {"Role", "RoleBinding"})
        more = values(rbac={"audiences": ["api://AKSIdentityBinding"]})
        self.assertEqual(grants(more), by_name(grants(SMALL) + printed("--providers=acr", "--acr-identity-binding-sni=a.example",
                                                                       "--acr-identity-binding-server=10.0.0.1")))

    def test_no_grant_changes_or_goes(self):
        """Whatever the values, a name has one meaning, and neither Helm, Argo CD nor Flux deletes or prunes it."""
        meanings = {}
        for given in (SMALL, values(mode="uninstall"), values(options={"providers": ["acr"]}), values(options={"token-audience": "own"}),
                      values(rbac={"namespaces": ["a"]}), values(rbac={"serviceAccounts": ["a/b"]}), values(rbac={"serviceAccounts": ["a/b", "a/c"]})):
            for it in grants(given):
                key = it["kind"], it["metadata"].get("namespace"), it["metadata"]["name"]
                self.assertEqual(meanings.setdefault(key, it), it)
                kept = it["metadata"]["annotations"]
                self.assertEqual(kept["helm.sh/resource-policy"], "keep")
                self.assertEqual(kept["argocd.argoproj.io/sync-options"], "Prune=false,Delete=false")
                self.assertEqual(kept["kustomize.toolkit.fluxcd.io/prune"], "disabled")
        self.assertEqual(grants(values(mode="uninstall")), grants(SMALL))

    def test_notes_name_what_is_no_longer_needed(self):
        wanted = {it["metadata"]["labels"]["podpass.dev/rule"] for it in grants(SMALL)}
        notes = helm("install", SMALL, "--dry-run=client").stdout
        self.assertIn(f"-l 'podpass.dev/grant=podpass-kubelets,podpass.dev/rule notin ({','.join(wanted)})'", notes)
        leaving = helm("install", values(mode="uninstall"), "--dry-run=client").stdout
        self.assertIn("kubectl delete clusterroles,clusterrolebindings,roles,rolebindings -A -l podpass.dev/grant=podpass-kubelets\n", leaving)

    def test_an_image_never_comes_from_the_nodes_loopback(self):
        for host in ("localhost", "localhost:5000", "LOCALHOST", "registry.localhost", "localhost.localdomain", "127.0.0.1", "127.1:80",
                     "0.0.0.0", "[::1]", "[::1]:5000", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]:80", "[::ffff:7f00:1]:5000",
                     "ip6-localhost:5000", "localhost6.localdomain6", "127.0x1:5000", "10.0.0.1:5000", "[2001:db8::1]:5000", "registry:5000", "REGISTRY"):
            for policy in ("IfNotPresent", "Always", "Never"):
                with self.subTest(host=host, policy=policy):
                    done = helm("template", values(image={"repository": host + "/podpass", "pullPolicy": policy}))
                    self.assertEqual(done.returncode == 0, policy == "Never", done.stderr)
                    if policy != "Never":
                        self.assertIn("or image.pullPolicy=Never", done.stderr)
        for repository in ("podpass.invalid/podpass", "localhost.example/podpass", "127.example:5000/podpass", "podpass", "team/podpass",
                           "r.example/localhost/podpass", "registry.1and1.example/podpass"):
            with self.subTest(repository):
                self.assertEqual(pod(values(image={"repository": repository}))["containers"][0]["imagePullPolicy"], "IfNotPresent")

    def test_an_option_is_no_variable(self):
        done = helm("template", values(options={"env": {"PODPASS_TOKEN_AUDIENCE": "a.example"}}))
        self.assertIn("hint: set options.token-audience", done.stderr)
        done = helm("template", values(secretEnv={"PODPASS_TOKEN_AUDIENCE": {"name": "a", "key": "b"}}))
        self.assertIn("PODPASS_TOKEN_AUDIENCE", done.stderr)

    def test_a_password_does_not_stand_in_the_daemonset(self):
        done = helm("template", values(options={"env": {"HTTPS_PROXY": "http://puller:hunter2@proxy:3128"}}))
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("options.env.HTTPS_PROXY has a password", done.stderr)
        self.assertNotIn("hunter2", done.stderr)
        for harmless in ("http://proxy:3128", "http://puller@proxy:3128", "a,b"):
            self.assertEqual(helm("template", values(options={"env": {"HTTPS_PROXY": harmless}})).returncode, 0)
        given = values(options={"env": {"NO_PROXY": "@/etc/no-proxy"}},
                       secretEnv={"HTTPS_PROXY": {"name": "proxy", "key": "url"}, "https_proxy": {"name": "proxy", "key": "url"}})
        rendered = render({**given, "metrics": ALL})
        spec, metrics = (rendered[kind]["spec"]["template"]["spec"] for kind in ("DaemonSet", "metrics"))
        main = spec["containers"][0]
        file = "/run/secrets/podpass/HTTPS_PROXY"
        self.assertLessEqual({"--env=NO_PROXY=@/host/etc/no-proxy", f"--env=HTTPS_PROXY=@{file}"}, set(main["args"]))
        self.assertIn({"name": "env", "mountPath": file, "subPath": "HTTPS_PROXY", "readOnly": True}, main["volumeMounts"])
        self.assertNotIn("env", [volume["name"] for volume in metrics["volumes"]])
        volume = next(volume for volume in spec["volumes"] if volume["name"] == "env")["projected"]
        self.assertEqual(volume["defaultMode"], 0o400)
        self.assertIn({"secret": {"name": "proxy", "items": [{"key": "url", "path": "HTTPS_PROXY"}]}}, volume["sources"])
        self.assertNotIn("secrets", json.dumps(pod({**given, "mode": "uninstall"})))
        with tempfile.NamedTemporaryFile("w") as proxy:
            proxy.write("http://puller:hunter2@proxy:3128\n")
            proxy.flush()
            arguments = [argument.replace(file, proxy.name) for argument in main["args"] if "env=HTTPS_PROXY" in argument]
            printed = subprocess.run([PODPASS, "config", "--providers=ecr", *arguments], capture_output=True, text=True)
            self.assertIn("value: http://puller:hunter2@proxy:3128\n", printed.stdout)

    def test_a_private_ca_of_the_cluster(self):
        name = {"name": "company"}
        signer = {"signerName": "example.com/ca", "labelSelector": {"matchLabels": {"live": "true"}}}
        for given, source in (
            ({"configMap": name}, {"configMap": {**name, "items": [{"key": "ca.crt", "path": "ca.pem"}]}}),
            ({"clusterTrustBundle": name}, {"clusterTrustBundle": {**name, "path": "ca.pem"}}),
            ({"clusterTrustBundle": signer}, {"clusterTrustBundle": {**signer, "path": "ca.pem"}}),
        ):
            with self.subTest(given):
                spec = pod(values(caBundle=given))
                volume = next(volume for volume in spec["volumes"] if volume["name"] == "ca")
                self.assertEqual(volume["projected"], {"sources": [source]})
                main = spec["containers"][0]
                self.assertLessEqual({"--ca-bundle=/var/lib/podpass-ca.pem", "--ca-bundle-from=/run/podpass-ca/ca.pem"}, set(main["args"]))
                # A mount by subPath would never change.
                self.assertIn({"name": "ca", "mountPath": "/run/podpass-ca", "readOnly": True}, main["volumeMounts"])
                self.assertNotIn("podpass-ca", json.dumps(pod(values(mode="uninstall", caBundle=given))))
        own = pod(values(caBundle={"configMap": name}, options={"ca-bundle": "/etc/ca.pem"}))["containers"][0]["args"]
        self.assertIn("--ca-bundle=/etc/ca.pem", own)
        for both in ({"configMap": name, "clusterTrustBundle": name}, {"clusterTrustBundle": {**name, **signer}}):
            self.assertIn("hint: set one of them", helm("template", values(caBundle=both)).stderr)

    def test_only_what_changes_the_node_is_root(self):
        for given in (values(metrics=ALL), values(mode="uninstall"), values(secretEnv={"A": {"name": "a", "key": "a"}}), values(events={"enabled": True})):
            spec = pod(given)
            for container in spec["containers"] + spec.get("initContainers", []):
                context = container["securityContext"]
                changes = container.get("args", ["", ""])[1] in ("reconcile", "uninstall")
                self.assertEqual(context.get("privileged", False), changes)
                self.assertEqual(context["runAsUser"], 0 if changes else 65534)
                mounts = {mount["mountPath"] for mount in container.get("volumeMounts", [])}
                self.assertEqual("/host" in mounts, changes)
            self.assertIs(spec["automountServiceAccountToken"], False)
        self.assertIs(render(SMALL)["ServiceAccount"]["automountServiceAccountToken"], False)

    def test_readiness_is_the_last_pass_and_what_it_broke(self):
        for given, ages in (
            (SMALL, ["--max-age=900s", "--max-failing=50"]),
            (values(auditLog={"directory": ""}), ["--max-age=900s"]),
            (values(options={"interval": "1h"}), ["--max-age=10800s", "--max-failing=50"]),
            (values(options={"interval": "1h2m3s"}), ["--max-age=11169s", "--max-failing=50"]),
            (values(options={"state-dir": "/opt/podpass"}), ["--state-dir=/opt/podpass", "--max-age=900s", "--max-failing=50"]),
        ):
            command = pod(given)["containers"][0]["readinessProbe"]["exec"]["command"]
            self.assertEqual(command, ["podpass", "node", "status", "--root=/host", *ages])

    def test_it_is_there_before_the_network_and_on_every_node(self):
        daemons = render(SMALL)["DaemonSet"]["spec"]
        spec = daemons["template"]["spec"]
        self.assertEqual(daemons["template"]["metadata"]["labels"], daemons["selector"]["matchLabels"])
        self.assertEqual(daemons["updateStrategy"], {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "5%"}})
        other = render(values(updateStrategy={"type": "OnDelete"}, commonLabels={"team": "platform"}))["DaemonSet"]
        self.assertEqual(other["spec"]["updateStrategy"], {"type": "OnDelete"})
        self.assertEqual(other["metadata"]["labels"]["team"], "platform")
        self.assertEqual(spec["nodeSelector"], {"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"})
        batch = values(nodeSelector={"podpass.dev/node": "true", "kubernetes.io/arch": None})
        self.assertEqual(pod(batch)["nodeSelector"], {"kubernetes.io/os": "linux", "podpass.dev/node": "true"})
        self.assertEqual((spec["hostPID"], spec["hostNetwork"]), (True, True))
        self.assertEqual(spec["tolerations"], [{"operator": "Exists"}])
        self.assertEqual(spec["priorityClassName"], "system-node-critical")
        self.assertEqual(spec["containers"][0]["image"], "registry.example/podpass:" + yaml.safe_load((CHART / "Chart.yaml").read_text())["appVersion"])
        pinned = "sha256:" + "0" * 64
        self.assertEqual(pod(values(image={"repository": "x", "digest": pinned}))["containers"][0]["image"], "x@" + pinned)
        # A digest that an upgrade does not change would roll nothing out, and say that it did.
        both = helm("template", values(image={"repository": "x", "tag": "1", "digest": pinned}))
        self.assertIn("hint: set one of them", both.stderr)

    def test_a_quota_of_the_namespace_can_be_met(self):
        """One on requests and limits of both resources: every container needs all four."""
        four = {what: {"cpu": "10m", "memory": "32Mi"} for what in ("requests", "limits")}
        for mode in ("install", "uninstall"):
            rendered = render(values(mode=mode, resources=four, metrics={**ALL, "resources": four}, events={"enabled": True}))
            for spec in (rendered[it]["spec"]["template"]["spec"] for it in ("DaemonSet", "metrics") if it in rendered):
                for container in spec["containers"] + spec.get("initContainers", []):
                    self.assertEqual(container["resources"], four, container["name"])

    def test_metrics(self):
        rendered = render(values(metrics=ALL))
        spec = rendered["DaemonSet"]["spec"]["template"]["spec"]
        self.assertEqual(len(spec["containers"]), 1)
        self.assertIn("--node-metrics-file=/host/var/lib/podpass-metrics/node.prom", spec["containers"][0]["args"])
        self.assertIn("--metrics-file=/var/lib/podpass-metrics/podpass.prom", spec["containers"][0]["args"])
        # What deploy/image/test.py runs.
        command = ["httpd", "-f", "-c", "/dev/null", "-h", "/usr/share/podpass/metrics", "-p"]
        serves = rendered["metrics"]["spec"]["template"]["spec"]
        self.assertEqual(serves["serviceAccountName"], spec["serviceAccountName"])
        files = serves["initContainers"][0]
        self.assertEqual(files["command"][:2], ["busybox", "touch"])
        self.assertEqual({f"/metrics{it['path']}" for it in rendered["PodMonitor"]["spec"]["podMetricsEndpoints"]}, set(files["command"][2:]))
        self.assertEqual(files["securityContext"]["capabilities"], {"drop": ["ALL"]})
        # A link in the directory must lead to no process of the node.
        self.assertNotIn("hostPID", serves)
        self.assertEqual([volume["hostPath"]["path"] for volume in serves["volumes"]], ["/var/lib/podpass-metrics"])
        for shared in ("hostNetwork", "dnsPolicy", "priorityClassName", "nodeSelector", "affinity", "tolerations"):
            self.assertEqual(serves[shared], spec[shared])
        labels = rendered["metrics"]["spec"]["template"]["metadata"]["labels"]
        for selector in (rendered["metrics"]["spec"]["selector"], rendered["PodMonitor"]["spec"]["selector"]):
            self.assertLessEqual(selector["matchLabels"].items(), labels.items())
        self.assertFalse(rendered["DaemonSet"]["spec"]["selector"]["matchLabels"].items() <= labels.items())
        self.assertEqual(serves["containers"][0]["command"], [*command, "[$(HOST_IP)]:9469"])
        self.assertEqual(serves["containers"][0]["env"], [{"name": "HOST_IP", "valueFrom": {"fieldRef": {"fieldPath": "status.hostIP"}}}])
        local = pod(values(metrics={"enabled": True, "address": "127.0.0.1"}), "metrics")["containers"][0]
        self.assertEqual((local["command"], local.get("env")), ([*command, "[127.0.0.1]:9469"], None))
        self.assertEqual([it["path"] for it in rendered["PodMonitor"]["spec"]["podMetricsEndpoints"]], ["/podpass.prom", "/node.prom"])
        alerts = {rule["alert"]: rule for group in rendered["PrometheusRule"]["spec"]["groups"] for rule in group["rules"]}
        self.assertEqual(set(alerts), set(re.findall(r"alert: (\w+)", (CHART / "files/alerts.yaml").read_text())))
        slow = render(values(metrics=ALL, options={"interval": "1h"}))["PrometheusRule"]["spec"]["groups"][1]["rules"]
        self.assertIn("timestamp_seconds > 10800", json.dumps(slow))
        self.assertIn("timestamp_seconds > 900", json.dumps(rendered["PrometheusRule"]))
        self.assertIn("panels", json.loads(rendered["ConfigMap"]["data"]["podpass.json"]))
        self.assertEqual(set(render(SMALL)), {"DaemonSet", "ServiceAccount", "ResourceQuota"})

    def test_rules_and_dashboard_ask_for_what_programs_write(self):
        # podpass writes no metrics where others may change the directory, and this build may lie below /tmp.
        with tempfile.TemporaryDirectory(dir=Path.home(), prefix=".podpass-test-") as directory:
            plugins, records = (Path(directory) / "var/lib" / name for name in ("rancher/credentialprovider", "kubelet/image_manager/pulled"))
            (plugins / "bin").mkdir(parents=True)
            records.mkdir(parents=True)
            (plugins / "config.yaml").write_text(subprocess.run([PODPASS, "config", "--providers=ecr"], capture_output=True, text=True).stdout)
            subprocess.run([PODPASS, "--provider=ecr", f"--metrics-file={directory}/podpass.prom"], input="{}", capture_output=True, text=True)
            subprocess.run([PODPASS, "node", "reconcile", "--once", f"--root={directory}", "--providers=ecr", f"--node-metrics-file={directory}/node.prom"], capture_output=True)
            text = "".join((Path(directory) / name).read_text() for name in ("podpass.prom", "node.prom"))
        written = {}
        for name, labels in re.findall(r"(?m)^(podpass_\w+)(?:\{(.*)\})? ", text):
            for label, value in re.findall(r'(\w+)="([^"]*)"', labels):
                written.setdefault(name, {}).setdefault(label, set()).add(value)
            written.setdefault(name, {})
        # kube-state-metrics 2.17, the API server and kubelet 1.37.
        others = {"kube_pod_status_ready", "kube_pod_owner", "kube_node_info", "kube_node_spec_taint", "apiserver_request_total",
                  "kubelet_credential_provider_plugin_errors_total"}
        rules = [rule["expr"] for group in yaml.safe_load((CHART / "files/alerts.yaml").read_text())["groups"] for rule in group["rules"]]
        panels = re.findall(r'"expr": "((?:[^"\\]|\\.)*)"', (CHART / "files/podpass.json").read_text())
        planted = re.findall(r"series: '([^']*)'", (HERE / "alerts-test.yaml").read_text())
        for asked in [*rules, *(panel.replace('\\"', '"') for panel in panels), *planted]:
            for name, labels in re.findall(r"\b((?:podpass|kube|kubelet|apiserver)_\w+)(?:\{([^}]*)\})?", asked):
                with self.subTest(name):
                    if not name.startswith("podpass_"):
                        self.assertIn(name, others)
                        continue
                    self.assertIn(name, written)
                    for label, values in re.findall(r'(\w+)[!=~]+"([^"]*)"', labels or ""):
                        if label not in ("cluster", "instance"):
                            self.assertIn(label, written[name])
                        if label in ("result", "outcome"):
                            self.assertLessEqual(set(values.split("|")), written[name][label])

    def test_each_alert_has_a_severity_and_a_section_of_the_page(self):
        page = (DOCS / "troubleshooting.md").read_text()
        for group in yaml.safe_load((CHART / "files/alerts.yaml").read_text())["groups"]:
            for rule in group["rules"]:
                with self.subTest(rule["alert"]):
                    self.assertIn(rule["labels"]["severity"], ("info", "warning", "critical"))
                    address, anchor = rule["annotations"]["runbook_url"].split("#")
                    self.assertTrue(address.endswith("/docs/troubleshooting.md"))
                    self.assertEqual(anchor, rule["alert"].lower())
                    self.assertIn(f"\n### {rule['alert']}\n", page)

    def test_startup_taint(self):
        self.assertEqual(set(render(SMALL)), {"DaemonSet", "ServiceAccount", "ResourceQuota"})
        self.assertNotIn("serviceaccount", json.dumps(pod(SMALL)))
        default = pod(values(startupTaint={"enabled": True}))["containers"][0]["args"]
        self.assertIn("--startup-taint=startup-taint.cluster-autoscaler.kubernetes.io/podpass", default)
        given = values(startupTaint={"enabled": True, "key": "example.com/wait"}, rbac={"create": False}, metrics=ALL)
        rendered = render(given)
        spec = rendered["DaemonSet"]["spec"]["template"]["spec"]
        main, metrics = spec["containers"][0], rendered["metrics"]["spec"]["template"]["spec"]
        self.assertEqual(main["args"][-2:], ["--startup-taint=example.com/wait", "--node-name=$(NODE_NAME)"])
        leaving = render({**given, "mode": "uninstall"})
        self.assertIn("ValidatingAdmissionPolicyBinding", leaving)
        last = leaving["DaemonSet"]["spec"]["template"]["spec"]["initContainers"][-1]
        self.assertEqual((last["args"][-2:], last["env"]), (main["args"][-2:], main["env"]))
        self.assertEqual(main["env"], [{"name": "NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}])
        where = "/var/run/secrets/kubernetes.io/serviceaccount"
        self.assertIn(where, [mount["mountPath"] for mount in main["volumeMounts"]])
        self.assertEqual([mount["mountPath"] for mount in metrics["containers"][0]["volumeMounts"]], ["/metrics"])
        self.assertIs(metrics["automountServiceAccountToken"], False)
        self.assertIs(spec["automountServiceAccountToken"], False)
        self.assertEqual(rendered["ClusterRole"]["rules"], [{"apiGroups": [""], "resources": ["nodes"], "verbs": ["get", "patch"]}])
        subject = rendered["ClusterRoleBinding"]["subjects"][0]
        self.assertEqual(subject, {"kind": "ServiceAccount", "name": spec["serviceAccountName"], "namespace": "podpass-system"})
        policy = rendered["ValidatingAdmissionPolicy"]["spec"]
        self.assertIn("'system:serviceaccount:podpass-system:podpass'", policy["matchConditions"][0]["expression"])
        self.assertIn("taint.key == 'example.com/wait'", policy["validations"][1]["expression"])
        self.assertEqual(rendered["ValidatingAdmissionPolicyBinding"]["spec"]["policyName"], rendered["ValidatingAdmissionPolicy"]["metadata"]["name"])
        self.assertNotEqual(helm("template", values(startupTaint={"enabled": True, "key": "a'b"})).returncode, 0)

    def test_events(self):
        self.assertNotIn("events", json.dumps(render(SMALL)))
        given = values(events={"enabled": True}, startupTaint={"enabled": True}, rbac={"create": False}, metrics=ALL, auditLog={"directory": "/var/log/p"})
        spec = pod(given)
        main, events = spec["containers"]
        self.assertEqual(events["args"], ["node", "events", "--audit-log=/var/log/p/audit.log", "--node-name=$(NODE_NAME)"])
        self.assertIn("--audit-log=/var/log/p/audit.log", main["args"])
        usage = subprocess.run([PODPASS, "node", "events", "--help-all"], capture_output=True, text=True, check=True).stdout
        self.assertLessEqual({it.split("=")[0] for it in events["args"][2:]}, set(re.findall(r"--[a-z-]+", usage)))
        self.assertEqual(events["env"], [{"name": "NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}])
        context = events["securityContext"]
        self.assertEqual((context["runAsUser"], context["runAsGroup"], context["capabilities"]), (65534, 0, {"drop": ["ALL"]}))
        self.assertIs(context["readOnlyRootFilesystem"], True)
        # Its token is in it alone, and it reads nothing of the node but the log.
        self.assertEqual([(it["name"], it["mountPath"], it["readOnly"]) for it in events["volumeMounts"]],
                         [("audit-log", "/var/log/p", True), ("events-token", "/var/run/secrets/kubernetes.io/serviceaccount", True)])
        self.assertNotIn("events-token", json.dumps(main))
        self.assertIn("events-token", [it["name"] for it in spec["volumes"]])
        done = helm("template", given)
        named = {(it["kind"], it["metadata"]["name"]): it for it in yaml.safe_load_all(done.stdout) if it}
        self.assertEqual(named["ClusterRole", "podpass-events"]["rules"], [{"apiGroups": ["events.k8s.io"], "resources": ["events"], "verbs": ["create"]}])
        self.assertEqual(named["ClusterRoleBinding", "podpass-events"]["subjects"], [{"kind": "ServiceAccount", "name": "podpass", "namespace": "podpass-system"}])
        for name in ("podpass-events", "podpass-events-of-pods", "podpass-events-trial"):
            binding = named["ValidatingAdmissionPolicyBinding", name]["spec"]
            self.assertEqual((binding["policyName"], binding["validationActions"]), (name, ["Deny"]))
            policy = named["ValidatingAdmissionPolicy", name]["spec"]
            self.assertEqual(policy["failurePolicy"], "Fail")
            self.assertIn("'system:serviceaccount:podpass-system:podpass'", policy["matchConditions"][0]["expression"])
        self.assertIn("ImagePullCredentialFailed", named["ValidatingAdmissionPolicy", "podpass-events"]["spec"]["validations"][0]["expression"])
        # What they limit goes with them.
        self.assertNotIn("-events", helm("template", {**given, "mode": "uninstall"}).stdout)
        self.assertIn("hint: set auditLog.directory", helm("template", values(events={"enabled": True}, auditLog={"directory": ""})).stderr)

    def test_version_is_the_projects(self):
        version = re.search(r"<revision>(.*?)</revision>", (HERE.parents[1] / "pom.xml").read_text())[1]
        self.assertEqual(yaml.safe_load((CHART / "Chart.yaml").read_text())["appVersion"], version)


class PullSecrets(unittest.TestCase):
    """deploy/pull-secret."""

    TEAMS = [{"name": name, "images": ["quay.io/a", "x.example"], "env": {"PODPASS_ECR_ROLE_ARN": name}} for name in ("team-a", "team-b", "team-c")]
    GIVEN = {"image": {"repository": "registry.example/podpass"}, "namespaces": TEAMS, "prometheusRule": {"create": True}}

    def rendered(self, versions=schemas.VERSIONS[-1:], **changes):
        done = self.helm({**self.GIVEN, **changes})
        self.assertEqual(done.returncode, 0, done.stderr)
        documents = [document for document in yaml.safe_load_all(done.stdout) if document]
        for document in documents:
            schemas.check(document, versions)
        return documents

    @staticmethod
    def helm(given):
        return subprocess.run([HELM, "template", "pull", HERE.parent / "pull-secret", "-f", "-"], input=json.dumps(given), capture_output=True, text=True)

    def test_each_namespace_has_its_own_identity_and_may_change_one_secret(self):
        documents = self.rendered(schemas.VERSIONS)
        for team in ("team-a", "team-b", "team-c"):
            own = {document["kind"]: document for document in documents if document["metadata"]["namespace"] == team}
            self.assertEqual(set(own), {"ServiceAccount", "Role", "RoleBinding", "CronJob", "Job"})
            self.assertEqual(own["Role"]["rules"], [{"apiGroups": [""], "resources": ["secrets"], "resourceNames": ["podpass-pull"], "verbs": ["create", "patch"]}])
            self.assertEqual(own["RoleBinding"]["subjects"], [{"kind": "ServiceAccount", "name": "podpass-pull", "namespace": team}])
            spec = own["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
            self.assertEqual(spec, own["Job"]["spec"]["template"]["spec"])
            exchange = spec["initContainers"][0]
            self.assertEqual(exchange["env"], [{"name": "PODPASS_ECR_ROLE_ARN", "value": team}])
            self.assertEqual(exchange["args"], ["quay.io/a", "x.example", "--name=podpass-pull", "--json"])
            # Only the one that speaks with the API server has its token.
            mounts = {container["name"]: [mount["name"] for mount in container["volumeMounts"]] for container in (exchange, spec["containers"][0])}
            self.assertEqual(mounts, {"exchange": ["secret", "tokens"], "apply": ["secret", "api"]})
        self.assertFalse([document["kind"] for document in documents if document["kind"].startswith("Cluster")])

    def test_a_third_of_the_life(self):
        for life, period in ((15, "5"), (60, "20"), (65, "20"), (100, "30"), (179, "30"), (180, "1h"), (720, "4h"), (2880, "12h")):
            schedules = {document["spec"]["schedule"] for document in self.rendered(lifeMinutes=life) if document["kind"] == "CronJob"}
            self.assertEqual(len(schedules), 3, "not all at once")
            for schedule in schedules:
                minute, hour = schedule.split()[:2]
                every = hour.removeprefix("*/") + "h" if "/" not in minute else minute.split("/")[1]
                self.assertEqual(every, period, life)
                self.assertLessEqual(int(period.rstrip("h")) * (60 if "h" in period else 1), life / 3)
                self.assertLess(int(minute.split("-")[0]), 60 if "h" in period else int(period))

    def test_nonsense_is_refused(self):
        for name, given in {"no namespace": {"namespaces": []}, "twice": {"namespaces": self.TEAMS[:1] * 2}, "no image of podpass": {"image": {}},
                            "no images": {"namespaces": [{"name": "a"}]}, "an option": {"namespaces": [{"name": "a", "images": ["--x"]}]},
                            "too short": {"lifeMinutes": 10}, "unknown": {"lifeMinute": 60}}.items():
            with self.subTest(name):
                self.assertNotEqual(self.helm({**self.GIVEN, **given}).returncode, 0)

    def test_the_alert_names_the_namespace_whose_secret_is_stale(self):
        rule = next(document for document in self.rendered() if document["kind"] == "PrometheusRule")
        written = "kube_cronjob_status_last_successful_time", "kube_cronjob_created"  # kube-state-metrics 2.17
        self.assertEqual(set(re.findall(r"kube_\w+", json.dumps(rule["spec"]))), set(written))
        labels = 'namespace="%s",cronjob="%s"'
        series = [(written[0], "team-a", "podpass-pull", "0+1200x3 3600x60"), (written[1], "team-a", "podpass-pull", "0x160"),
                  (written[1], "team-b", "podpass-pull", "0x160"), (written[0], "other", "podpass-pull", "0x160"), (written[0], "team-c", "backup", "0x160")]
        stale = {"exp_labels": {"namespace": "team-b", "severity": "critical"}, "exp_annotations": {
            "summary": "The pull secret of team-b has not been renewed", "runbook_url": rule["spec"]["groups"][0]["rules"][0]["annotations"]["runbook_url"]}}
        text = json.dumps(stale).replace("team-b", "team-a")
        tests = [{"interval": "20m", "input_series": [{"series": f"{name}{{{labels % tuple(which)}}}", "values": values} for name, *which, values in series],
                  "alert_rule_test": [{"alertname": "PodpassPullSecretStale", "eval_time": time, "exp_alerts": expected}
                                      for time, expected in (("40m", []), ("60m", [stale]), ("100m", [stale]), ("120m", [json.loads(text), stale]))]}]
        promtool = subprocess.run([HERE.parent / "promtool.sh"], capture_output=True, text=True, check=True).stdout.strip()
        with tempfile.TemporaryDirectory() as directory:
            (Path(directory) / "rules.yaml").write_text(json.dumps(rule["spec"]))
            (Path(directory) / "test.yaml").write_text(json.dumps({"rule_files": ["rules.yaml"], "evaluation_interval": "1m", "tests": tests}))
            done = subprocess.run([promtool, "test", "rules", f"{directory}/test.yaml"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        page = (DOCS / "platforms/closed.md").read_text()
        self.assertIn("\n### A Secret is stale\n", page)
        given = yaml.safe_load(re.search(r"(?ms)^    ```yaml\n(    image.*?)^    ```", page)[1])
        self.assertEqual(self.helm(given).returncode, 0)


unittest.main(argv=sys.argv[:1])
