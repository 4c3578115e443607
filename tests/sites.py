"""A real web server on this machine that can be told to misbehave, byte by byte."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Answer = bytes | Callable[[socket.socket], None]


def page(
    body: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: tuple[str, ...] = ()
) -> bytes:
    """A whole, honest HTTP answer."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def redirect(to: str, *, status: str = "302 Found") -> bytes:
    """A redirect to the address ``to``."""
    return page(b"", status=status, more=(f"Location: {to}",))


@dataclass
class Site:
    """Answers by path; ``asked`` lists the requests as they came, head and all."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [each.split(" ")[1] for each in self.asked]


@contextmanager
def site(**answers: Answer) -> Iterator[Site]:
    """A site on 127.0.0.1 whose page ``/name`` is the answer ``name``; all else is 404."""
    with _serving(answers, None) as here:
        yield here


@contextmanager
def secure_site(tls: ssl.SSLContext, **answers: Answer) -> Iterator[Site]:
    """The same over TLS."""
    with _serving(answers, tls) as here:
        yield here


@contextmanager
def _serving(answers: dict[str, Answer], tls: ssl.SSLContext | None) -> Iterator[Site]:
    here = Site(answers={f"/{name}": answer for name, answer in answers.items()})

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            if tls is None:
                return self.answer()
            try:
                with tls.wrap_socket(self.request, server_side=True) as self.request:
                    return self.answer()
            except OSError:
                return None  # the reader did not like the certificate

        def answer(self) -> None:
            request = b""
            while b"\r\n\r\n" not in request and (more := self.request.recv(4096)):
                request += more
                if not request.startswith(b"G"):  # a TLS handshake, say
                    self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    return
            if not request:
                return
            here.asked.append(request.decode("latin-1"))
            path = here.asked[-1].split(" ")[1]
            answer = here.answers.get(path, page(b"nothing here", status="404 Not Found"))
            try:
                if isinstance(answer, bytes):
                    self.request.sendall(answer)
                else:
                    answer(self.request)
            except OSError:
                pass  # the reader left, as it should

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        here.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield here
        finally:
            server.shutdown()
            thread.join()
