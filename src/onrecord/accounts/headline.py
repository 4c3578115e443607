"""What a report's title says by itself: the numbers in it, and whether it tells that people were harmed.

Imports the words of this room alone.
"""

from __future__ import annotations

from onrecord.accounts.rarity import rarity, words
from onrecord.accounts.words import listed, those

NAMING = 36
"""Rarity from which a word of a title tells of whom or where: one report in forty has it."""
NAMES = 3
"""Such words of a title that are looked at, the rarest."""


def numbers(title: str) -> tuple[int, ...]:
    """The numbers from 1 to 99 in a title, in figures or words, in order: how many, and how old.

    None where it tells that a count changed: 'Toll rises to eight' is of the same incident as 'Seven dead'."""
    if not those("headline", "changes").isdisjoint(words(title)):
        return ()
    spelt = {word: n for n, word in enumerate(listed("headline", "numbers"), 1)}
    return tuple(sorted({n for w in words(title) if (n := spelt.get(w) or _figure(w))}))


def _figure(word: str) -> int:
    return int(word) if len(word) < 3 and word.isascii() and word.isdigit() else 0


def harms(title: str) -> bool:
    """Whether a title tells that people were harmed."""
    return not those("headline", "harms").isdisjoint(words(title))


def names(title: tuple[str, ...]) -> tuple[str, ...]:
    """The rarest of a title's folded words, rarest first: mostly a town, a street or a name."""
    telling = [w for w in title if not w.isdigit() and rarity(w) >= NAMING]
    return tuple(sorted(telling, key=lambda w: (-rarity(w), w)))[:NAMES]
