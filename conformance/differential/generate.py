# SPDX-License-Identifier: Apache-2.0
"""Cases by seed: options of podpass, a configuration of kubelet, and what a cluster has. A case is JSON."""

import json
import random

ISSUER = "https://i.example.com"
ROLE = "arn:aws:iam::123456789012:role/puller"
POOL = "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/pool/providers/provider"
GKE = f"identitynamespace:my-project.svc.id.goog:{ISSUER}"
CLIENT, TENANT = "11111111-2222-3333-4444-555555555555", "66666666-7777-8888-9999-000000000000"
RAM, RAM_PROVIDER = "acs:ram::1234567890123456:role/puller", "acs:ram::1234567890123456:oidc-provider/cluster"
IDENTITY = "0123456789abcdef0123456789abcdef01234567/0123456789abcdef"
PROFILE = {"url": "https://sts.example.com/login", "form": "json", "token-field": "jwt", "owner-field": "role", "owner-pattern": "team-*"}
LONG = "customer-portal-backend-services-production-eu-1"

# Of each provider: hosts; repositories; annotations with a value that works; options, of which "|" separates the values,
# and "!" marks one that an entry cannot do without.
PROVIDERS = {
    "ecr": {
        "hosts": ["123456789012.dkr.ecr.us-east-1.amazonaws.com", "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
                  "123456789012.dkr-ecr.eu-west-1.on.aws", "999999999999.dkr.ecr.cn-north-1.amazonaws.com.cn", "public.ecr.aws",
                  "1234.dkr.ecr.eu-west-1.amazonaws.com"],
        "annotations": {"eks.amazonaws.com/ecr-role-arn": ROLE},
        "options": [f"--ecr-role-arn={ROLE}|arn:aws:iam::{{account}}:role/{{namespace}}-{{serviceaccount}}|role",
                    "--ecr-role-annotation=eks.amazonaws.com/role-arn|a.example/x,eks.amazonaws.com/ecr-role-arn|a,a",
                    "--ecr-session-policy=registry|repository|none", "--ecr-pull-through",
                    "--ecr-sts-endpoint=https://vpce.sts.us-east-1.vpce.amazonaws.com", "--ecr-api-endpoint=https://vpce.api.ecr.us-east-1.vpce.amazonaws.com"],
    },
    "gar": {
        "hosts": ["us-docker.pkg.dev", "docker.europe-west1.rep.pkg.dev", "gcr.io", "eu.gcr.io", "a-b-docker.pkg.dev"],
        "repositories": ["my-project/apps/api", "p/r/a/b"],
        "annotations": {"iam.gke.io/gcp-service-account": "puller@my-project.iam.gserviceaccount.com",
                        "iam.gke.io/enable-wi-image-pull": "true"},
        "options": [f"!--gar-audience={POOL}|https:{POOL}|{GKE}", "--gar-service-account=x@my-project.iam.gserviceaccount.com|{namespace}@my-project.iam.gserviceaccount.com",
                    "--gar-service-account-annotation=iam.gke.io/gcp-service-account|example.com/k", "--gar-require-annotation=iam.gke.io/enable-wi-image-pull|example.com/k",
                    "--gar-sts-endpoint=https://sts.p.googleapis.com"],
    },
    "acr": {
        "hosts": ["myreg.azurecr.io", "myreg-abc123.azurecr.io", "myreg.eastus.geo.azurecr.io", "myreg.azurecr.cn", "myreg.azurecr.us"],
        "annotations": {"kubernetes.azure.com/acr-client-id": CLIENT, "kubernetes.azure.com/acr-tenant-id": TENANT},
        "options": [f"--acr-client-id={CLIENT}", f"--acr-tenant-id={TENANT}|contoso.onmicrosoft.com", "--acr-client-id-annotation=example.com/x",
                    "--acr-tenant-id-annotation=example.com/x|example.com/y", "--acr-cloud=public|china|us-government", "BINDING"],
    },
    "alibaba": {
        "hosts": ["registry.cn-hangzhou.aliyuncs.com", "acme-registry.cn-hangzhou.cr.aliyuncs.com", "acme-registry-vpc.cn-shanghai.cr.aliyuncs.com"],
        "annotations": {"podpass.dev/alibaba-role-arn": RAM, "podpass.dev/alibaba-oidc-provider-arn": RAM_PROVIDER},
        "options": [f"--alibaba-role-arn={RAM}|acs:ram::1234567890123456:role/{{namespace}}", f"--alibaba-oidc-provider-arn={RAM_PROVIDER}",
                    "--alibaba-instance=acme-registry.cn-hangzhou.cr.aliyuncs.com=cri-0123456789abcdef", "--alibaba-session-policy=registry|repository|none",
                    "--alibaba-role-annotation=example.com/x"],
    },
    "quay": {
        "hosts": ["quay.io", "quay.example.com"],
        "annotations": {"podpass.dev/quay-robot": "team+robot"},
        "options": ["--registry=quay.example.com|quay.io,quay.example.com", "--exchange-identity=team+{serviceaccount}|no-plus", "--exchange-annotation=example.com/robot"],
    },
    "jfrog": {
        "hosts": ["acme.jfrog.io", "docker.example.com"],
        "annotations": {},
        "options": ["!--registry=acme.jfrog.io|acme.jfrog.io,docker.example.com", "!--exchange-fields=provider_name=podpass|provider_name=kubernetes-production-eu-west-1-blue|provider_name=x,project_key=y",
                    "--exchange-url=https://acme.jfrog.io/access/api/v1/oidc/token"],
    },
    "chainguard": {
        "hosts": ["cgr.dev"],
        "annotations": {"podpass.dev/chainguard-identity": IDENTITY},
        "options": [f"--exchange-identity={IDENTITY}", "--exchange-annotation=example.com/identity"],
    },
    "cloudsmith": {
        "hosts": ["docker.cloudsmith.io", "docker.acme.example"],
        "repositories": ["my-company/repo/app", "my-company/other/app"],
        "own": ["repo/app", "my-company/repo/app"],
        "annotations": {"podpass.dev/cloudsmith-service": "puller"},
        "options": ["!--exchange-fields=organization=my-company|organization=my-company ", "--exchange-identity={serviceaccount}", "--registry=docker.acme.example"],
    },
    "exchange": {
        "hosts": ["reg.example.com", "reg.example.com:5000"],
        "annotations": {"podpass.dev/exchange-identity": "team-a"},
        "options": ["!--registry=reg.example.com|reg.example.com:5000,reg.example.com",
                    "!--exchange-url=https://sts.example.com/token|PROFILE", "--exchange-username=puller", "--exchange-fields=scope=pull|scope=pull,audience=registry",
                    "--exchange-identity={namespace}|team-x"],
    },
    "vault": {
        "hosts": ["ghcr.io", "docker.io", "registry.redhat.io", "nexus.example.com:8443"],
        "annotations": {"example.com/store-role": "puller"},
        "options": ["!--registry=ghcr.io,docker.io|docker.io|ghcr.io,registry.redhat.io,nexus.example.com:8443",
                    "!--vault-url=https://vault.example.com|https://vault.example.com/proxy/",
                    "!--vault-role=pull|pull-apps|{namespace}|{namespace}_{serviceaccount}",
                    "!--vault-secret=secret/data/{namespace}/{serviceaccount}|kv/{registry}|secret/data/{registry}/{namespace}|registry/creds/all|kv/all|kv/{namespace}-{serviceaccount}",
                    "--vault-mount=clusters/a|jwt", "--vault-fields=/password|.dockerconfigjson|/username,/password", "--vault-namespace=team|a/b",
                    "--vault-lifetime=0s|1h|2h", "--vault-inline", "--vault-role-annotation=example.com/store-role|example.com/none,example.com/store-role"],
    },
    "passthrough": {
        "hosts": ["zot.example.com", "harbor.example.com:8443"],
        "annotations": {},
        "options": ["!--passthrough-registry=zot.example.com|zot.example.com,harbor.example.com:8443|zot", "--passthrough-username=robot"],
    },
}
GENERAL = ["--otherwise=fail|node|anonymous", "--without-token=fail|node|anonymous", "--without-identity=fail|node|anonymous",
           f"--token-issuer={ISSUER}|https://other.example|{ISSUER} ", "--token-audience=custom.example|sts.amazonaws.com|api://AzureADTokenExchange", "--cache-per-pod", "--deadline=30s|5m|x",
           "--max-cache-duration=1h|90", "--allow-audience=custom.example", "MIRROR", "--log-level=info"]
