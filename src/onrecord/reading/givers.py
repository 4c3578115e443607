"""Givers: whose words stand at a place of the text; and spans in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.record import Span, Statement

_LONGEST = 200  # characters between two figures of one sentence
# What ends a sentence or a clause that somebody else may speak in, and what the report itself reckons from a figure.
_APART = re.compile(r"[.!?][\"”’)]*\s|[;\n]|\b(?:bring\w*|making|so\s+that|after)\b", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:and|or|but|with|as|although|though|while)\b", re.IGNORECASE)


def same_breath(text: str, span: Span, last: Span, given_by: Sequence[str], statements: Iterable[Statement]) -> bool:
    """Whether the figure at ``span``, that no statement holds, is told on with the figure ``last`` of its sentence:
    'ten died, the council estimates, and | nine were hurt'. ``statements`` are all of the text."""
    between = text[last.end : span.start]
    if not 0 < len(between) < _LONGEST or _APART.search(between) or not _JOINED.search(between):
        return False
    return all(
        s.id in given_by
        or all(not last.end <= r.start < span.start for r in (*s.content.spans, *(s.source.spans if s.source else ())))
        for s in statements
    )


def givers(span: Span, statements: Iterable[Statement]) -> tuple[str, ...]:
    """The statements that carry the words at ``span``: those whose content holds them, the innermost; several where
    they share the content. None means the report's own voice."""
    holding = [
        (sum(e - s for s, e in one.content.spans), one.id)
        for one in statements
        if any(s <= span[0] and span[1] <= e for s, e in one.content.spans)
    ]
    if not holding:
        # A content that begins or ends inside the figure's words ('more than ten people') still carries the number.
        holding = [
            (sum(e - s for s, e in one.content.spans), one.id)
            for one in statements
            if any(min(e, span[1]) - max(s, span[0]) > (span[1] - span[0]) / 2 for s, e in one.content.spans)
        ]
    least = min(holding)[0] if holding else 0
    return tuple(i for size, i in holding if size == least)


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, less those that run into the one before."""
    out: list[Span] = []
    for s in sorted(spans):
        if not out or s.start >= out[-1].end:
            out.append(s)
    return tuple(out)
