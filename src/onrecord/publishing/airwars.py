"""Incidents as Airwars assesses them: least and most civilians killed and injured, grade, status of the strike.

Airwars publishes pages and no one file; the columns are what a page's assessment has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.accounts import tallies
from onrecord.accounts.sheet import Sheet
from onrecord.publishing.codes import point, strike
from onrecord.publishing.counted import spread
from onrecord.publishing.parties import sides
from onrecord.publishing.table import Row, Trace, tabled, trace
from onrecord.record import Harm

RULE = "airwars/1"
_HARMS: tuple[Harm, Harm] = ("killed", "injured")


class Assessment(NamedTuple):
    """One incident's assessment."""

    incident_code: str
    incident_date: str | None
    incident_date_end: str | None
    date_precision: str
    location: str | None
    region: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    geolocation_accuracy: str | None
    strike_type: str | None
    strike_status: str | None
    civilian_harm_grade: str | None
    civilians_killed_min: int | None
    civilians_killed_max: int | None
    children_killed_min: int | None
    children_killed_max: int | None
    women_killed_min: int | None
    women_killed_max: int | None
    men_killed_min: int | None
    men_killed_max: int | None
    civilians_injured_min: int | None
    civilians_injured_max: int | None
    belligerents: tuple[str, ...]
    belligerent_status: str | None
    sources: tuple[str, ...]


def assessment(sheet: Sheet) -> Assessment:
    """One incident. Belligerents are those whom reports name as having done it, and those whom accounts blame."""
    place, at = sheet.place, point(sheet.place)
    killed, injured = (tallies.of(sheet, harm, rule=RULE) for harm in _HARMS)
    # Where nobody gives a number of civilians there is nothing to grade.
    graded = killed if killed.accounts else injured
    says = {name: value for name, value in graded.says.items() if graded.accounts and value != "unknown"}
    named = [p.name for p in sides(sheet).doers] + [name for a in sheet.accounts for name in a.blamed]
    children, women, men = (spread(sheet, "killed", group) for group in ("children", "women", "men"))
    return Assessment(
        incident_code=sheet.incident_id,
        incident_date=sheet.date.earliest,
        incident_date_end=sheet.date.latest,
        date_precision=sheet.date.precision,
        location=place.name if place else None,
        region=place.admin1 if place else None,
        country=place.country if place else None,
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
        geolocation_accuracy=place.precision if place else None,
        strike_type=strike(sheet.type.kind),
        strike_status=says.get("strike_status"),
        civilian_harm_grade=says.get("grade"),
        civilians_killed_min=killed.low,
        civilians_killed_max=killed.high,
        children_killed_min=children.low,
        children_killed_max=children.high,
        women_killed_min=women.low,
        women_killed_max=women.high,
        men_killed_min=men.low,
        men_killed_max=men.high,
        civilians_injured_min=injured.low,
        civilians_injured_max=injured.high,
        belligerents=tuple(dict.fromkeys(named)),
        belligerent_status=says.get("belligerent_status"),
        sources=tuple(dict.fromkeys(a.outlet or a.id for a in sheet.articles)),
    )


def rows(sheet: Sheet) -> Iterator[Row]:
    """The one row of an incident."""
    yield (*assessment(sheet), *trace(sheet, RULE))


write = tabled((*Assessment._fields, *Trace._fields), rows)
