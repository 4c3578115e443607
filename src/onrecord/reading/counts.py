"""Noun phrases that count people: candidates for figures, and the interval that a given span states.

A small grammar (heads.py, units.py, traps.py): no parser, no model, bounded look-ahead, linear time. It says how many
and whom; whether they were harmed is not its matter.
"""

from __future__ import annotations

from typing import NamedTuple

from onrecord.reading.groups import people, small
from onrecord.reading.heads import Text, age_at, prepare
from onrecord.reading.numbers import lexicon
from onrecord.reading.traps import marker, why_not
from onrecord.reading.units import Unit, bare_plural, determined, joined, numbered, unit_at, with_kin
from onrecord.record import Group

_HALT = small("halt")
_PRONOUNS = small("pronouns")
_PARTLY = small("partly")
_AGES = frozenset(("and", "to", "between", "-", "year", "years", "months"))
_OLDEST = 120
_LINKS = (("and",), ("&",), ("plus",), ("as", "well", "as"), ("along", "with"), ("together", "with"))


class Phrase(NamedTuple):
    """A phrase ``text[start:end]`` that counts ``low <= n <= high`` people (None is open).

    ``head`` is the noun counted (lower-case, '' where there is none) at ``[head_start, head_end)``; ``family`` says
    that they are kin. ``trap`` is None, or why it is no figure ('age', 'money', 'things', ..); ``marker`` are words
    beside a bare number that say that it counts people ('death toll', 'dead', 'were').
    """

    start: int
    end: int
    low: int | None
    high: int | None
    group: Group
    nation: str | None
    family: bool
    head: str
    head_start: int
    head_end: int
    trap: str | None = None
    marker: str | None = None


class Reading(NamedTuple):
    """What a span counts; ``[who_start, who_end)`` are the words that say whom, empty where none do."""

    low: int | None
    high: int | None
    group: Group
    nation: str | None
    who_start: int
    who_end: int


def count_phrases(text: str) -> list[Phrase]:
    """Every phrase of ``text`` that may count people, in order, not overlapping; names are not looked for.

    A superset of the figures: what is no figure by its form has a ``trap``, what is one is for a reader to decide.
    """
    x = prepare(text)
    t, low = x.t, x.t.low
    n = len(low)
    p = people()
    found: list[Phrase] = []
    i = floor = 0
    while i < n:
        w = low[i]
        u: Unit | None = None
        item = x.items.get(i)
        if item is not None:
            age = age_at(x, item.core_first)
            u = Unit(i, max(age[0], item.last), None, None, trap="age", numbered=True) if age else numbered(x, item, n)
        elif w in p.determiners:
            u = determined(x, i, n)
        elif w.endswith("'s"):
            u = determined(x, i, n) if i + 1 < n and low[i + 1] not in p.stop else None
        elif w in p.nouns or w in p.starts or w.endswith("s") or w.endswith("men") or w.endswith("ese"):
            u = bare_plural(x, i, n, floor=floor)
        if u is None or u.last <= i:
            i += 1
            continue
        if u.trap is None:
            u = with_kin(x, u, n)
        trap = why_not(x, u)
        end = t.ends[u.last - 1]
        at = (t.starts[u.head_at[0]], t.ends[u.head_at[1] - 1]) if u.head_at[1] > u.head_at[0] else (end, end)
        mark = marker(x, u) if u.bare and trap is None else None
        start = t.starts[u.first]
        found.append(Phrase(start, end, u.low, u.high, u.group, u.nation, u.kin, u.head, *at, trap, mark))
        i = floor = u.last
    return found


