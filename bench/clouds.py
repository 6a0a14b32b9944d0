# SPDX-License-Identifier: Apache-2.0
"""The fake clouds of testkit, and what is asked of them."""

import functools
import json
import os
import re
import subprocess
from itertools import takewhile

from product import on_fakes

ECR_HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
DEBIAN = "/etc/ssl/certs/ca-certificates.crt"


def cached(scratch):
    """The variables that turn the node's cache on."""
    return {"PODPASS_CACHE": "on", "PODPASS_CACHE_DIR": os.path.join(scratch, "cache")}


def observed(scratch):
    """The variables that turn metrics and audit log on."""
    return {
        "PODPASS_METRICS_FILE": os.path.join(scratch, "podpass.prom"),
        "PODPASS_AUDIT_LOG": os.path.join(scratch, "audit.log"),
    }


def in_pod(clouds, scratch):
    """The variables of a pod with IRSA whose helper, of podpass or of AWS, keeps nothing."""
    return {
        "HOME": scratch,
        "AWS_REGION": "us-east-1",
        "AWS_ROLE_ARN": clouds.role,
        "AWS_WEB_IDENTITY_TOKEN_FILE": clouds.token,
        "AWS_ECR_DISABLE_CACHE": "true",
        "PODPASS_CLOUD_VARIABLES": "true",
    }


AS_ROLE = """url = "https://sts.us-east-1.amazonaws.com/"
data-urlencode = "Action=AssumeRoleWithWebIdentity"
data-urlencode = "Version=2011-06-15"
data-urlencode = "RoleSessionName=curl"
data-urlencode = "RoleArn={role}"
data-urlencode = "WebIdentityToken={token}"
fail
silent
"""
AUTHORIZATION_TOKEN = """next
url = "https://api.ecr.us-east-1.amazonaws.com/"
aws-sigv4 = "aws:amz:us-east-1:ecr"
user = "{AccessKeyId}:{SecretAccessKey}"
header = "X-Amz-Security-Token: {SessionToken}"
header = "X-Amz-Target: AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"
header = "Content-Type: application/x-amz-json-1.1"
data = "{{}}"
fail
silent
"""


class Clouds:
    """Served until the measurement is over."""

    def __init__(self, round_trip, keys, scratch, *more):
        self.process = subprocess.Popen(
            [*on_fakes("testkit.Serve"), f"--round-trip={round_trip}", f"--server-keys={keys}", *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        said = "".join(takewhile(lambda line: line != "# ready\n", self.process.stdout))
        exported = r"(?m)^export (\w+)='(.*)'$"
        served = dict(re.findall(exported, said))
        # Before the first empty line is what podpass reads.
        self.environment = dict(re.findall(exported, said.partition("\n\n")[0]))
        self.requests = {
            "ECR": served["ECR_REQUEST"],
            "GAR direct": self.without_annotations(served["GAR_REQUEST"]),
            "GAR impersonating": served["GAR_REQUEST"],
            "ACR": served["ACR_REQUEST"],
            "Alibaba Cloud": served["ALIBABA_REQUEST"],
            "OpenBao": served["VAULT_REQUEST"],
            "OpenBao inline": served["VAULT_REQUEST"],
        }
        store = {"PODPASS_" + name.upper().replace("-", "_"): value for name, value in re.findall(r"--([a-z-]+)=(\S+)", served["VAULT_OPTIONS"])}
        self.options = {"OpenBao": store, "OpenBao inline": {**store, "PODPASS_VAULT_INLINE": "true"}}
        self.role, self.token = served["ECR_ROLE"], served["ECR_TOKEN"]
        self.server = os.path.join(scratch, "server")
        with open(self.server, "w") as out:
            out.write(ECR_HOST)
        self.all_roots = os.path.join(scratch, f"all-roots-{round_trip}-{keys}.pem")
        with open(self.all_roots, "w") as out:
            for source in (DEBIAN, self.environment["SSL_CERT_FILE"]):
                with open(source) as text:
                    out.write(text.read())

    @functools.cached_property
    def curl_config(self):
        """ECR's two requests for curl, which cannot read an answer: an earlier session signs the second one."""
        config = os.path.join(os.path.dirname(self.server), "curl")
        with open(self.token) as token:
            first = AS_ROLE.format(role=self.role, token=token.read().strip())
        curl = ["curl", "--config", "-"]
        session = subprocess.run(curl, input=first, env=self.environment, check=True, capture_output=True, text=True)
        keys = dict(re.findall("<(AccessKeyId|SecretAccessKey|SessionToken)>(.*?)</", session.stdout))
        with open(config, "w") as out:
            out.write(first + AUTHORIZATION_TOKEN.format(**keys))
        return config

    def pulls(self, scratch):
        """Each pull's name, request and environment; the second of each exchange is answered from the cache."""
        os.mkdir(os.path.join(scratch, "cache"), 0o700)
        plain = {**self.environment, "SSL_CERT_FILE": self.all_roots}
        kept = {**plain, **cached(scratch), **observed(scratch)}
        for exchange, request in self.requests.items():
            options = self.options.get(exchange, {})
            yield exchange, request, kept | options
            yield exchange + " again", request, kept | options
            yield exchange + " without a cache", request, plain | options

    @staticmethod
    def without_annotations(path):
        with open(path) as text:
            request = json.load(text)
        request["serviceAccountAnnotations"] = {}
        direct = os.path.join(os.path.dirname(path), "gar-direct.json")
        with open(direct, "w") as text:
            json.dump(request, text)
        return direct

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
