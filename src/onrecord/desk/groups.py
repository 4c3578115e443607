"""What the inbox says of the reports on one page: heads, copies, incidents they tell of, what a new version changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import msgspec
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onrecord.accounts.intervals import Interval, meets
from onrecord.accounts.sightings import Harmed
from onrecord.desk import arrivals, care, items, triage, unsaid
from onrecord.desk.access import Request, Sight
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Triage
from onrecord.desk.prepared import Listed
from onrecord.desk.spoken import interval, moment, number
from onrecord.ledger import originals
from onrecord.ledger.models import Entry, Incident, Report, Sighting
from onrecord.ledger.sheets import shown
from onrecord.record import from_json

SHOWN = 5
"""Copies that a group shows when it is unfolded; its own page lists more."""
TOLD = 4
"""Incidents named in a row; one report in a thousand tells of more."""
CHANGES = 4
"""Changes of a new version named in a row; the report's page tells all."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A few words with a glyph and a class of the style sheet that say the same."""

    kind: str
    glyph: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """An incident that a report tells of; ``chips`` are its own numbers beside those of all accounts."""

    address: str
    title: str
    background: bool
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One report as the inbox shows it: all words are those that this person is shown, nothing is markup.

    ``acts`` are what its own buttons do, with what they say; ``id`` is the ledger's row.
    """

    id: str
    number: int
    address: str
    title: str
    outlet: str
    day: str
    state: Chip
    reason: str = ""
    acts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The newest report of a group, with what is to be said of it (``counts``, ``chips``, ``incidents`` and how many
    ``further`` ones, ``changes`` of a new version) and the ``copies`` of its words that come first; ``count`` is how
    many copies there are, all of them at ``whole``."""

    row: Row
    counts: tuple[str, ...] = ()
    chips: tuple[Chip, ...] = ()
    copies: tuple[Row, ...] = ()
    count: int = 0
    whole: str = ""
    incidents: tuple[Told, ...] = ()
    further: int = 0
    version: bool = False
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
    partly = _partly(request, heads)
    changed = _changed([each.report for each in heads if each.row not in partly])
    show = care.veils(request).words
    out = []
    for each in heads:
        report = reports.get(each.row)
        if report is None:  # withdrawn since the page was asked for
            continue
        incidents = told.get(each.row, [])
        near_by = [other for other in near.get(each.origin, ()) if other.row in reports and other.pk != each.pk]
        others = near_by[:SHOWN]
        count = max(counts.get(each.origin, 1) - 1, len(others))
        version = each.version > 1
        chips = []
        if any(reports[other.row].id < report.id for other in others):
            chips.append(Chip("", "", _("copy of words that came before")))
        if version:
            chips.append(Chip("chip-warn", "↻", _("version %(n)s") % {"n": number(each.version)}))
        out.append(
            Group(
                _row(request, each, report, show),
                counts=_counts(each, partly.get(each.row)),
                chips=tuple(chips),
                copies=tuple(_row(request, other, reports[other.row], show) for other in others),
                count=count,
                whole=f"?origin={quote(each.origin)}",
                incidents=tuple(incidents[:TOLD]),
                further=max(0, len(incidents) - TOLD),
                version=version and each.row not in partly,
                changes=tuple(_cut(show(said), 200) for said in changed.get(each.report, ())) if version else (),
            )
        )
    return out


def _row(request: Request, each: Triage, report: Report, show: Callable[[str], str]) -> Row:
    return Row(
        id=str(report.id),
        number=report.id,
        address=reverse("report", kwargs={"row": report.id}),
        title=_cut(show(report.title or report.name), 200),
        outlet=_cut(show(report.outlet), 80) if report.outlet else "",
        day=moment(report.published) if report.published else "",
        state=_state(request, each),
        reason=unsaid.of(request).words(each.reason) if each.state == "aside" else "",
        acts=tuple((f"{name} {report.id}", str(triage.ACTS[name].word)) for name in _own_acts(request, each)),
    )


def _own_acts(request: Request, each: Triage) -> tuple[str, ...]:
    if each.state == "taken":
        return ("done", "give-back") if each.holder_id == request.user.pk else ()
    return ("take", "done") if each.state == "new" else ("reopen",)


def _state(request: Request, each: Triage) -> Chip:
    if each.state == "taken":
        if each.holder is None:
            return Chip("", "✋", _("taken"))
        if each.holder_id == request.user.pk:
            return Chip("", "✋", _("taken by you"))
        return Chip("", "✋", _("taken by %(who)s") % {"who": f"\u2068{each.holder.username}\u2069"})
    if each.state == "aside":
        return Chip("", "⤓", _("set aside"))
    return Chip("", "✓", _("done")) if each.state == "done" else Chip("", "●", _("new"))


