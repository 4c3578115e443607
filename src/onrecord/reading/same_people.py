"""Groups that a figure takes from another of its incident: parts from their whole, bare numbers from the first count.

'Nine soldiers died, two of them in hospital' counts soldiers twice. Where pupils were taken, the 46 of one and the 73
of another are pupils. Of other groups and of the dead the latter does not hold: a number after 'four soldiers' or
'three children' may count everybody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.record import Figure, Who

_KINDS = frozenset(("combatants", "police", "children", "medics", "aid workers", "journalists", "civilians"))
_TAKEN = frozenset(("abducted", "missing"))
_STOP = re.compile(r"[.!?]\s|\n\s*\n")
_OF_THEM = re.compile(r"\bof\s+(?:them|whom|these|those)\s*$", re.IGNORECASE)


def same_people(figures: Sequence[Figure], text: str) -> tuple[Figure, ...]:
    """The figures of one incident, those that count 'people' for want of a word with the group they are of."""
    by_id = {f.id: f for f in figures}
    first: dict[str, Figure] = {}
    out = []
    for f in figures:
        whole = by_id.get(f.part_of or "")
        if f.who.group != "people":
            pass
        elif whole is not None and whole.who.group in _KINDS and _OF_THEM.search(f.text):
            if not _STOP.search(text, whole.spans[0].end, f.spans[0].start):
                f = _with(f, whole)
        elif f.part_of is None and not f.who.spans and f.high != 1 and f.harm in _TAKEN:
            told = first.get(f.harm)
            if told is not None and told.who.group == "children":
                f = _with(f, told)
        if f.part_of is None and f.who.spans:
            first.setdefault(f.harm, f)
        by_id[f.id] = f
        out.append(f)
    return tuple(out)


def _with(f: Figure, other: Figure) -> Figure:
    return replace(f, who=Who(other.who.group, f.who.text, f.who.spans, other.who.nation))
