"""The house's own rule, which makes the number that a sheet shows first."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.accounts.intervals import Interval, meets, shifted
from onrecord.accounts.rule import Head, Rule, Setting, heads, overtaken
from onrecord.accounts.sheet import Account, Tally
from onrecord.accounts.wounds import died
from onrecord.record import Harm


def best(held: Sequence[Head]) -> tuple[Head, tuple[Head, ...]] | None:
    """The number that most origins agree with among those that no later count overtook, and all that do; of equals the
    higher, since a report that counts fewer often tells of some of them only."""
    gone = overtaken(held)
    current = [h for h in held if h.place not in gone]
    if not current:
        return None
    votes: dict[Interval, int] = {}
    for h in current:
        votes[h.number] = votes.get(h.number, 0) + 1
    agreeing = {one: sum(n for other, n in votes.items() if meets(one, other)) for one in votes}
    chosen = max(
        current,
        key=lambda h: (agreeing[h.number], h.number.least, h.number.exact, not h.account.party, h.at, h.account.origin),
    )
    return chosen, tuple(h for h in current if meets(chosen.number, h.number))


def tally(accounts: Sequence[Account], harm: Harm, setting: Setting) -> Tally:
    """Rule ``onrecord/1``: of each independent origin its latest overall number of victims; a count that a later and
    higher one overtook is left out; of what is left the number that most origins agree with, of equals the higher.

    Who was told of as injured and is told of as killed elsewhere is counted as killed only (``says`` has it under
    ``died``). Attackers are left out so far as reports count them apart.
    """
    del setting
    found = best(heads(accounts, harm))
    if found is None:
        return Tally(None, None, NAME)
    chosen, agreeing = found
    number, places = chosen.number, {h.place for h in agreeing}
    says: dict[str, str] = {}
    if harm == "injured" and number.point > 0 and (dead := died(accounts)) is not None:
        number = Interval(*shifted(number, -dead.many))
        places |= {*dead.injured, *dead.killed}
        says = {"died": dead.why}
    return Tally(number.low, number.high, NAME, tuple(sorted(places)), None, says)


NAME = "onrecord/1"
RULE = Rule(NAME, "onrecord", "docs/reference/rules.md", tally)
