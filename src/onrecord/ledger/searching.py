"""Searching: from a query to the reports that it finds, the best first, with their words and incidents."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from django.db import connections, transaction

from onrecord.accounts.amendments import amended
from onrecord.ledger import amending, originals
from onrecord.ledger.answers import Hit, Hits
from onrecord.ledger.checking import faults
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.folding import fold, prefix
from onrecord.ledger.indexing import EVERY, OUTLET, SPEAKER, WEIGHTS, index, indexed, reindex, unindex
from onrecord.ledger.query import Plan, Query, QueryError, Run, beside, parse, plan, written
from onrecord.ledger.snippets import snippet
from onrecord.ledger.unseen import NOTHING, Unseen, among
from onrecord.record import OnrecordError, Record, from_json

__all__ = [
    "RANKED", "Query", "QueryError", "faults", "index", "indexed", "parse", "plan", "reindex", "search", "unindex",
    "written",
]  # fmt: skip

RANKED = 1000
"""Of the reports that fit, how many are ranked: those added last. To rank 100,000 takes seconds, and nobody reads them;
a search that finds more says so."""

# How much a word counts in each column: title, body, names, said.
_BM25 = "10.0, 1.0, 4.0, 2.0"
_TS_RANK = "'{0.1, 0.2, 0.4, 1.0}'"

Params = list[Any]


def search(
    using: str, query: Query, *, limit: int = 20, offset: int = 0, after: int = 0, without: Unseen = NOTHING
) -> Hits:
    """The reports that fit ``query``, ``limit`` of them from the ``offset``-th on, the best first.

    Only current ones, which nobody withdrew, and with ``after`` only those whose row is a later one. At most the
    :data:`RANKED` that were added last are ranked and counted; ``more`` says that there are others. What is ``without``
    is neither found nor counted, and nothing is found by what it says.
    """
    wanted = plan(query)
    found = _found(using, query, wanted, _Bounds(after, without))
    more = len(found) > RANKED
    found = found[:RANKED]
    ordered = _ordered(using, found, offset + limit)
    hits = _hits(using, ordered[offset : offset + limit], query, wanted, without)
    return Hits(total=len(found), more=more, hits=tuple(hits))


class _Bounds(NamedTuple):
    """What is asked of reports besides the query."""

    after: int
    without: Unseen


def _found(using: str, query: Query, wanted: Plan, bounds: _Bounds) -> list[tuple[int, float]]:
    """Ids and scores of the reports that fit and were added last, one more than are ranked where there are more."""
    worded = bool(wanted.all or wanted.none)
    if worded and connections[using].vendor == "postgresql":
        with transaction.atomic(using=using):
            return _found_postgresql(using, query, wanted, bounds)
    if not worded:
        return _unworded(using, query, bounds)
    asked = _match(wanted)
    latest = f"ORDER BY rowid DESC LIMIT {RANKED + 1}"
    few = None
    if query.of_incidents or query.published_since is not None or query.published_until is not None:
        # Where few reports have the words, the incidents of these few are looked at, and not all that fit.
        rows = _rows(using, f"SELECT rowid FROM ledger_search WHERE ledger_search MATCH %s {latest}", [asked])
        few = (_ids(id for (id,) in rows) or "NULL") if len(rows) <= RANKED else None
    where, params = _conditions(using, query, bounds, few)
    # The plus keeps SQLite from asking the index about each report that fits, one by one.
    found = f"FROM ledger_search WHERE ledger_search MATCH %s AND {where} {latest}".replace("{id}", "+rowid")
    return _rows(using, f"SELECT rowid, -bm25(ledger_search, {_BM25}) {found}", [asked, *params])


def _found_postgresql(using: str, query: Query, wanted: Plan, bounds: _Bounds) -> list[tuple[int, float]]:
    """Likewise. A report's words are read where they must be, and no sooner: to fetch them takes longer than all else.

    The index by itself says which reports have all words; what must stand in a row, or in a name, is looked at from the
    report added last on, until there are enough.
    """
    # The planner takes a report's words to be as cheap to read as its id, and would read those of all.
    [(reports, *_)] = _rows(
        using,
        "SELECT reltuples, set_config('enable_seqscan', 'off', true), set_config('work_mem', '64MB', true) "
        "FROM pg_class WHERE oid = 'ledger_search'::regclass",
        [],
    )
    loose, exact = _tsquery(wanted, loose=True), _tsquery(wanted)
    if _common(using, loose, reports):
        worded, source = "", "ledger_search"
        where, params = _conditions(using, query, bounds)
    else:
        worded = "worded AS MATERIALIZED (SELECT report_id FROM ledger_search WHERE words @@ %s::tsquery), "
        source = "worded"
        where, params = _conditions(using, query, bounds, "SELECT report_id FROM worded")
        params = [loose, *params]
    # OFFSET 0 keeps the planner from doing these in another order.
    sql = (
        f"WITH {worded}found AS MATERIALIZED (SELECT f.report_id, s.words FROM "
        f"(SELECT report_id FROM {source} WHERE {where} ORDER BY report_id DESC OFFSET 0) f CROSS JOIN LATERAL "
        "(SELECT words FROM ledger_search l WHERE l.report_id = f.report_id OFFSET 0) s "
        f"WHERE s.words @@ %s::tsquery LIMIT {RANKED + 1}) "
        f"SELECT report_id, ts_rank({_TS_RANK}, words, %s::tsquery) FROM found"
    )
    return _rows(using, sql.replace("{id}", "report_id"), [*params, exact, exact])


def _common(using: str, loose: str, reports: float) -> bool:
    """Whether a third of all ``reports`` or more have the words, as far as PostgreSQL's statistics know: then there are
    enough among those that were added last."""
    [(plan,)] = _rows(using, "EXPLAIN (FORMAT JSON) SELECT 1 FROM ledger_search WHERE words @@ %s::tsquery", [loose])
    if isinstance(plan, str):
        plan = msgspec.json.decode(plan)
    return bool(reports > 0 and plan[0]["Plan"]["Plan Rows"] * 3 >= reports)


def _unworded(using: str, query: Query, bounds: _Bounds) -> list[tuple[int, float]]:
    """The reports published last; those that do not say when come after all others. Two steps, since each is one walk
    along the index of days, from its end."""
    published, days = _published(query)
    query = msgspec.structs.replace(query, published_since=None, published_until=None)
    where, params = _conditions(using, query, bounds)
    where = where.replace("{id}", "id" if connections[using].vendor == "postgresql" else "+id")
    sql = f"SELECT id, 0.0 FROM ledger_report WHERE {{}} AND {where} ORDER BY {{}} LIMIT %s"
    found = _rows(using, sql.format(published, "published DESC, id DESC"), [*days, *params, RANKED + 1])
    if not days and len(found) <= RANKED:
        found += _rows(using, sql.format("published IS NULL", "id DESC"), [*params, RANKED + 1 - len(found)])
    return found


def _rows(using: str, sql: str, params: Params) -> list[Any]:
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _conditions(using: str, query: Query, bounds: _Bounds, only: str | None = None) -> tuple[str, Params]:
    """What a report must be besides its words: SQL with ``{id}`` for its id, ``only`` SQL for the ids that count."""
    conditions = ["{id} NOT IN (SELECT id FROM ledger_report WHERE NOT current)"]
    params: Params = []
    if bounds.after:
        conditions.append("{id} > %s")
        params.append(bounds.after)
    if bounds.without.reports:
        hidden, values = among(using, bounds.without.reports)
        conditions.append(f"NOT ({{id}} {hidden})")
        params += values
    few = "" if only is None else f" AND {{}} IN ({only})"
    published, days = _published(query)
    if days:
        conditions.append(f"{{id}} IN (SELECT id FROM ledger_report WHERE {published}{few.format('id')})")
        params += days
    if query.of_incidents:
        of, more = _incidents(using, query)
        if bounds.without.incidents:
            hidden, values = among(using, bounds.without.incidents)
            of, more = f"{of} AND NOT (i.id {hidden})", [*more, *values]
        # SQLite takes the tables of a CROSS JOIN as they stand: all incidents first, or those of few reports.
        tables = ["ledger_incident i", "ledger_sighting s"]
        join = " CROSS JOIN ".join(tables if only is None else reversed(tables))
        conditions.append(
            f"{{id}} IN (SELECT s.report_id FROM {join} "
            f'WHERE i.id = s.incident_id AND NOT i.rejected AND i."into" IS NULL AND {of}{few.format("s.report_id")})'
        )
        params += more
    # A plain IN is a join to PostgreSQL, which it may do for each report by itself; so it is a look into a set.
    return " AND ".join(f"(({each}) IS TRUE)" for each in conditions), params


def _published(query: Query) -> tuple[str, Params]:
    """When a report was published, as SQL."""
    conditions, params = ["published IS NOT NULL"], []
    if query.published_since is not None:
        conditions.append("published >= %s")
        params.append(query.published_since)
    if query.published_until is not None:
        # A time on that day is after the day by itself.
        conditions.append("published < %s")
        params.append(beside(query.published_until, 1))
    return " AND ".join(conditions), params


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
    clauses: list[str] = []
    params: Params = []
    for column in columns:
        texts = [text for (text,) in _rows(using, f"SELECT DISTINCT {column} FROM ledger_incident", [])]
        fitting = [text for text in texts if _within(words, _folded(text), begins=begins)]
        if not fitting:
            continue
        # Half of all places may fit.
        within, values = among(using, fitting)
        clauses.append(f"i.{column} {within}")
        params += values
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


def _tsquery(wanted: Plan, *, loose: bool = False) -> str:
    """``wanted`` as a tsquery, likewise. With ``loose`` what the index knows by itself: which words, not where."""

    def one(run: Run) -> str:
        mark = {"speaker": SPEAKER, "outlet": OUTLET}.get(run.column, "")
        column = WEIGHTS["names"] if run.column == "names" and not loose else ""
        words = [f"'{mark}{word}'" for word in run.words]
        ends = [*[column] * (len(words) - 1), ("*" if run.begins else "") + column]
        return (
            "("
            + (" & " if loose else " <-> ").join(f"{w}:{e}" if e else w for w, e in zip(words, ends, strict=True))
            + ")"
        )

    every = " & ".join(f"({' | '.join(map(one, runs))})" for runs in wanted.all) or f"'{EVERY}'"
    none = [run for run in wanted.none if not loose or len(run.words) == 1]
    return f"({every}) & !({' | '.join(map(one, none))})" if none else every


def _ordered(using: str, found: Sequence[tuple[int, float]], first: int) -> list[tuple[int, float]]:
    """The ``first`` that are best, or some more, best first; of equals the one published last, then the one added
    first."""
    if not found:
        return []
    if len(found) > first:
        # Copies have one score but for the last digits of a sum: those about as good as the last one wanted stay.
        least = sorted((float(score) for _, score in found), reverse=True)[first - 1]
        least -= abs(least) * 1e-5
        found = [each for each in found if each[1] >= least]
    published = dict(
        _rows(using, f"SELECT id, published FROM ledger_report WHERE id IN ({_ids(id for id, _ in found)})", [])
    )
    ordered = sorted(found, key=lambda each: each[0])
    ordered.sort(key=lambda each: published.get(each[0]) or "", reverse=True)
    ordered.sort(key=lambda each: float(f"{each[1]:.6g}"), reverse=True)
    return ordered


def _ids(ids: Iterable[int]) -> str:
    return ", ".join(str(int(id)) for id in ids)


def _opened(name: str, body: bytes) -> Record:
    try:
        return from_json(originals.opened(body))
    except (zlib.error, OnrecordError) as error:
        raise LedgerError(
            "The record of the report {name} is damaged; `onrecord verify` tells what else is, a backup restores it.",
            name=name,
        ) from error


def _hits(using: str, found: Sequence[tuple[int, float]], query: Query, wanted: Plan, without: Unseen) -> list[Hit]:
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
        if incident not in without.incidents:
            told.setdefault(report, []).append(incident)
    speaker = next((run for runs in wanted.all for run in runs if run.column == "speaker"), None)
    said = amending.standing(using, rows)
    hits = []
    for id, score in found:
        name, title, outlet, published, body = rows[id]
        record = amended(_opened(name, body), said.get(id, ()))
        piece = snippet(record, wanted.sought, speaker=speaker, incident=query.of_incidents)
        hits.append(
            Hit(
                id=name, title=title, outlet=outlet, published=published, snippet=piece.text, marks=piece.marks,
                incidents=tuple(dict.fromkeys(told.get(id, ()))), said_by=piece.said_by, score=float(f"{score:.6g}"),
                start=piece.start,
            )
        )  # fmt: skip
    return hits
