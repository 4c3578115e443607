"""Adding reports at the desk: files, texts and addresses, what becomes of them, limits, and who sees it."""

from __future__ import annotations

import io
import tempfile
import uuid
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils.timezone import now

from desk.team import SECOND, Desk
from ledger.material import SAMPLES, reader
from onrecord.desk import accepting, batches, saved, sentences, uploads
from onrecord.desk import reader as working
from onrecord.desk.accepting import Handed, Refused
from onrecord.desk.access import Role
from onrecord.desk.ledgers import here
from onrecord.desk.models import Incoming, Outcome, Triage
from onrecord.intake.fetch import Fetched
from onrecord.ledger.by import By
from onrecord.ledger.models import Entry, Report, Sighting

WORDS = "Four people were killed by a shell in Tarn on 5 March 2031, the mayor, Odo Brell, said on Wednesday.\n"
OTHER = "The price of bread rose again in Merevia in the second week of May, traders told this paper at the harbour.\n"


def _send(desk: Desk, who: Role | str = Role.CODER, **form: Any) -> str:
    """Hands something in; the address of the page that tells of it."""
    answer = desk.client(who).post("/inbox/add/", form)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def _file(name: str, body: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body if isinstance(body, bytes) else body.encode())


def _zip(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return made.getvalue()


def _read(fetch: Callable[[str], Any] | None = None) -> int:
    """Reads what waits; how many inputs that were."""
    count = 0
    while working.work_once(reader=reader, fetch=fetch):
        count += 1
    return count


def _reports() -> int:
    return Report.objects.using("ledger").filter(current=True).count()


def _states(of: type[Incoming] | type[Outcome] = Incoming) -> list[str]:
    return list(of.objects.order_by("at", "no").values_list("state", flat=True)) if of is Incoming else list(
        Outcome.objects.order_by("id").values_list("state", flat=True)
    )  # fmt: skip


def test_a_text_a_file_and_an_address(desk: Desk) -> None:
    before = _reports()
    pages = {"https://paper.example/1": f"<html><title>Market</title><p>{OTHER}</p></html>"}
    batch = str(uuid.uuid4())
    _send(desk, batch=batch, text=WORDS, title="Shell in Tarn", day="2031-03-05", url="https://tarn.example/shell")
    _send(desk, batch=batch, files=_file("bread.txt", OTHER * 2))
    at = _send(desk, batch=batch, addresses="https://paper.example/1\n\nhttps://paper.example/1\n")
    assert at == f"/inbox/add/{batch}/"
    client = desk.client(Role.CODER)
    body = client.get(at).content.decode()
    assert "0 of 3 inputs read" in body
    assert 'hx-trigger="every 1s"' in body
    assert client.get(at, headers={"HX-Request": "true"}).status_code == 200
    assert _read(lambda url: Fetched(pages[url].encode(), url, "text/html")) == 3
    assert _states() == ["added"] * 3
    assert _reports() == before + 3
    report = Report.objects.using("ledger").get(title="Shell in Tarn")
    assert (report.published, report.url) == ("2031-03-05", "https://tarn.example/shell")
    assert Report.objects.using("ledger").filter(name="upload/bread.txt", whence="upload/bread.txt").exists()
    assert Report.objects.using("ledger").filter(name="https://paper.example/1").exists()
    done = client.get(at, headers={"HX-Request": "true"})
    assert done.status_code == 286  # htmx asks no more
    assert "3 reports added" in done.content.decode()
    assert "Shell in Tarn" in done.content.decode()
    assert not Incoming.objects.filter(body__isnull=False).exists()
    # Who brought it stands in the log, and it is in the inbox.
    line = Entry.objects.using("ledger").filter(act="bring", subject=report.name).get()
    assert line.who == desk.user(Role.CODER).username
    assert Triage.objects.get(report=report.name).state == "new"


def test_the_same_again_changes_nothing(desk_on_sqlite: Desk) -> None:
    pages = {"https://paper.example/1": OTHER * 3}

    def once() -> None:
        _send(desk_on_sqlite, text=WORDS)
        _send(desk_on_sqlite, files=[_file("bread.txt", OTHER * 2), _file("a.zip", _zip(x_txt=WORDS * 2))])
        _send(desk_on_sqlite, addresses="https://paper.example/1")
        _read(lambda url: Fetched(pages[url].encode(), url, "text/plain"))

    once()
    before, head = _reports(), here().head()
    once()
    assert _states() == ["added"] * 4 + ["same"] * 4
    assert (_reports(), here().head()) == (before, head)
    # Neither does a file of these bytes by another name, nor one that the command line added.
    _send(desk_on_sqlite, files=[_file("wheat.txt", OTHER * 2), _file("x.txt", (SAMPLES / "01-wire.txt").read_bytes())])
    _read()
    assert _states()[-2:] == ["same", "same"]
    assert here().head() == head


def test_one_name_for_two_files(desk_on_sqlite: Desk) -> None:
    """A file of a name that was there is a version where it has its words, and else another report."""
    for text in (WORDS * 2, OTHER * 2, (WORDS * 2).replace("Four", "Six"), OTHER * 2):
        _send(desk_on_sqlite, files=_file("report.txt", text))
        _read()
    assert _states() == ["added", "added", "version", "same"]
    names = set(Report.objects.using("ledger").filter(name__startswith="upload/").values_list("name", "version"))
    assert names == {("upload/report.txt", 1), ("upload/report.txt", 2), ("upload/report.txt (2)", 1)}
    body = (
        desk_on_sqlite.client(Role.CODER)
        .get(f"/inbox/add/{Incoming.objects.order_by('at')[2].batch}/")
        .content.decode()
    )
    assert "Killed: 4 became 6" in body


def test_an_archive_is_several_reports(desk: Desk) -> None:
    before = _reports()
    body = _zip(one_txt=WORDS * 2, two_txt=OTHER * 2, three_png="\x89PNG\r\n\x1a\n")
    at = _send(desk, files=_file("week.zip", body))
    _read()
    (row,) = Incoming.objects.all()
    assert row.state == "partly"
    assert sorted(Outcome.objects.values_list("name", "state")) == [
        ("upload/week.zip#one.txt", "added"), ("upload/week.zip#three.png", "failed"),
        ("upload/week.zip#two.txt", "added"),
    ]  # fmt: skip
    assert _reports() == before + 2
    page = desk.client(Role.CODER).get(at).content.decode()
    assert "1 of 3 reports in it" in page
    assert "2 reports added" in page
    assert "1 input of yours could not be added" in desk.client(Role.CODER).get("/inbox/").content.decode()


FAILING = [
    ({"files": ("empty.txt", b"")}, "empty"),
    ({"files": ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64)}, "PNG picture"),
    ({"files": ("broken.pdf", b"%PDF-1.7\n" + b"\xff" * 200)}, ""),
    ({"files": ("bomb.gz", None)}, "200 times its size"),
    ({"addresses": "http://127.0.0.1:8080/"}, "no address of the public internet"),
    ({"addresses": "http://169.254.169.254/latest/meta-data/"}, "no address of the public internet"),
    ({"addresses": "http://[::1]/"}, "no address of the public internet"),
    ({"addresses": "http://127.0.0.1:22/"}, "port 22"),
    ({"addresses": "http://user:pass@paper.example/"}, "name or password"),
]


