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

from onrecord.gazetteer.place import Hit
from onrecord.reading.place_around import Around, of_signs, supports, weighed
from onrecord.reading.place_scan import Candidate, Token, words
from onrecord.reading.place_weigh import prior

# The places of one name that are looked at: the best known, and those in divisions that the text names.
_MOST = 30
# What is hardly a place at all tells nothing of where the others are.
_UNLIKELY = 0.04
# 'Allston, Boston': a town of this size is named to say where another place is.
_LARGE_TOWN = 200_000
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
        if c.hits and sure[n] > _UNLIKELY:
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
        elif (m == n + 1 and len(gap) < 28 and "." not in gap and strip.split(" ")[-1:] in (["in"], ["of"])) or (
            m == n + 1 and strip.endswith((" in the", " of the", "in eastern", "in western")) and len(gap) < 28
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
    """The countries and first-level divisions that a name may stand for, or a large town for its own."""
    places = [h.place for h in c.hits[:8] if h.place.country]
    return {
        (p.country, p.admin1 if p.kind != "C" else "")
        for p in places
        if p.kind in ("C", "A1", "A2", "R", "K") or p.population > _LARGE_TOWN
    }


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
    # 'American' is of America, though places are called so.
    people = [h for h in hits if h.how == "people"]
    for h in people or hits:
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


class Chosen(NamedTuple):
    """The place that a name means here, how sure that is, 0 to 1, and what the other names say for it."""

    hit: Hit
    chance: float
    around: Around


def choose(names: Sequence[Unit], table: Mapping[str, Mapping[str, float]]) -> list[Chosen]:
    """For every name the place that it means here."""
    if not names:
        return []
    probable = [shares([points(s, table["alone"]) for s in unit.signs]) for unit in names]
    fixed = [[points(s, table["together"]) for s in unit.signs] for unit in names]
    small, large = of_signs(table["together"])
    around: list[list[Around]] = []
    # Twice: what is sure by then speaks louder for its neighbours.
    for _ in range(2):
        around = supports([u.hits for u in names], [u.weight for u in names], probable)
        probable = [
            shares([base + weighed(s, small, large) for base, s in zip(row, rows, strict=True)])
            for row, rows in zip(fixed, around, strict=True)
        ]
    out = []
    for unit, chances, rows in zip(names, probable, around, strict=True):
        n = max(range(len(chances)), key=chances.__getitem__)
        out.append(Chosen(unit.hits[n], chances[n], rows[n]))
    return out
