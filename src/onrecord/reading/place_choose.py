"""Which of the places of one name is meant: one sense of a name in a report, chosen by what stands around it.

Every place of a name gets points for what it is (people, kind), for what the text says beside it ('Salem, Oregon'),
and for how well it goes with what the other names of the report probably mean: the same division, the same country,
a short way off. The weights (``weights.toml``) were fitted on annotated news by ``training/places.py``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onrecord.gazetteer.place import Hit, Place
from onrecord.reading.place_scan import Candidate, Token, words
from onrecord.reading.place_weigh import prior

# The places of one name that are looked at: the best known, and those in divisions that the text names.
_MOST = 40
# Less probable ones do not speak for their neighbours.
_FAINT = 0.02
# The side, in degrees, of the cells that tell what is near; with the eight around, 160 to 330 km at the equator.
_CELL = 1.0

Signs = dict[str, float]


class Unit(NamedTuple):
    """All mentions of one name: their numbers, how much they count as context, the places the name may mean, and the
    signs for each that do not depend on the other names."""

    mentions: tuple[int, ...]
    weight: float
    hits: tuple[Hit, ...]
    signs: tuple[Signs, ...]


def units(text: str, seen: Sequence[Token], found: Sequence[Candidate], sure: Sequence[float]) -> list[Unit]:
    """The names of a text, each once, in the order of their first mention; ``sure`` is each mention's chance to be a
    place at all."""
    groups: dict[str, list[int]] = {}
    for n, c in enumerate(found):
        if c.hits:
            groups.setdefault(c.key, []).append(n)
    named = _named(found, sure)
    beside = [_beside(text, seen, found, n) for n in range(len(found))]
    out = []
    for mentions in groups.values():
        hits = _shortened(found[mentions[0]].hits, named)
        about = _together([beside[n] for n in mentions])
        weight = math.sqrt(sum(sure[n] for n in mentions))
        out.append(Unit(tuple(mentions), weight, hits, tuple(_signs(h, about, named) for h in hits)))
    return out


class _Beside(NamedTuple):
    inside: frozenset[tuple[str, str]]
    loosely: frozenset[tuple[str, str]]
    kind: str


class _About(NamedTuple):
    inside: frozenset[tuple[str, str]]
    loosely: frozenset[tuple[str, str]]
    kinds: dict[str, int]
    mentions: int


def _together(beside: Sequence[_Beside]) -> _About:
    kinds: dict[str, int] = {}
    for b in beside:
        if b.kind:
            kinds[b.kind] = kinds.get(b.kind, 0) + 1
    inside: frozenset[tuple[str, str]] = frozenset().union(*(b.inside for b in beside))
    loosely: frozenset[tuple[str, str]] = frozenset().union(*(b.loosely for b in beside))
    return _About(inside, loosely, kinds, len(beside))


def _beside(text: str, seen: Sequence[Token], found: Sequence[Candidate], n: int) -> _Beside:
    """The divisions that the words beside a mention put it in, and what kind of place they call it."""
    table = words()
    c = found[n]
    inside: set[tuple[str, str]] = set()
    loosely: set[tuple[str, str]] = set()
    # 'Halvin, Kessar district, Merevia': each behind a comma holds those before it.
    end = c.end
    for m in range(n + 1, min(len(found), n + 4)):
        gap = text[end : found[m].start]
        strip = gap.strip()
        if strip in (",", "(") and len(gap) <= 3:
            inside |= _divisions(found[m])
        elif (
            (m == n + 1
            and len(gap) < 28
            and "." not in gap
            and strip.split(" ")[-1:] in (["in"], ["of"]))
            or (m == n + 1 and strip.endswith((" in the", " of the", "in eastern", "in western")) and len(gap) < 28)
        ):
            loosely |= _divisions(found[m])
            break
        else:
            break
        end = found[m].end
    if n and text[found[n - 1].end : c.start] in ("'s ", "’s "):
        loosely |= _divisions(found[n - 1])
    kind = ""
    after = seen[c.last].low if c.last < len(seen) and seen[c.last].joined else ""
    before = [t.low for t in seen[max(0, c.first - 2) : c.first]]
    said = after if after in table["after"]["kinds"] else before[0] if before[1:] == ["of"] else ""
    if said in ("county", "counties", "parish", "district", "districts", "raion", "township"):
        kind = "A2"
    elif said in ("province", "provinces", "governorate", "state", "oblast", "region", "prefecture"):
        kind = "A1"
    elif said in ("city", "town", "village", "suburb", "settlement", "hamlet"):
        kind = "P"
    return _Beside(frozenset(inside), frozenset(loosely), kind)


def _divisions(c: Candidate) -> set[tuple[str, str]]:
    return {
        (h.place.country, h.place.admin1 if h.place.kind != "C" else "")
        for h in c.hits[:8]
        if h.place.country and h.place.kind in ("C", "A1", "A2", "R", "P", "K") and (h.place.kind != "P" or h.place.population > 200_000)
    }  # fmt: skip


def _named(found: Sequence[Candidate], sure: Sequence[float]) -> dict[tuple[str, str], float]:
    """How often the text names each country and first-level division, where a name hardly means anything else."""
    out: dict[tuple[str, str], float] = defaultdict(float)
    for c, chance in zip(found, sure, strict=True):
        for h in c.hits[:6]:
            if h.place.kind in ("C", "A1", "R") and h.place.country and h.exact:
                share = chance * (1.0 if h.how != "other" else 0.3)
                out[h.place.country, ""] += share if h.place.kind != "A1" else 0.5 * share
                if h.place.kind == "A1":
                    out[h.place.country, h.place.admin1] += share
    return out


def _shortened(hits: Sequence[Hit], named: Mapping[tuple[str, str], float]) -> tuple[Hit, ...]:
    best: dict[str, Hit] = {}
    for h in hits:
        if h.place.source not in best or prior(h) > prior(best[h.place.source]):
            best[h.place.source] = h
    ranked = sorted(best.values(), key=prior, reverse=True)
    rest = [h for h in ranked[_MOST:] if (h.place.country, h.place.admin1) in named]
    return tuple(ranked[:_MOST] + rest[:_MOST])


def _signs(hit: Hit, about: _About, named: Mapping[tuple[str, str], float]) -> Signs:
    place = hit.place
    out: Signs = {f"kind {place.kind}": 1.0}
    if place.population:
        # A capital is a town first.
        out[f"people {place.kind.replace('K', 'P')}"] = math.log10(place.population + 1) / 5
    if hit.how != "name":
        out[hit.how] = 1.0
        if hit.how == "other":
            out["other people"] = math.log10(place.population + 1) / 5
    if not hit.exact:
        out["spelling"] = 1.0
    if not place.source.startswith("geonames"):
        out["list"] = 1.0
    code, whole = (place.country, place.admin1), (place.country, "")
    if place.country:
        if code in about.inside or (whole in about.inside and place.kind != "C"):
            out["inside"] = 1.0
            if place.admin1 and code in about.inside:
                out["inside division"] = 1.0
        elif code in about.loosely or (whole in about.loosely and place.kind != "C"):
            out["loosely inside"] = 1.0
        if place.kind != "C" and named.get(whole):
            out["country named"] = min(1.0, named[whole] / 2)
        if place.kind not in ("C", "A1") and named.get(code):
            out["division named"] = min(1.0, named[code] / 2)
    if about.kinds:
        fits = ("P",) if place.kind == "K" else ("A1",) if place.kind in ("R", "C") else (place.kind,)
        same = sum(count for kind, count in about.kinds.items() if kind in fits)
        out["called so"] = same / about.mentions
        out["called otherwise"] = (sum(about.kinds.values()) - same) / about.mentions
    return out


def points(signs: Signs, table: Mapping[str, float]) -> float:
    """The weighed sum of signs."""
    return sum(table.get(name, 0.0) * value for name, value in signs.items())


def shares(values: Sequence[float]) -> list[float]:
    """Points as probabilities."""
    most = max(values)
    raised = [math.exp(v - most) for v in values]
    total = sum(raised)
    return [r / total for r in raised]


def supports(names: Sequence[Unit], probable: Sequence[Sequence[float]]) -> list[list[Signs]]:
    """For every place of every name: how well it goes with what the other names probably mean."""
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[tuple[str, str], float] = defaultdict(float)
    near: dict[tuple[int, int], float] = defaultdict(float)
    own = []
    total = 0.0
    for unit, chances in zip(names, probable, strict=True):
        weight = unit.weight
        total += weight
        mine: tuple[dict[str, float], dict[tuple[str, str], float], dict[tuple[int, int], float]] = ({}, {}, {})
        for hit, chance in zip(unit.hits, chances, strict=True):
            place = hit.place
            if chance < _FAINT or place.kind == "W":
                continue
            value = weight * chance
            if place.country:
                mine[0][place.country] = mine[0].get(place.country, 0.0) + value
            if place.admin1 and place.kind != "C":
                code = place.country, place.admin1
                mine[1][code] = mine[1].get(code, 0.0) + value
            if place.kind in ("P", "K", "F", "A2"):
                y, x = _cell(place)
                for cell in [(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]:
                    mine[2][cell] = max(mine[2].get(cell, 0.0), value)
        for all_, part in zip((countries, divisions, near), mine, strict=True):
            for key, value in part.items():
                all_[key] += value  # type: ignore[index]
        own.append(mine)
    out = []
    for unit, mine in zip(names, own, strict=True):
        rest = max(total - unit.weight, 1.0)
        rows = []
        for hit in unit.hits:
            place = hit.place
            country = countries.get(place.country, 0.0) - mine[0].get(place.country, 0.0) if place.country else 0.0
            code = place.country, place.admin1
            division = divisions.get(code, 0.0) - mine[1].get(code, 0.0) if place.admin1 else 0.0
            cell = _cell(place)
            close = near.get(cell, 0.0) - mine[2].get(cell, 0.0)
            large = " of large" if place.kind in ("C", "A1", "R", "W") else ""
            rows.append(
                {
                    f"country share{large}": country / rest,
                    f"country{large}": math.log1p(country),
                    f"division share{large}": division / rest,
                    f"division{large}": math.log1p(division),
                    f"near{large}": math.log1p(close),
                    f"near share{large}": close / rest,
                }
            )
        out.append(rows)
    return out


def _cell(place: Place) -> tuple[int, int]:
    return math.floor(place.latitude / _CELL), math.floor(place.longitude / _CELL)


def choose(names: Sequence[Unit], table: Mapping[str, Mapping[str, float]]) -> list[tuple[Hit, float]]:
    """For every name the place that it means here, and how sure that is, 0 to 1."""
    if not names:
        return []
    alone = [shares([points(s, table["alone"]) for s in unit.signs]) for unit in names]
    fixed = [[points(s, table["together"]) for s in unit.signs] for unit in names]
    probable = alone
    # Twice: what is sure by then speaks louder for its neighbours.
    for _ in range(2):
        around = supports(names, probable)
        probable = [
            shares([base + points(s, table["together"]) for base, s in zip(row, rows, strict=True)])
            for row, rows in zip(fixed, around, strict=True)
        ]
    out = []
    for unit, chances in zip(names, probable, strict=True):
        n = max(range(len(chances)), key=chances.__getitem__)
        out.append((unit.hits[n], chances[n]))
    return out
