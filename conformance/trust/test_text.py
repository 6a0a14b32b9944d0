"""Scripts and modules as texts: every shell and shellcheck take the scripts, an HCL parser and terraform fmt the modules."""

import collections
import itertools
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import hcl2

from workplace import ISSUER, trust

TERRAFORM = shutil.which("terraform") or shutil.which("tofu")
POOL = "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/clusters/providers/eks-1"
GKE = "identitynamespace:my-project.svc.id.goog:https://container.googleapis.com/v1/c"
GAR = "--image=us-docker.pkg.dev/my-project/apps/api"
ECR = "--image=123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app"
ROLE = "--ecr-role-arn=arn:aws:iam::111111111111:role/pulls/team-a"
ACCOUNT = "--gar-service-account=pull@my-project.iam.gserviceaccount.com"
JFROG = "--registry=my.jfrog.io"
CLOUDSMITH = "--image=docker.cloudsmith.io/acme/apps"
CASES = {
    "ecr": ("ecr", ECR),
    "ecr, two images": ("ecr", ECR, f"{ECR}-2", "--ecr-pull-through"),
    "ecr, across accounts": ("ecr", ECR, ROLE),
    "ecr, across accounts, through the cache": ("ecr", ECR, ROLE, "--ecr-pull-through"),
    "ecr public": ("ecr", "--image=public.ecr.aws/nginx/nginx", ROLE),
    "gar": ("gar", GAR, f"{GAR}-2", f"--gar-audience={POOL}"),
    "gar, two repositories": ("gar", GAR, "--image=gcr.io/example.com/my-project/x", f"--gar-audience={POOL}"),
    "gar, impersonation": ("gar", GAR, ACCOUNT, f"--gar-audience={POOL}", "--token-audience=pulls"),
    "gar, shared pool": ("gar", GAR, f"--gar-audience={POOL}", "--shared-pool", "--upload-keys"),
    "gar, keys and audience": ("gar", GAR, f"--gar-audience={POOL}", "--upload-keys", "--token-audience=pulls"),
    "gke": ("gar", GAR, f"--gar-audience={GKE}", "--project-number=123456789012"),
    "gke, impersonation": ("gar", GAR, ACCOUNT, f"--gar-audience={GKE}", "--project-number=123456789012",
                           "--gar-service-account-annotation=iam.gke.io/gcp-service-account"),
    "acr": ("acr", "--image=myregistry.azurecr.io/apps/api"),
    "acr, two registries": ("acr", "--image=a.azurecr.io/x", "--image=b.azurecr.io/x", "--azurerm=4"),
    "acr, role by id": ("acr", "--image=a.azurecr.io/x", "--role=7f951dda-4ed3-4680-a7ca-43fe172d538d"),
    "acr, role with spaces": ("acr", "--image=a.azurecr.io/x", "--role=Container Registry Repository Reader"),
    "jfrog": ("jfrog", "--image=my.jfrog.io/docker/api", JFROG, "--exchange-fields=provider_name=k8s"),
    "jfrog, a group": ("jfrog", "--image=my.jfrog.io/d/x", JFROG, "--exchange-fields=provider_name=k8s", "--group=pullers"),
    "cloudsmith": ("cloudsmith", f"{CLOUDSMITH}/api", f"{CLOUDSMITH}/web", "--exchange-fields=organization=acme",
                   "--exchange-identity=pulls"),
    "chainguard": ("chainguard", "--image=cgr.dev/acme/nginx"),
}
SCRIPTS = {
    **CASES,
    "quay": ("quay", "--image=quay.io/team/api", "--image=quay.io/team/web"),
    "quay, a robot": ("quay", "--image=quay.io/team/api", "--exchange-identity=team+shared"),
    "quay, of your own": ("quay", "--image=quay.example:8443/team/api", "--registry=quay.example:8443"),
}


def printed(case, *more, account="team-a/app"):
    return trust(*SCRIPTS[case], f"--issuer={ISSUER}", f"--service-account={account}", *more)


def call_of(module):
    """The module's name, and the call that its comment shows."""
    comment = [line[2:] for line in module.splitlines() if line.startswith("#   ")]
    call = comment[next(n for n, line in enumerate(comment) if line.startswith("  module ")) :]
    return call[0].split('"')[1], "\n".join(call) + "\n"


def blocks(module):
    """The address of each block of a module: variable.x, resource.aws_iam_role.y."""
    for kind, found in hcl2.loads(module).items():
        for block in found if not kind.startswith("__") else []:
            address = [kind]
            while len(block) <= 2 and len(names := [n for n in block if n.startswith('"')]) == 1:
                address.append(names[0].strip('"'))
                block = block[names[0]]
                block = block[0] if isinstance(block, list) else block
            yield ".".join(address)


class Texts(unittest.TestCase):
    def test_scripts(self):
        for case, more in itertools.product(SCRIPTS, ([], ["--remove"])):
            with self.subTest(case, more=more), tempfile.NamedTemporaryFile("w", suffix=".sh") as file:
                file.write(printed(case, *more))
                file.flush()
                for tool in (["sh", "-n"], ["dash", "-n"], ["bash", "-n"], ["shellcheck", "--shell=sh"]):
                    if tool[0] == "dash" and not shutil.which("dash"):
                        continue
                    done = subprocess.run([*tool, file.name], capture_output=True, text=True)
                    self.assertEqual((0, ""), (done.returncode, done.stdout + done.stderr))

    def test_modules(self):
        for case in CASES:
            with self.subTest(case):
                module = printed(case, "--terraform")
                found = collections.Counter(blocks(module))
                self.assertIn("terraform", found)
                self.assertIn("required_providers", module)
                self.assertTrue(any(address.startswith("resource.") for address in found), found)
                self.assertEqual({1}, set(found.values()), found)
                self.assertRegex(module, r'version = "[~>=0-9., <]+"')

    def test_modules_of_two_service_accounts_in_one_configuration(self):
        for case in CASES:
            with self.subTest(case), tempfile.TemporaryDirectory() as folder:
                root = ""
                for account in ("team-a/app", "team-b/job"):
                    module = printed(case, "--terraform", account=account)
                    name, call = call_of(module)
                    root += call
                    (pathlib.Path(folder) / name).mkdir()
                    (pathlib.Path(folder) / name / "main.tf").write_text(module)
                (pathlib.Path(folder) / "main.tf").write_text(root)
                self.assertEqual({1}, set(collections.Counter(blocks(root)).values()))
                if TERRAFORM:  # Loads the whole configuration, without the providers.
                    done = subprocess.run([TERRAFORM, "get"], cwd=folder, capture_output=True, text=True)
                    self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    @unittest.skipUnless(TERRAFORM, "there is no terraform here")
    def test_modules_are_formatted(self):
        for case in CASES:
            with self.subTest(case):
                done = subprocess.run(
                    [TERRAFORM, "fmt", "-check", "-diff", "-"],
                    input=printed(case, "--terraform"),
                    capture_output=True,
                    text=True,
                )
                self.assertEqual(0, done.returncode, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
