"""Paragraphs as lines of a terminal, and the widths at which what is shown changes its shape."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from onrecord.cli.tame import FIRST_STRONG_ISOLATE, POP_ISOLATE, right_to_left

LABEL = 7  # columns of a label before a line: 'Against' is the longest
CELL = 6  # lines of a speaker with role and chain, of a chain by itself
NARROW, WIDE = 60, 100  # columns: below the first, lines instead of a table; from the second, a column for the chain


class Lines:
    """Paragraphs wrapped to the width at hand, each line on its own as to direction, at most ``most`` lines.

    What is cut ends in an ellipsis.
    """

    def __init__(self, *paragraphs: Text, most: int | None = None) -> None:
        self._paragraphs = paragraphs
        self._most = most

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        each = [Measurement.get(console, options, paragraph) for paragraph in self._paragraphs]
        return Measurement(max((m.minimum for m in each), default=0), max((m.maximum for m in each), default=0))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = [line for each in self._paragraphs for line in each.wrap(console, options.max_width)]
        if self._most is not None and len(lines) > self._most:
            lines = lines[: self._most]
            more = "..." if options.ascii_only else "…"
            lines[-1].truncate(options.max_width - len(more))
            lines[-1].rstrip()
            lines[-1].append(more)
        for line in lines:
            line.rstrip()
            # The isolates take no column, so they are added once the widths are settled.
            turned = right_to_left(line.plain)
            if turned:
                yield Segment(FIRST_STRONG_ISOLATE)
            yield from Segment.apply_style(line.render(console), console.get_style(line.style))
            if turned:
                yield Segment(POP_ISOLATE)
            yield Segment.line()


def labelled(pairs: Iterable[tuple[Text, Lines]]) -> RenderableType:
    """Lines each after its label; what is wrapped stays beside the label."""
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(width=LABEL)
    grid.add_column(ratio=1)
    for label, lines in pairs:
        grid.add_row(label, lines)
    return Padding(grid, (0, 0, 0, 1))


def counted(number: int, noun: str) -> str:
    """A number with its noun: '1 figure', '3 figures'."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
