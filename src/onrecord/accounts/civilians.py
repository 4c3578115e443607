"""Each origin's number of civilians, as houses that count only them make it of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.accounts.intervals import Interval, shifted
from onrecord.accounts.rule import CIVIL, FIGHTERS, Head, at, counted, heads, number
from onrecord.accounts.sheet import Account
from onrecord.record import Harm


class Civil(NamedTuple):
    """One origin's number of civilians, and the accounts (places) it was made from."""

    origin: str
    number: Interval
    accounts: tuple[int, ...]
    at: str
    party: bool


def civil(accounts: Sequence[Account], harm: Harm) -> list[Civil]:
    """By time, then origin: each origin's own civilians where it counts them; else its overall number without the
    fighters in it. People of whom no report says what they were are civilians until a report says otherwise."""
    out: list[Civil] = []
    overall = {h.account.origin: h for h in heads(accounts, harm)}
    origins = dict.fromkeys(a.origin for a in accounts if a.harm == harm and a.side == "victims")
    for origin in origins:
        mine = [
            (i, a)
            for i, a in enumerate(accounts)
            if a.origin == origin and a.harm == harm and a.side == "victims" and counted(a) and not a.taken_back
        ]
        named = [(i, a) for i, a in mine if a.who == "civilians" and a.low != 1]
        head = overall.get(origin)
        if named:
            i, a = max(named, key=lambda each: (at(each[1]), number(each[1]).point))
            out.append(Civil(origin, number(a), (i,), at(a), a.party))
        elif head is not None:
            out.append(_without(head, mine))
        else:
            groups = [(i, a) for i, a in mine if a.who in CIVIL]
            if groups:
                i, a = max(groups, key=lambda each: number(each[1]).point)
                out.append(Civil(origin, Interval(a.low, None), (i,), at(a), a.party))
    return sorted(out, key=lambda c: (c.at, c.origin))


def _without(head: Head, mine: Sequence[tuple[int, Account]]) -> Civil:
    """An overall number less the fighters that the same origin counts in it. A claim that they were fighters does not
    count where it is the blamed party's own."""
    fighters = [(i, a) for i, a in mine if a.who in FIGHTERS and not a.party]
    if head.account.who in FIGHTERS and not head.account.party:
        return Civil(head.account.origin, Interval(0, 0), (head.place,), head.at, head.account.party)
    parts = [(i, a) for i, a in fighters if i != head.place]
    if not parts:
        return Civil(head.account.origin, head.number, (head.place,), head.at, head.account.party)
    i, a = max(parts, key=lambda each: number(each[1]).point)
    return Civil(
        head.account.origin, shifted(head.number, -number(a).point), (head.place, i), head.at, head.account.party
    )
