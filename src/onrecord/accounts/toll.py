"""A count over time: the steps of a rising (or corrected) toll."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.accounts.intervals import Interval, meets
from onrecord.accounts.rule import at, counted, number
from onrecord.accounts.sheet import Account, Step
from onrecord.accounts.telling import HARMS


def toll(accounts: Sequence[Account]) -> tuple[Step, ...]:
    """For each harm the overall counts that agree or were superseded, in order of time, each only where it is not what
    the same harm had before. ``accounts`` have their status.

    Counts without a time are no step. Of several at one time every different one is a step, the lowest first.
    """
    out: list[Step] = []
    for harm in HARMS:
        if harm == "casualties":  # no count of one harm
            continue
        told = [a for a in accounts if a.harm == harm and a.side == "victims" and a.total and counted(a) and at(a)]
        told = [a for a in told if a.status in ("agrees", "superseded")]
        last: Interval | None = None
        for a in sorted(told, key=lambda a: (at(a), a.low or a.high or 0, a.origin)):
            # 'At least 1' after 1 tells nothing new.
            if last is None or (number(a) != last and (number(a).exact or not meets(number(a), last))):
                out.append(Step(at(a), harm, a.low, a.high, a.origin))
                last = number(a)
    return tuple(out)
