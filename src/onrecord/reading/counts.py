"""Noun phrases that count people: candidates for figures, and the interval that a given span states.

A small grammar (heads.py, units.py, traps.py): no parser, no model, bounded look-ahead, linear time. It says how many
and whom; whether they were harmed is not its matter.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.reading.ages import children
from onrecord.reading.groups import demonym, people, small
from onrecord.reading.heads import Text, age_at, noun_phrase, prepare, written
from onrecord.reading.numbers import lexicon
from onrecord.reading.traps import marker, why_not
from onrecord.reading.units import Unit, bare_plural, determined, joined, numbered, out_of, unit_at, with_kin
from onrecord.record import Group

_HALT = small("halt")
_PRONOUNS = small("pronouns")
_PARTLY = small("partly")
_AGES = frozenset(("and", "to", "between", "-", "year", "years", "months"))
_OLDEST = 120
_SHARES = small("shares")
_SOMEBODY = small("somebody")
_REMAINS = small("remains")
_STATES = small("states")
_CARRIED = small("carried")
_CARRIES = 80  # characters that a group carries over
# One verb of harm beside the next: 'a peacekeeper was killed and | five were injured', 'killed one rebel and held |'.
_VERB = (
    r"(?:(?:was|were|is|are|has|have|had)\s+(?:been\s+)?)?(?:also\s+)?"
    r"(?:\w{1,20}ed|lost|held|hurt|shot|slain|fell|taken\s+prisoner)"
)
_LISTED = re.compile(r"\s*(?:,|,?\s*and|as\s+well\s+as)\s+")
_SAME_BREATH = re.compile(
    rf"(?:\s+(?:from|of|in)\s+[^,.;:]{{1,30}}?)?(?:\s+(?:dead|{_VERB}))?,?\s+(?:and|but|while)\s+(?:{_VERB}\s+)?(?:another\s+)?",
    re.IGNORECASE,
)
_IS = re.compile(
    r"(?:,\s(?:\w+\s){1,2}(?:said|says|added|noted),)?\s?(?:,\s|[–—]\s?)?(?:(?:who|which)\s)?(?:were|was|are|is)\s(?:all\s|also\s|both\s)?(?:an?\s)?"
    r"|,\s(?:all|both)\s(?:of\sthem\s)?"
)
_BESIDE = re.compile(r"\s(?:an?\s)?")
_SORTS = frozenset(("children", "women"))  # that an adjective alone says: 'one of them pregnant'
_OWN_MEN = re.compile(r"\b(?:its|their|our|his|my)\s+(?:own\s+)?(?:\w+\s+)?men\b", re.IGNORECASE)
_LOST = re.compile(r"\b(?:lost|lose|loses|losing|loss\s+of)\s+(?:all\s+|some\s+)?$", re.IGNORECASE)
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
    t, hi = x.t, len(x.t.low)
    total: Unit | None = _share(x, hi) or _between(x)
    i = 0 if total is None else hi
    while 0 <= i < hi:
        u = unit_at(x, i, hi) if t.low[i][0].isalnum() else None
        if u is None or u.last <= i:
            if total is not None:
                break
            i += 1
            continue
        if u.head in _REMAINS and t.low[u.last : u.last + 1] == ["of"] and u.last + 1 < hi and not u.numbered:
            i = u.last + 1  # 'the bodies of eleven people'
            continue
        u = with_kin(x, u, hi)
        j, group = _described(x, u, hi)
        if group is not None and u.group == "people":
            u = u._replace(group=group)
        if (
            total is not None
            and total.high == 1
            and (total.kin or total.named)
            and t.low[u.first] in people().possessive
            and (u.kin or u.group in ("children", "family"))
        ):
            total, u = total._replace(group="family"), u._replace(group="family")
        total = u if total is None else _added(total, u)
        i = _onward(x, u, j, hi)
    if total is None:
        return Reading(None, None, "people", None, start, start)
    if total.group == "people" and (
        total.bare or t.low[total.last - 1] in _PRONOUNS or total.head in _REMAINS | _STATES
    ):
        told = t.low[total.last - 1] in _PRONOUNS or total.bare
        group = predicate(text, end, beside=told) or (
            predicate(text, t.ends[total.last - 1], beside=told) if total.last < hi else None
        )
        total = total._replace(group=group or _carried(text, start, total) or "people")
    several = total.kin and not total.numbered and total.low == total.high != 1  # 'a porter and his son, 8'
    if total.group in ("people", "men", "women") and not several and children(text, start, end):
        total = total._replace(group="children")
    elif total.group == "men" and total.high != 1 and _of_a_force(text, start, end):
        total = total._replace(group="combatants")
    first, last = total.who
    who = (t.starts[first], t.ends[last - 1]) if last > first else (t.ends[total.last - 1],) * 2
    return Reading(total.low, total.high, total.group, total.nation, *who)


def sorts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of the figure ``text[start:end]`` that count people of different groups, each by its own number: 'eight
    soldiers and a driver'. The whole where it is one count; one person and another stay one ('a woman and a child')."""
    x = prepare(text, start, end)
    hi = len(x.t.low)
    units: list[Unit] = []
    i = 0
    while 0 <= i < hi:
        u = unit_at(x, i, hi)
        if u is None or u.last <= i or u.low is None or u.low != u.high or u.named or u.kin or u.bare:
            return [(start, end)]
        units.append(u)
        i = _onward(x, u, _described(x, u, hi)[0], hi)
    if len({u.group for u in units}) < 2 or not (units[0].high or 0) > 1:
        return [(start, end)]
    t = x.t
    return [(t.starts[u.first], t.ends[u.last - 1] if u is not units[-1] else end) for u in units]


