"""People and organisations: who said what, across reports.

A source is known by the key of its fullest name in a report. Two reports' sources are one where their names come to the
same key; another name of it counts only where the report itself ties the two ('the Ministry of Health (MoH)').
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

import msgspec
from django.db import connections

from onrecord.ledger.answers import Person
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.folding import fold, key
from onrecord.ledger.naming import Names
from onrecord.ledger.unseen import NOTHING, Unseen, among
from onrecord.record import SourceKind

_MOST_SHOWN = 5  # names in a message
_PAST = "SELECT id FROM ledger_report WHERE NOT current"
_FEW = 1000  # reports or incidents that are looked up one by one
_MANY = 10_000  # reports of which it is quicker to read all columns of an index
_MOST_KEYS = 500  # of one statement; the databases take some 32,000 values


def people(
    using: str,
    *,
    prefix: str | None = None,
    like: str | None = None,
    limit: int = 50,
    offset: int = 0,
    without: Unseen = NOTHING,
) -> tuple[Person, ...]:
    """Sources of statements, those in most reports first, then by name.

    ``prefix`` is how a name (or another name of it) begins, ``like`` are words that begin words of one. Capitals, marks
    and the like are forgiven.
    """
    found = counted(using, prefix=prefix, like=like, without=without)
    return tuple(persons(using, [key for key, _, _ in found[offset : offset + limit]], without=without))


def counted(
    using: str, *, prefix: str | None = None, like: str | None = None, without: Unseen = NOTHING
) -> list[tuple[str, int, int]]:
    """The key of each source (see :func:`people`), in how many reports it is heard, and the last of these (its row)."""
    where, params = _sought(prefix, like)
    if where is None:
        return []
    counts, values = heard(using, without)
    rows = _rows(
        using,
        f"SELECT v.key, count(*), max(v.report_id) FROM ledger_voice v WHERE {counts}{where} GROUP BY v.key",
        [*values, *params],
    )
    names = Names(using)
    if names.roots:
        # Of those with several names each report counts once.
        roots = {names.root(key) for key, _, _ in rows if names.root(key) != key or len(names.members(key)) > 1}
        own = {key: root for root in roots for key in names.members(root)}
        rows = [row for row in rows if row[0] not in own]
        reports: dict[str, set[int]] = defaultdict(set)
        for key, report in _few(using, "v.key, v.report_id", list(own), without):
            reports[own[key]].add(report)
        rows += [(root, len(ids), max(ids)) for root, ids in reports.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def called(using: str, *, without: Unseen = NOTHING) -> list[tuple[str, str]]:
    """Every source's other names, folded: those that a report has for it, and those that people say are its own."""
    counts, values = heard(using, without)
    names = Names(using)
    rows = _rows(using, f"SELECT DISTINCT v.key, v.folded FROM ledger_called v WHERE {counts}", values)
    return [(names.root(key), folded) for key, folded in rows] + [(root, key) for key, root in names.roots.items()]


def known(using: str, name: str, *, without: Unseen = NOTHING) -> str:
    """The key of the source that ``name`` means; raises :class:`LedgerError` where there is none, or several."""
    folded = key(name)
    counts, values = heard(using, without)
    names = Names(using)
    own = names.whole([names.root(folded)])
    if any(True for _ in _few(using, "1", own, without)):
        return names.root(folded)
    rows = _rows(
        using, f"SELECT DISTINCT v.key FROM ledger_called v WHERE v.folded = %s AND {counts}", [folded, *values]
    )
    keys = sorted({names.root(key) for (key,) in rows})
    if len(keys) == 1:
        return keys[0]
    shown = name if len(name) <= 60 else f"{name[:59]}…"
    if not keys:
        raise LedgerError(
            "Nobody called {shown!r} is quoted in the ledger; `onrecord people` finds names.", shown=shown
        )
    may_be = [each.name for each in persons(using, keys[:_MOST_SHOWN], without=without)]
    names_ = ", ".join(may_be)
    if len(keys) > _MOST_SHOWN:
        raise LedgerError(
            "{shown!r} may be {names} and {count} more; give one of these names.",
            shown=shown, names=names_, count=len(keys) - _MOST_SHOWN,
        )  # fmt: skip
    raise LedgerError("{shown!r} may be {names}; give one of these names.", shown=shown, names=names_)


