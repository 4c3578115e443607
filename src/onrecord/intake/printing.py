"""Marks that printing leaves in a text: page numbers, addresses with the time of printing, running heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from onrecord.intake.furniture import furniture
from onrecord.intake.head import prose
from onrecord.intake.lines import Line, plain
from onrecord.intake.origin import find_url

#: A running head is no longer than a title.
_LONGEST = 160
#: A line on three pages is a running head.
_TIMES = 3
#: More often than a report has pages, and it is a table's or a log's line.
_TIMES_AT_MOST = 400


def print_marks(text: str, rows: Sequence[Line], *, start: int = 0) -> dict[int, str | None]:
    """The lines of ``text`` that printing left, and the address that a line holds, if any."""
    shown = {
        n: plain(text[rows[n].start : rows[n].end])
        for n in range(start, len(rows))
        if rows[n].end - rows[n].start <= 400 and text[rows[n].start : rows[n].end].strip()
    }
    found = {n: _address(words) for n, words in shown.items() if furniture(words, "line")}
    feeds = {n for n in range(start, len(rows)) if "\f" in text[rows[n].end : rows[n].stop]}
    order = sorted(shown)
    place = {n: at for at, n in enumerate(order)}

    def at_edge(n: int) -> bool:
        """Whether a page's edge is within two shown lines."""
        at = place[n]
        near = order[max(0, at - 2) : at + 3]
        return any(m in found for m in near if m != n) or any(f in feeds for f in range(near[0] - 1, near[-1] + 1))

    numbers = [n for n in order if n not in found and re.fullmatch(r"\d{1,4}", shown[n])]
    count = [int(shown[n]) for n in numbers]
    if len(count) >= 3 and all(b == a + 1 for a, b in pairwise(count)):
        found.update((n, None) for n in numbers)
    if not found and not feeds:
        return {}
    for n in order:  # a bare number is a page's only beside the edge of one
        if n not in found and re.fullmatch(r"\d{1,4}", shown[n]) and (n in feeds or n - 1 in feeds or at_edge(n)):
            found[n] = None
    same: dict[str, list[int]] = {}
    for n in order:
        same.setdefault(_digitless(shown[n]), []).append(n)
    for alike in same.values():
        words = shown[alike[0]]
        if not _TIMES <= len(alike) <= _TIMES_AT_MOST or len(words) > _LONGEST or prose(words):
            continue
        if sum(at_edge(n) for n in alike) >= 2:
            found.update((n, None) for n in alike[1:] if n not in found)
    return found


def _digitless(words: str) -> str:
    return re.sub(r"\d+", "0", words)


def _address(words: str) -> str | None:
    url = find_url(words)
    return url if url is None or url.startswith("http") else f"https://{url}"
