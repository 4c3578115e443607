"""The house's own rule, which makes the number that a sheet shows first."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.accounts.intervals import meets
from onrecord.accounts.rule import Head, Rule, Setting, heads
from onrecord.accounts.sheet import Account, Tally
from onrecord.record import Harm


def best(held: Sequence[Head]) -> tuple[Head, tuple[Head, ...]] | None:
    """The head that most origins agree with, and all that do; of equals the later, then the higher."""
    if not held:
        return None

    def agreeing(one: Head) -> tuple[Head, ...]:
        return tuple(h for h in held if meets(one.number, h.number))

    chosen = max(held, key=lambda h: (len(agreeing(h)), h.number.exact, h.at, h.number.point))
    return chosen, agreeing(chosen)


def tally(accounts: Sequence[Account], harm: Harm, setting: Setting) -> Tally:
    """Rule ``onrecord/1``."""
    found = best(heads(accounts, harm))
    if found is None:
        return Tally(None, None, RULE.name)
    chosen, agreeing = found
    return Tally(chosen.number.low, chosen.number.high, RULE.name, tuple(sorted(h.place for h in agreeing)))


RULE = Rule("onrecord/1", "onrecord", "docs/reference/rules.md", tally)
