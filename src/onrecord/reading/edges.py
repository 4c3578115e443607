"""Edges: where the words of a statement begin and end, and which words are none of it.

The marks of the networks run over a line's end, begin before the 'that', or share a quotation with the statement
beside it; what is left of such a statement may be nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Protocol

from onrecord.reading.near import Near, Range
from onrecord.reading.view import View
from onrecord.reading.words import terms


class Said(Protocol):
    """A statement whose parts are ranges of the text."""

    cue: Range | None
    source: list[Range]
    content: list[Range]


_WORD = re.compile(r"[^\W_]")
# 'said | two days later that', 'would say, | on or off the record, whether'
_LATE = re.compile(r"(?P<time>(?:[\w-]+,?\s+){1,7}?)(?=(?:that|whether)\s)", re.IGNORECASE)
# 'VELM, 3 March (Karsa Wire) - | Nine died': the dateline is not said.
_DATELINE = re.compile(r"[A-Z][A-Z .,'-]{2,40}(?:[,(][^—\n]{0,40})?\s*(?:—|-)\s+(?=[A-Z\"0-9])")
# 'The government's figure | is | 54', 'My view | is | that'.
_IS = re.compile(r"(is|was|remains|stands at|stood at)\s+")
# A quotation of which more than this share is another statement's is that one's.
_TAKEN = 0.6
# What is left of a content has more letters than this, or it is none.
_SCRAP = 2


def in_its_paragraph(f: Said, seen: View, quoted: Near[Range]) -> None:
    """Cut content and source that run over a paragraph's end outside a quotation, as a headline into the next line.

    What a colon introduces may stand in the next paragraph, but does not go on there from its own.
    """
    if f.cue is None:
        return
    here = seen.paragraph(f.cue[0])
    begin = seen.breaks[here]
    end = seen.breaks[here + 1] if here + 1 < len(seen.breaks) else len(seen.text)
    kept: list[Range] = []
    for s, e in f.content:
        introduced = seen.text[max(0, s - 20) : s].rstrip()[-1:] == ":" and s >= end
        if introduced or any(t <= s and e <= u for t, u in quoted.at((s, e))):
            kept.append((s, e))
        elif s < end and e > begin:
            kept.append((max(s, begin), min(e, end)))
            kept.extend(q for q in quoted.at((s, e)) if end <= q[0] and q[1] <= e)
    if f.content and not kept and f.source:
        kept = _closed(f, seen.text, begin, end)
    f.content = kept
    f.source = [
        (max(s, begin), min(e, end)) if s < end and e > begin and not quoted_at(quoted, (s, e)) else (s, e)
        for s, e in f.source
    ]


def _closed(f: Said, text: str, begin: int, end: int) -> list[Range]:
    """The paragraph that an attribution closes, where the words marked all stand in another."""
    assert f.cue is not None
    first, last = min(f.cue[0], f.source[0][0]), max(f.cue[1], f.source[-1][1])
    whole = begin < first and text[begin:first].rstrip().endswith(",") and not text[last:end].strip(" .")
    return [(begin, first)] if whole else []


def quoted_at(quoted: Near[Range], r: Range) -> bool:
    """Whether a range lies in a quotation."""
    return any(t <= r[0] and r[1] <= u for t, u in quoted.at(r))


def begins(f: Said, seen: View) -> None:
    """Content that begins with when it was said begins at its 'that': 'said | two days later that nine had died'; one
    that opens its paragraph begins behind the dateline."""
    text = seen.text
    if f.cue is None:
        return
    for n, (s, e) in enumerate(f.content):
        if e <= f.cue[0] and (line := _DATELINE.match(text, s, e)) and s == seen.breaks[seen.paragraph(s)]:
            f.content[n] = (line.end(), e)
        if s >= f.cue[1] and not text[f.cue[1] : s].strip() and (is_ := _IS.match(text, s, e)):
            f.cue = (f.cue[0], s + len(is_[1]))
            s, _ = f.content[n] = (is_.end(), e)
        between = text[f.cue[1] : s].lower().replace(",", " ").split() if s >= f.cue[1] else None
        if between is None or len(between) > 1 or any(w not in _when() for w in between):
            continue
        late = _LATE.match(text, s, e)
        if late and all(w.strip(",").lower() in _when() for w in late["time"].split()):
            f.content[n] = (late.end(), e)
        return


@cache
def _when() -> frozenset[str]:
    """Words that tell when something was said, from ``claims.toml``."""
    text = (files("onrecord.reading") / "data" / "claims.toml").read_text(encoding="utf-8")
    return frozenset(terms(tomllib.loads(text)["when"]))


# A quotation inside another ends before what the outer one goes on with: '“Look after them.” Those were his words'.
_INNER = re.compile(r"([\"'])[^\"\n]{2,400}?[.,!?]\1(?=\s+[A-Z])")


def ends(f: Said, text: str, quoted: Near[Range]) -> None:
    """Content that begins with a quotation inside another ends with it."""
    if f.cue is None or not quoted_at(quoted, f.cue):
        return
    for n, (s, e) in enumerate(f.content):
        inner = _INNER.match(text, s, e)
        if inner and inner.end() < e:
            f.content[n] = (s, inner.end())


# 'call 101, quoting reference 44': what callers are to say.
_REFERENCE = re.compile(
    r"(?:(?:the|crime|incident|log|case)\s+){0,3}(?:ref|reference|number|log|crime|incident|operation)\b", re.IGNORECASE
)


def reference(f: Said, text: str) -> bool:
    """Whether the words only tell what callers are to quote: 'call 101, | quoting | reference 44'."""
    if f.cue is None or not text[f.cue[0] : f.cue[1]].lower().startswith("quot"):
        return False
    return any(s >= f.cue[1] and _REFERENCE.match(text, s, e) for s, e in f.content)


def without_scraps(found: Sequence[Said], text: str, quoted: Sequence[Range]) -> None:
    """Take from contents what is no word, another's cue alone, or a piece of a quotation that is another's.

    A statement of which nothing is left keeps no content."""
    cues = Near((f.cue, f.cue) for f in found if f.cue)
    contents: Near[tuple[Said, Range]] = Near((r, (f, r)) for f in found for r in f.content)
    marks = Near((q, q) for q in quoted)
    for f in found:
        kept: list[Range] = []
        for s, e in f.content:
            for q in marks.at((s, e)):
                cut = (s <= q[0] < e < q[1] or q[0] < s < q[1] < e) and not (f.cue and q[0] < f.cue[0] < q[1])
                least = _TAKEN * (q[1] - q[0])
                if cut and any(g is not f and min(t[1], q[1]) - max(t[0], q[0]) >= least for g, t in contents.at(q)):
                    s, e = (s, q[0]) if s < q[0] else (q[1], e)
            if not any(c[0] <= s and e <= c[1] + 1 and c != f.cue for c in cues.at((s, e))):
                kept.append((s, e))
        if sum(len(_WORD.findall(text, s, e)) for s, e in kept) <= _SCRAP:
            kept = kept if sum(len(_WORD.findall(text, s, e)) for s, e in f.content) <= _SCRAP else []
        f.content = [(s, e) for s, e in kept if _WORD.search(text, s, e)]
