"""A network connection that is made only to an address that was checked, and that ends in time."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterable
from time import monotonic
from typing import Any

import httpcore2

from onrecord.intake.addresses import Network, parsed, public
from onrecord.record import Sentence

CONNECT = 10.0  # seconds for one address of a host, so that a dead first address leaves time for the next


class Refused(Exception):
    """Why a connection was not even tried: a :class:`~onrecord.record.Sentence`."""


class Deadline:
    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds left, at most ``most``; raises a timeout when there are none."""
        left = self._end - monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout
        return left if most is None else min(left, most)


class Guard(httpcore2.NetworkBackend):
    """Resolves a name, checks every address, and connects to the one that was checked."""

    def __init__(self, *, ports: frozenset[int], private: tuple[Network, ...], deadline: Deadline) -> None:
        self._ports, self._private, self._deadline = ports, private, deadline
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        if port not in self._ports:
            raise Refused(Sentence("it asks for port {port}, which pages do not come from", port=port))
        addresses = self._resolve(host, port)
        for address in addresses:
            number = parsed(address)
            if not public(number) and not any(number in network for network in self._private):
                raise Refused(
                    Sentence(
                        "{host} is at {address}, which is no address of the public internet", host=host, address=address
                    )
                )
        for last, address in enumerate(addresses, 1 - len(addresses)):
            try:
                stream = self._sockets.connect_tcp(address, port, self._deadline.left(CONNECT), None, socket_options)
                return _Timed(stream, self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if not last:
                    raise
        raise Refused(Sentence("{host} has no address", host=host))

    def _resolve(self, host: str, port: int) -> list[str]:
        """The addresses of ``host``, at most eight. The system's resolver knows no time limit, so it gets a thread."""
        found: list[Any] = []

        def ask() -> None:
            try:
                found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError) as error:
                found.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(self._deadline.left())
        if not found:
            raise httpcore2.ConnectTimeout
        if isinstance(found[0], Exception):
            raise Refused(Sentence("there is no address for the name {host}", host=host))
        return list(dict.fromkeys(str(each[4][0]) for each in found[0]))[:8]


class _Timed(httpcore2.NetworkStream):
    """A connection on which nothing outlasts the deadline, a byte at a time or not."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Timed(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
