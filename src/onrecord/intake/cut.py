"""Cutting: the article's lines joined with a map back, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from onrecord.intake.lines import Line, Unit, blank
from onrecord.record import Furniture, Slice


def cut(text: str, rows: Sequence[Line], kinds: dict[int, str]) -> tuple[str, tuple[Slice, ...]]:
    """The text without the lines in ``kinds``, and where each piece of it stood."""
    kept = [n for n in range(len(rows)) if n not in kinds and not blank(text, rows[n])]
    if not kept:
        return "", ()
    cuts: list[tuple[int, int]] = []
    start = rows[kept[0]].start
    for before, after in pairwise(kept):
        if after == before + 1 or not any(n in kinds for n in range(before + 1, after)):
            continue
        pages = all(kinds.get(n, "page") == "page" for n in range(before + 1, after))
        if pages and _runs_over(text, rows[before], rows[after]):
            cuts.append((start, rows[before].stop))
            start = rows[after].start
        else:
            cuts.append((start, rows[before].stop))
            ends = [(rows[n].end, rows[n].stop) for n in range(before + 1, after)]
            feeds = [
                end for end in [(rows[before].end, rows[before].stop), *ends] if text[end[0] : end[1]].strip("\f\v")
            ]
            if len(feeds) > 1 and text[rows[before].end : rows[before].stop] in ("\f", "\v") and feeds[0] != ends[-1]:
                cuts.append(feeds[0])
            start = ends[-1][0]
    cuts.append((start, rows[kept[-1]].end))
    first, last = cuts[0], cuts[-1]
    begin = first[0] + len(text[first[0] : first[1]]) - len(text[first[0] : first[1]].lstrip())
    cuts[0] = (begin, first[1])
    cuts[-1] = (cuts[-1][0], cuts[-1][0] + len(text[cuts[-1][0] : last[1]].rstrip()))
    slices: list[Slice] = []
    at = 0
    for a, b in cuts:
        if b > a:
            slices.append(Slice(at, a, b - a))
            at += b - a
    return "".join(text[s.original : s.original + s.length] for s in slices), tuple(slices)


def _runs_over(text: str, before: Line, after: Line) -> bool:
    """Whether a sentence runs over a page's edge: it does not end, and what follows begins small."""
    here = text[before.start : before.end].rstrip()
    there = text[after.start : after.end].lstrip()
    if not here or here[-1] in '.!?:…"”»)]' or not there:
        return False
    if len(here) >= 45:
        return True
    return there[0].islower() or here[-1] in ",;-–—" or (there[0].isdigit() and here[-1].isalnum())


def aside(text: str, rows: Sequence[Line], kinds: dict[int, str], parts: Iterable[Unit]) -> tuple[Furniture, ...]:
    """What was set aside, in the order of the page, one piece a unit."""
    unit_of = {row: n for n, unit in enumerate(parts) for row in range(unit.first, unit.last + 1)}
    pieces: list[tuple[int, str, list[int]]] = []
    for n in sorted(kinds):
        if blank(text, rows[n]):
            continue
        group = unit_of.get(n, -1)
        if pieces and pieces[-1][1] == kinds[n] and pieces[-1][2][-1] == n - 1 and pieces[-1][0] == group:
            pieces[-1][2].append(n)
        else:
            pieces.append((group, kinds[n], [n]))
    return tuple(
        Furniture(kind=kind, text=text[rows[numbers[0]].start : rows[numbers[-1]].end].strip())
        for _, kind, numbers in pieces
    )
