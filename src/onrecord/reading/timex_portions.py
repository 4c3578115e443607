"""Makers of parts of a month: 'the first week of March', 'the last Friday in June', 'the weekend of 2 March'."""

from __future__ import annotations

from datetime import date

from onrecord.reading.timex_calendar import Days, day, month_of, shift, week, whole
from onrecord.reading.timex_dates import Maker, full_year, iso, near_year
from onrecord.reading.timex_scene import Made, Reading
from onrecord.reading.timex_spells import unit


def _month(r: Reading) -> tuple[int | None, Days | None]:
    number = int(r.value("m"))
    year = full_year(r) if r.has("y") else near_year(r, number, None)
    return year, month_of(year, number) if year else None


def _portion(r: Reading) -> Made | None:
    year, days = _month(r)
    if days is None:
        return Made("date", iso(year, int(r.value("m"))))
    last = r.words("o") == "last"
    if r.has("n"):
        size = {"PD": 1, "PW": 7}.get(unit(r), 0)
        number = r.number("n")
        return _ends(days, int(number * size), last) if number and size and number * size <= 31 else None
    number = -1 if last else int(r.value("o"))
    if r.words("u") in ("week", "half"):
        return _week(days, number) if r.words("u") == "week" else _half(days, number)
    if r.words("u") in ("days", "weeks"):
        part = "END" if last else "START"
        return Made("date", f"{days.first:%Y-%m}", days, part)
    weekday = 6 if r.words("u") == "weekend" else int(r.value("u"))
    one = _nth(days, number, weekday)
    if one is None:
        return None
    if r.words("u") == "weekend":
        sunday = shift(one, 1)
        return Made("date", week(one) + "-WE", Days(one, sunday or one))
    return Made("date", one.isoformat(), Days(one, one))


def _ends(days: Days, size: int, last: bool) -> Made | None:
    some = whole(shift(days.last, 1 - size), days.last) if last else whole(days.first, shift(days.first, size - 1))
    return Made("date", f"{some.first}/{some.last}", some) if some else None


def _week(days: Days, number: int) -> Made | None:
    """A week of a month is seven days counted from its first; the last one ends with it."""
    if number == -1:
        some = whole(shift(days.last, -6), days.last)
    elif 1 <= number <= 5:
        first = shift(days.first, 7 * number - 7)
        some = whole(first, min(days.last, shift(days.first, 7 * number - 1) or days.last)) if first else None
    else:
        return None
    return Made("date", f"{some.first}/{some.last}", some) if some else None


def _half(days: Days, number: int) -> Made | None:
    if number not in (1, 2, -1):
        return None
    middle = days.first.replace(day=15)
    some = Days(days.first, middle) if number == 1 else Days(days.first.replace(day=16), days.last)
    return Made("date", f"{some.first}/{some.last}", some)


def _nth(days: Days, number: int, weekday: int) -> date | None:
    """The first, second or last such weekday of a month; None for a fifth that it has not."""
    every = [
        d for n in range((days.last - days.first).days + 1) if (d := shift(days.first, n)) and d.isoweekday() == weekday
    ]
    return every[-1] if number == -1 else every[number - 1] if 1 <= number <= len(every) else None


def _weekend_of(r: Reading) -> Made | None:
    """The weekend that a day is in, or that it is next to."""
    month, number = int(r.value("m")), int(r.value("d"))
    year = full_year(r) if r.has("y") else near_year(r, month, number)
    one = day(year, month, number) if year else None
    if one is None:
        return Made("date", iso(year, month, number)) if day(2000, month, number) and not year else None
    saturday = shift(one, 6 - one.isoweekday() if one.isoweekday() > 2 else -1 - one.isoweekday())
    days = whole(saturday, shift(saturday, 1)) if saturday else None
    return Made("date", week(days.first) + "-WE", days) if days else None


MAKERS: dict[str, Maker] = {"portion": _portion, "weekendof": _weekend_of}
