"""The scripts of podpass trust ecr, run by the AWS CLI; after each step, what IAM holds."""

import copy
import json
import unittest

import aws
from workplace import ISSUER, Workplace, trust

REGISTRY = f"{aws.ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com"
APP = f"{REGISTRY}/team-a/app"
ROLE = "podpass-team-a_app"
ARN = f"arn:aws:iam::{aws.ACCOUNT}:role/"
ANNOTATION = "eks.amazonaws.com/ecr-role-arn"
YES = "--set=shared=yes"
PULL = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]


def statement(subject="team-a:app", issuer=ISSUER, account=aws.ACCOUNT):
    host = issuer.removeprefix("https://")
    return {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::{account}:oidc-provider/{host}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {f"{host}:aud": "sts.amazonaws.com", f"{host}:sub": f"system:serviceaccount:{subject}"}
        },
    }


def pull(*repositories, actions=PULL, account=aws.ACCOUNT):
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
            {
                "Effect": "Allow",
                "Action": actions,
                "Resource": [f"arn:aws:ecr:eu-west-1:{account}:repository/{name}" for name in repositories],
            },
        ],
    }


def without_sid(policy):
    policy = copy.deepcopy(policy)
    for part in policy["Statement"]:
        part.pop("Sid", None)
    return policy["Statement"]


class AwsCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        aws.reset()
        self.account = aws.Account()
        self.place = Workplace("aws")
        self.addCleanup(self.place.close)

    def script(self, *more, issuer=ISSUER, account="team-a/app", image=APP):
        return trust("ecr", f"--issuer={issuer}", f"--service-account={account}", f"--image={image}", *more)

    def run_script(self, *more, status=0, credentials=None, **which):
        environment = (credentials or self.account).environment()
        return self.place.run(self.script(*more, **which), status, **environment)

    def holds(self, role, statements, *policies):
        held = self.account.role(role)
        self.assertEqual(statements, without_sid(held["trusts"]))
        sids = [part["Sid"] for part in held["trusts"]["Statement"] if "Sid" in part]
        self.assertEqual(len(sids), len(set(sids)))
        self.assertCountEqual(policies, held["inline"].values())


class Adding(AwsCase):
    def test_a_role_is_created_and_stays_as_it_is(self):
        for _ in range(2):
            self.run_script()
            self.holds(ROLE, [statement()], pull("team-a/app"))
            self.assertEqual(["sts.amazonaws.com"], self.account.client_ids(ISSUER))
            self.assertEqual({ANNOTATION: ARN + ROLE}, self.place.annotations())

    def test_another_service_account_image_and_issuer_join_the_role(self):
        role = f"--ecr-role-arn={ARN}pulls/shared"
        self.run_script(role)
        self.holds("shared", [statement()], pull("team-a/app"))

        said = self.run_script(role, account="team-b/job", status=1)
        self.assertIn("role/pulls/shared is there, and podpass trust has not made it for team-b/job", said)
        self.holds("shared", [statement()], pull("team-a/app"))
        self.run_script(role, YES, account="team-b/job")
        both = [statement(), statement("team-b:job")]
        self.holds("shared", both, pull("team-a/app"), pull("team-a/app"))

        self.run_script(role, image=f"{REGISTRY}/base/java")
        pulls = (pull("team-a/app"), pull("team-a/app", "base/java"))
        self.holds("shared", both, *pulls)

        self.place.set_cluster(ISSUER + "/2")
        self.run_script(role, YES, issuer=ISSUER + "/2")
        three = [*both, statement(issuer=ISSUER + "/2")]
        self.holds("shared", three, *pulls, pull("team-a/app"))

    def test_names_that_look_alike_have_roles_of_their_own(self):
        for account in ("a/b-c", "a-b/c", "team-a/my.app", "team-a/my-app"):
            self.run_script(account=account)
        self.assertEqual(4, len(self.account.iam.list_roles()["Roles"]))

    def test_a_role_keeps_its_own_policies(self):
        own = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
        inline = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
        document = {"Version": "2012-10-17", "Id": "mine", "Statement": own}
        self.account.iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(document))
        self.account.iam.put_role_policy(RoleName=ROLE, PolicyName="pull", PolicyDocument=json.dumps(inline))
        managed = self.account.iam.create_policy(PolicyName="m", PolicyDocument=json.dumps(inline))["Policy"]["Arn"]
        self.account.iam.attach_role_policy(RoleName=ROLE, PolicyArn=managed)

        said = self.run_script(status=1)
        self.assertIn("hint: name another one with --ecr-role-arn; or, if pods of team-a/app may do all that it may do", said)
        self.assertEqual(document, self.account.role(ROLE)["trusts"])
        self.run_script(YES)

        self.holds(ROLE, [own, statement()], inline, pull("team-a/app"))
        self.assertEqual("mine", self.account.role(ROLE)["trusts"]["Id"])

        self.run_script("--remove")

        held = self.account.role(ROLE)
        self.assertEqual([own], held["trusts"]["Statement"])
        self.assertEqual(({"pull": inline}, [managed]), (held["inline"], held["attached"]))

    def test_a_provider_without_the_client_id_gets_it(self):
        self.account.iam.create_open_id_connect_provider(Url=ISSUER, ClientIDList=["vault"], ThumbprintList=["a" * 40])
        self.run_script()
        self.assertCountEqual(["vault", "sts.amazonaws.com"], self.account.client_ids(ISSUER))

    def test_a_namespace_with_one_audience(self):
        self.run_script("--token-audience=*", account="team-a/*")
        (trusts,) = self.account.role("podpass-team-a_all_")["trusts"]["Statement"]
        host = ISSUER.removeprefix("https://")
        expected = {"StringEquals": {f"{host}:aud": "*"}, "StringLike": {f"{host}:sub": "system:serviceaccount:team-a:*"}}
        self.assertEqual(expected, trusts["Condition"])

    def test_several_images_and_the_cache(self):
        self.run_script(f"--image={REGISTRY}/hub/nginx", "--ecr-pull-through")
        actions = [*PULL, "ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]
        self.holds(ROLE, [statement()], pull("team-a/app", "hub/nginx", actions=actions))

    def test_as_many_images_as_a_large_team_has(self):
        self.run_script(*[f"--image={REGISTRY}/team-a/service-{number:03}" for number in range(60)])
        (policy,) = self.account.role(ROLE)["inline"].values()
        self.assertEqual(61, len(policy["Statement"][1]["Resource"]))
        self.assertLess(len(json.dumps(policy)), 10240)


class Refusing(AwsCase):
    def refused(self, *more, **which):
        before = self.account.role(ROLE)
        said = self.run_script(*more, status=1, **which)
        self.assertEqual(before, self.account.role(ROLE))
        return said

    def test_a_statement_that_differs(self):
        self.run_script()
        changed = self.account.role(ROLE)["trusts"]
        changed["Statement"][0]["Condition"]["IpAddress"] = {"aws:SourceIp": "192.0.2.0/24"}
        self.account.iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(changed))
        said = self.refused()
        self.assertRegex(said, r"exists with a different value\.\nthere: (?s:.*)192\.0\.2\.0(?s:.*)\nwanted: \{")
        self.assertIn("hint: remove it with what podpass trust ecr --remove prints", said)

    def test_a_policy_that_differs(self):
        self.run_script()
        self.assertIn("CreateRepository", self.refused("--ecr-pull-through"))

    def test_a_role_of_another_path(self):
        self.run_script()
        self.assertIn("role/x/", self.refused(f"--ecr-role-arn={ARN}x/{ROLE}"))

    def test_credentials_of_another_account(self):
        said = self.run_script(status=1, credentials=aws.Account("222222222222"))
        self.assertIn("these are credentials of the account 222222222222: run this with those of 123456789012", said)

    def test_the_same_service_account_of_another_cluster(self):
        self.run_script()
        self.place.set_cluster(ISSUER + "/2")
        said = self.refused(issuer=ISSUER + "/2")
        self.assertIn(f"role/{ROLE} is there, and podpass trust has not made it for team-a/app of {ISSUER}/2", said)
        self.run_script(YES, issuer=ISSUER + "/2")
        self.holds(ROLE, [statement(), statement(issuer=ISSUER + "/2")], *[pull("team-a/app")] * 2)

    def test_kubectl_that_is_set_to_another_cluster(self):
        self.place.set_cluster(ISSUER + "/2")
        self.assertIn("kubectl is not set to the cluster of https://oidc.example.com/cluster,", self.refused())

    def test_an_annotation_that_names_another_role(self):
        self.run_script()
        said = self.run_script(f"--ecr-role-arn={ARN}other", status=1)
        self.assertIn(f"has the annotation {ANNOTATION}={ARN}{ROLE}, not {ARN}other", said)
        self.assertEqual({ANNOTATION: ARN + ROLE}, self.place.annotations())


