"""Disputes: which figures of a report a statement denies or doubts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from onrecord.reading.harms import harms_in
from onrecord.reading.near import Near
from onrecord.record import Figure, Statement

if TYPE_CHECKING:
    from onrecord.reading.figures import Phrases

# What a denial or a doubt is about, where it is about numbers.
_ABOUT_NUMBERS = re.compile(
    r"\b(?:toll|figures?|numbers?|counts?|casualt\w+|dead|deaths?|killed|losses)\b", re.IGNORECASE
)
# So many characters before it the number may stand that a statement without one is about.
_REACH = 900


def disputed(
    figures: Sequence[Figure], statements: Sequence[Statement], phrases: Phrases
) -> dict[str, tuple[str, ...]]:
    """By the id of a figure the statements that deny or doubt it: those that hold its words ('rejected the council's
    figure of nine'), and those after it, by somebody else, that are about numbers and give none of their own. These are
    about the last count before them: of the harm that they speak of, else of the dead, else of any; single persons and
    parts are none. ``figures`` are all of a report, ``phrases`` those of its text that count people."""
    doubts = [s for s in statements if s.cue is not None and s.cue.act in ("denies", "doubts")]
    if not doubts or not figures:
        return {}
    out: dict[str, list[str]] = {}
    holding = Near(((c.start, c.end), (c, s)) for s in doubts for c in s.content.spans)
    for f in figures:
        for span in f.spans:
            for c, s in holding.at((span.start, span.end)):
                if c.start <= span.start and span.end <= c.end:
                    out.setdefault(f.id, []).append(s.id)
    speakers = {s.id: s.source.name or s.source.text for s in statements if s.source}
    wholes = sorted(
        (f for f in figures if f.part_of is None and (f.low, f.high) != (1, 1)), key=lambda f: f.spans[-1].end
    )
    ends = [f.spans[-1].end for f in wholes]
    for s in doubts:
        start = s.content.spans[0].start
        before = wholes[bisect_left(ends, start - _REACH) : bisect_left(ends, start)]
        if not before or not _ABOUT_NUMBERS.search(s.content.text) or _counts(s, phrases):
            continue
        told = {f.harm for f in before}
        harms = harms_in(s.content.text) & told or {"killed"} & told or told
        last = next(f for f in reversed(before) if f.harm in harms)
        if s.id not in last.given_by and speakers.get(s.id) not in {speakers.get(g, "") for g in last.given_by}:
            out.setdefault(last.id, []).append(s.id)
    return {k: tuple(dict.fromkeys(v)) for k, v in out.items()}


def _counts(s: Statement, phrases: Phrases) -> bool:
    """Whether a statement counts people itself, and so says which number it is about."""
    return any(p.trap is None and p.low is not None for c in s.content.spans for p in phrases.over(c.start, c.end))


def with_disputes(figures: Sequence[Figure], disputes: dict[str, tuple[str, ...]]) -> tuple[Figure, ...]:
    """The figures with the statements that dispute them."""
    return tuple(replace(f, disputed_by=disputes[f.id]) if f.id in disputes else f for f in figures)
