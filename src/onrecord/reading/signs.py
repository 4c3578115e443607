"""Signs of incidents: the words that the model marked, as whole words of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

import numpy as np

from onrecord.reading.labels import LINK
from onrecord.reading.model import Array, Marks, TotalMark
from onrecord.reading.pieces import Pieces, continues
from onrecord.reading.titles import titles
from onrecord.reading.view import View
from onrecord.reading.words import Page
from onrecord.record import Harm


class Telling(NamedTuple):
    """Words that tell of an incident. ``kinds`` and ``told`` are probabilities as in ``labels``, ``link`` the vector by
    which it knows its fellows; ``sentence`` and ``paragraph`` are numbers in the article."""

    start: int
    end: int
    likely: float
    kinds: Array
    told: Array
    link: Array
    sentence: int
    paragraph: int


class Counting(NamedTuple):
    """Words that count people harmed; ``attackers`` is how likely they count those who did it."""

    start: int
    end: int
    likely: float
    harm: Harm
    attackers: float
    link: Array
    sentence: int
    paragraph: int


class Part(NamedTuple):
    """Words that are a part of an incident (``labels.PARTS``)."""

    start: int
    end: int
    likely: float
    part: str
    link: Array
    sentence: int
    paragraph: int


Sign = TypeVar("Sign", Counting, Part)


class Signs(NamedTuple):
    """All of an article, each in the order of the text. ``expected`` has, for killed and injured, how likely the
    report's main incident harmed 0, 1, .. people in all."""

    tellings: list[Telling]
    countings: list[Counting]
    parts: list[Part]
    expected: dict[str, Array]


# Of words that no network marked: alike to nothing.
NO_LINK = np.zeros(LINK, dtype=np.float32)
# How likely a sign must be to be taken at all. Chosen by figures on the corpus's kept-aside part, on MUC-4's TST1 and
# TST2 and on cis530p's development part, between which they differ little.
TELLING, COUNTING, PART = 0.4, 0.15, 0.3
# Where a report has no sign of an incident at all, so likely a mention is enough.
FAINT = 0.2
# How likely the encoder must find it that words count people harmed, where nothing else speaks for it: see `expected`.
SURE = 0.7


class Raw(NamedTuple):
    """What one part of an article gave: its marks, its pieces and view, and where it begins in the article."""

    marks: Marks
    cut: Pieces
    seen: View
    at: int


def signs(raws: Iterable[Raw], page: Page) -> Signs:
    """The signs of an article, at the article's own offsets."""
    raws = list(raws)
    out = Signs([], [], [], _expected([t for raw in raws for t in raw.marks.totals]))
    faint: list[Telling] = []
    for raw in raws:
        cut = raw.cut

        def place(start: int, end: int, raw: Raw = raw, cut: Pieces = cut) -> tuple[int, int, int, int] | None:
            while start > 0 and continues(cut.ids[start]):
                start -= 1
            while end < len(cut.ids) and continues(cut.ids[end]):
                end += 1
            s, e = raw.seen.span(cut.starts[start], cut.ends[end - 1])
            s, e = s + raw.at, e + raw.at
            if not page.words:
                return None
            word = page.nearest(s)
            return s, e, page.sentence[word], page.paragraph[word]

        for m in raw.marks.mentions:
            if m.likely >= FAINT and (p := place(m.start, m.end)):
                told = out.tellings if m.likely >= TELLING else faint
                told.append(Telling(p[0], p[1], m.likely, m.kind, m.told, m.link, p[2], p[3]))
        for f in raw.marks.figures:
            if f.likely >= COUNTING and (p := place(f.start, f.end)):
                out.countings.append(Counting(p[0], p[1], f.likely, f.harm, f.attackers, f.link, p[2], p[3]))
        for x in raw.marks.parts:
            if x.likely >= PART and (p := place(x.start, x.end)):
                end = _ended(page, p[0], p[1])
                if not all(page.words[k].low in _EMPTY for k in page.between(p[0], end)):
                    out.parts.append(Part(p[0], end, x.likely, x.part, x.link, p[2], p[3]))
    if not out.tellings and not out.countings:
        out.tellings.extend(faint)
    return out._replace(countings=side_by_side(out.countings, page.text), parts=side_by_side(out.parts, page.text))


