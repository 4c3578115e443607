"""Checking the search index: does it have the words of every report, where they stand, and no others?"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import DatabaseError, connections

from onrecord.accounts.amendments import Amendment, amended
from onrecord.ledger import amending, originals
from onrecord.ledger.indexing import Indexed, indexed, people_rows, vector
from onrecord.ledger.log import Fault
from onrecord.ledger.models import Called, Report
from onrecord.ledger.models import Voice as Row
from onrecord.record import OnrecordError, Record, from_json

_CHUNK = 200
_MASK = (1 << 64) - 1
_COLUMNS = {name: number for number, name in enumerate(Indexed._fields)}
_AGAIN = "the words by which it is found are not those of its record"


def faults(using: str) -> Iterator[Fault]:
    """Where the index, or the list of who speaks where, is not what the records say.

    Every current report must be in it. One that is no longer current may be in it, whole.
    """
    index: _Fts5 | _Tsvectors
    if connections[using].vendor == "sqlite":
        yield from _structure(using)
        index = _Fts5(using)
    else:
        index = _Tsvectors(using)
    yield from index.before()
    rows = Report.objects.using(using).order_by("id").iterator(chunk_size=_CHUNK)
    while chunk := list(islice(rows, _CHUNK)):
        said = amending.standing(using, [row.id for row in chunk])
        records = [(row, _record(row, said.get(row.id, ()))) for row in chunk]
        yield from index.check(records)
        yield from _voices(using, records)
    yield from index.after()


_Read = list[tuple[Report, Record | None]]


def _record(row: Report, said: Sequence[Amendment]) -> Record | None:
    """A report's record as people have it; None where it is damaged, which is told where it stands."""
    try:
        return amended(from_json(originals.opened(row.record)), said)
    except (zlib.error, OnrecordError):
        return None


def _where(row: Report) -> str:
    return f"report {row.name} (version {row.version})"


# SQLite.


def _structure(using: str) -> Iterator[Fault]:
    """What FTS5 says of its own tables, asked of a copy: it only tells in a database that may be written."""
    damaged = Fault("search index", "its own tables are damaged")
    with TemporaryDirectory(prefix="onrecord-") as folder:
        path = Path(folder) / "search.sqlite3"
        try:
            with connections[using].cursor() as cursor:
                cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'ledger_search'")
                definition = cursor.fetchone()
                if definition is None:
                    return  # told with the other tables
                copy = sqlite3.connect(path)
                copy.execute(definition[0])
                for part in ("data", "idx", "docsize", "config"):
                    cursor.execute(f"SELECT * FROM ledger_search_{part}")
                    copy.execute(f"DELETE FROM ledger_search_{part}")
                    while rows := cursor.fetchmany(_CHUNK):
                        marks = ", ".join("?" * len(rows[0]))
                        copy.executemany(f"INSERT INTO ledger_search_{part} VALUES ({marks})", rows)
                copy.commit()
                copy.close()
            copy = sqlite3.connect(path)
            copy.execute("INSERT INTO ledger_search (ledger_search) VALUES ('integrity-check')")
            copy.close()
        except (DatabaseError, sqlite3.Error):
            yield damaged


class _Fts5:
    """SQLite's index: what it has of each report, in one pass over its words."""

    def __init__(self, using: str) -> None:
        self.sums: dict[int, int] = {}
        self.sizes: dict[int, bytes] = {}
        self.using = using

    def before(self) -> Iterator[Fault]:
        try:
            self.sums = _sums(self.using)
            with connections[self.using].cursor() as cursor:
                cursor.execute("SELECT id, sz FROM ledger_search_docsize")
                self.sizes = dict(cursor.fetchall())
                cursor.execute("SELECT block FROM ledger_search_data WHERE id = 1")
                totals = cursor.fetchone()
        except (DatabaseError, sqlite3.Error, ValueError):
            yield Fault("search index", "it cannot be read")
            return
        if totals is None or _numbers(totals[0]) != _added(list(self.sizes.values())):
            yield Fault("search index", "its count of words was changed")

    def check(self, records: _Read) -> Iterator[Fault]:
        for row, record in records:
            held, size = self.sums.pop(row.id, None), self.sizes.pop(row.id, None)
            if record is None or (held is None and size is None and not row.current):
                continue
            words = indexed(record)
            if held != summed(words) or size is None or _numbers(size) != [len(each) for each in words]:
                yield Fault(_where(row), _AGAIN)

    def after(self) -> Iterator[Fault]:
        if more := self.sums.keys() | self.sizes.keys():
            yield Fault("search index", f"it has words of {len(more)} reports that are not there")