def _of_a_force(text: str, start: int, end: int) -> bool:
    """Whether 'men' are those of a force: 'the army lost seven men', 'three of its men'."""
    return _OWN_MEN.search(text, start, end) is not None or _LOST.search(text, max(0, start - 30), start) is not None


def _share(x: Text, hi: int) -> Unit | None:
    """'most of them women', 'a third of its men', 'everyone on it': a group, and no number."""
    low = x.t.low
    for i in range(min(5, hi)):
        if low[i] in _SOMEBODY:
            head = noun_phrase(x, i + 1, hi) if low[i] in ("any", "every", "each") and i + 1 < hi else None
            who = (i + 1, head.last) if head else (i, i + 1)
            return Unit(i, who[1], 1, None, head.group if head else "people", who=who)
        if low[i] not in _SHARES or (low[i] == "all" and low[i + 1 : i + 2] != ["of"]):
            if i in x.items and x.items[i].trap != "fraction":
                return None
            continue
        if low[i] in ("third", "quarter", "half", "part", "rest") and low[i + 1 : i + 2] not in (["of"], []):
            return None
        rest = out_of(x, Unit(0, i + 1, None, None), hi)
        return rest
    return None


def _between(x: Text) -> Unit | None:
    """'at least eleven, at most fourteen': two bounds of one number."""
    items = sorted(x.items.values())
    if len(items) == 2 and x.t.low[items[0].last : items[1].first] in ([","], ["and"], ["but"], [",", "but"]):
        (a, b) = items
        if a.low is not None and a.high is None and b.low is None and b.high is not None and a.low <= b.high:
            return numbered(x, b, len(x.t.low))._replace(first=a.first, low=a.low)
    return None


def _carried(text: str, start: int, u: Unit) -> Group | None:
    """The group of the counted phrase shortly before a bare number: 'two soldiers fell and six were wounded'."""
    window = max(text.rfind(". ", 0, start), text.rfind("\n\n", 0, start), start - _CARRIES, 0)
    before = [p for p in count_phrases(text[window:start]) if p.head and p.trap is None]
    pointing = text[max(0, start - 8) : start].lower().endswith(("the ", "among ", "these ", "those "))
    if not u.bare or pointing or not before or not text[window + before[-1].start].isalnum():
        return None
    last = before[-1]
    other = before[-2] if len(before) > 1 and before[-2].group != last.group else None
    if other is not None and _LISTED.fullmatch(text, window + other.end, window + last.start):
        return None  # 'two soldiers and a policeman were killed and | nine'
    like = last.low == last.high != 1 or _SAME_BREATH.fullmatch(text, window + last.end, start) is not None
    return last.group if like and last.group in _CARRIED else None


def predicate(text: str, end: int, *, beside: bool) -> Group | None:
    """What is said of a bare number right behind it: 'three of them were children'; of one that tells of people told
    before also ``beside`` it: 'three of them children', 'one of them pregnant'."""
    m = _IS.match(text, end) or (_BESIDE.match(text, end) if beside else None)
    if m is None:
        return None
    x = prepare(text, m.end(), min(len(text), m.end() + 60))
    if not x.t.low:
        return None
    sort = "children" if x.t.low[:2] == ["under", "age"] else people().before.get(x.t.low[0])
    head = noun_phrase(x, 0, min(len(x.t.low), 6), unknown=1 if m.re is _IS else 0)
    if head is None and sort in _SORTS:
        return sort
    return None if head is None or head.last - head.first > 4 or head.noun.general else head.group


def _added(total: Unit, u: Unit) -> Unit:
    """The sum; 'soldiers and policemen', 'dozens of men and women' stay what they are: nobody counted them twice."""
    one_number = (
        total.numbered and (total.high or 0) > 1 and (u.low, u.high) == (2, None)
    )  # '51 judges and court clerks'
    if not one_number and (total.high is not None or u.numbered or u.high is not None):
        return joined(total, u)
    group: Group = total.group if total.group == u.group else "people"
    return total._replace(last=u.last, group=group, who=(total.who[0] or total.first, u.last))


