"""What the inbox says of the reports on one page: heads, copies, incidents they tell of, what a new version changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from onrecord.accounts.intervals import Interval, meets
from onrecord.accounts.sightings import Harmed
from onrecord.desk import arrivals, triage
from onrecord.desk.access import Request
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Triage
from onrecord.desk.spoken import interval
from onrecord.ledger.models import Entry, Incident, Report, Sighting
from onrecord.ledger.sheets import shown

SHOWN = 5
"""Copies that a group shows when it is unfolded; its own page lists more."""
TOLD = 4
"""Incidents named in a row; one report in a thousand tells of more."""
CHANGES = 4
"""Changes of a new version named in a row; the report's page tells all."""


@dataclass(frozen=True, slots=True)
class Told:
    """An incident that a report tells of. ``says`` are its own numbers beside those of all accounts, ``differs``
    whether no number fits both."""

    id: str
    title: str
    background: bool
    says: tuple[tuple[str, str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One report: what became of it, and its head."""

    triage: Triage
    report: Report


@dataclass(frozen=True, slots=True)
class Group:
    """The newest report of a group, with what is to be said of it and the ``copies`` of its words that come first;
    ``count`` is how many copies there are."""

    row: Row
    copies: tuple[Row, ...] = ()
    count: int = 0
    copied: bool = False
    incidents: tuple[Told, ...] = ()
    further: int = 0
    changes: tuple[str, ...] = ()

    @property
    def more(self) -> int:
        """Copies that are not shown."""
        return self.count - len(self.copies)


class _Counted(msgspec.Struct):
    """What of a sighting is compared here."""

    killed: Harmed | None = None
    injured: Harmed | None = None


_DECODER = msgspec.json.Decoder(_Counted)


def groups(request: Request, heads: Sequence[Triage], *, copies: bool) -> list[Group]:
    """One group for each of ``heads``; without ``copies`` these stand alone."""
    arrivals.counted(heads)
    near, counts = _copies(request, heads) if copies else ({}, {})
    ids = [each.row for each in heads] + [each.row for some in near.values() for each in some]
    reports = _reports(ids)
    told = _told(request, [each.row for each in heads if each.row is not None])
    changed = _changed([each.report for each in heads])
    out = []
    for each in heads:
        if each.row not in reports:  # withdrawn since the page was asked for
            continue
        incidents = told.get(each.row, [])
        others = [Row(other, reports[other.row]) for other in near.get(each.origin, ()) if other.row in reports
                  and other.pk != each.pk][:SHOWN]  # fmt: skip
        out.append(
            Group(
                Row(each, reports[each.row]),
                copies=tuple(others),
                count=max(counts.get(each.origin, 1) - 1, len(others)),
                copied=any(other.report.id < reports[each.row].id for other in others),
                incidents=tuple(incidents[:TOLD]),
                further=max(0, len(incidents) - TOLD),
                changes=changed.get(each.report, ()) if each.version > 1 else (),
            )
        )
    return out


def _copies(request: Request, heads: Sequence[Triage]) -> tuple[dict[str, list[Triage]], dict[str, int]]:
    """The newest reports of each origin, and how many each has."""
    origins = {each.origin for each in heads}
    within = Triage.objects.filter(triage.visible(request.sight), origin__in=origins)
    ranked = within.annotate(
        rank=Window(RowNumber(), partition_by=F("origin"), order_by=F("row").desc()),
        among=Window(Count("id"), partition_by=F("origin")),
    ).filter(rank__lte=SHOWN + 1)
    near: dict[str, list[Triage]] = defaultdict(list)
    counts: dict[str, int] = {}
    for each in ranked.select_related("holder").order_by("-row"):
        near[each.origin].append(each)
        counts[each.origin] = each.among
    return near, counts


def _reports(ids: Sequence[int | None]) -> dict[int | None, Report]:
    rows = Report.objects.using(USING).filter(id__in=[id for id in ids if id is not None], current=True)
    return {row.id: row for row in rows.only("id", "name", "version", "title", "outlet", "published", "url")}


def _told(request: Request, ids: Sequence[int]) -> dict[int | None, list[Told]]:
    """The incidents that these reports tell of, those that they tell as news first."""
    rows = (
        Sighting.objects.using(USING).filter(report_id__in=ids, incident_id__isnull=False).order_by("background", "id")
    )
    sightings = list(rows.values_list("report_id", "incident_id", "background", "data"))
    wanted = {incident for _, incident, _, _ in sightings} - request.sight.incidents
    found = Incident.objects.using(USING).filter(shown(), id__in=wanted).only(
        "id", "title", "killed_low", "killed_high", "injured_low", "injured_high"
    )  # fmt: skip
    incidents = {row.id: row for row in found}
    out: dict[int | None, list[Told]] = defaultdict(list)
    seen: set[tuple[int, str]] = set()
    for report, id, background, data in sightings:
        if id in incidents and (report, id) not in seen:
            seen.add((report, id))
            out[report].append(Told(id, incidents[id].title, background, _says(incidents[id], _DECODER.decode(data))))
    return out


def _says(row: Incident, own: _Counted) -> tuple[tuple[str, str, str, bool], ...]:
    """For killed and injured: the harm, the report's number, that of all accounts, whether no number fits both."""
    out = []
    for harm, mine, low, high in (
        ("killed", own.killed, row.killed_low, row.killed_high),
        ("injured", own.injured, row.injured_low, row.injured_high),
    ):
        if mine is None or (mine.low is None and mine.high is None) or (low is None and high is None):
            continue
        apart = not meets(Interval(*mine), Interval(low, high))
        out.append((harm, interval(*mine), interval(low, high), apart))
    return tuple(out)


def _changed(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What the latest version of each report changed, as the log has it."""
    out: dict[str, tuple[str, ...]] = {}
    lines = Entry.objects.using(USING).filter(subject__in=names, act="changed").order_by("seq")
    for name, reason in lines.values_list("subject", "reason"):
        out[name] = tuple(each for each in reason.split("; ") if each)[: CHANGES + 1]
    return out
