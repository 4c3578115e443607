"""Web archives, written by warcio and read as a stream."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

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


def test_packed_and_chunked_bodies(tmp_path: Path) -> None:
    import io
    import warnings

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    body = gzip.compress(page())
    chunked = (
        b"".join(b"%x\r\n%s\r\n" % (len(body[n : n + 100]), body[n : n + 100]) for n in range(0, len(body), 100))
        + b"0\r\n\r\n"
    )
    headers = [("Content-Type", HTML), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        writer = WARCWriter(out, gzip=True)
        answer = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                "https://ledger.example/1", "response", payload=io.BytesIO(chunked), http_headers=answer
            )
        )
    path = tmp_path / "a.warc.gz"
    path.write_bytes(out.getvalue())
    (article,) = read([path])[0].values()
    assert article.text == TEXT


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


def test_an_archive_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(b"WARC/1.0\r\n\r\n")
    found, problems = read([path])
    assert not found
    assert sentence(problems)
