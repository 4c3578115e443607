"""The list of incidents: filters in the address bar, pages by key, as quick at the end of it as at its beginning."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as lazy

from onrecord.desk import care, words
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Restriction, Review
from onrecord.desk.prepared import Listed, Prepared
from onrecord.desk.reaching import with_joined
from onrecord.desk.spoken import days, interval
from onrecord.desk.terms import word
from onrecord.desk.veils import Veils
from onrecord.desk.words import Sign, Word
from onrecord.ledger.models import Incident, Suggestion
from onrecord.ledger.sheets import shown

PAGE = 50
MOST = 1_000  # as far as matches are counted: to count all of a large ledger would take longer than to list them

PLACES = 5_000  # different places that are looked at for names that are not shown; few ledgers have as many

SORTS: dict[str, Word] = {
    "-earliest": lazy("Newest first"),
    "earliest": lazy("Oldest first"),
    "-killed_low": lazy("Most killed first"),
    "-injured_low": lazy("Most injured first"),
    "-origins": lazy("Most origins first"),
    "-reports": lazy("Most reports first"),
}
STATES: dict[str, Word] = {
    "open": words.STATES["open"].word,
    "coded": words.STATES["coded"].word,
    "final": words.STATES["final"].word,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One incident of the list."""

    id: str
    title: str
    when: str
    place: str
    killed: str
    injured: str
    reports: int
    origins: int
    state: Sign
    restricted: bool
    suggested: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address bar asks for. What it has that means nothing is left out."""

    since: str = ""
    until: str = ""
    place: str = ""
    type: str = ""
    killed: str = ""
    state: str = ""
    suggested: bool = False
    undecided: bool = False
    sort: str = "-earliest"
    after: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for besides the order."""
        return bool(
            self.since or self.until or self.place or self.type or self.killed or self.state
            or self.suggested or self.undecided
        )  # fmt: skip


@needs(Power.READ)
def listing(request: Request) -> HttpResponse:
    """A page of the list."""
    asked = read(request.GET)
    rows = matching(request, asked)
    number = len(rows.order_by()[: MOST + 1].values_list("id", flat=True)) if asked.narrowed else None
    found = list(paged(rows, asked)[: PAGE + 1])
    lines = _lines(request, found[:PAGE])
    context: dict[str, Any] = {
        "asked": asked,
        "lines": lines,
        "number": number,
        "many": number is not None and number > MOST,
        "most": MOST,
        "sorts": tuple(SORTS.items()),
        "states": tuple(STATES.items()),
        "types": tuple((name, word(name, kind)) for name, kind in words.EVENTS),
        "next": _address(request.GET, after=key(found[PAGE - 1], asked.sort)) if len(found) > PAGE else "",
        "first": _address(request.GET, after="") if asked.after else "",
    }
    return render(request, "desk/incidents.html", context)


def read(said: QueryDict) -> Asked:
    """What an address asks for."""

    def one(name: str, known: Callable[[str], bool]) -> str:
        value = said.get(name, "").strip()
        return value if value and known(value) else ""

    return Asked(
        since=one("since", _is_day),
        until=one("until", _is_day),
        place=one("place", lambda v: len(v) <= 200),
        type=one("type", dict(words.EVENTS).__contains__),
        killed=one("killed", lambda v: v.isascii() and v.isdigit() and len(v) < 10),
        state=one("state", STATES.__contains__),
        suggested=bool(said.get("suggested")),
        undecided=bool(said.get("undecided")),
        sort=one("sort", SORTS.__contains__) or "-earliest",
        after=one("after", lambda v: "~" in v and len(v) < 100),
    )


def matching(request: Request, asked: Asked) -> QuerySet[Incident]:
    """The incidents asked for, of those that this person may see."""
    hidden = request.sight.incidents
    rows = Incident.objects.using(USING).filter(shown(), reports__gt=0)
    if hidden:
        rows = rows.exclude(id__in=hidden)
    if asked.since:
        rows = rows.filter(latest__gte=asked.since)
    if asked.until:
        rows = rows.filter(earliest__lte=asked.until)
    if asked.place:
        rows = rows.filter(Q(place__icontains=asked.place) | Q(country__icontains=asked.place))
        if veiled := _veiled(rows, asked.place, care.veils(request)):
            rows = rows.exclude(id__in=veiled)
    if asked.type:
        rows = rows.filter(event=asked.type)
    if asked.killed:
        rows = rows.filter(killed_low__gte=int(asked.killed))
    if asked.undecided:
        rows = rows.filter(decided="{}")
    if asked.suggested:
        open_ = Suggestion.objects.using(USING).filter(state="open")
        here, there = open_.filter(incident_id=OuterRef("id")), open_.filter(other_id=OuterRef("id"))
        if hidden:
            here, there = here.exclude(other_id__in=hidden), there.exclude(incident_id__in=hidden)
        rows = rows.filter(Exists(here) | Exists(there))
    if asked.state == "open":
        rows = rows.exclude(
            id__in=_given(list(Review.objects.exclude(state="open").values_list("incident", flat=True)))
        )
    elif asked.state:
        rows = rows.filter(
            id__in=_given(list(Review.objects.filter(state=asked.state).values_list("incident", flat=True)))
        )
    return rows


