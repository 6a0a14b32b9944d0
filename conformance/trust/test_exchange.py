"""The scripts of podpass trust for registries that exchange tokens, run by the real curl and a played chainctl."""

import json
import unittest

import registries
from tls import Server
from workplace import ISSUER, Workplace, trust

SUBJECT = "system:serviceaccount:team-a:app"
OTHER = {"issuer": ISSUER, "subject": "system:serviceaccount:team-b:job", "audiences": ["quay.io"]}
TOKENS = {"QUAY_TOKEN": "q-token", "JFROG_TOKEN": "j-token", "CLOUDSMITH_API_KEY": "c-key"}


class ExchangeCase:
    maxDiff = None
    provider = ""
    options = ()

    def setUp(self):
        self.place = Workplace("curl")
        self.addCleanup(self.place.close)
        self.state = self.initial()
        self.server = Server(self.place.folder, self.answer, hosts=self.state)
        self.addCleanup(self.server.close)
        settings = f'connect-to = "::127.0.0.1:{self.server.port}"\ncacert = "{self.place.folder / "ca.pem"}"\n'
        (self.place.folder / ".curlrc").write_text(settings)

    def answer(self, request):
        status, body = registries.answer(self.state, request)
        return status, "application/json", (body if isinstance(body, str) else json.dumps(body)).encode()

    def initial(self):
        raise NotImplementedError

    def test_no_call_that_fails_is_reported_as_done(self):
        for more in ([], ["--remove"]):
            self.assertEqual([], self.place.not_noticed(lambda: self.run_script(*more, status=None)))

    def run_script(self, *more, status=0, account="team-a/app", issuer=ISSUER, **environment):
        script = trust(
            self.provider, f"--issuer={issuer}", f"--service-account={account}", *self.options, *more
        )
        said = self.place.run(script, status, **{**TOKENS, **environment})
        calls = self.place.folder / "curl.calls"
        self.assertFalse([token for token in TOKENS.values() if calls.exists() and token in calls.read_text()])
        return said


class Quay(ExchangeCase, unittest.TestCase):
    provider = "quay"
    options = ("--image=quay.io/team/api", "--image=quay.io/team/web")
    robot = "team+podpass_team_a_app"
    member = {"issuer": ISSUER, "subject": SUBJECT, "audiences": ["quay.io"]}

    def initial(self):
        return {
            "quay.io": {
                "kind": "quay",
                "authorization": "Authorization: Bearer q-token",
                "audiences": True,
                "organizations": {"team": {}},
                "repositories": {"team/api": {"team+other": "write"}, "team/web": {}},
            }
        }

    def quay(self):
        return self.state["quay.io"]

    def federation(self):
        (members,) = self.quay()["organizations"]["team"].values()
        return members

    def name(self):
        (name,) = self.quay()["organizations"]["team"]
        return "team+" + name

    def test_robot_federation_and_permissions(self):
        for _ in range(2):
            self.run_script()
            self.assertEqual([self.member], self.federation())
            self.assertEqual(
                {"team/api": {"team+other": "write", self.name(): "read"}, "team/web": {self.name(): "read"}},
                self.quay()["repositories"],
            )
            self.assertEqual({"podpass.dev/quay-robot": self.name()}, self.place.annotations())
        self.assertEqual(1, self.writes("POST"))

    def writes(self, method):
        return [request.method for request in self.server.requests].count(method)

    def test_others_stay(self):
        shared = "--exchange-identity=team+shared"
        self.quay()["organizations"]["team"]["shared"] = [OTHER]
        self.quay()["repositories"]["team/api"]["team+shared"] = "write"
        said = self.run_script(shared, status=1)
        self.assertIn("the robot account team+shared is there, and podpass trust has not made it for team-a/app", said)
        self.assertEqual([OTHER], self.federation())
        self.run_script(shared, "--set=shared=yes")
        self.assertEqual([OTHER, self.member], self.federation())
        self.assertEqual("write", self.quay()["repositories"]["team/api"]["team+shared"])
        for _ in range(2):
            said = self.run_script(shared, "--remove")
            self.assertIn("keeps its permissions, for podpass trust has not made it", said)
            self.assertEqual([OTHER], self.federation())
            self.assertEqual({"team+shared": "read"}, self.quay()["repositories"]["team/web"])
            self.assertEqual({}, self.place.annotations())

    def test_removing_the_last_one(self):
        self.run_script()
        for _ in range(2):
            self.run_script("--remove")
            self.assertEqual([], self.federation())
            self.assertEqual({"team/api": {"team+other": "write"}, "team/web": {}}, self.quay()["repositories"])
            self.assertEqual({}, self.place.annotations())

    def test_a_role_that_podpass_does_not_give_stays(self):
        self.run_script()
        self.quay()["repositories"]["team/api"][self.name()] = "write"
        self.assertIn("keeps its role", self.run_script("--remove"))
        self.assertEqual({"team+other": "write", self.name(): "write"}, self.quay()["repositories"]["team/api"])

    def test_removing_what_was_never_there(self):
        self.run_script("--remove")
        self.assertEqual({}, self.quay()["organizations"]["team"])

    def test_another_audience_is_left(self):
        self.run_script()
        self.assertIn("with other audiences than other.example", self.run_script("--token-audience=other.example", status=1))
        self.assertEqual([self.member], self.federation())

    def test_a_quay_that_keeps_no_audience(self):
        self.quay()["audiences"] = False
        self.assertIn("keeps no audience", self.run_script())
        self.assertIn("already, with a token of any audience", self.run_script())
        self.assertEqual(1, len(self.federation()))
        self.run_script("--remove")
        self.assertEqual([], self.federation())

    def test_a_federation_that_cannot_be_read_is_not_replaced(self):
        self.run_script()
        self.quay()["broken"] = ["GET"]
        for more in ([], ["--remove"]):
            self.assertIn("HTTP 503: upstream", self.run_script(*more, status=1))
            self.assertEqual([self.member], self.federation())
            self.assertEqual(1, self.writes("POST"))

    def test_a_repository_that_is_not_there(self):
        said = self.run_script("--image=quay.io/team/none", status=1)
        self.assertIn("repository team/none: does not exist", said)
        self.assertEqual({}, self.place.annotations())

    def test_a_wrong_token(self):
        self.assertIn("HTTP 401", self.run_script(status=1, QUAY_TOKEN="wrong"))
        self.assertIn("needs an access token", self.run_script(status=2, QUAY_TOKEN=""))


