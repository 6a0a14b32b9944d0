# SPDX-License-Identifier: Apache-2.0
"""An API server as far as `helm install` needs one: it remembers in which order objects are applied, and may refuse a resource."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import yaml

GROUPS = {
    "v1": {"serviceaccounts": "ServiceAccount", "resourcequotas": "ResourceQuota"},
    "apps/v1": {"daemonsets": "DaemonSet"},
    "rbac.authorization.k8s.io/v1": {"clusterroles": "ClusterRole", "clusterrolebindings": "ClusterRoleBinding"},
    "admissionregistration.k8s.io/v1": {
        "validatingadmissionpolicies": "ValidatingAdmissionPolicy",
        "validatingadmissionpolicybindings": "ValidatingAdmissionPolicyBinding",
    },
}
NAMESPACED = ("serviceaccounts", "resourcequotas", "daemonsets")


def discovery(path):
    """What is at a path that describes the API."""
    if path == "/version":
        return {"major": "1", "minor": "36", "gitVersion": "v1.36.0"}
    if path == "/api":
        return {"kind": "APIVersions", "versions": ["v1"]}
    if path == "/apis":
        versions = [{"groupVersion": group, "version": "v1"} for group in GROUPS if "/" in group]
        return {"kind": "APIGroupList", "groups": [
            {"name": it["groupVersion"].split("/")[0], "versions": [it], "preferredVersion": it} for it in versions]}
    if path == "/openapi/v3":
        places = {("apis/" if "/" in group else "api/") + group: group for group in GROUPS}
        return {"paths": {place: {"serverRelativeURL": "/openapi/v3/" + group} for place, group in places.items()}}
    for group, kinds in GROUPS.items():
        if path in ("/api/" + group, "/apis/" + group):
            return {"kind": "APIResourceList", "groupVersion": group, "resources": [
                {"name": name, "kind": kind, "namespaced": name in NAMESPACED, "verbs": ["get"]} for name, kind in kinds.items()]}
        if path == "/openapi/v3/" + group:
            checked = {"parameters": [{"name": "fieldValidation", "in": "query"}], "responses": {}}
            return {"openapi": "3.0.0", "info": {}, "paths": {"/" + name: {"patch": {**checked, "x-kubernetes-group-version-kind": {
                "group": group.rpartition("/")[0], "version": "v1", "kind": kind}}} for name, kind in kinds.items()}}
    return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, code, body=b"", kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def fail(self, code, reason):
        self.answer(code, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "message": reason, "code": code})

    def respond(self):
        api = self.server
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parent, name = url.path.rsplit("/", 1)
        found = discovery(url.path)
        if found:
            self.answer(200, found)
        elif "/secrets" in url.path:
            self.secrets(body)
        elif self.command == "GET" and any(name in kinds for kinds in GROUPS.values()):
            self.collection(url, name)
        elif self.command in ("POST", "PATCH"):
            value = yaml.safe_load(body)
            path = url.path if self.command == "PATCH" else f"{url.path}/{value['metadata']['name']}"
            if api.refused in path.split("/"):
                self.fail(403, "Forbidden")
            else:
                api.objects[path] = value
                api.applied.append(f"{value['kind']}/{value['metadata']['name']}")
                self.answer(201, value)
        elif url.path in api.objects:
            self.answer(200, api.objects.pop(url.path) if self.command == "DELETE" else api.objects[url.path])
        else:
            self.fail(404, "NotFound")

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = respond

    def secrets(self, body):
        """Helm's release, in Protobuf."""
        if self.command == "GET":
            self.fail(404, "NotFound")
        else:
            self.answer(201, body, self.headers["Content-Type"])

    def collection(self, url, name):
        if "sendInitialEvents" in url.query:
            self.fail(422, "Invalid")
        elif "watch=" in url.query:
            self.server.end.wait(1)
            self.answer(200)
        else:
            group = next(group for group, kinds in GROUPS.items() if name in kinds)
            items = [it for path, it in self.server.objects.items() if path.startswith(url.path + "/")]
            self.answer(200, {"kind": GROUPS[group][name] + "List", "apiVersion": group, "metadata": {"resourceVersion": "1"}, "items": items})


class ApiServer(ThreadingHTTPServer):
    """Serves on a port of the loopback while it is entered."""

    daemon_threads = True

    def __init__(self, refused=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.refused = refused
        self.objects = {}
        self.applied = []
        self.end = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_):
        """Helm ends a watch by closing its connection."""

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.end.set()
        self.shutdown()
        self.server_close()
