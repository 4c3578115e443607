"""A place of the gazetteer, and a name's claim to it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from onrecord.record import OnrecordError

# C country, A1 and A2 first and second level divisions, P populated place, K the capital of a country, F other
# feature (a lake, a road, an airport), R region or sea of no one level, W part of the world.
Kind = Literal["C", "A1", "A2", "P", "K", "F", "R", "W"]


class GazetteerError(OnrecordError):
    """The gazetteer, or a person's own file of places, cannot be used."""


class Place(NamedTuple):
    """One place. ``source`` is its id with its list: ``geonames:98182``, ``gns:-3103349``, ``gnis:…``, ``own:…``,
    ``onrecord:…``. Degrees are WGS 84; ``country`` is ISO 3166-1 alpha-2 or empty; ``admin1`` and ``admin2`` are
    GeoNames codes within it, in a person's own places names; ``population`` 0 is unknown."""

    source: str
    kind: Kind
    name: str
    latitude: float
    longitude: float
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0


class Hit(NamedTuple):
    """``place`` is called so: by its ``name``, ``other`` name, ``people`` (a demonym) or a ``short`` form; not
    ``exact`` when only the spelling is like it."""

    place: Place
    how: Literal["name", "other", "people", "short"]
    exact: bool
