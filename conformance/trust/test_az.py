"""The scripts of podpass trust acr, run by a played az, and judged by the real one where there is one."""

import json
import os
import shutil
import subprocess
import unittest

from workplace import ISSUER, Workplace, trust

READER = "Container Registry Repository Reader"
SUBJECT = "system:serviceaccount:team-a:app"


def registry(name, mode="LegacyRegistryPermissions"):
    return {"id": f"/subscriptions/s/registries/{name}", "loginServer": f"{name}.azurecr.io", "roleAssignmentMode": mode}


class AzureCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.place = Workplace("az")
        self.addCleanup(self.place.close)
        self.azure = {
            "groups": {"/podpass": {}, "clusters/podpass": {}},
            "registries": {
                "/plain": registry("plain"),
                "/abac": registry("abac", "AbacRepositoryPermissions"),
                "clusters/far": registry("far"),
            },
            "clusters": {"/clusters": {"mine": {}}},
            "assignments": [],
        }
        self.place.write("az", self.azure)

    def run_script(self, *more, status=0, issuer=ISSUER, account="team-a/app", image="plain.azurecr.io/apps/api"):
        script = trust("acr", f"--issuer={issuer}", f"--service-account={account}", f"--image={image}", *more)
        said = self.place.run(script, status)
        self.azure = self.place.read("az")
        return said

    def identities(self, group="/podpass"):
        return self.azure["groups"][group]

    def trusted(self, identity, group="/podpass"):
        held = self.identities(group)[identity]["credentials"].values()
        return [(c["issuer"], c["subject"], *c["audiences"]) for c in held]

    def not_noticed(self, *more):
        """The calls of grant and removal that may fail without a word."""
        granting = self.place.not_noticed(lambda: self.run_script(*more, status=None))
        return granting + self.place.not_noticed(lambda: self.run_script(*more, "--remove", status=None))

    def roles(self):
        return [(a["roleDefinitionName"], a["scope"].rpartition("/")[2]) for a in self.azure["assignments"]]


class Adding(AzureCase):
    def test_identity_credential_and_role(self):
        for _ in range(2):
            self.run_script()
            self.assertEqual([(ISSUER, SUBJECT, "api://AzureADTokenExchange")], self.trusted("podpass-team-a_app"))
            self.assertEqual([("AcrPull", "plain")], self.roles())
            client = self.identities()["podpass-team-a_app"]["clientId"]
            self.assertEqual(
                {"kubernetes.azure.com/acr-client-id": client, "kubernetes.azure.com/acr-tenant-id": "tenant"},
                self.place.annotations(),
            )

    def test_others_join_a_shared_identity(self):
        shared = ("--set=identity=shared-pull", "--set=shared=yes")
        self.run_script(*shared)
        said = self.run_script(shared[0], account="team-b/job", status=1)
        self.assertIn("podpass trust has not made it for team-b/job", said)
        self.run_script(*shared, account="team-b/job")
        slash = ISSUER + "/"
        self.place.set_cluster(slash)
        self.run_script(*shared, issuer=slash, image="abac.azurecr.io/x")
        audience = "api://AzureADTokenExchange"
        self.assertEqual(
            [
                (ISSUER, SUBJECT, audience),
                (ISSUER, "system:serviceaccount:team-b:job", audience),
                (slash, SUBJECT, audience),
            ],
            self.trusted("shared-pull"),
        )
        self.assertEqual([("AcrPull", "plain"), (READER, "abac")], self.roles())

    def test_the_same_service_account_of_another_cluster(self):
        self.run_script()
        self.place.set_cluster(ISSUER + "/2")
        said = self.run_script(issuer=ISSUER + "/2", status=1)
        self.assertIn(f"podpass-team-a_app is there, and podpass trust has not made it for team-a/app of {ISSUER}/2", said)
        self.assertIn("hint: name another one with --set=identity=NAME; or, if pods of team-a/app may do all that it may", said)
        self.assertEqual(1, len(self.trusted("podpass-team-a_app")))

    def test_a_registry_in_abac_mode(self):
        said = self.run_script("--set=role=AcrPull", image="abac.azurecr.io/x", status=1)
        self.assertIn("is in ABAC mode, which does not honour AcrPull", said)
        self.run_script(f"--set=role={READER}", image="abac.azurecr.io/x")
        self.assertEqual([(READER, "abac")], self.roles())

    def test_another_registry_of_the_same_name(self):
        for image in ("plain.azurecr.cn/x", "plain-a1b2c3.azurecr.io/x"):
            said = self.run_script(image=image, status=1)
            self.assertIn(f"the registry plain that az has found is plain.azurecr.io, not {image[:-2]}.\nhint: choose its cloud", said)
            self.assertEqual(({}, []), (self.identities(), self.roles()))

    def test_a_registry_with_a_domain_name_label(self):
        self.azure["registries"]["/plain"]["loginServer"] = "Plain-a1b2c3.azurecr.io"
        self.place.write("az", self.azure)
        self.run_script(image="plain-a1b2c3.westeurope.geo.azurecr.io/x")
        self.assertEqual([("AcrPull", "plain")], self.roles())

    def test_another_subscription(self):
        self.run_script("--set=subscription=clusters", image="far.azurecr.io/x")
        self.assertEqual(["podpass-team-a_app"], list(self.identities("clusters/podpass")))
        self.assertEqual([("AcrPull", "far")], self.roles())

    def test_an_identity_by_its_client_id(self):
        client = "11111111-2222-3333-4444-555555555555"
        own = {"clientId": client, "principalId": "p", "tenantId": "tenant", "id": "/other/pulls", "credentials": {}}
        self.azure["groups"]["/other"] = {"pulls": own}
        self.place.write("az", self.azure)
        said = self.run_script(f"--acr-client-id={client}", status=1)
        self.assertIn("the identity pulls is there, and podpass trust has not made it for team-a/app", said)
        self.assertEqual([], self.trusted("pulls", "/other"))
        self.run_script(f"--acr-client-id={client}", "--set=shared=yes")
        self.assertEqual([(ISSUER, SUBJECT, "api://AzureADTokenExchange")], self.trusted("pulls", "/other"))
        self.assertEqual({}, self.identities())
        self.assertEqual(client, self.place.annotations()["kubernetes.azure.com/acr-client-id"])

        self.assertIn("podpass trust has not made it", self.run_script(f"--acr-client-id={client}", "--remove"))
        self.assertEqual([], self.trusted("pulls", "/other"))

        self.assertIn("has the client id", self.run_script(f"--acr-client-id={client[:-1]}6", status=1))

    def test_a_credential_that_differs_is_left(self):
        self.run_script()
        said = self.run_script("--token-audience=pulls", status=1)
        there = f"there: {ISSUER} {SUBJECT} api://AzureADTokenExchange\nwanted: {ISSUER} {SUBJECT} pulls\n"
        self.assertIn(there, said)

    def test_an_identity_that_is_full(self):
        held = {str(n): {"name": str(n), "issuer": "i", "subject": str(n), "audiences": ["a"]} for n in range(20)}
        fresh = {"clientId": "c", "principalId": "p", "tenantId": "tenant", "credentials": held, "tags": None}
        self.azure["groups"]["/podpass"]["podpass-team-a_app"] = fresh
        self.place.write("az", self.azure)
        self.assertIn("has 20 federated credentials", self.run_script("--set=shared=yes", status=1))

    def test_no_call_that_fails_is_reported_as_done(self):
        self.assertEqual([], self.not_noticed())


