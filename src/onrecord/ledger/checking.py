"""Checking the search index: does it have the words of every report, where they stand, and no others?"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import DatabaseError, connections

from onrecord.ledger import originals
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
    if connections[using].vendor == "sqlite":
        yield from _structure(using)
        yield from _fts5(using)
    else:
        yield from _tsvectors(using)
    yield from _voices(using)


def _reports(using: str) -> Iterator[tuple[Report, Record | None]]:
    """Every report with its record; None where the record is damaged, which is told where it stands."""
    for row in Report.objects.using(using).order_by("id").iterator(chunk_size=_CHUNK):
        try:
            yield row, from_json(originals.opened(row.record))
        except (zlib.error, OnrecordError):
            yield row, None


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


def _fts5(using: str) -> Iterator[Fault]:
    try:
        sums = _sums(using)
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT id, sz FROM ledger_search_docsize")
            sizes = dict(cursor.fetchall())
            cursor.execute("SELECT block FROM ledger_search_data WHERE id = 1")
            totals = cursor.fetchone()
    except (DatabaseError, sqlite3.Error, ValueError):
        yield Fault("search index", "it cannot be read")
        return
    if totals is None or _numbers(totals[0]) != _added(list(sizes.values())):
        yield Fault("search index", "its count of words was changed")
    for row, record in _reports(using):
        held, size = sums.pop(row.id, None), sizes.pop(row.id, None)
        if record is None or (held is None and size is None and not row.current):
            continue
        words = indexed(record)
        if held != summed(words) or size is None or _numbers(size) != [len(each) for each in words]:
            yield Fault(_where(row), _AGAIN)
    if sums or sizes:
        yield Fault("search index", f"it has words of {len(sums.keys() | sizes.keys())} reports that are not there")


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


def _tsvectors(using: str) -> Iterator[Fault]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT report_id FROM ledger_search")
        held = {id for (id,) in cursor.fetchall()}
        for row, record in _reports(using):
            was_held = row.id in held
            held.discard(row.id)
            if record is None or (not was_held and not row.current):
                continue
            cursor.execute(
                "SELECT words = %s::tsvector FROM ledger_search WHERE report_id = %s", [vector(indexed(record)), row.id]
            )
            if cursor.fetchone() != (True,):
                yield Fault(_where(row), _AGAIN)
    if held:
        yield Fault("search index", f"it has words of {len(held)} reports that are not there")


# Both.


def _voices(using: str) -> Iterator[Fault]:
    for row, record in _reports(using):
        if record is None:
            continue
        rows, called = people_rows(row.id, record)
        of_report = Row.objects.using(using).filter(report_id=row.id)
        now = sorted(map(_voice, of_report))
        names = sorted(Called.objects.using(using).filter(report_id=row.id).values_list("folded", "key", "alias"))
        if not now and not names and not row.current:
            continue
        if now != sorted(map(_voice, rows)) or names != sorted((c.folded, c.key, c.alias) for c in called):
            yield Fault(_where(row), "the list of who speaks in it is not that of its record")


def _voice(row: Row) -> tuple[str, ...]:
    values = (row.key, row.name, row.role, row.kind, row.affiliation, row.statements, row.hands, row.outlet, row.day)
    return tuple(repr(value) for value in values)
