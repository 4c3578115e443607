"""What an incident's reports tell, drawn for a page: its facts, the map, the board, the accounts.

That takes more time than all else on the page, and is the same for everybody who reads in one language and is shown the
same names. So it is kept in memory, under the mark of what it was made of.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import Any

import msgspec
from django.template.loader import render_to_string
from django.utils.translation import get_language

from onrecord.accounts import rule_airwars, tallies
from onrecord.accounts.sheet import Anchor, Sheet
from onrecord.desk import accounts, board, care, kept, places_map, words
from onrecord.desk.access import Request
from onrecord.desk.board import Link, Row
from onrecord.desk.links import Links, links
from onrecord.desk.spoken import days, interval
from onrecord.desk.terms import word
from onrecord.desk.words import Word
from onrecord.ledger.models import Incident
from onrecord.record import Harm, Where

COUNTED: tuple[Harm, ...] = ("killed", "injured")
MOST = 512  # incidents that are kept: mostly some tens of kilobytes each, some hundred where thirty reports tell of it
PARTIES = 5  # names in one role that are not folded; the sixth is mostly one origin's other word for the first

_drawn: OrderedDict[tuple[object, ...], Drawn] = OrderedDict()
_lock = Lock()
_numbers = count()


@dataclass(frozen=True, slots=True)
class Lines:
    """The origins with their reports; told apart by the number of their drawing."""

    number: int
    rows: tuple[Row, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """``brief`` (its numbers, day, place), ``board``, ``facts`` (with the map) and ``rest`` are HTML. ``rows`` are the
    origins with their reports, ``checks`` the number of things to check, ``mapped`` whether there is a map,
    ``proposed`` what Airwars' rule says by field."""

    title: str
    brief: str
    board: str
    facts: str
    rest: str
    lines: Lines
    checks: int
    mapped: bool
    proposed: dict[str, str]


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


def drawn(request: Request, row: Incident) -> Drawn | None:
    """What the reports of an incident tell, as this person is shown it; None where no report tells of it any more."""
    mark, veils = kept.mark_of(row), care.veils(request)
    key = (row.id, mark, get_language(), veils if veils.any else None)
    with _lock:
        if key in _drawn:
            _drawn.move_to_end(key)
            return _drawn[key]
    whole = kept.whole(row, mark=mark)
    if whole is None:
        return None
    made = _made(row, whole, veils.value(whole))
    with _lock:
        _drawn[key] = made
        while len(_drawn) > MOST:
            _drawn.popitem(last=False)
    return made


def forget() -> None:
    """Keep nothing any more; for tests and tools."""
    with _lock:
        _drawn.clear()


def _made(row: Incident, plain: kept.Whole, whole: kept.Whole) -> Drawn:
    sheet = whole.sheet
    # The names of reports may be veiled too, but stay in their order.
    shown = {one.id: other.id for one, other in zip(plain.sheet.articles, sheet.articles, strict=True)}
    to = links(row.id, shown=shown)
    names = board.Names(sheet, {origin: first.report for origin, first in whole.firsts.items()})
    told = accounts.told(sheet, names, to)
    spots = places_map.spots(sheet.place, whole.places, {origin: names.origin(origin) for origin in names.of})
    counted = [(harm, tallies.of(sheet, harm, rule=rule)) for rule in tallies.RULES for harm in COUNTED]
    context: dict[str, Any] = {
        "sheet": sheet,
        "kind": word(sheet.type.kind, "incident"),
        "when": days(sheet.date.earliest, sheet.date.latest),
        "when_words": _link(sheet, "date", to),
        "where": _where(sheet, to),
        "parties": _parties(sheet, to),
        "killed": interval(sheet.killed.low, sheet.killed.high),
        "injured": interval(sheet.injured.low, sheet.injured.high),
        "background": len({each.id for each in sheet.articles if each.background}),
        "board": board.board(sheet, names, to, {origin: first.why for origin, first in whole.firsts.items()}),
        "charts": accounts.charts(sheet, told),
        "tolls": accounts.tolls(sheet, names, to),
        "checks": accounts.checked(sheet, told),
        "tallies": accounts.counted(counted, told),
        "spots": spots,
        "map": msgspec.json.encode([each._asdict() for each in spots]).decode() if spots else "",
    }
    return Drawn(
        title=sheet.title,
        brief=render_to_string("desk/incident_brief.html", context),
        board=render_to_string("desk/incident_board.html", context),
        facts=render_to_string("desk/incident_facts.html", context),
        rest=render_to_string("desk/incident_accounts.html", context),
        lines=Lines(next(_numbers), context["board"].rows),
        checks=len(sheet.checks),
        mapped=bool(spots),
        proposed=tallies.of(sheet, "killed", rule=rule_airwars.NAME).says,
    )


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


def _parties(sheet: Sheet, to: Links) -> list[tuple[Word, list[Party], list[Party]]]:
    """Who took part, by role; whom a report itself names before who is only alleged, and those that most origins name
    first. The last are those to fold."""
    roles: dict[str, dict[str, Party]] = {}
    order = sorted(range(len(sheet.participants)), key=lambda n: bool(sheet.participants[n].given_by))
    for n in order:
        each = sheet.participants[n]
        link = _link(sheet, f"participants[{n}]", to)
        party = Party(each.name, None if link is None else link.href, bool(each.given_by))
        roles.setdefault(each.role, {}).setdefault(each.name.casefold(), party)
    named = [(name, list(roles[role].values())) for role, name in words.ROLES.items() if role in roles]
    return [(name, parties[:PARTIES], parties[PARTIES:]) for name, parties in named]
