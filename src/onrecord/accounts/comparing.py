"""What two sightings have in common and where they differ: named features with plain phrases. Symmetric.

Each feature has a name (its weight stands in ``data/matching.toml``), a value, and the phrase that a person reads.
Imports this room alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from onrecord.accounts.likeness import alike, family, shared_names, skeleton
from onrecord.accounts.rarity import RAREST, table
from onrecord.accounts.sightings import Harmed, Sighting, Spot, distance


class Feature(NamedTuple):
    """``says`` is the phrase for a person, with ``{}`` for each of ``of``; empty where there is nothing to tell."""

    name: str
    value: float = 1.0
    says: str = ""
    of: tuple[object, ...] = ()

    def phrase(self) -> str:
        """The phrase with its names and numbers."""
        return self.says.format(*map(_shown, self.of))


def _shown(value: object) -> object:
    """A folded name, or several, with capitals; a number as it is."""
    if isinstance(value, tuple):
        return " and ".join(map(str.title, value))
    return value.title() if isinstance(value, str) and value.replace(" ", "").isalpha() else value


_APART = (
    (1, "1 day apart"),
    (3, "2-3 days apart"),
    (7, "4-7 days apart"),
    (30, "8-30 days apart"),
    (10**9, "months apart"),
)
_PUBLISHED = (
    (1, "published together"),
    (4, "published 2-4 days apart"),
    (30, "published 5-30 days apart"),
    (10**9, "published months apart"),
)
_FAR = ((5.0, "within 5 km"), (30.0, "within 30 km"), (150.0, "within 150 km"), (1e9, "far apart"))
SAME_PLACE = 50.0
"""Kilometres that one place's points may lie apart, as two gazetteers' points of one city do."""
LIKE = 0.6
"""Share of three-letter runs from which two names of places are like: 'Kesargaon' and 'Kesar Gawn' have .63."""
LISTED = 6
"""Ages in a report from which it rather lists the people of many incidents: any two such reports share some."""
LONG_BEFORE = 7
"""Days by which a report came before the other's day, from which no slip of a day explains it."""
MONTHS_APART = 30
STEPS = (0.05, 0.1, 0.2, 0.3, 0.5)
"""Where the weight of shared words may change its slope: most other pairs lie under .1, most same ones over .2."""


DIFFER = frozenset(
    (
        "2-3 days apart", "4-7 days apart", "8-30 days apart", "months apart", "other hour", "published months apart",
        "published before the other's day", "within 150 km", "within 30 km", "far apart", "other names of place",
        "no shared town", "other country", "other region", "other streets", "other persons", "other ages",
        "killed differ", "injured differ", "other story", "other kind", "other event", "other words for it",
        "published long before the other's day", "their own days are months apart", "both tell of many",
        "other numbers in the title", "each its own day",
    )
)  # fmt: skip
"""Features that speak against one incident: their weights are never above nought, and they are told as differences."""
AGREE = frozenset(
    (
        "same day", "same hour", "days overlap", "published together", "same town", "same area", "within 5 km",
        "like names of place", "one names the other's place", "shared towns", "first town", "same street",
        "same streets", "same person", "same persons", "person quoted", "same family name", "same speaker", "same age",
        "killed agree", "injured agree", "killed agree on many", "injured agree on many", "killed overlap",
        "injured overlap", "same kind", "same special kind", "same words for it", "rare words", "lead words",
        "title words", "near days", "near town", "some person", "same story", "same name in passing", "same ages",
        "same number in the title",
    )
)  # fmt: skip
"""Features that speak for one incident: their weights are never below nought."""
_NEAR_DAYS = frozenset(("same day", "1 day apart", "days overlap"))
_NEAR_TOWN = frozenset(("same town", "same area", "first town", "shared towns", "one names the other's place"))
_PERSON = frozenset(("same person", "person quoted"))
_KNOWN = frozenset(("same person", "person quoted", "same family name", "same age", "same street"))
OWN_DAYS = 3
"""Days within which two pieces of news of two days are alike and hard to tell apart: two bombs in one town."""


