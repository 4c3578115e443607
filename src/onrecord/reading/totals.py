"""Totals: a report's own overall numbers for an incident, made from its figures under a named rule."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from onrecord.reading.titles import titles
from onrecord.record import Figure, Total, Who

RULE = "report/1"
_NAMED = re.compile(r"(?:^|(?<=[\s(]))[^\W\d_a-z][\w'’.-]+")
_NEW = re.compile(
    r"^(?:an?|another|one|two|three|four|five|six|seven|eight|nine|ten|\d+|a second|a third|a fourth)\b", re.IGNORECASE
)
_GENERAL = frozenset({"people", "family"})


def totals(figures: Sequence[Figure], expected: Mapping[str, Sequence[float]] | None = None) -> dict[str, Total]:
    """One total for every harm that has a figure with a number.

    ``expected`` has for a harm the probabilities of 0, 1, .. (the last: that many or more) that the encoder gives to
    the report's total, from how the report tells it; it is asked only where the figures themselves can be added up in
    more than one way, and the answer is always made from figures.

    Rule ``report/1``, over the victims' figures that are no part of another:

    1. A figure for people in general is the total: of several, one in the report's own voice before one that somebody
       gave, then the highest. A list of exact numbers with people in general or one person among them is one such
       figure ('43 girls and two teachers', 'a commander and five of his men').
    2. Otherwise figures of different groups that are told together are added up ('two soldiers and three civilians').
    3. Persons told one by one are counted: as many as are named or newly told of ('a man', 'another man'), whichever
       are more, since a name often comes later for one already told of. They are the total where no figure above is
       larger.
    4. Where ``expected`` finds another reading of the same figures (a general figure, the groups added up, fewer
       persons than seem to be told of) far likelier than the one that these rules make, that reading is the total.
    """
    out: dict[str, Total] = {}
    for harm in dict.fromkeys(f.harm for f in figures):
        of_harm = [f for f in figures if f.harm == harm and (f.low is not None or f.high is not None)]
        victims = [f for f in of_harm if f.side == "victims"]
        top = [f for f in victims if f.part_of is None] or victims
        if top:
            out[harm] = _likeliest(_readings(top), (expected or {}).get(harm))
    return out


def _readings(top: Sequence[Figure]) -> list[Total]:
    """The ways to read figures as one total, the one of the rules first."""
    joined = [one for one in _lists(top) if _as_one(one)]
    held = {f.id for one in joined for f in one}
    singles = [f for f in top if f.low == 1 and f.high == 1 and f.id not in held]
    wholes = [f for f in top if f not in singles and f.id not in held] + [_list(one) for one in joined]
    persons = max(*_persons(singles), 1 if singles else 0)
    of_persons = tuple(f.id for f in singles)
    out = []
    if wholes:
        whole = _whole(wholes)
        if persons > (whole.low or whole.high or 0) and whole.high is not None:
            out.append(Total(persons, persons, RULE, of_persons))
        out.append(whole)
        out += [Total(f.low, f.high, RULE, _ids(f)) for f in wholes if not _raised(f, wholes)]
        if singles and whole.high is not None:
            out.append(_sum([*(f for f in wholes if set(_ids(f)) <= set(whole.figures)), *singles]))
        if len(wholes) > 1 and not _rivals(wholes):
            out.append(_sum(wholes))
    if singles:
        # A person told again in other words looks like another one, so any smaller number may be meant.
        out += [Total(n, n, RULE, of_persons) for n in dict.fromkeys((persons, *range(1, len(singles) + 1)))]
    return out


_BREATH = 160  # characters that one sentence's two numbers stand apart at most


def _raised(f: Figure, wholes: Sequence[Figure]) -> bool:
    """Whether a higher bare number of the same group and giver follows it: 'two soldiers died, which raises the number
    killed to nine'. Then it is no total, however it is told."""
    return any(
        not g.who.text
        and g.who.group == f.who.group
        and g.given_by == f.given_by
        and (g.low or 0) > (f.low or f.high or 0)
        and 0 < g.spans[0].start - f.spans[-1].end < _BREATH
        for g in wholes
        if g.spans and f.spans
    )


