"""Days: arithmetic that never leaves the years 1 to 9999, the days that a TIMEX3 value covers, other calendars."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

# Meteorological seasons of the northern hemisphere, where the news that the grammar was read from is written.
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_VALUE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:T.*)?|(?P<year>\d{4})(?:-(?:(?P<month>\d\d)|W(?P<week>\d\d)(?P<end>-WE)?|Q(?P<quarter>\d)"
    r"|H(?P<half>\d)|(?P<season>SP|SU|FA|WI)))?|(?P<decade>\d{3})|(?P<century>\d\d)|(?P<from>[\dT:-]+)/(?P<to>[\dT:-]+)"
)


class Days(NamedTuple):
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None where the calendar has none: 31 February, the year 0."""
    try:
        return date(year, month, number)
    except (ValueError, OverflowError):
        return None


def shift(start: date, days: int) -> date | None:
    """``start`` moved by ``days``; None outside the years 1 to 9999."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None


def months(start: date, number: int) -> date | None:
    """``start`` moved by ``number`` months, on the month's last day where it has no such day."""
    index = start.year * 12 + start.month - 1 + number
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def whole(first: date | None, last: date | None) -> Days | None:
    """The days between both, or None if either is missing or they are the wrong way round."""
    return Days(first, last) if first and last and first <= last else None


def month_of(year: int, month: int) -> Days | None:
    """A whole month."""
    first = day(year, month, 1)
    return Days(first, date(year, month, calendar.monthrange(year, month)[1])) if first else None


def year_of(year: int) -> Days | None:
    """A whole year."""
    return whole(day(year, 1, 1), day(year, 12, 31))


def week_of(year: int, week: int) -> Days | None:
    """An ISO week, Monday to Sunday."""
    try:
        first = date.fromisocalendar(year, week, 1)
    except (ValueError, OverflowError):
        return None
    return whole(first, shift(first, 6))


def week(of: date) -> str:
    """The ISO week of a day, as a value."""
    year, number, _ = of.isocalendar()
    return f"{year:04d}-W{number:02d}"


def easter(year: int) -> date | None:
    """Western Easter Sunday, by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, number = divmod(h + j - 7 * m + 114, 31)
    return day(year, month, number + 1)


def thanksgiving(year: int) -> date | None:
    """The fourth Thursday of November, as in the United States."""
    first = day(year, 11, 1)
    return shift(first, (3 - first.weekday()) % 7 + 21) if first else None


def covered(value: str) -> Days | None:
    """The days that a TIMEX3 value fixes; None for durations, sets, references and values with an X."""
    found = _VALUE.fullmatch(value)
    if not found:
        return None
    if found["day"]:
        try:
            one = date.fromisoformat(found["day"])
        except ValueError:
            return None
        return Days(one, one)
    if found["from"]:
        one_end, other = covered(found["from"]), covered(found["to"])
        return whole(one_end.first, other.last) if one_end and other else None
    if found["decade"]:
        return whole(day(int(found["decade"]) * 10, 1, 1), day(int(found["decade"]) * 10 + 9, 12, 31))
    if found["century"]:
        return whole(day(max(1, int(found["century"]) * 100), 1, 1), day(int(found["century"]) * 100 + 99, 12, 31))
    year = int(found["year"])
    if found["month"]:
        return month_of(year, int(found["month"]))
    if found["week"]:
        days = week_of(year, int(found["week"]))
        return whole(shift(days.first, 5), days.last) if days and found["end"] else days
    if found["quarter"] or found["half"]:
        number, size = (int(found["quarter"]), 3) if found["quarter"] else (int(found["half"]), 6)
        if not 1 <= number <= 12 // size:
            return None
        first, last = month_of(year, (number - 1) * size + 1), month_of(year, number * size)
        return whole(first.first, last.last) if first and last else None
    if found["season"]:
        begins, ends = SEASONS[found["season"]]
        first, last = month_of(year, begins), month_of(year + (ends < begins), ends)
        return whole(first.first, last.last) if first and last else None
    return year_of(year)


def narrowed(days: Days, part: str) -> Days:
    """The early, mid or late third of some days."""
    size = (days.last - days.first).days + 1
    third = size // 3
    if third == 0 or part not in ("START", "MID", "END"):
        return days
    if part == "START":
        return Days(days.first, days.first + timedelta(days=third - 1))
    if part == "END":
        return Days(days.last - timedelta(days=third - 1 + size % 3), days.last)
    return Days(days.first + timedelta(days=third), days.last - timedelta(days=third))


def solar_day(year: int, month: int, number: int) -> date | None:
    """A day of the Solar Hijri calendar of Iran and Afghanistan in the Gregorian one; None outside 1178 to 1633.

    In those years the 33-year rule of leap years agrees with the astronomical calendar (K. M. Borkowski, 'The
    Persian calendar for 3000 years', Earth, Moon, and Planets 74, 1996).
    """
    if not 1178 <= year <= 1633 or not 1 <= month <= 12 or not 1 <= number <= (31 if month < 7 else 30):
        return None
    if month == 12 and number == 30 and not _solar_leap(year):
        return None
    days = number - 1 + (31 * (month - 1) if month < 7 else 186 + 30 * (month - 7))
    # 1 Farvardin 1400 was 21 March 2021.
    years = range(1400, year) if year >= 1400 else range(year, 1400)
    turned = sum(365 + _solar_leap(y) for y in years)
    return date(2021, 3, 21) + timedelta(days=days + (turned if year >= 1400 else -turned))


def _solar_leap(year: int) -> bool:
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def lunar_days(year: int, month: int, number: int | None) -> Days | None:
    """The days between which one of the lunar Islamic calendar falls, or a month of it.

    By the tabular calendar (mean months, epoch 16 July 622 Julian), with two days on either side: the month begins
    with the sighting of the moon, in one country before another.
    """
    if not 1 <= year <= 9000 or not 1 <= month <= 12 or (number is not None and not 1 <= number <= 30):
        return None
    first = (number or 1) + (59 * (month - 1) + 1) // 2 + 354 * (year - 1) + (3 + 11 * year) // 30 + 227014
    try:
        begin = date.fromordinal(first)
    except (ValueError, OverflowError):
        return None
    return whole(shift(begin, -2), shift(begin, 2 if number else 31))
