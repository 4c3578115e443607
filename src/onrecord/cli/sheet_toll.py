"""A toll over time as a line of steps: each number a level, each report that changed it a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.accounts.sheet import Step
from onrecord.cli.days import moment
from onrecord.cli.figures import HARMS, harm
from onrecord.cli.intervals import ASCII, Signs, interval
from onrecord.cli.lines import NARROW, WIDE, Lines
from onrecord.cli.standings import Outlets

LEVELS = 7  # numbers that are drawn as levels; a longer toll is told as a row of numbers
TIMES = 3  # lines of when a level was reached

# Across, up from left, on to the right from below, down from left, on to the right from above, beside, now.
_DRAWN = ("─", "┘", "┌", "┐", "└", "│", "●")
_PLAIN = ("-", "+", "+", "+", "+", "|", "o")

Level = tuple[int | None, int | None]


def toll(steps: Sequence[Step], outlets: Outlets, *, width: int, signs: Signs) -> Iterator[RenderableType]:
    """The steps of every harm whose number changed."""
    for name in HARMS:
        told = sorted((each for each in steps if each.harm == name), key=lambda each: each.at)
        changed = [each for n, each in enumerate(told) if n == 0 or _level(each) != _level(told[n - 1])]
        levels = sorted({_level(each) for each in changed}, key=_height, reverse=True)
        if len(levels) < 2:
            continue
        yield Padding(Lines(harm(name, signs=signs)), (0, 1))
        if len(levels) > LEVELS or width < NARROW:
            between = f" {signs.higher} "
            row = Text(between).join(
                Text.assemble((interval(*_level(each), signs=signs), "bold"), (f" ({moment(each.at)})", "dim"))
                for each in changed
            )
            yield Padding(Lines(row), (0, 1, 0, 3))
        else:
            yield _levels(changed, levels, outlets, width=width, signs=signs)


def steps(changed: Sequence[Step], *, width: int, signs: Signs) -> dict[Level, str]:
    """For each number the row of the drawing, ``width`` columns (at least two a step), time running to the right.

    Steps stand as far apart as they are in time, but never on one another.
    """
    flat, up, on, down, off, beside, now = _PLAIN if signs is ASCII else _DRAWN
    levels = sorted({_level(each) for each in changed}, key=_height, reverse=True)
    rows = {each: [" "] * width for each in levels}
    columns = _columns([each.at for each in changed], width=width)
    for n, each in enumerate(changed):
        until = columns[n + 1] if n + 1 < len(changed) else width - 1
        row = rows[_level(each)]
        for column in range(columns[n] + (n > 0), until):
            row[column] = flat
        if n + 1 == len(changed):
            row[until] = now
            break
        here, there = levels.index(_level(each)), levels.index(_level(changed[n + 1]))
        rows[levels[here]][until], rows[levels[there]][until] = (up, on) if there < here else (down, off)
        for between in range(min(here, there) + 1, max(here, there)):
            rows[levels[between]][until] = beside
    return {each: "".join(row) for each, row in rows.items()}


def _levels(
    changed: Sequence[Step], levels: Sequence[Level], outlets: Outlets, *, width: int, signs: Signs
) -> RenderableType:
    numbers = [interval(*each, signs=signs) for each in levels]
    drawn = steps(changed, width=max(2 * len(changed), 18 if width < WIDE else 30), signs=signs)
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=max(map(len, numbers)), justify="right")
    grid.add_column(width=len(drawn[levels[0]]))
    grid.add_column(ratio=1)
    for level, number in zip(levels, numbers, strict=True):
        when = Text("; ").join(
            Text.assemble(moment(each.at), (" in ", "dim"), outlets.named(each.origin))
            for each in changed
            if _level(each) == level
        )
        grid.add_row(Text(number, "bold"), Text(drawn[level], "cyan"), Lines(when, most=TIMES))
    return Padding(grid, (0, 1, 0, 3))


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
    """A day is its last moment: a report of an hour of that day is the earlier one."""
    try:
        if len(at) <= 10:
            return datetime.combine(date.fromisoformat(at), time()) + timedelta(hours=23)
        return datetime.fromisoformat(at).replace(tzinfo=None)
    except ValueError:
        return None


def _level(step: Step) -> Level:
    return step.low, step.high


def _height(level: Level) -> tuple[int, int]:
    low, high = level
    known = low if low is not None else high if high is not None else 0
    return known, high if high is not None else known
