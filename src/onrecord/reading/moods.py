"""Moods: what the words and times beside a telling say of it against the encoder, which is surer of itself than right.

'Threatened to kill', 'will be stormed', 'feared another attack', 'no arrests': it has not happened. 'Was bombed in
1987', 'have died since January': it has, but in former times. Both are held against the tellings before they are put
together, so that a threat or an earlier attack does not join the report's news.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from onrecord.reading.days import day
from onrecord.reading.labels import KINDS, TOLD
from onrecord.reading.signs import Telling
from onrecord.reading.when import Calendar

# So much of how a telling is told comes from the words that say it has not happened: of the corpus's mentions with
# such words nine in ten are of what has not. And so much where its time is former: there four in five are background.
_UNREAL, _FORMER = 0.9, 0.55
_NEWS = TOLD.index("news")
# Older than this is history to MUC-4, and four in five to the corpus.
_RECENT = 62
# What lasts so many days is a season or a war.
_SEASON = 40
# How far before a telling its words may begin, in characters, and what ends that.
_REACH = 90
_STOP = re.compile(r"[.;:!?][\"”’)]?\s|\n\s*\n")
_OPENS = r"[\"“'‘]?$"
# What people announce where it is of one of these kinds; else they are foiled in it, or it is feared.
_ANNOUNCED = frozenset({"agreement", "protest", "base", "transfer", "change", "displacement"})
# Of these a report says that there was none, as of an incident of its own.
_MISSED = frozenset({"arrest"})
# Who threatens, or fears, what 'will' be.
_THREAT = re.compile(r"\b(?:threat|vow|swear|swore|promis|pledg|warn)", re.IGNORECASE)
_FEAR = re.compile(r"\b(?:fear|worr|afraid|expect|predict|think|believ|danger)", re.IGNORECASE)
# 'The deadliest strike since January' is of the news, whatever the time beside it.
_RANKED = re.compile(
    r"\b(?:first|last|\w+iest|worst|biggest|largest|heaviest|\w+th|second|third)\s+(?:[\w’'-]+\s+){0,3}$", re.IGNORECASE
)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    data = tomllib.loads((files("onrecord.reading") / "data" / "moods.toml").read_text(encoding="utf-8"))
    return [
        (name, re.compile(f"(?:{'|'.join(block['before'])}){_OPENS}", re.IGNORECASE)) for name, block in data.items()
    ]


def moods(tellings: Sequence[Telling], calendar: Calendar, published: str | None) -> list[Telling]:
    """The tellings, each told as the words and the time beside it say. ``published`` is an ISO day or None."""
    out, former, today = [], [], day(published)
    begins: dict[int, list[int]] = {}
    for n, t in enumerate(tellings):
        told = unreal(calendar.text, t)
        if told is not None:
            t = _told(t, told, _UNREAL)
        elif today is not None and _former(t, calendar, today, begins):
            former.append(n)
        out.append(t)
    # What alone a report tells of is its news, however long ago.
    kept = set(former)
    if any(t.told.argmax() == _NEWS for n, t in enumerate(out) if n not in kept):
        for n in former:
            out[n] = _told(out[n], "background", _FORMER)
    return out


def _told(t: Telling, told: str, share: float) -> Telling:
    mixed = (1 - share) * t.told
    mixed[TOLD.index(told)] += share
    return t._replace(told=mixed)


def unreal(text: str, t: Telling) -> str | None:
    """How a telling is told that by the words before it has not happened; None where they do not say so."""
    before = re.split(_STOP, text[max(0, t.start - _REACH) : t.start])[-1]
    name = next((name for name, pattern in _patterns() if pattern.search(before)), None)
    kind = KINDS[int(t.kinds.argmax())]
    if name == "none":
        return "hypothetical" if kind in _MISSED else None
    if name == "planned":
        return "planned" if kind in _ANNOUNCED else "hypothetical"
    if name == "future":
        if _THREAT.search(before):
            return "threatened"
        return "planned" if kind in _ANNOUNCED and not _FEAR.search(before) else "hypothetical"
    return name


def _former(t: Telling, calendar: Calendar, today: date, begins: dict[int, list[int]]) -> bool:
    """Whether the time nearest to a telling in its sentence is long ago or a season, and not when something was said.
    ``begins`` keeps where the times of each sentence begin."""
    times = calendar.of_sentence.get(t.sentence, [])
    if t.sentence not in begins:
        begins[t.sentence] = [calendar.times[n].spans[0].start for n in times]
    i = bisect_left(begins[t.sentence], t.start)
    # A stretch stands right behind the time that it is made of, and says more.
    near = [n for n in times[max(0, i - 2) : i + 2] if n != calendar.dateline and calendar.range(n) is not None]

    def gap(n: int) -> int:
        spans = calendar.times[n].spans
        return max(0, spans[0].start - t.end, t.start - spans[-1].end)

    nearest = min(near, key=lambda n: (gap(n), -n), default=None)
    if nearest is None or nearest in calendar.said:
        return False
    first, last = map(day, calendar.range(nearest) or ())
    if first is None or last is None or last > today:
        return False
    if (today - last).days > _RECENT:
        return True
    return (last - first).days >= _SEASON and not _RANKED.search(calendar.text[max(0, t.start - _REACH) : t.start])
