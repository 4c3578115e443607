"""What is handed in goes by a scanner for malware, where one was named; what it finds is nowhere kept."""

from __future__ import annotations

import socket
import struct
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.team import Desk
from desk.test_access import key
from onrecord.desk import reader, scanning, sentences
from onrecord.desk.access import Role
from onrecord.desk.configuration import ConfigurationError, Scanner, _scanner
from onrecord.desk.models import Incoming, Outcome
from onrecord.ledger.models import Report

BAD = b"The market was struck. MALWARE-FOR-A-TEST was in the file."
GOOD = b"The market of Tel Aruun was struck on 3 March 2025, and 4 people died, the mayor said."
# A scanner that finds one word; it ends as clamdscan does.
FAKE = """
import sys
said = sys.stdin.buffer.read()
if b"MALWARE-FOR-A-TEST" in said:
    print("stream: Test.Malware FOUND")
    sys.exit(1)
sys.exit(7 if b"UNREADABLE" in said else 0)
"""
NOT_THERE = "The scanner for malware does not answer, so this was not taken; tell who runs the desk."


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Scanner:
    program = tmp_path / "scanner.py"
    program.write_text(FAKE)
    return use(monkeypatch, Scanner(command=(sys.executable, str(program))))


def use(monkeypatch: pytest.MonkeyPatch, scanner: Scanner) -> Scanner:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, scanner=scanner))
    return scanner


def sent(desk: Desk, *files: bytes) -> Any:
    given = [SimpleUploadedFile(f"{n}.txt", body) for n, body in enumerate(files)]
    return desk.client(Role.CODER).post("/inbox/add/", {"files": given}, follow=True)


def test_nothing_of_what_it_finds_is_kept(desk_on_sqlite: Desk, scanned: Scanner) -> None:
    page = sent(desk_on_sqlite, BAD, GOOD).text
    assert "The scanner found malware in it (Test.Malware), so it was not taken." in page
    assert [bytes(row.body or b"") for row in Incoming.objects.all()] == [GOOD]


def test_where_it_does_not_answer_nothing_is_taken(
    desk_on_sqlite: Desk, scanned: Scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert NOT_THERE in sent(desk_on_sqlite, b"UNREADABLE " + GOOD).text
    use(monkeypatch, Scanner(command=("/nonexistent/scanner",)))
    assert NOT_THERE in sent(desk_on_sqlite, GOOD).text
    use(monkeypatch, Scanner(address="/nonexistent/clamd.ctl"))
    assert NOT_THERE in sent(desk_on_sqlite, GOOD).text
    monkeypatch.setattr(scanning, "PATIENCE", 0.05)
    use(monkeypatch, Scanner(command=(sys.executable, "-c", "import time; time.sleep(60)")))
    assert NOT_THERE in sent(desk_on_sqlite, GOOD).text
    assert not Incoming.objects.exists()


def test_pasted_text_and_what_programs_send_go_by_it_too(desk_on_sqlite: Desk, scanned: Scanner) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    page = client.post("/inbox/add/", {"text": BAD.decode()}, follow=True).text
    assert "The scanner found malware" in page and not Incoming.objects.exists()
    answer = desk_on_sqlite.client().post(
        "/api/reports",
        {"text": BAD.decode()},
        content_type="application/json",
        **key(desk_on_sqlite, Role.CODER, "add"),
    )
    assert answer.status_code == 422 and "The scanner found malware" in answer.json()["error"]
    assert not Incoming.objects.exists()


def test_a_page_that_was_fetched_goes_by_it_before_it_is_kept(desk_on_sqlite: Desk, scanned: Scanner) -> None:
    class Page:
        data, url, content_type = BAD, "https://example.org/a.txt", "text/plain"

    reports = Report.objects.using("ledger").count()
    row = Incoming.objects.create(
        batch="00000000-0000-4000-8000-000000000001", name=Page.url, kind="url", url=Page.url,
        by=desk_on_sqlite.user(Role.CODER),
    )  # fmt: skip
    assert reader.work_once(reader=lambda: pytest.fail("it was read"), fetch=lambda url: Page)
    row.refresh_from_db()
    assert row.state == "failed" and row.body is None
    assert "Test.Malware" in sentences.opened(Outcome.objects.get(incoming=row).said)
    assert Report.objects.using("ledger").count() == reports
    page = desk_on_sqlite.client(Role.CODER).get(f"/inbox/add/{row.batch}/").text
    assert "The scanner found malware in it (Test.Malware), so it was not taken." in page


@contextmanager
def clamd(path: Path, answer: bytes, took: list[bytes]) -> Iterator[None]:
    """A server that takes one stream as clamd does."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen(1)

    def serve() -> None:
        link, _ = server.accept()
        with link, link.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", stream.read(4))[0]:
                took.append(stream.read(size))
            link.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(240)
        server.close()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"stream: OK\0", None),
        (b"stream: Eicar-Signature FOUND\0", "The scanner found malware in it (Eicar-Signature), so it was not taken."),
        (b"INSTREAM size limit exceeded. ERROR\0", NOT_THERE),
        (b"", NOT_THERE),
    ],
)
def test_clamd_is_asked_by_its_socket(monkeypatch: pytest.MonkeyPatch, answer: bytes, told: str | None) -> None:
    monkeypatch.setattr(scanning, "PIECE", 10)
    took: list[bytes] = []
    # The path of a socket may have 107 bytes, fewer than pytest's own folders take.
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        use(monkeypatch, Scanner(address=f"{folder}/c"))
        with clamd(Path(folder) / "c", answer, took):
            found = scanning.refusal(GOOD)
    assert found == told
    assert b"".join(took) == GOOD and len(took) > 1


@pytest.mark.parametrize(
    ("said", "scanner"),
    [
        ("", None),
        (f"{sys.executable} -c 'print(1)'", Scanner(command=(sys.executable, "-c", "print(1)"))),
        ("clamd:/run/clamav/clamd.ctl", Scanner(address="/run/clamav/clamd.ctl")),
        ("clamd:///run/clamav/clamd.ctl", Scanner(address="/run/clamav/clamd.ctl")),
        ("clamd://127.0.0.1:3310", Scanner(address=("127.0.0.1", 3310))),
    ],
)
def test_a_scanner_is_named(said: str, scanner: Scanner | None) -> None:
    assert _scanner(said) == scanner


@pytest.mark.parametrize("said", ["no-such-program-here", "clamd:relative", "clamd://host", "clamd://host:x", "'open"])
def test_what_names_none_is_said_at_the_start(said: str) -> None:
    with pytest.raises(ConfigurationError, match="ONRECORD_DESK_SCANNER"):
        _scanner(said)
