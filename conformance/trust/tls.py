"""An HTTPS server on loopback, with a CA of its own, that keeps the requests it gets."""

import collections
import http.server
import ssl
import subprocess
import threading

Request = collections.namedtuple("Request", "method path headers body")


def certificate(folder, hosts):
    """Writes ca.pem, and a certificate of it for 127.0.0.1 and the hosts."""
    new = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    names = ",".join(["IP:127.0.0.1", *(f"DNS:{host}" for host in hosts)])
    leaf = (f"subjectAltName={names}", "extendedKeyUsage=serverAuth", "basicConstraints=critical,CA:FALSE")
    signed = ["-CA", "ca.pem", "-CAkey", "ca.key", *(word for extension in leaf for word in ("-addext", extension))]
    for name, more in (("ca", ()), ("server", signed)):
        command = [*new, "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem", *more]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)


class Server:
    """Its CA is ca.pem in the folder. A request is answered by a function that gives status, content type and body."""

    def __init__(self, folder, answer, hosts=()):
        self.requests = requests = []
        certificate(folder, hosts)

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                requests.append(Request(self.command, self.path, dict(self.headers), body))
                status, kind, content = answer(requests[-1])
                self.send_response(status)
                self.send_header("Content-Type", kind)
                if status != 204:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

            def log_message(self, *_):
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem", folder / "server.key")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False  # Else an idle connection blocks the others.
        )
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
