"""The scripts of podpass trust alibaba, run by a played aliyun."""

import json
import subprocess
import unittest

import tls
from workplace import ISSUER, Workplace, trust

ACCOUNT = "1234567890123456"
PROVIDER = f"acs:ram::{ACCOUNT}:oidc-provider/blue"
HOST = "my-registry.cn-hangzhou.cr.aliyuncs.com"
IMAGE = f"{HOST}/team-a/app"
NAME = "podpass-team-a.app"
ROLE = f"acs:ram::{ACCOUNT}:role/{NAME}"
SHARED = f"--alibaba-role-arn=acs:ram::{ACCOUNT}:role/shared"
YES = "--set=shared=yes"
FINGERPRINT = "0" * 40


def statement(subject="system:serviceaccount:team-a:app", issuer=ISSUER, provider=PROVIDER):
    return {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Federated": [provider]},
        "Condition": {"StringEquals": {"oidc:iss": issuer, "oidc:aud": "sts.aliyuncs.com", "oidc:sub": subject}},
    }


def pulls(*repositories):
    return [
        {"Effect": "Allow", "Action": ["cr:GetAuthorizationToken"], "Resource": ["*"]},
        {"Effect": "Allow", "Action": ["cr:PullRepository"], "Resource": [f"acs:cr:cn-hangzhou:*:repository/{name}" for name in repositories]},
    ]


class AlibabaCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.place = Workplace("aliyun")
        self.addCleanup(self.place.close)
        self.cloud = {"account": ACCOUNT, "providers": {}, "roles": {}, "policies": {}}
        self.write()

    def write(self):
        self.place.write("aliyun", self.cloud)

    def run_script(self, *more, status=0, issuer=ISSUER, account="team-a/app", image=IMAGE, provider=PROVIDER,
                   fingerprints=FINGERPRINT):
        script = trust(
            "alibaba", f"--issuer={issuer}", f"--service-account={account}", f"--image={image}", *more,
            f"--alibaba-oidc-provider-arn={provider}", f"--alibaba-instance={HOST}=cri-0a1b",
            f"--set=fingerprints={fingerprints}",
        )
        said = self.place.run(script, status)
        self.cloud = self.place.read("aliyun")
        return said

    def trusted(self, role=NAME):
        return json.loads(self.cloud["roles"][role]["trust"])["Statement"]

    def allowed(self, role=NAME):
        return [json.loads(self.cloud["policies"][name])["Statement"] for name in self.cloud["roles"][role]["policies"]]


class Adding(AlibabaCase):
    def test_provider_role_and_policy(self):
        for _ in range(2):
            said = self.run_script()
            expected = {"IssuerUrl": ISSUER, "ClientIds": "sts.aliyuncs.com", "Fingerprints": FINGERPRINT}
            self.assertEqual({"blue": expected}, self.cloud["providers"])
            self.assertEqual([statement()], self.trusted())
            self.assertEqual([pulls("cri-0a1b/team-a/app")], self.allowed())
            self.assertEqual({"podpass.dev/alibaba-role-arn": ROLE}, self.place.annotations())
            self.assertIn("(cr:GetAuthorizationToken on *)", said)
            self.assertIn("-pull: acs:cr:cn-hangzhou:*:repository/cri-0a1b/team-a/app\n", said)
            self.assertIn(f"podpass config --alibaba-oidc-provider-arn={PROVIDER}", said)

    def test_another_image_and_personal_edition(self):
        self.run_script()
        self.run_script(image="registry.cn-hangzhou.aliyuncs.com/team-a/app")
        self.assertEqual([statement()], self.trusted())
        self.assertEqual([pulls("cri-0a1b/team-a/app", "team-a/app")], self.allowed())

    def test_one_policy_for_many_images(self):
        more = [f"--image={HOST}/team-a/service-{number}" for number in range(11)]
        for _ in range(2):
            self.run_script(*more)
            (policy,) = self.allowed()
            self.assertEqual(12, len(policy[1]["Resource"]))

    def test_others_join_a_shared_role(self):
        self.run_script(SHARED)
        self.assertIn("podpass trust has not made it for team-b/*", self.run_script(SHARED, account="team-b/*", status=1))
        self.run_script(SHARED, YES, account="team-b/*")
        like = {**statement(), "Condition": {
            "StringEquals": {"oidc:iss": ISSUER, "oidc:aud": "sts.aliyuncs.com"},
            "StringLike": {"oidc:sub": "system:serviceaccount:team-b:*"},
        }}
        self.assertEqual([statement(), like], self.trusted("shared"))
        second = f"acs:ram::{ACCOUNT}:oidc-provider/green"
        self.place.set_cluster(ISSUER + "/2")
        self.run_script(SHARED, YES, issuer=ISSUER + "/2", provider=second)
        self.assertEqual(statement(issuer=ISSUER + "/2", provider=second), self.trusted("shared")[2])

    def test_an_audience_is_added_to_an_existing_provider(self):
        self.cloud["providers"]["blue"] = {"IssuerUrl": ISSUER, "ClientIds": "sts.aliyuncs.com", "Fingerprints": "1" * 40}
        self.write()
        for _ in range(2):
            self.run_script("--token-audience=pulls")
            self.assertEqual("sts.aliyuncs.com,pulls", self.cloud["providers"]["blue"]["ClientIds"])
            self.assertEqual("1" * 40, self.cloud["providers"]["blue"]["Fingerprints"])

    def test_texts_and_lists_of_one_are_the_same(self):
        listed = statement()
        listed["Principal"]["Federated"] = PROVIDER
        listed["Condition"]["StringEquals"]["oidc:sub"] = [listed["Condition"]["StringEquals"]["oidc:sub"]]
        self.cloud["roles"][NAME] = {"trust": json.dumps({"Version": "1", "Statement": [listed]}), "policies": []}
        self.write()
        self.run_script()
        self.assertEqual([listed], self.trusted())