def compare(a: Sighting, b: Sighting) -> list[Feature]:
    """Every feature that is not nought, in a fixed order; the same for (a, b) and (b, a).

    In every phrase the earlier report comes first."""
    if (b.published or 0, b.report, b.incident) < (a.published or 0, a.report, a.incident):
        a, b = b, a
    day, town, known = _day(a, b), _town(a, b), [*_people(a, b)]
    out = [*day, *_published(a, b), *town, *_around(a, b), *known, *_harms(a, b), *_kinds(a, b), *_texts(a, b)]
    names = {f.name for f in out}
    if _own_days(a, b, names):
        # Nor are the kind and the nearness a sign then: a second bomb comes where the first was, and soon.
        out = [*(f for f in out if f.name != "same special kind"), Feature("each its own day")]
    elif not names.isdisjoint(_NEAR_DAYS):
        out.append(Feature("near days"))
    if not names.isdisjoint(_NEAR_TOWN):
        out.append(Feature("near town"))
    if not names.isdisjoint(_PERSON):
        out.append(Feature("some person"))
    return out


def _day(a: Sighting, b: Sighting) -> Iterator[Feature]:
    if a.earliest is None or a.latest is None or b.earliest is None or b.latest is None:
        yield Feature("day unknown")
        return
    apart = max(a.earliest, b.earliest) - min(a.latest, b.latest)
    if apart > 0:
        name = next(name for limit, name in _APART if apart <= limit)
        yield Feature(name, 1.0, "one day apart" if apart == 1 else "{} days apart", (apart,))
        if apart > 3:
            yield from _dated(a, b, apart)
    elif max(a.latest - a.earliest, b.latest - b.earliest) > 1:
        yield Feature("days overlap", 1.0, "days that may be the same")
    else:
        yield Feature("same day", 1.0, "same day")
        if a.clock is not None and b.clock is not None:
            gap = abs(a.clock - b.clock) % 1440
            gap = min(gap, 1440 - gap)
            if gap <= 20:
                yield Feature("same hour", 1.0, "same time of day")
            elif gap > 120:
                yield Feature("other hour", 1.0, "other times of day")


def _dated(a: Sighting, b: Sighting, apart: int) -> Iterator[Feature]:
    """Days apart weigh less where one may be no more than the day of a later report."""
    fresh = sum(
        1 for s in (a, b) if s.published is not None and s.earliest is not None and s.published - s.earliest <= 1
    )
    yield Feature(("both told of an earlier day", "one told of an earlier day", "both told of their own days")[fresh])
    if fresh == 2 and apart > MONTHS_APART:
        yield Feature("their own days are months apart")
    for x, y in ((a, b), (b, a)):
        if x.published is not None and y.earliest is not None and y.earliest > x.published + 1:
            yield Feature("published before the other's day")
            if y.earliest > x.published + LONG_BEFORE:
                yield Feature("published long before the other's day")
            return


def _own_days(a: Sighting, b: Sighting, names: set[str]) -> bool:
    """Whether each is fresh news of a day that is told beside the deed itself, with nobody and no street in common,
    and the one was out before the other's day, or counts other numbers. Of 363 pairs out before, one was the same."""
    one, other = (a, b) if (a.earliest or 0) <= (b.earliest or 0) else (b, a)
    if one.earliest is None or other.earliest is None or one.published is None or other.published is None:
        return False
    if one.earliest != one.latest or other.earliest != other.latest or not names.isdisjoint(_KNOWN):
        return False
    if not (one.dated and other.dated):
        return False
    if not 1 <= other.earliest - one.earliest <= OWN_DAYS:
        return False
    if not (0 <= one.published - one.earliest <= 1 and 0 <= other.published - other.earliest <= 1):
        return False
    if one.published < other.earliest:
        return True
    return "same speaker" not in names and not names.isdisjoint(("killed differ", "injured differ"))


def _published(a: Sighting, b: Sighting) -> Iterator[Feature]:
    if a.published is None or b.published is None:
        yield Feature("published unknown")
        return
    apart = abs(a.published - b.published)
    yield Feature(next(name for limit, name in _PUBLISHED if apart <= limit))


