"""The house's own rule, which makes the number that a sheet shows first."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.accounts.intervals import Interval, meets, shifted
from onrecord.accounts.rule import Head, Rule, Setting, before, heads
from onrecord.accounts.sheet import Account, Tally
from onrecord.accounts.wounds import died
from onrecord.record import Harm

# From five on a later, higher count is taken for the same count gone on; below, it rather counts other people, and it
# takes two origins to say so. Set, not tuned: 5, 10 and no limit give the same figures where few were hurt.
_TOLL = 5


def overtaken(one: Head, held: Sequence[Head]) -> bool:
    """Whether a higher count of a later day took a count's place: a toll that rises is no disagreement."""
    later = [h for h in held if before(one.at, h.at) and h.number.point > one.number.point]
    return any(h.number.point >= _TOLL or sum(meets(h.number, o.number) for o in later) > 1 for h in later)


def best(held: Sequence[Head]) -> tuple[Head, tuple[Head, ...]] | None:
    """The number that most origins agree with among those that no later count overtook, and all that do; of equals the
    higher, since a report that counts fewer often tells of some of them only."""
    current = [h for h in held if not overtaken(h, held)]
    if not current:
        return None

    def agreeing(one: Head) -> tuple[Head, ...]:
        return tuple(h for h in current if meets(one.number, h.number))

    chosen = max(
        current,
        key=lambda h: (len(agreeing(h)), h.number.point, h.number.exact, not h.account.party, h.at, h.account.origin),
    )
    return chosen, agreeing(chosen)


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
