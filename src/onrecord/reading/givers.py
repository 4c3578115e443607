"""Givers: whose words stand at a place of the text; and spans in order."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.record import Span, Statement


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