PLATFORMS = {
    "eks": ("ecr-credential-provider", ["*.dkr.ecr.*.amazonaws.com", "*.dkr-ecr.*.on.aws", "*.dkr.ecr.*.amazonaws.com.cn", "*.dkr-ecr.*.on.amazonwebservices.com.cn",
            "*.dkr.ecr-fips.*.amazonaws.com", "*.dkr-ecr-fips.*.on.aws", "public.ecr.aws", "ecr-public.aws.com"]),
    "gke": ("auth-provider-gcp", ["container.cloud.google.com", "gcr.io", "*.gcr.io", "*.pkg.dev"]),
    "aks": ("acr-credential-provider", ["*.azurecr.io", "*.azurecr.cn", "*.azurecr.us", "*.*.geo.azurecr.io"]),
}
HEAD = {"name": "", "apiVersion": "credentialprovider.kubelet.k8s.io/v1", "defaultCacheDuration": "10m"}
STYLES = ["yaml", "json", "flow", "quoted", "crlf", "bom", "comments", "anchors", "indented"]
# By hand, in a file that is right: a text, what is written in its place.
EDITS = [
    ["serviceAccountTokenAudience: sts", "serviceAccountTokenAudience: other.sts"], ["serviceAccountTokenAudience", "tokenAudience"],
    ["cacheType: ServiceAccount", "cacheType: Token"], ["cacheType: ServiceAccount", "cacheType: Pod"], ["      cacheType: ServiceAccount\n", ""],
    ["requireServiceAccount: false", "requireServiceAccount: true"], ["requireServiceAccount: false", "requireServiceAccount: n"],
    ["requireServiceAccount: false", "requireServiceAccount: nope"], ["requireServiceAccount: false", "requireServiceAccount: 'false'"],
    ["optionalServiceAccountAnnotationKeys", "requiredServiceAccountAnnotationKeys"], ["optionalServiceAccountAnnotationKeys", "annotationKeys"],
    ["defaultCacheDuration: 0s", "defaultCacheDuration: 2562048h"], ["defaultCacheDuration: 0s", "defaultCacheDuration: -1s"], ["defaultCacheDuration: 0s", "defaultCacheDuration: 0"],
    ["apiVersion: kubelet", "%YAML 1.2\n---\napiVersion: kubelet"], ["kind: Cred", "kind: cred"], ["args:\n", "env: [null]\n    args:\n"], ["args:\n", "args:\n      - null\n"],
    ["args:\n", "args:\n      - --nosuch=1\n"], ["args:\n", "env: [{name: PODPASS_DEADLINE, value: soon}]\n    args:\n"], ["args:\n", "env: [{name: '', value: x}]\n    args:\n"],
    ["--provider=", "--providers="], ["credentialprovider.kubelet.k8s.io/v1", "credentialprovider.kubelet.k8s.io/v1beta1"],
    *[["matchImages:\n", f"matchImages:\n      - '{pattern}'\n"] for pattern in (
        "::1", "1:2:3::4", "a.example:5000:6000", "[a-z].example", "x.[a-z].example", "[*].example", "[::1", "x[y", "[]", "[fe80::1%25en0]", "*", "", "https://a.example",
        "a.example/**", "*.*.*", "quay.io:443", "reg.example.com:443", "zot.example.com:443", "a_b.example", "A.example", "a.example/%zz", " a.example", "*.example.com/team/*")],
]