# Characters between two figures of one list: ', ', ' and ', ', and '. The last two close it, of two figures ' and '
# alone: 'nine men, and a boy' may go on to another matter.
_COMMA, _AND = 2, (5, 6)


def _lists(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Figures that stand side by side: 'a commander and five of his men', '43 girls and two teachers'."""
    out: list[list[Figure]] = []
    for f in sorted((f for f in figures if f.spans), key=lambda f: f.spans[0].start):
        gap = f.spans[0].start - out[-1][-1].spans[0].end if out else -1
        if gap == _COMMA or gap in _AND:
            out[-1].append(f)
        else:
            out.append([f])
    return out


def _as_one(one: Sequence[Figure]) -> bool:
    """Whether a list of figures is one count that no other rule makes: of exact numbers that one voice gives, closed by
    'and', more than one person, and either people in general or a person among them."""
    if len(one) < 2 or one[-1].spans[0].start - one[-2].spans[0].end not in _AND[: len(one) - 1]:
        return False
    exact = all(f.low == f.high and f.low for f in one) and len({f.given_by for f in one}) == 1
    several = any((f.low or 0) > 1 for f in one)
    return exact and several and any(f.who.group in _GENERAL or f.low == 1 for f in one)


def _list(one: Sequence[Figure]) -> Figure:
    """A list of figures as one figure of people, whose id is theirs joined."""
    total = sum(f.low or 0 for f in one)
    return replace(one[0], id="+".join(f.id for f in one), who=Who("people"), low=total, high=total)


# How much likelier, in log odds, another reading must be than that of the rules to be taken instead: nearly three
# times, so that the rules decide where the encoder hardly has a view. Set, not tuned.
_MARGIN = 1.0


def _likeliest(readings: Sequence[Total], expected: Sequence[float] | None) -> Total:
    if expected is None:
        return readings[0]

    def worth(total: Total) -> float:
        n = total.low if total.low is not None else total.high or 0
        return math.log(max(1e-4, expected[min(n, len(expected) - 1)]))

    best = max(readings, key=worth)
    return best if worth(best) > worth(readings[0]) + _MARGIN else readings[0]


def _sum(figures: Sequence[Figure]) -> Total:
    low = sum(f.low or 0 for f in figures)
    high = None if any(f.high is None for f in figures) else sum(f.high or 0 for f in figures)
    return Total(low or None if high is None else low, high, RULE, tuple(i for f in figures for i in _ids(f)))


def _ids(f: Figure) -> tuple[str, ...]:
    return tuple(f.id.split("+"))


def _whole(figures: Sequence[Figure]) -> Total:
    general = [f for f in figures if f.who.group in _GENERAL]
    if general:
        f = max(general, key=lambda f: (not f.given_by, f.low if f.low is not None else (f.high or 0)))
        return Total(f.low, f.high, RULE, _ids(f))
    groups: dict[str, Figure] = {}
    for f in figures:
        held = groups.get(f.who.group)
        if held is None or (f.low or 0) > (held.low or 0):
            groups[f.who.group] = f
    return _sum(list(groups.values()))


def _rivals(figures: Sequence[Figure]) -> bool:
    """Whether two of the figures count people in general and are of different givers: two answers to one question."""
    givers = {frozenset(f.given_by) for f in figures if f.who.group in _GENERAL and f.given_by}
    return len(givers) > 1


@cache
def _offices() -> frozenset[str]:
    """Titles, which tell nobody apart: two sergeants are two."""
    known = titles()
    return frozenset({*known.titles, *known.roles, *known.styles})


def _persons(singles: Iterable[Figure]) -> tuple[int, int]:
    """How many persons figures of one name, and how many they newly tell of ('a man', 'another man')."""
    named: list[set[str]] = []
    new = 0
    for f in singles:
        words = f.text.split(" … ")[0]
        names = {w.strip(".,'’").lower() for w in _NAMED.findall(words)} - {"the", "a", "an"} - _offices()
        if names and not _NEW.match(words):
            if not any(names & n for n in named):
                named.append(names)
        elif _NEW.match(words):
            new += 1
    return len(named), new
