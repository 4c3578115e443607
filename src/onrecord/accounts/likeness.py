"""How alike two names are, in whatever spelling they reached the Latin alphabet, and how far apart two points lie.

Names are folded (:func:`onrecord.accounts.rarity.fold`). This module imports nothing of onrecord.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

_SOUNDS = str.maketrans({"q": "k", "c": "k", "z": "s", "j": "g", "v": "f", "x": "k"})
_SILENT = frozenset("aeiouywh")
SURE = 4
"""Sounds that a skeleton needs to stand for its name: 'kabul' and 'kiblo' have three alike by chance."""
SURE_PERSON = 5


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points (latitude, longitude) in degrees."""
    la, lb = radians(a[0]), radians(b[0])
    h = sin((lb - la) / 2) ** 2 + cos(la) * cos(lb) * sin(radians(b[1] - a[1]) / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(h)))


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """``name`` without blanks, vowels and doubles, like sounds made one: 'tin azzer' and 'tinazer' are 'tnsr'."""
    out: list[str] = []
    for n, c in enumerate(name.replace(" ", "").translate(_SOUNDS)):
        if (c not in _SILENT or not n) and (not out or out[-1] != c):
            out.append(c)
    return "".join(out)


@lru_cache(maxsize=65536)
def alike(a: str, b: str) -> float:
    """How alike two names of places are, 0 to 1: 1 for the same letters, or one skeleton of four sounds or more."""
    if a.replace(" ", "") == b.replace(" ", ""):
        return 1.0
    x, y = skeleton(a), skeleton(b)
    if x == y and len(x) >= SURE:
        return 1.0
    s, t = _threes(a), _threes(b)
    return 2 * len(s & t) / (len(s) + len(t)) if s and t else 0.0


@lru_cache(maxsize=65536)
def _threes(name: str) -> frozenset[str]:
    padded = f" {name.replace(' ', '')} "
    return frozenset(padded[n : n + 3] for n in range(len(padded) - 2))


@lru_cache(maxsize=65536)
def _forms(name: str) -> tuple[str, ...]:
    """What a person's name may be recognised by: itself, its first and last word, and its skeleton."""
    parts = name.split()
    if len(parts) > 2 and parts[-1] in ("jr", "sr", "ii", "iii"):
        parts = parts[:-1]
    bones = skeleton(name)
    forms = {name, f"{parts[0]} {parts[-1]}", *([f"~{bones}"] if len(bones) >= SURE_PERSON else [])}
    return tuple(sorted(forms))


def shared_names(a: Sequence[str], b: Sequence[str]) -> list[str]:
    """Persons of ``a`` whom ``b`` names too, also in another spelling or with fewer of their names."""
    if not a or not b:
        return []
    have = {form for n in b for form in _forms(n)}
    return [n for n in a if not have.isdisjoint(_forms(n))]


@lru_cache(maxsize=65536)
def family(name: str) -> str:
    """The last name: 'ward' of 'lon ward jr'."""
    parts = name.split()
    return parts[-2] if len(parts) > 2 and parts[-1] in ("jr", "sr", "ii", "iii") else parts[-1]
