"""Incidents in ACLED's columns (codebook of 2024, in the order of its files since March 2023), with our own after them.

What a sheet does not say stays empty, also where ACLED's coders would choose: fatalities that nobody gives are not 0,
a place known only by its country has no coordinates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.accounts import tallies
from onrecord.accounts.sheet import Sheet
from onrecord.publishing.codes import country, disorder, inter, interaction, point
from onrecord.publishing.counted import code, telling
from onrecord.publishing.parties import first, kind, others, sides
from onrecord.publishing.table import Row, Trace, tabled, trace

RULE = "acled/1"


class Event(NamedTuple):
    """ACLED's columns."""

    event_id_cnty: str
    event_date: str | None
    year: int | None
    time_precision: int | None
    disorder_type: str | None
    event_type: str | None
    sub_event_type: str | None
    actor1: str | None
    assoc_actor_1: tuple[str, ...]
    inter1: int | None
    actor2: str | None
    assoc_actor_2: tuple[str, ...]
    inter2: int | None
    interaction: int | None
    civilian_targeting: str | None
    iso: int | None
    region: str | None
    country: str | None
    admin1: str | None
    admin2: str | None
    admin3: str | None
    location: str | None
    latitude: float | None
    longitude: float | None
    geo_precision: int | None
    source: tuple[str, ...]
    source_scale: str | None
    notes: str
    fatalities: int | None
    tags: str | None
    timestamp: int | None


class Besides(NamedTuple):
    """What ACLED has no column for: the last day it may have been, and the tally of the dead under the default rule."""

    event_date_latest: str | None
    killed_low: int | None
    killed_high: int | None
    killed_rule: str


def event(sheet: Sheet) -> Event:
    """One incident. ``event_date`` is the first day that it may have been, and then ``time_precision`` tells how exact.

    ``event_id_cnty`` is the country's three letters and the incident's id. ``region``, ``admin3``, ``source_scale``,
    ``tags`` and ``timestamp`` are ACLED's own judgement or bookkeeping, and stay empty.
    """
    place, at = sheet.place, point(sheet.place)
    placed = place is not None and place.precision != "country"
    doers, sufferers = sides(sheet)
    land = country(place.country_code) if place else None
    tally = tallies.of(sheet, "killed", rule=RULE)
    earliest = sheet.date.earliest
    return Event(
        event_id_cnty=f"{land.alpha3}-{sheet.incident_id}" if land else sheet.incident_id,
        event_date=earliest,
        year=int(earliest[:4]) if earliest and earliest[:4] == (sheet.date.latest or earliest)[:4] else None,
        time_precision=code(tally, "time_precision") if earliest else None,
        disorder_type=disorder(sheet.type),
        event_type=sheet.type.event,
        sub_event_type=sheet.type.sub_event,
        actor1=first(doers),
        assoc_actor_1=others(doers),
        inter1=inter(kind(doers)),
        actor2=first(sufferers),
        assoc_actor_2=others(sufferers),
        inter2=inter(kind(sufferers)),
        interaction=interaction(kind(doers), kind(sufferers)),
        civilian_targeting=_targeted(sheet),
        iso=land.number if land else None,
        region=None,
        country=place.country if place else None,
        admin1=place.admin1 if place else None,
        admin2=place.admin2 if place else None,
        admin3=None,
        location=place.name if place and placed else None,
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
        geo_precision=code(tally, "geo_precision") if placed else None,
        source=tuple(dict.fromkeys(a.outlet or a.id for a in sheet.articles)),
        source_scale=None,
        notes="; ".join([sheet.title, *map(telling, sheet.accounts)]),
        fatalities=tally.low,
        tags=None,
        timestamp=None,
    )


def _targeted(sheet: Sheet) -> str | None:
    """ACLED's mark for events whose main target are civilians: by what they are, or by who is named as the target."""
    what = sheet.type
    if what.event == "Violence against civilians" or what.sub_event == "Excessive force against protesters":
        return "Civilian targeting"
    remote = what.event in ("Explosions/Remote violence", "Riots")
    return "Civilian targeting" if remote and kind(sides(sheet).sufferers) == "civilians" else None


def rows(sheet: Sheet) -> Iterator[Row]:
    """The one row of an incident."""
    besides = Besides(sheet.date.latest, sheet.killed.low, sheet.killed.high, sheet.killed.rule)
    yield (*event(sheet), *besides, *trace(sheet, RULE))


write = tabled((*Event._fields, *Besides._fields, *Trace._fields), rows)
