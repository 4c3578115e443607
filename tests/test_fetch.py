"""Fetching, against real servers on this machine that do what hostile and broken ones do."""

from __future__ import annotations

import gzip
import ipaddress
import itertools
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from onrecord.intake import robots
from onrecord.intake.addresses import public
from onrecord.intake.fetch import DEFAULT, FetchError, Policy, fetch
from sites import Site, page, redirect, secure_site, site

HERE = ipaddress.ip_network("127.0.0.1/32")
HANGS = 60.0  # seconds for which a server or a resolver says nothing; nobody waits so long
REPORT = "<p>“The road was closed,” said Lena Morrow.</p>".encode()


@pytest.fixture(autouse=True)
def no_rules_kept() -> Iterator[None]:
    robots.forget()
    yield
    robots.forget()


def policy(here: Site, **changes: Any) -> Policy:
    """What reaches the site ``here`` on this machine, and nothing else that is private."""
    return Policy(**{"private": (HERE,), "ports": frozenset({here.port}), "seconds": 60.0, **changes})


def refusal(url: str, rule: Policy = DEFAULT) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(url, policy=rule)
    assert caught.value.url == url
    sentence = str(caught.value)
    assert ";" in sentence and "\n" not in sentence  # what is wrong; what to do next
    return sentence


def resolver(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> None:
    """Makes ``names`` resolve to other addresses each time they are asked for, the last one ever after."""
    real, asked = socket.getaddrinfo, dict.fromkeys(names, 0)

    def answer(host: Any, port: Any, *args: Any, **options: Any) -> Any:
        if host not in names:
            return real(host, port, *args, **options)
        turn = min(asked[host], len(names[host]) - 1)
        asked[host] += 1
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in names[host][turn].split()
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


# -- what works ---------------------------------------------------------------------------------------------------


def test_a_page() -> None:
    with site(report=page(REPORT)) as here:
        got = fetch(f"{here.url}/report#top", policy=policy(here))
    assert (got.data, got.url, got.content_type) == (REPORT, f"{here.url}/report", "text/html; charset=utf-8")
    assert here.paths() == ["/robots.txt", "/report"]
    assert all("\r\nUser-Agent: onrecord/" in each and "Cookie" not in each for each in here.asked)


def test_redirects_are_followed_and_the_last_address_is_kept() -> None:
    with site(a=redirect("/b"), b=redirect("c", status="308 Permanent Redirect"), c=page(REPORT)) as here:
        got = fetch(f"{here.url}/a", policy=policy(here))
    assert (got.data, got.url) == (REPORT, f"{here.url}/c")


def test_no_cookie_is_sent_back() -> None:
    setting = page(b"", status="302 Found", more=("Location: /b", "Set-Cookie: a=b"))
    with site(a=setting, b=page(REPORT)) as here:
        fetch(f"{here.url}/a", policy=policy(here))
    assert not any("cookie" in each.lower() for each in here.asked)


PACKED = {
    "gzip": gzip.compress(REPORT),
    "deflate": zlib.compress(REPORT),
    "x-gzip": gzip.compress(REPORT[:10]) + gzip.compress(REPORT[10:]),
}


@pytest.mark.parametrize("packing", sorted(PACKED))
def test_packed_pages(packing: str) -> None:
    with site(report=page(PACKED[packing], more=(f"Content-Encoding: {packing}",))) as here:
        assert fetch(f"{here.url}/report", policy=policy(here)).data == REPORT


@pytest.mark.parametrize(
    "kind", ["application/octet-stream", "text/css", "application/pdf", "", "nonsense", "text/html"]
)
def test_a_lying_type_changes_nothing(kind: str) -> None:
    with site(report=page(REPORT, kind=kind)) as here:
        assert fetch(f"{here.url}/report", policy=policy(here)).data == REPORT


# -- addresses ----------------------------------------------------------------------------------------------------

NOT_PUBLIC = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.0.1",
    "0.0.0.0",
    "0.1.2.3",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.51.100.7",
    "203.0.113.9",
    "198.18.0.1",
    "192.0.0.8",
    "192.88.99.1",
    "::",
    "::1",
    "fe80::1",
    "fec0::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "100::1",
    "5f00::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "64:ff9b::808:808",
    "2002:808:808::1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    assert public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0",
        "0x7f000001",
        "2130706433",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "10.1.2.3",
    ],
)
def test_private_hosts_are_refused_however_they_are_written(host: str) -> None:
    with site(report=page(REPORT)) as here:
        said = refusal(f"http://{host}:{here.port}/report", Policy(ports=frozenset({here.port}), seconds=60))
    assert "no address of the public internet" in said or "no address for the name" in said
    assert here.asked == []


