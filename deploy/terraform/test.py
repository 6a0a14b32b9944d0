#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of the Terraform modules: tofu fmt, validate and test, with providers that are mocked and have the schema of
tests/schema; then each example, with three clusters and forty service accounts, against the clouds' limits."""

import argparse
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLAYED = {
    "aliyun/alicloud": ["1.252.0"],
    "hashicorp/aws": ["5.0.0", "6.20.0"],
    "hashicorp/azurerm": ["5.0.0"],
    "hashicorp/google": ["5.0.0", "7.0.0"],
}
CLOUDS = ["ecr", "gar", "acr", "alibaba"]


def run(*command, cwd=HERE, **more):
    return subprocess.run([str(word) for word in command], cwd=cwd, check=True, text=True, **more)


def mirror(folder):
    """A mirror of providers without a network, and the settings by which tofu uses no other."""
    build = ["go", "build", "-p", "2", "-trimpath", "-buildvcs=false", "-o", folder / "schema", "."]
    run(*build, cwd=HERE / "tests/schema", env={**os.environ, "CGO_ENABLED": "0"})
    platform = json.loads(run(os.environ["TOFU"], "version", "-json", stdout=subprocess.PIPE).stdout)["platform"]
    for name, versions in PLAYED.items():
        for version in versions:
            place = folder / f"mirror/registry.opentofu.org/{name}/{version}/{platform}"
            place.mkdir(parents=True)
            (place / f"terraform-provider-{name.partition('/')[2]}_v{version}").symlink_to(folder / "schema")
    settings = f'provider_installation {{\n  filesystem_mirror {{ path = "{folder}/mirror" }}\n}}\n'
    (folder / "tofurc").write_text(settings)
    return {**os.environ, "TF_CLI_CONFIG_FILE": str(folder / "tofurc"), "CHECKPOINT_DISABLE": "1"}


def planned(folder, environment):
    """What an example holds when it has been applied with mocked providers: by type, the values of resources."""
    lines = run(os.environ["TOFU"], "test", "-json", "-verbose", cwd=folder, env=environment, stdout=subprocess.PIPE)
    found, outputs = collections.defaultdict(list), {}
    for line in map(json.loads, lines.stdout.splitlines()):
        if line.get("type") == "test_state":
            root = line["test_state"]["values"]
            outputs = {name: output["value"] for name, output in root["outputs"].items()}
            for module in root["root_module"]["child_modules"]:
                for resource in module["resources"]:
                    found[resource["type"]].append(resource["values"])
    return found, outputs


def expect(condition, message):
    if not condition:
        sys.exit(f"deploy/terraform: {message}")


def same(expected, found, what):
    expect(expected == found, f"{what}: {found}, not {expected}")


def check_ecr(found, outputs):
    roles = {role["name"]: role for role in found["aws_iam_role"]}
    pairs = collections.Counter()
    for name, role in roles.items():
        policy = role["assume_role_policy"]
        expect(len(name) <= 64 and len(policy) <= 2048, f"{name} has a trust policy of {len(policy)} characters")
        for statement in json.loads(policy)["Statement"]:
            equal, like = (statement["Condition"].get(test, {}) for test in ("StringEquals", "StringLike"))
            same(["sts.amazonaws.com"], [text for key, text in equal.items() if key.endswith(":aud")], "the audience")
            (subjects,) = (texts for key, texts in (equal | like).items() if key.endswith(":sub"))
            expect(not any("*" in subject for key, texts in equal.items() if key.endswith(":sub") for subject in texts),
                   f"{name} takes * literally")
            pairs.update((statement["Principal"]["Federated"], subject) for subject in subjects)
    same({1}, set(pairs.values()), "how often a cluster's service account is trusted")
    same(117, len(pairs), "service accounts, each in its clusters")
    for policy in found["aws_iam_role_policy"]:
        expect(len(policy["policy"]) <= 10240, f"a policy of {policy['role']} has {len(policy['policy'])} characters")
    expect(any(name.startswith("podpass-web-") for name in roles), "a shared role is not split")
    same(2, len(found["aws_iam_openid_connect_provider"]) - 1, "OIDC providers, but for one that is there")
    (repository,) = found["aws_ecr_repository_policy"]
    same("base/java", repository["repository"], "the repository of another account")
    accounts(outputs)


def check_gar(found, outputs):
    for provider in found["google_iam_workload_identity_pool_provider"]:
        cluster = provider["workload_identity_pool_provider_id"]
        same(f"'{cluster}:'+assertion.sub", provider["attribute_mapping"]["google.subject"], "a subject")
    same(2, len(found["google_iam_workload_identity_pool_provider"]), "providers of clusters that are not GKE's")
    members = collections.defaultdict(set)
    for member in found["google_artifact_registry_repository_iam_member"]:
        members[f"{member['project']}/{member['location']}/{member['repository']}"].add(member["member"])
    same(12, len(members), "repositories")
    expect(max(map(len, members.values())) <= 1500, "a repository has too many members")
    same(30, len(members["my-project/us/web"]), "readers of web")
    puller = "serviceAccount:puller@my-project.iam.gserviceaccount.com"
    same({puller}, members["example.com:my-project/europe/eu.gcr.io"], "the readers of a project of a domain")
    same(2, len(members["my-project/us/team-1"]), "principals in every cluster: one of GKE and one of the pool")
    for subject in (m.rpartition("/subject/")[2] for held in members.values() for m in held if "/subject/" in m):
        expect(len(subject.encode()) <= 127, f"the subject {subject} is too long")
    same(2, len(found["google_service_account_iam_member"]), "who impersonates")
    accounts(outputs)


