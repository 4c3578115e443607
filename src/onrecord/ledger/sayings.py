"""What a source said: its statements, in the order of the days of the reports, copies told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
from django.db import connections

from onrecord.accounts.amendments import amended
from onrecord.ledger import amending, originals, people
from onrecord.ledger.answers import Saying
from onrecord.ledger.folding import fold
from onrecord.ledger.models import Report, Sighting
from onrecord.ledger.naming import Names
from onrecord.ledger.unseen import NOTHING, Unseen
from onrecord.ledger.voices import voices
from onrecord.record import Incident, Record, Statement, from_json

_AT_ONCE = 20  # reports that are held in memory: somebody may speak in 10,000


class Place(NamedTuple):
    """One report in which a source is heard: its row, day and outlet, and the origin of its words."""

    row: int
    day: str | None
    outlet: str | None
    origin: str | None
    statements: int


class Placed(NamedTuple):
    """A saying, and the report in which it stands."""

    place: Place
    saying: Saying


def person(using: str, name: str, *, without: Unseen = NOTHING) -> Iterator[Saying]:
    """What a source said, in the order of the days of the reports; copies of one statement (reports of one origin) are
    told once, by the first.

    ``name`` is its key or its name, or another name that only this source has in some report. Raises
    :class:`LedgerError` where there is none, or several.
    """
    wanted = people.known(using, name, without=without)
    for placed in once(sayings(using, wanted, places(using, wanted, without=without), without=without)):
        yield placed.saying


def places(using: str, key: str, *, without: Unseen = NOTHING) -> list[Place]:
    """The reports in which a source (its key) is heard, in the order of their days; those without one come last."""
    heard, values = people.heard(using, without)
    keys = Names(using).members(key)
    marks = ", ".join(["%s"] * len(keys))
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT v.report_id, min(v.day), min(v.outlet), min(r.origin_id), sum(v.statements) "
            f"FROM ledger_voice v JOIN ledger_report r ON r.id = v.report_id WHERE v.key IN ({marks}) AND {heard} "
            "GROUP BY v.report_id ORDER BY coalesce(min(v.day), '9'), v.report_id",
            [*keys, *values],
        )
        return [Place(row, day, outlet, origin, int(n)) for row, day, outlet, origin, n in cursor.fetchall()]


def sayings(using: str, key: str, places: Sequence[Place], *, without: Unseen = NOTHING) -> Iterator[Placed]:
    """What the source said in these reports, in their order, copies and all. A few reports at a time are in memory."""
    keys = frozenset(Names(using).members(key))
    for start in range(0, len(places), _AT_ONCE):
        some = places[start : start + _AT_ONCE]
        rows = [place.row for place in some]
        said = amending.standing(using, rows)
        told = _incidents_of(using, rows, without)
        records = dict(Report.objects.using(using).filter(id__in=rows).values_list("id", "record"))
        for place in some:
            record = amended(from_json(originals.opened(records[place.row])), said.get(place.row, ()))
            for saying in _of(record, keys, told.get(place.row, {})):
                yield Placed(place, saying)


def once(found: Iterable[Placed]) -> Iterator[Placed]:
    """What several reports of one origin have is told once, by the first of them, and the others are counted."""
    heard: dict[tuple[object, ...], Placed] = {}
    for placed in found:
        # Without an origin a report stands for itself.
        same = (placed.place.origin or placed.place.row, tuple(fold(placed.saying.words)))
        before = heard.get(same)
        if before is None:
            heard[same] = placed
        elif before.place.row != placed.place.row:
            more = msgspec.structs.replace(before.saying, copies=before.saying.copies + 1)
            heard[same] = before._replace(saying=more)
    yield from heard.values()


def _of(record: Record, keys: frozenset[str], told: dict[str, str]) -> Iterable[Saying]:
    mine = {id for voice in voices(record) if voice.key in keys for id in voice.statements}
    return (_saying(record, statement, told) for statement in record.statements if statement.id in mine)


def _incidents_of(using: str, rows: Sequence[int], without: Unseen) -> dict[int, dict[str, str]]:
    """For each report the ledger's incident of each of its own."""
    told = Sighting.objects.using(using).filter(report_id__in=rows, incident__rejected=False).order_by("id")
    found: dict[int, dict[str, str]] = {}
    for row, no, incident in told.values_list("report_id", "no", "incident_id"):
        if incident is not None and incident not in without.incidents:
            found.setdefault(row, {})[no] = incident
    return found


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
