"""A report's text cut into paragraphs and segments, at every boundary of what is marked in it.

Pure: text and ranges in, segments out; joined, the segments are the text.

Marks may nest, overlap and have gaps. What is not shown is one segment, whatever begins or ends within it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

_BREAK = re.compile(r"\n+")
PART = 12_000
"""Code points of text on one page, some seven printed pages. A longer report is shown in parts, each as quick as a
short one; one that is half as long again is not parted for the sake of its last paragraphs."""


class Mark(NamedTuple):
    """A half-open range of code points that is ``kind`` (a class of the style sheet) and belongs to the item ``of``."""

    start: int
    end: int
    kind: str
    of: str = ""


class Segment(NamedTuple):
    """A run of text in which nothing begins or ends. ``shown`` is what is shown instead, where that is not the text.

    ``kinds`` and ``of`` are those of the marks that lie over it, ``begins`` the marks that begin here.
    """

    start: int
    end: int
    text: str
    kinds: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    begins: tuple[Mark, ...] = ()
    shown: str | None = None

    @property
    def seen(self) -> str:
        """What the page has here."""
        return self.text if self.shown is None else self.shown

    @property
    def classes(self) -> str:
        """For the page."""
        return " ".join(self.kinds)

    @property
    def items(self) -> str:
        """Likewise."""
        return " ".join(self.of)


class Run(NamedTuple):
    """Segments that are folded together until asked for, or not."""

    folded: bool
    segments: tuple[Segment, ...]


class Paragraph(NamedTuple):
    """A paragraph with the break behind it."""

    start: int
    end: int
    runs: tuple[Run, ...]


def passages(
    text: str,
    marks: Iterable[Mark] = (),
    *,
    folds: Iterable[tuple[int, int]] = (),
    veils: Iterable[tuple[int, int, str]] = (),
    part: tuple[int, int] | None = None,
) -> tuple[Paragraph, ...]:
    """The paragraphs of ``text`` (of the code points ``part`` alone). ``folds`` are ranges that are folded, ``veils``
    ranges with what is shown instead; both may come in any order, and veils that overlap are one."""
    low, high = part or (0, len(text))
    hidden = _apart(veils, low, high)
    held = sorted((m for m in (_clipped(m, low, high, hidden) for m in marks) if m.start < m.end), key=_order)
    folded = _joined(_clipped(Mark(a, b, ""), low, high, hidden)[:2] for a, b in folds)
    starts = [low]
    for each in _BREAK.finditer(text, low, high):
        if low < each.end() < high and _free(each.end(), hidden):
            starts.append(each.end())
    cuts = {low, high, *starts}
    cuts.update(edge for mark in held for edge in (mark.start, mark.end))
    cuts.update(edge for start, end, _ in hidden for edge in (start, end))
    cuts.update(edge for each in folded for edge in each)
    segments = _segments(text, sorted(cuts), held, hidden)
    return tuple(_paragraphs(segments, [*starts, high], folded))


def parts(text: str, size: int = PART) -> tuple[tuple[int, int], ...]:
    """The text in parts of about ``size`` code points that end with a paragraph, or where none does before twice the
    size, in the middle of one. The last part may be half as long again. At least one part, if an empty one."""
    out: list[tuple[int, int]] = []
    low = 0
    while len(text) - low > size * 3 // 2:
        found = _BREAK.search(text, low + size, low + 2 * size)
        high = found.end() if found is not None else min(len(text), low + 2 * size)
        out.append((low, high))
        low = high
    if low < len(text) or not out:
        out.append((low, len(text)))
    return tuple(out)


def _order(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end


def _apart(veils: Iterable[tuple[int, int, str]], low: int, high: int) -> list[tuple[int, int, str]]:
    """Veils in order, those that overlap made one; none goes over the edge of the part."""
    out: list[tuple[int, int, str]] = []
    for start, end, shown in sorted(veils):
        start, end = max(start, low), min(end, high)
        if start >= end:
            continue
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]), out[-1][2])
        else:
            out.append((start, end, shown))
    return out


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that touch made one; empty ones left out."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(r for r in ranges if r[0] < r[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _free(at: int, veils: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a cut at ``at`` goes through no veil."""
    return _over(at, veils) is None


def _over(at: int, veils: Sequence[tuple[int, int, str]]) -> tuple[int, int, str] | None:
    low, high = 0, len(veils)
    while low < high:
        middle = (low + high) // 2
        if veils[middle][1] <= at:
            low = middle + 1
        else:
            high = middle
    return veils[low] if low < len(veils) and veils[low][0] < at else None


def _clipped(mark: Mark, low: int, high: int, veils: Sequence[tuple[int, int, str]]) -> Mark:
    """The mark within the part; where its edge is within a veil, over the whole of that."""
    start, end = min(max(mark.start, low), high), max(low, min(mark.end, high))
    if start < end and veils:
        if (over := _over(start, veils)) is not None:
            start = over[0]
        if (over := _over(end, veils)) is not None:
            end = over[1]
    return mark._replace(start=start, end=end)


def _segments(
    text: str, cuts: Sequence[int], marks: Sequence[Mark], veils: Sequence[tuple[int, int, str]]
) -> list[Segment]:
    shown = {start: words for start, _, words in veils}
    out: list[Segment] = []
    open_: list[Mark] = []
    next_ = 0
    for start, end in pairwise(cuts):
        open_ = [m for m in open_ if m.end > start]
        first = next_
        while next_ < len(marks) and marks[next_].start <= start:
            open_.append(marks[next_])
            next_ += 1
        kinds = tuple(dict.fromkeys(m.kind for m in open_))
        of = tuple(dict.fromkeys(m.of for m in open_ if m.of))
        out.append(Segment(start, end, text[start:end], kinds, of, tuple(marks[first:next_]), shown.get(start)))
    return out


def _paragraphs(
    segments: Sequence[Segment], starts: Sequence[int], folds: Sequence[tuple[int, int]]
) -> Iterable[Paragraph]:
    at = fold = 0
    for start, end in pairwise(starts):
        runs: list[tuple[bool, list[Segment]]] = []
        while at < len(segments) and segments[at].start < end:
            segment = segments[at]
            while fold < len(folds) and folds[fold][1] <= segment.start:
                fold += 1
            folded = fold < len(folds) and folds[fold][0] <= segment.start
            if not runs or runs[-1][0] is not folded:
                runs.append((folded, []))
            runs[-1][1].append(segment)
            at += 1
        if runs:
            yield Paragraph(start, end, tuple(Run(folded, tuple(each)) for folded, each in runs))