def document(entries, version, style):
    """A CredentialProviderConfig as somebody may have written it."""
    whole = {"apiVersion": f"kubelet.config.k8s.io/{version}", "kind": "CredentialProviderConfig", "providers": entries}
    if style in ("json", "flow"):
        text = json.dumps(whole, indent=2 if style == "json" else None)
        return text if style == "json" else text.replace('"kind": "CredentialProviderConfig"', "kind: CredentialProviderConfig")
    quote = json.dumps if style == "quoted" else lambda value: f"'{value}'" if value.startswith("*") else value
    pad = "  " if style == "indented" else ""
    lines = [f"{key}: {quote(whole[key])}" for key in ("apiVersion", "kind")] + ["providers:" if entries else "providers: []"]
    for number, entry in enumerate(entries):
        patterns = "matchImages:" if style != "anchors" or number else "matchImages: &images"
        lines += [f"{pad}- name: {quote(entry['name'])}", f"{pad}  apiVersion: {quote(entry['apiVersion'])}", f"{pad}  {patterns}"]
        lines += [f"{pad}  - {quote(pattern)}" for pattern in entry["matchImages"]]
        lines += [f"{pad}  defaultCacheDuration: {quote(entry['defaultCacheDuration'])}"]
    if style == "comments":
        lines = ["# ours", *(line + "  # as the vendor wrote it" for line in lines), "# the end"]
    text = ("\r\n" if style == "crlf" else "\n").join(lines) + "\n"
    return "\ufeff" + text if style == "bom" else text


