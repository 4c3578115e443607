"""Intervals as bars on one axis: where each begins and ends. Pure; lengths along the axis are per cent of the drawing's
width, so that it fits a telephone and a wide screen without its letters growing or shrinking.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Range = tuple[int | None, int | None]

START, END = 1.0, 90.0  # per cent: between them lies the axis; a point on its edge still shows whole
BEYOND = 98.0  # how far a bar goes that is open upwards
TICKS = 5  # at most; six numbers of five digits stand on one another on a telephone


class Bar(NamedTuple):
    """One interval: its ends and how far they are apart, which of them are open, and whether both are one number."""

    start: str
    end: str
    width: str
    open_low: bool
    open_high: bool
    point: bool


class Tick(NamedTuple):
    """A number on the axis, and where it stands."""

    at: str
    number: int


class Axis(NamedTuple):
    """From 0 to ``top``."""

    top: int
    ticks: tuple[Tick, ...]

    def at(self, number: int) -> float:
        """Where a number stands, in per cent."""
        return START + (END - START) * (max(0, min(number, self.top)) / self.top)


def percent(at: float) -> str:
    """As SVG has it, whatever the reader's language."""
    return f"{at:.2f}%"


def axis(ranges: Sequence[Range]) -> Axis | None:
    """The axis that all of ``ranges`` fit on; None where none of them has a number above 0."""
    top = max((each for pair in ranges for each in pair if each is not None), default=0)
    if top <= 0:
        return None
    step = _step(top)
    whole = Axis(top, ())
    return Axis(top, tuple(Tick(percent(whole.at(n)), n) for n in range(0, top + 1, step)))


def bar(low: int | None, high: int | None, *, on: Axis) -> Bar | None:
    """An interval on an axis; what is open below begins at 0, what is open above goes on beyond the axis. None where
    both ends are open."""
    if low is None and high is None:
        return None
    start = on.at(low or 0)
    end = BEYOND if high is None else on.at(high)
    return Bar(percent(start), percent(end), percent(end - start), low is None, high is None, low == high)


def _step(top: int) -> int:
    """1, 2 or 5 times a power of ten, such that no more than ``TICKS`` numbers stand on the axis."""
    power = 1
    while True:
        for each in (1, 2, 5):
            if top // (each * power) < TICKS:
                return each * power
        power *= 10
