"""Makers of dates: named days, months, years, weeks, seasons and quarters."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from onrecord.reading.timex_calendar import (
    Days,
    covered,
    day,
    months,
    shift,
    week,
    whole,
)
from onrecord.reading.timex_scene import VOID, Made, Reading, dated, year_in_words
from onrecord.reading.timex_tokens import letters
from onrecord.reading.timex_words import vocabulary
from onrecord.record import TimexType

Maker = Callable[[Reading], Made | None]
# A month, or a day without a year, that is this near is meant whatever the verb says: news names those further off
# with a year or with 'last'.
_SOON_MONTHS, _SOON_DAYS = 2, 60
_HOURS = frozenset(["gmt", "utc", "hours", "hrs", "h", "local", "est", "edt", "cet", "bst"])
PARTS = {"early": "START", "earlier": "START", "beginning": "START", "mid": "MID", "middle": "MID", "late": "END",
         "later": "END", "end": "END", "start": "START"}  # fmt: skip
BACK = ("last", "previous", "past")
ON = ("next", "coming", "upcoming", "following")


def part_of(r: Reading) -> str:
    """Which part of a time its words name: START, MID, END or none."""
    return next((PARTS[w] for w in r.words("p").split() if w in PARTS), "")


def skipped(r: Reading) -> int:
    """1 where 'earlier' or 'later' begins the phrase: TimeBank leaves it out of the span."""
    first, second = (*r.scene.tokens.lower[r.phrase.start : r.phrase.start + 2], "")[:2]
    return int(first in ("earlier", "later") and second != "in")


def step(r: Reading, part: str = "k") -> int | None:
    """-1, 0 or 1 for last, this and next; None for that and the same."""
    said = r.words(part).split()
    if any(w in BACK for w in said):
        return -1
    if any(w in ON for w in said):
        return 1
    return None if "that" in said or "same" in said else 0


def iso(year: int | None, month: int | None = None, number: int | None = None) -> str:
    """A value; what is not known is X."""
    said = "XXXX" if year is None else f"{year:04d}"
    for n in (month, number):
        if n is not None:
            said += f"-{n:02d}"
    return said


def full_year(r: Reading, part: str = "y") -> int | None:
    """The year that a part says: '1998', ''98', '90' after a month, 'nineteen ninety-six'."""
    said = r.value(part).strip("'’`")
    if not said.isdigit():
        return None
    number = int(said)
    if len(said) == 2:
        latest = (r.scene.today.year if r.scene.today else 2030) + 5
        number += latest // 100 * 100
        return number if number <= latest else number - 100
    return number


def near_year(r: Reading, month: int, number: int | None) -> int | None:
    """The year in which a month, or a day of it, was most likely meant."""
    today = r.scene.today
    if today is None:
        return None
    lean = r.leaning()
    if number is None:
        ahead, back = today.year + (month < today.month), today.year - (month > today.month)
        # The month before last, 'last December' aside, is not called by its bare name; one soon to come is.
        if (month - today.month) % 12 <= _SOON_MONTHS:
            return ahead
        return ahead if lean > 0 and (month - today.month) % 12 <= 9 else back
    choices = [d for y in (today.year - 1, today.year, today.year + 1) if (d := day(y, month, number))]
    if not choices:  # 29 February of another year
        return None
    nearest = min(choices, key=lambda d: (abs((d - today).days), d))
    if abs((nearest - today).days) > _SOON_DAYS and lean:
        choices = [d for d in choices if (d >= today if lean > 0 else d <= today)] or choices
        nearest = min(choices, key=lambda d: (abs((d - today).days), d))
    return nearest.year


def _exact(r: Reading) -> Made | None:
    said = r.value("x")
    when = re.split("[T ]", said, maxsplit=1)
    try:
        one = date(*(int(n) for n in when[0].split("-")))
    except (ValueError, OverflowError):
        return None
    value = one.isoformat() + ("T" + when[1].replace(" ", "") if len(when) > 1 else "")
    return Made("time" if len(when) > 1 else "date", value, Days(one, one))


