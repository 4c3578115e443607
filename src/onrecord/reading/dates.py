"""Time expressions of English news: where they stand, what they mean, which days they fix.

A grammar over classes of words (``data/dates.toml``) finds them; makers say what each means against the day of
publication and the times before it. Spans and values follow TIMEX3 as in TimeBank. A day is fixed only where the
words fix it: no day of publication, no bounds for 'on Sunday'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from onrecord.reading import timex_dates, timex_feasts, timex_spells
from onrecord.reading.timex_calendar import Days, narrowed
from onrecord.reading.timex_grammar import Phrase, phrases
from onrecord.reading.timex_scene import VOID, Made, Reading, Scene
from onrecord.reading.timex_tokens import Tokens, letters, tokenise
from onrecord.record import Precision, Span, Timex

_MAKERS = {**timex_dates.MAKERS, **timex_feasts.MAKERS, **timex_spells.MAKERS}
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
    and 'last month' are read. ``quotes`` are ``(start, end)`` of quotations: a time named in one is not what 'the
    following day' after it counts from. Raises nothing, whatever the text.
    """
    tokens = tokenise(text)
    scene = Scene(tokens, published_day(published))
    found: list[tuple[Phrase, Made]] = []
    reached = 0
    for phrase in phrases(tokens):
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
        if made.days and made.type in ("date", "time") and not any(a <= start < b for a, b in quotes):
            scene.anchor, scene.anchor_value = made.days, made.value
    return tuple(_timex(tokens, phrase, made) for phrase, made in _timed(tokens, found))


def _timed(tokens: Tokens, found: list[tuple[Phrase, Made]]) -> list[tuple[Phrase, Made]]:
    """Gives a time of day the day that its sentence names, the one behind it before the one before it; and 'six weeks'
    in 'six weeks after 3 March' the day that this makes."""
    out = list(found)
    for n, (phrase, made) in enumerate(found):
        if phrase.kind == "duration" and n + 1 < len(found):
            near, when = found[n + 1]
            direction = {"after": 1, "before": -1}.get("".join(tokens.lower[phrase.end : phrase.end + 1]), 0)
            if direction and when.days and near.start - phrase.end <= 4 and _together(tokens, phrase.end, near.start):
                out[n] = (phrase, made._replace(days=timex_spells.moved(when.days, made.value, direction)))
        if phrase.kind != "clock" or not made.value.startswith("XXXX-XX-XXT"):
            continue
        for other in (n + 1, n + 2, n - 1, n - 2):
            if not 0 <= other < len(found):
                continue
            near, when = found[other]
            days = when.days
            left, right = (phrase, near) if other > n else (near, phrase)
            if days and days.first == days.last and _together(tokens, left.end, right.start):
                out[n] = (phrase, Made("time", f"{days.first}{made.value[10:]}", days))
                break
    return out


def _together(tokens: Tokens, start: int, end: int) -> bool:
    """Whether nothing ends a sentence between two tokens that stand near each other."""
    stops = letters()["stop"] + letters()["break"]
    return 0 <= end - start <= 25 and not any(c in stops for c in tokens.classes[start:end])


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


def days(timex: Timex) -> tuple[str | None, str | None, Precision]:
    """The days (inclusive, ISO 8601) between which a time lies, and how narrow that is.

    ``(None, None, "unknown")`` where the words fix nothing. A span of up to two days ('overnight', 'the night of
    3-4 March') has the precision of a day, of up to nine that of a week, of up to 31 a month's; up to a year a year's.
    """
    if timex.earliest is None or timex.latest is None:
        return None, None, "unknown"
    size = (date.fromisoformat(timex.latest) - date.fromisoformat(timex.earliest)).days + 1
    precision: Precision = (
        "day" if size <= 2 else "week" if size <= 9 else "month" if size <= 31 else "year" if size <= 366 else "unknown"
    )
    return timex.earliest, timex.latest, precision


__all__ = ["Days", "days", "published_day", "timexes"]
