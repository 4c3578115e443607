"""Searching: from a query to the reports that it finds, the best first, with their words and incidents."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connections

from onrecord.ledger import originals
from onrecord.ledger.answers import Hit, Hits
from onrecord.ledger.checking import faults
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.folding import fold, prefix
from onrecord.ledger.indexing import EVERY, OUTLET, SPEAKER, WEIGHTS, index, indexed, reindex, unindex
from onrecord.ledger.query import Plan, Query, QueryError, Run, beside, parse, plan
from onrecord.ledger.snippets import snippet
from onrecord.record import OnrecordError, Record, from_json

__all__ = [
    "RANKED", "Query", "QueryError", "faults", "index", "indexed", "parse", "plan", "reindex", "search", "unindex"
]  # fmt: skip

RANKED = 1000
"""Of the reports that fit, how many are ranked: those added last. To rank 100,000 takes seconds, and nobody reads them;
a search that finds more says so."""

# How much a word counts in each column: title, body, names, said.
_BM25 = "10.0, 1.0, 4.0, 2.0"
_TS_RANK = "'{0.1, 0.2, 0.4, 1.0}'"

Params = list[Any]


def search(using: str, query: Query, *, limit: int = 20, offset: int = 0) -> Hits:
    """The reports that fit ``query``, ``limit`` of them from the ``offset``-th on, the best first.

    Only current ones, which nobody withdrew. At most the :data:`RANKED` that were added last are ranked and counted;
    ``more`` says that there are others.
    """
    wanted = plan(query)
    found = _found(using, query, wanted)
    more = len(found) > RANKED
    found = found[:RANKED]
    ordered = _ordered(using, found)
    hits = _hits(using, ordered[offset : offset + limit], query, wanted)
    return Hits(total=len(found), more=more, hits=tuple(hits))


def _found(using: str, query: Query, wanted: Plan) -> list[tuple[int, float]]:
    """Ids and scores of the reports that fit and were added last, one more than are ranked where there are more."""
    if not (wanted.all or wanted.none):
        return _unworded(using, *_conditions(using, query))
    postgresql = connections[using].vendor == "postgresql"
    id, table = ("report_id", "words @@ %s::tsquery") if postgresql else ("rowid", "ledger_search MATCH %s")
    asked = _tsquery(wanted) if postgresql else _match(wanted)
    latest = f"ORDER BY {id} DESC LIMIT {RANKED + 1}"
    among = None
    if query.of_incidents or query.published_since is not None or query.published_until is not None:
        # Where few reports have the words, the incidents of these few are looked at, and not all that fit.
        rows = _rows(using, f"SELECT {id} FROM ledger_search WHERE {table} {latest}", [asked])
        among = [id for (id,) in rows] if len(rows) <= RANKED else None
    where, params = _conditions(using, query, among)
    if postgresql:
        sql = (
            f"WITH found AS MATERIALIZED (SELECT report_id FROM ledger_search WHERE {table} AND {where} {latest}) "
            f"SELECT report_id, ts_rank({_TS_RANK}, words, %s::tsquery) FROM found "
            f"JOIN ledger_search USING (report_id) ORDER BY report_id DESC"
        )
        return _rows(using, sql.replace("{id}", "report_id"), [asked, *params, asked])
    # The plus keeps SQLite from asking the index about each report that fits, one by one.
    sql = f"SELECT rowid, -bm25(ledger_search, {_BM25}) FROM ledger_search WHERE {table} AND {where} {latest}"
    return _rows(using, sql.replace("{id}", "+rowid"), [asked, *params])


def _unworded(using: str, where: str, params: Params) -> list[tuple[int, float]]:
    """The reports published last; those that do not say when come after all others. Two steps, since each is one walk
    along the index of days, from its end."""
    found: list[tuple[int, float]] = []
    for dated, order in (("IS NOT NULL", "published DESC, id DESC"), ("IS NULL", "id DESC")):
        sql = f"SELECT id, 0.0 FROM ledger_report WHERE published {dated} AND {where} ORDER BY {order} LIMIT %s"
        found += _rows(using, sql.replace("{id}", "+id"), [*params, RANKED + 1 - len(found)])
        if len(found) > RANKED:
            break
    return found


def _rows(using: str, sql: str, params: Params) -> list[Any]:
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _conditions(using: str, query: Query, among: Sequence[int] | None = None) -> tuple[str, Params]:
    """What a report must be besides its words: SQL with ``{id}`` for its id, and for nobody outside ``among``."""
    conditions = ["{id} NOT IN (SELECT id FROM ledger_report WHERE NOT current)"]
    params: Params = []
    few = "" if among is None else f" AND {{}} IN ({_ids(among) or 'NULL'})"
    published = ""
    if query.published_since is not None:
        published += " AND published >= %s"
        params.append(query.published_since)
    if query.published_until is not None:
        # A time on that day is after the day by itself.
        published += " AND published < %s"
        params.append(beside(query.published_until, 1))
    if published:
        conditions.append(f"{{id}} IN (SELECT id FROM ledger_report WHERE 1 = 1{published}{few.format('id')})")
    if query.of_incidents:
        of, more = _incidents(using, query)
        # SQLite takes the tables of a CROSS JOIN in the order in which they stand.
        join = "," if among is None else "CROSS JOIN"
        conditions.append(
            f"{{id}} IN (SELECT s.report_id FROM ledger_sighting s {join} ledger_incident i "
            f'WHERE i.id = s.incident_id AND NOT i.rejected AND i."into" IS NULL AND {of}{few.format("s.report_id")})'
        )
        params += more
    return " AND ".join(f"({each})" for each in conditions), params


def _incidents(using: str, query: Query) -> tuple[str, Params]:
    conditions: list[str] = []
    params: Params = []
    for columns, value in ((("place", "country"), query.place), (("event",), query.kind)):
        if value is not None:
            clause, more = _worded(using, columns, value)
            conditions.append(clause)
            params += more
    for clause, bound in (
        ("coalesce(i.latest, i.earliest) >= %s", query.since),
        ("coalesce(i.earliest, i.latest) <= %s", query.until),
        ("coalesce(i.killed_high, i.killed_low) >= %s", query.killed_at_least),
        ("coalesce(i.killed_low, i.killed_high) <= %s", query.killed_at_most),
        ("coalesce(i.injured_high, i.injured_low) >= %s", query.injured_at_least),
        ("coalesce(i.injured_low, i.injured_high) <= %s", query.injured_at_most),
    ):
        if bound is not None:
            conditions.append(clause)
            params.append(bound)
    return " AND ".join(conditions), params


def _worded(using: str, columns: Sequence[str], value: str) -> tuple[str, Params]:
    """That one of ``columns`` has the words of ``value`` in a row. There are far fewer places than incidents, and the
    databases cannot fold: the different ones are looked through here."""
    begins = value.endswith("*")
    words = " ".join(prefix(value.rstrip("*")) if begins else fold(value))
    postgresql = connections[using].vendor == "postgresql"
    clauses: list[str] = []
    params: Params = []
    for column in columns:
        texts = [text for (text,) in _rows(using, f"SELECT DISTINCT {column} FROM ledger_incident", [])]
        fitting = [text for text in texts if _within(words, _folded(text), begins=begins)]
        if not fitting:
            continue
        # As one value: half of all places may fit, and the databases take some 32,000 values.
        among = "= ANY(%s)" if postgresql else "IN (SELECT value FROM json_each(%s))"
        clauses.append(f"i.{column} {among}")
        params.append(fitting if postgresql else msgspec.json.encode(fitting).decode())
    return (f"({' OR '.join(clauses)})" if clauses else "1 = 0"), params


@lru_cache(maxsize=1 << 16)
def _folded(text: str) -> str:
    return " ".join(fold(text))


def _within(words: str, text: str, *, begins: bool) -> bool:
    return f" {words}" in f" {text}" if begins else f" {words} " in f" {text} "


def _match(wanted: Plan) -> str:
    """``wanted`` in the words of FTS5. Nothing of what the user wrote is in it but folded words, within quotes."""

    def one(run: Run) -> str:
        mark = {"speaker": SPEAKER, "outlet": OUTLET}.get(run.column, "")
        words = " ".join(mark + word for word in run.words)
        return f'{"{names} : " if run.column == "names" else ""}"{words}"{" *" if run.begins else ""}'

    every = " AND ".join(f"({' OR '.join(map(one, runs))})" for runs in wanted.all) or f'"{EVERY}"'
    return f"({every}) NOT ({' OR '.join(map(one, wanted.none))})" if wanted.none else every


def _tsquery(wanted: Plan) -> str:
    """``wanted`` as a tsquery, likewise."""

    def one(run: Run) -> str:
        mark = {"speaker": SPEAKER, "outlet": OUTLET}.get(run.column, "")
        column = WEIGHTS["names"] if run.column == "names" else ""
        words = [f"'{mark}{word}'" for word in run.words]
        ends = [*[column] * (len(words) - 1), ("*" if run.begins else "") + column]
        return "(" + " <-> ".join(f"{w}:{e}" if e else w for w, e in zip(words, ends, strict=True)) + ")"

    every = " & ".join(f"({' | '.join(map(one, runs))})" for runs in wanted.all) or f"'{EVERY}'"
    return f"({every}) & !({' | '.join(map(one, wanted.none))})" if wanted.none else every


def _ordered(using: str, found: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """The best first; of equals the one published last, then the one added first."""
    if not found:
        return []
    published = dict(
        _rows(using, f"SELECT id, published FROM ledger_report WHERE id IN ({_ids(id for id, _ in found)})", [])
    )
    ordered = sorted(found, key=lambda each: each[0])
    ordered.sort(key=lambda each: published.get(each[0]) or "", reverse=True)
    # Copies have one score but for the last digits of a sum.
    ordered.sort(key=lambda each: float(f"{each[1]:.6g}"), reverse=True)
    return ordered


def _ids(ids: Iterable[int]) -> str:
    return ", ".join(str(int(id)) for id in ids)


def _opened(name: str, body: bytes) -> Record:
    try:
        return from_json(originals.opened(body))
    except (zlib.error, OnrecordError) as error:
        raise LedgerError(
            f"The record of the report {name} is damaged; `onrecord verify` tells what else is, a backup restores it."
        ) from error


def _hits(using: str, found: Sequence[tuple[int, float]], query: Query, wanted: Plan) -> list[Hit]:
    if not found:
        return []
    ids = _ids(id for id, _ in found)
    rows = {
        row[0]: row[1:]
        for row in _rows(
            using, f"SELECT id, name, title, outlet, published, record FROM ledger_report WHERE id IN ({ids})", []
        )
    }
    told: dict[int, list[str]] = {}
    for report, incident in _rows(
        using,
        "SELECT s.report_id, s.incident_id FROM ledger_sighting s JOIN ledger_incident i ON i.id = s.incident_id "
        f"WHERE s.report_id IN ({ids}) AND NOT i.rejected ORDER BY s.report_id, s.id",
        [],
    ):
        told.setdefault(report, []).append(incident)
    speaker = next((run for runs in wanted.all for run in runs if run.column == "speaker"), None)
    hits = []
    for id, score in found:
        name, title, outlet, published, body = rows[id]
        record = _opened(name, body)
        piece = snippet(record, wanted.sought, speaker=speaker, incident=query.of_incidents)
        hits.append(
            Hit(
                id=name, title=title, outlet=outlet, published=published, snippet=piece.text, marks=piece.marks,
                incidents=tuple(dict.fromkeys(told.get(id, ()))), said_by=piece.said_by, score=float(f"{score:.6g}"),
            )
        )  # fmt: skip
    return hits