def _slash(r: Reading) -> Made | None:
    """'10/27/2019' and '27.10.2019'; where both orders are days, only dots say which (day first)."""
    said = r.value("x")
    dotted = "." in said
    a, b, y = (int(n) for n in re.split(r"[/.]", said))
    if len(re.split(r"[/.]", said)[2]) == 2:
        y += 1900 if y > 50 else 2000
    first, second = day(y, b, a), day(y, a, b)
    if dotted:
        return dated(iso(y, b, a)) if first else None
    if first and second and first != second and (order := _order(r)):
        return dated((first if order == "day" else second).isoformat())
    if first and second and first != second:
        return Made("date", iso(y), covered(iso(y)))
    one = second or first
    return dated(one.isoformat()) if one else None


def _order(r: Reading) -> str:
    """Which comes first in the report's dates with strokes, as those show that can be read in one way only: day, month;
    empty where none shows it or they differ."""
    if r.scene.order is None:
        tokens = r.scene.tokens
        slash = letters()["slash"]
        pairs = [tokens.values[n].split("/")[:2] for n, c in enumerate(tokens.classes) if c == slash]
        shown = {"day" if int(p[0]) > 12 else "month" for p in pairs if len(p) == 2 and max(map(int, p)) > 12}
        r.scene.order = shown.pop() if len(shown) == 1 else ""
    return r.scene.order


def _month_day(r: Reading) -> Made | None:
    number = int(r.value("d"))
    if not r.has("m"):
        return _weekday_the(r, number)
    month = int(r.value("m"))
    if not r.has("y") and (_counts(r) or _modal(r)):
        return None
    if not day(2000, month, number):
        return VOID
    if r.has("z"):
        return _short_year(r, month, number)
    if r.has("y"):
        year = full_year(r)
        if len(r.value("y")) == 4 and r.value("y")[0] not in "12" and (r.after() in _HOURS or _counts(r)):
            return None  # '5 January 0930 GMT'
        return dated(iso(year, month, number)) if year and day(year, month, number) else VOID
    year = near_year(r, month, number)
    move = step(r) if r.has("k") else None
    if r.has("k") and r.phrase.parts["k"][0] > r.phrase.start and r.scene.today:
        year = r.scene.today.year + (step(r) or 0)  # '5 January last year'
    elif year and move and r.scene.today:
        year = r.scene.today.year + move * ((month, number) >= (r.scene.today.month, r.scene.today.day)) * (move < 0)
        year += (move > 0) * ((month, number) <= (r.scene.today.month, r.scene.today.day))
    if year is None:
        return Made("date", iso(None, month, number))
    return dated(iso(year, month, number)) if day(year, month, number) else None


def _counts(r: Reading) -> bool:
    """Whether the phrase ends in a number that counts what follows: 'in March 30 people'."""
    span = r.phrase.parts.get("y") or r.phrase.parts["d"]
    return span[1] == r.phrase.end and r.after() in vocabulary().counted


def _modal(r: Reading) -> bool:
    """Whether MAY in capital letters is the verb: '2 MAY BE DEAD'."""
    at = r.phrase.parts["m"][1]
    tokens = r.scene.tokens
    return tokens.lower[at - 1] == "may" and at < len(tokens.lower) and tokens.lower[at] in vocabulary().modal


def _short_year(r: Reading, month: int, number: int) -> Made | None:
    """'8 JAN 90': a year of two digits without an apostrophe, where nothing is counted by it."""
    said, today = r.value("z"), r.scene.today
    if len(said) != 2 or r.after() in vocabulary().counted:
        return None
    if int(said) <= 31 and not (
        today and today.year % 100 == int(said) and r.after() in ("", "]", ")", ".", ",", ";", "\n\n")
    ):
        return None
    year = full_year(r, "z")
    return dated(iso(year, month, number)) if year and day(year, month, number) else VOID


def _weekday_the(r: Reading, number: int) -> Made | None:
    today, k = r.scene.today, int(r.value("w"))
    if today is None:
        return Made("date", f"XXXX-XX-{number:02d}")
    lean = r.leaning() or -1
    for n in range(0, 190):
        one = shift(today, n * lean)
        if one and one.day == number and one.isoweekday() == k:
            return dated(one.isoformat())
    return None


