"""Time expressions of English news: where they stand, what they mean, which days they fix.

A grammar over classes of words (``data/dates.toml``) finds them; makers say what each means against the day of
publication and the times before it. Spans and values follow TIMEX3 as in TimeBank. A day is fixed only where the
words fix it: no day of publication, no bounds for 'on Sunday'. A text without one that opens with a full dateline is
read against the dateline's day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from onrecord.reading import timex_dates, timex_feasts, timex_nights, timex_portions, timex_spells, timex_years
from onrecord.reading.timex_calendar import Days, narrowed
from onrecord.reading.timex_follow import dateline, timed
from onrecord.reading.timex_grammar import Phrase, phrases
from onrecord.reading.timex_scene import VOID, Made, Reading, Scene
from onrecord.reading.timex_tokens import Tokens, tokenise
from onrecord.record import Span, Timex

_MAKERS = {
    **timex_dates.MAKERS,
    **timex_years.MAKERS,
    **timex_feasts.MAKERS,
    **timex_spells.MAKERS,
    **timex_nights.MAKERS,
    **timex_portions.MAKERS,
}
_DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)")


def published_day(published: str | None) -> date | None:
    """The day that an ISO 8601 date or time begins with; None where it begins with none."""
    found = _DAY.match(published or "")
    if not found or not published or not published.isascii():
        return None
    try:
        return date(*(int(n) for n in found.groups()))
    except ValueError:
        return None


def timexes(text: str, *, published: str | None, quotes: Sequence[tuple[int, int]] = ()) -> tuple[Timex, ...]:
    """Every time expression of ``text``, in order, none overlapping another.

    ``published`` is the report's ISO 8601 date (``2019-10-28``, a time may follow) or None, against which 'Sunday'
    and 'last month' are read; without it the day of a full dateline ('VARN, 12 JAN 91 (KNA) --') serves. ``quotes`` are
    ``(start, end)`` of quotations: a time named in one is not what 'the following day' after it counts from. Raises
    nothing, whatever the text.
    """
    tokens = tokenise(text)
    every = phrases(tokens)
    line = dateline(tokens, every)
    scene = Scene(tokens, published_day(published) or (line[1] if line else None))
    found: list[tuple[Phrase, Made]] = []
    reached = 0
    for phrase in every:
        if phrase.start < reached:
            continue
        made = _MAKERS[phrase.kind](Reading(scene, phrase))
        if made is None:
            continue
        reached = phrase.end
        if made is VOID:
            continue
        found.append((phrase, made))
        start = tokens.starts[phrase.start]
        hours = made.value.endswith("TXX")  # 'two hours earlier': of two days
        if made.days and not hours and made.type in ("date", "time") and not any(a <= start < b for a, b in quotes):
            scene.anchor, scene.anchor_value, scene.anchor_at = made.days, made.value, phrase.start
    return tuple(
        _timex(tokens, phrase, made) for phrase, made in timed(tokens, found, line[0] if line else None, scene.today)
    )


def _timex(tokens: Tokens, phrase: Phrase, made: Made) -> Timex:
    start, end = tokens.starts[phrase.start + made.skip], tokens.ends[phrase.end - 1]
    days = narrowed(made.days, made.part) if made.days and made.part else made.days
    return Timex(
        spans=(Span(start, end),),
        text=tokens.text[start:end],
        type=made.type,
        value=made.value,
        earliest=days.first.isoformat() if days else None,
        latest=days.last.isoformat() if days else None,
    )


__all__ = ["Days", "published_day", "timexes"]