def _sums(using: str) -> dict[int, int]:
    """For each report that the index has, the sum over its words and where they stand."""
    sums: dict[int, int] = {}
    last, mark = None, 0
    with connections[using].cursor() as cursor:
        cursor.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.ledger_search_words USING fts5vocab(main, ledger_search, instance)"
        )
        cursor.execute("SELECT term, doc, col, offset FROM temp.ledger_search_words")
        while rows := cursor.fetchmany(5000):
            for term, doc, column, offset in rows:
                if term != last:
                    last, mark = term, _mark(term)
                at = offset * 4 + _COLUMNS[column] + 1
                sums[doc] = (sums.get(doc, 0) + (mark ^ at * 0x9E3779B97F4A7C15) * (2 * at + 1)) & _MASK
    return sums


def summed(words: Indexed) -> int:
    """The sum over a report's words and where they stand."""
    total = 0
    for column, each in enumerate(words):
        for offset, word in enumerate(each):
            at = offset * 4 + column + 1
            total = (total + (_mark(word) ^ at * 0x9E3779B97F4A7C15) * (2 * at + 1)) & _MASK
    return total


@lru_cache(maxsize=1 << 17)
def _mark(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest())


def _numbers(block: bytes) -> list[int] | None:
    """SQLite's numbers of variable length, seven bits a byte, the high ones first."""
    out, number = [], 0
    for byte in bytes(block):
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            out.append(number)
            number = 0
    return out


def _added(sizes: list[bytes]) -> list[int]:
    """How many reports there are, and how many words in each column."""
    totals = [len(sizes), 0, 0, 0, 0]
    for size in sizes:
        for column, count in enumerate(_numbers(size) or []):
            if column < 4:
                totals[column + 1] += count
    return totals


# PostgreSQL.


class _Tsvectors:
    """PostgreSQL's index: the server compares."""

    def __init__(self, using: str) -> None:
        self.held: set[int] = set()
        self.using = using

    def before(self) -> Iterator[Fault]:
        with connections[self.using].cursor() as cursor:
            cursor.execute("SELECT report_id FROM ledger_search")
            self.held = {id for (id,) in cursor.fetchall()}
        yield from ()

    def check(self, records: _Read) -> Iterator[Fault]:
        with connections[self.using].cursor() as cursor:
            for row, record in records:
                was_held = row.id in self.held
                self.held.discard(row.id)
                if record is None or (not was_held and not row.current):
                    continue
                words = vector(indexed(record))
                cursor.execute("SELECT words = %s::tsvector FROM ledger_search WHERE report_id = %s", [words, row.id])
                if cursor.fetchone() != (True,):
                    yield Fault(_where(row), _AGAIN)

    def after(self) -> Iterator[Fault]:
        if self.held:
            yield Fault("search index", f"it has words of {len(self.held)} reports that are not there")


# Both.


def _voices(using: str, records: _Read) -> Iterator[Fault]:
    ids = [row.id for row, _ in records]
    voices: dict[int, list[tuple[str, ...]]] = {id: [] for id in ids}
    names: dict[int, list[tuple[str, ...]]] = {id: [] for id in ids}
    for voice in Row.objects.using(using).filter(report_id__in=ids):
        voices[voice.report_id].append(_voice(voice))
    for called in Called.objects.using(using).filter(report_id__in=ids):
        names[called.report_id].append(_called(called))
    for row, record in records:
        now = (sorted(voices[row.id]), sorted(names[row.id]))
        if record is None or (now == ([], []) and not row.current):
            continue
        rows, others = people_rows(row.id, record)
        if now != (sorted(map(_voice, rows)), sorted(map(_called, others))):
            yield Fault(_where(row), "the list of who speaks in it is not that of its record")


def _voice(row: Row) -> tuple[str, ...]:
    values = (row.key, row.name, row.role, row.kind, row.affiliation, row.statements, row.hands, row.outlet, row.day)
    return tuple(repr(value) for value in values)


def _called(row: Called) -> tuple[str, ...]:
    return row.folded, row.key, row.alias