class Jfrog(ExchangeCase, unittest.TestCase):
    provider = "jfrog"
    options = ("--image=my.jfrog.io/docker/api", "--registry=my.jfrog.io", "--exchange-fields=provider_name=k8s")

    def initial(self):
        return {
            "my.jfrog.io": {"kind": "jfrog", "authorization": "Authorization: Bearer j-token", "integrations": {}}
        }

    def integration(self):
        return self.state["my.jfrog.io"]["integrations"]["k8s"]

    def mappings(self):
        return [(m["claims"]["sub"], m["token_spec"]["scope"], m.get("project_key")) for m in self.integration()["mappings"]]

    def test_integration_and_mapping(self):
        for _ in range(2):
            self.run_script("--set=group=pullers")
            self.assertEqual(ISSUER, self.integration()["issuer_url"])
            self.assertEqual("my.jfrog.io", self.integration()["audience"])
            self.assertEqual([(SUBJECT, 'applied-permissions/groups:"pullers"', None)], self.mappings())

    def test_others_stay(self):
        self.run_script(account="team-b/job")
        self.run_script()
        self.assertEqual(2, len(self.mappings()))
        for _ in range(2):
            self.run_script("--remove")
            self.assertEqual(["system:serviceaccount:team-b:job"], [sub for sub, *_ in self.mappings()])

    def test_a_project(self):
        self.options = [*Jfrog.options[:-1], "--exchange-fields=provider_name=k8s,project_key=pull"]
        for _ in range(2):
            self.run_script()
            self.assertEqual("pull", self.mappings()[0][2])
            self.assertEqual(1, len(self.mappings()))
        self.run_script("--remove")
        self.assertEqual([], self.mappings())

    def test_what_differs_is_left(self):
        self.run_script()
        self.assertIn("name another one", self.run_script("--token-audience=other", status=1))
        self.assertIn("has the issuer and audience", self.run_script("--remove", issuer=ISSUER + "/2", status=1))
        self.integration()["mappings"][0]["claims"]["sub"] = "somebody"
        for more in ([], ["--remove"]):
            self.assertIn(f"has the claims iss and sub {ISSUER} somebody", self.run_script(*more, status=1))
        self.assertEqual(1, len(self.mappings()))

    def test_a_platform_that_is_not_there(self):
        self.run_script("--exchange-url=https://other.example/access/api/v1/oidc/token", status=60)  # It is another's certificate.

    def test_a_platform_without_the_api(self):
        self.state["my.jfrog.io"]["broken"] = ["POST"]
        self.assertIn("HTTP 503", self.run_script(status=1))
        self.assertEqual({}, self.state["my.jfrog.io"]["integrations"])