def _described(x: Text, u: Unit, hi: int) -> tuple[int, Group | None]:
    """Past the ages and appositions behind a unit (', 43,', ', a nurse from Karsa'), and the group they give."""
    low = x.t.low
    j = u.last + (u.bare and low[u.last : u.last + 1] != [] and low[u.last] in _STATES)
    group: Group | None = None
    while j + 1 < hi and low[j] in (",", "("):
        two = u.low == u.high == 2 and low[j + 2 : j + 3] in (["and"], ["or"])  # 'two boys, 16 and 17'
        k = _age_aside(x, j, hi) if u.high == 1 or two or low[j + 1] in ("aged", "ages") else j
        if k > j:
            j = k
            continue
        told = _apposed(x, u, j, hi) if low[j] == "," else None
        if told is None:
            break
        group, j = told
        while j < hi and low[j] not in (",", "and", ";"):
            j += 1
    return j, group


def _apposed(x: Text, u: Unit, j: int, hi: int) -> tuple[Group, int] | None:
    """What a phrase behind the comma ``j`` says of the unit, and its end: ', a boy of six', ', all civilians'."""
    low = x.t.low
    k = j + 1
    if low[k] in ("all", "both") and k + 1 < hi:
        k += 3 if low[k + 1 : k + 3] == ["of", "them"] else 1
        head = noun_phrase(x, k, hi, unknown=1) if k < hi else None
        return None if head is None else (head.group, head.last)
    if low[k] not in ("a", "an", "the"):
        return None
    told = determined(x, k, hi)
    if told is None or told.named:
        if u.high == 1 and k + 1 < hi and demonym(written(x.t, k + 1)) and low[k + 2 : k + 3] in ([], [","], ["."]):
            return u.group, k + 2  # 'one sailor, a Karsan'
        return None
    told = with_kin(x, told, hi)
    listed = not u.named and any(w == "and" for w in low[told.last : told.last + 24])
    if told.high == u.high == 1 and not listed:
        return told.group, told.last
    return (told.group, told.last) if u.numbered and (u.low, u.high) == (told.low, told.high) and u.low != 1 else None


def _age_aside(x: Text, j: int, hi: int) -> int:
    """Past an age that a comma or bracket at token ``j`` sets off, or ``j``."""
    low = x.t.low
    k = j + 1
    if k < hi and low[k] in ("aged", "age", "ages"):
        k += 1
        while k < hi and (
            low[k].isdecimal() or low[k] in lexicon().ones or low[k] in _AGES or _one_more_age(low, k, hi)
        ):
            k += 1
        return k
    item = x.items.get(k)
    if item is None or item.low is None or item.high is None or item.high > _OLDEST:
        return j
    k = item.last
    other = x.items.get(k + 1)
    if low[k : k + 1] in (["and"], ["or"]) and other and other.high is not None and item.high < other.high <= _OLDEST:
        k = other.last if other.last >= hi or low[other.last] in (",", ")", ".", ";") else k  # ', 16 and 17'
    if low[k : k + 1] in (["year"], ["years"], ["months"]):
        k += 3 if low[k + 1 : k + 3] == ["of", "age"] else 2 if low[k + 1 : k + 2] == ["old"] else 1
    elif k < hi and low[k] not in (",", ")", "(", "and", "&", ".", ";"):
        return j
    return min(k + (low[k : k + 1] == [")"]), hi)


def _one_more_age(low: list[str], k: int, hi: int) -> bool:
    """Whether the comma at token ``k`` joins ages: 'aged 22, 24 and 45'."""
    return low[k] == "," and k + 2 < hi and low[k + 1].isdecimal() and low[k + 2] in (",", "and")


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
    if k == j < hi and low[j] in ("in", "from", "at", "on"):
        # 'a woman in labour and her child'
        links = [i for i in range(j, min(j + 8, hi - 1)) if low[i] == "and" and low[i + 1] in people().possessive]
        return links[0] + 1 if links and u.high == 1 else -1
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
        if item and item.last >= hi and (item.low or 0) <= _OLDEST and (u.kin or u.high == 1):
            return -1  # 'a porter and his son, 8'
        if any(low[i] == "among" and low[i + 1] in _PRONOUNS for i in range(k, min(k + 8, hi - 1))):
            return -1  # 'five, his own daughter among them'
        # A name behind a number or noun tells who it was; it adds nobody.
        other = unit_at(x, k, hi)
        if other is None:
            return -1
        if other.named and not other.head and not u.named:
            # 'Her husband, Adil, her mother and two children': it goes on behind the name.
            follows = u.high == 1 and low[other.last : other.last + 1] == [","] and other.last + 1 < hi
            follows = follows and (low[other.last + 1] in people().possessive or low[other.last + 1] == "and")
            return _onward(x, u, other.last, hi) if follows else -1
    return k
