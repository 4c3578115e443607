"""How far restrictions reach: to what was joined with a restricted incident, to the reports that tell of nothing else,
and to what programs later make of these.

A program that takes in a new version or a copy of a hidden report knows of no restriction, and may found a further
incident with it. That is hidden likewise from the moment when it is there, because it follows from the tables alone;
soon afterwards it gets a restriction of its own (:func:`follow`), which stays when its reports are withdrawn or it is
joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q

from onrecord.desk.ledgers import USING
from onrecord.desk.models import Open, Restriction, Setting
from onrecord.desk.prepared import Prepared
from onrecord.ledger.models import Incident, Report, Sighting

_MARKED = "restrictions"  # the setting that says that what stood beside restrictions is known


@dataclass(frozen=True, slots=True)
class Reach:
    """What some restrictions hide: incidents (ids) and reports (rows)."""

    incidents: frozenset[str]
    reports: frozenset[int]


def with_joined(incidents: frozenset[str]) -> frozenset[str]:
    """These, what was joined into them, and what they were joined into, by a person or by a run that knows of no
    restriction: their reports tell of that from then on."""
    found = incidents
    while True:
        rows = Incident.objects.using(USING).filter(into__isnull=False)
        near = rows.filter(Q(into__in=found) | Q(id__in=found)).values_list("id", "into")
        more = found.union(id for pair in near for id in pair if id is not None)
        if more == found:
            return found
        found = more


def reach(restricted: frozenset[str], *, held: frozenset[str]) -> Reach:
    """What is hidden from who may not see the incidents ``restricted``, of all those that are restricted (``held``)."""
    hidden, open_ = with_joined(restricted), held | {id for (id,) in _OPEN.rows()}
    while True:
        kin = _Kin.of(hidden)
        new = kin.founded(hidden, open_)
        if not new:
            return Reach(hidden, kin.closed(hidden))
        hidden = with_joined(hidden | new)


_OPEN = Prepared(lambda: Open.objects.values_list("incident"))


@dataclass(frozen=True, slots=True)
class _Kin:
    """The reports (rows) that tell of hidden incidents, and other versions and copies of these: the name and the origin
    of each, and the incidents that it tells of. ``names`` are those that tell of something hidden."""

    rows: Mapping[int, tuple[str, str | None]]
    tells: Mapping[int, frozenset[str]]
    names: frozenset[str]

    @classmethod
    def of(cls, hidden: frozenset[str]) -> _Kin:
        told = Report.objects.using(USING).filter(sighting__incident_id__in=hidden)
        named = set(told.values_list("name", "origin_id"))
        names, origins = {name for name, _ in named}, {origin for _, origin in named if origin is not None}
        near = Report.objects.using(USING).filter(Q(name__in=names) | Q(origin_id__in=origins))
        rows = {id: (name, origin) for id, name, origin in near.values_list("id", "name", "origin_id")}
        tells: dict[int, set[str]] = {row: set() for row in rows}
        sightings = Sighting.objects.using(USING).filter(report_id__in=list(rows), incident_id__isnull=False)
        for row, incident in sightings.values_list("report_id", "incident_id"):
            if incident is not None and row in tells:
                tells[row].add(incident)
        return cls(rows, {row: frozenset(incidents) for row, incidents in tells.items()}, frozenset(names))

    def founded(self, hidden: frozenset[str], open_: frozenset[str]) -> frozenset[str]:
        """The incidents that are told of by these reports alone, and were not left open by a person."""
        asked = frozenset().union(*self.tells.values()) - hidden - open_
        if not asked:
            return asked
        by: dict[str, set[int]] = defaultdict(set)
        rows = Sighting.objects.using(USING).filter(incident_id__in=asked)
        for row, incident in rows.values_list("report_id", "incident_id"):
            if incident is not None:
                by[incident].add(row)
        found = asked
        while True:
            left = frozenset(each for each in found if all(self._shut(row, hidden, found) for row in by[each]))
            if left == found:
                return found
            found = left

    def _shut(self, row: int, hidden: frozenset[str], new: frozenset[str]) -> bool:
        """Whether what a report tells of is hidden with it. One that also tells of an open incident is seen, with all
        its words; but what stands in the place of something hidden that its earlier version told of is not."""
        if row not in self.rows:
            return False
        tells = self.tells[row]
        return tells <= hidden | new or (not tells & hidden and self.rows[row][0] in self.names)

    def closed(self, hidden: frozenset[str]) -> frozenset[int]:
        """The reports that tell of nothing open: those that tell of something hidden, and of their other versions and
        their copies those that tell of nothing at all. A correction says again what it corrects."""
        shut = {row for row, tells in self.tells.items() if tells <= hidden}
        own = [self.rows[row] for row in shut if self.tells[row]]
        names, origins = {name for name, _ in own}, {origin for _, origin in own} - {None}
        return frozenset(row for row in shut if self.rows[row][0] in names or self.rows[row][1] in origins)


def leave_open(incident: str) -> None:
    """Before ``incident`` is restricted: what its reports also tell of stays as it is, since whoever restricts it sees
    that. Only what comes later follows it."""
    held = frozenset(Restriction.objects.values_list("incident", flat=True))
    hidden = with_joined(frozenset({incident}))
    told = frozenset().union(*_Kin.of(hidden).tells.values()) - hidden - held
    if told and held:
        told -= reach(held, held=held).incidents
    _open(told)


def opened(incidents: Iterable[str]) -> None:
    """A person says that everybody may see these, whatever their reports are."""
    _open(incidents)


def _open(incidents: Iterable[str]) -> None:
    Open.objects.bulk_create([Open(incident=each) for each in sorted(incidents)], ignore_conflicts=True)


def follow() -> None:
    """Give what follows a restricted incident a restriction of its own, to the same groups."""
    groups: dict[str, set[int | None]] = defaultdict(set)
    for incident, group in Restriction.objects.values_list("incident", "groups"):
        groups[incident].add(group)
    held = frozenset(groups)
    if not held or reach(held, held=held).incidents <= with_joined(held):
        return
    sources: dict[str, list[str]] = defaultdict(list)
    for each in sorted(held):
        for new in reach(frozenset({each}), held=held).incidents - with_joined(held):
            sources[new].append(each)
    with transaction.atomic():
        for new, stems in sorted(sources.items()):
            row, made = Restriction.objects.get_or_create(incident=new, defaults={"stems": stems[0]})
            if made:
                common = set.intersection(*(groups[each] for each in stems))
                row.groups.set(Group.objects.filter(pk__in=[pk for pk in common if pk is not None]))


def mark() -> None:
    """For restrictions of before it was known what stood beside them: what there is now stays as it is."""
    if Setting.objects.filter(name=_MARKED).exists():
        return
    with transaction.atomic():
        for incident in list(Restriction.objects.order_by("incident").values_list("incident", flat=True)):
            told = frozenset().union(*_Kin.of(with_joined(frozenset({incident}))).tells.values())
            _open(told - with_joined(frozenset(Restriction.objects.values_list("incident", flat=True))))
        Setting.objects.get_or_create(name=_MARKED, defaults={"value": "1"})
