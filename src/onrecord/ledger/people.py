"""People and organisations: who said what, across reports.

A source is known by the key of its fullest name in a report. Two reports' sources are one where their names come to the
same key; another name of it counts only where the report itself ties the two ('the Ministry of Health (MoH)').
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

import msgspec
from django.db import connections

from onrecord.accounts.amendments import amended
from onrecord.ledger import amending, originals
from onrecord.ledger.answers import Person, Saying
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.folding import fold, key
from onrecord.ledger.voices import voices
from onrecord.record import Incident, Record, SourceKind, Statement, from_json

_MOST_SHOWN = 5  # names in a message
_PAST = "SELECT id FROM ledger_report WHERE NOT current"
_FEW = 1000  # reports that are looked up one by one; of more it is quicker to read all columns of an index
_MOST_KEYS = 500  # of one statement; the databases take some 32,000 values


def people(
    using: str, *, prefix: str | None = None, like: str | None = None, limit: int = 50, offset: int = 0
) -> tuple[Person, ...]:
    """Sources of statements, those in most reports first, then by name.

    ``prefix`` is how a name (or another name of it) begins, ``like`` are words that begin words of one. Capitals, marks
    and the like are forgiven.
    """
    where, params = _sought(prefix, like)
    if where is None:
        return ()
    rows = _rows(
        using,
        f"SELECT v.key FROM ledger_voice v WHERE v.report_id NOT IN ({_PAST}){where} "
        "GROUP BY v.key ORDER BY count(*) DESC, v.key LIMIT %s OFFSET %s",
        [*params, limit, offset],
    )
    return tuple(persons(using, [key for (key,) in rows]))


def person(using: str, name: str) -> Iterator[Saying]:
    """What a source said, in the order of the days of the reports; copies of one statement (reports of one origin) are
    told once, by the first.

    ``name`` is its key or its name, or another name that only this source has in some report. Raises
    :class:`LedgerError` where there is none, or several.
    """
    wanted = known(using, name)
    heard: dict[tuple[object, ...], Saying] = {}
    said = amending.standing(using)
    for id, report, origin in _reports(using, wanted):
        record = amended(from_json(originals.opened(report)), said.get(id, ()))
        told = _incidents_of(using, id)
        mine = next((voice.statements for voice in voices(record) if voice.key == wanted), ())
        for statement in record.statements:
            if statement.id not in mine:
                continue
            saying = _saying(record, statement, told)
            # Without an origin a report stands for itself.
            once = (origin or id, tuple(fold(saying.words)))
            before = heard.get(once)
            if before is None:
                heard[once] = saying
            elif before.report != saying.report:
                heard[once] = msgspec.structs.replace(before, copies=before.copies + 1)
    yield from heard.values()


def known(using: str, name: str) -> str:
    """The key of the source that ``name`` means; raises :class:`LedgerError` where there is none, or several."""
    folded = key(name)
    found = _rows(
        using,
        f"SELECT 1 FROM ledger_voice WHERE key = %s AND report_id NOT IN ({_PAST}) LIMIT 1",
        [folded],
    )
    if found:
        return folded
    keys = _rows(
        using,
        f"SELECT DISTINCT key FROM ledger_called WHERE folded = %s AND report_id NOT IN ({_PAST}) ORDER BY key",
        [folded],
    )
    if len(keys) == 1:
        return str(keys[0][0])
    shown = name if len(name) <= 60 else f"{name[:59]}…"
    if not keys:
        raise LedgerError(f"Nobody called {shown!r} is quoted in the ledger; `onrecord people` finds names.")
    names = [each.name for each in persons(using, [k for (k,) in keys[:_MOST_SHOWN]])]
    more = f" and {len(keys) - _MOST_SHOWN} more" if len(keys) > _MOST_SHOWN else ""
    raise LedgerError(f"{shown!r} may be {', '.join(names)}{more}; give one of these names.")


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


def persons(using: str, keys: Sequence[str]) -> Iterator[Person]:
    """The sources of these keys, in their order; keys that nobody has are left out."""
    for start in range(0, len(keys), _MOST_KEYS):
        yield from _persons(using, keys[start : start + _MOST_KEYS])


def _persons(using: str, keys: Sequence[str]) -> Iterator[Person]:
    if not keys:
        return
    marks = ", ".join(["%s"] * len(keys))
    rows: dict[str, list[_Row]] = {key: [] for key in keys}
    for row in _rows(
        using,
        "SELECT key, name, role, kind, affiliation, statements, hands, outlet, day, report_id FROM ledger_voice "
        f"WHERE key IN ({marks}) AND report_id NOT IN ({_PAST}) ORDER BY key, report_id",
        keys,
    ):
        rows[row[0]].append(_Row(*row))
    aliases: dict[str, dict[str, str]] = {key: {} for key in keys}
    for mine, folded, alias in _rows(
        using,
        f"SELECT DISTINCT key, folded, alias FROM ledger_called WHERE key IN ({marks}) AND report_id NOT IN ({_PAST}) "
        "ORDER BY key, folded, alias",
        keys,
    ):
        aliases[mine].setdefault(folded, alias)
    reports = {row.report for each in rows.values() for row in each}
    origins = {id: origin for id, origin in _of(using, "ledger_report", "id", "origin_id", reports) if origin}
    told: dict[int, list[str]] = {}
    gone = {id for (id,) in _rows(using, "SELECT id FROM ledger_incident WHERE rejected", [])}
    for id, incident in _of(using, "ledger_sighting", "report_id", "incident_id", reports):
        if incident is not None and incident not in gone:
            told.setdefault(id, []).append(incident)
    for each in keys:
        if mine := rows[each]:
            incidents = sorted({incident for row in mine for incident in told.get(row.report, ())})
            words_of = [origins.get(row.report, row.report) for row in mine]
            yield _person(mine, words_of, tuple(aliases[each].values()), tuple(incidents))


def _of(using: str, table: str, column: str, other: str, ids: Collection[int]) -> list[tuple[int, str | None]]:
    """What ``other`` is for each row of ``ids``."""
    few = f" WHERE {column} IN ({', '.join(map(str, sorted(ids)))})" if len(ids) <= _FEW else ""
    return _rows(using, f"SELECT {column}, {other} FROM {table}{few}", []) if ids else []


def _person(
    rows: Sequence[_Row], origins: Sequence[str | int], aliases: tuple[str, ...], incidents: tuple[str, ...]
) -> Person:
    days = sorted(row.day for row in rows if row.day)
    return Person(
        key=rows[0].key,
        name=_usual(row.name for row in rows) or rows[0].name,
        role=_usual(row.role for row in rows),
        kind=cast(SourceKind | None, _usual(row.kind for row in rows)),
        affiliation=_usual(row.affiliation for row in rows),
        aliases=aliases,
        statements=sum(row.statements for row in rows),
        reports=len(rows),
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
    hands = [msgspec.json.decode(row.hands, type=list[str]) for row in rows]
    folded = [{key(hand) for hand in each} for each in hands]
    every = tuple(hand for hand in dict.fromkeys(hands[0]) if all(key(hand) in each for each in folded))
    if every:
        return every
    outlets = {row.outlet for row in rows}
    if len(outlets) == 1 or len(set(origins)) == 1:
        first = min(rows, key=lambda row: (row.day or "9", row.report)).outlet
        return (first,) if first else ()
    return ()


def _reports(using: str, key: str) -> Iterator[tuple[int, bytes, str | None]]:
    """Id, record and origin of each report in which a source is heard, in the order of their days."""
    ids = _rows(
        using,
        f"SELECT report_id FROM ledger_voice WHERE key = %s AND report_id NOT IN ({_PAST}) "
        "ORDER BY coalesce(day, '9'), report_id",
        [key],
    )
    for (id,) in ids:
        # One at a time: somebody may speak in 10,000 reports.
        yield from _rows(using, "SELECT id, record, origin_id FROM ledger_report WHERE id = %s", [id])


def _incidents_of(using: str, report: int) -> dict[str, str]:
    """The ledger's incident for each of a report's own."""
    rows = _rows(
        using,
        "SELECT s.no, s.incident_id FROM ledger_sighting s JOIN ledger_incident i ON i.id = s.incident_id "
        "WHERE s.report_id = %s AND NOT i.rejected ORDER BY s.id",
        [report],
    )
    return dict(rows)


def _saying(record: Record, statement: Statement, told: dict[str, str]) -> Saying:
    article = record.article
    about = [told[each.id] for each in record.incidents if each.id in told and _about(each, statement)]
    if not about and len(set(told.values())) == 1:
        about = list(told.values())
    return Saying(
        report=record.input_id or article.id,
        article=article.id,
        statement=statement.id,
        kind=statement.kind,
        act=statement.cue.act if statement.cue is not None else "asserts",
        words=statement.content.text,
        spans=statement.content.spans,
        outlet=article.outlet,
        published=article.published,
        through=tuple(dict.fromkeys(hand.name or hand.text for hand in statement.reported_by)),
        incidents=tuple(dict.fromkeys(about)),
    )


def _about(incident: Incident, statement: Statement) -> bool:
    """Whether a statement is of an incident: it gives or disputes a figure, blames somebody, or tells of it."""
    for figure in incident.figures:
        if statement.id in figure.given_by or statement.id in figure.disputed_by:
            return True
    if any(statement.id in participant.given_by for participant in incident.participants):
        return True
    spans = statement.content.spans
    return any(s < end and start < e for s, e in incident.mentions.spans for start, end in spans)


def _rows(using: str, sql: str, params: Sequence[Any]) -> list[Any]:
    with connections[using].cursor() as cursor:
        cursor.execute(sql, list(params))
        return list(cursor.fetchall())
