# SPDX-License-Identifier: Apache-2.0
"""What surfaces print for people: commands, which are run; fixes, which are applied; what lint and doctor say of a file."""

import re
import shlex

import generate
import surfaces

PLACES = {"ISSUER": generate.ISSUER, "CLUSTER": "cluster", "FINGERPRINT": "0" * 40, "NAMESPACE/NAME": "t/app", "FILE": "kubelet.yaml"}
# What makes a service account's annotation, or a flag, name an identity that may be used.
GOOD = {"ecr-role": generate.ROLE, "gar-service-account": "x@my-project.iam.gserviceaccount.com", "gar-require": "true", "gar-audience": generate.POOL,
        "acr-client": generate.CLIENT, "acr-tenant": generate.TENANT, "alibaba-role": generate.RAM, "alibaba-oidc": generate.RAM_PROVIDER, "without-": "anonymous",
        "otherwise": "anonymous", "vault-role": "puller"}


class Printed:
    """The part of a case that is about these."""

    # Commands, as they are printed.

    def commands(self, plan, then):
        tokens = {(self.pod(pull)["account"], provider_of(pull)): pull for pull in then["pulls"] if pull.token and self.pod(pull)["kind"] not in ("windows", "fargate")}
        self.fixed = {}
        for line in plan["next"] + [chosen["command"] for whose in ("images", "identities") for chosen in plan[f"{whose}ChosenByOwners"]]:
            line = self.see("command", line)
            (self.world.home / "kubectl.log").unlink(missing_ok=True)
            run = re.sub(r"\b(ISSUER|CLUSTER|FINGERPRINT)\b", lambda name: PLACES[name[0]], line)
            if line.startswith("kubectl"):
                self.annotate(run)
                continue
            status, out, err = self.world.shell(f"set -o pipefail; {run}")
            if status:
                self.differ("command: it ends with an error", line, status, err)
                continue
            if not line.startswith("podpass trust"):
                continue
            words = shlex.split(line)
            values = dict(re.findall(r"^([a-z_]+)='(.*)'$", out.split("\nset -eu")[0], re.M))
            account = next(word.split("=", 1)[1] for word in words if word.startswith("--service-account="))
            pulls = [pull for (name, provider), pull in tokens.items() if provider == words[2] and (name == account or account.endswith("/*") and name.split("/")[0] == account[:-2])]
            if pulls:
                self.trusted(line, self.see("trust", values), pulls[0])
                status, out, err = self.world.shell(re.sub(r" --set=\S+", "", run) + " --terraform")
                if status == 0:
                    out = self.see("terraform", out)
                    for name in ("issuer", "audience", "organization", "integration", "role", "mount"):
                        if values.get(name) and re.search(rf"\b{name} +=", out) and f'"{values[name]}"' not in out:
                            self.differ("command: the Terraform call has another value than the script", name, values[name], out)
                    account = f'"{values["namespace"]}/{values["service_account"]}"'
                    if f'"{values["issuer"]}"' not in out or account not in out and "paths" not in values:
                        self.differ("command: the Terraform call has another value than the script", values, out)
                elif "no Terraform module" not in err and "Terraform" not in err:
                    self.differ("command: the Terraform call ends with an error", line, status, err)

    def trusted(self, line, values, pull):
        subject = f"system:serviceaccount:{values.get('namespace')}:{values.get('service_account')}"
        if subject != pull.token["sub"] and not subject.endswith(":*") or values.get("issuer") != pull.token["iss"]:
            self.differ("identity: trust names another subject or issuer", line, subject, pull.token["sub"])
        if "audience" in values and values["audience"] not in pull.token["aud"]:
            self.differ("audience: trust names another than the token has", line, values["audience"], pull.token["aud"])
        for name in ("role_arn", "oidc_provider_arn", "client_id", "account", "robot", "slug", "integration", "vault_namespace"):
            if values.get(name) and values[name] not in pull.shown:
                self.differ("identity: trust names another than the cloud is shown", line, name, values[name], pull.who)
        # A policy's placeholders are in parentheses; an inline login has no request of its own.
        own = [path.replace("(namespace)", values["namespace"]).replace("(serviceaccount)", values["service_account"]) for path in values.get("paths", "").split()]
        paths = [step["path"].partition("/v1/")[2] for step in pull.trail]
        if own and ({values["role"]} != pull.who or not set(own) & set(paths) or len(paths) > 1 and paths[0] != f"auth/{values['mount']}/login"):
            self.differ("identity: trust names another role, mount or secret than the store is shown", line, values, pull.who, paths)

    def annotate(self, line):
        words = shlex.split(line)
        account = f"{words[words.index('-n') + 1]}/{words[words.index('serviceaccount') + 1]}"
        for pair in words[words.index("serviceaccount") + 2:]:
            key, equals, value = pair.partition("=")
            value = self.value(key) if value == "VALUE" else value
            if equals and not key.startswith("-"):
                self.fixed.setdefault(account, {})[key] = value

    def value(self, key):
        """A good one of an annotation."""
        options = [option for option in self.common if "annotation=" in option.lower() and key in option.split("=")[-1].split(",")]
        return next((facts["annotations"][key] for facts in generate.PROVIDERS.values() if key in facts["annotations"]), None) or next(
            (good(option.lstrip("-").removeprefix("env=PODPASS_").lower().replace("_", "-"), self.case["providers"]) for option in options), "")

    # Every fix is applied, and the pod pulls then.

    def fixes(self, plan):
        failing = {}
        for row in plan["pulls"]:
            fix = row["then"].get("fix", "")
            if row["then"]["credential"] == "fails" and row["pods"] and re.search(r"annotate it with|set --", fix):
                failing.setdefault(fix, []).append(row)
        for fix, rows in list(failing.items())[:2]:
            fix = self.see("fix", fix)
            if fix.startswith("annotate it"):
                keys = re.findall(r"[a-z0-9.-]+/[A-Za-z0-9.-]+", fix.split(", or set")[0].split(";")[0])
                told = {key: self.value(key) for key in keys}
                self.applied(fix, rows, self.options, annotations={row["serviceAccount"]: self.fixed.get(row["serviceAccount"], told) for row in rows})
            for name, begin in re.findall(r"set (--[a-z-]+)(=[a-z_]+=)?", fix)[:3]:
                value = begin[1:] + "my-company" if begin else good(name[2:], self.case["providers"])
                if value:
                    kept = [option for option in self.options if not option.startswith(name + "=")]
                    self.applied(fix, rows, [*kept, f"{name}={value}"])

    def applied(self, fix, rows, options, annotations=None):
        accounts = {**{pod["account"]: {} for pod in self.case["pods"]}, **self.case["accounts"]}
        accounts = {name: {**given, **(annotations or {}).get(name, {})} for name, given in accounts.items()}
        env = [variable for variable in self.case["env"] if not any(variable.split("=")[0] == "PODPASS_" + option[2:].split("=")[0].upper().replace("-", "_") for option in options)]
        case = type(self)(self.world, {**self.case, "options": options, "accounts": accounts, "env": env})
        status, text, err = self.ask("config", *case.common)
        if status:
            self.differ("fix: config refuses it", fix, options[-1:], err)
            return
        for pull in self.world.pull(text, case.objects).get("pulls", []):
            pod = self.pod(pull)
            account = pod["account"] if pod["kind"] != "static" else pod["account"].split("/")[0] + "/default"
            for row in rows:
                if row["serviceAccount"] == account and pull.repository in row["images"] and pod["kind"] not in ("windows", "fargate") and pull.credential == "fails":
                    if row["then"]["reason"].split(" ")[:6] == (pull.statuses[0][2].removeprefix("podpass: ").split(" "))[:6]:
                        self.differ("fix: it changes nothing", fix, options[-1:] if annotations is None else annotations, pull.image, pull.statuses)

    # Edits by hand.

    def edited(self, text):
        old, new = self.case["edit"] or ("", "")
        if not old or old not in text:
            return
        text = text.replace(old, new, 1)
        pods = self.case["pods"]
        pattern = re.search(r"- '([a-z.]+:443)'", new)
        if pattern:
            pods = [*pods, {"account": pods[0]["account"], "kind": "", "images": [f"{pattern[1]}/team-a/app"]}]
        objects = surfaces.objects({**self.case, "pods": pods})
        after = self.world.pull(text, objects)
        status, said = self.lint("lint", text, after)
        if "refused" in after or said["findings"]:
            return
        before = [pull.credential for pull in self.alone["pulls"]] + ["anonymous"] * bool(pattern)
        for was, pull in zip(before, after["pulls"]):
            if pull.credential != was and not (was == "fails" and pull.credential != "fails"):
                self.differ("lint: silent about what makes a pull fail", new, pull.image, was, pull.credential, pull.log[-300:])

    # Doctor.

    def doctor(self, text):
        if self.case["seed"] % 4 or not self.world.namespaces:
            return
        for pull in self.alone["pulls"]:
            pod = self.pod(pull)
            refused = [status for _, status, _ in pull.statuses]
            if pod["kind"] == "static" or "the only accepted issuer" in pull.log or pull.credential not in ("itself", "fails") or not pull.repository:
                continue
            given = self.case["accounts"].get(pod["account"], {})
            status, checks = self.see("doctor", self.world.doctor(text, f"--image={pull.image}", *(f"--annotation={key}={value}" for key, value in given.items())))
            failed = [check for check in checks if check["verdict"] == "failed" and check["check"] != "CA certificates"]
            unnamed = "no identity is named" in pull.log  # The image is right, and the identity is another pod's.
            if bool(failed) != bool(refused) and not unnamed:
                self.differ("status: doctor judges an image otherwise than the plugin", pull.image, given, pull.statuses, failed)
            for check in checks:
                command = re.search("(?:with your own kubectl: )(.*)", check["finding"])
                audience = re.search("^RBAC for (.*)", check["check"])
                if command and audience:
                    self.world.shell(re.sub("^kubectl auth can-i ", "kubectl-words ", command[1]))
                    asked = (self.world.home / "applied").read_text()
                    if audience[1] not in re.split(r'[\n"]', asked):
                        self.differ("command: doctor asks for another audience than it says", command[0], asked)
            return


def provider_of(pull):
    """The provider that a trail is of."""
    hosts = " ".join(step.get("host", "") for step in pull.trail)
    step = pull.trail[0]
    for name, is_its in (("ecr", step.get("Action") == "AssumeRoleWithWebIdentity"), ("alibaba", step.get("Action") == "AssumeRoleWithOIDC"), ("gar", "googleapis" in hosts),
                         ("acr", "client_id" in step), ("quay", "/oauth2/federation" in step.get("path", "")), ("jfrog", "/oidc/token" in step.get("path", "")),
                         ("chainguard", "enforce.dev" in hosts), ("cloudsmith", "cloudsmith" in hosts), ("vault", "vault.example" in hosts)):
        if is_its:
            return name
    return "exchange"


def good(name, providers):
    """A value that an option may have, or an annotation that it names."""
    if name.startswith("exchange-"):
        return next((value for provider in providers for key, value in generate.PROVIDERS[provider]["annotations"].items() if "podpass.dev" in key), "team-a")
    return next((value for prefix, value in GOOD.items() if name.startswith(prefix)), None)
