"""The search index: which words each report has, where; and who speaks in it. Everything follows from the record alone.

SQLite has an FTS5 table that keeps no text (what it once was told of a report must be told again to make it forget),
PostgreSQL a ``tsvector``. Both get the same words, folded beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
from django.db import connections

from onrecord.ledger import columns
from onrecord.ledger.columns import clean
from onrecord.ledger.folding import MOST, fold, key
from onrecord.ledger.models import Called
from onrecord.ledger.models import Voice as Row
from onrecord.ledger.voices import told_by, voices
from onrecord.record import Record

# Characters for private use: no folded text has them. Words of a speaker's name stand in the column of names once more
# behind a mark, so that 'said:' is one look into the same index; so do an outlet's. Every report has EVERY.
SPEAKER, OUTLET, EVERY, APART = "\ue000", "\ue001", "\ue002", "\ue003"

WEIGHTS = {"title": "A", "names": "B", "said": "C", "body": "D"}
"""PostgreSQL's letter for each column."""

_BATCH = 1000  # rows of one statement
_ROOM = 900_000
"""Bytes that the words of one report may take as a tsvector, which holds 1,048,575."""


class Indexed(NamedTuple):
    """The folded words of each column, in order."""

    title: list[str]
    body: list[str]
    names: list[str]
    said: list[str]


def indexed(record: Record) -> Indexed:
    """The folded words by which ``record`` is found."""
    article = record.article
    title = [EVERY, *fold(" ".join(filter(None, (article.title, article.subtitle))))]
    names: list[str] = []
    for name in _names(record):
        names += [*name.split(), APART]
    for name in told_by(record):
        names += [*(SPEAKER + word for word in name.split()), APART]
    if article.outlet:
        names += [OUTLET + word for word in fold(article.outlet)]
    said: list[str] = []
    for statement in record.statements:
        said += [*fold(statement.content.text), APART]
    room = _Room()
    title, names = room.take(title), room.take(names)
    body = room.take(fold(article.text))
    return Indexed(title, body, names, room.take(said[:MOST]))


class _Room:
    """What is left of the bytes of one report's words."""

    def __init__(self) -> None:
        self.left = _ROOM
        self.seen: set[str] = set()

    def take(self, words: list[str]) -> list[str]:
        """As many of ``words`` as there is room for."""
        new = set(words) - self.seen
        size = 2 * len(words) + 8 * len(new) + sum(len(word.encode()) for word in new)
        if size <= self.left:
            self.left -= size
            self.seen |= new
            return words
        for n, word in enumerate(words):
            self.left -= 2
            if word not in self.seen:
                self.seen.add(word)
                self.left -= len(word.encode()) + 8
            if self.left < 0:
                return words[:n]
        return words


def _names(record: Record) -> list[str]:
    """The names of everybody and everything in the record, folded, each once."""
    texts: list[str | None] = [*record.article.authors, *record.article.agencies]
    for entity in record.entities:
        texts += [entity.name, *entity.aliases]
    for incident in (*record.incidents, *record.prospects):
        if (place := incident.place) is not None:
            texts += [place.name, place.admin1, place.admin2, place.country]
        texts += [participant.name for participant in incident.participants]
    return [each for each in dict.fromkeys(" ".join(fold(text)) for text in texts if text) if each]


def index(using: str, report: int, record: Record) -> None:
    """Put a report into the index, where it is not yet; the caller holds the ledger's lock."""
    index_all(using, [(report, record)])


def index_all(using: str, reports: Iterable[tuple[int, Record]]) -> None:
    """Likewise several, with a few statements for all."""
    connection = connections[using]
    server = connection.vendor == "postgresql"
    words: list[list[Any]] = []
    rows: list[Row] = []
    called: list[Called] = []
    for report, record in reports:
        columns = indexed(record)
        words.append([report, vector(columns)] if server else [report, *map(" ".join, columns)])
        speaking, other = people_rows(report, record)
        rows += speaking
        called += other
    if not words:
        return
    with connection.cursor() as cursor:
        if server:
            cursor.executemany("INSERT INTO ledger_search (report_id, words) VALUES (%s, %s::tsvector)", words)
        else:
            cursor.executemany(
                "INSERT INTO ledger_search (rowid, title, body, names, said) VALUES (%s, %s, %s, %s, %s)", words
            )
    Row.objects.using(using).bulk_create(rows, batch_size=_BATCH)
    Called.objects.using(using).bulk_create(called, batch_size=_BATCH)


def unindex(using: str, report: int, record: Record) -> None:
    """Take a report out of the index, where it is; ``record`` is the one that it was put in with."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DELETE FROM ledger_search WHERE report_id = %s", [report])
        elif _holds(using, report):
            cursor.execute(
                "INSERT INTO ledger_search (ledger_search, rowid, title, body, names, said) "
                "VALUES ('delete', %s, %s, %s, %s, %s)",
                [report, *map(" ".join, indexed(record))],
            )
    _silence(using, report)


def reindex(using: str, report: int, record: Record) -> None:
    """Put a report into an index that has nothing of it but, perhaps, its voices: after a restore."""
    _silence(using, report)
    index(using, report, record)


def _silence(using: str, report: int) -> None:
    Row.objects.using(using).filter(report_id=report).delete()
    Called.objects.using(using).filter(report_id=report).delete()


def _holds(using: str, report: int) -> bool:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM ledger_search_docsize WHERE id = %s", [report])
        return cursor.fetchone() is not None


def people_rows(report: int, record: Record) -> tuple[list[Row], list[Called]]:
    """The rows of a report's voices and of their other names."""
    rows, called = [], []
    article = record.article
    for voice in voices(record):
        rows.append(
            Row(
                report_id=report, key=voice.key, name=clean(voice.name), role=_clean(voice.role), kind=voice.kind,
                affiliation=_clean(voice.affiliation), statements=len(voice.statements),
                hands=msgspec.json.encode(voice.hands).decode(), outlet=_clean(article.outlet),
                day=columns.day(article.published),
            )
        )  # fmt: skip
        seen: dict[str, str] = {}
        for alias in voice.aliases:
            seen.setdefault(key(alias), alias)
        called += [Called(report_id=report, folded=f, key=voice.key, alias=clean(alias)) for f, alias in seen.items()]
    return rows, called


def _clean(value: str | None) -> str | None:
    return value and clean(value)


def vector(columns: Indexed) -> str:
    """The words as PostgreSQL writes a tsvector: each with its places and its column's weight.

    Places go up to 16,383, and of one word 255 are kept. In a longer report they begin again: every word is found, and
    a phrase may be where its words stand that far apart.
    """
    places: dict[str, list[str]] = {}
    at = 0
    for column, weight in WEIGHTS.items():
        for word in getattr(columns, column):
            at += 1
            found = places.setdefault(word, [])
            if len(found) < 255:
                found.append(f"{at % 16_383 + 1}{weight}")
        at += 2  # no phrase goes from one column into the next
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())