def _veiled(rows: QuerySet[Incident], sought: str, veils: Veils) -> list[str]:
    """Those that a place fits for a name in it alone that is not shown: to list them would say that it is that name."""
    if not veils.any:
        return []
    places = rows.filter(place__icontains=sought).order_by().values_list("place", "country").distinct()
    hidden = [
        (place, country)
        for place, country in places[:PLACES]
        if veils.ranges(place or "") and sought.casefold() not in f"{veils.words(place or '')}\n{country}".casefold()
    ]
    fits = Q()
    for place, _country in hidden:
        fits |= Q(place=place)
    return list(rows.filter(fits).values_list("id", flat=True)) if hidden else []


def paged(rows: QuerySet[Incident], asked: Asked) -> QuerySet[Incident]:
    """The rows in their order, after the last one of the page before. What is not known comes last."""
    name, falling = asked.sort.lstrip("-"), asked.sort.startswith("-")
    if asked.after:
        said, _tilde, id = asked.after.rpartition("~")
        value: Any = (said if name == "earliest" else _number(said)) if said else None
        ahead = Q(**{"id__lt" if falling else "id__gt": id})
        if value is None:
            rows = rows.filter(ahead, **{f"{name}__isnull": True})
        else:
            rows = rows.filter(
                Q(**{f"{name}__{'lt' if falling else 'gt'}": value})
                | (Q(**{name: value}) & ahead)
                | Q(**{f"{name}__isnull": True})
            )
    if not falling:
        return rows.order_by(F(name).asc(nulls_last=True), "id")
    # SQLite has what is unknown last by itself when an order falls; said in so many words it would use no index.
    last = f"-{name}" if connections[USING].vendor == "sqlite" else F(name).desc(nulls_last=True)
    return rows.order_by(last, "-id")


_STATES = Listed(lambda ids: Review.objects.filter(incident__in=ids).values_list("incident", "state"))
_RESTRICTED = Prepared(lambda: Restriction.objects.values_list("incident"))
_SUGGESTED = Listed(
    lambda ids: Suggestion.objects.filter(Q(incident_id__in=ids) | Q(other_id__in=ids), state="open").values_list(
        "incident_id", "other_id"
    )
)


def _lines(request: Request, rows: list[Incident]) -> list[Line]:
    ids, hidden, veils = [row.id for row in rows], request.sight.incidents, care.veils(request)
    states = dict(_STATES.rows(ids))
    restricted = frozenset(id for (id,) in _RESTRICTED.rows())
    restricted = with_joined(restricted) if restricted else restricted
    suggested: set[str] = set()
    for pair in _SUGGESTED.rows(ids, using=USING):
        if not hidden.intersection(pair):
            suggested.update(pair)
    return [
        Line(
            id=row.id,
            title=veils.words(row.title) or row.id,
            when=days(row.earliest, row.latest),
            place=veils.words(", ".join(dict.fromkeys(filter(None, (row.place, row.country))))),
            killed=interval(row.killed_low, row.killed_high),
            injured=interval(row.injured_low, row.injured_high),
            reports=row.reports,
            origins=row.origins,
            state=words.STATES.get(states.get(row.id, "open"), words.STATES["open"]),
            restricted=row.id in restricted,
            suggested=row.id in suggested,
        )
        for row in rows
    ]


def _given(ids: list[str]) -> RawSQL:
    """Any number of ids as one value of a query: they come from the other database, and a list of twenty thousand
    parameters is more than a query may have."""
    if connections[USING].vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", (json.dumps(ids),))
    return RawSQL("SELECT unnest(%s::text[])", (ids,))


def key(row: Incident, sort: str) -> str:
    value = getattr(row, sort.lstrip("-"))
    return f"{'' if value is None else value}~{row.id}"


def _address(said: QueryDict, *, after: str) -> str:
    new = said.copy()
    new.pop("after", None)
    if after:
        new["after"] = after
    return f"?{new.urlencode()}"


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0


def _is_day(said: str) -> bool:
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False


routes: list[URLPattern] = [path("incidents/", listing, name="incidents")]