def _partly(request: Request, heads: Sequence[Triage]) -> dict[int | None, int]:
    """Of reports that tell of something that this person may not see, how many figures the others have. What a new
    version changed is told on its page alone."""
    if not request.sight.incidents:
        return {}
    rows = Sighting.objects.using(USING).filter(report_id__in=[each.row for each in heads])
    hidden: dict[int, set[str]] = defaultdict(set)
    for row, no, id in rows.values_list("report_id", "no", "incident_id"):
        if id in request.sight.incidents:
            hidden[row].add(no)
    records = Report.objects.using(USING).filter(id__in=list(hidden)).values_list("id", "record")
    return {
        row: sum(len(each.figures) for each in items.seen(from_json(originals.opened(packed)), hidden[row]).incidents)
        for row, packed in records
    }


def _counts(each: Triage, figures: int | None) -> tuple[str, ...]:
    statements, figures = each.statements or 0, (each.figures or 0) if figures is None else figures
    return (
        ngettext("%(n)s statement", "%(n)s statements", statements) % {"n": number(statements)},
        ngettext("%(n)s figure", "%(n)s figures", figures) % {"n": number(figures)},
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _ranked(origins: list[Any], sight: Sight) -> QuerySet[Any]:
    within = Triage.objects.filter(triage.visible(sight), origin__in=origins)
    ranked = within.annotate(
        rank=Window(RowNumber(), partition_by=F("origin"), order_by=F("row").desc()),
        among=Window(Count("id"), partition_by=F("origin")),
    ).filter(rank__lte=SHOWN + 1)
    return ranked.select_related("holder").order_by("-row")


_NEAR = Listed(lambda origins: _ranked(origins, Sight()))
_REPORTS = Listed(
    lambda ids: Report.objects.filter(id__in=ids, current=True).only(
        "id", "name", "version", "title", "outlet", "published", "url"
    )
)
_SIGHTINGS = Listed(
    lambda ids: (
        Sighting.objects.filter(report_id__in=ids, incident_id__isnull=False)
        .order_by("background", "id")
        .values_list("report_id", "incident_id", "background", "data")
    )
)
_INCIDENTS = Listed(
    lambda ids: Incident.objects.filter(shown(), id__in=ids).only(
        "id", "title", "killed_low", "killed_high", "injured_low", "injured_high"
    )
)
_CHANGED = Listed(
    lambda names: (
        Entry.objects.filter(subject__in=names, act="changed").order_by("seq").values_list("subject", "reason")
    )
)


def _copies(request: Request, heads: Sequence[Triage]) -> tuple[dict[str, list[Triage]], dict[str, int]]:
    """The newest reports of each origin, and how many each has."""
    origins = {each.origin for each in heads}
    sight = request.sight
    ranked: Iterable[Any] = _ranked(list(origins), sight) if sight.reports else _NEAR.models(origins)
    near: dict[str, list[Triage]] = defaultdict(list)
    counts: dict[str, int] = {}
    for each in ranked:
        near[each.origin].append(each)
        counts[each.origin] = each.among
    return near, counts


def _reports(ids: Sequence[int | None]) -> dict[int | None, Report]:
    return {row.id: row for row in _REPORTS.models([id for id in ids if id is not None], using=USING)}


def _told(request: Request, ids: Sequence[int]) -> dict[int | None, list[Told]]:
    """The incidents that these reports tell of, those that they tell as news first."""
    sightings = _SIGHTINGS.rows(ids, using=USING)
    wanted = {each[1] for each in sightings} - request.sight.incidents
    incidents = {row.id: row for row in _INCIDENTS.models(wanted, using=USING)}
    show = care.veils(request).words
    out: dict[int | None, list[Told]] = defaultdict(list)
    seen: set[tuple[int, str]] = set()
    for report, id, background, data in sightings:
        row = incidents.get(id)
        if row is None or (report, id) in seen:
            continue
        seen.add((report, id))
        title = show(row.title) if row.title else id
        address = reverse("incident", kwargs={"id": id})
        out[report].append(Told(address, title, background, _chips(row, _DECODER.decode(data))))
    return out


def _chips(row: Incident, own: _Counted) -> tuple[Chip, ...]:
    """For killed and injured: the report's number, that of all accounts, and whether no number fits both."""
    out = []
    for words, mine, low, high in (
        (_("killed %(here)s, all accounts %(all)s"), own.killed, row.killed_low, row.killed_high),
        (_("injured %(here)s, all accounts %(all)s"), own.injured, row.injured_low, row.injured_high),
    ):
        if mine is None or (mine.low is None and mine.high is None) or (low is None and high is None):
            continue
        said = words % {"here": interval(*mine), "all": interval(low, high)}
        if meets(Interval(*mine), Interval(low, high)):
            out.append(Chip("chip-agrees", "=", said))
        else:
            out.append(Chip("chip-differs", "≠", _("%(numbers)s (differs)") % {"numbers": said}))
    return tuple(out)


def _changed(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What the latest version of each report changed, as the log has it."""
    out: dict[str, tuple[str, ...]] = {}
    for name, reason in _CHANGED.rows(names, using=USING):
        out[name] = tuple(each for each in reason.split("; ") if each)[: CHANGES + 1]
    return out
