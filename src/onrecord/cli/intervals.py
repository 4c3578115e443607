"""Intervals of numbers as a few characters, and as a bar on an axis that several share."""

from __future__ import annotations

import math
from typing import NamedTuple

_WHOLE = 10**9  # no report's toll; above it a number of thirty digits would push the words out of the window


class Signs(NamedTuple):
    """The characters that the board draws with."""

    at_least: str
    at_most: str
    to: str
    about: str
    part: str
    between: str
    quotes: tuple[str, str]
    point: str
    low: str
    high: str
    line: str
    lower: str
    higher: str
    no: str


SIGNS = Signs("≥ ", "≤ ", "–", "≈", "└ ", " · ", ("“", "”"), "●", "├", "┤", "─", "←", "→", "×")
ASCII = Signs(">= ", "<= ", "-", "~", "`- ", " | ", ('"', '"'), "o", "|", "|", "-", "<", ">", "x")


def number(value: int, *, signs: Signs = SIGNS) -> str:
    """``value`` with commas; from a thousand million on, only its power of ten."""
    return f"{value:,}" if abs(value) < _WHOLE else f"{signs.about}10^{math.floor(math.log10(abs(value)))}"


def interval(low: int | None, high: int | None, *, signs: Signs = SIGNS) -> str:
    """'14', '≥ 14', '≤ 20', '6–8', '0'; '?' where it is open on both sides."""
    if low is None and high is None:
        return "?"
    if high is None:
        assert low is not None
        return signs.at_least + number(low, signs=signs)
    if low is None:
        return signs.at_most + number(high, signs=signs)
    first, last = number(low, signs=signs), number(high, signs=signs)
    return first if low == high else f"{first}{signs.to}{last}"


def bar(low: int | None, high: int | None, *, top: int, width: int, signs: Signs = SIGNS) -> str:
    """The interval on an axis from 0 to ``top`` (over 0), ``width`` columns (3 or more), an arrow where it is open.

    The last column is beyond the axis: only an arrow reaches it. Nothing is drawn where both sides are open.
    """
    last = width - 2

    def at(value: int) -> int:
        return max(0, min(last, value * last // top))

    if low is None and high is None:
        return " " * width
    if high is None:
        assert low is not None
        start = at(low)
        drawn = " " * start + signs.low + signs.line * (width - start - 2) + signs.higher
    elif low is None:
        drawn = (signs.lower + signs.line * (at(high) - 1) + signs.high) if at(high) else signs.lower
    elif at(low) == at(high):
        drawn = " " * at(low) + signs.point
    else:
        drawn = " " * at(low) + signs.low + signs.line * (at(high) - at(low) - 1) + signs.high
    return drawn.ljust(width)


def axis(*, top: int, width: int, signs: Signs = SIGNS) -> str:
    """The axis under such bars, with its ends: '0──────20'."""
    end = number(top, signs=signs)
    return ("0" + signs.line * max(1, width - 2 - len(end)) + end)[:width].ljust(width)
