"""Stretches of days: what a time and the words around it fix together, where the time by itself says less.

'Since March' is March as a time; a toll since March is of the days from then to the report's. Both readings stand side
by side among what may date an incident ('missing since Monday' is Monday), and how often each holds is fitted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from onrecord.record import Timex

Days = tuple[date, date]

# How far before a time the words that make it a stretch may begin, in characters: 'since the truce collapsed in'.
_BEFORE = 60
# A night begins on one day and ends on the next.
_NIGHT = timedelta(days=1)
# What stands right before a time, within its sentence.
_SINCE = re.compile(r"\bsince\b[^.;:,!?\n]*$", re.IGNORECASE)
_TO_NOW = re.compile(r"\s*(?:until|till|to|up to)\s+(?:now|today|date|this day|the present)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s[^.;:!?\n]{0,24}$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\b[^.;:!?\n]{0,40}$", re.IGNORECASE)
_AND = re.compile(r",?\s+and\s+(?:the\s+)?(?:early\s+|late\s+)?", re.IGNORECASE)
_UNTIL = re.compile(r",?\s+(?:to|until|till|through|up to)\s+(?:the\s+)?(?:early\s+|late\s+)?", re.IGNORECASE)
_NIGHT_TO = re.compile(r"\b(?:night|overnight) (?:to|into|on to)(?: the)? $", re.IGNORECASE)
_NIGHT_OF = re.compile(r"\bnight of(?: the)? $", re.IGNORECASE)
_NIGHT_FROM = re.compile(r"\bnight (?:from|between)(?: the)? $", re.IGNORECASE)
_HALF = re.compile(r"\b(?P<which>first|second) half of $", re.IGNORECASE)
# 'The worst since last December, when a bomb killed 21' tells of December.
_WHEN = re.compile(r",?\s+(?:when|in which|on which)\b", re.IGNORECASE)
# 'This year', 'the year', '2031', but not 'March', whose days a report names one by one.
_NOW = re.compile(r"\b(?:this|year|\d{4})\b", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|before)(?: the)? $", re.IGNORECASE)


class Around(NamedTuple):
    """What a time says with its own days, the words before it in its line, the report's day, the words right behind
    it, and the next time with the words between them."""

    said: str
    days: Days
    before: str
    today: date | None
    behind: str
    between: str
    following: Days | None


def _since(a: Around) -> Days | None:
    """'Since March', 'since the truce broke in March', 'from March until now'."""
    if _WHEN.match(a.behind):
        return None
    said = _SINCE.search(a.before) or (_FROM.search(a.before) and _TO_NOW.match(a.behind))
    return (a.days[0], a.today) if said and a.today and a.days[0] <= a.today else None


def _so_far(a: Around) -> Days | None:
    """'This year' of what has happened ends with the report."""
    return (a.days[0], a.today) if a.today and a.days[0] <= a.today < a.days[1] and _NOW.search(a.said) else None


def _by(a: Around) -> Days | None:
    """'By the weekend' of what is to come begins with the report."""
    return (a.today, a.days[1]) if a.today and a.today < a.days[1] and _BY.search(a.before) else None


def _pair(a: Around) -> Days | None:
    """'Between 2 April and last Friday', 'from January to September'."""
    if a.following is None or a.days[0] > a.following[1]:
        return None
    both = (_BETWEEN.search(a.before) and _AND.fullmatch(a.between)) or (
        _FROM.search(a.before) and _UNTIL.fullmatch(a.between)
    )
    return (a.days[0], a.following[1]) if both else None


def _night(a: Around) -> Days | None:
    """'In the night to Monday', 'the night from Saturday to Sunday'."""
    first, last = a.days
    if first != last or first in (date.min, date.max):
        return None
    if _NIGHT_TO.search(a.before):
        return first - _NIGHT, first
    return (first, first + _NIGHT) if _NIGHT_FROM.search(a.before) else None


def _night_of(a: Around) -> Days | None:
    first, last = a.days
    return (first, first + _NIGHT) if first == last != date.max and _NIGHT_OF.search(a.before) else None


def _half(a: Around) -> Days | None:
    found = _HALF.search(a.before)
    first, last = a.days
    if found is None or (first.month, first.day, last.month, last.day) != (1, 1, 12, 31) or first.year != last.year:
        return None
    return (first, date(first.year, 6, 30)) if found["which"].lower() == "first" else (date(first.year, 7, 1), last)


# What makes each, by its name among the reasons of ``data/days.toml``.
MAKERS: dict[str, Callable[[Around], Days | None]] = {
    "since": _since, "between": _pair, "a night": _night, "the night of": _night_of,
    "half a year": _half, "by": _by, "so far": _so_far,
}  # fmt: skip


def _own(t: Timex) -> Days | None:
    if t.earliest is None or t.latest is None:
        return None
    try:
        return date.fromisoformat(t.earliest), date.fromisoformat(t.latest)
    except ValueError:
        return None


def stretched(text: str, times: Sequence[Timex], today: date | None) -> Iterator[tuple[Timex, str]]:
    """The times in order, each before the stretches that it makes with the words around it, and what makes those:
    '' for a time by itself. Times without days are passed on as they are."""
    for n, t in enumerate(times):
        yield t, ""
        days = _own(t)
        if days is None:
            continue
        start, end = t.spans[0].start, t.spans[-1].end
        floor = max(times[n - 1].spans[-1].end if n else 0, start - _BEFORE)
        other = times[n + 1] if n + 1 < len(times) else None
        following = _own(other) if other else None
        between = text[end : other.spans[0].start] if other else ""
        around = Around(
            t.text, days, text[floor:start].rsplit("\n", 1)[-1], today, text[end : end + 20], between, following
        )
        for name, make in MAKERS.items():
            made = make(around)
            if made is not None and made != days:
                spans = (*t.spans, *other.spans) if name == "between" and other else t.spans
                yield replace(t, earliest=made[0].isoformat(), latest=made[1].isoformat(), spans=spans), name
