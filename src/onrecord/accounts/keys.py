"""Keys by which a ledger finds the sightings that may tell of the same incident, without looking at the others.

Two sightings are compared where they share a key that is not too common. Imports this room alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.accounts.headline import names
from onrecord.accounts.likeness import skeleton
from onrecord.accounts.rarity import rarity
from onrecord.accounts.sightings import Sighting

COMMON = 150
"""A key that more sightings have is skipped: it tells little, and a new report must not cost what the ledger holds."""
MOST = 24
"""Keys of one sighting."""
STRIDE = 4
"""Days of a bucket. Buckets overlap by half: two days at most 2 apart always share one."""

MONTH = 40
"""Days of a spell for towns: news goes on for weeks; in a town of much news the key is common and skipped."""
NAMES_OF_STORY = 4
"""Names of a story that are keys: they are the commonest in the report."""
TELLING = 50
"""Weight from which a word is a key: one report in 150."""


def keys(sighting: Sighting) -> tuple[str, ...]:
    """At most :data:`MOST` keys, the telling ones first; the same for the same sighting. An echo has none."""
    if sighting.echo:
        return ()
    return tuple(dict.fromkeys(_keys(sighting)))[:MOST]


def _keys(s: Sighting) -> Iterator[str]:
    buckets = list(_buckets(s))
    spells = [f"m{day // MONTH}" for day in (s.earliest, s.published) if day is not None]
    if s.place and s.place.id and s.place.name not in s.towns[:2]:
        yield from (f"place {s.place.id} {b}" for b in buckets)
    yield from (f"name {n}" for n in s.people[:4])
    towns = list(dict.fromkeys([*([s.place.name] if s.place and s.place.name else []), *s.towns[:2]]))[:2]
    yield from (f"town {t} {b}" for t in towns for b in (*buckets, *spells[-1:]))
    yield from (f"title {w} {spell}" for w in names(s.title) for spell in dict.fromkeys(spells))
    if s.region:
        yield from (f"region {s.region} {b}" for b in buckets)
    elif s.country:
        yield from (f"country {s.country} {b}" for b in buckets)
    elif not s.place:
        yield from (f"kind {s.kind} {b}" for b in buckets)
    if not s.main:
        yield from _beside(s)
    yield from (f"street {x}" for x in s.streets[:2])
    if s.main:
        yield from _beside(s)
    yield from (f"word {w}" for w in _rarest(s))


def _beside(s: Sighting) -> Iterator[str]:
    """A kind of event in a story: what a report tells beside its news often has no place or day of its own."""
    yield from (f"story {s.event or s.kind} {skeleton(w)}" for w in s.story[:NAMES_OF_STORY] if s.kind)


def _buckets(s: Sighting) -> Iterator[str]:
    """Spells of days in which it lies: by its own day where it has one, else by the day of publication."""
    first, last = s.earliest, s.latest
    if first is None or last is None or last - first > 3:
        if s.published is None:
            if first is not None:
                yield f"m{first // 30}"
            return
        first = last = s.published - 1
    yield f"d{first // STRIDE}"
    yield f"e{(first + STRIDE // 2) // STRIDE}"


def _rarest(s: Sighting) -> list[str]:
    return [w for w in s.words if rarity(w) >= TELLING and not w.isdigit()]
