"""Sheets of the ledger's incidents, made from the records of their reports; summaries kept for lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from django.db.models import Q
from msgspec.structs import replace

from onrecord.accounts.agreement import brief as head
from onrecord.accounts.agreement import sheet as made
from onrecord.accounts.amendments import amended
from onrecord.accounts.sheet import Sheet, Told
from onrecord.ledger import originals
from onrecord.ledger.amending import standing
from onrecord.ledger.columns import clean
from onrecord.ledger.models import Incident, Report, Sighting, Stale
from onrecord.record import Incident as Telling
from onrecord.record import IncidentType, Mentions, Record, When, from_json

SUMMARY = (
    "title", "event", "earliest", "latest", "place", "country", "killed_low", "killed_high", "injured_low",
    "injured_high", "reports", "origins",
)  # fmt: skip
"""The columns of an incident that are a summary of its sheet."""

_LARGEST = 2**63 - 1  # what a column holds; a report may say that 10^30 died


def told(using: str, incident: str) -> list[Told]:
    """Every current telling of an incident, as people amended it, in the order in which they came."""
    current = Sighting.objects.using(using).filter(incident_id=incident, report__current=True)
    rows = list(current.select_related("report").order_by("id"))
    found = []
    records: dict[int, Record] = {}
    said = standing(using, {row.report_id for row in rows})
    for row in rows:
        report: Report = row.report
        if report.id not in records:
            records[report.id] = amended(from_json(originals.opened(report.record)), said.get(report.id, ()))
        # What is told in passing counts as background here, as it did when it was placed.
        seen = replace(telling(records[report.id], row.no), background=row.background)
        found.append(Told(report.name, report.origin_id or "", records[report.id], seen))
    return found


def telling(record: Record, no: str) -> Telling:
    """The incident ``no`` of a record; for a report that tells of one without details, one that is silent on all."""
    for each in record.incidents:
        if each.id == no:
            return each
    return Telling(id=no, type=IncidentType(kind="unknown"), mentions=Mentions(), date=When())


def sheet(using: str, row: Incident) -> Sheet | None:
    """The sheet of one incident; None where no report tells of it any more."""
    tellings = told(using, row.id)
    if not tellings:
        return None
    return made(row.id, tellings, decided=msgspec.json.decode(row.decided, type=dict[str, str]))


def brief(using: str, row: Incident) -> Sheet | None:
    """The same without its accounts, at a third of the cost."""
    tellings = told(using, row.id)
    if not tellings:
        return None
    return head(row.id, tellings, decided=msgspec.json.decode(row.decided, type=dict[str, str]))


def summary(using: str, row: Incident) -> dict[str, object]:
    """What the columns of :data:`SUMMARY` must hold."""
    found = sheet(using, row) if row.into is None else None
    if found is None:
        return dict(zip(SUMMARY, ("", "", None, None, "", "", None, None, None, None, 0, 0), strict=True))
    place = found.place
    values: Sequence[object] = (
        clean(found.title), found.type.event or found.type.kind, found.date.earliest, found.date.latest,
        clean(place.name) if place else "", clean(place.country or "") if place else "",
        _held(found.killed.low), _held(found.killed.high), _held(found.injured.low), _held(found.injured.high),
        found.reports, found.origins,
    )  # fmt: skip
    return dict(zip(SUMMARY, values, strict=True))


def _held(number: int | None) -> int | None:
    return None if number is None else min(number, _LARGEST)


def shown() -> Q:
    """Incidents that lists show: not joined into another, not rejected."""
    return Q(into__isnull=True, rejected=False)


def sheets(using: str) -> Iterator[Sheet]:
    """Every incident's sheet, in the order of their ids, which does not depend on when they were made."""
    # No cursor stays open meanwhile: whoever stops in the middle leaves nothing behind.
    for id in list(Incident.objects.using(using).filter(shown()).order_by("id").values_list("id", flat=True)):
        found = sheet(using, Incident.objects.using(using).get(id=id))
        if found is not None:
            yield found


def refresh(using: str) -> int:
    """Bring the summaries of incidents whose reports changed up to date, some at a time; how many there were."""
    from onrecord.ledger.writing import writing

    done = 0
    while True:
        with writing(using):
            stale = list(Stale.objects.using(using).order_by("incident_id").values_list("incident_id", flat=True)[:100])
            rows = list(Incident.objects.using(using).filter(id__in=stale).order_by("id"))
            for row in rows:
                for name, value in summary(using, row).items():
                    setattr(row, name, value)
            Incident.objects.using(using).bulk_update(rows, SUMMARY)
            Stale.objects.using(using).filter(incident_id__in=stale).delete()
        done += len(stale)
        if not stale:
            return done