def test_a_name_that_resolves_to_a_private_address(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver(monkeypatch, {"news.example": ["10.0.0.7"]})
    assert "news.example is at 10.0.0.7" in refusal("http://news.example/report")


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver(monkeypatch, {"news.example": ["93.184.216.34 192.168.0.1"]})
    assert "192.168.0.1" in refusal("http://news.example/report")


def test_a_name_that_changes_its_mind_is_connected_where_it_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the answer for the check and the answer for the connection must be one."""
    with site(report=page(REPORT)) as here:
        resolver(monkeypatch, {"news.example": ["127.0.0.1", "127.0.0.1", "10.0.0.7"]})
        connected: list[Any] = []
        real = socket.create_connection

        def connect(to: Any, *args: Any, **options: Any) -> socket.socket:
            connected.append(to)
            return real(to, *args, **options)

        monkeypatch.setattr(socket, "create_connection", connect)
        assert fetch(f"http://news.example:{here.port}/report", policy=policy(here)).data == REPORT
        assert connected == [("127.0.0.1", here.port)] * 2  # robots.txt and the page, each asked for once
        assert "10.0.0.7" in refusal(f"http://news.example:{here.port}/report", policy(here))


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2:{port}/secret",
        "http://10.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "http://169.254.169.254:{port}/",
    ],
)
def test_a_redirect_to_a_private_address(to: str) -> None:
    with site(secret=page(REPORT)) as here:
        here.answers["/a"] = redirect(to.format(port=here.port))
        assert "no address of the public internet" in refusal(f"{here.url}/a", policy(here))
        assert "/secret" not in here.paths()


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("file:///etc/passwd", "another kind (file)"),
        ("ftp://news.example/a", "another kind (ftp)"),
        ("gopher://127.0.0.1:70/x", "another kind (gopher)"),
        ("http://user:word@news.example/", "name or password"),
        ("http://news.example:22/", "port 22"),
        ("http://", "no host"),
        ("http://[::1/", "cannot be understood"),
        ("http://a\x00b/", "cannot be understood"),
        ("http://news.example/" + "a" * 9000, "more than 8192 characters"),
    ],
)
def test_addresses_that_are_never_fetched(to: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolver(monkeypatch, {"news.example": ["93.184.216.34"]})
    assert said in refusal(to)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("file:///etc/passwd", "its redirect is of another kind (file)"),
        ("data:text/html,hello", "its redirect is of another kind (data)"),
        ("http://user:word@news.example/", "its redirect holds a name or password"),
        ("//news.example:22/", "port 22"),
        ("http://[::1/", "its redirect cannot be understood"),
        ("/" + "a" * 9000, "more than 8192 characters"),
    ],
)
def test_redirects_that_are_never_followed(to: str, said: str) -> None:
    with site(a=redirect(to)) as here:
        assert said in refusal(f"{here.url}/a", policy(here))


def test_a_name_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    assert "no address for the name nowhere.example" in refusal("http://nowhere.example/")


def test_a_resolver_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ended.wait(HANGS))
    start = time.monotonic()
    assert "within 0.3 seconds" in refusal("http://slow.example/", Policy(seconds=0.3))
    assert time.monotonic() - start < HANGS / 2
    ended.set()


def test_nobody_listens() -> None:
    with socket.socket() as taken:  # and held meanwhile, so that nobody else listens there
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        rule = Policy(private=(HERE,), ports=frozenset({port}), seconds=60)
        assert "there is no connection" in refusal(f"http://127.0.0.1:{port}/", rule)


# -- servers that misbehave ---------------------------------------------------------------------------------------


def silent(connection: socket.socket) -> None:
    connection.settimeout(HANGS)
    connection.recv(1)  # until the other side goes


def dripping_head(connection: socket.socket) -> None:
    for letter in itertools.cycle(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000):
        connection.sendall(bytes([letter]))
        time.sleep(0.02)


def dripping_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"a")
        time.sleep(0.02)


@pytest.mark.parametrize("slow", [silent, dripping_head, dripping_body])
def test_slow_servers_do_not_outlast_the_deadline(slow: Any) -> None:
    with site(a=slow) as here:
        start = time.monotonic()
        assert "within 0.5 seconds" in refusal(f"{here.url}/a", policy(here, seconds=0.5))
        assert time.monotonic() - start < HANGS / 2


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"<p>more</p>" * 5000)


def endless_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")


def test_an_endless_page() -> None:
    with site(a=endless) as here:
        assert "larger than 1 MiB" in refusal(f"{here.url}/a", policy(here, size=1 << 20))


def test_an_endless_head() -> None:
    with site(a=endless_head) as here:
        assert "breaks off or is not HTTP" in refusal(f"{here.url}/a", policy(here))


def test_a_page_that_says_it_is_huge() -> None:
    with site(a=b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx") as here:
        assert "larger than 20 MiB" in refusal(f"{here.url}/a", policy(here))


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()


def test_a_gzip_bomb() -> None:
    packed = bomb(256 << 20)
    assert len(packed) < 1 << 20
    with site(a=page(packed, more=("Content-Encoding: gzip",))) as here:
        tracemalloc.start()
        try:
            assert "larger than 4 MiB" in refusal(f"{here.url}/a", policy(here, size=4 << 20))
            assert tracemalloc.get_traced_memory()[1] < 16 << 20
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (page(gzip.compress(REPORT)[:-12], more=("Content-Encoding: gzip",)), "breaks off"),
        (page(b"not gzip at all", more=("Content-Encoding: gzip",)), "breaks off"),
        (page(b"x", more=("Content-Encoding: br",)), "packed as br"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "breaks off"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "not HTTP"),
        (b"", "breaks off"),
        (page(b"x", kind="video/mp4"), "video/mp4, not a report"),
        (page(b"x", kind="Image/PNG"), "image/png, not a report"),
        (page(b"gone", status="404 Not Found"), "404 (Not Found)"),
        (page(b"no", status="451 \x1b[31mred"), "451 (Unavailable For Legal Reasons)"),
        (page(b"no", status="599 What"), "599 (no known status)"),
    ],
)
def test_answers_that_are_no_report(answer: bytes, said: str) -> None:
    with site(a=answer) as here:
        assert said in refusal(f"{here.url}/a", policy(here))


def test_a_redirect_loop() -> None:
    with site(a=redirect("/b"), b=redirect("/a")) as here:
        assert "in a circle" in refusal(f"{here.url}/a", policy(here))
        assert here.paths().count("/a") == 1


def test_too_many_redirects() -> None:
    with site(**{f"p{n}": redirect(f"/p{n + 1}") for n in range(9)}, p9=page(REPORT)) as here:
        assert "more than 5 times" in refusal(f"{here.url}/p0", policy(here))
        assert fetch(f"{here.url}/p4", policy=policy(here)).data == REPORT


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    """A certificate authority of our own, which the fetch is told to trust."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made


@pytest.mark.parametrize(
    ("names", "said"),
    [(["news.example"], None), (["other.example"], "there is no connection"), (None, "there is no connection")],
)
def test_certificates(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, names: list[str] | None, said: str | None
) -> None:
    """The certificate must be for the name in the address, though the connection is made to a number."""
    issuer = authority if names else trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert(*(names or ["news.example"])).configure_cert(context)
    resolver(monkeypatch, {"news.example": ["127.0.0.1"]})
    with secure_site(context, report=page(REPORT)) as here:
        url = f"https://news.example:{here.port}/report"
        if said:
            assert said in refusal(url, policy(here))
            assert here.asked == []
        else:
            assert fetch(url, policy=policy(here)).data == REPORT


def test_no_tls_where_tls_is_expected() -> None:
    with site(a=page(REPORT)) as here:
        assert "there is no connection" in refusal(f"https://127.0.0.1:{here.port}/a", policy(here))


# -- robots.txt ---------------------------------------------------------------------------------------------------

RULES = [
    (page(b"User-agent: *\nDisallow: /private/\n", kind="text/plain"), "/private/a", False),
    (page(b"User-agent: *\nDisallow: /private/\n", kind="text/plain"), "/open", True),
    (page(b"User-agent: onrecord\nDisallow: /\n\nUser-agent: *\nAllow: /\n"), "/open", False),
    (page(b"User-agent: otherbot\nDisallow: /\n"), "/open", True),
    (page(b"User-agent: *\nDisallow: /*.html$\n"), "/a.html", False),
    (page(b"User-agent: *\nDisallow: /p\nAllow: /private/a\n"), "/private/a", True),
    (page(b"", status="404 Not Found"), "/open", True),
    (page(b"", status="503 Service Unavailable"), "/open", False),
    (page(b"\xff\xfe\x00 nonsense"), "/open", True),
    (redirect("/robots.txt"), "/open", True),
]


@pytest.mark.parametrize(("rules", "path", "readable"), RULES)
def test_robots(rules: bytes, path: str, readable: bool) -> None:
    with site(**{"robots.txt": rules, path[1:]: page(REPORT)}) as here:
        if readable:
            assert fetch(here.url + path, policy=policy(here)).data == REPORT
        else:
            assert "robots.txt of 127.0.0.1" in refusal(here.url + path, policy(here))
            assert path not in here.paths()
        assert fetch(here.url + path, policy=policy(here, robots=False)).data == REPORT


def test_robots_is_asked_for_once() -> None:
    with site(a=page(REPORT), b=page(REPORT)) as here:
        for path in ("/a", "/b", "/a"):
            fetch(here.url + path, policy=policy(here))
        assert here.paths().count("/robots.txt") == 1


def test_robots_holds_where_a_redirect_ends() -> None:
    rules = page(b"User-agent: *\nDisallow: /b\n")
    with site(**{"robots.txt": rules, "a": redirect("/b"), "b": page(REPORT)}) as here:
        assert "robots.txt" in refusal(f"{here.url}/a", policy(here))
        assert "/b" not in here.paths()


def test_robots_on_a_private_address_is_not_asked_for() -> None:
    with site() as here:
        here.answers["/robots.txt"] = redirect(f"http://127.0.0.2:{here.port}/secret")
        assert "no address of the public internet" in refusal(f"{here.url}/a", policy(here))
        assert "/secret" not in here.paths()
