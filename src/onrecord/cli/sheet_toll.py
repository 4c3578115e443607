"""A toll over time as a line of steps: each number a level, each report that changed it a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.accounts.sheet import Step
from onrecord.accounts.toll import changed as unlike
from onrecord.accounts.toll import moving
from onrecord.cli.figures import HARMS, harm
from onrecord.cli.intervals import ASCII, Signs, interval
from onrecord.cli.lines import NARROW, WIDE, Lines
from onrecord.cli.standings import Outlets, minute

LEVELS = 12  # numbers that are drawn as levels; a longer toll is told as a row of numbers
TIMES = 3  # lines of when a level was reached

# Across, up from left, on to the right from below, down from left, on to the right from above, upright, now, apart.
_DRAWN = ("─", "┘", "┌", "┐", "└", "│", "●", "○")
_PLAIN = ("-", "+", "+", "+", "+", "|", "o", "*")

Level = tuple[int | None, int | None]


def toll(steps: Sequence[Step], outlets: Outlets, *, width: int, signs: Signs) -> Iterator[RenderableType]:
    """The steps of every harm whose number changed."""
    for name in HARMS:
        told = sorted((each for each in steps if each.harm == name), key=lambda each: _when(each.at) or datetime.max)
        changed = unlike(told)
        levels = sorted({_level(each) for each in changed}, key=_height, reverse=True)
        if len(levels) < 2:
            continue
        yield Padding(Lines(harm(name, signs=signs)), (0, 1))
        if len(levels) > LEVELS or width < NARROW:
            between = f" {signs.higher} "
            row = Text(between).join(
                Text.assemble((interval(*_level(each), signs=signs), "bold"), (f" ({minute(each.at)})", "dim"))
                for each in changed
            )
            yield Padding(Lines(row), (0, 1, 0, 3))
        else:
            yield from _levels(changed, levels, outlets, width=width, signs=signs)


def steps(changed: Sequence[Step], *, width: int, signs: Signs) -> dict[Level, str]:
    """For each number the row of the drawing, ``width`` columns (at least two a step), time running to the right.

    The line moves as :func:`onrecord.accounts.toll.moving` says; other counts stand beside it as points. Steps stand
    as far apart as they are in time, but never on one another.
    """
    flat, up, on, down, off, beside, now, apart = _PLAIN if signs is ASCII else _DRAWN
    levels = sorted({_level(each) for each in changed}, key=_height, reverse=True)
    rows = [[" "] * width for _ in levels]
    columns = _columns([each.at for each in changed], width=width)
    line, drawn = levels.index(_level(changed[0])), 0
    for column, each, moves in zip(columns[1:], changed[1:], moving(changed)[1:], strict=True):
        level = levels.index(_level(each))
        if level == line:
            continue
        if moves:
            rows[line][drawn:column] = flat * (column - drawn)
            rows[line][column], rows[level][column] = (up, on) if level < line else (down, off)
            for between in range(min(line, level) + 1, max(line, level)):
                rows[between][column] = beside
            line, drawn = level, column + 1
        else:
            rows[level][column] = apart
    rows[line][drawn : width - 1] = flat * (width - 1 - drawn)
    rows[line][width - 1] = now
    return {level: "".join(row) for level, row in zip(levels, rows, strict=True)}


def _levels(
    changed: Sequence[Step], levels: Sequence[Level], outlets: Outlets, *, width: int, signs: Signs
) -> Iterator[RenderableType]:
    numbers = [interval(*each, signs=signs) for each in levels]
    drawn = steps(changed, width=max(2 * len(changed), 18 if width < WIDE else 30), signs=signs)
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=max(map(len, numbers)), justify="right")
    grid.add_column(width=len(drawn[levels[0]]))
    grid.add_column(ratio=1)
    for level, number in zip(levels, numbers, strict=True):
        when = Text("; ").join(
            Text.assemble(minute(each.at), (" in ", "dim"), outlets.named(each.origin, copies=False))
            for each in changed
            if _level(each) == level
        )
        grid.add_row(Text(number, "bold"), Text(drawn[level], "cyan"), Lines(when, most=TIMES))
    yield Padding(grid, (0, 1, 0, 3))
    point = (_PLAIN if signs is ASCII else _DRAWN)[-1]
    if any(point in row for row in drawn.values()):
        yield Padding(Lines(Text(f"{point} no more than another origin has by then", "dim")), (0, 1, 0, 3))


def _columns(at: Sequence[str], *, width: int) -> list[int]:
    """Where each step stands: by its time where all have one, else evenly; 0 is the first, two columns at least."""
    times = [_when(each) for each in at]
    last = width - 1 - 2  # the line after the last step is two columns long at least
    known = [each for each in times if each is not None]
    if len(known) == len(times) and known[-1] > known[0]:
        whole = known[-1] - known[0]
        placed = [int((each - known[0]) / whole * last) for each in known]
    else:
        placed = [n * last // max(1, len(times) - 1) for n in range(len(times))]
    for n in range(1, len(placed)):
        placed[n] = max(placed[n], placed[n - 1] + 2)
    for n in range(len(placed) - 1, -1, -1):
        placed[n] = min(placed[n], last - 2 * (len(placed) - 1 - n))
    return [max(0, each) for each in placed]


def _when(at: str) -> datetime | None:
    """A day is its first moment; a time without an offset is taken as UTC, for it is only drawn."""
    try:
        known = datetime.fromisoformat(at)
        return (known.astimezone(UTC) if known.tzinfo else known).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _level(step: Step) -> Level:
    return step.low, step.high


def _height(level: Level) -> tuple[int, int]:
    low, high = level
    known = low if low is not None else high if high is not None else 0
    return known, high if high is not None else known
