"""Who stands on which side of an incident, as exports with two sides need it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.accounts.sheet import Sheet
from onrecord.record import ActorKind, Participant, Role

_DOERS: tuple[Role, ...] = ("perpetrator",)
_SUFFERERS: tuple[Role, ...] = ("target", "victim")


class Sides(NamedTuple):
    """Those who did it and those to whom it was done, in the sheet's order, each name once."""

    doers: tuple[Participant, ...]
    sufferers: tuple[Participant, ...]


def sides(sheet: Sheet) -> Sides:
    """The two sides. Who is said to have done it stays who is said to: exports name them, the accounts say who says."""
    return Sides(_of(sheet, _DOERS), _of(sheet, _SUFFERERS))


def _of(sheet: Sheet, roles: Sequence[Role]) -> tuple[Participant, ...]:
    # By role first: a target stands before a victim whatever the order in which reports name them.
    held = [p for role in roles for p in sheet.participants if p.role == role]
    return tuple({p.name: p for p in reversed(held)}[name] for name in dict.fromkeys(p.name for p in held))


def kind(side: Sequence[Participant]) -> ActorKind:
    """What the first of a side is: 'unknown' where there is nobody."""
    return side[0].kind if side else "unknown"


def first(side: Sequence[Participant]) -> str | None:
    """The name of the first of a side."""
    return side[0].name if side else None


def others(side: Sequence[Participant]) -> tuple[str, ...]:
    """The names of all but the first."""
    return tuple(p.name for p in side[1:])
