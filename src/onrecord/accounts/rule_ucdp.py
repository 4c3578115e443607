"""UCDP GED: best, low and high estimate of everybody killed, its precisions and the clarity of the event.

Source: Uppsala Conflict Data Program, 'UCDP GED Codebook' (Sundberg and Melander 2013; Högbladh, since 19.1), at
https://ucdp.uu.se/downloads/.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Day

from onrecord.accounts.consensus import day
from onrecord.accounts.intervals import Interval, plus
from onrecord.accounts.rule import Head, Rule, Setting, heads, overtaken
from onrecord.accounts.sheet import Account, Tally
from onrecord.record import Harm, When, Where

NAME = "ucdp-ged/1"
SOURCE = "https://ucdp.uu.se/downloads/"


def everybody(accounts: Sequence[Account], harm: Harm) -> list[Head]:
    """Each origin's number of everybody harmed: its victims, and the attackers that it counts apart."""
    dead = {h.account.origin: h for h in heads(accounts, harm, side="attackers")}
    out: list[Head] = []
    for head in heads(accounts, harm):
        more = dead.pop(head.account.origin, None)
        number = plus((head.number, more.number)) if more is not None else head.number
        out.append(head._replace(number=number))
    return sorted([*out, *dead.values()], key=lambda h: (h.at, h.account.origin))


def places(accounts: Sequence[Account], used: Sequence[Head], harm: Harm) -> tuple[int, ...]:
    """The accounts behind these numbers, those of attackers too."""
    apart = {h.account.origin: h.place for h in heads(accounts, harm, side="attackers")}
    with_them = {apart[h.account.origin] for h in used if h.account.origin in apart}
    return tuple(sorted({h.place for h in used} | with_them))


def tally(accounts: Sequence[Account], harm: Harm, setting: Setting) -> Tally:
    """Rule ``ucdp-ged/1``: everybody killed, on whichever side. ``best`` is the number that more origins give than any
    other; where none is told from the rest so, the lower one. ``low`` and ``high`` are the lowest and highest of all.
    An early count that a higher one of a later day overtook is not ``best``, and neither is the blamed party's own
    number while others give one.

    ``says`` has ``date_prec``, ``where_prec`` and ``event_clarity`` (1 one event, 2 a sum over several days).
    """
    held = everybody(accounts, harm)
    gone = overtaken(held)
    current = [h for h in held if h.place not in gone]
    apart = [h for h in current if not h.account.party] or current
    votes: dict[int, int] = {}
    for h in apart:
        votes[h.number.point] = votes.get(h.number.point, 0) + 1
    best = min(votes, key=lambda n: (-votes[n], n)) if votes else None
    says = {"event_clarity": str(clarity(setting.date))}
    if (precision := date_prec(setting.date)) is not None:
        says["date_prec"] = str(precision)
    if (precise := where_prec(setting.place)) is not None:
        says["where_prec"] = str(precise)
    low = min((h.number.least for h in held), default=None)
    high = max((_top(h.number) for h in held), default=None)
    return Tally(low, high, NAME, places(accounts, held, harm), best, says)


def _top(number: Interval) -> int:
    """'At least 12' is 12 at the top too: the codebook has no open ends."""
    return number.high if number.high is not None else number.point


def _days(date: When | None) -> tuple[Day, Day] | None:
    if date is None:
        return None
    first, last = day(date.earliest), day(date.latest)
    return (first, last) if first is not None and last is not None else None


def date_prec(date: When | None) -> int | None:
    """1 the day, 2 within two to six days, 3 the week, 4 the month, 5 wider; null for no date."""
    span = _days(date)
    if span is None:
        return None
    width = (span[1] - span[0]).days + 1
    return 1 if width == 1 else 2 if width <= 6 else 3 if width <= 8 else 4 if width <= 31 else 5


def clarity(date: When | None) -> int:
    """1 where the event can be told from others, 2 where it is a sum over a time wider than a week."""
    span = _days(date)
    return 2 if span is not None and (span[1] - span[0]).days > 7 else 1


def where_prec(place: Where | None) -> int | None:
    """1 the place itself, 2 near it, 3 its district, 4 its province, 6 its country; as read where the record has it."""
    if place is None:
        return None
    if place.where_prec is not None:
        return place.where_prec
    return {"place": 1, "near": 2, "district": 3, "region": 4, "country": 6}.get(place.precision or "")


RULE = Rule(NAME, "UCDP GED", SOURCE, tally)
