# SPDX-License-Identifier: Apache-2.0
"""Asks every surface about a case, and finds any two that disagree."""

import base64
import json
import re
import time

import generate
import printed
import surfaces

BAD = ("anonymous", "fails")


class Case(printed.Printed):
    """One case, and the disagreements that it has shown."""

    def __init__(self, world, case, tamper=None):
        self.world, self.case, self.found = world, case, []
        self.tampered, self.change = tamper or (None, None)
        world.kubelet = world.kubelets[case.get("kubelet", case["seed"]) % len(world.kubelets)]
        options = [re.sub(r"BINDING_[A-Z]+", lambda name: world.bindings[name[0]], option) for option in case["options"]]
        self.options = options
        self.common = [f"--providers={','.join(case['providers'])}", *options, *(f"--env={variable}" for variable in case["env"])]
        self.objects = surfaces.objects(case)

    def differ(self, kind, *detail):
        self.found.append((kind, "; ".join(str(part)[:400] for part in detail)))

    def see(self, surface, answer):
        """The answer of a surface; a control changes it."""
        return self.change(answer) if surface == self.tampered else answer

    def ask(self, *words, **more):
        status, out, err = self.world.ask(*words, **more)
        if status and (out and words[0] not in ("plan", "doctor", "explain") and words[:2] != ("config", "lint") or not err + out):
            self.differ("status: a failure without a message, or with output", words, status, out, err)
        return status, out, err

    def run(self):
        status, text, self.refusal = self.ask("config", *self.common)
        self.flags_and_variables(status)
        plan = self.plan()
        variables = [variable.removeprefix("PODPASS_").split("=", 1) for variable in self.case["env"]]
        flags = [f"--{name.lower().replace('_', '-')}={value}" for name, value in variables]
        grants = self.ask("rbac", "--json", self.common[0], *self.options, *flags)
        if status == 0 and plan["status"] == 64 and self.case["platform"]:
            if self.merged(plan["said"]) is not None:
                self.differ("status: plan refuses what merge does", plan["said"])
            self.case = {**self.case, "platform": None, "where": []}
            plan = self.plan()
        if (status == 0) != (plan["status"] in (0, 78)) or status == 0 != grants[0] and "is for one entry" not in grants[2]:
            self.differ("status: config, plan and rbac do not refuse the same options", status, self.refusal, plan, grants)
            return self.found
        if status:
            return self.found
        self.alone = self.world.pull(text, self.objects)
        if "refused" in self.alone:
            self.differ("config: kubelet refuses what it prints", self.alone["refused"])
            return self.found
        self.entries = self.alone["entries"]
        self.lint("config: lint finds fault with it", text, self.alone, clean=True)
        self.rbac(grants) if grants[0] == 0 else None
        file = self.merged()
        then = self.world.pull(file or self.formed(text), self.objects)
        then["pulls"] = self.see("pull", then["pulls"])
        self.explained(then, [entry for entry in then["entries"] if entry["Name"].startswith("podpass-")] if file else self.entries)
        if file or not self.case["platform"]:
            self.planned(plan, then)
        self.commands(plan, then)
        self.fixes(plan)
        self.edited(text)
        self.doctor(text)
        return self.found

    # Options as flags and as variables.

    def flags_and_variables(self, status):
        values = {}
        for option in self.options:
            name, equals, value = option[2:].partition("=")
            values.setdefault(name.upper().replace("-", "_"), []).append(value if equals else "true")
        if any(len(value) > 1 for value in values.values()):
            return  # Given twice, which a variable cannot be.
        if "MIRROR" in values and len(self.case["providers"]) > 1:
            return  # A variable goes to every entry, and an option to that of the mirror's target.
        variables = [f"--env=PODPASS_{name}={value[0]}" for name, value in values.items()]
        rest = [word for word in self.common if word not in self.options]
        other = self.see("variables", self.ask("config", *rest, *variables)[0])
        if other != status:
            self.differ("status: config takes an option as a variable and not as a flag, or the reverse", status, other, self.refusal)

    # What kubelet reads, and lint.

    def lint(self, kind, text, answer, clean=False):
        status, out, _ = self.see("lint", self.ask("config", "lint", "--json", "-", given=text))
        said = json.loads(out)
        rejected = "does not start" in said["verdict"]
        # Go before 1.26, of older kubelets, takes every colon but the last for a part of the host.
        colons = self.world.kubelet is not self.world.kubelets[-1] and all(
            it["message"].endswith("its port is not a number") for it in said["findings"] if it["severity"] == "rejected")
        if rejected != ("refused" in answer) and not (rejected and colons):
            self.differ("lint: another verdict than kubelet's", answer.get("refused"), said)
        elif clean and status:
            self.differ(kind, said)
        return status, said

    def merged(self, refusal=None):
        """The file of the node, with its platform's own entry, after a merge."""
        if not self.case["platform"]:
            return None
        name, patterns = generate.PLATFORMS[self.case["platform"]]
        stock = {**generate.HEAD, "name": name, "matchImages": patterns}
        if self.case["version"] != "v1":
            stock["apiVersion"] = f"credentialprovider.kubelet.k8s.io/{self.case['version']}"
        before = generate.document([stock], self.case["version"], self.case["style"])
        self.today = self.world.pull(before, self.objects)
        file = self.world.write("merged.yaml", before)
        status, _, err = self.ask("config", "merge", *self.common, *self.case["where"], file)
        after = self.see("merge", file.read_bytes().decode())
        if status:
            if after != before:
                self.differ("merge: it fails, and has written", status, err)
            if "refused" not in self.today and err != refusal:
                self.differ("merge: it refuses a file of kubelet's", status, err)
            return None
        answer = self.world.pull(after, self.objects)
        if "refused" in answer:
            self.differ("merge: kubelet refuses what it writes", answer["refused"])
            return None
        self.lint("merge: lint finds fault with what it writes", after, answer, clean=True)
        others = [entry for entry in answer["entries"] if not entry["Name"].startswith("podpass-")]
        if "refused" in self.today:
            return after
        if not self.case["where"] or "--first" in self.case["where"]:
            if others != self.today["entries"]:
                self.differ("merge: it changes an entry of somebody else", others, self.today["entries"])
        # Where another plugin's entry stays, a pod without an identity is left to it.
        mine = [{**entry, "Args": [word for word in entry["Args"] if word != "--otherwise=anonymous" or word in self.options]}
                for entry in answer["entries"] if entry["Name"].startswith("podpass-")]
        taken = ["MatchImages"] * any(word.startswith("--replace") for word in self.case["where"])  # What the entry had that it replaces.
        unlike = [(one["Name"], key, one[key], other[key]) for one in mine for other in self.entries if one["Name"] == other["Name"] for key in one
                  if one[key] != other[key] and key not in taken]
        if unlike or len(mine) > len(self.entries):
            self.differ("merge: another entry than config's", *unlike)
        status, _, err = self.ask("config", "merge", *self.common, *self.case["where"], file)
        if status or file.read_bytes().decode() != after and self.tampered != "merge":
            self.differ("merge: the second merge changes the file", status, err)
        return after

    def formed(self, text):
        """The same options in another form: as variables, or as lines of a file."""
        if self.case["form"] == "inline":
            return text
        whole = json.loads(self.ask("config", "--json", *self.common)[1])
        for entry in whole["providers"]:
            if self.case["form"] == "file":
                entry["args"] = [f"@{self.world.write(entry['name'] + '.args', ''.join(word + chr(10) for word in entry['args']))}"]
            else:
                pairs = [word[2:].partition("=") for word in entry["args"]]
                values = {}
                for name, equals, value in pairs:
                    values.setdefault(name, []).append(value if equals else "true")
                variables = [{"name": "PODPASS_" + name.upper().replace("-", "_"), "value": ",".join(value)} for name, value in values.items()]
                entry["env"] = entry.get("env", []) + variables
                del entry["args"]
        text = json.dumps(whole, indent=1)
        other = self.world.pull(text, self.objects)
        if [(pull.credential, pull.who) for pull in other["pulls"]] != [(pull.credential, pull.who) for pull in self.alone["pulls"]]:
            self.differ(f"identity: options pull otherwise as {self.case['form']}", [(p.image, p.credential, p.who, p.log[-300:]) for p in other["pulls"]])
        self.lint("lint: it finds fault with another form", text, other, clean=True)
        return text

    # Grants.

    def rbac(self, grants):
        needed = sorted({entry["TokenAttributes"]["ServiceAccountTokenAudience"] for entry in self.entries if entry["TokenAttributes"]})
        document = json.loads(grants[1])
        granted = self.see("rbac", sorted({resource for resource in resources(document)}))
        if granted != needed:
            self.differ("audience: rbac grants others than the entries ask for", granted, needed)
        if self.world.helm and self.case["seed"] % 3 == 0:
            chart = self.see("chart", self.world.grants(self.case["providers"], self.options, self.case["env"]))
            # The chart's schema is stricter than a command line, and knows no variable for an option that an entry needs.
            stricter = isinstance(chart, str) and (self.case["env"] or any(option.endswith(" ") for option in self.options) or "are equal" in chart)
            if chart is not None and chart != needed and not stricter:
                self.differ("audience: the chart grants others than the entries ask for", chart, needed)

    # Explain.

    def explained(self, then, entries):
        seen = set()
        for pull in then["pulls"]:
            metadata = self.pod(pull)
            if (pull.image, metadata["account"], metadata["kind"]) in seen or len(seen) > 3:
                continue
            seen.add((pull.image, metadata["account"], metadata["kind"]))
            answers = [(entry, self.explain(entry, pull, metadata)) for entry in entries]
            asked = {name for name, _, _ in pull.statuses}
            good = [(entry, said) for entry, (status, said, _) in answers if status == 0]
            for entry, (status, said, err) in answers:
                refused = [(code, text) for name, code, text in pull.statuses if name == entry["Name"]]
                if refused and refused[0][0] != status:
                    self.differ("status: explain ends otherwise than the plugin", pull.image, refused[0], status, err)
            if pull.credential == "invalid":
                if good:
                    self.differ("identity: explain names a credential for an image that kubelet rejects", pull.image)
            elif pull.user not in (None, "stock"):
                mine = [(entry, said) for entry, said in good if self.serves(entry, said)]
                if not mine or all(self.unlike(pull, entry, said) for entry, said in mine):
                    unlike = [self.unlike(pull, entry, said) for entry, said in mine]
                    self.differ(f"{unlike[0][0] if unlike else 'identity'}: explain names another than the cloud is shown", pull.image, unlike, pull.trail)
            elif pull.user is None and not asked:
                for entry, said in good:
                    if said["kubeletMustHave"].get("matchImages") in entry["MatchImages"] and access(said) != "anonymous" and self.runs(entry, metadata):
                        self.differ("identity: explain names a credential, and kubelet does not run the plugin", pull.image, said["identity"])

    def serves(self, entry, said):
        return isinstance(said.get("kubeletMustHave"), dict) and access(said) != "anonymous"

    def runs(self, entry, pod):
        attributes = entry["TokenAttributes"] or {}
        given = self.case["accounts"].get(pod["account"], {})
        return pod["kind"] != "static" and all(key in given for key in attributes.get("RequiredServiceAccountAnnotationKeys") or []) \
            or pod["kind"] == "static" and not attributes.get("RequireServiceAccount")

    def explain(self, entry, pull, pod):
        attributes = entry["TokenAttributes"] or {}
        keys = (attributes.get("RequiredServiceAccountAnnotationKeys") or []) + (attributes.get("OptionalServiceAccountAnnotationKeys") or [])
        given = self.case["accounts"].get(pod["account"], {}) if pod["kind"] != "static" else {}
        words = ["--no-token"] if pod["kind"] == "static" else ["--token=" + str(self.world.write("token", token(pod["account"], attributes)))]
        words += [f"--annotation={key}={value}" for key, value in given.items() if key in keys]
        env = {variable["Name"]: variable["Value"] for variable in entry["Env"] or []}
        status, out, err = self.see("explain", self.ask("explain", "--json", *entry["Args"] or [], *words, "--", pull.image, env=env))
        return status, json.loads(out) if isinstance(out, str) and out else out or {}, err

    def unlike(self, pull, entry, said):
        """What explain says otherwise than the clouds saw it, if anything."""
        audiences = said.get("parameters", {}).get("tokenAudience", "").split(" or ")
        if pull.token and (pull.token["aud"][0] not in audiences or pull.token["aud"] != [entry["TokenAttributes"]["ServiceAccountTokenAudience"]]):
            return "audience", audiences, pull.token["aud"]
        named = {part["value"] for part in said["identity"] if part["name"] != "access" and part["value"] != "of the node"}
        if pull.token and not named <= pull.shown:
            return "identity", named - pull.shown
        if not pull.who <= named | {pull.user}:
            return "identity", pull.who - named
        calls = [re.sub("^https?://", "", call["endpoint"]) for call in said["calls"]]
        calls = [call for call in calls if not call.startswith(surfaces.METADATA) and not call.endswith("/v2/")]
        if [host(call) for call in calls] != [host(call) for call in pull.calls]:
            return "endpoint", calls, pull.calls
        policies = [step["Policy"] for step in pull.trail if "Policy" in step]
        if policies and said["parameters"].get("sessionPolicy") != policies[0]:
            return "identity", "session policy", said["parameters"].get("sessionPolicy"), policies
        return None

    def pod(self, pull):
        return self.case["pods"][int(pull.pod.rsplit("-", 1)[1])]

    # Plan.

    def plan(self, options=None, objects=None):
        more = [f"--platform={self.case['platform']}"] if self.case["platform"] else []
        listed = self.world.write("cluster.json", json.dumps({"kind": "List", "items": objects or [
            item for item in self.objects if item["kind"] != "ServiceAccount" or "/".join(item["metadata"][key] for key in ("namespace", "name")) in self.case["accounts"]]}))
        status, out, err = self.ask("plan", "--json", *(options or self.common), *more, *self.case["where"], listed)
        return {**self.see("plan", json.loads(out)), "status": status} if out else {"status": status, "said": err}

    def planned(self, plan, then):
        rows = {}
        for row in plan["pulls"]:
            for image in row["images"]:
                rows.setdefault((row["serviceAccount"], image), []).append(row)
        truth = {}
        today = self.today if self.case["platform"] else {"pulls": []}
        if "refused" in today:
            return
        for pull, before in zip(then["pulls"], today["pulls"] or [None] * len(then["pulls"])):
            pod = self.pod(pull)
            account = pod["account"] if pod["kind"] != "static" else pod["account"].split("/")[0] + "/default"
            name = pull.repository or (pull.image if pull.credential == "invalid" else re.sub("@.*|:[^/]*$", "", pull.image))
            elsewhere = pod["kind"] in ("windows", "fargate")
            truth.setdefault((account, name), []).append((pull, before, elsewhere))
        for key, pulls in truth.items():
            if any("the only accepted issuer" in pull.log for pull, _, _ in pulls):
                continue  # Whose the tokens are is not in what kubectl prints.
            written = {pull.image for pull, _, _ in pulls}  # One repository may have two names: team-a/app, docker.io/team-a/app.
            names = {key[1]} | written
            if any(pull.credential != "invalid" for pull, _, _ in pulls):
                names |= {re.sub("@.*|:[^/]*$", "", name.split("@")[0]) for name in written}
            said = [row for name in sorted(names) for row in rows.get((key[0], name), [])]
            if not said:
                if any(pull.credential != "invalid" for pull, _, _ in pulls):
                    self.differ("identity: plan leaves out a pull", key, list(rows))
                continue
            pulls = [one for one in pulls if one[0].credential != "invalid"] or pulls
            for when, index in (("then", 0), ("today", 1)):
                if when == "today" and not self.case["platform"]:
                    continue
                told = {row[when]["credential"].split(",")[0] for row in said}
                wanted = {"not by podpass" if elsewhere and when == "then" else credential(pull, key, told) for pull, before, elsewhere in pulls for pull in [(pull, before)[index]]}
                if wanted != told and not (wanted == {"invalid"} and told <= set(BAD)) and not (when == "today" and "not by podpass" in told):
                    self.differ(f"identity: plan says another credential {when}", key, told, wanted, said[0][when], pulls[0][index].log[-300:])
            for row in said:
                parts = set(re.split(" in ", row["then"].get("identity", ""))) - {""}
                if parts and not any(parts <= pull.shown for pull, _, _ in pulls) or row["then"]["credential"] == "itself" and not any(
                        pull.who <= parts | {pull.user} for pull, _, _ in pulls):
                    self.differ("identity: plan names another than the cloud is shown", key, parts, [pull.who for pull, _, _ in pulls])
        bad = any(row["fails"] and row["today"]["credential"] != "fails" for row in plan["pulls"])
        if (plan["status"] == 78) != bad:
            self.differ("status: plan ends otherwise than its rows say", plan["status"], plan["summary"])


