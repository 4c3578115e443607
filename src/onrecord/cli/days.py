"""A range of days in words: '3 Mar 2031', '1–7 Mar 2031', 'Mar 2031', '2031'."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from onrecord.cli.tame import tame

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def days(earliest: str | None, latest: str | None, *, to: str = "–") -> str:
    """The days (ISO 8601, inclusive) between which something lies; '' where neither is known.

    Whole months and years are named as such. What is no ISO date stands as it is.
    """
    if earliest is None or latest is None:
        if earliest is not None:
            return f"from {_one(earliest)}"
        return f"until {_one(latest)}" if latest is not None else ""
    first, last = _day(earliest), _day(latest)
    if first is None or last is None:
        both = [tame(earliest), tame(latest)]
        return both[0] if both[0] == both[1] else to.join(both)
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first < last:
        if (first.month, last.month) == (1, 12):
            return _joined(str(first.year), str(last.year), to=to)
        months = _MONTHS[first.month - 1], f"{_MONTHS[last.month - 1]} {last.year}"
        return _joined(months[0] if first.year == last.year else f"{months[0]} {first.year}", months[1], to=to)
    if first.year != last.year:
        return f"{_said(first)}{to}{_said(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]}{to}{_said(last)}"
    return _said(first) if first == last else f"{first.day}{to}{_said(last)}"


def moment(value: str) -> str:
    """A day with or without a time (ISO 8601): '4 Mar 2031 10:00'."""
    day, _, time = value.partition("T")
    return f"{_one(day)} {tame(time)}".strip()


def _joined(first: str, last: str, *, to: str) -> str:
    return last if last == first or last.startswith(f"{first} ") else f"{first}{to}{last}"


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _one(value: str) -> str:
    day = _day(value)
    return tame(value) if day is None else _said(day)


def _said(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
