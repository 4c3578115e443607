"""Where a new sighting belongs among the incidents of a ledger: joined where near certain, offered where doubtful.

The caller finds the incidents that share a key with it (:mod:`onrecord.accounts.keys`) and hands over their members.
What people decided is the caller's: groups that a sighting must stay out of come as ``apart``. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import NamedTuple

from onrecord.accounts.matching import Match, match
from onrecord.accounts.sightings import Sighting

JOIN = 0.5
SUGGEST = 0.15
MERGE = 0.8
BACKGROUND = 0.8
CLOSEST = 3
OFFERED = 3


class Placement(NamedTuple):
    """``join`` is the incident that it belongs to, null for none; ``merge`` are incidents that it shows to be the same
    as that; ``suggest`` are doubtful ones, the likeliest first; ``why`` is the closest member's match."""

    join: str | None
    merge: tuple[str, ...] = ()
    suggest: tuple[tuple[str, Match], ...] = ()
    why: Match | None = None


class Affinity(NamedTuple):
    """How a sighting stands to one group: the score, and its match with the closest member."""

    score: float
    closest: Match


def affinity(new: Sighting, members: Sequence[Sighting]) -> Affinity | None:
    """The mean log odds of the closest members, as a score; null for a group without members."""
    matches = sorted((match(new, m) for m in members), key=lambda m: -m.odds)
    if not matches:
        return None
    near = matches[:CLOSEST]
    mean = 0.6 * near[0].odds + 0.4 * sum(m.odds for m in near) / len(near)
    return Affinity(1 / (1 + exp(-max(-40.0, min(40.0, mean)))), matches[0])


def placement(
    new: Sighting,
    groups: Mapping[str, Sequence[Sighting]],
    *,
    copies: frozenset[str] = frozenset(),
    apart: frozenset[str] = frozenset(),
) -> Placement:
    """Where ``new`` belongs among ``groups`` (incident id to members, each of another report or of the same).

    Never the group of another incident of the same report, nor one in ``apart``. ``copies`` are reports that carry the
    same words. The order of groups and members does not matter.
    """
    found: list[tuple[float, str, Affinity]] = []
    for name in sorted(groups):
        members = groups[name]
        if name in apart or any(m.report == new.report and m.incident != new.incident for m in members):
            continue
        others = [m for m in members if m.key() != new.key()]
        if (a := affinity(new, others)) is not None:
            found.append((a.score, name, a))
    found.sort(key=lambda x: (-x[0], x[1]))
    bar = BACKGROUND if new.background or not new.main else JOIN
    if not found or found[0][0] < bar:
        offered = [(name, a.closest) for score, name, a in found if score >= SUGGEST]
        return Placement(None, (), tuple(offered[:OFFERED]), None)
    join = found[0][1]
    merge = tuple(name for score, name, _ in found[1:] if score >= MERGE and _mergeable(groups[join], groups[name]))
    offered = [(name, a.closest) for score, name, a in found[1:] if score >= SUGGEST and name not in merge]
    return Placement(join, merge, tuple(offered[:OFFERED]), found[0][2].closest)


def _mergeable(one: Sequence[Sighting], other: Sequence[Sighting]) -> bool:
    """Whether no report tells of both as of two incidents."""
    return not {m.report for m in one} & {m.report for m in other}
