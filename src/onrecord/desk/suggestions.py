"""Other incidents that may be the same as one, with what speaks for it and what against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from django.db.models import Q

from onrecord.desk import care
from onrecord.desk.access import Request
from onrecord.desk.ledgers import USING
from onrecord.desk.spoken import days, interval
from onrecord.ledger.models import Suggestion

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


def about(request: Request, incident: str) -> dict[str, Any]:
    """What the page of an incident shows, the likest first; nothing that this person may not see."""
    rows = Suggestion.objects.using(USING).filter(Q(incident_id=incident) | Q(other_id=incident), state="open")
    hidden = request.sight.incidents
    if hidden:
        rows = rows.exclude(incident_id__in=hidden).exclude(other_id__in=hidden)
    veils = care.veils(request)
    found = []
    for row in rows.select_related("incident", "other").order_by("-score", "incident_id", "other_id")[:LISTED]:
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
    return {"suggestions": found}
