"""Totals: a report's own overall numbers for an incident, made from its figures under a named rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.record import Figure, Harm, Total

RULE = "report/1"
_NAMED = re.compile(r"(?:^|(?<=[\s(]))[^\W\d_a-z][\w'’.-]+")
_NEW = re.compile(
    r"^(?:an?|another|one|two|three|four|five|six|seven|eight|nine|ten|\d+|a second|a third|a fourth)\b", re.IGNORECASE
)
_GENERAL = frozenset({"people", "family"})


def totals(figures: Sequence[Figure]) -> dict[str, Total]:
    """One total for every harm that has a figure with a number.

    Rule ``report/1``, over the victims' figures that are no part of another:

    1. A figure for people in general is the total: of several, one in the report's own voice before one that somebody
       gave, then the highest.
    2. Otherwise figures of different groups that are told together are added up ('two soldiers and three civilians').
    3. Persons told one by one are counted: as many as are named or newly told of ('a man', 'another man'), whichever
       are more, since a name often comes later for one already told of. They are the total where no figure above is
       larger.
    """
    out: dict[str, Total] = {}
    for harm in dict.fromkeys(f.harm for f in figures):
        of_harm = [f for f in figures if f.harm == harm and (f.low is not None or f.high is not None)]
        total = _total(harm, of_harm)
        if total is not None:
            out[harm] = total
    return out


def _total(harm: Harm, figures: Sequence[Figure]) -> Total | None:
    victims = [f for f in figures if f.side == "victims"]
    top = [f for f in victims if f.part_of is None] or victims
    if not top:
        return None
    singles = [f for f in top if f.low == 1 and f.high == 1]
    wholes = [f for f in top if f not in singles]
    if wholes:
        whole = _whole(wholes)
        persons = _persons(singles)
        if (whole.low or whole.high or 0) >= persons or whole.high is None:
            return whole
        return Total(persons, persons, RULE, tuple(f.id for f in singles))
    count = _persons(singles)
    return Total(count, count, RULE, tuple(f.id for f in singles))


def _whole(figures: Sequence[Figure]) -> Total:
    general = [f for f in figures if f.who.group in _GENERAL]
    if general:
        f = max(general, key=lambda f: (not f.given_by, f.low if f.low is not None else (f.high or 0)))
        return Total(f.low, f.high, RULE, (f.id,))
    groups: dict[str, Figure] = {}
    for f in figures:
        held = groups.get(f.who.group)
        if held is None or (f.low or 0) > (held.low or 0):
            groups[f.who.group] = f
    kept = list(groups.values())
    low = sum(f.low or 0 for f in kept)
    high = None if any(f.high is None for f in kept) else sum(f.high or 0 for f in kept)
    return Total(low or None if high is None else low, high, RULE, tuple(f.id for f in kept))


def _persons(singles: Iterable[Figure]) -> int:
    """How many persons figures of one tell of."""
    named: list[set[str]] = []
    new = 0
    told = 0
    for f in singles:
        told += 1
        words = f.text.split(" … ")[0]
        names = {w.strip(".,'’").lower() for w in _NAMED.findall(words)} - {"the", "a", "an"}
        if names and not _NEW.match(words):
            if not any(names & n for n in named):
                named.append(names)
        elif _NEW.match(words):
            new += 1
    return max(len(named), new, 1 if told else 0)
