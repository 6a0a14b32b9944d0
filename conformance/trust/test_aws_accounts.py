"""The scripts of podpass trust ecr where the registry is another account's than the role."""

import json

import aws
from test_aws import PULL, AwsCase, pull, statement

OTHER = "222222222222"
IMAGE = f"{OTHER}.dkr.ecr.eu-west-1.amazonaws.com/base/java"
ROLE = f"arn:aws:iam::{aws.ACCOUNT}:role/shared"
OWN = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Mine", "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}],
}


def role_may(actions, **more):
    return {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": actions, **more}


def parts(policy):
    return [{key: part[key] for key in part if key != "Sid"} for part in policy["Statement"]]


class Accounts(AwsCase):
    def setUp(self):
        super().setUp()
        self.registry = aws.Account(OTHER)
        self.registry.ecr.create_repository(repositoryName="base/java")

    def both(self, *more, **which):
        for credentials in (self.account, self.registry):
            self.run_script(f"--ecr-role-arn={ROLE}", *more, image=IMAGE, credentials=credentials, **which)

    def test_role_and_repository(self):
        for _ in range(2):
            self.both()
            self.holds("shared", [statement()], pull("base/java", account=OTHER))
            self.assertEqual([role_may(PULL)], parts(self.registry.repository_policy("base/java")))
            self.assertIsNone(self.registry.role("shared"))
            self.assertIsNone(self.registry.registry_policy())

    def test_the_repository_keeps_its_policy(self):
        self.registry.ecr.set_repository_policy(repositoryName="base/java", policyText=json.dumps(OWN))
        self.both()
        self.both("--set=shared=yes", account="team-b/job")
        expected = [*parts(OWN), role_may(PULL), role_may(PULL)]
        self.assertEqual(expected, parts(self.registry.repository_policy("base/java")))

        self.both("--remove")
        self.holds("shared", [statement("team-b:job")], pull("base/java", account=OTHER))
        self.assertEqual([*parts(OWN), role_may(PULL)], parts(self.registry.repository_policy("base/java")))

        self.both("--remove", account="team-b/job")
        self.assertIsNone(self.account.role("shared"))
        self.assertEqual(OWN, self.registry.repository_policy("base/java"))

    def test_through_the_cache(self):
        imports = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]
        self.both("--ecr-pull-through")
        self.holds("shared", [statement()], pull("base/java", actions=[*PULL, *imports], account=OTHER))
        resource = f"arn:aws:ecr:eu-west-1:{OTHER}:repository/base/java"
        self.assertEqual([role_may(imports, Resource=resource)], parts(self.registry.registry_policy()))

        self.both("--ecr-pull-through", "--remove")
        self.assertIsNone(self.account.role("shared"))
        self.assertIsNone(self.registry.registry_policy())
        self.assertIsNone(self.registry.repository_policy("base/java"))

    def test_a_repository_that_does_not_exist(self):
        self.registry.ecr.delete_repository(repositoryName="base/java")
        said = self.run_script(f"--ecr-role-arn={ROLE}", image=IMAGE, credentials=self.registry, status=1)
        self.assertIn("the repository base/java does not exist in eu-west-1: create it.", said)
