"""podpass pulls from moto as STS and ECR: an AWS that is not of this project. moto does not verify the token, so this shows
what podpass sends, and that it reads what comes back."""

import base64
import datetime
import ipaddress
import json
import os
import subprocess
import time
import unittest
import urllib.parse

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

import aws
from test_aws import APP, ARN, ROLE, AwsCase
from tls_front import Front
from workplace import ISSUER


def certificate(folder):
    """A CA, and a certificate of it for 127.0.0.1."""

    def signed(name, key, issuer, issuer_key, *extensions):
        now = datetime.datetime.now(datetime.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(hours=1))
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    root, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    (folder / "ca.pem").write_bytes(signed("ca", root, "ca", root, (x509.BasicConstraints(True, None), True)))
    (folder / "server.pem").write_bytes(signed("moto", leaf, "ca", root, (names, False), (usage, False)))
    (folder / "server.key").write_bytes(
        leaf.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


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


class Pull(AwsCase):
    def test_as_the_role_that_the_script_made(self):
        self.run_script()
        certificate(self.place.folder)
        front = Front(self.place.folder, aws.endpoint().removeprefix("http://"))
        self.addCleanup(front.close)
        request = {
            "apiVersion": "credentialprovider.kubelet.k8s.io/v1",
            "kind": "CredentialProviderRequest",
            "image": APP,
            "serviceAccountToken": token(),
            "serviceAccountAnnotations": self.place.annotations(),
        }
        endpoint = f"https://127.0.0.1:{front.port}"
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

        form, target = front.requests
        sent = {name: values[0] for name, values in urllib.parse.parse_qs(form["body"]).items()}
        self.assertEqual("AssumeRoleWithWebIdentity", sent["Action"])
        self.assertEqual((ARN + ROLE, request["serviceAccountToken"]), (sent["RoleArn"], sent["WebIdentityToken"]))
        self.assertEqual("team-a.app", sent["RoleSessionName"])
        self.assertIn(f"arn:aws:ecr:eu-west-1:{aws.ACCOUNT}:repository/*", sent["Policy"])
        self.assertNotIn("Authorization", form["headers"])
        self.assertEqual(
            "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", target["headers"]["X-Amz-Target"]
        )
        self.assertRegex(target["headers"]["Authorization"], r"AWS4-HMAC-SHA256 Credential=[A-Z0-9]+/.*/eu-west-1/ecr/")


if __name__ == "__main__":
    unittest.main()