class Binding(AzureCase):
    BOUND = ["--set=cluster=mine", "--set=cluster_group=clusters"]

    def rbac(self, kind):
        return self.place.read("kubectl").get("rbac", {}).get(kind, {})

    def test_binding_access_and_role(self):
        for _ in range(2):
            self.run_script(*self.BOUND)
            identity = self.identities()["podpass-team-a_app"]
            client = identity["clientId"]
            self.assertEqual({f"podpass-{client}": identity["id"]}, self.azure["clusters"]["/clusters"]["mine"])
            self.assertEqual({}, identity["credentials"])
            self.assertEqual([("AcrPull", "plain")], self.roles())
            self.assertEqual({"kubernetes.azure.com/acr-client-id": client}, self.place.annotations())
            self.assertIn(f"resources: [{client}]", self.rbac("clusterrole")[f"podpass-use-{client}"]["text"])
            access = self.rbac("clusterrolebinding")["podpass-team-a_app"]
            self.assertEqual(f"podpass-use-{client}", access["role"])
            self.assertIn("namespace: team-a\n    name: app\n", access["text"])

    def test_a_cluster_that_is_not_there(self):
        self.run_script("--set=cluster=other", status=3)
        self.assertEqual({}, self.place.annotations())

    def test_access_for_another_identity_is_left(self):
        self.run_script(*self.BOUND)
        self.assertIn("cannot change roleRef", self.run_script(*self.BOUND, "--set=identity=shared", status=1))

    def test_removing(self):
        shared = [*self.BOUND, "--set=identity=shared-pull", "--set=shared=yes"]
        self.run_script(*shared)
        self.run_script(*shared, account="team-b/job")
        self.assertIn("others of this cluster use it: podpass-team-b_job", self.run_script(*shared, "--remove"))
        self.assertEqual(["podpass-team-b_job"], list(self.rbac("clusterrolebinding")))
        self.assertEqual(1, len(self.rbac("clusterrole")))
        self.assertEqual([("AcrPull", "plain")], self.roles())
        for _ in range(2):
            self.run_script(*shared, "--remove", account="team-b/job")
            self.assertEqual(({}, {}), (self.rbac("clusterrolebinding"), self.rbac("clusterrole")))
            self.assertEqual({}, self.azure["clusters"]["/clusters"]["mine"])
            self.assertEqual(({}, []), (self.identities(), self.roles()))

    def test_an_identity_of_another_service_account(self):
        self.run_script(*self.BOUND, "--set=identity=other", account="team-b/job")
        said = self.run_script(*self.BOUND, "--set=identity=other", status=1)
        self.assertIn("the identity other is there, and podpass trust has not made it for team-a/app", said)
        self.assertEqual(["podpass-team-b_job"], list(self.rbac("clusterrolebinding")))

    def test_no_call_that_fails_is_reported_as_done(self):
        self.assertEqual([], self.not_noticed(*self.BOUND))

    def test_a_federated_credential_of_aks_is_named(self):
        self.run_script(*self.BOUND)
        held = {"name": "aks", "issuer": "https://aks.example", "subject": "s", "audiences": ["a"]}
        self.identities()["podpass-team-a_app"]["credentials"]["aks"] = held
        self.place.write("az", self.azure)
        said = self.run_script(*self.BOUND, "--remove")
        self.assertIn("stays, for these federated credentials use it: aks\nto do, if one of them is AKS's own", said)
        self.assertEqual({}, self.azure["clusters"]["/clusters"]["mine"])
        self.assertEqual([("AcrPull", "plain")], self.roles())


