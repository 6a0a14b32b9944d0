"""podpass pulls from moto as STS and ECR: an AWS that is not of this project. moto does not verify the token, so this shows
what podpass sends, and that it reads what comes back."""

import base64
import http.client
import json
import os
import re
import subprocess
import time
import urllib.parse

import aws
from test_aws import APP, ARN, ROLE, AwsCase
from tls import Server
from workplace import ISSUER


def token():
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    now = int(time.time())
    account = {"namespace": "team-a", "serviceaccount": {"name": "app", "uid": "u"}}
    claims = {
        "iss": ISSUER,
        "sub": "system:serviceaccount:team-a:app",
        "aud": ["sts.amazonaws.com"],
        "iat": now,
        "nbf": now,
        "exp": now + 3600,
        "kubernetes.io": account,
    }
    signature = base64.urlsafe_b64encode(b"s" * 256).rstrip(b"=").decode()
    return f"{part({'alg': 'RS256', 'kid': '1'})}.{part(claims)}.{signature}"


def moto(request):
    """moto's answer. Its authorization tokens have expired in 2015: here they live."""
    back = http.client.HTTPConnection(aws.endpoint().removeprefix("http://"))
    back.request(request.method, request.path, request.body, request.headers)
    answer = back.getresponse()
    expiry = b'"expiresAt": %d' % (time.time() + 12 * 3600)
    content = re.sub(rb'"expiresAt": ?[0-9.]+', expiry, answer.read())
    return answer.status, answer.headers["Content-Type"], content


class Pull(AwsCase):
    def test_as_the_role_that_the_script_made(self):
        self.run_script()
        server = Server(self.place.folder, moto)
        self.addCleanup(server.close)
        request = {
            "apiVersion": "credentialprovider.kubelet.k8s.io/v1",
            "kind": "CredentialProviderRequest",
            "image": APP,
            "serviceAccountToken": token(),
            "serviceAccountAnnotations": self.place.annotations(),
        }
        endpoint = f"https://127.0.0.1:{server.port}"
        flags = [f"--ecr-sts-endpoint={endpoint}", f"--ecr-api-endpoint={endpoint}"]
        done = subprocess.run(
            [*os.environ["PODPASS"].split(), *flags, f"--ca-bundle={self.place.folder / 'ca.pem'}"],
            input=json.dumps(request),
            env={"PATH": os.environ["PATH"], "HOME": str(self.place.folder)},
            capture_output=True,
            text=True,
        )
        self.assertEqual(0, done.returncode, done.stderr)
        held = base64.b64decode(
            self.account.ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
        ).decode()
        username, password = held.split(":", 1)
        registry = APP.partition("/")[0]
        answer = json.loads(done.stdout)
        self.assertEqual({registry: {"username": username, "password": password}}, answer["auth"])

        form, target = server.requests
        sent = {name: values[0] for name, values in urllib.parse.parse_qs(form.body).items()}
        self.assertEqual("AssumeRoleWithWebIdentity", sent["Action"])
        self.assertEqual((ARN + ROLE, request["serviceAccountToken"]), (sent["RoleArn"], sent["WebIdentityToken"]))
        self.assertEqual("team-a.app", sent["RoleSessionName"])
        self.assertIn(f"arn:aws:ecr:eu-west-1:{aws.ACCOUNT}:repository/*", sent["Policy"])
        self.assertNotIn("Authorization", form.headers)
        self.assertEqual(
            "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", target.headers["X-Amz-Target"]
        )
        self.assertRegex(target.headers["Authorization"], r"AWS4-HMAC-SHA256 Credential=[A-Z0-9]+/.*/eu-west-1/ecr/")