def _sought(prefix: str | None, like: str | None) -> tuple[str | None, list[Any]]:
    """What is asked of the names, as SQL; None where nothing can fit. Folded words have no sign that LIKE knows."""
    where, params = "", []
    for words, pattern in ((prefix, "{}%"), (like, "% {}%")):
        if words is None:
            continue
        starts = [key(words)] if words is prefix else fold(words)
        if not starts or not starts[0]:
            return None, []
        for start in starts:
            blank = "' ' || " if words is like else ""
            aliases = f"SELECT c.key FROM ledger_called c WHERE {blank}c.folded LIKE %s"
            where += f" AND ({blank}v.key LIKE %s OR v.key IN ({aliases}))"
            params += [pattern.format(start)] * 2
    return where, params


def heard(using: str, without: Unseen) -> tuple[str, list[Any]]:
    """That a row ``v`` is of a report that counts, as SQL."""
    if not without.reports:
        return f"v.report_id NOT IN ({_PAST})", []
    hidden, values = among(using, without.reports)
    return f"v.report_id NOT IN ({_PAST}) AND NOT (v.report_id {hidden})", values


def spoken(using: str, keys: Collection[str], *, without: Unseen = NOTHING) -> set[str]:
    """Which of these keys speak in a report that counts."""
    if not keys:
        return set()
    counts, values = heard(using, without)
    marks = ", ".join(["%s"] * len(keys))
    sql = f"SELECT DISTINCT v.key FROM ledger_voice v WHERE v.key IN ({marks}) AND {counts}"
    return {key for (key,) in _rows(using, sql, [*keys, *values])}


def _few(using: str, columns: str, keys: Sequence[str], without: Unseen, table: str = "ledger_voice") -> list[Any]:
    """Some columns of the rows of these keys, in order of key and report."""
    if not keys:
        return []
    counts, values = heard(using, without)
    marks = ", ".join(["%s"] * len(keys))
    sql = f"SELECT {columns} FROM {table} v WHERE v.key IN ({marks}) AND {counts} ORDER BY v.key, v.report_id"
    return _rows(using, sql, [*keys, *values])


_COLUMNS = ["key", "name", "role", "kind", "affiliation", "statements", "hands", "outlet", "day", "report_id"]


class _Row(NamedTuple):
    key: str
    name: str
    role: str | None
    kind: str | None
    affiliation: str | None
    statements: int
    hands: str
    outlet: str | None
    day: str | None
    report: int


def persons(using: str, keys: Sequence[str], *, without: Unseen = NOTHING) -> Iterator[Person]:
    """The sources of these keys, in their order; keys that nobody has are left out."""
    names = Names(using)
    for start in range(0, len(keys), _MOST_KEYS):
        yield from _persons(using, keys[start : start + _MOST_KEYS], names, without)


def _persons(using: str, keys: Sequence[str], names: Names, without: Unseen) -> Iterator[Person]:
    if not keys:
        return
    own = {key: root for root in keys for key in names.members(root)}
    rows: dict[str, list[_Row]] = {key: [] for key in keys}
    for row in map(_Row._make, _few(using, ", ".join(f"v.{name}" for name in _COLUMNS), list(own), without)):
        rows[own[row.key]].append(row)
    aliases: dict[str, dict[str, str]] = {key: {} for key in keys}
    for mine, folded, alias in sorted(
        set(_few(using, "v.key, v.folded, v.alias", list(own), without, "ledger_called"))
    ):
        aliases[own[mine]].setdefault(folded, alias)
    reports = {row.report for each in rows.values() for row in each}
    origins = {id: origin for id, origin in _of(using, "ledger_report", "id", "origin_id", reports, own) if origin}
    told: dict[int, list[str]] = {}
    sightings = _of(using, "ledger_sighting", "report_id", "incident_id", reports, own)
    gone = _rejected(using, {incident for _, incident in sightings if incident is not None}) | without.incidents
    for id, incident in sightings:
        if incident is not None and incident not in gone:
            told.setdefault(id, []).append(incident)
    for each in keys:
        # Whose other names people know is called by its own first.
        if mine := sorted(rows[each], key=lambda row: (row.key != each, row.key, row.report)):
            incidents = sorted({incident for row in mine for incident in told.get(row.report, ())})
            words_of = [origins.get(row.report, row.report) for row in mine]
            yield _person(each, mine, words_of, _also(mine, aliases[each]), tuple(incidents))


