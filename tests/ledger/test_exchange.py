"""One request and its answer, against a real server on this machine that misbehaves."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from ledger.beat import HERE
from onrecord.intake.fetch import Policy
from onrecord.ledger.exchange import Answer, ExchangeError, exchange
from sites import Answer as Sent
from sites import Site, page, site


def ask(here: Site, **changes: object) -> Answer:
    known: dict[str, Any] = {"private": (HERE,), "ports": frozenset({here.port}), "seconds": 60.0, "size": 4 << 20}
    policy = Policy(**known | changes)
    return exchange(f"{here.url}/it", headers={"X-Lantern": "lit"}, policy=policy)


@pytest.mark.parametrize(
    ("sent", "data"),
    [
        (page(b"words"), b"words"),
        (page(gzip.compress(b"words"), more=("Content-Encoding: gzip",)), b"words"),
        (page(zlib.compress(b"words"), more=("Content-Encoding: deflate",)), b"words"),
        (page(b"not sent", status="404 Not Found"), b""),
        (page(b"", status="304 Not Modified", more=('ETag: "a"',)), b""),
    ],
)
def test_what_comes_back(sent: bytes, data: bytes) -> None:
    with site(it=sent) as here:
        answer = ask(here)
    assert answer.data == data and answer.status == int(sent[9:12])
    assert "\r\nX-Lantern: lit\r\n" in here.asked[0] and "Cookie" not in here.asked[0]


def drip(to: socket.socket) -> None:
    to.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        to.sendall(b".")
        time.sleep(0.05)


def endless(to: socket.socket) -> None:
    to.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        to.sendall(b"." * 65536)


BOMB = gzip.compress(b"\0" * (64 << 20))
WRONG: dict[str, tuple[Sent, str]] = {
    "a bomb": (page(BOMB, more=("Content-Encoding: gzip",)), "larger than 4 MiB"),
    "without end": (endless, "larger than 4 MiB"),
    "slow": (drip, "no answer within 0.5 seconds"),
    "cut off": (page(gzip.compress(b"words" * 99)[:-9], more=("Content-Encoding: gzip",)), "breaks off"),
    "no HTTP": (b"SSH-2.0-lantern\r\n\r\n", "breaks off or is not HTTP"),
    "nothing": (b"", "breaks off or is not HTTP"),
    "packed otherwise": (page(b"", more=("Content-Encoding: br",)), "packed as br"),
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_what_goes_wrong(case: str) -> None:
    sent, said = WRONG[case]
    with site(it=sent) as here, pytest.raises(ExchangeError, match=said) as caught:
        ask(here, seconds=0.5 if case == "slow" else 60.0)
    assert not caught.value.refused


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda url: url, "no address of the public internet"),
        (lambda url: url.replace("127.0.0.1", "localhost"), "no address of the public internet"),
        (lambda url: url.replace("http:", "gopher:"), "another kind"),
        (lambda url: url.replace("http://", "http://me@"), "name or password"),
        (lambda url: "http://lantern.example:22/", "port 22"),
        (lambda url: url + "a" * 9000, "more than 8192 characters"),
    ],
)
def test_what_is_not_even_asked(change: Callable[[str], str], said: str) -> None:
    with site(it=page(b"words")) as here, pytest.raises(ExchangeError, match=said) as caught:
        ports = frozenset({80, here.port})
        exchange(change(f"{here.url}/it"), headers={}, policy=Policy(ports=ports))
    assert caught.value.refused and here.asked == []


def test_a_name_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")  # some networks answer for every name, or never

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(ExchangeError, match="no address for the name"):
        exchange("http://no-such-host.invalid/", headers={})


def test_a_closed_port() -> None:
    with socket.socket() as taken:  # and held meanwhile, so that nobody else listens there
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(ExchangeError, match="there is no connection") as caught:
            policy = Policy(private=(HERE,), ports=frozenset({port}), seconds=60.0)
            exchange(f"http://127.0.0.1:{port}/", headers={}, policy=policy)
    assert not caught.value.refused
