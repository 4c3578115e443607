"""An OpenID Connect issuer on loopback, of tests alone: it vouches for whomever it was told to."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

CLIENT, SECRET = "the-desk", "a secret that only both know"
CODE = "a-code-of-the-issuer"


@dataclass
class Issuer:
    """Where it is, and what it says of the person who signs in there."""

    address: str
    person: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@contextmanager
def issuing() -> Iterator[Issuer]:
    """An issuer that runs meanwhile."""
    key = generate_private_key(public_exponent=65537, key_size=2048)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    issuer = Issuer(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = _handler(issuer, key)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(issuer: Issuer, key: RSAPrivateKey) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            at = urlsplit(self.path).path
            issuer.asked.append(at)
            if at == "/.well-known/openid-configuration":
                self._answer(_configuration(issuer.address))
            elif at == "/userinfo" and self.headers["Authorization"] == "Bearer an-access-token":
                self._answer(issuer.person)
            else:
                self._answer({"error": "not here"}, 404)

        def do_POST(self) -> None:
            said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            issuer.asked.append(urlsplit(self.path).path)
            basic = self.headers["Authorization"] or ""
            known = basic == "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            if (not known and said.get("client_secret") != [SECRET]) or said.get("code") != [CODE]:
                self._answer({"error": "invalid_client"}, 401)
                return
            now = int(time.time())
            claims = {**issuer.person, "iss": issuer.address, "aud": CLIENT, "iat": now, "exp": now + 3600}
            token = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "one"})
            self._answer({"access_token": "an-access-token", "token_type": "Bearer", "id_token": token})

        def _answer(self, value: object, status: int = 200) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _configuration(address: str) -> dict[str, Any]:
    return {
        "issuer": address,
        "authorization_endpoint": f"{address}/authorize",
        "token_endpoint": f"{address}/token",
        "userinfo_endpoint": f"{address}/userinfo",
        "jwks_uri": f"{address}/jwks",
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }
