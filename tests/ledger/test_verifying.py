"""`verify` finds every edit that is made behind the ledger's back."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from random import Random

import pytest

from ledger.edits import behind, edit
from ledger.material import exported, few, fill
from onrecord.accounts.amendments import Amendment
from onrecord.ledger import LedgerError, open_ledger
from onrecord.ledger.by import By
from onrecord.ledger.log import Head

BY = By(who="Ada", reason="two witnesses saw it", rule="airwars")


def filled(where: str) -> Head:
    """A ledger with reports and a decision of each sort."""
    with open_ledger(where, create=True) as ledger:
        fill(ledger, items=few())
        sheets = sorted(ledger.incidents(), key=lambda s: -len(s.articles))
        ledger.settle(sheets[0].incident_id, "grade", "fair", by=BY)
        ledger.split(sheets[0].incident_id, [sheets[0].articles[0].id], by=BY)
        ledger.amend(sheets[0].articles[1].id, Amendment("reject", "s1"), by=BY)
        ledger.reject(sheets[1].incident_id, by=BY)
        ledger.reject(sheets[1].incident_id, other=sheets[2].incident_id, by=BY)
        ledger.remove(sheets[2].articles[-1].id, by=BY)
        ledger.refresh()
        assert list(ledger.verify()) == []
        return ledger.head()


def faults(where: str, head: Head | None = None) -> list[str]:
    try:
        with open_ledger(where) as ledger:
            return [f"{f.where}: {f.what}" for f in ledger.verify(head=head)]
    except LedgerError as error:
        return [str(error)]


def test_random_edits_of_rows_are_all_found(where: str) -> None:
    """Each edit by itself: it is found, and when it is taken back all is whole again."""
    filled(where)
    random = Random(2025)
    done = 0
    kept = Path(f"{where}.kept")
    while done < 25:
        if where.startswith("postgresql://"):
            made = _undone(where, random)
        else:
            shutil.copy(where, kept)
            made = edit(where, random)
            if made is not None:
                assert faults(where), made
            shutil.copy(kept, where)
        done += made is not None
    assert faults(where) == []


def _undone(where: str, random: Random) -> str | None:
    """On a server the tables are copied before the edit and put back after it."""
    from ledger.edits import tables

    names = list(tables(where))
    with behind(where) as (base, _):
        for name in names:
            base.execute(f"CREATE TABLE kept_{name} AS TABLE {name}")
    made = edit(where, random)
    found = [f for f in faults(where) if "kept_" not in f]
    if made is not None:
        assert found, made
    with behind(where) as (base, _):
        for name in names:
            base.execute(f"DELETE FROM {name}")
            base.execute(f"INSERT INTO {name} SELECT * FROM kept_{name}")
            base.execute(f"DROP TABLE kept_{name}")
    return made


def test_bytes_changed_in_the_file_are_found_where_they_change_anything(tmp_path: Path) -> None:
    """A bit may fall where a page is empty: then what the ledger says is byte for byte what it was."""
    where = str(tmp_path / "ledger.sqlite3")
    filled(where)
    with open_ledger(where) as ledger:
        before = exported(ledger)
    file = sqlite3.connect(where)
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    whole = Path(where).read_bytes()
    random = Random(7)
    found = 0
    for _ in range(30):
        data = bytearray(whole)
        at = random.randrange(len(data))
        data[at] ^= 1 << random.randrange(8)
        Path(where).write_bytes(data)
        if faults(where):
            found += 1
            continue
        with open_ledger(where) as ledger:
            assert exported(ledger) == before, f"byte {at}"
    assert found > 4


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("UPDATE ledger_entry SET reason = 'another' WHERE seq = {last}", "its words were changed"),
        ("DELETE FROM ledger_entry WHERE seq = 3", "the log has a gap before it: 3 is not there"),
        ("UPDATE ledger_entry SET seq = 9999 WHERE seq = 2", "the log has a gap before it: 2 is not there"),
        ("DELETE FROM ledger_entry WHERE seq = {last}", "the log says"),
        ("DELETE FROM ledger_meta WHERE key = 'format'", "what the ledger says of itself was changed"),
        ("DELETE FROM ledger_meta", "what the ledger says of itself was changed"),
        ("DELETE FROM ledger_report WHERE id = (SELECT min(id) FROM ledger_report)", "it is gone"),
    ],
)
def test_the_log_tells_what_was_done_to_it(where: str, sql: str, expected: str) -> None:
    head = filled(where)
    with behind(where) as (base, _):
        base.execute(sql.format(last=head.seq))
    assert any(expected in each for each in faults(where)), faults(where)


def test_a_log_written_anew_by_someone_who_knows_how_is_found_by_a_head_kept_elsewhere(where: str) -> None:
    from onrecord.ledger import log
    from onrecord.ledger.models import Entry

    head = filled(where)
    with open_ledger(where) as ledger:
        previous = log.START
        for entry in Entry.objects.using(ledger.using).order_by("seq"):
            entry.who = entry.who.replace("Ada", "Eve")
            entry.previous = previous
            entry.hash = previous = log.hashed(entry)
            entry.save(using=ledger.using)
    assert faults(where) == [], "by itself it looks whole"
    assert any("was written anew" in each for each in faults(where, head))


def test_lines_cut_off_the_end_are_found_by_a_head_kept_elsewhere(where: str) -> None:
    head = filled(where)
    with behind(where) as (base, _):
        base.execute(f"DELETE FROM ledger_entry WHERE seq = {head.seq}")
    assert any("lines were cut off its end" in each for each in faults(where, head))


def test_a_trigger_or_a_table_of_somebody_else_s_is_found(tmp_path: Path) -> None:
    where = str(tmp_path / "ledger.sqlite3")
    filled(where)
    with behind(where) as (base, _):
        base.execute("CREATE TRIGGER sly AFTER INSERT ON ledger_entry BEGIN DELETE FROM ledger_report; END")
    assert faults(where) == ["database's trigger sly: no version of onrecord made it"]
