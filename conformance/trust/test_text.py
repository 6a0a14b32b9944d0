"""Scripts as texts, for every shell and shellcheck; calls of Terraform modules, against the modules' variables."""

import itertools
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import hcl2

from workplace import ISSUER, trust

HERE = pathlib.Path(__file__).resolve().parent
TERRAFORM = shutil.which("terraform") or shutil.which("tofu")
POOL = "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/clusters/providers/eks-1"
GKE = f"identitynamespace:my-project.svc.id.goog:{ISSUER}"
GAR = "--image=us-docker.pkg.dev/my-project/apps/api"
ECR = "--image=123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app"
ROLE = "--ecr-role-arn=arn:aws:iam::111111111111:role/pulls/team-a"
ACCOUNT = "--gar-service-account=pull@my-project.iam.gserviceaccount.com"
EE = "my-registry.cn-hangzhou.cr.aliyuncs.com"
RAM = ("--alibaba-oidc-provider-arn=acs:ram::1234567890123456:oidc-provider/blue", f"--alibaba-instance={EE}=cri-0a1b")
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
    "gke": ("gar", GAR, f"--gar-audience={GKE}"),
    "gke, impersonation": ("gar", GAR, ACCOUNT, f"--gar-audience={GKE}",
                           "--gar-service-account-annotation=iam.gke.io/gcp-service-account"),
    "acr": ("acr", "--image=myregistry.azurecr.io/apps/api"),
    "acr, two registries": ("acr", "--image=a.azurecr.io/x", "--image=b.azurecr.io/x"),
    "alibaba": ("alibaba", *RAM, f"--image={EE}/team-a/app", f"--image={EE}/team-a/web"),
    "alibaba, a role and an audience": ("alibaba", *RAM, "--image=registry.cn-hangzhou.aliyuncs.com/team-a/app",
                                        "--alibaba-role-arn=acs:ram::1234567890123456:role/shared",
                                        "--token-audience=pulls"),
    "jfrog": ("jfrog", "--image=my.jfrog.io/docker/api", JFROG, "--exchange-fields=provider_name=k8s"),
    "cloudsmith": ("cloudsmith", f"{CLOUDSMITH}/api", f"{CLOUDSMITH}/web", "--exchange-fields=organization=acme",
                   "--exchange-identity=pulls"),
    "chainguard": ("chainguard", "--image=cgr.dev/acme/nginx"),
    "vault": ("vault", "--image=ghcr.io/acme/api", "--registry=ghcr.io", "--vault-url=https://vault.example.com",
              "--vault-role=pull", "--vault-secret=secret/data/{registry}/{namespace}/{serviceaccount}"),
}
SCRIPTS = {
    **CASES,
    "gar, shared pool": ("gar", GAR, f"--gar-audience={POOL}", "--set=shared_pool=yes", "--set=upload_keys=yes"),
    "gar, keys and audience": ("gar", GAR, f"--gar-audience={POOL}", "--set=upload_keys=yes", "--token-audience=pulls"),
    "acr, role with spaces": ("acr", "--image=a.azurecr.io/x", "--set=role=Container Registry Repository Reader"),
    "jfrog, a group": ("jfrog", "--image=my.jfrog.io/d/x", JFROG, "--exchange-fields=provider_name=k8s", "--set=group=pullers"),
    "quay": ("quay", "--image=quay.io/team/api", "--image=quay.io/team/web"),
    "quay, a robot": ("quay", "--image=quay.io/team/api", "--exchange-identity=team+shared"),
    "quay, of your own": ("quay", "--image=quay.example:8443/team/api", "--registry=quay.example:8443"),
}


def printed(case, *more, account="team-a/app"):
    return trust(*SCRIPTS[case], f"--issuer={ISSUER}", f"--service-account={account}", *more)


def variables(module):
    """The variables of a module of deploy/terraform, and whether each must be given."""
    for file in (HERE.parent.parent / "deploy/terraform" / module).glob("*.tf"):
        for block in hcl2.loads(file.read_text()).get("variable", []):
            for name, variable in block.items():
                yield name.strip('"'), "default" not in variable


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

    def test_calls_of_modules(self):
        for case, (provider, *_) in CASES.items():
            with self.subTest(case):
                (call,) = hcl2.loads(printed(case, "--terraform"))["module"]
                ((name, arguments),) = call.items()
                given = {argument for argument in arguments if not argument.startswith("__")} - {"source"}
                known = dict(variables(provider))
                self.assertEqual(f"podpass_{provider}", name.strip('"'))
                self.assertIn(f"podpass//deploy/terraform/{provider}", arguments["source"])
                self.assertLessEqual(given, set(known))
                self.assertLessEqual({variable for variable, needed in known.items() if needed}, given)

    @unittest.skipUnless(TERRAFORM, "there is no terraform here")
    def test_calls_are_formatted(self):
        for case in CASES:
            with self.subTest(case):
                done = subprocess.run(
                    [TERRAFORM, "fmt", "-check", "-diff", "-"],
                    input=printed(case, "--terraform"),
                    capture_output=True,
                    text=True,
                )
                self.assertEqual(0, done.returncode, done.stdout + done.stderr)
