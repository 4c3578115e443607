"""What two sightings have in common and where they differ: named features with plain phrases. Symmetric.

Each feature has a name (its weight stands in ``data/matching.toml``), a value, and the phrase in which a person reads it.
Imports this room alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from onrecord.accounts.rarity import RAREST, rarity
from onrecord.accounts.sightings import Harmed, Sighting


class Feature(NamedTuple):
    """``says`` is empty where there is nothing to tell a person."""

    name: str
    value: float
    says: str = ""


def compare(a: Sighting, b: Sighting) -> list[Feature]:
    """Every feature that is not nought, in a fixed order; the same for (a, b) and (b, a) but for the names' order."""
    if b.key() < a.key():
        a, b = b, a
    return [
        *_days(a, b),
        *_published(a, b),
        *_places(a, b),
        *_people(a, b),
        *_harms(a, b),
        *_kinds(a, b),
        *_texts(a, b),
    ]


def _days(a: Sighting, b: Sighting) -> Iterator[Feature]:
    if a.earliest is None or a.latest is None or b.earliest is None or b.latest is None:
        yield Feature("day unknown", 1.0)
        return
    apart = max(a.earliest, b.earliest) - min(a.latest, b.latest)
    wide = max(a.latest - a.earliest, b.latest - b.earliest) > 1
    if apart <= 0:
        if wide:
            yield Feature("days overlap", 1.0, "days that may be the same")
        else:
            yield Feature("same day", 1.0, "same day")
            if a.clock is not None and b.clock is not None:
                gap = abs(a.clock - b.clock)
                if min(gap, 1440 - gap) <= 20:
                    yield Feature("same hour", 1.0, "same time of day")
                elif min(gap, 1440 - gap) > 120:
                    yield Feature("other hour", 1.0, "other times of day")
        return
    says = "one day apart" if apart == 1 else f"{apart} days apart"
    for limit, name in _APART:
        if apart <= limit:
            yield Feature(name, 1.0, says)
            return


_APART = (
    (1, "1 day apart"),
    (3, "2-3 days apart"),
    (7, "4-7 days apart"),
    (30, "8-30 days apart"),
    (10**9, "months apart"),
)


