"""One line of fixed columns: cells cut to their width, padded by what a terminal counts, each in its own direction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.text import Text

from onrecord.cli.intervals import ASCII, SIGNS, Signs
from onrecord.cli.tame import FIRST_STRONG_ISOLATE, POP_ISOLATE, right_to_left

GAP = 2  # columns between cells


class Column(NamedTuple):
    """One column: its head, its width, and the side to which it is flush."""

    head: str
    width: int
    flush: Literal["left", "right"] = "left"


class Row:
    """Cells on one line, each no wider than its column. What is cut ends in an ellipsis."""

    def __init__(self, columns: Sequence[Column], cells: Sequence[Text]) -> None:
        self._columns, self._cells = columns, cells

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        whole = sum(each.width for each in self._columns) + GAP * (len(self._columns) - 1)
        return Measurement(min(whole, options.max_width), min(whole, options.max_width))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        more = "..." if options.ascii_only else "…"
        for n, (column, cell) in enumerate(zip(self._columns, self._cells, strict=True)):
            shown = fitted(cell, width=column.width, more=more)
            blank = " " * (column.width - shown.cell_len)
            if n:
                yield Segment(" " * GAP)
            if column.flush == "right":
                yield Segment(blank)
            turned = right_to_left(shown.plain)
            if turned:
                yield Segment(FIRST_STRONG_ISOLATE)
            yield from Segment.apply_style(shown.render(console), console.get_style(shown.style))
            if turned:
                yield Segment(POP_ISOLATE)
            if column.flush == "left" and n + 1 < len(self._columns):
                yield Segment(blank)
        yield Segment.line()


def fitted(text: Text, *, width: int, more: str) -> Text:
    """``text``, or as much of it as ``width`` columns hold with ``more`` at its end."""
    if text.cell_len <= width:
        return text
    cut = text.copy()
    cut.truncate(max(0, width - len(more)))
    cut.rstrip()
    cut.append(more[:width])
    return cut


def heads(columns: Sequence[Column]) -> Row:
    """The line of heads."""
    return Row(columns, [Text(each.head, "dim") for each in columns])


def spread(columns: Sequence[Column], *, width: int) -> tuple[Column, ...]:
    """The columns with what ``width`` has left over given to those of width 0, in equal shares of 6 at least."""
    open_ones = sum(1 for each in columns if each.width == 0)
    used = sum(each.width for each in columns) + GAP * (len(columns) - 1)
    share = max(6, (width - used) // max(1, open_ones))
    return tuple(each if each.width else each._replace(width=share) for each in columns)


def signs_of(console: Console) -> Signs:
    """The signs that the terminal can show."""
    return ASCII if console.options.ascii_only else SIGNS
