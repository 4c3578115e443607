"""Where a new sighting belongs among the incidents of a ledger: joined where near certain, offered where doubtful.

The caller finds the incidents that share a key with it (:mod:`onrecord.accounts.keys`) and hands over their members.
What people decided is the caller's: groups that a sighting must stay out of come as ``apart``. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onrecord.accounts.comparing import compare
from onrecord.accounts.matching import Match, match, odds, probability
from onrecord.accounts.sightings import Sighting

JOIN = 0.42
"""Score from which a report is joined: from .4 to .5 what pairs lose in recall they win in precision, four points in
all; on our own corpus recall loses more than precision wins from .45 on."""
SUGGEST = 0.15
"""Score from which an incident is offered to a person: up to JOIN one offer in three is right, below it one in ten."""
BACKGROUND = 0.6
"""The same as JOIN for what is told as history or in passing: few words, and often those of the report's own news."""
MERGE = 0.9
"""Score at which a report that belongs to one incident shows that another is the same. Chains of doubtful joins
are what runs incidents together: at .8 pairs lose a point of precision in a half of our news, and win nothing."""
CLOSEST = 3
"""Members whose odds are averaged: one like report may be chance, three are not."""
CLOSE = 0.6
"""Weight of the very closest among them."""
WHOLE = 0.5
"""Weight of all members together: a report that is like one member and unlike the others does not chain on."""
CLIP = 6.0
"""Log odds of one member count no further: 'certainly not' must not outweigh three that say yes."""
COPY = 3.0
"""Log odds added where a member carries the same words by the comparison of whole texts: it is no proof, as a page of
several stories may be copied for one of them."""
MEMBERS = 32
"""Members of one incident that are compared, the nearest in publication: a report of a much-told incident must not cost
what all its reports do."""
OFFERED = 3
"""Most incidents offered for one report."""


class Placement(NamedTuple):
    """``join`` is the incident that it belongs to, null for none; ``merge`` are incidents that it shows to be the same
    as that; ``suggest`` are doubtful ones, the likeliest first; ``why`` is the closest member's match."""

    join: str | None
    merge: tuple[str, ...] = ()
    suggest: tuple[tuple[str, Match], ...] = ()
    why: Match | None = None


class Affinity(NamedTuple):
    """How a sighting stands to one group: the score, and its closest member."""

    score: float
    closest: Sighting


def affinity(new: Sighting, members: Sequence[Sighting], copies: frozenset[str] = frozenset()) -> Affinity | None:
    """The mean log odds of the closest members and of all, as a score; null for a group without members."""
    found = []
    for m in _nearest(new, members):
        both = odds(compare(new, m)) + COPY * (m.report in copies and m.main == new.main)
        found.append((-both, m.key(), m))
    if not found:
        return None
    found.sort(key=lambda x: x[:2])
    near = [-x[0] for x in found[:CLOSEST]]
    close = CLOSE * near[0] + (1 - CLOSE) * sum(near) / len(near)
    whole = sum(max(-CLIP, min(CLIP, -x[0])) for x in found) / len(found)
    return Affinity(probability((1 - WHOLE) * close + WHOLE * whole), found[0][2])


def _nearest(new: Sighting, members: Sequence[Sighting]) -> Sequence[Sighting]:
    if len(members) <= MEMBERS:
        return members
    day = new.published or 0
    return sorted(members, key=lambda m: (abs((m.published or 0) - day), m.key()))[:MEMBERS]


def placement(
    new: Sighting,
    groups: Mapping[str, Sequence[Sighting]],
    *,
    copies: frozenset[str] = frozenset(),
    apart: frozenset[str] = frozenset(),
) -> Placement:
    """Where ``new`` belongs among ``groups`` (incident id to members, each of another report or of the same).

    Never the group of another incident of the same report, nor one in ``apart``. ``copies`` are reports that carry the
    same words as that of ``new``. The order of groups and members does not matter.
    """
    if new.echo:
        return Placement(None)
    found: list[tuple[bool, float, str, Sighting]] = []
    for name in sorted(groups):
        members = groups[name]
        if name in apart or any(m.report == new.report and m.incident != new.incident for m in members):
            continue
        others = [m for m in members if m.key() != new.key()]
        if (a := affinity(new, others, copies)) is not None:
            bar = BACKGROUND if new.background or all(m.background for m in others) else JOIN
            found.append((a.score >= bar, a.score, name, a.closest))
    # A report that tells of an incident beside another draws less than one that tells of it as its news.
    news = {name for name, members in groups.items() if any(m.main and not m.background for m in members)}
    found.sort(key=lambda x: (not x[0], x[2] not in news, -x[1], x[2]))
    if not found or not found[0][0]:
        return Placement(None, (), _offered(new, found), None)
    _, _, join, closest = found[0]
    merge = tuple(
        name
        for _, score, name, _ in found[1:]
        if score >= MERGE and name in news and not new.background and _mergeable(groups[join], groups[name])
    )
    rest = [x for x in found[1:] if x[2] not in merge]
    return Placement(join, merge, _offered(new, rest), match(new, closest))


def _offered(new: Sighting, found: list[tuple[bool, float, str, Sighting]]) -> tuple[tuple[str, Match], ...]:
    """The likeliest of the doubtful, with why."""
    doubtful = sorted((x for x in found if x[1] >= SUGGEST), key=lambda x: (-x[1], x[2]))
    return tuple((name, match(new, closest)) for _, _, name, closest in doubtful[:OFFERED])


def _mergeable(one: Sequence[Sighting], other: Sequence[Sighting]) -> bool:
    """Whether no report tells of both as of two incidents."""
    return not {m.report for m in one} & {m.report for m in other}
