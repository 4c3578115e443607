"""Backup, destroy, restore: an equal ledger, on either database; a damaged backup restores nothing."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import pytest

from ledger.material import exported, fill, samples
from onrecord.ledger import LedgerError, backing, open_ledger
from onrecord.ledger.by import By
from onrecord.ledger.where import place


def backed_up(where: str, to: Path) -> bytes:
    """A filled ledger in a backup; what it said."""
    with open_ledger(where, create=True) as ledger:
        fill(ledger, first=8)
        sheet = max(ledger.incidents(), key=lambda s: len(s.articles))
        ledger.settle(sheet.incident_id, "grade", "weak", by=By(who="Ada", reason="one source"))
        assert backing.backup(ledger.at, to) > 50
        return exported(ledger)


def test_restored_it_says_the_same_and_goes_on(where: str, tmp_path: Path) -> None:
    before = backed_up(where, tmp_path / "backup")
    new = str(tmp_path / "new.sqlite3")
    backing.restore(tmp_path / "backup", place(new))
    with open_ledger(new) as ledger, open_ledger(where) as old:
        assert exported(ledger) == before
        assert list(ledger.verify()) == []
        assert ledger.head() == old.head()
        assert {h.id for h in ledger.search("market").hits} == {h.id for h in old.search("market").hits} != set()
        item = samples()[9]
        assert ledger.add(item.record, item.original, whence=item.whence).outcome == "new"
        assert list(ledger.verify()) == []


def test_a_backup_of_a_file_restores_to_a_server(bare: str, tmp_path: Path) -> None:
    """And the other way round: the parameter says where it is restored to."""
    before = backed_up(str(tmp_path / "old.sqlite3"), tmp_path / "backup")
    backing.restore(tmp_path / "backup", place(bare))
    with open_ledger(bare) as ledger:
        assert exported(ledger) == before
        assert list(ledger.verify()) == []
        fill(ledger)
        assert list(ledger.verify()) == []


def test_the_same_ledger_gives_the_same_backup(where: str, tmp_path: Path) -> None:
    backed_up(where, tmp_path / "one")
    with open_ledger(where) as ledger:
        backing.backup(ledger.at, tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    return data[:200] + bytes([data[200] ^ 1]) + data[201:]


def changed(data: bytes) -> bytes:
    lines = gzip.decompress(data).split(b"\n")
    lines[5] = lines[5].replace(b"a", b"b", 1)
    return gzip.compress(b"\n".join(lines))


def shortened(data: bytes) -> bytes:
    lines = gzip.decompress(data).split(b"\n")
    return gzip.compress(b"\n".join(lines[:-3]))


def newer(data: bytes) -> bytes:
    lines = gzip.decompress(data).split(b"\n")
    head = msgspec.json.decode(lines[0])
    return gzip.compress(b"\n".join([msgspec.json.encode(head | {"ledger": 99}), *lines[1:]]))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (cut, "is damaged or cut short, and nothing was restored"),
        (flipped, "is damaged or cut short, and nothing was restored"),
        (changed, "is damaged or cut short, and nothing was restored"),
        (shortened, "is damaged or cut short, and nothing was restored"),
        (newer, "is of a newer onrecord"),
        (lambda data: b"", "is damaged or cut short"),
        (lambda data: b"not a backup", "is damaged or cut short"),
        (lambda data: gzip.compress(b'{"a": 1}\n{}\n'), "is no backup of a ledger"),
    ],
    ids=["cut", "flipped", "changed", "shortened", "newer", "empty", "other", "other lines"],
)
def test_a_damaged_backup_restores_nothing(damage: object, said: str, tmp_path: Path) -> None:
    backed_up(str(tmp_path / "old.sqlite3"), tmp_path / "backup")
    assert callable(damage)
    (tmp_path / "bad").write_bytes(damage((tmp_path / "backup").read_bytes()))
    with pytest.raises(LedgerError, match=said):
        backing.restore(tmp_path / "bad", place(str(tmp_path / "new.sqlite3")))
    assert not [p for p in tmp_path.iterdir() if "new.sqlite3" in p.name]


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    where = str(tmp_path / "old.sqlite3")
    backed_up(where, tmp_path / "backup")
    with pytest.raises(LedgerError, match="is there already"), open_ledger(where) as ledger:
        backing.backup(ledger.at, tmp_path / "backup")
    with pytest.raises(LedgerError, match="There is a file"):
        backing.restore(tmp_path / "backup", place(where))
    with pytest.raises(LedgerError, match="There is no backup"):
        backing.restore(tmp_path / "none", place(str(tmp_path / "new.sqlite3")))
