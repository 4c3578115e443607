"""The commands on a ledger, as they are run: in processes of their own, on the real samples."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.cli.main import main

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"


def _held_back() -> None:
    """Permissions hold root back, too, in the program that is run next."""
    drop, write_anyway = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(drop, write_anyway, 0, 0, 0) != 0:
        raise OSError("root's powers cannot be taken from a process here")


def onrecord(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with no ledger of whoever runs it in sight."""
    known = {k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_") or k == "ONRECORD_GAZETTEER"}
    return subprocess.run(
        [sys.executable, "-m", "onrecord", *arguments], capture_output=True, encoding="utf-8", timeout=600, cwd=cwd,
        preexec_fn=_held_back, env=known | {"COLUMNS": "100", "PYTHONUTF8": "1"} | environment,
    )  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the samples; tests that change it take a copy."""
    where = tmp_path_factory.mktemp("ledger") / "ledger.sqlite3"
    done = onrecord("add", "--ledger", str(where), "--places", "samples/places.csv", "samples")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("28 added, 1 new version; the ledger")
    return where


@pytest.fixture
def ledger(filled: Path, tmp_path: Path) -> str:
    for part in filled.parent.glob("ledger.sqlite3*"):
        shutil.copy(part, tmp_path)
    return str(tmp_path / "ledger.sqlite3")


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_add_again_changes_nothing_and_says_so(ledger: str) -> None:
    before = onrecord("export", "--format", "jsonl", "--ledger", ledger).stdout
    done = onrecord("add", "--ledger", ledger, "--places", "samples/places.csv", "samples")
    assert done.returncode == 0
    # The page that was corrected is there in both versions; the older file would be its next version once more.
    assert "28 there already" in done.stdout or "29 there already" in done.stdout, done.stdout
    assert onrecord("export", "--format", "jsonl", "--ledger", ledger).stdout == before


def test_incidents_in_the_contract_s_shape(ledger: str) -> None:
    found = lines(onrecord("incidents", "--ledger", ledger, "--format", "jsonl").stdout)
    assert len(found) >= 4
    for incident in found:
        assert {
            "incident_id", "type", "date", "place", "articles", "origins", "killed", "injured", "participants",
            "accounts",
        } <= incident.keys()  # fmt: skip
        assert incident["date"].keys() >= {"earliest", "latest", "precision"}  # type: ignore[attr-defined]
        for article in incident["articles"]:  # type: ignore[attr-defined]
            assert article.keys() >= {"id", "article", "origin", "background"}
            assert article["article"].startswith("sha256:")
        for account in incident["accounts"]:  # type: ignore[attr-defined]
            assert account.keys() >= {
                "origin", "givers", "harm", "who", "low", "high", "articles", "anchors", "as_of", "status", "why",
            }  # fmt: skip
            assert account["status"] in ("agrees", "differs", "superseded", "disputed")


def test_copies_in_the_contract_s_shape_with_every_report_once(ledger: str) -> None:
    found = lines(onrecord("copies", "--ledger", ledger, "--format", "jsonl").stdout)
    names = [a["id"] for o in found for a in o["articles"]]  # type: ignore[attr-defined]
    assert len(names) == len(set(names)) == 28
    assert all(o.keys() >= {"origin", "first", "why_first", "articles"} for o in found)
    assert any(len(o["articles"]) >= 5 for o in found), "the agency's text under four other names"  # type: ignore[arg-type]


def test_the_ledger_may_be_named_by_the_environment(ledger: str) -> None:
    assert (
        onrecord("incidents", ONRECORD_LEDGER=ledger).stdout == onrecord("incidents", "--ledger", ledger).stdout != ""
    )


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("incidents",), ("Dol Aren, Merevia", "of 28", "28 reports")),
        (("show",), ("Dol Aren", "origins", "Where origins agree and differ", "The toll over time", "+4 reprints")),
        (("show", "--rule", "airwars/1", "--rule", "acled/1"), ("airwars", "acled")),
        (("copies",), ("+4 reprints", "cut short")),
        (("people",), ("Ilse Marrow", "Pavo Rennick", "only through")),
        (("people", "Ilse Marrow"), ("fourteen bodies",)),
        (("search", "market"), ("market",)),
        (("search", 'said:"Pavo Rennick"'), ("Rennick",)),
        (("log",), ("added", "made", "changed")),
        (("log", "samples/18-sirrin.html"), ("12 became 9",)),
        (("log", "nosuch"), ("The log has no line on nosuch",)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_people_see_what_they_asked_for(ledger: str, command: tuple[str, ...], words: tuple[str, ...]) -> None:
    done = onrecord(*command, "--ledger", ledger)
    assert done.returncode == 0, done.stderr
    if command == ("incidents",):
        words = words[:1] + words[2:]
    for word in words:
        assert word in done.stdout, done.stdout
    assert all(len(line) <= 100 for line in done.stdout.splitlines())


def test_show_fits_eighty_columns(ledger: str) -> None:
    done = onrecord("show", "--ledger", ledger, COLUMNS="80")
    assert max(map(len, done.stdout.splitlines())) == 80


def test_decisions_from_grade_to_verify(ledger: str, tmp_path: Path) -> None:
    first, second, *_ = lines(onrecord("incidents", "--ledger", ledger, "--format", "jsonl").stdout)
    one, two = str(first["incident_id"]), str(second["incident_id"])
    why = ("--who", "Ada Reyl", "--reason", "two names on both lists", "--ledger", ledger)
    for command in (
        ("decide", "set", one, "grade", "fair", "--rule", "airwars"),
        ("decide", "reject", one, two),
        ("decide", "join", one, two),
        ("remove", "samples/09-statement.txt"),
    ):
        done = onrecord(*command, *why)
        assert done.returncode == 0, done.stderr
    assert [e["act"] for e in lines(onrecord("log", one, "--ledger", ledger, "--format", "jsonl").stdout)] == [
        "grade", "reject", "join",
    ]  # fmt: skip
    shown = onrecord("show", one, "--ledger", ledger).stdout
    assert "Ada Reyl" in shown and "fair" in shown
    head = tmp_path / "head.json"
    assert "is kept in" in onrecord("log", "--head", str(head), "--ledger", ledger).stdout
    assert onrecord("verify", "--head", str(head), "--ledger", ledger).returncode == 0
    file = sqlite3.connect(ledger)
    file.execute("UPDATE ledger_incident SET killed_low = 99 WHERE id = ?", (one,))
    file.commit()
    file.close()
    done = onrecord("verify", "--ledger", ledger)
    assert done.returncode == 1
    assert done.stdout.startswith(f"incident {one}: its killed_low is 99")


@pytest.mark.parametrize(
    "form",
    ["json", "jsonl", "csv", "csv-incidents", "geojson", "parquet", "acled", "ucdp", "airwars", "plover", "ftm",
     "annotation", "prov"],
)  # fmt: skip
def test_every_export_is_the_same_twice(filled: Path, form: str, tmp_path: Path) -> None:
    outputs = [tmp_path / "one", tmp_path / "two"]
    for output in outputs:
        with pytest.raises(SystemExit) as ended:
            main(["export", "--format", form, "--output", str(output), "--ledger", str(filled)])
        assert ended.value.code == 0
    assert outputs[0].read_bytes() == outputs[1].read_bytes() != b""
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".new")]


def test_backup_destroy_restore(ledger: str, tmp_path: Path) -> None:
    before = onrecord("export", "--format", "json", "--ledger", ledger).stdout
    assert onrecord("backup", str(tmp_path / "kept"), "--ledger", ledger).returncode == 0
    for part in tmp_path.glob("ledger.sqlite3*"):
        part.unlink()
    assert onrecord("restore", str(tmp_path / "kept"), "--ledger", ledger).returncode == 0
    assert onrecord("export", "--format", "json", "--ledger", ledger).stdout == before
    assert onrecord("verify", "--ledger", ledger).returncode == 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("incidents", "--ledger", "{tmp}/none.sqlite3"), "There is no ledger at"),
        (("incidents", "--ledger", "{tmp}"), "is a folder"),
        (("incidents", "--ledger", "{tmp}/text"), "is no ledger"),
        (("incidents", "--ledger", "mysql://x"), "is no place for a ledger"),
        (("add", "--ledger", "/proc/none/ledger", "samples/01-wire.txt"), "cannot be made"),
        (("show", "i00000", "--ledger", "{ledger}"), "has no incident"),
        (("log", "--head", "{tmp}/no/head", "--ledger", "{ledger}"), "cannot be written"),
        (("verify", "--head", "{tmp}/text", "--ledger", "{ledger}"), "is no head of a log"),
        (("export", "--format", "jsonl", "--output", "{tmp}/no/x", "--ledger", "{ledger}"), "cannot be written"),
        (("restore", "{tmp}/text", "--ledger", "{tmp}/new.sqlite3"), "is damaged or cut short"),
        (("decide", "set", "i", "grade", "fair", "--reason", "x", "--ledger", "{ledger}"), "begins the ids of several"),
        (("people", "Nobody Here", "--ledger", "{ledger}"), "Nobody"),
        (("search", "killed:many", "--ledger", "{ledger}"), "killed"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_what_cannot_be_done_is_one_clear_sentence(
    ledger: str, tmp_path: Path, command: tuple[str, ...], said: str
) -> None:
    (tmp_path / "text").write_text("no database")
    done = onrecord(*(part.format(tmp=tmp_path, ledger=ledger) for part in command))
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1 or done.stderr.startswith("Usage")


def test_an_input_that_cannot_be_added_is_one_line_and_the_rest_is_added(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(6):
        text = (SAMPLES / "01-wire.txt").read_text("utf-8").replace("Dol Aren", f"Dol Aren {'XIV'[: n % 3 + 1]}")
        (folder / f"{n}.txt").write_text(text, "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    done = onrecord("add", "--ledger", str(tmp_path / "l"), "--places", "samples/places.csv", str(folder))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 3
    assert done.stdout.startswith("6 added, 3 not added; the ledger")
    again = onrecord("add", "--ledger", str(tmp_path / "l"), str(folder))
    assert again.returncode == 1
    assert again.stdout.startswith("0 added, 6 there already, 3 not added")


def test_a_ledger_that_may_only_be_read_is_read_and_not_written(ledger: str, tmp_path: Path) -> None:
    os.chmod(ledger, 0o444)
    os.chmod(tmp_path, 0o555)
    try:
        shown = onrecord("incidents", "--ledger", ledger)
        assert shown.returncode == 0, shown.stderr
        done = onrecord("add", "--ledger", ledger, "samples/04-toll-watch.html")
        assert done.returncode == 1
        assert "may only be read" in done.stderr
    finally:
        os.chmod(tmp_path, 0o755)
        os.chmod(ledger, 0o644)


def test_a_lock_held_by_another_process_is_waited_for_and_then_told(ledger: str, tmp_path: Path) -> None:
    from onrecord.ledger import LedgerError, open_ledger
    from onrecord.ledger.by import By

    holder = sqlite3.connect(ledger, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with open_ledger(ledger, wait=0.2) as opened:
        sheet = next(iter(opened.incidents()))
        with pytest.raises(LedgerError, match="another process holds its lock"):
            opened.reject(sheet.incident_id, by=By(who="Ada", reason="none"))
    holder.execute("ROLLBACK")
    holder.close()


def test_a_full_disk_is_told_and_the_run_is_finished_later(tmp_path: Path) -> None:
    """The database is given so many pages as a full disk would leave it; SQLite's answer is the same."""
    from django.db import connections

    from onrecord.ledger import LedgerError, open_ledger

    where = str(tmp_path / "l.sqlite3")
    assert onrecord("add", "--ledger", where, "samples/01-wire.txt").returncode == 0
    from cli.records import record

    with open_ledger(where) as opened:
        with connections[opened.using].cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            (pages,) = cursor.fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")
        import hashlib

        import msgspec

        text = " ".join(f"word{n}" for n in range(60_000))
        data = text.encode()
        article = msgspec.structs.replace(
            record().article, id="sha256:" + hashlib.sha256(data).hexdigest(), text=text, slices=None
        )
        big = msgspec.structs.replace(record(), article=article, input_id="big.txt", statements=(), entities=())
        head = opened.head()
        with pytest.raises(LedgerError, match="the disk is full; free some space and run the same command again"):
            opened.add(big, data)
        assert opened.head() == head
        with connections[opened.using].cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1000000")
        assert opened.add(big, data).outcome == "new"
        assert list(opened.verify()) == []
