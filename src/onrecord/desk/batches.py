"""What became of the inputs of one upload, as one person may see it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from onrecord.desk import sentences
from onrecord.desk.access import Power, Request, may
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Incoming, Outcome, User
from onrecord.desk.reader import FAILED
from onrecord.ledger.models import Report

LINES = 200  # inputs that a page lists; those that failed come first
PARTS = 20  # reports listed of one input that holds several
LATEST = 10  # uploads listed


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one report. ``row`` is its row in the ledger, None where it cannot be opened by this person."""

    name: str
    state: str
    said: str = ""
    row: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One input: what became of it, and of the reports in it (``count`` of them, ``bad`` could not be added)."""

    row: Incoming
    state: str
    parts: tuple[Part, ...] = ()
    count: int = 0
    bad: int = 0

    @property
    def more(self) -> int:
        """Reports that are not listed."""
        return self.count - len(self.parts)

    @property
    def said(self) -> str:
        """Why it could not be read as a whole."""
        return sentences.opened(self.row.said)

    @property
    def again(self) -> bool:
        """Whether it can be tried again from what is kept."""
        return self.state in FAILED and (self.row.kind == "url" or getattr(self.row, "held", False))


@dataclass(frozen=True, slots=True)
class Shown:
    """One upload: how many inputs there are, are ``done``, and are still ``open``; how many reports came of it."""

    batch: uuid.UUID
    owner: User
    total: int
    done: int
    open: int
    reports: dict[str, int]
    lines: tuple[Line, ...]

    @property
    def more(self) -> int:
        """Inputs that are not listed."""
        return self.total - len(self.lines)

    @property
    def tenths(self) -> int:
        """How much is done, in steps of ten per cent, so that it is not read out each second."""
        return 100 if not self.open else 10 * (10 * self.done // max(1, self.total))


def _hidden(request: Request) -> list[str]:
    """The names of reports that may not be seen."""
    if not request.sight.reports:
        return []
    rows = Report.objects.using(USING).filter(id__in=request.sight.reports)
    return list(rows.values_list("name", flat=True))


def visible(request: Request, batch: uuid.UUID | None = None) -> QuerySet[Incoming]:
    """The inputs that a person may see: their own; for reviewers those of all, but for what became a report that they
    may not see."""
    rows = Incoming.objects.defer("body").annotate(
        held=Case(When(body__isnull=False, then=Value(1)), default=Value(0), output_field=IntegerField())
    )
    if batch is not None:
        rows = rows.filter(batch=batch)
    if not may(request.user, Power.REVIEW):
        return rows.filter(by=request.user)
    hidden = _hidden(request)
    if hidden:
        became = Outcome.objects.filter(incoming=OuterRef("pk"))
        rows = rows.filter(Q(by=request.user) | ~Exists(became.filter(report__in=hidden)))
    return rows


def shown(request: Request, batch: uuid.UUID, owner: User) -> Shown:
    """One upload as this person may see it."""
    rows = visible(request, batch)
    states = dict(rows.order_by().values_list("state").annotate(n=Count("id")))
    total = sum(states.values())
    pending = states.get("waiting", 0) + states.get("reading", 0)
    first = Case(When(state__in=FAILED, then=0), When(state="reading", then=1), default=2, output_field=IntegerField())
    listed = list(rows.annotate(place=first).order_by("place", "no")[:LINES])
    reports: dict[str, int] = defaultdict(int)
    for counts in _counts(request, Outcome.objects.filter(incoming__in=rows.order_by().values("id"))).values():
        for state, n in counts.items():
            reports[state] += n
    return Shown(batch, owner, total, total - pending, pending, dict(reports), tuple(_lines(request, listed)))


def _lines(request: Request, rows: Sequence[Incoming]) -> list[Line]:
    ids = [row.id for row in rows]
    of = Outcome.objects.filter(incoming__in=ids)
    counts = _counts(request, of)
    bad_first = Case(When(state="failed", then=0), default=1, output_field=IntegerField())
    ranked = of.annotate(
        rank=Window(RowNumber(), partition_by=F("incoming"), order_by=[bad_first.asc(), F("id").asc()])
    )
    outcomes = list(ranked.filter(rank__lte=PARTS).order_by("rank"))
    there = _there([each.report for each in outcomes if each.report])
    parts: dict[uuid.UUID, list[Part]] = defaultdict(list)
    for each in outcomes:
        parts[each.incoming_id].append(_part(request, each, there.get(each.report)))
    out = []
    for row in rows:
        mine = parts[row.id]
        state = row.state
        if state not in ("waiting", "reading", *FAILED):
            state = next((each for each in ("added", "version", "same") if each in counts[row.id]), state)
        out.append(Line(row, state, tuple(mine), sum(counts[row.id].values()), counts[row.id].get("failed", 0)))
    return out


def _counts(request: Request, outcomes: QuerySet[Outcome]) -> dict[uuid.UUID, dict[str, int]]:
    """For each input how many reports became what. Of those that may not be seen all count as added: whether one was
    there before is not for this person to know."""
    hidden = _hidden(request)
    state: Any = Case(When(report__in=hidden, then=Value("added")), default=F("state")) if hidden else F("state")
    out: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    rows = outcomes.order_by().annotate(shown=state).values_list("incoming_id", "shown")
    for id, which, n in rows.annotate(n=Count("id")):
        out[id][which] = n
    return out


def _there(names: list[str]) -> dict[str, tuple[int, str]]:
    rows = Report.objects.using(USING).filter(name__in=names, current=True)
    return {name: (row, title or "") for name, row, title in rows.values_list("name", "id", "title")}


def _part(request: Request, each: Outcome, there: tuple[int, str] | None) -> Part:
    if there is not None and there[0] in request.sight.reports:
        return Part(each.name, "added")
    if there is None:
        return Part(each.name, each.state, sentences.opened(each.said))
    return Part(each.name, each.state, sentences.opened(each.said), *there)


def failed(request: Request) -> list[Line]:
    """The person's own inputs that failed and were not dismissed, the latest first."""
    rows = visible(request).filter(by=request.user, state__in=FAILED, dismissed=False)
    return _lines(request, list(rows.order_by("-done")[:50]))


def latest(request: Request) -> list[dict[str, Any]]:
    """The latest uploads: the person's own, and for reviewers everybody's."""
    rows = visible(request).order_by().values("batch", "by__username")
    found = rows.annotate(first=Min("at"), last=Max("at")).order_by("-last")[:LATEST]
    out: list[dict[str, Any]] = []
    for each in found:
        at: datetime = each["first"]
        mine = each["by__username"] == request.user.username
        out.append({"batch": each["batch"], "at": at, "who": _("you") if mine else each["by__username"]})
    return out
