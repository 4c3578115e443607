"""Makers of days that a feast or another calendar names: Christmas, 12 Ramadan 1445, 22 Bahman 1357, 500 BC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from onrecord.reading.timex_calendar import day, easter, lunar_days, shift, solar_day, thanksgiving, whole
from onrecord.reading.timex_dates import Maker, full_year, iso, step
from onrecord.reading.timex_scene import Made, Reading, dated


def _holiday(r: Reading) -> Made | None:
    said = r.said()
    if r.has("b"):
        return dated("2001-09-11")
    move = step(r) if r.has("k") else None
    if r.has("s") and (r.before() != "since" or said.endswith("s")):
        return None  # 'the new year' is a day in 'since the New Year' alone
    if r.has("h") and r.value("w") != "5":
        return None  # 'Good Sunday'

    def on(year: int) -> date | None:
        if "thanksgiving" in said:
            return thanksgiving(year)
        if "easter" in said or r.has("h"):
            return easter(year)
        if r.has("s"):
            return day(year, 1, 1)  # 'since the New Year'
        if r.has("n"):
            return day(year, 12, 31) if r.words("n") == "eve" else day(year, 1, 1)
        if "eve" in said.split():
            return day(year, 12, 24)
        if r.has("f"):
            return _feast(r, year)
        month, number = (10, 31) if "halloween" in said else (12, 25)
        return day(year, month, number)

    if r.has("x") and "easter" in said and "monday" in said:
        return _moved(r, on, move, 1)
    return _moved(r, on, move, -2 if "friday" in said else 0)


def _feast(r: Reading, year: int) -> date | None:
    """A feast of the table: '12-26' the day, '5/-1/1' the last Monday of May, '9/1/1' the first of September."""
    said = r.value("f")
    if "-" in said and "/" not in said:
        month, number = (int(n) for n in said.split("-"))
        return day(year, month, number)
    month, count, weekday = (int(n) for n in said.split("/"))
    first = day(year, month, 1)
    if first is None:
        return None
    days = [d for n in range(31) if (d := shift(first, n)) and d.month == month and d.isoweekday() == weekday]
    return days[count - 1 if count > 0 else count]


def _fourth(r: Reading) -> Made | None:
    """'The Fourth of July' is a feast: of the past where something happened on it, however near the next is."""
    if (r.value("d"), r.value("m")) != ("4", "7"):
        return None
    return _moved(r, lambda year: day(year, 7, 4), None, 0)


def _moved(r: Reading, on: Callable[[int], date | None], move: int | None, days: int) -> Made | None:
    today = r.scene.today
    if r.has("y"):
        year = full_year(r)
        named = on(year) if year else None
        fixed_day = shift(named, days) if named else None
        return dated(fixed_day.isoformat()) if fixed_day else None
    if today is None:
        first = on(2001)
        fixed = first and not any(w in r.said() for w in ("easter", "thanksgiving", "good")) and "/" not in r.value("f")
        return (
            Made("date", f"XXXX-{first.month:02d}-{first.day:02d}") if fixed and first else Made("date", "XXXX-XX-XX")
        )
    lean = move or r.leaning() or 0
    choices = [s for y in (today.year - 1, today.year, today.year + 1) if (d := on(y)) and (s := shift(d, days))]
    if lean > 0:
        choices = [d for d in choices if d >= today] or choices
    elif lean < 0:
        choices = [d for d in choices if d <= today] or choices
    one = min(choices, key=lambda d: abs((d - today).days)) if choices else None
    return dated(one.isoformat()) if one else None


def _hijri(r: Reading) -> Made | None:
    words = r.scene.tokens.text[r.scene.tokens.starts[r.phrase.start] : r.scene.tokens.ends[r.phrase.end - 1]]
    year = int(r.value("y")) if r.value("y").isdigit() else None
    number = int(r.value("d")) if r.has("d") else None
    if r.has("h"):
        month = int(r.value("h")) + int(r.value("t"))
    elif r.has("m"):
        month = int(r.value("m"))
    else:
        days = whole(*_ends(year)) if year else None
        return Made("date", words, days) if days else None
    if year is not None and year > 1600:  # 'Ramadan 2019': the month of that Gregorian year
        return Made("date", words, None)
    return Made("date", words, lunar_days(year, month, number) if year else None)


def _ends(year: int) -> tuple[date | None, date | None]:
    first, last = lunar_days(year, 1, None), lunar_days(year, 12, None)
    return (first.first if first else None), (last.last if last else None)


def _solar(r: Reading) -> Made | None:
    words = r.scene.tokens.text[r.scene.tokens.starts[r.phrase.start] : r.scene.tokens.ends[r.phrase.end - 1]]
    if not r.has("y") and r.has("d"):
        return _solar_near(r)
    year = int(r.value("y")) if r.value("y").isdigit() else 0
    if not 1178 <= year <= 1633:
        return None
    if r.has("d"):
        one = solar_day(year, int(r.value("m")), int(r.value("d")))
        return dated(one.isoformat()) if one else Made("date", words)
    month = int(r.value("m")) if r.has("m") else None
    first, after = solar_day(year, month or 1, 1), solar_day(year + (month in (None, 12)), (month or 12) % 12 + 1, 1)
    days = whole(first, shift(after, -1) if after else None)
    return Made("date", f"{days.first}/{days.last}" if days else words, days)


def _solar_near(r: Reading) -> Made | None:
    """'24 Aban': the one nearest to the day of publication."""
    today, month, number = r.scene.today, int(r.value("m")), int(r.value("d"))
    if today is None:
        return None
    days = [d for y in range(today.year - 623, today.year - 619) if (d := solar_day(y, month, number))]
    nearest = min(days, key=lambda d: abs((d - today).days), default=None)
    return dated(nearest.isoformat()) if nearest else None


def _ancient(r: Reading) -> Made | None:
    year = int(r.value("y").replace(",", "")) if r.value("y").replace(",", "").isdigit() else 0
    if not 1 <= year <= 9999:
        return None
    return Made("date", f"BC{year:04d}") if r.words("e") in ("bc", "bce") else dated(iso(year))


MAKERS: dict[str, Maker] = {
    "fourth": _fourth,
    "holiday": _holiday,
    "hijri": _hijri,
    "solar": _solar,
    "ancient": _ancient,
}
