"""The page of one incident: what, when, where, who; its accounts side by side; what was decided, and deciding."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import msgspec
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path

from onrecord.accounts import tallies
from onrecord.accounts.sheet import Anchor, Sheet
from onrecord.desk import accounts, board, care, kept, notes, places_map, standing, suggestions, tasks, words
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.addressed import back, found
from onrecord.desk.board import Link
from onrecord.desk.links import Links, links
from onrecord.desk.models import Restriction, Review
from onrecord.desk.spoken import days, interval
from onrecord.desk.terms import word
from onrecord.desk.words import Word
from onrecord.ledger.models import Incident
from onrecord.publishing.exports import FORMATS
from onrecord.record import Harm, Where

COUNTED: tuple[Harm, ...] = ("killed", "injured")
TYPED = 422  # the status of a page that says why what was sent is not taken


@dataclass(frozen=True, slots=True)
class Party:
    """One that took part; ``alleged`` where only somebody quoted says so."""

    name: str
    href: str | None
    alleged: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in words: its name with its holders, its point, and how near it is known."""

    name: str
    point: str
    precision: Word
    href: str | None
    own: str


@needs(Power.READ)
def one(request: Request, id: str) -> HttpResponse:
    """The page."""
    row = found(request, id)
    return back(row) if row.id != id else page(request, row)


def page(request: Request, row: Incident, *, typed: QueryDict | None = None) -> HttpResponse:
    """The page; with ``typed``, what was sent and is not taken, its forms still have that."""
    whole = kept.whole(row)
    context: dict[str, Any] = {
        "row": row,
        "typed": typed or {},
        "ticked": _ticked(typed),
        "restricted": Restriction.objects.filter(incident=row.id).exists(),
        "state": _state(row.id),
        "title": care.veils(request).words(row.title or row.id),
        "formats": FORMATS.values(),
        **notes.about(request, row.id),
        **tasks.about(request, row.id),
        **suggestions.about(request, row.id),
    }
    context |= standing.about(request, row, None if whole is None else whole.sheet)
    if whole is not None:
        context |= _told(request, row, whole)
    return render(request, "desk/incident.html", context, status=TYPED if typed else 200)


def _told(request: Request, row: Incident, plain: kept.Whole) -> dict[str, Any]:
    whole = care.veils(request).value(plain)
    sheet = whole.sheet
    # The names of reports may be veiled too, but stay in their order.
    shown = {one.id: other.id for one, other in zip(plain.sheet.articles, sheet.articles, strict=True)}
    to = links(row.id, shown=shown)
    names = board.Names(sheet, {origin: first.report for origin, first in whole.firsts.items()})
    told = accounts.told(sheet, names, to)
    spots = places_map.spots(sheet.place, whole.places, {origin: names.origin(origin) for origin in names.of})
    counted = [(harm, tallies.of(sheet, harm, rule=rule)) for rule in tallies.RULES for harm in COUNTED]
    return {
        "sheet": sheet,
        "title": sheet.title,
        "kind": word(sheet.type.kind, "incident"),
        "when": days(sheet.date.earliest, sheet.date.latest),
        "when_words": _link(sheet, "date", to),
        "where": _where(sheet, to),
        "parties": _parties(sheet, to),
        "killed": interval(sheet.killed.low, sheet.killed.high),
        "injured": interval(sheet.injured.low, sheet.injured.high),
        "background": sum(each.background for each in sheet.articles),
        "board": board.board(sheet, names, to, {origin: first.why for origin, first in whole.firsts.items()}),
        "charts": accounts.charts(sheet, told),
        "tolls": accounts.tolls(sheet, names, to),
        "checks": accounts.checked(sheet, told),
        "tallies": accounts.counted(counted, told),
        "spots": spots,
        "map": msgspec.json.encode([each._asdict() for each in spots]).decode() if spots else "",
    }


def _ticked(typed: QueryDict | None) -> frozenset[int]:
    """The rows of the reports that were ticked when it was sent."""
    return frozenset(int(each) for each in typed.getlist("report") if each.isascii() and each.isdigit()) if typed else frozenset()


def _state(incident: str) -> words.Sign:
    found = Review.objects.filter(incident=incident).values_list("state", flat=True).first()
    return words.STATES.get(found or "open", words.STATES["open"])


def _link(sheet: Sheet, name: str, to: Links) -> Link | None:
    anchors: tuple[Anchor, ...] = sheet.words.get(name, ())
    return Link(anchors[0].text, to.words(anchors[0])) if anchors else None


def _where(sheet: Sheet, to: Links) -> Spot | None:
    place: Where | None = sheet.place
    if place is None:
        return None
    name = ", ".join(dict.fromkeys(filter(None, (place.name, place.admin2, place.admin1, place.country))))
    found = _link(sheet, "place", to)
    return Spot(
        name,
        _point(place),
        words.PRECISIONS.get(place.precision or "", ""),
        None if found is None else found.href,
        "" if found is None else found.words,
    )


def _point(place: Where) -> str:
    """Degrees to a thousandth, some 100 metres: no report's place is known more exactly."""
    if place.latitude is None or place.longitude is None or not math.isfinite(place.latitude + place.longitude):
        return ""
    return f"{place.latitude:.3f}, {place.longitude:.3f}"


def _parties(sheet: Sheet, to: Links) -> list[tuple[Word, list[Party]]]:
    """Who took part, by role; whom a report itself names before who is only alleged."""
    roles: dict[str, dict[str, Party]] = {}
    order = sorted(range(len(sheet.participants)), key=lambda n: bool(sheet.participants[n].given_by))
    for n in order:
        each = sheet.participants[n]
        link = _link(sheet, f"participants[{n}]", to)
        party = Party(each.name, None if link is None else link.href, bool(each.given_by))
        roles.setdefault(each.role, {}).setdefault(each.name.casefold(), party)
    return [(name, list(roles[role].values())) for role, name in words.ROLES.items() if role in roles]


routes: list[URLPattern] = [path("incidents/<str:id>/", one, name="incident")]
