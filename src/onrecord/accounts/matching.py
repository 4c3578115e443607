"""Whether two sightings tell of the same incident: a score between 0 and 1 that says what it was made from.

A logistic over few named features (:mod:`onrecord.accounts.comparing`); the weights stand in
``data/matching.toml``, made by ``training/matching.py``. Pure; imports this room alone.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from math import exp

import msgspec

from onrecord.accounts.comparing import DIFFER, Feature, compare
from onrecord.accounts.sightings import Sighting

CONSTANT = "constant"
SAID = 6
"""Most phrases on either side: what moved the score most comes first, and a person reads no longer list."""


class Match(msgspec.Struct, frozen=True, omit_defaults=False, gc=False):
    """``score`` is the probability that both tell of one incident; ``agrees`` and ``differs`` say why, in plain
    phrases, the weightiest first. ``odds`` is the score's logarithm of odds."""

    score: float
    agrees: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    odds: float = 0.0


@cache
def _tables() -> tuple[dict[str, float], tuple[tuple[str, str, float], ...]]:
    """Weight of each feature, and of each product of two, in log odds."""
    text = (files("onrecord.accounts") / "data" / "matching.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    single = {name: float(value) for name, value in read["weights"].items()}
    double = [(*name.split(" & "), float(value)) for name, value in read.get("products", {}).items()]
    return single, tuple((one, other, value) for one, other, value in double)


def odds(features: list[Feature]) -> float:
    """Logarithm of the odds that the incident is the same."""
    single, double = _tables()
    have = {f.name: f.value for f in features}
    total = single[CONSTANT]
    for name, value in have.items():
        total += single.get(name, 0.0) * value
    for one, other, weight in double:
        if one in have and other in have:
            total += weight * have[one] * have[other]
    return total


def _moves(features: list[Feature]) -> dict[str, float]:
    """By how much each feature moves the log odds; half of a product's share goes to either."""
    single, double = _tables()
    have = {f.name: f.value for f in features}
    moved = {name: single.get(name, 0.0) * value for name, value in have.items()}
    for one, other, weight in double:
        if one in have and other in have:
            share = weight * have[one] * have[other] / 2
            moved[one] += share
            moved[other] += share
    return moved


def probability(odds: float) -> float:
    """Of log odds; beyond 40 either way it is as good as certain."""
    return 1 / (1 + exp(-max(-40.0, min(40.0, odds))))


def match(a: Sighting, b: Sighting) -> Match:
    """How likely ``a`` and ``b`` tell of one incident, and why. Symmetric and deterministic."""
    features = compare(a, b)
    by = _moves(features)
    total = _tables()[0][CONSTANT] + sum(by.values())
    told = sorted((-abs(by[f.name]), f.phrase(), f.name in DIFFER) for f in features if f.says)
    return Match(
        score=probability(total),
        agrees=tuple(dict.fromkeys(says for _, says, against in told if not against))[:SAID],
        differs=tuple(dict.fromkeys(says for _, says, against in told if against))[:SAID],
        odds=total,
    )