@pytest.mark.parametrize(("form", "why"), FAILING)
def test_what_cannot_be_read_says_why(desk_on_sqlite: Desk, form: dict[str, Any], why: str) -> None:
    import gzip

    head = here().head()
    if "files" in form:
        name, body = form["files"]
        form = {"files": _file(name, gzip.compress(b"a" * (8 << 20)) if body is None else body)}
    at = _send(desk_on_sqlite, **form)
    _read()
    (outcome,) = Outcome.objects.all()
    assert outcome.state == "failed"
    told = sentences.opened(outcome.said)
    assert why in told
    assert told.endswith(".")
    assert here().head() == head
    client = desk_on_sqlite.client(Role.CODER)
    for page in (at, "/inbox/add/"):
        assert why in client.get(page).content.decode()
    # It is taken off the list, and can be tried again from what is kept.
    (row,) = Incoming.objects.all()
    assert client.post(f"{at}act/", {"act": f"dismiss {row.id}", "list": "yes"})["Location"] == "/inbox/add/"
    assert "Not added lately" not in client.get("/inbox/add/").content.decode()
    assert client.post(f"{at}act/", {"act": f"again {row.id}"}).status_code == 303
    assert _states() == ["waiting"]
    assert _read() == 1
    assert Outcome.objects.count() == 1
    Incoming.objects.update(body=None, kind="file")
    client.post(f"{at}act/", {"act": f"again {row.id}"})
    assert _states() == ["failed"]