# What may stand between two halves of one phrase.
_GAP = 2
_DOERS = frozenset({"perpetrator", "claimant"})
# One person by a description: small words behind an article or an owner, or where a sentence begins.
_DESCRIBED = re.compile(
    r"(?:(?i:the|an?|his|her|their|my|our|its|one\s+of\s+\w+)\s+|(?=[A-Z]))[A-Za-z]?[a-z’'-]+(?:\s+[a-z’'-]+){0,4},?"
)
# 'One of the injured, | a woman of 67'
_ONE_OF = re.compile(r"one\s+of\s+(?:the|them)\b", re.IGNORECASE)
_SOMEBODY = re.compile(r"an?\s", re.IGNORECASE)
_A_NAME = re.compile(r"[A-Z][\w’'-]+(?=[\s,]|$)")
_WORD_ENDS = re.compile(r"\b([^\W_][\w'’-]*)\.?$")


def side_by_side(found: list[Sign], text: str) -> list[Sign]:
    """Signs of one sort that stand side by side as one: 'Mayor' and 'Ann Lee' of 'Mayor Ann Lee'. Who did something is
    joined to a title alone, since 'Front' and 'fighters' are two who did."""
    out: list[Sign] = []
    for s in found:
        last = out[-1] if out else None
        if last is not None and _of_one(last, s, text):
            better = max(last, s, key=lambda x: x.likely)
            out[-1] = better._replace(start=last.start, end=s.end)
        else:
            out.append(s)
    return out


def _of_one(one: Counting | Part, other: Counting | Part, text: str) -> bool:
    if _sort(one) != _sort(other) or one.sentence != other.sentence or not 0 <= other.start - one.end <= _GAP:
        return False
    if isinstance(one, Counting) and _named_behind(one, other, text):
        return True
    word = _WORD_ENDS.search(text[max(one.start, one.end - 40) : one.end])
    if word is None or text[one.end : other.start].strip(" \n\t\r-"):
        return False
    if isinstance(one, Counting):
        return word[1][0].isupper() and text[other.start].isupper()
    return one.part not in _DOERS or text[one.start : one.end].lower().rstrip(".") in _titles()


def _named_behind(one: Counting | Part, other: Counting | Part, text: str) -> bool:
    """Whether a name tells who a person is that the words before it describe: 'the captain, | Ann Lee'."""
    if not _DESCRIBED.fullmatch(text, one.start, one.end) or text[one.end : other.start].strip(" ,"):
        return False
    if _ONE_OF.match(text, one.start, one.end):
        return _SOMEBODY.match(text, other.start, other.end) is not None
    name = _A_NAME.match(text, other.start, other.end)
    return name is not None and name[0].lower() not in _EMPTY and text[one.start : one.end].count(" and ") == 0


def _sort(s: Counting | Part) -> str:
    return s.harm if isinstance(s, Counting) else s.part


@cache
def _titles() -> frozenset[str]:
    known = titles()
    return frozenset({*known.titles, *known.roles, *known.styles})


# No phrase ends in one of these: what was cut behind it goes on for so many words at most.
_OPEN = frozenset({
    "the", "a", "an", "of", "in", "at", "on", "near", "and", "its", "their", "his", "her", "this", "that", "by",
    "alleged", "suspected",
})  # fmt: skip
_EMPTY = _OPEN | {
    "at",
    "least",
    "most",
    "more",
    "than",
    "up",
    "to",
    "about",
    "some",
    "nearly",
    "first",
    "second",
    "third",
    "another",
    "other",
    "same",
    "two",
    "one",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "several",
    "many",
    "few",
    "others",
    "them",
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "dr",
    "dr.",
    ".",
    "unidentified",
    "nearby",
    "'",
    '"',
    "-",
    "[",
    "]",
    "who",
    "which",
    ",",
    "(",
    ")",
}
_ON = 4


def _ended(page: Page, start: int, end: int) -> int:
    """Where a phrase ends that was cut behind 'the' or 'of': after the noun or name that follows."""
    words = page.words
    i = page.at(max(start, end - 1))
    if i >= len(words) or words[i].low not in _OPEN:
        return end
    for k in range(i + 1, min(i + 1 + _ON, len(words))):
        word = words[k]
        if not word.text[0].isalnum() or page.paragraph[k] != page.paragraph[i]:
            return end
        more = k + 1 < len(words) and words[k + 1].capital and word.capital
        if word.low not in _OPEN and not more:
            return word.end
    return end


# How much each window of a report, from its head, has to say of its totals; beyond these nothing is taught.
_HEADS = (1.0, 0.7)


def _expected(totals: Sequence[TotalMark]) -> dict[str, Array]:
    out = {}
    for harm in ("killed", "injured"):
        logs = [w * np.log(getattr(t, harm) + 1e-5) for w, t in zip(_HEADS, totals, strict=False)]
        if logs:
            e = np.exp(np.sum(logs, axis=0))
            out[harm] = np.asarray(e / e.sum(), dtype=np.float32)
    return out
