"""Makers of nights between two days, and of the hours before daybreak: 'Sunday into Monday', 'overnight Saturday'."""

from __future__ import annotations

from datetime import date

from onrecord.reading.timex_calendar import Days, shift, whole
from onrecord.reading.timex_dates import Maker
from onrecord.reading.timex_scene import Made, Reading


def _weekday(r: Reading, part: str) -> date | None:
    """The day of a part's weekday: the next where the words look ahead, else the last, today included."""
    today, k = r.scene.today, int(r.value(part))
    if today is None:
        return None
    if r.words(part) in ("today", "yesterday", "tomorrow"):
        return shift(today, k)
    ahead = r.leaning() > 0
    return shift(today, (k - today.isoweekday()) % 7 if ahead else -((today.isoweekday() - k) % 7))


def _night(r: Reading) -> Made | None:
    """The night from one weekday to the next: it begins on the first and ends on the second."""
    one, other = int(r.value("w")), int(r.value("v"))
    if r.has("g") and r.value("g") != "NI":
        return None
    if one % 7 + 1 != other:
        return None
    if r.scene.today is None:
        return Made("time", f"XXXX-WXX-{one}TNI")
    last = _weekday(r, "v")
    days = whole(shift(last, -1), last) if last else None
    return Made("time", f"{days.first}TNI", days) if days else None


def _overnight(r: Reading) -> Made | None:
    """'Overnight Saturday': the night to that day in a report of the day itself, the night from it in a later one."""
    k = int(r.value("w"))
    if r.scene.today is None:
        return Made("time", f"XXXX-WXX-{k}TNI")
    one = _weekday(r, "w")
    if one is None:
        return None
    days = whole(shift(one, -1), one) if one == r.scene.today else whole(one, shift(one, 1))
    return Made("time", f"{days.first}TNI", days) if days else None


def _early_hours(r: Reading) -> Made | None:
    """'The early hours of Sunday': Sunday's, not the night before them."""
    if r.value("u") != "PTH":
        return None
    one = _weekday(r, "w")
    if one is None:
        k = int(r.value("w"))
        return Made("time", f"XXXX-WXX-{k}TMO" if k > 0 else "XXXX-XX-XXTMO")
    return Made("time", f"{one}TMO", Days(one, one))


def _before_last(r: Reading) -> Made | None:
    """'The night before last'."""
    time = "T" + r.value("g")
    one = shift(r.scene.today, -2) if r.scene.today else None
    return Made("time", f"{one}{time}", Days(one, one)) if one else Made("time", "XXXX-XX-XX" + time)


MAKERS: dict[str, Maker] = {
    "night": _night,
    "overnight": _overnight,
    "earlyhours": _early_hours,
    "beforelast": _before_last,
}
