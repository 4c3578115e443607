"""Counts of people harmed that the encoder passed over, and the harm that a count takes from the one before it.

Of the phrases of the corpus's training part that count people by a number and have their harm beside them, 98 in 100
are annotated as figures, and so are all but a few of those that a mere 'and' joins to a figure. Of a single person
that holds where the clause itself tells it of somebody new ('a guard was killed'). Of bare plurals ('soldiers') it
holds of far fewer, so these are left to the encoder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reading.counts import Phrase, reading_of
from onrecord.reading.harms import deed, harm_of, harms_in
from onrecord.reading.signs import NO_LINK, SURE, Counting
from onrecord.reading.words import Page
from onrecord.record import Harm

_LISTED = re.compile(r"\s*(?:,|,?\s*(?:and|&|as\s+well\s+as))\s*")
_AND = re.compile(r"\s*,?\s*(?:and|&|as\s+well\s+as)\s*")
_PARTS = re.compile(r"\bof\s+(?:them|whom|these|those)\b", re.IGNORECASE)
_AMONG = re.compile(r"[\s,(–—-](?:among\s+(?:them|whom)|including)\s+$", re.IGNORECASE)
_NEW = re.compile(r"(?:an?|one|another|his|her|their|my|its)\b", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|of)\s+$", re.IGNORECASE)
_SUFFERS = re.compile(
    r"\s+(?:who\s+)?(?:(?:was|were|is|are|has|have|had)\s+(?:later\s+|also\s+|then\s+|since\s+)?(?:been\s+)?"
    r"(?:\w+ly\s+)?\w+|died|drowned|perished|disappeared)\b",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\s+(?:have\s+|had\s+|later\s+)?(?:escaped|fled|returned|survived|surrendered|recovered|went|came|got|left)\b",
    re.IGNORECASE,
)
# 'Six were shot, among them a boy' leaves open whether the boy lives; of the missing and the taken a part is the same.
_MIXED = frozenset(("killed", "injured", "casualties"))
# How far behind a figure one without words of its own still counts the same harm, and what ends that.
_REACH = 300
_APART = re.compile(r"\n\s*\n")
_CLAUSE = re.compile(r"[.;:!?\n]")


def found_besides(text: str, page: Page, phrases: Sequence[Phrase], countings: Sequence[Counting]) -> list[Counting]:
    """``countings`` with those that their words tell and the encoder did not mark, in the order of the text."""
    out = list(countings)
    at = 0
    last: Counting | None = None
    more: list[Counting] = []
    for p in phrases:
        while at < len(out) and out[at].end <= p.start:
            last = out[at] if last is None or out[at].end > last.end else last
            at += 1
        if p.trap is not None or (at < len(out) and out[at].start < p.end):
            continue
        harm = _harm(text, p, last)
        if harm is None or not page.words:
            continue
        word = page.nearest(p.start)
        last = Counting(p.start, p.end, SURE, harm, 0.0, NO_LINK, page.sentence[word], page.paragraph[word])
        more.append(last)
    return sorted([*out, *more], key=lambda c: c.start)


def _harm(text: str, p: Phrase, last: Counting | None) -> Harm | None:
    """The harm that an unmarked phrase counts by its words, or by the figure that it is joined to; None for neither."""
    if (p.low, p.high) == (2, None):
        return None  # a plural without a number
    one = p.low == p.high == 1
    said = harm_of(text, p.start, p.end) if not one or _one_harmed(text, p) else None
    if said is not None:
        return said
    joins = _AND if one else _LISTED
    near = last is not None and last.likely >= SURE and p.start - last.end < 12
    return last.harm if near and last and joins.fullmatch(text, last.end, p.start) else None


def _one_harmed(text: str, p: Phrase) -> bool:
    """Whether a single person, whom the report introduces here, is told of in the clause's own words: 'a guard was
    killed', 'killing a guard'; not 'by a guard', nor 'the guard', who may stand for others."""
    if _NEW.match(text, p.start) is None or _BY.search(text, max(0, p.start - 8), p.start):
        return False
    return _SUFFERS.match(text, p.end) is not None or deed(text, p.start) is not None


def carried(text: str, last: Counting | None, start: int, end: int) -> Harm | None:
    """The harm that the figure ``text[start:end]``, which says none itself, takes from the figure before it: joined to
    it ('16 soldiers and three civilians'), a part of it ('among them a nurse', 'two of them') or a bare number after it
    ('others say 14')."""
    if last is None or last.end > start or start - last.end > _REACH:
        return None
    between = text[last.end : start]
    if _LISTED.fullmatch(between):
        return last.harm
    if _CLAUSE.search(between) is None:
        plain = last.harm not in _MIXED or harm_of(text, last.start, last.end) == last.harm
        if plain and _AMONG.search(between) and not harms_in(between) - {last.harm}:
            return last.harm
        if _PARTS.search(text, start, end):
            return last.harm
    if _APART.search(between) or harms_in(between) - {last.harm}:
        return None
    if _DOES.match(text, end):
        return None  # 'sixteen were taken to hospital, and | 33 escaped'
    read = reading_of(text, start, end)
    return last.harm if read.who_end <= read.who_start and read.low is not None else None
