"""A count over time: the steps of a rising (or corrected) toll."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.accounts.intervals import Interval, meets
from onrecord.accounts.reasons import one_by_one
from onrecord.accounts.rule import at, counted, number
from onrecord.accounts.sheet import Account, Step
from onrecord.accounts.telling import HARMS


def toll(accounts: Sequence[Account]) -> tuple[Step, ...]:
    """For each harm the overall counts that agree or were superseded, in order of time, each only where it is not what
    the same harm had before. ``accounts`` have their status.

    Counts without a time are no step, nor is one person told of beside a count of many ('his son is among the
    injured'). Of several at one time every different one is a step, the lowest first.
    """
    out: list[Step] = []
    for harm in HARMS:
        if harm == "casualties":  # no count of one harm
            continue
        told = [a for a in accounts if a.harm == harm and a.side == "victims" and a.total and counted(a) and at(a)]
        told = [a for a in told if a.status in ("agrees", "superseded") and not a.taken_back]
        most = max((number(a).point for a in told), default=0)
        told = [a for a in told if a.status == "superseded" or 2 * number(a).point >= most or not one_by_one(a)]
        last: Interval | None = None
        for a in sorted(told, key=lambda a: (at(a), a.low or a.high or 0, a.origin)):
            # 'At least 1' after 1 tells nothing new.
            if last is None or (number(a) != last and (number(a).exact or not meets(number(a), last))):
                out.append(Step(at(a), harm, a.low, a.high, a.origin))
                last = number(a)
    return tuple(out)


def changed(steps: Sequence[Step]) -> list[Step]:
    """The steps of one harm, in order of time, each only where its number is not that of the one before."""
    return [each for n, each in enumerate(steps) if n == 0 or level(each) != level(steps[n - 1])]


def moving(steps: Sequence[Step]) -> list[bool]:
    """Whether each step of one harm moves the line of the toll.

    The line rises with every higher count, and falls where an origin that it stands on takes its own count back. Other
    counts stand beside it: they tell no more than another origin has by then.
    """
    out: list[bool] = []
    on: Step | None = None
    by: set[str] = set()
    for each in steps:
        same = on is not None and level(each) == level(on)
        moves = on is None or (not same and (height(each) > height(on) or each.origin in by))
        if moves:
            on, by = each, {each.origin}
        elif same:
            by.add(each.origin)
        out.append(moves)
    return out


def level(step: Step) -> tuple[int | None, int | None]:
    """The interval that a step stands at."""
    return step.low, step.high


def height(step: Step) -> int:
    """How high a step stands: at what was counted, or at its upper end where nothing else is known."""
    return step.low if step.low is not None else step.high or 0
