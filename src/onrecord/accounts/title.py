"""A short name of an incident for people: what, where, when."""

from __future__ import annotations

from datetime import date as Day

from onrecord.accounts.words import titled
from onrecord.record import IncidentType, When, Where

_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


def title(kind: IncidentType, date: When, place: Where | None) -> str:
    """'Air strike in Tel Amar, 3 May 2021'; what is not known is left out."""
    called = titled(kind.kind) or kind.kind.replace("-", " ").capitalize() or "Incident"
    around = f" {'in' if place.precision != 'near' else 'near'} {place.name}" if place is not None else ""
    told = spoken(date)
    return f"{called}{around}{f', {told}' if told else ''}"


def spoken(date: When) -> str:
    """'3 May 2021', '3 to 9 May 2021', 'May 2021', '2021'; nothing for an unknown date."""
    if date.earliest is None or date.latest is None:
        return ""
    try:
        first, last = Day.fromisoformat(date.earliest[:10]), Day.fromisoformat(date.latest[:10])
    except ValueError:
        return ""
    if first == last:
        return f"{first.day} {_MONTHS[first.month - 1]} {first.year}"
    if date.precision == "year" and first.year == last.year:
        return f"{first.year}"
    if date.precision == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1]} {first.year}"
    left = f"{first.day}"
    if (first.year, first.month) != (last.year, last.month):
        left += f" {_MONTHS[first.month - 1]}"
    if first.year != last.year:
        left += f" {first.year}"
    return f"{left} to {last.day} {_MONTHS[last.month - 1]} {last.year}"


def spoken_day(text: str) -> str:
    """'3 May 2021', with '14:30' behind it where the text has a time; what is no date stays as it is."""
    try:
        day = Day.fromisoformat(text[:10])
    except ValueError:
        return text
    clock = f", {text[11:16]}" if len(text) >= 16 and text[10] in "T " else ""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}{clock}"