def test_a_fault_in_one_report_costs_no_other(desk_on_sqlite: Desk) -> None:
    class Faulty:
        def read(self, article: Any, *, input_id: str | None = None) -> Any:
            if "Tarn" in article.text:
                raise RuntimeError("boom")
            return reader().read(article, input_id=input_id)

    _send(desk_on_sqlite, files=[_file("a.txt", WORDS * 2), _file("b.txt", OTHER * 2)])
    while working.work_once(reader=Faulty):
        pass
    assert _states() == ["failed", "added"]
    assert "RuntimeError" in sentences.opened(Outcome.objects.get(state="failed").said)


REFUSED = [
    ({}, "Nothing was chosen"),
    ({"text": "   ", "title": "x"}, "There is no text"),
    ({"text": WORDS, "day": "last week"}, "The day is none"),
    ({"text": WORDS, "day": "2031-02-31"}, "The day is none"),
    ({"text": WORDS, "url": "javascript:alert(1)"}, "The address is none"),
    ({"addresses": "file:///etc/passwd"}, "It is no web address"),
    ({"addresses": "ftp://paper.example/"}, "It is no web address"),
    ({"addresses": "https://a.example/ b"}, "It is no web address"),
]


@pytest.mark.parametrize(("form", "why"), REFUSED)
def test_what_is_refused_is_told_and_nothing_typed_is_lost(
    desk_on_sqlite: Desk, form: dict[str, str], why: str
) -> None:
    answer = desk_on_sqlite.client(Role.CODER).post("/inbox/add/", form)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert why in body
    assert all(value.strip() in body for value in form.values() if "<" not in value)
    assert not Incoming.objects.exists()


LIMITS = [
    ("EACH", 2, "inputs wait"),
    ("ALL", 2, "inputs wait"),
    ("EACH_BYTES", 2 * len(WORDS), "together"),
    ("ALL_BYTES", 2 * len(WORDS), "together"),
]


@pytest.mark.parametrize(("name", "most", "why"), LIMITS)
def test_too_much_is_refused_and_the_rest_is_taken(
    desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch, name: str, most: int, why: str
) -> None:
    monkeypatch.setattr(accepting, name, most)
    client = desk_on_sqlite.client(Role.CODER)
    sent = [_file(f"{n}.txt", WORDS) for n in range(4)]
    body = client.post("/inbox/add/", {"files": sent}, follow=True).content.decode()
    assert list(Incoming.objects.order_by("no").values_list("name", flat=True)) == ["0.txt", "1.txt"]
    assert body.count(why) == 2
    assert "2.txt" in body
    assert "3.txt" in body
    other = desk_on_sqlite.client(SECOND).post("/inbox/add/", {"text": WORDS})
    assert other.status_code == (422 if name.startswith("ALL") else 303)


