"""Other incidents that may be the same as one, with what speaks for it and what against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db.models import Q, QuerySet

from onrecord.desk import care
from onrecord.desk.access import Request
from onrecord.desk.ledgers import USING
from onrecord.desk.prepared import Prepared
from onrecord.desk.spoken import days, interval
from onrecord.ledger.models import Apart, Suggestion

LISTED = 12  # of one incident; who has joined or parted these sees the next


@dataclass(frozen=True, slots=True)
class Suggested:
    """One of them: whole phrases in ``same`` and ``differs``."""

    id: str
    title: str
    when: str
    killed: str
    origins: int
    same: tuple[str, ...]
    differs: tuple[str, ...]


def _open(incident: object) -> QuerySet[Suggestion]:
    rows = Suggestion.objects.filter(Q(incident_id=incident) | Q(other_id=incident), state="open")
    return rows.select_related("incident", "other").order_by("-score", "incident_id", "other_id")


_OPEN = Prepared(lambda incident: _open(incident)[:LISTED], holes=1)


def about(request: Request, incident: str) -> dict[str, Any]:
    """What the page of an incident shows, the likest first; nothing that this person may not see."""
    hidden = request.sight.incidents
    if hidden:
        rows: Iterable[Suggestion] = (
            _open(incident).using(USING).exclude(incident_id__in=hidden).exclude(other_id__in=hidden)[:LISTED]
        )
    else:
        rows = _OPEN.models(incident, using=USING)
    veils = care.veils(request)
    found = []
    for row in rows:
        other = row.other if row.incident_id == incident else row.incident
        if other.into is None and not other.rejected:
            why = msgspec.json.decode(row.why, type=dict[str, tuple[str, ...]])
            found.append(
                Suggested(
                    other.id,
                    veils.words(other.title),
                    days(other.earliest, other.latest),
                    interval(other.killed_low, other.killed_high),
                    other.origins,
                    tuple(veils.words(each) for each in why.get("agrees", ())),
                    tuple(veils.words(each) for each in why.get("differs", ())),
                )
            )
    return {"suggestions": tuple(found), "apart": _kept_apart(request, incident)}


_APART = Prepared(
    lambda incident: (
        Apart.objects.filter(Q(incident_id=incident) | Q(other_id=incident))
        .select_related("incident", "other")
        .order_by("incident_id", "other_id")[:LISTED]
    ),
    holes=1,
)


def _kept_apart(request: Request, incident: str) -> tuple[tuple[str, str], ...]:
    """Those that a person said are others (their ids and titles), as far as this person may see them."""
    veils, found = care.veils(request), []
    for row in _APART.models(incident, using=USING):
        other = row.other if row.incident_id == incident else row.incident
        if other.into is None and not other.rejected and other.id not in request.sight.incidents:
            found.append((other.id, veils.words(other.title) or other.id))
    return tuple(found)
