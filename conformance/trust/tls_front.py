"""TLS in front of moto, which keeps what comes through. moto's authorization tokens have expired in 2015: here they live."""

import http.client
import http.server
import re
import ssl
import threading
import time


class Front:
    def __init__(self, folder, backend):
        self.requests = []
        front = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                front.requests.append({"headers": dict(self.headers), "body": body.decode()})
                back = http.client.HTTPConnection(backend)
                back.request("POST", self.path, body, dict(self.headers))
                answer = back.getresponse()
                expiry = b'"expiresAt": %d' % (time.time() + 12 * 3600)
                content = re.sub(rb'"expiresAt": ?[0-9.]+', expiry, answer.read())
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.headers["Content-Type"])
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem", folder / "server.key")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False  # Else an idle connection blocks the others.
        )
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
