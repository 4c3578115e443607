"""A small proxy that speaks TLS, as one stands in front of a desk: for tests alone."""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

_HOP = {"connection", "keep-alive", "transfer-encoding", "x-forwarded-proto", "x-real-ip", "te", "upgrade"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    behind: int  # the port of the desk

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def _passed(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length) if length else None
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        # As nginx and Caddy do: what the client says of itself stays, and the truth is put last.
        came = [self.headers["X-Forwarded-For"]] if "X-Forwarded-For" in self.headers else []
        headers["X-Forwarded-For"] = ", ".join([*came, self.client_address[0]])
        headers["X-Forwarded-Proto"] = "https"
        behind = http.client.HTTPConnection("127.0.0.1", self.behind, timeout=240)
        try:
            behind.request(self.command, self.path, body, headers)
            answer = behind.getresponse()
            data = answer.read()
        except OSError:
            self.send_error(502)
            return
        finally:
            behind.close()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_POST = do_HEAD = _passed


@contextmanager
def proxy(behind: int) -> Iterator[tuple[str, ssl.SSLContext]]:
    """A proxy before the port ``behind``: its address, and what trusts its certificate."""
    authority = trustme.CA()
    trusts = ssl.create_default_context()
    authority.configure_trust(trusts)
    serves = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(serves)
    handler = type("Handler", (_Handler,), {"behind": behind})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.socket = serves.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{server.server_address[1]}", trusts
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
