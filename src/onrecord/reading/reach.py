"""How far what is said reaches: contents that begin too late in their sentence, or in the one before it.

'Two died at once; a third died in hospital, the mayor said': an attribution that closes its sentence, set off by a
comma, has the whole of the sentence before it for its content, as far as nobody else speaks there. Words in quotation
marks are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from onrecord.reading.near import Near, Range


class Said(Protocol):
    """A statement whose parts are ranges of the text."""

    cue: Range | None
    source: list[Range]
    content: list[Range]


# Where a sentence ends and the next one begins; no title's and no initial's stop.
_ENDS = re.compile(
    r"(?:(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b(?!May)[A-Z][a-z]{2})(?<!\b(?:Capt|Sept|Brig))\.|[!?])[\"”’)]?\s+"
    r"(?=[\"“‘(]?[A-Z0-9])"
)
# What stands before a sentence and is none of it: a dateline, a number, a bullet, the hour of a live page.
_BEFORE = re.compile(
    r"(?:[^.!?\"\n]{0,80}?(?:\([^)\n]{2,40}\)\s*|\s)[—–-]\s+(?=[\"“A-Z])|[*•–—-]+\s+|\(?\w{1,3}[.)]\s+)+"
)
# A sentence is not looked for further away than this.
_LONGEST = 600
# A content keeps more than this many characters.
_SCRAP = 20
# Behind these an attribution is set into the sentence, and what follows alone is said.
_SET_IN = re.compile(
    r"\b(?:and|or|but|that|which|who|while|where|when|than|as|with|by|of|to|in|on|at)\s*,?\s*$", re.IGNORECASE
)
# What begins behind these is a clause of its own.
_CLAUSE = re.compile(
    r"(?:[,;:.!?\n\"”—–-]|\b(?:and|or|but|that|which|who|while|where|when|as|because|so|then))\s*$", re.IGNORECASE
)
# A subject cut off from its verb by an attribution has no more words than this.
_SUBJECT = 8
_OPENS = re.compile(r"\s*,\s*(?:as\s+)?$")
# Where a sentence or a clause begins.
_BEGINS = re.compile(r"(?:^|[.!?:;\"”)—–*\n-])\s*$")
_QUOTES = re.compile(r"[\"“”]")


def reach(found: Sequence[Said], text: str, breaks: Sequence[int]) -> None:
    """Set the contents of ``found`` to the sentences they stand in. ``breaks``: where paragraphs begin, in order."""
    spoken: Near[tuple[Said, Range]] = Near()
    for f in found:
        for r in [*f.source, *([f.cue] if f.cue else [])]:
            spoken.put(r, (f, r))
    for f in found:
        if f.cue is None:
            continue
        parts = [f.cue, *f.source]
        own = min(s for s, _ in parts), max(e for _, e in parts)
        _cut(f, own, text)
        if f.source:
            _widen(f, own, text, breaks, spoken)


def _cut(f: Said, own: Range, text: str) -> None:
    """A content that begins within another sentence than the attribution that closes it loses those words."""
    out = []
    for s, e in f.content:
        if e <= own[0] and not _QUOTES.search(text, s, e) and _OPENS.fullmatch(text, e, own[0]):
            ends = [m.end() for m in _ENDS.finditer(text, s, e)]
            if ends and e - ends[-1] > _SCRAP and not _BEGINS.search(text, max(0, s - 3), s):
                s = ends[0]
        out.append((s, e))
    f.content = out


def _widen(f: Said, own: Range, text: str, breaks: Sequence[int], spoken: Near[tuple[Said, Range]]) -> None:
    """A content that begins within a clause before the attribution that closes it begins where its sentence does."""
    before = sorted(r for r in f.content if r[1] <= own[0])
    edge = _edge(f, own, before, text)
    opens = None if edge is None else _sentence(text, edge, breaks[max(0, bisect_right(breaks, edge) - 1)])
    if edge is None or opens is None:
        return
    others = [
        r[1]
        for g, r in spoken.at((opens, edge))
        if g is not f and opens < r[1] and r[0] < edge and not any(s <= r[0] and r[1] <= e for s, e in before)
    ]
    if others:
        stop = text.rfind(";", max(others), edge) + 1
        if not stop:
            return
        opens = stop + len(text[stop:edge]) - len(text[stop:edge].lstrip())
    if not before and (not 0 < len(text[opens:edge].split()) <= _SUBJECT or "," in text[opens:edge]):
        return
    at = opens
    for s, e in [*(r for r in before if r[1] > opens), (edge, edge)]:
        if s > at and _QUOTES.search(text, at, s):
            return
        at = e
    if opens < edge:
        first = [(s, min(e, len(text[:opens].rstrip()))) for s, e in before if s < opens]
        f.content = [*first, (opens, edge), *(r for r in f.content if r[0] >= own[0])]


def _edge(f: Said, own: Range, before: Sequence[Range], text: str) -> int | None:
    """Where the words before the attribution end that may be more of the content; None where they are none of it."""
    if before:
        edge = before[-1][1]
        broken = not _CLAUSE.search(text, max(0, before[0][0] - 12), before[0][0])
        return edge if broken and _OPENS.fullmatch(text, edge, own[0]) else None
    # 'Four survivors, he said, were in hospital'
    after = min((s for s, _ in f.content), default=own[1])
    comma = _OPENS.search(text, max(0, own[0] - 6), own[0])
    if comma is None or text[own[1] : after].strip() != ",":
        return None
    return None if _SET_IN.search(text, max(0, comma.start() - 12), comma.start()) else comma.start()


def _sentence(text: str, at: int, begin: int) -> int | None:
    """Where the sentence that holds ``at`` begins, no earlier than ``begin``; None where that is far away."""
    start = max(begin, at - _LONGEST)
    ends = [m.end() for m in _ENDS.finditer(text, start, at)]
    if not ends and start > begin:
        return None
    start = ends[-1] if ends else start
    led = _BEFORE.match(text, start, at)
    return led.end() if led else start
