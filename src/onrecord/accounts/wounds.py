"""People told of as injured who are told of as killed elsewhere: they died, and are counted once.

Two things in the accounts say so: the same person by name or age among the injured and among the killed; and a report
that tells of more killed than those that tell of injured, by as many as were injured, and of no injured any more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.accounts.rule import Head, counted, heads, number
from onrecord.accounts.sheet import Account

_AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b")
_NAMED = re.compile(r"(?:^|(?<=[\s(]))[A-ZÀ-Þ][\w'’.-]+")
_NO_NAMES = frozenset({"the", "a", "an", "one", "two", "three", "his", "her", "their", "another"})


class Died(NamedTuple):
    """How many of the injured died, the accounts (places) that tell of them as injured and as killed, and why."""

    many: int
    injured: tuple[int, ...]
    killed: tuple[int, ...]
    why: str


def died(accounts: Sequence[Account]) -> Died | None:
    """Those of the injured who are told of as killed elsewhere; null where nothing says so."""
    injured, killed = heads(accounts, "injured"), heads(accounts, "killed")
    if not injured or not killed:
        return None
    return _person(accounts) or _risen(injured, killed)


def _marks(account: Account) -> set[str]:
    """What an account's words have that tells a person from others: ages and names."""
    out: set[str] = set()
    for anchor in account.anchors:
        out |= set(_AGE.findall(anchor.text))
        out |= {word.strip(".,'’").lower() for word in _NAMED.findall(anchor.text)}
    return out - _NO_NAMES


def _person(accounts: Sequence[Account]) -> Died | None:
    """One person in all, injured in one account and killed in another. With more, a shared age may be two people's."""
    told = {"injured": [], "killed": []}  # type: dict[str, list[tuple[int, Account]]]
    for i, a in enumerate(accounts):
        if a.harm in told and a.side == "victims" and counted(a):
            told[a.harm].append((i, a))
    if any(number(a).point > 1 for each in told.values() for _, a in each):
        return None
    for i, hurt in told["injured"]:
        mine = _marks(hurt)
        same = [j for j, dead in told["killed"] if mine & _marks(dead) and dead.high != 0]
        if mine and same and hurt.low == 1:
            return Died(1, (i,), tuple(same), "the same person is told of as killed, so died of the wounds")
    return None


def _risen(injured: Sequence[Head], killed: Sequence[Head]) -> Died | None:
    """All who were injured are among the killed of a report that tells of no injured."""
    dead = {h.account.origin: h for h in killed}
    telling = {h.account.origin: h for h in injured if h.number.point > 0}
    silent = [h for h in killed if h.account.origin not in {i.account.origin for i in injured}]
    if not telling or not silent:
        return None
    before = [dead[origin].number.point if origin in dead else 0 for origin in telling]
    most = max(h.number.point for h in telling.values())
    last = max(silent, key=lambda h: (h.number.point, h.at, h.account.origin))
    if last.number.point - min(before) != most:
        return None
    why = f"{last.number.point:,} are killed where no injured are told of, {most:,} more than before: they died"
    return Died(most, tuple(sorted(h.place for h in telling.values())), (last.place,), why)
