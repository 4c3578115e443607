"""Partakers: the words of one who took part made a whole phrase, and a body and its people told apart.

The encoder marks words; it may cut 'Karsa' off 'Karsa hospital', and marks 'members of the Free Front' as one, though
two took part: the people who acted, and the body that they belong to.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from onrecord.reading.groups import noun, people, plurals, small
from onrecord.reading.near import Near, Range
from onrecord.reading.titles import nouns, titles
from onrecord.record import Entity

# A word behind a phrase, on the same line or the next; a phrase goes on over so many of them at most.
NEXT = re.compile(r"[ \t]*(?:\n[ \t]*)?(?P<word>[^\W_][\w'’-]{0,40})")
_ON = 3
_LAST = re.compile(r"([^\W_][\w'’-]*)\W*$")
_WORD = re.compile(r"[^\W_][\w'’-]*")
_HELD = re.compile(r"\s+(?:of|from|in|belonging\s+to)\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)
_HOLDS = re.compile(r"\s+(?:of|from)\s+(?:the\s+)?(?=\S)", re.IGNORECASE)
_AROUND = " \t\r\n\"“”‘’'()[],;:—–-"
# No phrase for one who took part is longer; what is, is left as it was marked.
_LONGEST = 300
# What only leads to a name: 'a warlord known as'.
_NAMED_SO = re.compile(r",?\s+(?:known\s+as|called|named|dubbed|nicknamed)\W*$", re.IGNORECASE)
# A band's name of several words: 'Front for the Liberation of Karsa', 'Karsa Liberation Front'.
_BAND = re.compile(
    r"\b(?:[A-Z][a-z’'-]{1,30}\s+){0,4}(?:Front|Movement|Army|Brigades?|Militia|Council|Party|Union|League|Command|Forces)"
    r"(?:\s+(?:for|of)(?:\s+the)?(?:\s+[A-Z][\w’'-]{1,30}){1,3}){0,3}"
)
# So far before and behind a part the rest of a name is looked for.
_AROUND_NAME = 60
_IRREGULAR = {"knife": "knives", "torpedo": "torpedoes"}
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
# Behind these a phrase says where or in what, and has no head any more.
_AFTER_HEAD = re.compile(
    r"\s(?:of|from|in|on|with|at|near|who|wearing|armed|dressed|carrying|belonging|aboard|led)\s", re.IGNORECASE
)


@cache
def _words(key: str) -> frozenset[str]:
    """A list of ``actors.toml`` with its plurals."""
    data = tomllib.loads((files("onrecord.reading") / "data" / "actors.toml").read_text(encoding="utf-8"))
    one = data["words"][key].split()
    return frozenset((*one, *(many for w in one for many in plurals(w, _IRREGULAR))))


def is_word(key: str, word: str) -> bool:
    """Whether ``word`` is in the list ``key`` of ``actors.toml``, as one or several."""
    return word.lower() in _words(key)


@lru_cache(maxsize=4096)
def head(words: str) -> str:
    """The last word of a phrase before 'of', 'in', 'who' and their like, as it is written."""
    last = _LAST.search(_AFTER_HEAD.split(_ARTICLE.sub("", words[:_LONGEST].strip()) + " ", maxsplit=1)[0])
    return last[1] if last else ""


@lru_cache(maxsize=4096)
def are_people(words: str) -> bool:
    """Whether a phrase's head is a noun for persons, not for a body of them nor a part of a name ('the River Boys')."""
    last = head(words)
    low = last.lower()
    if (
        last[:1].isupper()
        and last[1:].islower()
        and _ARTICLE.sub("", words.strip())[:1].isupper()
        and " " in words.strip()
    ):
        return False
    found = noun(low)
    return (found is not None and not found.collective and low != "police") or is_word("members", low)


