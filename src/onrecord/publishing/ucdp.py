"""Incidents in columns of UCDP's Georeferenced Event Dataset (codebook of version 25.1), with our own after them.

Ids of conflicts, dyads and sides, and the PRIO grid, are UCDP's own; their columns are left out. What a sheet does not
say stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.accounts import tallies
from onrecord.accounts.intervals import Interval
from onrecord.accounts.sheet import Sheet
from onrecord.publishing.codes import point, violence
from onrecord.publishing.counted import code, spread
from onrecord.publishing.parties import first, kind, sides
from onrecord.publishing.table import Row, Trace, tabled, trace

RULE = "ucdp-ged/1"


class Event(NamedTuple):
    """GED's columns that a sheet can fill, in its order."""

    id: str
    year: int | None
    type_of_violence: int | None
    side_a: str | None
    side_b: str | None
    number_of_sources: int
    source_article: tuple[str, ...]
    source_office: tuple[str, ...]
    source_date: tuple[str, ...]
    source_headline: tuple[str, ...]
    source_original: tuple[str, ...]
    where_prec: int | None
    where_coordinates: str | None
    adm_1: str | None
    adm_2: str | None
    latitude: float | None
    longitude: float | None
    geom_wkt: str | None
    country: str | None
    event_clarity: int | None
    date_prec: int | None
    date_start: str | None
    date_end: str | None
    deaths_a: int | None
    deaths_b: int | None
    deaths_civilians: int | None
    deaths_unknown: int | None
    best: int | None
    high: int | None
    low: int | None


def event(sheet: Sheet) -> Event:
    """One incident. ``number_of_sources`` counts independent origins; all reports stand in the column ``reports``.

    ``source_original`` are those who gave a figure. ``deaths_*`` are filled only where the accounts say exactly one
    number; whose side a dead fighter was on no account says, so ``deaths_a`` and ``deaths_b`` stay empty.
    """
    place, at = sheet.place, point(sheet.place)
    doers, sufferers = sides(sheet)
    tally = tallies.of(sheet, "killed", rule=RULE)
    kinds = violence(kind(doers), kind(sufferers))
    start, end = sheet.date.earliest, sheet.date.latest
    outlets = [each for each in sheet.articles if each.outlet]
    return Event(
        id=sheet.incident_id,
        year=int(start[:4]) if start and start[:4] == (end or start)[:4] else None,
        type_of_violence=kinds,
        side_a=first(doers),
        # GED names the second side of one-sided violence so.
        side_b="Civilians" if kinds == 3 else first(sufferers),
        number_of_sources=sheet.origins,
        source_article=tuple(
            ", ".join(part for part in (a.outlet, a.published, a.title) if part) or a.id for a in sheet.articles
        ),
        source_office=tuple(dict.fromkeys(a.outlet for a in outlets if a.outlet)),
        source_date=tuple(dict.fromkeys(a.published for a in sheet.articles if a.published)),
        source_headline=tuple(dict.fromkeys(a.title for a in sheet.articles if a.title)),
        source_original=tuple(dict.fromkeys(giver for a in sheet.accounts for giver in a.givers)),
        where_prec=code(tally, "where_prec"),
        where_coordinates=place.name if place else None,
        adm_1=place.admin1 if place else None,
        adm_2=place.admin2 if place else None,
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
        geom_wkt=f"POINT ({at[1]} {at[0]})" if at else None,
        country=place.country if place else None,
        event_clarity=code(tally, "event_clarity") if start else None,
        date_prec=code(tally, "date_prec") if start else None,
        date_start=start,
        date_end=end,
        deaths_a=None,
        deaths_b=None,
        deaths_civilians=_exactly(spread(sheet, "killed", "civilians")),
        deaths_unknown=None,
        best=tally.best,
        high=tally.high,
        low=tally.low,
    )


def _exactly(number: Interval) -> int | None:
    return number.low if number.exact else None


def rows(sheet: Sheet) -> Iterator[Row]:
    """The one row of an incident."""
    yield (*event(sheet), *trace(sheet, RULE))


write = tabled((*Event._fields, *Trace._fields), rows)
