"""Makers of what is reckoned in units: durations, sets, 'last week', 'two days later', quarters and hours."""

from __future__ import annotations

import math
import re
from datetime import date

from onrecord.reading.timex_calendar import Days, covered, day, months, shift, week, whole
from onrecord.reading.timex_dates import Maker, full_year, iso, named, near_year, part_of, skipped, step
from onrecord.reading.timex_scene import Made, Reading, dated
from onrecord.reading.timex_words import vocabulary

# Days in a unit, for the outer bounds of durations.
_DAYS = {"PWE": 7, "PTS": 1, "PTM": 1, "PTH": 1, "PD": 1, "PW": 7, "PF": 14}
# Of what was so many minutes ago the day is that of the report.
_MINUTES = 60
_MONTHS = {"PM": 1, "PQ": 3, "PY": 12, "PE": 120, "PC": 1200}
_CLOSING = frozenset({"", ".", ",", ";", ")", "!", "?", '"', "'", "’", "”", "and", "but", "in", "at", "near", "\n\n"})


def unit(r: Reading, part: str = "u") -> str:
    """The code of a unit: PD, PTH, PQ."""
    said = r.words(part).split()[-1:] or [""]
    if said[0] in ("quarter", "quarters"):
        return "PQ"
    if said[0] in ("second", "seconds"):
        return "PTS"
    if said[0] in ("weekend", "weekends"):
        return "PWE"
    span = r.phrase.parts[part]
    return r.scene.tokens.values[span[1] - 1]


def _length(code: str, number: float | None) -> str:
    """A duration: 'P3D', 'PT5H30M', 'PXY' for some years."""
    if number is None:
        return {"PE": "PXDE", "PC": "PXCE", "PF": "PXW", "PQ": "PXM", "PWE": "PXWE"}.get(
            code, code[:-1] + "X" + code[-1]
        )
    scale, code = {"PE": (10, "PY"), "PC": (100, "PY"), "PF": (2, "PW"), "PQ": (3, "PM")}.get(code, (1, code))
    number *= scale
    if code == "PWE":
        return f"P{int(number)}WE"
    if number == int(number):
        return f"{code[:-1]}{int(number)}{code[-1]}"
    if code == "PTH" and number * 60 == int(number * 60):
        whole_hours = int(number)
        return f"PT{whole_hours}H{round((number - whole_hours) * 60)}M" if whole_hours else f"PT{round(number * 60)}M"
    return f"{code[:-1]}{number:.2f}".rstrip("0") + code[-1]


def _move(start: date, code: str, number: float) -> date | None:
    """``start`` moved by a number of units; None outside the calendar."""
    if abs(number) > 4_000_000:
        return None
    if code in _MONTHS:
        return months(start, int(number * _MONTHS[code]))
    return shift(start, int(number * _DAYS[code]) if _DAYS[code] > 1 or code == "PD" else 0)


def _grain(one: date, code: str) -> str:
    """The value of the unit in which a day lies."""
    if code == "PW" or code == "PF":
        return week(one)
    if code == "PWE":
        return week(one) + "-WE"
    if code == "PM":
        return iso(one.year, one.month)
    if code == "PQ":
        return f"{one.year:04d}-Q{(one.month + 2) // 3}"
    if code == "PY":
        return iso(one.year)
    if code == "PE":
        return f"{one.year // 10:03d}"
    return f"{one.year // 100:02d}" if code == "PC" else one.isoformat()


def _relative(r: Reading) -> Made | None:
    code, part, said = unit(r), part_of(r), r.said()
    today = r.scene.today
    words = r.words("k").split()
    if code == "PTS" or (code == "PTM" and "last" in words):
        return None
    if code in ("PTM", "PTH"):
        return Made("date", "PRESENT_REF") if words == ["this"] else Made("duration", _length(code, 1))
    if r.has("f") and not r.has("k"):
        return dated(_grain(today, code)) if today else Made("duration", _length(code, 1))
    move = step(r) if r.has("k") else 0
    base = today
    if move is None or "following" in words or "previous" in words or (code == "PD" and words == ["the", "next"]):
        base, move = (r.scene.anchor.last if r.scene.anchor else None), move or 0
        if base is None:
            return Made("date", "XXXX-XX-XX" if code == "PD" else _unknown(code))
        if code == "PD" and r.scene.anchor and r.scene.anchor.first != r.scene.anchor.last:
            return Made("date", "XXXX-XX-XX")
        move = move or ("next" in words)
    elif (
        "the" in words and code != "PY" and ("past" in words or "last" in words or "next" in words or "coming" in words)
    ):
        return _spanning(r, code, 1.0, move, _length(code, 1))
    if base is None:
        return Made("date", ("PAST_REF", "PRESENT_REF", "FUTURE_REF")[move + 1])
    if r.has("k") and not part and "early" in said.split()[:1]:
        part = "START"
    one = _move(base, code, move)
    return dated(_grain(one, code), part=part)._replace(skip=skipped(r)) if one else None


