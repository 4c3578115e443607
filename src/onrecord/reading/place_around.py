"""How well a place goes with what the other names of a report probably mean: same country, same division, near."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onrecord.gazetteer.place import Hit, Place

# Less probable ones do not speak for their neighbours.
_FAINT = 0.02
# The side, in degrees, of the cells that tell what is near; with the eight around, 160 to 330 km at the equator.
_CELL = 1.0
_LARGE = ("C", "A1", "R", "W")
_ROUND = tuple((dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1))


class Around(NamedTuple):
    """What speaks for one place: by country, by division, near by; as a sum and as a share of all other names.
    ``large`` is a place that is no point."""

    country: float
    division: float
    near: float
    rest: float
    large: bool


Weights = tuple[float, float, float, float, float, float]
_SIGNS = ("country", "country share", "division", "division share", "near", "near share")


def of_signs(table: Mapping[str, float]) -> tuple[Weights, Weights]:
    """The weights for places that are points, and for large ones."""
    small, large = (tuple(table.get(f"{name}{end}", 0.0) for name in _SIGNS) for end in ("", " of large"))
    return small, large  # type: ignore[return-value]


def weighed(around: Around, small: Weights, large: Weights) -> float:
    """The weighed sum."""
    w = large if around.large else small
    country, division, near, rest, _ = around
    out = 0.0
    if country:
        out += w[0] * math.log1p(country) + w[1] * country / rest
    if division:
        out += w[2] * math.log1p(division) + w[3] * division / rest
    if near:
        out += w[4] * math.log1p(near) + w[5] * near / rest
    return out


def signs(around: Around) -> dict[str, float]:
    """The same as named signs, to fit weights with."""
    end = " of large" if around.large else ""
    values = [v for x in around[:3] for v in (math.log1p(x), x / around.rest)]
    return {f"{name}{end}": value for name, value in zip(_SIGNS, values, strict=True)}


class _Sums(NamedTuple):
    countries: dict[str, float]
    divisions: dict[tuple[str, str], float]
    cells: dict[tuple[int, int], float]


def supports(
    names: Sequence[Sequence[Hit]], counts: Sequence[float], probable: Sequence[Sequence[float]]
) -> list[list[Around]]:
    """For every place of every name, what the other names say for it. ``counts``: how much each name counts."""
    all_ = _Sums(defaultdict(float), defaultdict(float), defaultdict(float))
    own = [_own(hits, count, chances) for hits, count, chances in zip(names, counts, probable, strict=True)]
    for mine in own:
        for country, value in mine.countries.items():
            all_.countries[country] += value
        for division, value in mine.divisions.items():
            all_.divisions[division] += value
        for cell, value in mine.cells.items():
            all_.cells[cell] += value
    total = sum(counts)
    return [
        [_around(hit.place, all_, mine, max(total - count, 1.0)) for hit in hits]
        for hits, count, mine in zip(names, counts, own, strict=True)
    ]


def _own(hits: Sequence[Hit], count: float, chances: Sequence[float]) -> _Sums:
    mine = _Sums({}, {}, {})
    for hit, chance in zip(hits, chances, strict=True):
        if chance < _FAINT:
            continue
        place, value = hit.place, count * chance
        if place.country:
            mine.countries[place.country] = mine.countries.get(place.country, 0.0) + value
            if place.admin1:
                code = place.country, place.admin1
                mine.divisions[code] = mine.divisions.get(code, 0.0) + value
        if place.kind not in _LARGE:
            y, x = _cell(place)
            for dy, dx in _ROUND:
                cell = y + dy, x + dx
                if mine.cells.get(cell, 0.0) < value:
                    mine.cells[cell] = value
    return mine


def _around(place: Place, all_: _Sums, mine: _Sums, rest: float) -> Around:
    country = division = 0.0
    if place.country:
        country = all_.countries.get(place.country, 0.0)
        if country:
            country = max(country - mine.countries.get(place.country, 0.0), 0.0)
        code = place.country, place.admin1
        division = all_.divisions.get(code, 0.0) if place.admin1 else 0.0
        if division:
            division = max(division - mine.divisions.get(code, 0.0), 0.0)
    cell = _cell(place)
    near = all_.cells.get(cell, 0.0)
    if near:
        near = max(near - mine.cells.get(cell, 0.0), 0.0)
    return Around(country, division, near, rest, place.kind in _LARGE)


def _cell(place: Place) -> tuple[int, int]:
    return math.floor(place.latitude / _CELL), math.floor(place.longitude / _CELL)
