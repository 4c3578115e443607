"""The toll over time as a line of steps: where each step stands. Pure; across in per cent, down in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from onrecord.accounts import toll
from onrecord.accounts.sheet import Step
from onrecord.desk.bars import axis, percent
from onrecord.record import Harm

START, END = 3.0, 92.0  # per cent between which the steps lie; the line goes on to the end of the drawing
APART = 2.5  # per cent at least between two steps, or their marks would lie on one another
CROWDED = 6.0  # per cent within which a second number would be written over the first
TOP, BOTTOM = 22.0, 150.0  # pixels; above is room for a number, below for the days


class Point(NamedTuple):
    """One step, on the line or beside it. ``up`` is how far up its interval goes; ``labelled`` where its number has
    room."""

    step: Step
    x: str
    y: str
    up: str
    number_y: str
    moves: bool
    labelled: bool


class Stroke(NamedTuple):
    """A straight piece of the line."""

    x1: str
    y1: str
    x2: str
    y2: str


class Level(NamedTuple):
    """A number at the side."""

    y: str
    number: int


class Line(NamedTuple):
    """The toll of one harm."""

    harm: Harm
    points: tuple[Point, ...]
    strokes: tuple[Stroke, ...]
    levels: tuple[Level, ...]


def line(steps: Sequence[Step], harm: Harm) -> Line | None:
    """The line of one harm; None where its number never changed."""
    told = toll.changed(
        sorted((s for s in steps if s.harm == harm), key=lambda s: _when(s.at) or datetime.max.replace(tzinfo=UTC))
    )
    on = axis([toll.level(s) for s in told])
    if len(told) < 2 or on is None:
        return None

    def down(number: int) -> float:
        return BOTTOM - (BOTTOM - TOP) * (min(number, on.top) / on.top)

    xs = _across([s.at for s in told])
    moves = toll.moving(told)
    points, strokes = [], []
    written, last = -CROWDED, (xs[0], down(toll.height(told[0])))
    for x, step, moving in zip(xs, told, moves, strict=True):
        y = down(toll.height(step))
        up = TOP - 8 if step.high is None else down(step.high)
        labelled = moving and x - written >= CROWDED
        if labelled:
            written = x
        points.append(Point(step, percent(x), f"{y:.1f}", f"{up:.1f}", f"{y - 8:.1f}", moving, labelled))
        if moving:
            strokes.append(_stroke(last, (x, last[1])))
            strokes.append(_stroke((x, last[1]), (x, y)))
            last = (x, y)
    strokes.append(_stroke(last, (99.0, last[1])))
    levels = tuple(Level(f"{down(tick.number):.1f}", tick.number) for tick in on.ticks)
    return Line(harm, tuple(points), tuple(s for s in strokes if (s.x1, s.y1) != (s.x2, s.y2)), levels)


def _stroke(one: tuple[float, float], other: tuple[float, float]) -> Stroke:
    return Stroke(percent(one[0]), f"{one[1]:.1f}", percent(other[0]), f"{other[1]:.1f}")


def _across(at: Sequence[str]) -> list[float]:
    """Where each step stands: by its time where all have one, else evenly, but never two on one another."""
    times = [_when(each) for each in at]
    known = [each for each in times if each is not None]
    if len(known) == len(times) and known[-1] > known[0]:
        whole = known[-1] - known[0]
        placed = [START + (each - known[0]) / whole * (END - START) for each in known]
    else:
        placed = [START + n * (END - START) / max(1, len(times) - 1) for n in range(len(times))]
    gap = min(APART, (END - START) / max(1, len(placed) - 1))
    for n in range(1, len(placed)):
        placed[n] = max(placed[n], placed[n - 1] + gap)
    for n in range(len(placed) - 1, -1, -1):
        placed[n] = min(placed[n], END - gap * (len(placed) - 1 - n))
    return placed


def _when(at: str) -> datetime | None:
    """A day is its first moment; a time without an offset is taken as UTC, for it is only drawn."""
    try:
        known = datetime.fromisoformat(at)
        return known.astimezone(UTC) if known.tzinfo else known.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