def _town(a: Sighting, b: Sighting) -> Iterator[Feature]:
    p, q = a.place, b.place
    if p is None or q is None:
        yield Feature("place unknown")
        return
    far = distance(p, q)
    like = 1.0 if p.id and p.id == q.id else alike(p.name, q.name)
    if like == 1.0 and (far is None or far < SAME_PLACE):
        yield Feature("same town" if a.exact and b.exact else "same area", 1.0, "both in {}", (p.name,))
    elif far is not None and like >= LIKE and p.name != q.name and far > _FAR[1][0]:
        yield Feature("like names far apart", 1.0, "{} and {} are like names", (p.name, q.name))
    elif far is not None:
        yield Feature(next(name for limit, name in _FAR if far <= limit), 1.0, "{} km apart", (round(far),))
    elif like >= LIKE:
        yield Feature("like names of place", 1.0, "{} and {} are like names", (p.name, q.name))
    elif _proper(p) and _proper(q):
        yield Feature("other names of place", 1.0, "{} and {}", (p.name, q.name))
    else:
        yield Feature("common names of place")
    if like < 1.0 and (_names(a, q) or _names(b, p)):
        yield Feature("one names the other's place", 1.0, "one names the other's place")


@lru_cache(maxsize=65536)
def _proper(place: Spot) -> bool:
    """Whether it is a name and no 'the bridge': it is on a map, or has a word that is rare."""
    return place.id is not None or any(w not in table() for w in place.name.split())


def _names(s: Sighting, place: Spot) -> bool:
    return bool(place.name) and (place.name in s.towns or place.name in s.streets)


def _around(a: Sighting, b: Sighting) -> Iterator[Feature]:
    """Everything else that the reports say of where."""
    if a.towns and b.towns:
        shared = sum(1 for t in a.towns if t in b.towns)
        if shared:
            yield Feature("shared towns", min(3, shared) / 3)
        else:
            yield Feature("no shared town")
        if a.towns[0] == b.towns[0]:
            yield Feature("first town")
    p, q = a.place, b.place
    if p and q and p.name != q.name and alike(p.name, q.name) >= LIKE:
        pass  # one place in two spellings: a gazetteer that knows one puts the other in another country
    elif a.country and b.country and a.country != b.country:
        yield Feature("other country", 1.0, "{} and {}", (a.country, b.country))
    elif a.region and b.region and a.region != b.region:
        yield Feature("other region", 1.0, "{} and {}", (a.region.split("/")[-1], b.region.split("/")[-1]))
    if a.streets and b.streets:
        streets = [s for s in a.streets if s in b.streets]
        if streets:
            yield Feature("same street", 1.0, "both name {}", (streets[0],))
            if len(streets) > 1:
                yield Feature("same streets")
        else:
            yield Feature("other streets")


def _people(a: Sighting, b: Sighting) -> Iterator[Feature]:
    both = shared_names(a.people, b.people)
    if both:
        # A name that both have may be the writer's, or one that stands on every page of a site.
        told = not (a.took_part or b.took_part) or shared_names(both, (*a.took_part, *b.took_part))
        yield Feature("same person" if told else "same name in passing", 1.0, "both name {}", (tuple(both[:3]),))
        if len(both) > 1:
            yield Feature("same persons", min(3, len(both) - 1) / 3)
    else:
        crossed = shared_names(a.people, b.speakers) + shared_names(a.speakers, b.people)
        if crossed:
            yield Feature("person quoted", 1.0, "both name {}", (crossed[0],))
        elif last := {family(n) for n in a.people} & {family(n) for n in b.people}:
            yield Feature("same family name", 1.0, "both name a {}", (min(last),))
        elif a.people and b.people:
            yield Feature("other persons", 1.0, "{} and {} named", (a.people[0], b.people[0]))
    if shared_names(a.speakers, b.speakers):
        yield Feature("same speaker")
    if a.ages and b.ages:
        ages = set(a.ages).intersection(b.ages)
        if min(len(a.ages), len(b.ages)) >= LISTED:
            yield Feature("both tell of many")
        if ages:
            share = len(ages) / sqrt(len(a.ages) * len(b.ages))
            yield Feature("same age", share, "both name someone aged {}", (min(ages),))
            if len(ages) > 1:
                yield Feature("same ages", share)
        else:
            yield Feature("other ages", 1.0, "other ages")