def _also(rows: Sequence[_Row], aliases: Mapping[str, str]) -> tuple[str, ...]:
    """The other names of a source: what reports call it beside, and names that people say are its own."""
    more = {row.key: row.name for row in rows if row.key != rows[0].key}
    return tuple(dict.fromkeys([*more.values(), *(alias for key, alias in aliases.items() if key != rows[0].key)]))


def _of(
    using: str, table: str, column: str, other: str, ids: Collection[int], keys: Collection[str]
) -> list[tuple[int, str | None]]:
    """What ``other`` is for each row of ``ids``, the reports of these keys; of some others of theirs as well."""
    if not ids:
        return []
    sql = f"SELECT {column}, {other} FROM {table} WHERE {column} IN "
    if len(ids) <= _FEW:
        return _rows(using, f"{sql}({', '.join(map(str, sorted(ids)))})", [])
    if len(ids) > _MANY:
        return _rows(using, f"SELECT {column}, {other} FROM {table}", [])
    marks = ", ".join(["%s"] * len(keys))
    return _rows(using, f"{sql}(SELECT v.report_id FROM ledger_voice v WHERE v.key IN ({marks}))", list(keys))


def _rejected(using: str, incidents: Collection[str]) -> set[str]:
    """Which of these incidents are rejected."""
    if not incidents:
        return set()
    few = f" AND id IN ({', '.join(['%s'] * len(incidents))})" if len(incidents) <= _FEW else ""
    return {
        id
        for (id,) in _rows(using, f"SELECT id FROM ledger_incident WHERE rejected{few}", list(incidents) if few else [])
    }


def _person(
    key: str, rows: Sequence[_Row], origins: Sequence[str | int], aliases: tuple[str, ...], incidents: tuple[str, ...]
) -> Person:
    days = sorted(row.day for row in rows if row.day)
    own = rows[0].key
    return Person(
        key=key,
        name=_usual(row.name for row in rows if row.key == own) or rows[0].name,
        role=_usual(row.role for row in rows),
        kind=cast(SourceKind | None, _usual(row.kind for row in rows)),
        affiliation=_usual(row.affiliation for row in rows),
        aliases=aliases,
        statements=sum(row.statements for row in rows),
        reports=len({row.report for row in rows}),
        origins=len(set(origins)),
        through=_through(rows, origins),
        incidents=incidents,
        first=days[0][:10] if days else None,
        last=days[-1][:10] if days else None,
    )


def _usual(values: Iterable[str | None]) -> str | None:
    """The value that most reports have; of equals the one met first."""
    return next((value for value, _ in Counter(value for value in values if value).most_common(1)), None)


def _through(rows: Sequence[_Row], origins: Sequence[str | int]) -> tuple[str, ...]:
    """Through whom alone the source was ever heard: the hands that all statements came through; else, where all reports
    are one outlet's, that one, and where they are of one origin, the outlet that published first."""
    # In order, as the first report has them.
    different = [msgspec.json.decode(each, type=list[str]) for each in dict.fromkeys(row.hands for row in rows)]
    every = tuple(dict.fromkeys(different[0])) if all(different) else ()
    for each in different[1:]:
        folded = {key(hand) for hand in each}
        every = tuple(hand for hand in every if key(hand) in folded)
    if every:
        return every
    outlets = {row.outlet for row in rows}
    if len(outlets) == 1 or len(set(origins)) == 1:
        first = min(rows, key=lambda row: (row.day or "9", row.report)).outlet
        return (first,) if first else ()
    return ()


def _rows(using: str, sql: str, params: Sequence[Any]) -> list[Any]:
    with connections[using].cursor() as cursor:
        cursor.execute(sql, list(params))
        return list(cursor.fetchall())
