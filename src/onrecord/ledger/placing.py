"""Which incident each telling of a report is of: near-certain ones joined, doubtful ones suggested, the rest founded.

What a person decided stands: a telling that a person placed is never moved, two incidents that a person told apart are
never joined.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.db.models import Min, Q

from onrecord.accounts.clusters import SUGGEST, placement
from onrecord.accounts.keys import COMMON
from onrecord.accounts.matching import Match, match
from onrecord.accounts.sightings import Sighting
from onrecord.ledger import ids
from onrecord.ledger.models import Apart, Incident, Key, Report, Suggestion
from onrecord.ledger.models import Sighting as Row
from onrecord.ledger.neighbours import KEYS, telling
from onrecord.ledger.writing import Writer

NEAREST = 60
"""Sightings compared with a new one, those that share the rarest keys: an incident of a thousand is known by a few."""
GROUP = 12
"""Of one incident, at most."""
LOOSE = "?"
"""Begins the name of a group that is one telling without an incident."""


def place(
    using: str,
    writer: Writer,
    report: Report,
    told: Sequence[tuple[Row, Sighting]],
    *,
    copies: frozenset[str],
    before: Report | None,
) -> None:
    """Place every telling of ``report``, the news before the background."""
    inherited = _inherited(using, before, [s for _, s in told]) if before is not None else {}
    used: set[str] = set()
    order = sorted(range(len(told)), key=lambda n: (told[n][1].background, not told[n][1].main, n))
    for n in order:
        row, sighting = told[n]
        if sighting.incident in inherited:
            incident, by = inherited[sighting.incident]
            if incident not in used:
                writer.take("placed", report.name, report.version, row.no, incident, by)
                used.add(incident)
                continue
        _one(using, writer, report, row, sighting, copies=copies, used=used)


def _one(
    using: str, writer: Writer, report: Report, row: Row, sighting: Sighting, *, copies: frozenset[str], used: set[str]
) -> None:
    found = placement(sighting, _groups(using, row, used), copies=copies)
    near = [] if found.join is None else [found.join, *found.merge]
    known = _oldest_first(using, [each for each in near if not each.startswith(LOOSE)])
    if not known and not sighting.founds:
        return  # not enough to found an incident, nor are two such: it stays with its report until news tells of it
    join = known[0] if known else founded(using, writer, report.name, row.no)
    writer.take("placed", report.name, report.version, row.no, join, "run")
    used.add(join)
    for other in known[1:]:
        if not apart(using, join, other) and not _shared(using, join, other):
            merged(using, writer, other, into=join)
    _gathered(using, writer, [each for each in near if each.startswith(LOOSE)], into=join)
    for other, why in found.suggest:
        if other != join and not other.startswith(LOOSE) and not apart(using, join, other):
            suggested(using, writer, join, other, why)


def _gathered(using: str, writer: Writer, loose: Sequence[str], *, into: str) -> None:
    """Tellings that founded nothing by themselves, now that another tells of the same; one of each report."""
    rows = Row.objects.using(using).filter(id__in=[int(each[len(LOOSE) :]) for each in loose])
    for row in {row.report_id: row for row in rows.select_related("report").order_by("-id")}.values():
        if not Row.objects.using(using).filter(incident_id=into, report_id=row.report_id).exists():
            writer.take("placed", row.report.name, row.report.version, row.no, into, "run")


def _oldest_first(using: str, incidents: Sequence[str]) -> list[str]:
    """Incidents in the order in which they got their first telling: the id that people know longest stays."""
    rows = Row.objects.using(using).filter(incident_id__in=incidents).values_list("incident_id")
    first = dict(rows.annotate(first=Min("id")).values_list("incident_id", "first"))
    return sorted(incidents, key=lambda i: (first.get(i, 0), i))


def founded(using: str, writer: Writer, report: str, no: str) -> str:
    """A new incident, first told by the telling ``no`` of a report; its id."""
    incident = free(using, report, no)
    writer.take("founded", incident)
    return incident


def free(using: str, report: str, no: str) -> str:
    """The id of the incident that the telling ``no`` of a report would found now."""
    again = 0
    while Incident.objects.using(using).filter(id=ids.incident(report, no, again=again)).exists():
        again += 1
    return ids.incident(report, no, again=again)


def _groups(using: str, row: Row, used: set[str]) -> dict[str, list[Sighting]]:
    """The incidents near a telling, each with its nearest members; those that the report already tells of left out. A
    telling that founded none is a group of its own, named by its row."""
    mine = Key.objects.using(using).filter(sighting_id=row.id).values_list("key", flat=True)
    near = telling(using, KEYS, sorted(mine), common=COMMON)
    near.pop(row.id, None)
    nearest = sorted((-n, -i) for i, n in near.items())[: NEAREST * 3]
    rows = (
        Row.objects.using(using)
        .filter(id__in=[-i for _, i in nearest], report__current=True)
        .values_list("id", "incident_id", "data")
    )
    found = {i: (incident or f"{LOOSE}{i}", data) for i, incident, data in rows}
    groups: dict[str, list[Sighting]] = {}
    taken = 0
    for _, i in nearest:
        if -i not in found or taken >= NEAREST:
            continue
        incident, data = found[-i]
        if incident in used or len(groups.get(incident, ())) >= GROUP:
            continue
        groups.setdefault(incident, []).append(msgspec.json.decode(data, type=Sighting))
        taken += 1
    return groups


def _inherited(using: str, before: Report, told: Sequence[Sighting]) -> dict[str, tuple[str, str]]:
    """Where the tellings of the version before stand that these are the next version of, the likest pairs first."""
    rows = Row.objects.using(using).filter(report_id=before.id, incident__isnull=False).order_by("id")
    pairs: list[tuple[float, str, str, str, str]] = []
    for row in rows:
        old = msgspec.json.decode(row.data, type=Sighting)
        for new in told:
            # Another report's name, since two tellings of one report are never the same incident.
            score = match(msgspec.structs.replace(old, report=f"{old.report}\0"), new).score
            if score >= SUGGEST:
                assert row.incident_id is not None
                pairs.append((-score, new.incident, row.no, row.incident_id, row.by))
    found: dict[str, tuple[str, str]] = {}
    spent: set[str] = set()
    for _, new_no, old_no, incident, by in sorted(pairs):
        if new_no not in found and old_no not in spent:
            found[new_no] = (incident, by)
            spent.add(old_no)
    return found


def pair(one: str, other: str) -> tuple[str, str]:
    """Two incidents in the order in which the tables hold them."""
    return (one, other) if one < other else (other, one)


def apart(using: str, one: str, other: str) -> bool:
    """Whether a person said that the two are not one."""
    a, b = pair(one, other)
    return Apart.objects.using(using).filter(incident_id=a, other_id=b).exists()


def _shared(using: str, one: str, other: str) -> bool:
    """Whether some report tells of both, each by itself and neither in passing: then they are two."""
    rows = Row.objects.using(using).filter(report__current=True, background=False)
    return rows.filter(incident_id=other, report_id__in=rows.filter(incident_id=one).values("report_id")).exists()


def merged(using: str, writer: Writer, incident: str, *, into: str) -> None:
    """Join ``incident`` into another, with its tellings, suggestions and what it is kept apart from."""
    for row in Row.objects.using(using).filter(incident_id=incident).select_related("report").order_by("id"):
        writer.take("placed", row.report.name, row.report.version, row.no, into, row.by)
    for rule in Apart.objects.using(using).filter(Q(incident_id=incident) | Q(other_id=incident)).order_by("pk"):
        other = rule.other_id if rule.incident_id == incident else rule.incident_id
        if other != into:
            writer.take("apart", *pair(into, other))
    near = Suggestion.objects.using(using).filter(Q(incident_id=incident) | Q(other_id=incident), state="open")
    for each in near.order_by("incident_id", "other_id"):
        writer.take("suggestion", each.incident_id, each.other_id, "taken")
        other = each.other_id if each.incident_id == incident else each.incident_id
        if other != into and not apart(using, into, other):
            why = msgspec.json.decode(each.why)
            suggested(using, writer, into, other, Match(each.score, tuple(why["agrees"]), tuple(why["differs"])))
    writer.take("into", incident, into)


def suggested(using: str, writer: Writer, one: str, other: str, why: Match) -> None:
    """Say that two incidents may be one, unless that was said, or answered, before."""
    a, b = pair(one, other)
    if not Suggestion.objects.using(using).filter(incident_id=a, other_id=b).exists():
        writer.take("suggested", a, b, round(why.score, 4), list(why.agrees), list(why.differs))
