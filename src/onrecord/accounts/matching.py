"""Whether two sightings tell of the same incident: a score between 0 and 1 that says what it was made from.

A logistic over few named features (:mod:`onrecord.accounts.comparing`); the weights stand in ``data/matching.toml``, made by
``training/matching.py``. Pure; imports this room alone.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from math import exp

import msgspec

from onrecord.accounts.comparing import Feature, compare
from onrecord.accounts.sightings import Sighting

CONSTANT = "constant"
SAID = 0.25
"""A feature that moves the score by less (in log odds) is not worth a phrase."""


class Match(msgspec.Struct, frozen=True, omit_defaults=False, gc=False):
    """``score`` is the probability that both tell of one incident; ``agrees`` and ``differs`` say why, in plain phrases,
    the weightiest first. ``odds`` is the score's logarithm of odds."""

    score: float
    agrees: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    odds: float = 0.0


@cache
def weights() -> dict[str, float]:
    """Weight of each feature, in log odds."""
    text = (files("onrecord.accounts") / "data" / "matching.toml").read_text(encoding="utf-8")
    return {name: float(value) for name, value in tomllib.loads(text)["weights"].items()}


def odds(features: list[Feature]) -> float:
    """Logarithm of the odds that the incident is the same."""
    table = weights()
    return table[CONSTANT] + sum([table.get(f.name, 0.0) * f.value for f in features])


def probability(odds: float) -> float:
    """Of log odds; beyond 40 either way it is as good as certain."""
    return 1 / (1 + exp(-max(-40.0, min(40.0, odds))))


def match(a: Sighting, b: Sighting) -> Match:
    """How likely ``a`` and ``b`` tell of one incident, and why. Symmetric and deterministic."""
    table = weights()
    features = compare(a, b)
    total = odds(features)
    moved = [(table.get(f.name, 0.0) * f.value, f.phrase()) for f in features if f.says]
    moved.sort(key=lambda x: (-abs(x[0]), x[1]))
    return Match(
        score=probability(total),
        agrees=tuple(dict.fromkeys(says for by, says in moved if by >= SAID)),
        differs=tuple(dict.fromkeys(says for by, says in moved if by <= -SAID)),
        odds=total,
    )
