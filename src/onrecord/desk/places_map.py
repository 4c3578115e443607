"""Where an incident lies, as the map draws it: areas as large as what is known, never a false point. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from onrecord.accounts.words import folded
from onrecord.publishing.codes import country, point, uncertainty
from onrecord.record import Where

UNTOLD = 25_000
"""Metres around a point of which nobody says how exact it is, such as one that a person typed: as 'near' a place."""


class Spot(NamedTuple):
    """One place on the map: a circle around a point, or a whole country (its two letters in ISO 3166-1) where no
    more is known. ``origins`` are the names of who gives it; ``chosen`` where it is the incident's own."""

    name: str
    latitude: float | None
    longitude: float | None
    metres: int | None
    country: str | None
    precision: str | None
    origins: tuple[str, ...]
    chosen: bool

    @property
    def kilometres(self) -> int:
        """How far from the point it may be."""
        return round((self.metres or 0) / 1000)


def spots(place: Where | None, told: Iterable[tuple[str, Where]], names: Mapping[str, str]) -> tuple[Spot, ...]:
    """The incident's place, then each other one that an origin gives. ``told`` are places by origin, ``names`` what
    origins are called. What is on no map is left out."""
    found: dict[tuple[str, ...], tuple[Where, bool, dict[str, None]]] = {}
    if place is not None:
        found[_key(place)] = (place, True, {})
    for origin, each in told:
        held = found.setdefault(_key(each), (each, False, {}))
        held[2].setdefault(names.get(origin, origin))
    out = (_spot(each, tuple(origins), chosen=chosen) for each, chosen, origins in found.values())
    return tuple(each for each in out if each is not None)


def _key(place: Where) -> tuple[str, ...]:
    """What would be drawn as one area is one, whatever it is called; without a point, what has one name."""
    at = point(place)
    return folded(place.name) if at is None else (f"{at[0]:.2f} {at[1]:.2f}", str(uncertainty(place) or UNTOLD))


def _spot(place: Where, origins: tuple[str, ...], *, chosen: bool) -> Spot | None:
    at = point(place)
    name = ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, place.country))))
    if at is not None:
        return Spot(name, *at, uncertainty(place) or UNTOLD, None, place.precision, origins, chosen)
    if country(place.country_code) is not None:
        return Spot(name, None, None, None, place.country_code, "country", origins, chosen)
    return None