def _month_days(r: Reading) -> Made | None:
    a, b = (int(n) for n in (r.value("x").split("/") if r.has("x") else (r.value("d"), r.value("e"))))
    month = int(r.value("m"))
    begins = int(r.value("f")) if r.has("f") else month
    year = full_year(r) if r.has("y") else near_year(r, month, b)
    if begins == month and a >= b:
        return None
    if year is None:
        good = day(2000, begins, a) and day(2000, month, b)
        return Made("date", f"{iso(None, begins, a)}/{iso(None, month, b)}") if good else None
    first, last = day(year - (begins > month), begins, a), day(year, month, b)
    days = whole(first, last)
    return Made("date", f"{days.first}/{days.last}", days) if days else None


def _month_year(r: Reading) -> Made | None:
    month, part = int(r.value("m")), part_of(r)
    if r.has("y"):
        year = full_year(r)
    elif r.has("c"):
        year = year_in_words(r.scene.tokens, *r.phrase.parts["c"])
    else:
        return _month_of(r, month, part)
    return dated(iso(year, month), part=part) if year else None


def _month_of(r: Reading, month: int, part: str) -> Made | None:
    move = step(r)
    base = r.scene.today.year if r.scene.today else None
    if move is None:
        base, move = (r.scene.anchor.first.year if r.scene.anchor else None), 0
    if base is None:
        return Made("date", iso(None, month))
    return dated(iso(base + move, month), part=part) if 1 <= base + move <= 9999 else None


def _capitals(r: Reading) -> bool:
    tokens = r.scene.tokens
    return tokens.text[tokens.starts[r.phrase.start] : tokens.ends[r.phrase.end - 1]].isupper()


def _month(r: Reading) -> Made | None:
    month, part, today = int(r.value("m")), part_of(r), r.scene.today
    if r.before() == "to" and r.said() in ("march", "may") and _capitals(r):
        return None  # 'TO MARCH'
    if today is None:
        return Made("date", iso(None, month), part=part)
    move = step(r) if r.has("k") else None
    if move == -1:
        year = today.year - (month >= today.month)
    elif move == 1:
        year = today.year + (month <= today.month)
    elif move == 0:
        year = today.year
    else:
        year = near_year(r, month, None) or today.year
    return dated(iso(year, month), part=part) if 1 <= year <= 9999 else None


def _nth(r: Reading) -> Made | None:
    """'On the 3rd', 'the 3rd of last month': a month that is not named is the one nearest to the last day named,
    else that of publication or the one beside it, as the verb says."""
    number, today, anchor = int(r.value("d")), r.scene.today, r.scene.anchor
    if not r.has("k"):
        if r.before() not in vocabulary().onday or r.after() not in vocabulary().afterday:
            return None
        lean = r.leaning()
        base = anchor.last if anchor and months_alike(anchor) else today
        if base is None:
            return Made("date", f"XXXX-XX-{number:02d}")
        moves: tuple[int, ...] = (-2, -1, 0, 1)
    else:
        if r.value("u") != "PM":
            return None
        move, lean = step(r) if r.words("k") != "the" else None, 0
        base, moves = (today, (move,)) if move is not None else ((anchor.last if anchor else today), (0,))
        if base is None:
            return Made("date", f"XXXX-XX-{number:02d}")
    choices = []
    for n in moves:
        one = months(base.replace(day=1), n)
        found = day(one.year, one.month, number) if one else None
        if found:
            choices.append(found)
    if len(moves) > 1 and today:
        choices = [d for d in choices if (d >= today if lean > 0 else d <= today)] or choices
    if anchor and not r.has("k") and (anchor.last - anchor.first).days >= _WHOLE_MONTH:
        choices = [d for d in choices if anchor.first <= d <= anchor.last] or choices  # 'in January .. on the 14th'
    best = min(choices, key=lambda d: abs((d - base).days), default=None)
    return dated(best.isoformat()) if best else None


# A span of so many days is a month.
_WHOLE_MONTH = 27


def months_alike(days: Days) -> bool:
    """Whether some days lie in one month."""
    return (days.first.year, days.first.month) == (days.last.year, days.last.month)