def _unknown(code: str) -> str:
    return {"PW": "XXXX-WXX", "PM": "XXXX-XX", "PY": "XXXX", "PQ": "XXXX-QX"}.get(code, "XXXX")


def _spanning(r: Reading, code: str, number: float | None, move: int, value: str) -> Made:
    """A duration that ends or begins on the day of publication: 'the past two months'."""
    today = r.scene.today
    if today is None or number is None or not move:
        return Made("duration", value)
    far = _move(today, code, number * move)
    if code.startswith("PT") and far and move:
        far = shift(today, move * _nights(number)) if code == "PTH" else today
    days = whole(far, today) if move < 0 else whole(today, far)
    return Made("duration", value, days)


def _quarter(r: Reading) -> Made | None:
    """Quarters and halves of a year. One without a number is the one that the text last named, else the last that
    was over on the day of publication."""
    today, scene = r.scene.today, r.scene
    letter, size = ("H", 6) if r.words("u") == "half" else ("Q", 3)
    number = int(r.value("o")) if r.has("o") else int(r.value("q")[1]) if r.has("q") else 0
    if r.has("o") and not 1 <= number <= 12 // size:
        return None
    if size == 6 and not (r.has("y") or r.has("k")):
        return None
    if not number:
        return _quarter_named(r)
    if r.has("y"):
        year = full_year(r)
    elif today is None:
        return Made("date", f"XXXX-{letter}{number}")
    elif r.has("k"):
        year = today.year + (step(r) or 0)
    else:
        current = (today.month - 1) // size + 1
        year = today.year - (number > current + 1 and r.leaning() <= 0)
    if year is None:
        return None
    year -= r.has("g")
    if size == 3 and not r.has("g"):
        over = today is None or (year, number) < (today.year, (today.month + 2) // 3)
        scene.quarter = (year, number) if over or scene.quarter is None else scene.quarter
    return dated(f"{year:04d}-{letter}{number}") if year >= 1 else None


def _quarter_named(r: Reading) -> Made | None:
    today, scene = r.scene.today, r.scene
    if r.words("u") == "half" or named(r, "u"):
        return None
    if scene.quarter is None:
        if r.words("u") == "period" or (r.words("v") == "the" and not scene.of_business()):
            return None
        if r.words("v") in ("this", "the current"):
            return dated(_grain(today, "PQ")) if today else Made("date", "PRESENT_REF")
        before = months(today, -3) if today else None
        if before is None:
            return Made("date", "XXXX-QX")
        scene.quarter = (before.year, (before.month + 2) // 3)
    year, number = scene.quarter
    if r.has("y"):
        year = full_year(r) or year
    elif r.has("g"):
        year -= 1
    return dated(f"{year:04d}-Q{number}") if year >= 1 else None


# Days and weeks are not counted from a span longer than this many days.
_VAGUE = 7


def _ago(r: Reading) -> Made | None:
    code = unit(r) if r.has("u") else unit(r, "k")
    if code == "PTS":
        return None
    number = r.number("n") if r.has("n") else (1.0 if r.has("u") else None)
    k, today = r.words("k"), r.scene.today
    back = 1 if k in ("hence", "from now") or "later" in k else -1
    if r.has("u") and not r.has("n") and r.phrase.end - r.phrase.start == 2:
        number = None  # 'hours later'
    if ("later" in k and (number is None or r.scene.anchor is None)) or (k == "earlier" and number is None):
        return Made("duration", _length(code, number), _hours_from(r, code, back))
    if number is None or number > 4_000_000:
        days_back = {"PTM": 0, "PTH": -1}.get(code) if k == "ago" else None  # of minutes: the same day
        near = whole(shift(today, days_back), today) if today and days_back is not None else None
        return Made("date", "PAST_REF" if back < 0 else "FUTURE_REF", near)
    relative = k not in ("ago", "hence", "from now")
    base = r.scene.anchor.last if relative and r.scene.anchor else today
    if r.has("r"):
        base = today
    if base is None:
        return Made("date", "PAST_REF" if back < 0 else "FUTURE_REF")
    anchor = r.scene.anchor
    if relative and anchor and code in ("PD", "PW", "PF") and (anchor.last - anchor.first).days > _VAGUE:
        return Made("date", _unknown(code) if code == "PW" else "XXXX-XX-XX")  # a week before some day of February
    if code in ("PY",) and number == 1 and r.scene.quarter and back < 0:
        year, quarter = r.scene.quarter
        return dated(f"{year - 1:04d}-Q{quarter}")
    if code in ("PTM", "PTH"):
        if k == "later":
            return Made("duration", _length(code, number), _hours_from(r, code, back))
        far = shift(base, back * _nights(number if code == "PTH" else number / 60))
        if k == "ago" and code == "PTM" and number <= _MINUTES:
            far = base
        days = whole(far, base) if back < 0 else whole(base, far)
        return Made("time", f"{base.isoformat()}TXX", days)
    one = _move(base, code, back * number)
    if one is None:
        return None
    if relative and back > 0 and r.scene.today and one > r.scene.today and r.leaning() <= 0:
        return Made("duration", _length(code, number))  # what it counts from is not the time before it
    if r.words("r") == "today" and code in _MONTHS:
        return dated(one.isoformat())  # 'six years ago today'
    grain = "PY" if code in ("PE", "PC") else code
    made = dated(_grain(one, grain))
    if code in ("PE", "PC") and made.days:  # 'a decade ago' is rarely ten years to the year
        return made
    if r.has("a") and made.days:
        return made._replace(days=_about(made.days, grain))
    # 'Two weeks ago' is said of a day; in TIMEX3 its value is the week that the day lies in.
    return made._replace(days=Days(one, one)) if code in ("PW", "PF") else made


def _nights(hours: float) -> int:
    """How many midnights may lie in a number of hours that begin or end on some day."""
    return max(1, math.ceil(hours / 24))


def _hours_from(r: Reading, code: str, move: int) -> Days | None:
    """Some minutes or hours from the last day named: on that day or, of hours, on the one beside it."""
    anchor = r.scene.anchor
    if anchor is None or anchor.first != anchor.last or code not in ("PTM", "PTH"):
        return None
    far = shift(anchor.first, move if code == "PTH" else 0)
    return whole(anchor.first, far) if move > 0 else whole(far, anchor.first)


def _about(days: Days, code: str) -> Days:
    """'About', 'nearly', 'more than': one unit on either side."""
    first, last = _move(days.first, code, -1), _move(days.last, code, 1)
    return whole(first, last) or days


def _anaphor(r: Reading) -> Made | None:
    anchor, k = r.scene.anchor, r.words("k")
    if r.has("n"):
        return None
    if k in ("before", "after") and "that" not in r.said() and r.after() not in _CLOSING:
        return None  # 'the day before the raid'
    span = r.phrase.parts.get("u")
    part_of_day = bool(span) and r.value("u") in ("MO", "AF", "EV", "NI", "MI")
    code = "PD" if part_of_day else unit(r)
    if code in ("PTM", "PTH", "PTS"):
        return None
    time = "T" + r.value("u") if part_of_day else ""
    if k in ("before", "after") and code != "PD":
        return None
    if anchor is None:
        return Made("date", "XXXX-XX-XX" + time if code == "PD" else _unknown(code))
    move = {"following": 1, "next": 1, "after": 1, "previous": -1, "before": -1}.get(k, 0)
    if code == "PD" and anchor.first != anchor.last:
        return Made("date", "XXXX-XX-XX" + time)
    one = _move(anchor.last if move >= 0 else anchor.first, code, move)
    if one is None:
        return None
    if move > 0 and r.scene.today and one > r.scene.today and r.leaning() < 0:
        return Made("date", "XXXX-XX-XX" + time if code == "PD" else _unknown(code))
    value = _grain(one, code)
    return Made("time" if time else "date", value + time, covered(value), part_of(r))


def moved(days: Days, length: str, direction: int) -> Days | None:
    """Some days moved by a duration such as P6W; None for hours, vague ones and those that leave the calendar."""
    said = re.fullmatch(r"P(\d+)([DWMY])", length)
    if not said:
        return None
    code, number = "P" + said[2], direction * int(said[1])
    return whole(_move(days.first, code, number), _move(days.last, code, number))


def _age(r: Reading) -> bool:
    """Whether a number of years or months is somebody's or something's age."""
    behind = (r.after(), r.after(1))
    return (
        r.before() == "aged" or "old" in (behind[0], behind[1] if behind[0] == "-" else "") or behind == ("of", "age")
    )


# Behind these 'last' is a verb.
_TO_LAST = frozenset({"to", "will", "would", "could", "can", "may", "might", "should", "must", "not", "did", "ll"})


def _duration(r: Reading) -> Made | None:
    said = r.said().split()
    if _age(r):
        return None
    if r.has("b"):
        return Made("duration", _length(unit(r, "b"), None))
    if r.has("e"):
        return Made("duration", _length(unit(r, "e"), 1))
    code = unit(r)
    number = r.number("n") if r.has("n") else None
    if code == "PM":
        r.scene.quarter = None  # 'for the nine months': a year earlier is then said of those
    low = r.number("o") if r.has("o") else None
    if code == "PQ" and not r.has("k"):
        return None
    if code == "PTS" and (number is None or number < 2 or said[-1] != "seconds"):
        return None
    if low is not None and number is not None:
        if "and" in r.words("t") and said[0] != "between":
            return None
        return Made("duration", _length(code, low if low == number else number))
    value = _length(code, number)
    if r.words("k") == "last" and r.before() in _TO_LAST:
        return Made("duration", value, skip=1)  # 'to last six weeks'
    if r.has("k"):
        k = r.words("k").split()
        move = -1 if any(w in ("last", "past", "previous", "recent", "latest") for w in k) else 1
        return _spanning(r, code, number, 0 if "first" in k or "following" in k else move, value)
    if number == 1 and said[0] in ("a", "an") and len(said) == 2 and r.after() not in ("after", "before"):
        before = r.before()
        if (
            r.phrase.start
            and before not in vocabulary().stretch
            and not before.endswith(("ing", "ly"))
            and before != "\n\n"
        ):
            return Made("set", value)
    return Made("duration", value)


def _every(r: Reading) -> Made | None:
    if _age(r):
        return None
    if r.has("x"):
        following = r.scene.tokens.starts[r.phrase.end :][:1]
        name = bool(following) and r.scene.tokens.text[following[0]].isupper() and not r.said().isupper()
        if name or r.before() == "average":
            return None  # a newspaper's name follows: 'the party daily Dawn'
        return Made("set", r.value("x"))
    if r.has("e"):
        return Made("set", "XXXX-WXX-WE")
    if r.has("w"):
        value = r.value("w")
        if r.has("t"):
            return Made("set", f"XXXX-WXX-{value}T{r.value('t')}")
        if value.isdigit():
            word = r.words("w")
            return Made("set", f"XXXX-WXX-{value}" if "day" in word else f"XXXX-{int(value):02d}")
        return Made("set", f"XXXX-{value}" if value in ("SP", "SU", "FA", "WI") else f"XXXX-XX-XXT{value}")
    if r.words("u") == "weekend":
        return Made("set", "XXXX-WXX-WE")
    code = unit(r)
    if code == "PTS":
        return None
    number = 2.0 if r.words("n") == "second" else r.number("n") if r.has("n") else 1.0
    return Made("set", _length(code, number))


def _referring(r: Reading) -> Made | None:
    if r.has("now"):
        if r.said().startswith("these") and not r.said().endswith("days"):
            return None
        return Made("date", "PRESENT_REF")
    if r.has("soon"):
        beside = {r.before(), r.before(2), r.after()}
        return Made("date", "FUTURE_REF") if beside & vocabulary().soon and "as" not in beside else None
    return Made("date", "PAST_REF" if r.has("then") else "FUTURE_REF")


def _military(r: Reading) -> bool:
    """Whether four digits after 'at' are a time by themselves: '0930', and, in a text of capital letters, '2130'."""
    tokens, said = r.scene.tokens, r.value("h")
    at = tokens.text[tokens.starts[r.phrase.start - 1] : tokens.ends[r.phrase.start - 1]]
    if not at.isupper() and not said.startswith("0"):
        return False
    return r.after() not in vocabulary().counted and not (r.after().endswith("s") and len(r.after()) > 3)


def _clock(r: Reading) -> Made | None:
    if r.has("b") and not _military(r):
        return None
    time = _hour(r)
    if time is None:
        return None
    if r.has("z"):
        time += r.value("z")
    one: date | None = None
    today = r.scene.today
    if r.has("m"):
        month, number = int(r.value("m")), int(r.value("d"))
        year = full_year(r) if r.has("y") else near_year(r, month, number)
        one = day(year, month, number) if year else None
        if one is None:
            return None if day(2000, month, number) is None else Made("time", f"{iso(None, month, number)}T{time}")
    elif r.has("w") and today:
        k = int(r.value("w"))
        if r.words("w") in ("today", "yesterday", "tomorrow"):
            one = shift(today, k)
        else:
            ahead = r.leaning() > 0
            one = shift(today, (k - today.isoweekday()) % 7 if ahead else -((today.isoweekday() - k) % 7))
    elif r.has("w"):
        k = int(r.value("w"))
        return Made("time", f"XXXX-WXX-{k}T{time}" if r.words("w").endswith("day") and k > 0 else f"XXXX-XX-XXT{time}")
    if one is None:
        return Made("time", f"XXXX-XX-XXT{time}")
    return Made("time", f"{one}T{time}", Days(one, one))


def _past(r: Reading) -> str | None:
    """'A quarter past four', 'half past ten', 'ten minutes to six'."""
    hour, side = r.number("o"), r.words("s")
    said = r.words("p")
    number = 30.0 if "half" in said else 15.0 if "quarter" in said else r.number("p")
    if hour is None or number is None or not 1 <= hour <= 12 or not 0 < number < 60 or side not in ("past", "to"):
        return None
    if number % 5 and "minute" not in r.said():
        return None  # 'one past ten'
    if r.after() in vocabulary().classes and vocabulary().classes[r.after()][0] in ("units", "seconds"):
        return None  # 'five past two years'
    if side == "to" and (number == 30 or ("quarter" in said and r.before() not in _AT)):
        return None
    late = r.has("t") and r.value("t") in ("AF", "EV", "NI")
    minutes = int(hour) % 12 * 60 + 720 * late + int(number if side == "past" else -number)
    minutes = minutes % 1440 if late or hour != 12 or side == "to" else 720 + int(number)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


# Before a time of day.
_AT = frozenset({"at", "about", "around", "by", "until", "till", "before", "after", "from", "since"})


def _hour(r: Reading) -> str | None:
    """'10:35', '22:00' for 10 p.m.; None for what is no time of day."""
    if r.has("p"):
        return _past(r)
    if r.has("x"):
        return r.value("x") if ":" in r.value("x") else None
    if r.has("h"):
        said = r.value("h")
        span = r.phrase.parts["h"]
        number = r.number("h")
        behind = r.scene.tokens.lower[span[1] : span[1] + 1]
        if behind == ["in"] and r.before() not in ("at", "about", "around", "by", "until", "after", "before"):
            return None
        if behind in (["o"], ["in"]):
            late = r.has("t") and r.value("t") in ("AF", "EV", "NI") and number is not None and number < 12
            return f"{int(number) + 12 * late:02d}:00" if number is not None and 1 <= number <= 12 else None
        if not said.isdigit() or len(said) not in (3, 4):
            return None
        hour, minute = int(said[:-2]), int(said[-2:])
        return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None
    said = r.value("c").lower()
    late = r.has("t") and r.value("t") in ("AF", "EV", "NI")
    numbers = [int(n) for n in said.replace(".", ":").rstrip(":apm ").replace(" ", "").split(":") if n.isdigit()]
    if not numbers or len(numbers) > 3:
        return None
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if "m" in said:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * ("p" in said)
    elif r.before() in ("won", "lost") or hour > 24:
        return None
    elif late and hour < 12:
        hour += 12
    if hour > 24 or minute > 59:
        return None
    return f"{hour:02d}:{minute:02d}" + (f":{numbers[2]:02d}" if len(numbers) > 2 else "")


MAKERS: dict[str, Maker] = {
    "relative": _relative,
    "quarter": _quarter,
    "ago": _ago,
    "anaphor": _anaphor,
    "duration": _duration,
    "every": _every,
    "reference": _referring,
    "clock": _clock,
}