def _harms(a: Sighting, b: Sighting) -> Iterator[Feature]:
    for harm, p, q in (("killed", a.killed, b.killed), ("injured", a.injured, b.injured)):
        if p is None or q is None:
            if p is not q:
                yield Feature(f"one tells of {harm}")
            continue
        low, high = max(p.low or 0, q.low or 0), min(_top(p), _top(q))
        if low > high:
            far = (low - high) / (low + 1)
            yield Feature(f"{harm} differ", far, "{} and {} " + harm, (_number(p), _number(q)))
        elif p == q:
            yield Feature(f"{harm} agree", 1.0, "both {} " + harm, (_number(p),))
            if low >= 3:
                yield Feature(f"{harm} agree on many")
        else:
            yield Feature(f"{harm} overlap", 1.0, "{} and {} " + harm + " may agree", (_number(p), _number(q)))


def _top(h: Harmed) -> int:
    return 10**9 if h.high is None else h.high


def _number(h: Harmed) -> object:
    if h.low == h.high:
        return h.low
    return f"{h.low or 0} or more" if h.high is None else f"{h.low or 0} to {h.high}"


def _kinds(a: Sighting, b: Sighting) -> Iterator[Feature]:
    if a.kind and b.kind:
        if a.kind == b.kind:
            yield Feature("same kind", 1.0, f"both tell of the kind '{a.kind}'")
            if a.kind != "attack":
                yield Feature("same special kind")
        else:
            name = "other event" if a.event != b.event else "other kind"
            yield Feature(name, 1.0, f"of the kinds '{a.kind}' and '{b.kind}'")
    if a.acts and b.acts:
        acts = len(set(a.acts).intersection(b.acts))
        yield Feature(
            "same words for it" if acts else "other words for it", acts / min(len(a.acts), len(b.acts)) or 1.0
        )
    if a.main != b.main:
        yield Feature("told beside once")
    elif not a.main:
        yield Feature("told beside")
    if not (a.main and b.main) and a.story and b.story:
        theirs = {skeleton(w) for w in b.story}
        shared = sum(1 for w in a.story if skeleton(w) in theirs)
        yield Feature("same story", min(4, shared) / 4) if shared else Feature("other story")
    if a.background or b.background:
        yield Feature("background")


@lru_cache(maxsize=4096)
def _weight_of(words: tuple[str, ...]) -> int:
    common = table()
    return sum([common.get(w, RAREST) for w in words])


@lru_cache(maxsize=4096)
def _by_word(words: tuple[str, ...], weights: tuple[int, ...]) -> dict[str, int]:
    return dict(zip(words, weights, strict=True))


def _texts(a: Sighting, b: Sighting) -> Iterator[Feature]:
    mine, other = _by_word(a.words, a.weights), _by_word(b.words, b.weights)
    both = [w for w in mine if w in other]
    cosine = sum([mine[w] * other[w] for w in both]) / 1e6
    for limit in STEPS:
        if cosine <= limit:
            break
        yield Feature(f"words over {limit}", cosine - limit)
    common = table()
    rare = [w for w in both if w not in common]
    if rare:
        told = [w for w in rare if w in a.story and w in b.story]
        yield Feature("rare words", min(6, len(rare)) / 6, "both have the name {}" if told else "", tuple(told[:1]))
    if a.numbers and b.numbers:
        numbers = len(set(a.numbers).intersection(b.numbers))
        if numbers:
            yield Feature("same number in the title", numbers / min(len(a.numbers), len(b.numbers)))
        else:
            yield Feature("other numbers in the title")
    for name, x, y in (("lead words", a.lead, b.lead), ("title words", a.title, b.title)):
        if x and y:
            shared = sum([common.get(w, RAREST) for w in x if w in y])
            yield Feature(name, shared / (min(_weight_of(x), _weight_of(y)) or 1))
