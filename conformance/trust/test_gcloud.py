"""The scripts of podpass trust gar, run by a played gcloud, and judged by the real one where there is one."""

import json
import shutil
import subprocess
import unittest

from workplace import ISSUER, Workplace, trust

NUMBER = "123456789012"
PROJECT = "my-project"
IMAGE = f"us-docker.pkg.dev/{PROJECT}/apps/api"
REPOSITORY = f"{PROJECT}/us/apps"
READER = "roles/artifactregistry.reader"
USER = "roles/iam.workloadIdentityUser"
EMAIL = f"pull@{PROJECT}.iam.gserviceaccount.com"


def principal(subject="system:serviceaccount:team-a:app"):
    return f"principal://iam.googleapis.com/projects/{NUMBER}/locations/global/workloadIdentityPools/clusters/subject/{subject}"


def audience(provider):
    return f"--gar-audience=//iam.googleapis.com/projects/{NUMBER}/locations/global/workloadIdentityPools/clusters/providers/{provider}"


class GoogleCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.place = Workplace("gcloud")
        self.addCleanup(self.place.close)
        self.google = {
            "pools": {},
            "services": {},
            "accounts": {},
            "repositories": {REPOSITORY: [["roles/artifactregistry.writer", "user:a@example.com"]]},
        }
        self.place.write("gcloud", self.google)

    def run_script(self, *more, status=0, issuer=ISSUER, account="team-a/app", image=IMAGE, provider="eks-1"):
        script = trust(
            "gar", f"--issuer={issuer}", f"--service-account={account}", f"--image={image}", audience(provider), *more
        )
        said = self.place.run(script, status)
        self.google = self.place.read("gcloud")
        return said

    def not_noticed(self, *more):
        """The calls of grant and removal that may fail without a word."""
        granting = self.place.not_noticed(lambda: self.run_script(*more, status=None))
        return granting + self.place.not_noticed(lambda: self.run_script(*more, "--remove", status=None))

    def readers(self, repository=REPOSITORY):
        return [member for role, member in self.google["repositories"][repository] if role == READER]

    def providers(self):
        return self.google["pools"][f"{PROJECT}/clusters"]["providers"]


class Direct(GoogleCase):
    def test_pool_provider_and_binding(self):
        for _ in range(2):
            self.run_script()
            expected = {"--issuer-uri": ISSUER, "--attribute-mapping": "google.subject=assertion.sub"}
            self.assertEqual({"eks-1": expected}, self.providers())
            self.assertEqual([principal()], self.readers())
            self.assertEqual({PROJECT: ["iam.googleapis.com", "sts.googleapis.com"]}, self.google["services"])

        second = principal("system:serviceaccount:team-b:job")
        self.run_script(account="team-b/job")
        self.assertEqual([principal(), second], self.readers())

        for _ in range(2):
            self.run_script("--remove")
            self.assertEqual([second], self.readers())
        self.assertEqual(["eks-1"], list(self.providers()))

    def test_another_cluster_needs_a_shared_pool(self):
        self.run_script()
        said = self.run_script(provider="eks-2", issuer=ISSUER + "/2", status=1)
        self.assertIn("the pool clusters has the provider eks-1, too", said)
        self.assertEqual(["eks-1"], list(self.providers()))

        self.run_script("--set=shared_pool=yes", provider="eks-2", issuer=ISSUER + "/2")
        self.assertEqual(
            {
                "--issuer-uri": ISSUER + "/2",
                "--attribute-mapping": "google.subject='eks-2:'+assertion.sub",
            },
            self.providers()["eks-2"],
        )
        self.assertEqual([principal(), principal("eks-2:system:serviceaccount:team-a:app")], self.readers())

    def test_a_provider_that_differs_is_left(self):
        self.run_script()
        said = self.run_script(issuer=ISSUER + "/2", status=1)
        self.assertIn(f"issuer there: {ISSUER}\nissuer wanted: {ISSUER}/2\n", said)
        said = self.run_script("--token-audience=pulls", status=1)
        self.assertIn("allowed audiences there: \nallowed audiences wanted: pulls\n", said)
        self.assertEqual([principal()], self.readers())

    def test_no_call_that_fails_is_reported_as_done(self):
        self.assertEqual([], self.not_noticed("--set=upload_keys=yes"))

    def test_a_deleted_pool(self):
        self.google["pools"][f"{PROJECT}/clusters"] = {"state": "DELETED", "providers": {}}
        self.place.write("gcloud", self.google)
        self.assertIn("is DELETED: restore it with", self.run_script(status=1))

    def test_keys_are_uploaded_again(self):
        for kid in ("1", "2"):
            self.place.write("kubectl", {"issuer": ISSUER, "annotations": {}, "kid": kid})
            self.run_script("--set=upload_keys=yes")
            self.assertEqual('{"keys":[{"kid":"%s"}]}' % kid, self.providers()["eks-1"]["--jwk-json-path"])

    def test_a_project_of_a_domain(self):
        self.google["repositories"]["example.com:my-project/us/apps"] = []
        self.place.write("gcloud", self.google)
        self.run_script(image="us-docker.pkg.dev/example.com/my-project/apps/api")
        self.assertEqual([principal()], self.readers("example.com:my-project/us/apps"))


