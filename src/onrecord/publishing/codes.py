"""Codes of other houses for what a sheet says: tables in ``data/``, looked up by name. What a table lacks is null."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from onrecord.record import ActorKind, IncidentType, Where


class Country(NamedTuple):
    """ISO 3166-1: the three letters, and the number where there is one."""

    alpha3: str
    number: int | None


class Plover(NamedTuple):
    """PLOVER's category of a kind of incident, with mode and context; all null for what is none of its events.

    ``both`` tells violence of two sides, where all who take part are sources.
    """

    event: str | None = None
    mode: str | None = None
    context: str | None = None
    both: bool = False


@cache
def table(name: str) -> dict[str, Any]:
    """The data file ``name`` (without ``.toml``)."""
    return tomllib.loads((files("onrecord.publishing") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def country(code: str | None) -> Country | None:
    """The country of an alpha-2 code."""
    held = table("countries")["countries"].get(code)
    if held is None:
        return None
    alpha3, _, number = held.partition(" ")
    return Country(alpha3, int(number) if number else None)


def inter(kind: ActorKind) -> int | None:
    """ACLED's code for a kind of actor."""
    code: int | None = table("codes")["inter"].get(kind)
    return code


def interaction(one: ActorKind, other: ActorKind) -> int | None:
    """ACLED's code for two kinds of actor that met: both digits, the lower first. Null where one is unknown."""
    codes = sorted(code for code in (inter(one), inter(other)) if code is not None)
    return codes[0] * 10 + codes[1] if len(codes) == 2 else None


def disorder(what: IncidentType) -> str | None:
    """ACLED's disorder type."""
    held = table("codes")["disorder"]
    said: str | None = held["sub_event"].get(what.sub_event) or held["event"].get(what.event)
    return said


@cache
def _pairs() -> dict[tuple[str, ...], int]:
    violence: dict[str, list[str]] = table("codes")["violence"]
    return {tuple(pair.split(", ")): int(number) for number, pairs in violence.items() for pair in pairs}


def violence(one: ActorKind, other: ActorKind) -> int | None:
    """UCDP's type of violence by the kinds of doer and target."""
    return _pairs().get((one, other))


def uncertainty(place: Where | None) -> int | None:
    """Metres that the place may be off its point; null where there is no point, or nobody says how exact it is."""
    if point(place) is None or place is None or place.precision is None:
        return None
    metres: int | None = table("codes")["uncertainty"].get(place.precision)
    return metres


def point(place: Where | None) -> tuple[float, float] | None:
    """Latitude and longitude of where it happened; null for a whole country, whose middle is no place where it did."""
    if place is None or place.precision == "country" or place.latitude is None or place.longitude is None:
        return None
    if not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):  # nor is NaN within
        return None
    return place.latitude, place.longitude


def strike(kind: str) -> str | None:
    """What Airwars calls the strike."""
    said: str | None = table("codes")["strike"].get(kind)
    return said


def party(kind: str) -> str:
    """FollowTheMoney's schema for a kind of actor or source."""
    schema: str = table("codes")["party"].get(kind, "LegalEntity")
    return schema


def language(code: str | None) -> str | None:
    """ISO 639-3 of a BCP 47 code: 'eng' for 'en-GB'."""
    said: str | None = table("codes")["language"].get((code or "").partition("-")[0].lower())
    return said


def plover(kind: str) -> Plover:
    """PLOVER's category, mode and context for a kind of incident."""
    return Plover(**table("plover")["kind"].get(kind, {}))


def quad(event: str) -> int:
    """PLOVER's quad category of a category."""
    number: int = table("plover")["quad"][event]
    return number


def sector(kind: ActorKind) -> str | None:
    """PLOVER's sector code of a kind of actor."""
    code: str | None = table("plover")["sector"].get(kind)
    return code
