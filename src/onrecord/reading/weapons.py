"""Weapons: what an incident was done with, one entry a thing however often the report names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from onrecord.reading.partakers import NEXT, is_word, trimmed
from onrecord.reading.signs import Part
from onrecord.record import Span, Weapon

_ARTICLE = re.compile(r"\b(?:the|an?|some|this|that|these|those|another)\s+", re.IGNORECASE)
# '41 shell | casings' were found, and shot nobody.
_SPENT = re.compile(r"\s+(?:casings?|cases?|fragments?)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][\w'’.-]*")
_AND = re.compile(
    r"\s*(?:,\s*)?(?:\b(?:and|such as|carrying|containing|(?:loaded|packed|filled) with)\b|,)\s*", re.IGNORECASE
)
# A phrase that was cut goes on over so many words at most to its noun.
_ON = 2
# 'The explosive device' is the bomb or mine told of before or after.
_DEVICE = frozenset(("explosive", "device"))
_BOMBS = frozenset(("bomb", "mine", "landmine", "grenade"))


def weapons(text: str, parts: Iterable[Part]) -> tuple[Weapon, ...]:
    """The weapons of an incident, each by its fullest words: 'a bomb', 'the car bomb' and 'bombs' are one."""
    out: list[Weapon] = []
    for p in parts:
        if p.part != "weapon" or _SPENT.match(text, p.end) or is_word("carriers", text[p.start : p.end].split()[-1]):
            continue
        for start, end in _apart(text, *_whole(text, p.start, p.end)):
            words = text[start:end]
            own = _stems(words)
            if not own:
                continue
            at = next((n for n, w in enumerate(out) if _is(own, _stems(w.name)) or _is(_stems(w.name), own)), None)
            if at is None:
                out.append(Weapon(words, (Span(start, end),)))
            elif _is(_stems(out[at].name), own) and own != _stems(out[at].name):
                out[at] = Weapon(words, (Span(start, end),))
    return tuple(w for n, w in enumerate(out) if not any(_is(_stems(w.name), _stems(o.name)) for o in out[:n]))


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without an article or signs at its ends, and on to the noun that it was cut before."""
    start, end = trimmed(text, start, end)
    article = _ARTICLE.match(text, start, end)
    start = article.end() if article and article.end() < end else start
    last = _WORD.findall(text[max(start, end - 40) : end])[-1:]
    if not last or is_word("arms", last[0]):
        return start, end
    at = end
    for _ in range(_ON):
        after = NEXT.match(text, at)
        if after is None:
            break
        at = after.end()
        if is_word("arms", after["word"]):
            return start, at
    return start, end


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The things of a list: 'explosives and car bombs'."""
    cuts = [(start, start), *((m.start(), m.end()) for m in _AND.finditer(text, start, end)), (end, end)]
    things = [(a[1], b[0]) for a, b in pairwise(cuts) if a[1] < b[0]]
    nouns = (_WORD.findall(text[s:e])[-1:] for s, e in things)
    if all(n and is_word("arms", n[0]) for n in nouns):
        yield from things
    else:
        yield start, end


@lru_cache(maxsize=4096)
def _stems(words: str) -> frozenset[str]:
    """The words of a phrase, without the 's' of plurals; none for bare numbers and letters."""
    known = (w.lower() for w in _WORD.findall(_ARTICLE.sub("", words)))
    return frozenset(w.removesuffix("s") for w in known if len(w) > 1 and not w.isdecimal())


def _is(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a thing may be said by ``one`` that ``other`` names: fewer words of it, or no more than 'a device'."""
    return one <= other or ("device" in one and one <= _DEVICE and bool(other & _BOMBS))