def test_files_that_are_too_many_or_too_large(desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST", 3)
    monkeypatch.setattr(uploads, "LARGEST", 1000)
    sent = [_file("big.txt", b"x" * 200_000), *(_file(f"{n}.txt", f"{n} {WORDS}") for n in range(4))]
    body = desk_on_sqlite.client(Role.CODER).post("/inbox/add/", {"files": sent}, follow=True).content.decode()
    assert list(Incoming.objects.order_by("no").values_list("name", flat=True)) == ["0.txt", "1.txt"]
    for n, row in enumerate(Incoming.objects.order_by("no")):
        assert bytes(row.body or b"").decode() == f"{n} {WORDS}"
    assert "big.txt" in body
    assert "larger than" in body
    assert "2 files more than the" in body


@pytest.mark.parametrize("who", [None, Role.READER])
@pytest.mark.parametrize("at", ["/inbox/add/", "/inbox/", "/account/login/", "/nowhere/"])
def test_no_file_is_taken_from_who_may_not_or_where_none_is_wanted(
    desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch, who: Role | None, at: str
) -> None:
    def never(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a file was kept")

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", never)
    answer = desk_on_sqlite.client(who, csrf=True).post(at, {"files": _file("x.txt", WORDS)})
    assert answer.status_code in (302, 403, 404, 405)
    assert not Incoming.objects.exists()


NAMES = [
    ("../../etc/passwd", "etc/passwd"),
    ("/etc/passwd", "etc/passwd"),
    ("C:\\reports\\a.html", "C:/reports/a.html"),
    ("./a//b.txt", "a/b.txt"),
    ("a\u202egnp.txt", "a\ufffdgnp.txt"),
    ("a\0b\n.txt", "a\ufffdb\ufffd.txt"),
    ("x" * 300 + ".txt", "…" + "x" * 195 + ".txt"),
    ("..", ""),
]


@pytest.mark.parametrize(("given", "shown"), NAMES)
def test_names_of_files_are_shown_and_open_nothing(given: str, shown: str) -> None:
    assert accepting.named(given) == shown


@pytest.mark.parametrize(
    ("path", "out"),
    [
        ("reports/a.html", False), ("a.csv", False), ("reports/places.csv", True), ("reports/.DS_Store", True),
        ("reports/.git/config", True), ("reports/a_files/b.html", True), ("a_files.html", False), (".hidden", False),
    ],
)  # fmt: skip
def test_of_a_folder_only_reports_are_taken(path: str, out: bool) -> None:
    assert accepting.left_out(path) is out


def test_a_folder_keeps_its_paths(desk_on_sqlite: Desk) -> None:
    sent = [_file("a.txt", WORDS), _file("a.txt", OTHER), _file("x.csv", "a,b")]
    form = {"files": sent, "path": ["north/a.txt", "south/a.txt", "south/x.csv"]}
    answer = desk_on_sqlite.client(Role.CODER).post("/inbox/add/", form, follow=True)
    assert [row.name for row in Incoming.objects.order_by("no")] == ["north/a.txt", "south/a.txt"]
    assert "1 file of the folder is no report" in answer.content.decode()
    _read()
    names = Report.objects.using("ledger").filter(name__startswith="upload/").values_list("name", flat=True)
    assert set(names) == {"upload/north/a.txt", "upload/south/a.txt"}


def test_a_file_that_is_named_like_one_of_the_server_is_not_that(
    desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "upload").mkdir()
    (tmp_path / "upload" / "secret.txt").write_text("The server's own words, which nobody sent in and nobody may read.")
    monkeypatch.chdir(tmp_path)
    _send(desk_on_sqlite, files=_file("secret.txt", WORDS))
    _read()
    row = Report.objects.using("ledger").get(name="upload/secret.txt")
    assert row.whence == "upload/secret.txt"
    assert "own words" not in here().record(row.name).article.text


def test_what_a_killed_process_read_is_taken_up_again(desk: Desk) -> None:
    at = _send(desk, files=_file("week.zip", _zip(one_txt=WORDS * 2, two_txt=OTHER * 2)))

    class Killed(BaseException):
        pass

    class Reader:
        count = 0

        def read(self, article: Any, *, input_id: str | None = None) -> Any:
            Reader.count += 1
            if Reader.count == 2:
                raise Killed
            return reader().read(article, input_id=input_id)

    with pytest.raises(Killed):
        working.work_once(reader=Reader)
    assert _states() == ["reading"]
    assert _read() == 0  # it may be alive
    Incoming.objects.update(claimed=now() - working.LEASE - timedelta(seconds=1))
    assert _read() == 1
    assert _states() == ["added"]
    assert sorted(Outcome.objects.values_list("name", "state")) == [
        ("upload/week.zip#one.txt", "added"), ("upload/week.zip#two.txt", "added"),
    ]  # fmt: skip
    assert "2 reports added" in desk.client(Role.CODER).get(at).content.decode()


def test_what_ends_every_process_is_given_up(desk_on_sqlite: Desk) -> None:
    _send(desk_on_sqlite, files=_file("a.txt", WORDS))
    Incoming.objects.update(state="reading", tries=working.TRIES, claimed=now() - 2 * working.LEASE)
    assert _read() == 1
    (row,) = Incoming.objects.all()
    assert row.state == "failed"
    assert row.said == working.FATAL
    assert not Outcome.objects.exists()


def test_no_two_read_the_same(desk: Desk) -> None:
    """Inputs that several processes take at once: each is taken once."""
    for n in range(8):
        _send(desk, text=f"{n} {WORDS}")
    taken: list[uuid.UUID] = []
    together = Barrier(4)

    def work() -> None:
        together.wait()
        try:
            while row := working._claimed():
                taken.append(row.id)
        finally:
            connections.close_all()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 8


def test_nobody_waits_for_the_whole_folder_of_another(desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "_served", {})
    for n in range(3):
        _send(desk_on_sqlite, text=f"{n} {WORDS}")
    _send(desk_on_sqlite, SECOND, text=OTHER)
    people = []
    for _ in range(4):
        row = working._claimed()
        assert row is not None
        people.append(row.by.username == SECOND)
    assert people.index(True) < 2


def test_whose_it_is_sees_it_and_reviewers(desk: Desk) -> None:
    at = _send(desk, text=WORDS, title="Shell in Tarn")
    for who, status in ((Role.CODER, 200), (SECOND, 404), (Role.READER, 403), (Role.REVIEWER, 200), (None, 302)):
        client = desk.client(who)
        assert client.get(at).status_code == status
        assert client.post(f"{at}act/", {"act": "dismiss"}).status_code == (303 if status == 200 else status)
    # Nobody puts anything into another's upload.
    batch = at.split("/")[3]
    assert _send(desk, SECOND, text=OTHER, batch=batch) != at
    assert Incoming.objects.filter(batch=batch).count() == 1


def _only_of(incident: str) -> list[tuple[str, Report]]:
    """The samples that are one file and tell of this incident alone."""
    told = Sighting.objects.using("ledger").filter(incident_id=incident).values_list("report_id", flat=True)
    elsewhere = Sighting.objects.using("ledger").filter(report_id__in=list(told), incident_id__isnull=False)
    alone = set(told) - set(elsewhere.exclude(incident_id=incident).values_list("report_id", flat=True))
    rows = Report.objects.using("ledger").filter(id__in=alone, current=True, version=1)
    return [(incident, row) for row in rows if "#" not in row.name and (SAMPLES / row.name).exists()]


def test_it_does_not_tell_of_what_is_restricted(desk: Desk) -> None:
    """Whoever hands in what is there already and hidden from them sees what they would see of anything new."""
    incident, row = next(found for each in desk.incidents() for found in _only_of(each))
    body = (SAMPLES / row.name).read_bytes()
    at = _send(desk, Role.REVIEWER, files=[_file("mine.txt", body), _file("other.txt", WORDS)])
    of_second = _send(desk, SECOND, files=_file("mine.txt", body))
    _read()
    assert set(_states()) == {"same", "added"}
    desk.restrict(incident)
    said = desk.client(Role.REVIEWER).get(at).content.decode()
    assert "there already" not in said
    assert "2 reports added" in said
    assert f"/reports/{row.id}/" not in said
    assert row.title is not None
    assert row.title not in said
    # And what others handed in of it is not there for a reviewer.
    said = desk.client(Role.ADMINISTRATOR).get(of_second).content.decode()
    assert "mine.txt" not in said
    assert "there already" not in said
    assert row.title in desk.client(SECOND).get(of_second).content.decode()


def test_a_withdrawn_report_stays_so(desk_on_sqlite: Desk) -> None:
    here().remove("01-wire.txt", by=By(who="x", reason="asked by its author"))
    head = here().head()
    at = _send(desk_on_sqlite, files=_file("again.txt", (SAMPLES / "01-wire.txt").read_bytes()))
    _read()
    assert _states() == ["same"]
    assert here().head() == head
    assert "It was withdrawn" in desk_on_sqlite.client(Role.CODER).get(at).content.decode()


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 1234567|add:7654321 }}{% debug %}",
    "=HYPERLINK(1)",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_is_handed_in_becomes_markup(desk_on_sqlite: Desk, payload: str) -> None:
    at = _send(
        desk_on_sqlite,
        text=f"{payload}\n\n{WORDS}",
        title=payload,
        url=f"https://x.example/?{payload.replace(' ', '')}",
    )
    _send(desk_on_sqlite, files=_file("a.txt", WORDS), path=payload)
    _read()
    for page in (at, "/inbox/", "/inbox/add/"):
        body = desk_on_sqlite.client(Role.CODER).get(page).content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert "8888888" not in body