def check_acr(found, outputs):
    credentials = found["azurerm_federated_identity_credential"]
    same(118, len({(each["issuer"], each["subject"]) for each in credentials}), "federated credentials")
    expect(all(3 <= len(credential["name"]) <= 120 for credential in credentials), "a credential's name is too long")
    identities = [identity["name"] for identity in found["azurerm_user_assigned_identity"]]
    same(16, len(identities), "identities: twelve, two of them as three")
    same(len(identities), len(set(identities)), "different names of identities")
    same({"AcrPull": 10, "Container Registry Repository Reader": 7},
         dict(collections.Counter(role["role_definition_name"] for role in found["azurerm_role_assignment"])), "roles")
    accounts(outputs)


def check_alibaba(found, outputs):
    pairs = collections.Counter()
    for role in found["alicloud_ram_role"]:
        name, policy = role["role_name"], role["assume_role_policy_document"]
        expect(re.fullmatch("[A-Za-z0-9.-]{1,64}", name), f"RAM does not allow the role's name {name}")
        expect(len(policy) <= 2048, f"{name} has a trust policy of {len(policy)} characters")
        for statement in json.loads(policy)["Statement"]:
            (provider,) = statement["Principal"]["Federated"]
            equal, like = (statement["Condition"].get(test, {}) for test in ("StringEquals", "StringLike"))
            same((1, ["sts.aliyuncs.com"]), (len(equal["oidc:iss"]), equal["oidc:aud"]), "the issuer and the audience")
            expect(not any("*" in subject for subject in equal.get("oidc:sub", [])), f"{name} takes * literally")
            pairs.update((provider, subject) for subject in (equal | like)["oidc:sub"])
    same({1}, set(pairs.values()), "how often a cluster's service account is trusted")
    same(117, len(pairs), "service accounts, each in its clusters")
    for policy in found["alicloud_ram_policy"]:
        expect(re.fullmatch("[A-Za-z0-9-]{1,128}", policy["policy_name"]), f"RAM does not allow the name {policy['policy_name']}")
    same(11, len(found["alicloud_ram_policy"]), "policies")
    resources = {one for policy in found["alicloud_ram_policy"] for one in json.loads(policy["policy_document"])["Statement"][1]["Resource"]}
    expect({"acs:cr:eu-central-1:*:repository/cri-7h6g5f4e3d2c1b0a/base/java", "acs:cr:cn-beijing:*:repository/shop/cart"} <= resources,
           f"a domain of your own, or Personal edition, is missing: {resources}")
    expect(len(found["alicloud_ram_role"]) > 11, "a shared role is not split")
    same(len(found["alicloud_ram_role"]), len(found["alicloud_ram_role_policy_attachment"]), "policies of roles")
    same(2, len(found["alicloud_ims_oidc_provider"]), "OIDC providers, but for one that is there")
    accounts(outputs)


def accounts(outputs):
    every = {account for cluster in outputs["annotations"].values() for account in cluster}
    same((3, 40), (len(outputs["annotations"]), len(every)), "clusters and service accounts")
    same(set(outputs["annotations"]), set(outputs["config_options"]), "clusters with options")


def check_platforms(folder, tofu, environment):
    """Those of examples/ call the modules as a fleet does, with the modules beside them."""
    for example in sorted((HERE.parent.parent / "examples").glob("*/main.tf")):
        run(tofu, "fmt", "-check", "-diff", example, env=environment)
        text, calls = re.subn(r'"github.com/podpass/podpass//deploy/terraform/(\w+)\?ref=TAG"', r'"../modules/\1"', example.read_text())
        same(1, calls, f"calls of a module in {example}")
        place = folder / example.parent.name
        place.mkdir()
        (place / "main.tf").write_text(text)
        cloud = re.search(r'"../modules/(\w+)"', text)[1]
        played = (HERE / cloud / "examples/fleet/fleet.tftest.hcl").read_text()
        (place / "plan.tftest.hcl").write_text(re.sub(r'mock_provider "aws" {\n  alias = .*\n}\n', "", played))
        run(tofu, "init", "-input=false", "-no-color", cwd=place, env=environment, stdout=subprocess.DEVNULL)
        run(tofu, "test", "-no-color", cwd=place, env=environment)


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    if not shutil.which("go"):
        print("NOT TESTED: the Terraform modules; there is no Go here (https://go.dev/dl/)", file=sys.stderr)
        sys.exit(69)
    if "TOFU" not in os.environ:
        os.environ["TOFU"] = run("./tofu.sh", stdout=subprocess.PIPE).stdout.strip()
    tofu = os.environ["TOFU"]
    with tempfile.TemporaryDirectory(prefix="podpass-terraform-") as name:
        folder = Path(name)
        environment = mirror(folder)
        run(tofu, "fmt", "-check", "-diff", "-recursive", env=environment)
        shutil.copytree(HERE, folder / "modules", ignore=shutil.ignore_patterns(".terraform*", "bin"))
        for cloud in CLOUDS:
            module = folder / "modules" / cloud
            for place in (module, module / "examples/fleet"):
                run(tofu, "init", "-input=false", "-no-color", cwd=place, env=environment, stdout=subprocess.DEVNULL)
                run(tofu, "validate", "-no-color", cwd=place, env=environment, stdout=subprocess.DEVNULL)
            run(tofu, "test", "-no-color", cwd=module, env=environment)
            globals()[f"check_{cloud}"](*planned(module / "examples/fleet", environment))
        check_platforms(folder, tofu, environment)
    print("deploy/terraform: the modules are good")


if __name__ == "__main__":
    main()