def reading_of(text: str, start: int, end: int) -> Reading:
    """How many people ``text[start:end]`` counts, and whom: the span is taken to be a figure.

    Names are one person each ('Ana Vale and Bo Karr' 2), singular nouns one, plurals without a number two or more;
    joined phrases add up ('a mother and her two daughters' 3); appositions, ages and parts ('nine, including three
    medics') do not. Where nothing is understood the interval is open on both sides.
    """
    x = prepare(text, start, end)
    hi = len(x.t.low)
    total: Unit | None = None
    i = 0
    while 0 <= i < hi:
        u = unit_at(x, i, hi) if x.t.low[i][0].isalnum() else None
        if u is None or u.last <= i:
            if total is not None:
                break
            i += 1
            continue
        u = with_kin(x, u, hi)
        j, group = _described(x, u, hi)
        if group is not None and u.group == "people":
            u = u._replace(group=group)
        total = u if total is None else _added(total, u)
        i = _onward(x, u, j, hi)
    if total is None:
        return Reading(None, None, "people", None, start, start)
    first, last = total.who
    who = (x.t.starts[first], x.t.ends[last - 1]) if last > first else (x.t.ends[total.last - 1],) * 2
    return Reading(total.low, total.high, total.group, total.nation, *who)


def _added(total: Unit, u: Unit) -> Unit:
    """The sum; 'soldiers and policemen', 'dozens of men and women' stay what they are: nobody counted them twice."""
    if total.high is not None or u.numbered or u.high is not None:
        return joined(total, u)
    group: Group = total.group if total.group == u.group else "people"
    return total._replace(last=u.last, group=group, who=(total.who[0] or total.first, u.last))


def _described(x: Text, u: Unit, hi: int) -> tuple[int, Group | None]:
    """Past the ages and appositions behind a unit (', 43,', ', a nurse from Karsa'), and the group they give."""
    low = x.t.low
    j = u.last
    group: Group | None = None
    while j + 1 < hi and low[j] in (",", "("):
        k = _age_aside(x, j, hi) if u.high == 1 or low[j + 1] in ("aged", "ages") else j
        if k > j:
            j = k
            continue
        told = determined(x, j + 1, hi) if u.named and low[j] == "," and low[j + 1] in ("a", "an", "the") else None
        if told is None or told.high != 1:
            break
        group = told.group
        j = told.last
        while j < hi and low[j] not in (",", "and", ";"):
            j += 1
    return j, group


def _age_aside(x: Text, j: int, hi: int) -> int:
    """Past an age that a comma or bracket at token ``j`` sets off, or ``j``."""
    low = x.t.low
    k = j + 1
    if k < hi and low[k] in ("aged", "age", "ages"):
        k += 1
        while k < hi and (low[k].isdigit() or low[k] in lexicon().ones or low[k] in _AGES):
            k += 1
        return k
    item = x.items.get(k)
    if item is None or item.low is None or item.low != item.high or item.low > _OLDEST:
        return j
    k = item.last
    if low[k : k + 1] in (["year"], ["years"], ["months"]):
        k += 3 if low[k + 1 : k + 3] == ["of", "age"] else 2 if low[k + 1 : k + 2] == ["old"] else 1
    elif k < hi and low[k] not in (",", ")", "and", "&", ".", ";"):
        return j
    return min(k + (low[k : k + 1] == [")"]), hi)


def _onward(x: Text, u: Unit, j: int, hi: int) -> int:
    """The token at which the next joined unit begins, or -1; ``j`` is past what describes the unit ``u``."""
    low = x.t.low
    k = j + (low[j : j + 1] in ([","], [";"]))
    comma = k > j
    for link in _LINKS:
        if tuple(low[k : k + len(link)]) == link:
            k += len(link)
            comma = False
            break
    if k == j or k >= hi or low[k] in _HALT or low[k] in people().harm:
        return -1
    if low[k] in _PARTLY and low[k + 1 : k + 2] == ["of"]:
        return -1
    item = x.items.get(k)
    if (
        item
        and low[item.last : item.last + 1] == ["of"]
        and low[item.last + 1 : item.last + 2] != []
        and (low[item.last + 1] in _PRONOUNS)
    ):
        return -1
    if comma:
        # A name behind a number or noun tells who it was; it adds nobody.
        other = unit_at(x, k, hi)
        if other is None or (other.named and not u.named):
            return -1
    return k