def flag(dice, text, env):
    """One of an option's values."""
    if text == "BINDING":
        return ["--acr-identity-binding-sni=BINDING_NAME", "--acr-identity-binding-server=BINDING_SERVER", "--acr-identity-binding-ca=BINDING_CA"]
    if text == "MIRROR":
        source = dice.choice(["docker.io", "quay.io", "gcr.io", "ghcr.io/team", "reg.example.com", "mirror.example.com:5000"])
        return [f"--mirror={source}={dice.choice(dice.choice(list(PROVIDERS.values()))['hosts'])}{dice.choice(['', '/cache', '/p/r'])}"]
    name, _, values = text.partition("=")
    value = dice.choice(values.split("|"))
    if value == "PROFILE":
        name, value = "--exchange-profile", json.dumps(PROFILE, separators=(",", ":"))
    if values and dice.random() < 0.12:
        env.append(f"PODPASS_{name[2:].upper().replace('-', '_')}={value}")
        return []
    return [f"{name}={value}" if values else name]


def annotations(dice, providers, options):
    found = {}
    for provider in providers:
        for key, good in PROVIDERS[provider]["annotations"].items():
            renamed = [o.split("=", 1)[1].split(",")[0] for o in options if "annotation=" in o and o.startswith(f"--{provider}")]
            key = dice.choice(renamed) if renamed and dice.random() < 0.4 else key
            value = dice.choices([good, None, "", "x y", "false", "kept-by-somebody-else"], [70, 14, 3, 3, 3, 7])[0]
            if value is not None:
                found[key] = value
    return found


def image(dice, provider, options):
    facts = PROVIDERS[provider]
    sources = [option.split("=")[1] for option in options if option.startswith("--mirror=")]
    host = dice.choice(facts["hosts"][:1] * 3 + facts["hosts"] + sources * 3)
    repositories = facts.get("own", facts.get("repositories")) if host == facts["hosts"][-1] else facts.get("repositories")
    repository = dice.choice((repositories or ["team-a/app", "app", "team-a/deep/app"]) + ["library/" + "x" * 65] * (dice.random() < 0.1))
    odd = dice.random()
    if odd < 0.03:
        host = host.replace("a", "A").replace("r", "R", 1)
    elif odd < 0.06:
        host += dice.choice([":443", ":5000"])
    elif odd < 0.08:
        host = dice.choice(["ghcr.io", "Quay.io", "nginx", "docker.io/library", "unknown.example.com", "localhost:5000"])
    tag = dice.choices(["", ":1.0", "@sha256:" + "ab" * 32, ":v1@sha256:" + "cd" * 32, "@sha256:xyz", ":a b", ":", "/"], [40, 30, 12, 10, 1, 1, 1, 1])[0]
    return f"{host}/{repository}{tag}".removeprefix("docker.io/" if odd > 0.6 else "-")


def case(seed):
    dice = random.Random(seed)
    providers = dice.sample(list(PROVIDERS), dice.choices([1, 2, 3], [60, 30, 10])[0])
    options, env = [], []
    for provider in providers:
        for text in PROVIDERS[provider]["options"]:
            if text.startswith("!") and dice.random() < 0.98 or dice.random() < 0.22:
                options += flag(dice, text.removeprefix("!"), env)
    for text in GENERAL:
        if dice.random() < 0.13:
            options += flag(dice, text, env)
    if "fields=/password" in " ".join(options + env).lower():
        options.append("--vault-username=robot")  # Alone it would be a .dockerconfigjson, which the secret is not.
    usual = [name for name, provider in {"eks": "ecr", "gke": "gar", "aks": "acr"}.items() if provider in providers]
    platform = dice.choice([None, "eks", "gke", "aks", *usual * 3])
    accounts = {}
    for namespace in dice.sample(["t", "team-a", LONG, "kube-system"], 2):
        for name in dice.sample(["app", "default", "ci.builder"], 2):
            accounts[f"{namespace}/{name}"] = annotations(dice, providers, options)
    pods = []
    for number in range(dice.randint(2, 4)):
        account = dice.choice(list(accounts))
        kind = dice.choices(["", "static", "secret", "windows", "fargate", "ended", "init"], [66, 12, 6, 4, 3, 4, 5])[0]
        pods.append({"account": account, "kind": kind, "images": [image(dice, dice.choice(providers), options) for _ in range(dice.randint(1, 2))]})
    if dice.random() < 0.15:
        accounts.pop(dice.choice(list(accounts)))  # Not in what kubectl printed.
    where = dice.choice([[], ["--first"], [f"--replace={PLATFORMS[platform][0]}"] if platform in usual else []]) if platform else []
    return {
        "seed": seed, "providers": providers, "options": options, "env": env, "platform": platform, "where": where,
        "accounts": accounts, "pods": pods, "version": dice.choice(["v1", "v1", "v1beta1", "v1alpha1"]), "style": dice.choice(STYLES),
        "form": dice.choice(["inline", "inline", "file", "env"]), "edit": dice.choice(EDITS) if dice.random() < 0.5 else None,
    }