class Differing(AlibabaCase):
    def test_a_provider_of_another_issuer(self):
        self.cloud["providers"]["blue"] = {"IssuerUrl": ISSUER + "/", "ClientIds": "", "Fingerprints": ""}
        self.write()
        self.assertIn(f"there: {ISSUER}/\nwanted: {ISSUER}\n", self.run_script(status=1))
        self.assertEqual({}, self.cloud["roles"])

    def test_an_issuer_that_another_provider_has(self):
        self.cloud["providers"]["ack-rrsa-c1"] = {"IssuerUrl": ISSUER, "ClientIds": "", "Fingerprints": ""}
        self.write()
        said = self.run_script(status=1)
        self.assertIn("EntityAlreadyExists.OIDCProvider.IssuerUrl", said)
        self.assertIn("name that with --alibaba-oidc-provider-arn", said)

    def test_a_statement_for_the_same_subject(self):
        self.run_script()
        said = self.run_script("--token-audience=pulls", status=1)
        self.assertIn(f"the statement of the role {NAME} for system:serviceaccount:team-a:app exists with a different value", said)
        self.assertIn('"oidc:aud":"pulls"', said)
        self.assertEqual([statement()], self.trusted())

    def test_the_same_service_account_of_another_cluster(self):
        self.run_script()
        second = f"acs:ram::{ACCOUNT}:oidc-provider/green"
        self.place.set_cluster(ISSUER + "/2")
        said = self.run_script(issuer=ISSUER + "/2", provider=second, status=1)
        self.assertIn(f"{ROLE} is there, and podpass trust has not made it for team-a/app of {ISSUER}/2", said)
        self.assertEqual([statement()], self.trusted())
        self.run_script(YES, issuer=ISSUER + "/2", provider=second)
        self.assertEqual(2, len(self.trusted()))

    def test_a_policy(self):
        self.run_script()
        (name,) = self.cloud["policies"]
        self.cloud["policies"][name] = '{"Version":"1","Statement":[]}'
        self.write()
        self.assertIn(f'the policy {name} exists with a different value.\nthere: {{"Version"', self.run_script(status=1))

    def test_another_account(self):
        self.cloud["account"] = "9"
        self.write()
        self.assertIn(f"credentials of the account 9: run this with those of {ACCOUNT}", self.run_script(status=1))

    def test_a_call_that_fails(self):
        del self.cloud["roles"]
        self.write()
        self.assertIn("aliyun ram GetRole: Traceback", self.run_script(status=1))

    def test_another_cluster(self):
        self.place.set_cluster("https://other.example.com")
        self.assertIn("kubectl is not set to the cluster", self.run_script(status=1))
        self.assertEqual({}, self.cloud["providers"])