def _published(a: Sighting, b: Sighting) -> Iterator[Feature]:
    if a.published is None or b.published is None:
        yield Feature("published unknown", 1.0)
        return
    apart = abs(a.published - b.published)
    name = (
        "published together" if apart <= 1 else "published 2-4 days apart" if apart <= 4
        else "published 5-30 days apart" if apart <= 30 else "published months apart"
    )  # fmt: skip
    yield Feature(name, 1.0)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points in degrees."""
    la, lb = radians(a[0]), radians(b[0])
    h = sin((lb - la) / 2) ** 2 + cos(la) * cos(lb) * sin(radians(b[1] - a[1]) / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(h)))


def _places(a: Sighting, b: Sighting) -> Iterator[Feature]:
    p, q = a.place, b.place
    shared = [t for t in a.towns if t in b.towns]
    far = None
    if p and q:
        if p.latitude is not None and p.longitude is not None and q.latitude is not None and q.longitude is not None:
            far = kilometres((p.latitude, p.longitude), (q.latitude, q.longitude))
        if (p.id and p.id == q.id) or alike(p.name, q.name) == 1.0:
            if far is None or far < 50:
                exact = a.exact and b.exact
                yield Feature("same town" if exact else "same area", 1.0, f"both in {p.name.title()}")
                far = 0.0
        elif far is None and alike(p.name, q.name) >= 0.7:
            yield Feature("like names of place", 1.0, f"{p.name.title()} and {q.name.title()} are like names")
        if far is not None and far > 0:
            name = (
                "within 5 km"
                if far <= 5
                else "within 30 km"
                if far <= 30
                else "within 150 km"
                if far <= 150
                else "far apart"
            )
            yield Feature(name, 1.0, f"{far:.0f} km apart")
    else:
        yield Feature("place unknown", 1.0)
    if shared:
        yield Feature("shared towns", min(3, len(shared)) / 3)
        if a.towns and b.towns and a.towns[0] == b.towns[0]:
            yield Feature("first town", 1.0)
    elif a.towns and b.towns:
        yield Feature("no shared town", 1.0)
    if a.region and b.region:
        if a.region != b.region:
            yield Feature("other region", 1.0, f"{_last(a.region)} and {_last(b.region)}")
    if a.country and b.country and a.country != b.country:
        yield Feature("other country", 1.0, f"{a.country.title()} and {b.country.title()}")
    streets = [s for s in a.streets if s in b.streets]
    if streets:
        yield Feature("same street", min(2, len(streets)) / 1, f"both name {streets[0].title()}")
    elif a.streets and b.streets:
        yield Feature("other streets", 1.0)


def _last(region: str) -> str:
    return region.rpartition("/")[2].title()


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """``name`` without blanks, vowels and doubles, like sounds made one: 'tin azzer' and 'tinazer' are 'tnsr'."""
    joined = name.replace(" ", "").translate(_SOUNDS)
    out: list[str] = []
    for n, c in enumerate(joined):
        if c in "aeiouywh" and n:
            continue
        if not out or out[-1] != c:
            out.append(c)
    return "".join(out)


_SOUNDS = str.maketrans({"q": "k", "c": "k", "z": "s", "j": "g", "v": "f", "x": "k"})


@lru_cache(maxsize=65536)
def alike(a: str, b: str) -> float:
    """How alike two folded names are, 0 to 1: 1 for the same letters, or the same skeleton of four sounds or more."""
    if a.replace(" ", "") == b.replace(" ", ""):
        return 1.0
    x, y = skeleton(a), skeleton(b)
    if x == y and len(x) >= 4:
        return 1.0
    s, t = _threes(a), _threes(b)
    return 2 * len(s & t) / (len(s) + len(t)) if s and t else 0.0


@lru_cache(maxsize=65536)
def _threes(name: str) -> frozenset[str]:
    padded = f" {name.replace(' ', '')} "
    return frozenset(padded[n : n + 3] for n in range(len(padded) - 2))


def shared_names(a: Sequence[str], b: Sequence[str]) -> list[str]:
    """Names of ``a`` that ``b`` has too, also in another spelling or with fewer of their words."""
    if not a or not b:
        return []
    have = set(b)
    ends = {(n.split()[0], n.split()[-1]) for n in b}
    loose = {skeleton(n) for n in b}
    return [
        n for n in a
        if n in have or (n.split()[0], n.split()[-1]) in ends or (len(skeleton(n)) >= 5 and skeleton(n) in loose)
    ]  # fmt: skip


def _people(a: Sighting, b: Sighting) -> Iterator[Feature]:
    both = shared_names(a.people, b.people)
    if both:
        yield Feature("same person", 1.0, f"both name {' and '.join(n.title() for n in both[:3])}")
        if len(both) > 1:
            yield Feature("same persons", min(3, len(both) - 1) / 3)
    else:
        crossed = shared_names(a.people, b.speakers) + shared_names(a.speakers, b.people)
        if crossed:
            yield Feature("person quoted", 1.0, f"both name {crossed[0].title()}")
        last = {n.split()[-1] for n in a.people} & {n.split()[-1] for n in b.people}
        if last:
            yield Feature("same family name", 1.0, f"both name a {min(last).title()}")
        elif a.people and b.people and not crossed:
            yield Feature("other persons", 1.0, f"{a.people[0].title()} and {b.people[0].title()} named")
    if shared_names(a.speakers, b.speakers):
        yield Feature("same speaker", 1.0)
    if a.ages and b.ages:
        ages = set(a.ages) & set(b.ages)
        if ages:
            yield Feature("same age", min(3, len(ages)) / 3, f"both name a {min(ages)}-year-old")
        else:
            yield Feature("other ages", 1.0, "other ages")


def _harms(a: Sighting, b: Sighting) -> Iterator[Feature]:
    for harm, p, q in (("killed", a.killed, b.killed), ("injured", a.injured, b.injured)):
        if p is None or q is None:
            if p is not q and harm == "killed":
                yield Feature("one tells of killed", 1.0)
            continue
        low, high = max(p.low or 0, q.low or 0), min(_top(p), _top(q))
        if low <= high:
            yield Feature(
                f"{harm} agree",
                1.0,
                f"both {_number(p)} {harm}" if p == q else f"{_number(p)} and {_number(q)} {harm} agree",
            )
            if low >= 4:
                yield Feature(f"{harm} agree on many", 1.0)
        else:
            yield Feature(
                f"{harm} differ", min(1.5, abs(_log(low) - _log(high))), f"{_number(p)} and {_number(q)} {harm}"
            )


def _top(h: Harmed) -> int:
    return 10**9 if h.high is None else h.high


def _log(n: int) -> float:
    return float(n + 1).__pow__(0.25)


def _number(h: Harmed) -> str:
    if h.low == h.high:
        return str(h.low)
    if h.high is None:
        return f"{h.low or 0} or more"
    return f"{h.low or 0} to {h.high}"


def _kinds(a: Sighting, b: Sighting) -> Iterator[Feature]:
    if a.kind and b.kind:
        if a.kind == b.kind:
            yield Feature("same kind", 1.0, f"both tell of {a.kind.replace('-', ' ')}")
        elif a.event != b.event:
            yield Feature("other event", 1.0, f"{a.kind.replace('-', ' ')} and {b.kind.replace('-', ' ')}")
    if not (a.main and b.main):
        yield Feature("told beside", 1.0)
    if a.background or b.background:
        yield Feature("background", 1.0)


def _texts(a: Sighting, b: Sighting) -> Iterator[Feature]:
    have = dict(zip(b.words, b.weights, strict=True))
    dot = 0
    rare: list[str] = []
    for word, weight in zip(a.words, a.weights, strict=True):
        other = have.get(word)
        if other is not None:
            dot += weight * other
            if rarity(word) >= RAREST:
                rare.append(word)
    cosine = dot / 1e6
    for limit in (0.05, 0.1, 0.2, 0.3, 0.5):
        if cosine > limit:
            yield Feature(f"words over {limit}", min(cosine, limit * 2) - limit)
    if rare:
        yield Feature("rare words", min(6, len(rare)) / 6, f"both have '{rare[0]}'")
    if a.lead and b.lead:
        lead = set(a.lead)
        both = sum(rarity(w) for w in b.lead if w in lead)
        whole = min(sum(map(rarity, a.lead)), sum(map(rarity, b.lead)))
        yield Feature("lead words", both / (whole or 1))