class Cloudsmith(ExchangeCase, unittest.TestCase):
    provider = "cloudsmith"
    options = (
        "--image=docker.cloudsmith.io/acme/apps/api",
        "--exchange-fields=organization=acme",
        "--exchange-identity=puller",
        "--set=shared=yes",
    )

    def initial(self):
        return {
            "api.cloudsmith.io": {
                "kind": "cloudsmith",
                "authorization": "X-Api-Key: c-key",
                "organizations": {
                    "acme": {
                        "services": {"puller": "puller"},
                        "providers": [],
                        "repositories": {"apps": {"deployer": "Write"}},
                    }
                },
            }
        }

    def acme(self):
        return self.state["api.cloudsmith.io"]["organizations"]["acme"]

    def test_provider_and_privilege(self):
        for _ in range(2):
            self.run_script()
            (provider,) = self.acme()["providers"]
            self.assertEqual(
                (ISSUER, {"sub": SUBJECT, "aud": "docker.cloudsmith.io"}, ["puller"]),
                (provider["provider_url"], provider["claims"], provider["service_accounts"]),
            )
            self.assertEqual({"apps": {"deployer": "Write", "puller": "Read"}}, self.acme()["repositories"])
            self.assertEqual({"podpass.dev/cloudsmith-service": "puller"}, self.place.annotations())

    def test_others_stay(self):
        self.run_script(account="team-b/job")
        self.run_script()
        for _ in range(2):
            self.run_script("--remove")
            (left,) = self.acme()["providers"]
            self.assertEqual("system:serviceaccount:team-b:job", left["claims"]["sub"])
            self.assertEqual({}, self.place.annotations())

    def test_a_service_has_to_be_shared(self):
        self.options = Cloudsmith.options[:-1]
        self.assertIn("give --set=shared=yes", self.run_script(status=1))
        self.assertEqual([], self.acme()["providers"])

    def test_a_privilege_that_is_there_stays(self):
        self.options = [*Cloudsmith.options[:-2], "--exchange-identity=deployer", "--set=shared=yes"]
        self.acme()["services"]["deployer"] = "deployer"
        self.assertIn("has the privilege Write for deployer", self.run_script())
        self.assertEqual({"apps": {"deployer": "Write"}}, self.acme()["repositories"])

    def test_another_cluster(self):
        self.run_script()
        self.place.set_cluster(ISSUER + "/2")
        self.run_script("--remove", issuer=ISSUER + "/2")
        self.assertEqual(1, len(self.acme()["providers"]))

    def test_what_differs_is_left(self):
        self.run_script()
        for more in ([], ["--remove"]):
            self.assertIn("differs: change it by hand", self.run_script("--token-audience=x", *more, status=1))
            self.assertEqual(1, len(self.acme()["providers"]))

    def test_what_is_not_there(self):
        self.options = [*Cloudsmith.options[:-2], "--exchange-identity=none"]
        self.assertIn("service account none: does not exist", self.run_script(status=1))
        self.options = Cloudsmith.options
        self.assertIn(
            "repository none: does not exist", self.run_script("--image=docker.cloudsmith.io/acme/none/x", status=1)
        )
        self.assertEqual({}, self.place.annotations())


class Chainguard(unittest.TestCase):
    def setUp(self):
        self.place = Workplace("chainctl")
        self.addCleanup(self.place.close)
        self.place.write("chainctl", {"acme": [{"id": "1", "name": "other", "claimMatch": {}}]})

    def run_script(self, *more, status=0, image="cgr.dev/acme/nginx", issuer=ISSUER):
        options = ("--service-account=team-a/app", f"--image={image}", *more)
        said = self.place.run(trust("chainguard", f"--issuer={issuer}", *options), status)
        self.state = self.place.read("chainctl")
        return said

    def identities(self):
        return {identity["name"]: identity for identity in self.state["acme"]}

    def test_identity(self):
        for _ in range(2):
            self.run_script()
            self.assertEqual(2, len(self.state["acme"]))
            (made,) = [identity for name, identity in self.identities().items() if name != "other"]
            self.assertEqual({"issuer": ISSUER, "subject": SUBJECT, "audience": "cgr.dev"}, made["claimMatch"])
            self.assertEqual({"podpass.dev/chainguard-identity": made["id"]}, self.place.annotations())

    def test_removing(self):
        self.run_script()
        for _ in range(2):
            self.run_script("--remove")
            self.assertEqual(["other"], list(self.identities()))
            self.assertEqual({}, self.place.annotations())

    def test_what_differs_is_left(self):
        self.run_script()
        for more in ([], ["--remove"]):
            self.assertIn("matches other claims than", self.run_script("--token-audience=x", *more, status=1))
        self.assertEqual(2, len(self.identities()))

    def test_another_cluster_has_an_identity_of_its_own(self):
        self.run_script()
        own = self.identities()
        self.place.set_cluster(ISSUER + "/2")
        self.run_script("--remove", issuer=ISSUER + "/2")
        self.assertEqual(own, self.identities())

    def test_no_call_that_fails_is_reported_as_done(self):
        for more in ([], ["--remove"]):
            self.assertEqual([], self.place.not_noticed(lambda: self.run_script(*more, status=None)))
