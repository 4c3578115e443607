"""What every counting rule has in common: what it is told besides the accounts, and each origin's own number."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from onrecord.accounts.intervals import Interval
from onrecord.accounts.sheet import Account, Tally
from onrecord.record import Group, Harm, IncidentType, Participant, Side, When, Where


class Setting(NamedTuple):
    """What a rule may know of the incident besides its accounts.

    ``claimed_by`` are parties that said it was theirs, ``denied_by`` those that denied it was.
    """

    type: IncidentType | None = None
    date: When | None = None
    place: Where | None = None
    participants: tuple[Participant, ...] = ()
    claimed_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()


class Rule(NamedTuple):
    """A named, versioned way to make one number of many accounts. ``source`` is where its house has published it."""

    name: str
    house: str
    source: str
    tally: Callable[[Sequence[Account], Harm, Setting], Tally]


class Head(NamedTuple):
    """One origin's own number: its latest overall account. ``place`` is where the account stands among all."""

    place: int
    account: Account
    number: Interval
    at: str


FIGHTERS: frozenset[Group] = frozenset({"combatants"})
# Groups of people who take no part in fighting by what they are called.
CIVIL: frozenset[Group] = frozenset(
    {"civilians", "children", "women", "elderly", "medics", "aid workers", "journalists"}
)


def number(account: Account) -> Interval:
    """An account's interval."""
    return Interval(account.low, account.high)


def counted(account: Account) -> bool:
    """Whether an account has any number."""
    return account.low is not None or account.high is not None


_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?")


def at(account: Account) -> str:
    """The day or time up to which it counts, so far as is known: its own words for it, else the first publication, as
    no reprint of a week later counts anew; without what no clock has ('2031-05-03TEV', an evening)."""
    for told in (account.as_of, account.first, account.published):
        if told and (found := _TIME.match(told)):
            return found[0]
    return ""


def before(one: str, other: str) -> bool:
    """Whether one day or time is before the other, by the day unless both have times; unknown is before nothing."""
    if not one or not other:
        return False
    length = 16 if len(one) >= 16 and len(other) >= 16 else 10
    return one[:length] < other[:length]


def heads(accounts: Sequence[Account], harm: Harm, *, side: Side = "victims") -> list[Head]:
    """Each origin's latest overall number for a harm; of several of the same time the highest; none that its own outlet
    took back. By time, then origin.

    Copies are one origin, so that a figure counts once however often it was reprinted.
    """
    found: dict[str, Head] = {}
    for index, account in enumerate(accounts):
        if account.harm != harm or account.side != side or account.part or not counted(account):
            continue
        if (side == "victims" and not account.total) or account.taken_back:
            continue
        head = Head(index, account, number(account), at(account))
        held = found.get(account.origin)
        if held is None or (head.at, head.number.point) > (held.at, held.number.point):
            found[account.origin] = head
    return sorted(found.values(), key=lambda h: (h.at, h.account.origin))


# From five on a later, higher count is taken for the same count gone on; below, it rather counts other people, and it
# takes two origins to say so. Set, not tuned: 5, 10 and no limit give the same figures where few were hurt.
_TOLL = 5


def overtaken(held: Sequence[Head]) -> set[int]:
    """The places of counts that a higher one of a later day took over: a toll that rises is no disagreement."""
    # Equal counts of a day as one, since hundreds of reports have few different ones.
    groups: dict[tuple[Interval, str], int] = {}
    for h in held:
        groups[h.number, h.at] = groups.get((h.number, h.at), 0) + 1
    gone: set[tuple[Interval, str]] = set()
    for number, at in groups:
        later: dict[Interval, int] = {}
        for (other, then), count in groups.items():
            if other.point > number.point and before(at, then):
                later[other] = later.get(other, 0) + count
        if any(other.point >= _TOLL or count > 1 for other, count in later.items()):
            gone.add((number, at))
    return {h.place for h in held if (h.number, h.at) in gone}