def _weekday(r: Reading) -> Made | None:
    today, k = r.scene.today, _weekday_number(r)
    if k is None or r.said() in ("sun .", "sat .", "mon ."):  # 'he told The Sun.'
        return None
    time = "T" + r.value("t") if r.has("t") else ""
    kind: TimexType = "time" if time else "date"
    if r.has("f") and r.after() not in _CLOSES | {"at", "in", "when", "for", "to", "as"}:
        return None
    if today is None or _of_the_story(r):
        return Made(kind, f"XXXX-WXX-{k}{time}")
    move = step(r) if r.has("k") else None
    said = r.words("k")
    back, on = (today.isoweekday() - k) % 7, (k - today.isoweekday()) % 7
    if r.has("f"):  # 'on Wednesday week'
        one = shift(today, (on or 7) + 7)
    elif "week" in r.said() and move is not None:
        monday = shift(today, 1 - today.isoweekday() + 7 * move)
        one = shift(monday, k - 1) if monday else None
    elif "following" in said and r.scene.anchor:
        last = r.scene.anchor.last
        one = shift(last, (k - last.isoweekday() - 1) % 7 + 1)
    elif "previous" in said and r.scene.anchor:
        first = r.scene.anchor.first
        one = shift(first, -((first.isoweekday() - k - 1) % 7 + 1))
    elif move == -1:
        one = shift(today, -(back or 7))
    elif move == 1:
        one = shift(today, on or 7)
    elif move == 0 and not r.leaning():
        one = shift(today, k - today.isoweekday())  # of the week that the report is of
    else:
        one = shift(today, on if r.leaning() > 0 else -back)
    return Made(kind, f"{one}{time}", Days(one, one), part_of(r), skipped(r)) if one else None


# What stands behind a weekday that ends its phrase, and what makes it a day of the story told.
_CLOSES = frozenset({"", ".", ",", ";", ")", "!", "?", '"', "”", "and", "but", "\n\n"})
_STORY = frozenset({"before", "after", "following", "of", "when", "that", "preceding"})


def _of_the_story(r: Reading) -> bool:
    """Whether a weekday is of the week told and not of the one of publication: 'on the Monday before the blast'."""
    return r.before() == "the" and not r.has("k") and not r.has("t") and r.after() in _STORY | _CLOSES


def _weekday_number(r: Reading) -> int | None:
    value = r.value("w")
    return int(value) if value.lstrip("-").isdigit() and 1 <= int(value) <= 7 else None


def _deictic(r: Reading) -> Made | None:
    today, time, said = r.scene.today, "", r.said()
    move = int(r.value("x")) if r.has("x") and r.value("x").lstrip("-").isdigit() else 0
    words = said.split()
    span = r.phrase.parts.get("x") or r.phrase.parts.get("k")
    if span and _title(r, span[0]):
        return None
    if "tonight" in words or "overnight" in words:
        time = "TNI"
    elif r.has("t"):
        time = "T" + r.value("t")
    if r.has("k"):
        k = r.words("k")
        if "day" in words:
            move += 1 if k == "after" else -1
        elif k == "last":
            move = -1
        elif k not in ("this",):
            base = r.scene.anchor
            if base is None or base.first != base.last:
                return Made("time", "XXXX-XX-XX" + time)
            one = shift(base.last, {"the following": 1, "the next": 1, "the previous": -1}.get(k, 0))
            return Made("time", f"{one}{time}", Days(one, one)) if one else None
    if today is None:
        return Made("time" if time else "date", "XXXX-XX-XX" + time if time else _reference(move))
    one = shift(today, move)
    if one is None:
        return None
    days = whole(shift(one, -1) or one, one) if "overnight" in words else Days(one, one)
    return Made("time" if time else "date", f"{one}{time}", days, part_of(r), skipped(r))


def named(r: Reading, part: str) -> bool:
    """Whether a common noun of time is in a name, as its capital and the next say: 'the Winter Palace'."""
    tokens, at = r.scene.tokens, r.phrase.parts[part][1]
    said = tokens.text[tokens.starts[at - 1] : tokens.ends[at - 1]]
    behind = tokens.text[tokens.starts[at]] if at < len(tokens.starts) else ""
    return said.istitle() and behind.isupper()


def _title(r: Reading, at: int) -> bool:
    """Whether a word is in a name: 'the programme News Today'."""
    tokens = r.scene.tokens
    if at == 0 or not tokens.text[tokens.starts[at] : tokens.ends[at]].istitle():
        return False
    before = tokens.text[tokens.starts[at - 1] : tokens.ends[at - 1]]
    return before[:1].isupper() and tokens.starts[at] - tokens.ends[at - 1] == 1