class Named:
    """The mentions of a report's entities that can take part, by where they stand."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        every = [((m.start, m.end), (m.start, m.end, e)) for e in entities if e.kind != "place" for m in e.mentions]
        self._near: Near[tuple[int, int, Entity]] = Near(every)

    def over(self, start: int, end: int) -> list[tuple[int, int, Entity]]:
        """The mentions that share characters with a range."""
        return [x for x in self._near.at((start, end)) if x[0] < end and start < x[1]]


def whole(text: str, start: int, end: int, named: Named) -> Range:
    """The range of the phrase of which ``start`` to ``end`` was marked, without quotation marks at its ends."""
    start, end = trimmed(text, start, end)
    if end - start > _LONGEST:
        return start, end
    named_so = _NAMED_SO.search(text, start, end)
    if named_so is not None and named_so.start() > start:
        return start, named_so.start()
    band = _band(text, start, end)
    if band is not None:
        return band
    for s, f, _ in named.over(start, end):
        if s <= start and end <= f and all(w[0].isupper() for w in _WORD.findall(text[s:start] + " " + text[end:f])):
            return trimmed(text, s, f)
    last = _LAST.search(text, max(start, end - 40), end)
    if last is None:
        return start, end
    if last[1].lower().rstrip(".") in titles().titles:
        after = NEXT.match(text, end + (text[end : end + 1] == "."))
        name = after and next((f for s, f, e in named.over(after.start("word"), after.end()) if e.kind == "person"), 0)
        if name:
            return start, name
    if any(f == end for _, f, _ in named.over(start, end)):
        return start, end
    return start, _on(text, last[1], end)


def _band(text: str, start: int, end: int) -> Range | None:
    """The name of a band of which a part was marked: 'Front' of 'the Front for the Liberation of Karsa'."""
    start += len(text[start:end]) - len(_ARTICLE.sub("", text[start:end]))
    if not all(w[0].isupper() for w in _WORD.findall(text[start:end])):
        return None
    low = max(0, start - _AROUND_NAME)
    for m in _BAND.finditer(text, low, min(len(text), end + _AROUND_NAME)):
        if m.start() <= start and end <= m.end() and (m.start() > low or low == 0):
            return m.span() if m.end() - m.start() > end - start else None
    return None


def trimmed(text: str, start: int, end: int) -> Range:
    """The range without blanks, quotation marks and brackets at its ends."""
    words = text[start:end]
    if not words.strip(_AROUND):
        return start, end
    return start + len(words) - len(words.lstrip(_AROUND)), end - len(words) + len(words.rstrip(_AROUND))


def _on(text: str, word: str, end: int) -> int:
    """Where a phrase ends whose marked words end in ``word``: behind the noun that must follow."""
    at, low = end, word.lower()
    if _closes(low) and low not in small("adjectives"):
        return end
    for _ in range(_ON):
        after = NEXT.match(text, at)
        if after is None:
            return end
        low = after["word"].lower()
        known = people()
        if low in known.stop or low in known.harm or low in known.determiners:
            return end
        at = after.end()
        if _closes(low):
            end = at
        elif low not in known.modifiers and low not in known.before and not low.isdecimal():
            return end
    return end


def _closes(low: str) -> bool:
    """Whether a word can end such a phrase."""
    return noun(low) is not None or low in nouns().heads or any(is_word(k, low) for k in ("sites", "members", "things"))


_NOBODY = frozenset({"none", "nobody", "neither", "nothing"})


def nobody(words: str) -> bool:
    """Whether words that were marked as one who did something are none: a garment, an arm, a letter, 'none of us'."""
    known = [w.lower() for w in _WORD.findall(words)]
    if not any(len(w) > 1 and not w.isdecimal() for w in known) or known[0] in _NOBODY:
        return True
    return is_word("things", head(words).lower()) and not any((n := noun(w)) and not n.collective for w in known)


def alike(one: str, other: str) -> bool:
    """Whether two phrases for people name the same ones by other nouns: 'the rebels' are the guerrillas told of before,
    'the attackers' whoever attacked. What is told of the one beside the noun must be told of the other, or of none."""
    a, b = head(one).lower(), head(other).lower()
    if is_word("doers", a) or is_word("doers", b):
        return are_people(one) and are_people(other) and (_bare_doers(one, a) or _bare_doers(other, b))
    if not is_word("armed", a) or not is_word("armed", b):
        return False
    first, second = _beside(one, a), _beside(other, b)
    return first <= second or second <= first


def _bare_doers(words: str, last: str) -> bool:
    return is_word("doers", last) and not _beside(words, last)


def _beside(words: str, last: str) -> set[str]:
    """The words of a phrase beside its head."""
    known = {w.lower() for w in _WORD.findall(_ARTICLE.sub("", words))}
    return {w for w in known if w != last and w not in people().stop and not is_word("armed", w)}


def body_in(text: str, start: int, end: int, named: Named) -> Range | None:
    """The body that people of a phrase belong to: the Front in 'members of the Front' and in 'Front fighters'."""
    if end - start > _LONGEST:
        return None
    for s, f, e in named.over(start, end):
        if e.kind == "person" or s < start:
            continue
        before, after = text[start:s], text[f:end]
        if f >= end and (of := _HELD.search(before)) and are_people(before[: of.start()]):
            return s, min(f, end)
        if not _ARTICLE.sub("", before + " ").strip() and after.strip() and are_people(after):
            return s, f
        if not _ARTICLE.sub("", before + " ").strip() and f >= end and (front := _front(text, s, end)):
            return s, front
    return _plain_body(text, start, end)


def _front(text: str, start: int, end: int) -> int:
    """Where the acronym ends that begins a name which goes on with its people: 'FKF fighters'."""
    first = _WORD.match(text, start)
    if first is None or first.end() >= end or not first[0].isupper() or len(first[0]) < 3:
        return 0
    low = first[0].lower()
    known = noun(low) is not None or low in nouns().heads or low in people().modifiers or low in people().before
    return first.end() if not known and are_people(text[first.end() : end]) else 0


def _plain_body(text: str, start: int, end: int) -> Range | None:
    """A body of the state that its noun tells: 'officers of the armed forces'."""
    of = _HOLDS.search(text, start, end)
    if of is None or not are_people(text[start : of.start()]):
        return None
    last = head(text[of.end() : end]).lower()
    return (of.end(), end) if last in nouns().heads and last not in nouns().generic else None
