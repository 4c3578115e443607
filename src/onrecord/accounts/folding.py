"""The accounts of all tellings of an incident, those of one origin's copies folded into one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.accounts.sheet import Account, Told
from onrecord.accounts.telling import HARMS, accounts
from onrecord.accounts.words import folded
from onrecord.record import Harm

_Key = tuple[object, ...]


def folded_accounts(told: Sequence[Told]) -> tuple[Account, ...]:
    """One account for each origin, givers, harm, group, side and number, with the reports and words of every copy.

    A report that tells of the incident more than once has one overall number for a harm, that of the telling which it
    tells most of; the others stay beside it. ``told`` is in order of publication. The accounts are by harm, victims
    first, overall numbers first, then by time and origin.
    """
    made = [(each, accounts(each)) for each in told]
    overall: dict[tuple[str, Harm], str] = {}
    for each, mine in sorted(made, key=lambda pair: _mostly(pair[0])):
        for account in mine:
            if account.total:
                overall.setdefault((each.id, account.harm), each.incident.id)
    held: dict[_Key, list[Account]] = {}
    for each, mine in made:
        for account in mine:
            beside = account.total and overall[each.id, account.harm] != each.incident.id
            one = msgspec.structs.replace(account, total=False) if beside else account
            held.setdefault(_key(one), []).append(one)
    return tuple(sorted((_merged(group) for group in held.values()), key=_place))


def _mostly(told: Told) -> tuple[bool, int]:
    """Of several tellings in one report the one that it tells most of comes first, and has its overall number."""
    return told.incident.background, -len(told.incident.mentions.spans)


def _key(a: Account) -> _Key:
    givers = tuple(sorted({folded(name) for name in a.givers}))
    return a.origin, givers, a.harm, a.who, a.side, a.nation, a.part, a.low, a.high, a.total


def _merged(group: Sequence[Account]) -> Account:
    first = group[0]
    if len(group) == 1:
        return first
    stated = [a.as_of for a in group if a.as_of]
    told_at = [a.published for a in group if a.published]
    return msgspec.structs.replace(
        first,
        articles=tuple(dict.fromkeys(each for a in group for each in a.articles)),
        anchors=tuple(dict.fromkeys(each for a in group for each in a.anchors)),
        as_of=max(stated) if stated else None,
        published=max(told_at) if told_at else None,
        first=_earliest(told_at),
        why=tuple(dict.fromkeys(each for a in group for each in a.why)),
        blamed=tuple(dict.fromkeys(each for a in group for each in a.blamed)),
        disputed_by=tuple(dict.fromkeys(each for a in group for each in a.disputed_by)),
    )


def _earliest(told_at: Sequence[str]) -> str | None:
    """The earliest of days and times: of one day's the first time, as a day alone may be any hour of it."""
    return min(told_at, key=lambda told: (told[:10], len(told) <= len("2031-05-03"), told), default=None)


def _place(a: Account) -> tuple[object, ...]:
    return (
        HARMS.index(a.harm),
        a.side != "victims",
        not a.total,
        a.part,
        a.as_of or a.first or "",
        a.origin,
        a.who,
        -(a.low or a.high or 0),
        a.high is not None,
        a.givers,
        a.articles,
        [(each.article, each.spans) for each in a.anchors],
    )
