"""The APIs of Quay, JFrog and Cloudsmith, as far as the scripts use them. Strict about method, URL, headers and body: a
request that the service would not take is answered as that does."""

import json
import re


class Answer(Exception):
    """A service's answer that ends the request: its status and its body."""


def require(condition, status, message):
    if not condition:
        raise Answer(status, {"message": message})


def there(things, key, message="Not Found", status=404):
    require(key in things, status, message)
    return things[key]


def take(things, field, value):
    """Removes the thing that has this value."""
    found = [thing for thing in things if thing[field] == value]
    require(found, 404, "Not Found")
    things.remove(found[0])
    return 204, ""


def quay(service, request, body):
    """Of Quay: a robot or a permission that does not exist is a DataModelException, and that is a 400."""
    match request:
        case "PUT", "api", "v1", "organization", organization, "robots", robot:
            robots = there(service["organizations"], organization, "Organization", 403)
            require(robot not in robots, 400, "Existing robot with name")
            require(set(body) <= {"description", "unstructured_metadata"}, 400, "unexpected field")
            robots[robot] = []
            service.setdefault("descriptions", {})[robot] = body.get("description", "")
            return 201, {"name": f"{organization}+{robot}"}
        case "GET" | "POST" as method, "api", "v1", "organization", organization, "robots", robot, *federation:
            robots = there(service["organizations"], organization, "Organization", 403)
            held = there(robots, robot, "Could not find robot with specified username", 400)
            require((method, *federation) in [("GET",), ("GET", "federation"), ("POST", "federation")], 405, "method")
            if not federation:
                return 200, {"name": f"{organization}+{robot}", "description": service.get("descriptions", {}).get(robot, "")}
            if method == "POST":
                require(isinstance(body, list) and all({"issuer", "subject"} <= set(m) for m in body), 400, "Missing fields")
                pairs = {(m["issuer"], m["subject"]) for m in body}
                require(len(pairs) == len(body), 400, "Duplicate federation config entry")
                kept = ("issuer", "subject", "audiences") if service["audiences"] else ("issuer", "subject")
                robots[robot] = held = [{field: m[field] for field in kept if field in m} for m in body]
            return 200, held
        case method, "api", "v1", "repository", organization, name, "permissions", "user", user:
            permissions = there(service["repositories"], f"{organization}/{name}")
            if method == "PUT":
                require(body in ({"role": "read"}, {"role": "write"}), 400, "role")
                permissions[user] = body["role"]
            role = there(permissions, user, "User does not have permission for repo.", 400)
            if method == "DELETE":
                del permissions[user]
                return 204, ""
            return 200, {"role": role, "name": user}


def jfrog(service, request, body):
    match request:
        case "POST", "access", "api", "v1", "oidc":
            require({"name", "issuer_url", "provider_type"} <= set(body), 400, "missing fields")
            require(body["name"] not in service["integrations"], 409, "exists")
            service["integrations"][body["name"]] = {**body, "mappings": []}
            return 201, ""
        case "GET", "access", "api", "v1", "oidc", name:
            integration = there(service["integrations"], name)
            return 200, {field: value for field, value in integration.items() if field != "mappings"}
        case "POST", "access", "api", "v1", "oidc", name, "identity_mappings":
            mappings = there(service["integrations"], name)["mappings"]
            require({"name", "priority", "claims", "token_spec"} <= set(body), 400, "missing fields")
            require(body["name"] not in [m["name"] for m in mappings], 409, "exists")
            mappings.append(body)
            return 201, ""
        case "GET" | "DELETE" as method, "access", "api", "v1", "oidc", name, "identity_mappings", *rest:
            project = rest.pop().removeprefix("?project_key=") if rest and rest[-1].startswith("?project_key=") else None
            mappings = there(service["integrations"], name)["mappings"]
            scoped = [m for m in mappings if m.get("project_key") == project]
            if method == "GET":
                return 200, scoped
            require(rest and rest[0] in [m["name"] for m in scoped], 404, "Not Found")
            return take(mappings, "name", rest[0])


def cloudsmith(service, request, body):
    match request:
        case "GET", "v1", "orgs", organization, "services", name:
            return 200, {"slug": there(there(service["organizations"], organization)["services"], name)}
        case "POST", "v1", "orgs", organization, "openid-connect":
            providers = there(service["organizations"], organization)["providers"]
            require({"name", "provider_url", "enabled", "claims", "service_accounts"} == set(body), 422, "fields")
            require(body["claims"], 422, "claims")
            providers.append({**body, "slug_perm": f"perm{len(providers)}"})
            return 201, providers[-1]
        case "GET", "v1", "orgs", organization, "openid-connect", "?page_size=500":
            return 200, there(service["organizations"], organization)["providers"]
        case "DELETE", "v1", "orgs", organization, "openid-connect", provider:
            return take(there(service["organizations"], organization)["providers"], "slug_perm", provider)
        case "GET", "v1", "repos", organization, repository, "privileges", "?page_size=500":
            held = there(there(service["organizations"], organization)["repositories"], repository)
            return 200, {"privileges": [{"privilege": privilege, "service": name} for name, privilege in held.items()]}
        case "PATCH", "v1", "repos", organization, repository, "privileges":
            held = there(there(service["organizations"], organization)["repositories"], repository)
            for privilege in body["privileges"]:
                require(set(privilege) == {"privilege", "service"}, 422, "privilege")
                held[privilege["service"]] = privilege["privilege"]
            return 204, ""


def answer(services, request):
    """The answer of the service that has this host: its status and its body."""
    path, query = re.fullmatch(r"/([\w/+-]+)(\?\w+=\w+)?", request.path).groups("")
    service = services[request.headers["Host"]]
    try:
        require(request.headers["Accept"] == "application/json", 406, "Accept")
        header, value = service["authorization"].split(": ")
        require(request.headers.get(header) == value, 401, "Unauthorized")
        kind = "application/json" if request.body else None
        require(request.headers.get("Content-Type") == kind, 415, "Content-Type")
        if request.method in service.get("broken", ()):
            return 503, "upstream"
        call = (request.method, *path.rstrip("/").split("/"), *([query] if query else []))
        api = {"quay": quay, "jfrog": jfrog, "cloudsmith": cloudsmith}[service["kind"]]
        return api(service, call, request.body and json.loads(request.body)) or (404, {"message": "Not Found"})
    except Answer as refused:
        return refused.args