class Removing(AwsCase):
    def test_the_last_one_takes_the_role_away(self):
        self.run_script()
        for _ in range(2):
            self.run_script("--remove")
            self.assertIsNone(self.account.role(ROLE))
            self.assertEqual({}, self.place.annotations())

    def test_an_image_alone(self):
        java = f"{REGISTRY}/base/java"
        self.run_script(f"--image={java}")
        said = self.run_script("--remove", image=java)
        self.assertIn("still trusts system:serviceaccount:team-a:app", said)
        self.holds(ROLE, [statement()], pull("team-a/app"))
        self.assertEqual({ANNOTATION: ARN + ROLE}, self.place.annotations())

    def test_a_shared_role_stays(self):
        role = f"--ecr-role-arn={ARN}shared"
        self.run_script(role)
        self.run_script(role, YES, account="team-b/job")
        self.run_script(role, "--remove")
        self.holds("shared", [statement("team-b:job")], pull("team-a/app"))

    def test_a_role_that_was_there_stays(self):
        nobody = {"Version": "2012-10-17", "Statement": [{**statement("team-b:job"), "Sid": "Other"}]}
        self.account.iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(nobody))
        self.run_script(YES)
        alone = self.account.role(ROLE)["trusts"]
        alone["Statement"].pop(0)
        self.account.iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(alone))
        said = self.run_script("--remove", status=1)
        self.assertIn("trusts system:serviceaccount:team-a:app alone, and podpass trust has not made it", said)
        self.assertIsNotNone(self.account.role(ROLE))

    def test_no_call_that_fails_is_reported_as_done(self):
        for more in ([], ["--remove"]):
            self.assertEqual([], self.place.not_noticed(lambda: self.run_script(*more, status=None)))

    def test_a_role_with_other_policies_is_named(self):
        self.run_script()
        self.account.iam.put_role_policy(RoleName=ROLE, PolicyName="s3", PolicyDocument=json.dumps(pull("x")))
        said = self.run_script("--remove", status=1)
        self.assertIn("has other policies; delete it by hand if they are not needed: s3", said)
        self.assertEqual({"s3"}, set(self.account.role(ROLE)["inline"]))
