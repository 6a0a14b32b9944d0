"""moto as AWS, on loopback, and what IAM and ECR of it hold."""

import atexit
import functools
import json
import socket
import subprocess
import sys
import time
import urllib.request

import boto3
import botocore.config
from botocore.exceptions import ClientError

import aws_cli
from workplace import HERE

ACCOUNT = "123456789012"


@functools.cache
def endpoint():
    """Starts moto once; it ends with this process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, HERE / "moto_aws.py", "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    atexit.register(server.wait)
    atexit.register(server.terminate)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return f"http://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.1)
    raise AssertionError("moto does not start")


def reset():
    urllib.request.urlopen(urllib.request.Request(f"{endpoint()}/moto-api/reset", method="POST")).close()


class Account:
    """An account: credentials of it, and what it holds."""

    def __init__(self, number=ACCOUNT):
        self.keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "aws_session_token": "test"}
        if number != ACCOUNT:
            role = f"arn:aws:iam::{number}:role/administrator"
            session = self.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
            self.keys = {
                "aws_access_key_id": session["AccessKeyId"],
                "aws_secret_access_key": session["SecretAccessKey"],
                "aws_session_token": session["SessionToken"],
            }
        self.iam = self.client("iam")
        self.ecr = self.client("ecr")

    def client(self, service, region="eu-west-1"):
        config = botocore.config.Config(retries={"total_max_attempts": 1}, proxies={})
        return boto3.client(service, endpoint_url=endpoint(), region_name=region, config=config, **self.keys)

    def environment(self):
        return {
            "AWS_ENDPOINT_URL": endpoint(),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CLI_SOCKET": aws_cli.start(),
            **{name.upper(): value for name, value in self.keys.items()},
        }

    def role(self, name):
        """The role's trust policy, its inline policies and the managed ones; None if it does not exist."""
        try:
            trusts = self.iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        except ClientError:
            return None
        inline = {
            policy: self.iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
            for policy in self.iam.list_role_policies(RoleName=name)["PolicyNames"]
        }
        attached = [p["PolicyArn"] for p in self.iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]]
        return {"trusts": trusts, "inline": inline, "attached": attached}

    def client_ids(self, issuer):
        arn = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer.removeprefix('https://')}"
        return self.iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["ClientIDList"]

    def repository_policy(self, name):
        try:
            return json.loads(self.ecr.get_repository_policy(repositoryName=name)["policyText"])
        except ClientError:
            return None

    def registry_policy(self):
        try:
            return json.loads(self.ecr.get_registry_policy()["policyText"])
        except ClientError:
            return None