class Removing(AzureCase):
    def test_the_last_one_takes_the_identity_away(self):
        self.run_script("--image=abac.azurecr.io/x")
        for _ in range(2):
            self.run_script("--remove", "--image=abac.azurecr.io/x")
            self.assertEqual(({}, []), (self.identities(), self.roles()))
            self.assertEqual({}, self.place.annotations())

    def test_a_role_at_another_registry_of_the_same_name_stays(self):
        self.run_script()
        said = self.run_script("--remove", image="plain-a1b2c3.azurecr.io/x", status=1)
        self.assertIn("the registry plain that az has found is plain.azurecr.io, not plain-a1b2c3.azurecr.io", said)
        self.assertEqual([("AcrPull", "plain")], self.roles())

    def test_a_shared_identity_stays(self):
        self.run_script("--set=identity=shared-pull")
        self.run_script("--set=identity=shared-pull", "--set=shared=yes", account="team-b/job")
        self.assertIn("stays, for", self.run_script("--set=identity=shared-pull", "--remove"))
        self.assertEqual([("AcrPull", "plain")], self.roles())
        self.assertEqual(1, len(self.trusted("shared-pull")))

    def test_an_identity_with_other_roles_stays(self):
        self.run_script("--image=abac.azurecr.io/x")
        said = self.run_script("--remove")
        self.assertIn("it has roles at: /subscriptions/s/registries/abac", said)
        self.assertEqual([(READER, "abac")], self.roles())


    def test_what_was_there_stays(self):
        own = {"clientId": "c", "principalId": "p", "tenantId": "tenant", "id": "/podpass/aks-agentpool", "credentials": {}}
        self.azure["groups"]["/podpass"]["aks-agentpool"] = {**own, "tags": {}}
        held = {"principalId": "p", "roleDefinitionName": "AcrPull", "scope": "/subscriptions/s/registries/plain", "id": "1"}
        self.azure["assignments"] = [held]
        self.place.write("az", self.azure)
        shared = ("--set=identity=aks-agentpool", "--set=shared=yes", "--image=abac.azurecr.io/x")
        self.run_script(*shared)
        self.assertEqual([("AcrPull", "plain"), (READER, "abac")], self.roles())
        said = self.run_script(*shared, "--remove")
        self.assertIn("identity aks-agentpool: stays, for it has roles at: /subscriptions/s/registries/plain", said)
        self.assertEqual([("AcrPull", "plain")], self.roles())
        self.assertEqual([], self.trusted("aks-agentpool"))

        self.azure["assignments"] = []
        self.place.write("az", self.azure)
        self.assertIn("stays, for podpass trust has not made it", self.run_script(*shared, "--remove"))
        self.assertIn("aks-agentpool", self.identities())

    def test_a_credential_that_differs_stays(self):
        self.run_script()
        said = self.run_script("--token-audience=pulls", "--remove", status=1)
        self.assertIn("exists with a different value", said)
        self.assertEqual(1, len(self.trusted("podpass-team-a_app")))


class RealAz(AzureCase):
    @unittest.skipUnless(shutil.which("az"), "there is no az here")
    def test_takes_every_command_line(self):
        self.run_script(f"--set=role={READER}")
        self.run_script(f"--set=role={READER}", "--remove")
        lines = set((self.place.folder / "az.calls").read_text().splitlines())
        folder = {**os.environ, "AZURE_CONFIG_DIR": str(self.place.folder / "azure")}
        for line in sorted(lines):
            done = subprocess.run(["az", *json.loads(line)], env=folder, capture_output=True, text=True)
            self.assertEqual(1, done.returncode, done.stderr)  # It would have ended with 2 for a wrong flag.
            self.assertIn("az login", done.stderr)
