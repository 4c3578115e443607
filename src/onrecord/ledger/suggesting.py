"""Suggestions to join, as answers."""

from __future__ import annotations

import msgspec
from django.db.models import Q

from onrecord.ledger import sheets
from onrecord.ledger.answers import Suggestion
from onrecord.ledger.models import Incident
from onrecord.ledger.models import Suggestion as Row


class _Why(msgspec.Struct):
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


def suggestions(using: str, incident: str) -> tuple[Suggestion, ...]:
    """The open suggestions of an incident, the likest first."""
    rows = Row.objects.using(using).filter(Q(incident_id=incident) | Q(other_id=incident), state="open")
    found = []
    for row in rows.order_by("-score", "incident_id", "other_id"):
        other = row.other_id if row.incident_id == incident else row.incident_id
        sheet = sheets.brief(using, Incident.objects.using(using).get(id=other))
        if sheet is None:
            continue
        why = msgspec.json.decode(row.why, type=_Why)
        found.append(
            Suggestion(
                incident=incident,
                other=other,
                title=sheet.title,
                same=why.agrees,
                differs=why.differs,
                score=row.score,
                type=sheet.type,
                date=sheet.date,
                place=sheet.place,
            )
        )
    return tuple(found)
