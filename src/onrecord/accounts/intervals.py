"""Intervals ``low <= n <= high`` of whole numbers, null being open: what two have in common, and their words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Interval(NamedTuple):
    """``low`` and ``high``, both inclusive; null is open. Both null says nothing."""

    low: int | None
    high: int | None

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low == self.high

    @property
    def least(self) -> int:
        """The lowest number that it allows."""
        return self.low if self.low is not None else 0

    @property
    def point(self) -> int:
        """The number to compare by: the low end, which is what was counted, and the high end where there is no low."""
        return self.low if self.low is not None else (self.high or 0)


def meets(one: Interval, other: Interval) -> bool:
    """Whether some number lies in both."""
    return (one.high is None or other.least <= one.high) and (other.high is None or one.least <= other.high)


def within(one: Interval, other: Interval) -> bool:
    """Whether every number of ``one`` lies in ``other``."""
    return one.least >= other.least and (other.high is None or (one.high is not None and one.high <= other.high))


def shifted(one: Interval, by: int) -> Interval:
    """Both ends moved by ``by``, not below 0."""
    return Interval(
        None if one.low is None else max(0, one.low + by), None if one.high is None else max(0, one.high + by)
    )


def shared(intervals: Iterable[Interval]) -> Interval | None:
    """What all have in common; null where nothing is, or there is none."""
    low, high, some = 0, None, False
    for each in intervals:
        some = True
        low = max(low, each.least)
        if each.high is not None:
            high = each.high if high is None else min(high, each.high)
    if not some or (high is not None and low > high):
        return None
    return Interval(low, high)


def hull(intervals: Iterable[Interval]) -> Interval | None:
    """From the lowest low to the highest high; open where one of them is, null for none."""
    held = list(intervals)
    if not held:
        return None
    lows = [each.least for each in held]
    highs = [each.high for each in held]
    return Interval(min(lows), None if None in highs else max(high for high in highs if high is not None))


def plus(intervals: Iterable[Interval]) -> Interval:
    """The sum; its high end is open where one of theirs is. The sum of none is 0."""
    held = list(intervals)
    low = sum(each.least for each in held)
    high = None if any(each.high is None for each in held) else sum(each.high or 0 for each in held)
    return Interval(low, high)


def spoken(one: Interval) -> str:
    """'14', 'at least 14', 'up to 20', '6 to 8', 'an unknown number'."""
    low, high = one
    if low is None and high is None:
        return "an unknown number"
    if high is None:
        return f"at least {low:,}"
    if low is None:
        return f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