def test_a_script_is_told_where_to_go(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    form = {"files": _file("a.txt", WORDS), "batch": str(uuid.uuid4())}
    answer = client.post("/inbox/add/", form, headers={"Accept": "application/json"})
    assert answer.json() == {"to": f"/inbox/add/{form['batch']}/", "refused": 0}


def test_the_list_is_bounded(desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "LINES", 2)
    monkeypatch.setattr(batches, "PARTS", 1)
    sent = [_file(f"{n}.zip", _zip(a_txt=f"{n} {WORDS}", b_txt=f"{n} {OTHER}")) for n in range(3)]
    at = _send(desk_on_sqlite, files=sent)
    _read()
    body = desk_on_sqlite.client(Role.CODER).get(at).content.decode()
    assert body.count('<li class="panel"') == 2
    assert "and 1 more input" in body
    assert body.count("and 1 more</p>") == 2


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_no_addresses(text: str) -> None:
    assert accepting.addresses(text) == []


def test_addresses_one_a_line() -> None:
    found = accepting.addresses("\n".join(f"https://x.example/{n}" for n in range(accepting.ADDRESSES + 1)))
    assert [type(each) for each in found] == [Handed] * accepting.ADDRESSES + [Refused]


def test_the_thread_reads_what_is_handed_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "_reader", reader)
    monkeypatch.setattr(working.work_once, "__kwdefaults__", {"reader": reader, "fetch": None})
    monkeypatch.setattr(working, "IDLE", 0.05)
    told = Barrier(2)
    monkeypatch.setattr(saved, "alert", lambda: told.wait(120) if Incoming.objects.filter(state="added") else None)
    stop = working.start()
    try:
        _send(desk, text=WORDS)
        told.wait(120)
    finally:
        told.abort()
        stop()
    assert _states() == ["added"]