def _reference(move: int) -> str:
    return ("PAST_REF", "PRESENT_REF", "FUTURE_REF")[(move > 0) - (move < 0) + 1]


def _decade(r: Reading) -> Made | None:
    part = part_of(r)
    if r.has("w"):
        if r.before() in ("his", "her", "their", "my", "our", "your"):
            return None
        return dated(f"19{r.value('w')}", part=part)
    said = re.sub(r"\D", "", r.value("x"))
    if r.before() in ("his", "her", "their", "my", "our", "your"):
        return None
    if len(said) == 2:
        if r.value("x")[0].isdigit() and r.before() not in ("the", "early", "late", "mid", "-"):
            return None
        return dated(("20" if int(said) <= 10 else "19") + said[0], part=part)
    return dated(said[:3], part=part) if int(said) >= 1000 else None


def _century(r: Reading) -> Made | None:
    number = int(r.value("o")) if r.value("o").isdigit() else 0
    span = r.phrase.parts["o"]
    if span[1] - span[0] > 1:  # 'twenty-first'
        number = int(r.scene.tokens.values[span[0]]) + int(r.scene.tokens.values[span[1] - 1])
    return dated(f"{number - 1:02d}", part=part_of(r)) if 1 < number <= 30 else None


def _season(r: Reading) -> Made | None:
    name, part, today = r.value("s"), part_of(r), r.scene.today
    if named(r, "s"):
        return None
    if r.has("y") and r.words("y").isdigit():
        year = full_year(r)
        return dated(f"{year:04d}-{name}", part=part) if year else None
    if r.has("c"):
        year = year_in_words(r.scene.tokens, *r.phrase.parts["c"])
        return dated(f"{year:04d}-{name}", part=part) if year else None
    if r.has("y"):
        year = (today.year if today else 0) + (step(r, "y") or 0)
        return dated(f"{year:04d}-{name}", part=part) if today and 1 <= year <= 9999 else Made("date", f"XXXX-{name}")
    move = step(r) if r.has("k") else None
    if today is None:
        return Made("date", f"XXXX-{name}")
    year = _season_year(today, name, move, r.leaning())
    return dated(f"{year:04d}-{name}", part=part) if year else None


def _season_year(today: date, name: str, move: int | None, lean: int) -> int | None:
    """The year that a season began in: the last one over, the next one to begin, the nearest, or, where the words
    say none of that, the one that has begun (or is still to end, of what is to come)."""
    seasons = [(y, d) for y in range(today.year - 2, today.year + 3) if (d := covered(f"{max(y, 0):04d}-{name}"))]
    if move == -1:
        fit = [y for y, d in seasons if d.last < today][-1:]
    elif move == 1:
        fit = [y for y, d in seasons if d.first > today][:1]
    elif move == 0:
        near = min(seasons, key=lambda s: max((s[1].first - today).days, (today - s[1].last).days, 0), default=None)
        fit = [near[0]] if near else []
    elif lean > 0:
        fit = [y for y, d in seasons if d.last >= today][:1]
    else:
        fit = [y for y, d in seasons if d.first <= today][-1:]
    return fit[0] if fit else None


def _weekend(r: Reading) -> Made | None:
    today = r.scene.today
    if r.after() == "of" and r.after(1)[:1].isdigit():
        return None  # 'the weekend of 2-3 March'
    if today is None:
        return Made("date", "XXXX-WXX-WE")
    move, said = step(r), r.words("k")
    if said == "the" or move is None:
        move = 0 if (r.leaning() > 0 or today.isoweekday() >= 6) else -1
    elif move == 0 and today.isoweekday() < 3 and r.leaning() < 0:
        move = -1
    one = shift(today, 7 * move)
    return dated(week(one) + "-WE") if one else None


MAKERS: dict[str, Maker] = {
    "iso": _exact, "slash": _slash, "month_day": _month_day, "month_days": _month_days, "month_year": _month_year,
    "month": _month, "nth": _nth, "decade": _decade, "century": _century, "centuryword": _century,
    "weekday": _weekday, "deictic": _deictic, "season": _season, "weekend": _weekend,
}  # fmt: skip
