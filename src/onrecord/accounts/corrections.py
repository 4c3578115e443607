"""Overall numbers that their own outlet took back in a later report: denied in its own voice, or lowered in words that
correct.

A report in other words is an origin of its own, but an outlet that writes 'nobody was killed, we retract our report'
leaves one number and not two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from onrecord.accounts.consensus import published
from onrecord.accounts.intervals import Interval, spoken
from onrecord.accounts.rule import at, before, number
from onrecord.accounts.sheet import Account, Told
from onrecord.accounts.telling import denied
from onrecord.accounts.title import spoken_day
from onrecord.accounts.voices import Voices, same
from onrecord.accounts.words import folded, listed
from onrecord.record import Harm

NOTE = 240
"""Code points on each side of a number in which it is said that it corrects another: about two sentences."""
LATER = 8
"""Latest reports of one outlet that take anything back that are looked at: one that tells daily may have many."""


class _Back(NamedTuple):
    """What one report takes back: numbers that it denies in its outlet's voice, its own number for each harm, and the
    harms of which it says that it corrects."""

    at: str
    origin: str
    denies: frozenset[tuple[Harm, Interval]]
    own: dict[Harm, Interval]
    corrects: frozenset[Harm]


def corrects(text: str) -> bool:
    """Whether words say that they correct or retract."""
    plain = text.casefold()
    return any(each in plain for each in listed("corrections", "words"))


def taken_back(accounts: Sequence[Account], told: Sequence[Told]) -> tuple[Account, ...]:
    """The same accounts in the same order; overall numbers that a later report of their own outlet took back have
    ``taken_back`` set to when that was."""
    outlet_of: dict[str, tuple[str, ...]] = {}
    by_outlet: dict[tuple[str, ...], dict[str, list[Told]]] = {}
    for each in told:
        if name := folded(each.record.article.outlet or ""):
            outlet_of[each.id] = name
            by_outlet.setdefault(name, {}).setdefault(each.id, []).append(each)
    own = {(id, a.harm): a for a in accounts if a.total for id in a.articles}
    backs: dict[tuple[str, ...], list[_Back]] = {}
    for name, reports in by_outlet.items():
        if len(reports) > 1:
            found = filter(None, (_back(tellings, own) for tellings in reports.values()))
            backs[name] = sorted(found, key=lambda each: each.at)[-LATER:]
    return tuple(_marked(a, backs.get(outlet_of.get(a.articles[0], ()), ())) for a in accounts)


def _back(tellings: Sequence[Told], own: dict[tuple[str, Harm], Account]) -> _Back | None:
    first = tellings[0]
    article, voices = first.record.article, Voices(first.record)
    denies: set[tuple[Harm, Interval]] = set()
    numbers: dict[Harm, Interval] = {}
    said: set[Harm] = set()
    for figure in (f for t in tellings for f in t.incident.figures if denied(f, voices.statements)):
        if any(same(v.name, article.outlet or "") for v in voices.of(figure.disputed_by)):
            denies.add((figure.harm, Interval(figure.low, figure.high)))
    for harm in dict.fromkeys(f.harm for t in tellings for f in t.incident.figures):
        account = own.get((first.id, harm))
        if account is None:
            continue
        numbers[harm] = number(account)
        spans = [span for anchor in account.anchors for span in anchor.spans]
        near = (article.text[max(0, start - NOTE) : end + NOTE] for start, end in spans)
        if corrects(article.title or "") or any(corrects(each) for each in near):
            said.add(harm)
    if not denies and not said:
        return None
    return _Back(published(first) or "", first.origin, frozenset(denies), numbers, frozenset(said))


def _marked(account: Account, backs: Sequence[_Back]) -> Account:
    """The account with when its own outlet took it back, the first time, and what the number became."""
    if not account.total or account.low is None or account.side != "victims":
        return account
    harm, mine = account.harm, number(account)
    for back in backs:
        if back.origin == account.origin or not before(at(account), back.at):
            continue
        now = back.own.get(harm)
        lower = now is not None and now.high is not None and now.high < account.low
        if (harm, mine) in back.denies or (lower and harm in back.corrects):
            became = f"corrected: {spoken(mine)} became {spoken(now)} on {spoken_day(back.at)}" if now and lower else ""
            return replace(account, taken_back=back.at, why=(*account.why, *filter(None, (became,))))
    return account