class Principals(GoogleCase):
    GKE = f"{PROJECT}.svc.id.goog"

    def readers_of_gke(self, account):
        pool = f"--gar-audience=identitynamespace:{self.GKE}:{ISSUER}"
        self.place.run(trust("gar", f"--issuer={ISSUER}", f"--service-account={account}", f"--image={IMAGE}", pool))
        self.google = self.place.read("gcloud")
        self.assertEqual({}, self.google["pools"])
        return [member.split("/workloadIdentityPools/")[1] for member in self.readers()]

    def test_the_pool_of_gke(self):
        self.assertEqual([f"{self.GKE}/subject/ns/team-a/sa/app"], self.readers_of_gke("team-a/app"))
        self.assertIn(f"principal://iam.googleapis.com/projects/{NUMBER}/", self.readers()[0])

    def test_a_namespace_in_the_pool_of_gke(self):
        self.assertEqual([f"{self.GKE}/namespace/team-a"], self.readers_of_gke("team-a/*"))
        self.assertIn("principalSet://iam.googleapis.com/", self.readers()[0])

    def test_a_namespace_elsewhere(self):
        said = trust("gar", f"--issuer={ISSUER}", "--service-account=team-a/*", f"--image={IMAGE}", audience("eks-1"), status=64)
        self.assertIn("there is no script for team-a/*; hint: print the call of the Terraform module", said)
        self.assertEqual({}, self.google["pools"])

    def test_the_longest_subject(self):
        self.run_script(account=f"{'n' * 63}/{'s' * 41}")
        self.assertIn("has 128 bytes", self.run_script(account=f"{'n' * 63}/{'s' * 42}", status=1))
        said = self.run_script("--set=shared_pool=yes", account=f"{'n' * 63}/{'s' * 41}", status=1)
        self.assertIn("has 133 bytes", said)


class Impersonation(GoogleCase):
    def test_an_account_of_a_domain_is_created_there(self):
        email = "a@my-project.example.com.iam.gserviceaccount.com"
        self.run_script(f"--gar-service-account={email}")
        self.assertEqual([email], list(self.google["accounts"]))

    def test_a_default_account_is_left(self):
        said = self.run_script("--gar-service-account=1-compute@developer.gserviceaccount.com", status=1)
        self.assertIn("is a default service account", said)
        self.assertEqual({}, self.google["accounts"])

    def test_account_is_created_and_shared(self):
        account = f"--gar-service-account={EMAIL}"
        for _ in range(2):
            self.run_script(account)
            self.assertEqual({EMAIL: [[USER, principal()]]}, self.google["accounts"])
            self.assertEqual([f"serviceAccount:{EMAIL}"], self.readers())
            self.assertEqual({"iam.gke.io/gcp-service-account": EMAIL}, self.place.annotations())
            self.assertIn("iamcredentials.googleapis.com", self.google["services"][PROJECT])

        second = principal("system:serviceaccount:team-b:job")
        said = self.run_script(account, account="team-b/job", status=1)
        self.assertIn(f"the service account {EMAIL} is there, and podpass trust has not made it for team-b/job", said)
        self.run_script(account, "--set=shared=yes", account="team-b/job")
        self.assertEqual([[USER, principal()], [USER, second]], self.google["accounts"][EMAIL])

        said = self.run_script(account, "--remove")
        self.assertIn("keeps its access to the repositories", said)
        self.assertEqual([[USER, second]], self.google["accounts"][EMAIL])
        self.assertEqual([f"serviceAccount:{EMAIL}"], self.readers())
        self.assertEqual({}, self.place.annotations())

        self.run_script(account, "--remove", account="team-b/job")
        self.assertEqual([], self.readers())

    def test_what_was_there_stays(self):
        self.google["accounts"][EMAIL] = []
        self.google["repositories"][REPOSITORY].append([READER, f"serviceAccount:{EMAIL}"])
        self.place.write("gcloud", self.google)
        shared = (f"--gar-service-account={EMAIL}", "--set=shared=yes")
        self.run_script(*shared)
        said = self.run_script(*shared, "--remove")
        self.assertIn("keeps its access to the repositories, for podpass trust has not made it", said)
        self.assertEqual([f"serviceAccount:{EMAIL}"], self.readers())
        self.assertEqual([], self.google["accounts"][EMAIL])

    def test_no_call_that_fails_is_reported_as_done(self):
        self.assertEqual([], self.not_noticed(f"--gar-service-account={EMAIL}"))


class RealGcloud(GoogleCase):
    @unittest.skipUnless(shutil.which("gcloud"), "there is no gcloud here")
    def test_takes_every_command_line(self):
        account = f"--gar-service-account={EMAIL}"
        self.run_script(account, "--set=upload_keys=yes", "--token-audience=pulls")
        self.run_script(account, "--set=upload_keys=yes", "--token-audience=pulls")
        self.run_script(account, "--remove")
        lines = (self.place.folder / "gcloud.calls").read_text().splitlines()
        calls = sorted({" ".join(["gcloud", *(quoted(word) for word in json.loads(line))]) for line in lines})
        for call in calls:
            lint = ["gcloud", "meta", "lint-gcloud-commands", f"--command-string={call}"]
            verdict = json.loads(subprocess.run(lint, capture_output=True, text=True, check=True).stdout)[0]
            self.assertTrue(verdict["success"], verdict["error_message"])


def quoted(word):
    return "'" + word.replace("'", "'\\''") + "'" if set(word) & set("'()[] +*") else word