def token(account, attributes):
    """One as the API server makes it, but for its signature."""
    now = int(time.time())
    claims = {"iss": generate.ISSUER, "sub": "system:serviceaccount:" + account.replace("/", ":"), "aud": [attributes.get("ServiceAccountTokenAudience", "none")],
              "iat": now, "nbf": now, "exp": now + 3600}
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in ('{"alg":"RS256","kid":"x"}', json.dumps(claims), "signature"))


def resources(document):
    """The audiences in what rbac prints."""
    if isinstance(document, list):
        return [resource for item in document for resource in resources(item)]
    if isinstance(document, dict):
        own = document.get("resources", []) if "request-serviceaccounts-token-audience" in document.get("verbs", []) else []
        return own + [resource for value in document.values() for resource in resources(value)]
    return []


def access(said):
    return next((part["value"] for part in said.get("identity", []) if part["name"] == "access"), "anonymous")


def host(call):
    """Of a secret store the path, too: it names the secret."""
    name, _, path = call.partition("/")
    return name.split(":")[0] + path * name.startswith("vault.")


def credential(pull, key, told):
    """As plan calls it: for a registry that may be public, no credential is no failure."""
    public = re.match(r"public\.ecr\.aws|([a-z]+\.)?gcr\.io|quay\.io|docker\.io|index\.docker\.io|ghcr\.io|cgr\.dev|[a-z0-9-]*docker\.pkg\.dev|docker\.cloudsmith\.io|.*aliyuncs\.com", key[1])
    said = pull.statuses[0][2] if pull.statuses else ""
    if pull.credential == "fails" and public and "anonymous" in told and re.search("no identity is named|sent no service account token", said):
        return "anonymous"
    return pull.credential
