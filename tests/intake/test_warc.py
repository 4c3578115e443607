"""Web archives, written by warcio and read as a stream."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

import brotli
import pytest

from intake.doors import read, sentence
from intake.specimens import STORY, TEXT, TITLE, page, pdf, warc

HTML = "text/html; charset=utf-8"


def pages(count: int) -> list[tuple[str, str, bytes]]:
    return [
        (f"https://ledger.example/{n}", HTML, page([*STORY, f"This was told on day {n} of the siege of Orvale."]))
        for n in range(count)
    ]


@pytest.mark.parametrize("packed", [False, True])
def test_every_page_that_was_captured(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    body = page()
    extra = [
        ("https://ledger.example/notes.txt", "text/plain", TEXT.encode()),
        ("https://ledger.example/report", "application/pdf", pdf()),
        ("https://ledger.example/photo.png", "image/png", b"\x89PNG\r\n\x1a\n"),
        ("https://ledger.example/style.css", "text/css", b"p { color: red }"),
    ]
    path.write_bytes(warc([("https://ledger.example/1", HTML, body), *extra], packed=packed))
    found, problems = read([path])
    assert not problems
    assert list(found) == [f"{path}#https://ledger.example/{name}" for name in ("1", "notes.txt", "report")]
    article = found[f"{path}#https://ledger.example/1"]
    assert (article.title, article.text, article.url) == (TITLE, TEXT, "https://ledger.example/1")
    assert article.id == f"sha256:{hashlib.sha256(body).hexdigest()}"


def test_the_day_of_capture_is_not_the_day_of_publication(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(warc(pages(1)))
    (article,) = read([path])[0].values()
    assert article.published is None


def test_the_kind_is_told_by_content(tmp_path: Path) -> None:
    path = tmp_path / "captures.txt"
    path.write_bytes(warc([("https://ledger.example/1", "text/plain", page())], packed=True))
    (article,) = read([path])[0].values()
    assert article.title == TITLE


@pytest.mark.parametrize("status", ["404 Not Found", "301 Moved Permanently", "500 Broken"])
def test_pages_that_were_not_found_are_passed_over(tmp_path: Path, status: str) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(warc(pages(1), status=status))
    found, problems = read([path])
    assert not found and not problems


def chunks(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(body[n : n + 100]), body[n : n + 100]) for n in range(0, len(body), 100)) + (
        b"0\r\n\r\n"
    )


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        pytest.param(page(), {}, id="plain"),
        pytest.param(chunks(page()), {"Transfer-Encoding": "chunked"}, id="chunked"),
        pytest.param(gzip.compress(page()), {"Content-Encoding": "gzip"}, id="gzip"),
        # fastwarc's decoding of these two at once loses every record after them, without a word
        pytest.param(
            chunks(gzip.compress(page())),
            {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"},
            id="chunked-gzip",
        ),
        pytest.param(zlib.compress(page()), {"Content-Encoding": "deflate"}, id="deflate"),
        pytest.param(raw_deflate(page()), {"Content-Encoding": "deflate"}, id="raw-deflate"),
        pytest.param(brotli.compress(page()), {"Content-Encoding": "br"}, id="brotli"),
        # crawlers that store the page as it was before it was sent, under the head that it was sent with
        pytest.param(page(), {"Transfer-Encoding": "chunked"}, id="said-chunked"),
        pytest.param(page(), {"Content-Encoding": "gzip"}, id="said-gzip"),
        pytest.param(page(), {"Content-Encoding": "br"}, id="said-brotli"),
    ],
)
def test_packed_and_chunked_bodies(tmp_path: Path, sent: bytes, fields: dict[str, str], whole: bool) -> None:
    path = tmp_path / ("a.warc.gz" if whole else "a.warc")
    told = [record(n, body, said) for n, (body, said) in enumerate([(page(), {}), (sent, fields), (page(), {})])]
    path.write_bytes(b"".join(gzip.compress(each) for each in told) if whole else b"".join(told))
    found, problems = read([path])
    assert not problems
    assert [article.text for article in found.values()] == [TEXT, TEXT, TEXT]


def record(number: int, body: bytes, fields: dict[str, str]) -> bytes:
    """A response as a crawler writes it that keeps what was sent, byte for byte."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {HTML}\r\n{lines}\r\n".encode() + body
    return (
        (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://ledger.example/{number}\r\n"
            f"WARC-Date: 2031-03-05T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        ).encode()
        + answer
        + b"\r\n\r\n"
    )


def test_a_packed_page_that_is_cut_off_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    cut = record(1, gzip.compress(page())[:-40], {"Content-Encoding": "gzip"})
    path.write_bytes(record(0, page(), {}) + cut + record(2, page(), {}))
    found, problems = read([path])
    assert [key[-1] for key in found] == ["0", "2"]
    assert "cut off" in sentence(problems)
    assert problems[0].input_id == f"{path}#https://ledger.example/1"


def test_a_record_that_does_not_match_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(warc(pages(4)).replace(b"day 1 of", b"day 9 of"))
    found, problems = read([path])
    assert [key[-1] for key in found] == ["0", "2", "3"]
    assert "digest" in sentence(problems)
    assert problems[0].input_id == f"{path}#https://ledger.example/1"


def test_a_record_with_a_broken_header(tmp_path: Path) -> None:
    data = warc(pages(4))
    starts = [n for n in range(len(data)) if data.startswith(b"WARC/1.0", n)]
    path = tmp_path / "a.warc"
    path.write_bytes(data[: starts[6]] + b"XXXX/1.0" + data[starts[6] + 8 :])
    found, problems = read([path])
    assert [key[-1] for key in found] == ["0", "2", "3"]
    assert "damaged" in sentence(problems)


def test_damage_in_a_packed_archive(tmp_path: Path) -> None:
    data = bytearray(warc(pages(6), packed=True))
    data[len(data) // 2] ^= 0xFF
    path = tmp_path / "a.warc.gz"
    path.write_bytes(bytes(data))
    found, problems = read([path])
    assert len(found) >= 2
    assert problems


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("cut", [30, 900, 2_500])
def test_an_archive_that_was_cut_off(tmp_path: Path, packed: bool, cut: int) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(warc(pages(5), packed=packed)[:-cut])
    found, problems = read([path])
    assert 1 <= len(found) <= 5
    assert all("This was told on day" in article.text for article in found.values())
    if len(found) < 5 or packed:
        assert problems


def test_half_a_page_is_no_version_of_it(tmp_path: Path) -> None:
    """It was read, and the ledger told that its last figures had been taken back."""
    path = tmp_path / "a.warc"
    path.write_bytes((record(0, page(), {}) + record(1, page(), {}))[:-300])
    found, problems = read([path])
    assert [key[-1] for key in found] == ["0"]
    assert "cut off" in sentence(problems)


def test_an_archive_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(b"WARC/1.0\r\n\r\n")
    found, problems = read([path])
    assert not found
    assert sentence(problems)