class Fingerprints(AlibabaCase):
    def run_at(self, port, status, **environment):
        """With an issuer of this machine, which podpass does not take."""
        options = (f"--alibaba-oidc-provider-arn={PROVIDER}", f"--alibaba-instance={HOST}=cri-0a1b", f"--image={IMAGE}")
        script = trust("alibaba", f"--issuer={ISSUER}", "--service-account=team-a/app", *options)
        return self.place.run(script.replace(ISSUER, f"https://localhost:{port}"), status, **environment)

    def test_the_last_certificate_of_the_issuer(self):
        server = tls.Server(self.place.folder, lambda _: (404, "text/plain", b""), ["localhost"])
        self.addCleanup(server.close)
        server.server.handle_error = lambda *_: None  # The first connection breaks off.
        self.place.set_cluster(f"https://localhost:{server.port}")
        said = self.run_at(server.port, 1)
        self.assertIn(f"the certificate of localhost:{server.port} cannot be read or is not trusted here.\nhint: give", said)
        self.assertEqual({}, self.cloud["providers"])

        self.run_at(server.port, 0, SSL_CERT_FILE=str(self.place.folder / "ca.pem"))
        self.cloud = self.place.read("aliyun")
        show = ["openssl", "x509", "-in", self.place.folder / "server.pem", "-noout", "-fingerprint", "-sha1"]
        shown = subprocess.run(show, check=True, capture_output=True, text=True).stdout
        self.assertEqual(shown.strip().partition("=")[2].replace(":", ""), self.cloud["providers"]["blue"]["Fingerprints"])


class Removing(AlibabaCase):
    def test_nothing_is_left_but_the_provider(self):
        self.run_script()
        for _ in range(2):
            said = self.run_script("--remove")
            self.assertEqual(({}, {}, ["blue"]),
                             (self.cloud["roles"], self.cloud["policies"], list(self.cloud["providers"])))
            self.assertEqual({}, self.place.annotations())
            self.assertIn(f"OIDC provider {PROVIDER}: stays", said)
        self.assertIn(f"role {ROLE}: does not exist", said)

    def test_another_image_keeps_the_trust(self):
        self.run_script()
        self.run_script(image=f"{HOST}/team-a/web")
        self.assertIn("still trusts", self.run_script("--remove"))
        self.assertEqual([pulls("cri-0a1b/team-a/web")], self.allowed())
        self.assertEqual({"podpass.dev/alibaba-role-arn": ROLE}, self.place.annotations())

    def test_others_keep_a_shared_role(self):
        self.run_script(SHARED)
        self.run_script(SHARED, YES, account="team-b/job")
        self.assertIn("trusts system:serviceaccount:team-a:app no longer, but others", self.run_script(SHARED, "--remove"))
        self.assertEqual([statement("system:serviceaccount:team-b:job")], self.trusted("shared"))
        self.assertEqual(1, len(self.cloud["policies"]))
        self.run_script(SHARED, "--remove", account="team-b/job")
        self.assertEqual(({}, {}), (self.cloud["roles"], self.cloud["policies"]))

    def test_a_role_that_was_there_stays(self):
        self.cloud["roles"]["shared"] = {"trust": '{"Version":"1","Statement":[]}', "policies": [], "description": "nodes"}
        self.write()
        self.run_script(SHARED, YES)
        said = self.run_script(SHARED, "--remove", status=1)
        self.assertIn("trusts system:serviceaccount:team-a:app alone, and podpass trust has not made it", said)
        self.assertEqual(["shared"], list(self.cloud["roles"]))

    def test_no_call_that_fails_is_reported_as_done(self):
        for more in ([], ["--remove"]):
            self.assertEqual([], self.place.not_noticed(lambda: self.run_script(*more, status=None)))

    def test_a_role_with_other_policies_stays(self):
        self.run_script()
        self.cloud["policies"]["logs"] = "{}"
        self.cloud["roles"][NAME]["policies"].append("logs")
        self.write()
        self.assertIn("has other policies; delete it by hand if they are not needed: logs", self.run_script("--remove", status=1))
        self.assertEqual(["logs"], self.cloud["roles"][NAME]["policies"])

    def test_a_statement_of_another_stays(self):
        self.run_script()
        said = self.run_script("--remove", "--token-audience=pulls", status=1)
        self.assertIn("by a statement that podpass trust did not write", said)
        self.assertEqual([statement()], self.trusted())
