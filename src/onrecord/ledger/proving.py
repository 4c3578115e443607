"""Whether the search index and the voices are what the records make them: made again beside them, and compared."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from django.db import DatabaseError, connections, models

from onrecord.ledger import indexing, originals
from onrecord.ledger.log import Fault
from onrecord.ledger.models import Called, Report, Voice
from onrecord.record import OnrecordError, Record, from_json

_CHUNK = 200
_INSTANCES = "SELECT doc, term, col, offset FROM temp.{}"


def faults(using: str) -> Iterator[Fault]:
    """Reports whose words in the index, or whose voices, are not those of their record."""
    try:
        if connections[using].vendor == "postgresql":
            yield from _vectors(using)
        else:
            yield from _fts(using)
    except DatabaseError as error:
        yield Fault("search index", f"it is damaged: {error}")
    for row, record in _records(using):
        rows, called = indexing.people_rows(row.id, record)
        if _told(Voice, using, row.id) != sorted(map(_values, rows), key=repr):
            yield Fault(f"report {row.name} (version {row.version})", "what is known of its voices was changed")
        if _told(Called, using, row.id) != sorted(map(_values, called), key=repr):
            yield Fault(f"report {row.name} (version {row.version})", "the other names of its voices were changed")


def _records(using: str) -> Iterator[tuple[Report, Record]]:
    for row in Report.objects.using(using).order_by("id").iterator(chunk_size=_CHUNK):
        try:
            yield row, from_json(originals.opened(row.record))
        except (zlib.error, OnrecordError):
            continue  # a damaged record is told of where reports are checked


def _values(row: models.Model) -> tuple[object, ...]:
    return tuple(getattr(row, f.attname) for f in row._meta.concrete_fields)


def _told(model: type[models.Model], using: str, report: int) -> list[tuple[object, ...]]:
    rows = model._default_manager.using(using).filter(report_id=report)
    return sorted(map(_values, rows), key=repr)


def _vectors(using: str) -> Iterator[Fault]:
    with connections[using].cursor() as cursor:
        for row, record in _records(using):
            cursor.execute(
                "SELECT words = %s::tsvector FROM ledger_search WHERE report_id = %s",
                [indexing.vector(indexing.indexed(record)), row.id],
            )
            if cursor.fetchone() != (True,):
                yield Fault(f"report {row.name} (version {row.version})", "its words in the search index were changed")
        cursor.execute("SELECT count(*) FROM ledger_search WHERE report_id NOT IN (SELECT id FROM ledger_report)")
        if (number := cursor.fetchone()[0]) > 0:
            yield Fault("search index", f"it has words of {number} reports that are not there")


def _fts(using: str) -> Iterator[Fault]:
    """The index is compared with one made just now in the connection's temporary database, word by word."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'ledger_search'")
        (made,) = cursor.fetchone()
        cursor.execute(made.replace("ledger_search", "temp.as_made", 1))
        for row, record in _records(using):
            columns = indexing.indexed(record)
            cursor.execute(
                "INSERT INTO temp.as_made (rowid, title, body, names, said) VALUES (%s, %s, %s, %s, %s)",
                [row.id, *map(" ".join, columns)],
            )
        for name, base, table in (("now", "main", "ledger_search"), ("was", "temp", "as_made")):
            cursor.execute(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab('{base}', '{table}', 'instance')")
        wrong: set[int] = set()
        for one, other in (("now", "was"), ("was", "now")):
            cursor.execute(f"{_INSTANCES.format(one)} EXCEPT {_INSTANCES.format(other)}")
            wrong.update(doc for doc, *_ in cursor.fetchall())
            sizes = [f"SELECT id, sz FROM {t}" for t in ("ledger_search_docsize", "temp.as_made_docsize")]
            cursor.execute(" EXCEPT ".join(sizes if one == "now" else sizes[::-1]))
            wrong.update(doc for doc, _ in cursor.fetchall())
        cursor.execute("SELECT k, v FROM ledger_search_config EXCEPT SELECT k, v FROM temp.as_made_config")
        if cursor.fetchall():
            yield Fault("search index", "its settings were changed")
    for doc in sorted(wrong):
        yield Fault(f"report {_name(using, doc)}", "its words in the search index were changed")


def _name(using: str, report: int) -> str:
    found = Report.objects.using(using).filter(id=report).values_list("name", "version").first()
    return f"{found[0]} (version {found[1]})" if found else f"with the number {report}, which is not there"
