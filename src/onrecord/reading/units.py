"""Counted units of a phrase: a number with its noun, a determiner with its noun, a bare plural, a name.

'two of his brothers', 'a family of five', 'a mother and her two daughters', 'brothers Ana and Bo Vale'.
"""

from __future__ import annotations

from typing import NamedTuple

from onrecord.reading.groups import CHILDHOOD, Noun, demonym, people, small
from onrecord.reading.heads import Head, Text, age_at, match, noun_phrase, written
from onrecord.reading.numbers import Item, near
from onrecord.record import Group

_DASHES = frozenset("-–‑‐")
_PRONOUNS = small("pronouns")
_AMBIGUOUS = small("ambiguous")
_ADJECTIVES = small("adjectives")
_PARTICLES = small("particles")
_MEMBERSHIP = small("membership")
_QUOTES = frozenset("\"“”‘’'»«")
_STATES = small("states")
_NOBODY = Noun("people", True, 1, 1)


class Unit(NamedTuple):
    """One counted thing between tokens ``first`` and ``last``; ``who`` tokens half-open."""

    first: int
    last: int
    low: int | None
    high: int | None
    group: Group = "people"
    nation: str | None = None
    kin: bool = False
    head: str = ""
    who: tuple[int, int] = (0, 0)
    head_at: tuple[int, int] = (0, 0)
    bare: bool = False  # a number without a noun
    numbered: bool = False
    named: bool = False
    trap: str | None = None


def out_of(x: Text, u: Unit, hi: int) -> Unit:
    """What follows 'of': 'two of his brothers', '20 of them', 'three of them children', 'five members of a family'."""
    p = people()
    low = x.t.low
    j = u.last
    if j + 1 >= hi or low[j] != "of" or not near(x.t, j):
        return u
    k = j + 1
    if low[k] in ("all",) and k + 1 < hi:
        k += 1
    if low[k] in _PRONOUNS and not (k + 1 < hi and low[k] in ("these", "those") and noun_phrase(x, k + 1, hi)):
        k += 1
        out = u._replace(last=k, who=(j, k), bare=False)
        if low[k - 1] == "whom":
            return out
        q = k + 1 if k < hi and low[k] in ("a", "an") else k
        if q < hi and near(x.t, q - 1) and (head := noun_phrase(x, q, hi, unknown=1)) and (q > k or head.noun.plural):
            out = out._replace(
                last=head.last,
                group=head.group,
                nation=head.nation,
                kin=head.noun.kin,
                head=head.key,
                who=(q, head.last),
                head_at=(head.at, head.last),
            )
            return together(x, out, hi)
        return out
    while k < hi and (low[k] in p.determiners or low[k] in ("same", "one", "dead", "wounded") or low[k].endswith("'s")):
        if low[k] in ("dead", "wounded") and (k + 1 >= hi or not match(x, k + 1)):
            break
        k += 1
    item = x.items.get(k) if k < hi else None
    if item and item.trap is None and item.last <= hi and low[k] not in ("some", "many"):
        k = item.last
        if k >= hi or not (head := noun_phrase(x, k, hi)):
            return u._replace(last=item.last, who=(j, item.last), bare=False)
    elif item and low[k] in ("many", "some", "several"):
        k = item.last
    if k >= hi:
        return u
    head = noun_phrase(x, k, hi)
    if head is None:
        return u
    group = head.group
    kin = u.kin or head.noun.kin
    if u.head and not u.bare:
        if group == "people" and not kin:
            group = u.group
        return u._replace(last=head.last, group=group, nation=head.nation or u.nation, kin=kin)
    return together(
        x,
        u._replace(
            last=head.last,
            group=group,
            nation=head.nation,
            kin=kin,
            head=head.key,
            who=(head.first, head.last),
            head_at=(head.at, head.last),
            bare=False,
        ),
        hi,
    )


def together(x: Text, u: Unit, hi: int) -> Unit:
    """'14 men, women and children', 'ten soldiers and police officers': one number over several nouns."""
    low = x.t.low
    j = u.last
    mark = u
    while j + 1 < hi and low[j] in (",", "and", "or") and near(x.t, j):
        k = j + 1
        if low[k] == "and" and k + 1 < hi:
            k += 1
        head = noun_phrase(x, k, hi, unknown=0)
        if head is None or not head.noun.plural or head.key in _AMBIGUOUS or k in x.items:
            break
        group: Group = mark.group if mark.group == head.group else "people"
        j = head.last
        mark = mark._replace(last=j, group=group, who=(u.who[0], j), kin=mark.kin and head.noun.kin)
        if low[k - 1] in ("and", "or"):
            return mark
    return u


def numbered(x: Text, item: Item, hi: int, *, inside: bool = False) -> Unit:
    """The unit that a number begins; ``inside`` another one ('a group of ten members'), nothing is nested further."""
    low = x.t.low
    u = Unit(item.first, item.last, item.low, item.high, bare=True, numbered=True, trap=item.trap)
    j = item.last
    core = (item.core_first, item.core_last)
    if low[core[0]] in ("nobody", "none") or (low[core[1] - 1] == "one" and item.low == 0):
        u = u._replace(bare=False, who=(item.first, j), head=low[core[0]], head_at=core)
    if low[j - 1] == "couple":
        u = u._replace(bare=False, head="couple", kin=True, who=(j - 1, j), head_at=(j - 1, j))
    if j >= hi or not near(x.t, j - 1) or item.trap:
        return u
    if low[j] in _QUOTES and j + 1 < hi and not inside:
        quoted = numbered(x, item._replace(last=j + 1), hi, inside=True)  # '“scores” of fighters'
        return quoted if quoted.last > j + 1 else u
    if low[j] == "of":
        return out_of(x, u, hi)
    single = item.low == item.high == 1
    if single and low[j] in ("a", "an") and (head := noun_phrase(x, j + 1, hi)) and head.noun.low == 1:
        # 'one a boy of 13'
        return u._replace(last=head.last, group=head.group, nation=head.nation, head=head.key, bare=False)
    head = noun_phrase(x, j, hi)
    if head is None or (single and head.noun.plural and low[core[0]] == "one"):
        return u._replace(last=j + 1) if low[j] == "more" else u
    noun = head.noun
    if head.key in _STATES and head.at == head.last - 1 and all(low[k].endswith("ly") for k in range(j, head.at)):
        return u  # '14 dead', 'five seriously wounded'
    u = u._replace(
        last=head.last,
        group=head.group,
        nation=head.nation,
        kin=noun.kin,
        head=head.key,
        who=(j, head.last),
        head_at=(head.at, head.last),
        bare=False,
    )
    if noun.collective and single:
        u = u._replace(low=noun.low, high=None)
    elif noun.high not in (1, None) and u.low is not None and u.high is not None and head.key != "parents":
        u = u._replace(low=u.low * noun.low, high=u.high * noun.low)  # 'two couples'
    u = together(x, u, hi)
    if noun.collective and not inside:
        return sized(x, u, hi)
    return _members(x, u, hi) if head.key in _MEMBERSHIP else u


def _members(x: Text, u: Unit, hi: int) -> Unit:
    """'five members of the militia' are what it is; 'relatives of the victims' stay relatives."""
    out = out_of(x, u, hi)
    return out._replace(group=u.group) if u.group == "family" else out


def sized(x: Text, u: Unit, hi: int) -> Unit:
    """'a family of five', 'a group of 14 tourists', 'a group of soldiers'."""
    low = x.t.low
    j = u.last
    if j + 1 >= hi or low[j] != "of" or not near(x.t, j):
        return u
    item = x.items.get(j + 1)
    if item and item.trap is None and item.last <= hi and item.low != 0:
        inner = numbered(x, item, hi, inside=True)
        if inner.bare or inner.head:
            group = inner.group if inner.group != "people" else u.group
            who = u.who if inner.bare else inner.who
            return u._replace(
                last=inner.last,
                low=inner.low,
                high=inner.high,
                group=group,
                nation=inner.nation,
                kin=u.kin or inner.kin,
                who=who,
                numbered=True,
            )
        return u
    head = noun_phrase(x, j + 1, hi)
    if head and head.noun.plural:
        return u._replace(
            last=head.last,
            group=head.group if head.group != "people" else u.group,
            nation=head.nation,
            kin=u.kin or head.noun.kin,
            head=head.key,
            who=(head.first, head.last),
            head_at=(head.at, head.last),
        )
    return u


def determined(x: Text, i: int, hi: int) -> Unit | None:
    """The unit that a determiner at token ``i`` begins: 'a teacher', 'his two brothers', 'the couple'."""
    p = people()
    low = x.t.low
    w = low[i]
    k = i + 1
    if k >= hi or not near(x.t, i):
        return None
    if low[k] in _QUOTES and k + 1 < hi:
        k += 1
    item = x.items.get(k)
    if item and w not in p.one and item.trap is None and item.last <= hi and not age_at(x, item.core_first):
        u = numbered(x, item, hi)
        return u._replace(first=i) if u.head else u
    head = noun_phrase(x, k, hi, unknown=2)
    if head is None:
        return None
    noun = head.noun
    low_, high = noun.low, noun.high
    if w in p.one and noun.plural:
        return None
    if w in p.possessive and head.key in ("parents", "grandparents"):
        low_ = high = 2 if head.key == "parents" else None  # type: ignore[assignment]
        low_ = 2
    u = Unit(
        i,
        head.last,
        low_,
        high,
        head.group,
        head.nation,
        noun.kin,
        head.key,
        (k, head.last),
        (head.at, head.last),
    )
    if noun.collective or noun.high == 2:
        u = sized(x, u, hi)
    elif head.key in _MEMBERSHIP:
        u = _members(x, u, hi)
    return together(x, u, hi) if noun.plural else u


def bare_plural(x: Text, i: int, hi: int, *, floor: int) -> Unit | None:
    """A plural without number or determiner: 'soldiers', 'Karsan villagers', 'twin girls'."""
    p = people()
    t, low = x.t, x.t.low
    m = match(x, i)
    if m is None or m[0] > hi:
        return None
    head = noun_phrase(x, i, hi, unknown=0)
    if head is None or head.key in _AMBIGUOUS or not (head.noun.plural or head.noun.high == 2):
        return None
    first = i
    while first > floor and i - first < 4 and near(t, first - 1):
        w = low[first - 1]
        if w in _DASHES and first - 1 > floor:
            first -= 2
        elif w in p.modifiers or w in p.before or demonym(written(t, first - 1), shouted=x.shouted):
            first -= 1
        else:
            break
    if first < i:
        head = noun_phrase(x, first, hi, unknown=2) or head
    return _headed(x, first, head)


def _headed(x: Text, first: int, head: Head) -> Unit:
    """The unit from ``first`` to its head, with the number that the noun itself has; twins are two."""
    noun = head.noun
    u = Unit(
        first,
        head.last,
        noun.low,
        noun.high,
        head.group,
        head.nation,
        noun.kin,
        head.key,
        (first, head.last),
        (head.at, head.last),
    )
    if "twin" in x.t.low[first : head.at]:
        u = u._replace(low=2, high=2)
    return u


def with_kin(x: Text, u: Unit, hi: int) -> Unit:
    """'a man and his son', 'a mother and her two daughters', 'a husband and wife': one phrase, one sum."""
    p = people()
    low = x.t.low
    while u.low is not None and u.last + 1 < hi and low[u.last] == "and" and near(x.t, u.last) and not u.bare:
        k = u.last + 1
        if low[k] in p.possessive:
            more = determined(x, k, hi)
            if more is None or not (more.kin or more.group in ("children", "family")):
                break
            if u.kin:
                u, more = u._replace(group="family"), more._replace(group="family")  # 'a father and his son'
        elif u.high == 1 and k not in x.items and low[k] not in p.determiners:
            head = noun_phrase(x, k, hi, unknown=0)
            if (
                head is None
                or head.noun.plural
                or head.noun.collective
                or head.key in _ADJECTIVES
                or head.last - k > 2
                or head.noun.general
            ):
                break
            more = Unit(k, head.last, 1, 1, head.group, kin=head.noun.kin, head=head.key)
            if u.kin and more.kin:
                u, more = u._replace(group="family"), more._replace(group="family")
        elif u.kin and u.first < k and low[u.first] in p.possessive and k in x.items:
            more = numbered(x, x.items[k], hi)
            if not (more.kin or more.group == "children"):
                break
        else:
            break
        u = joined(u, more)
    return u


def joined(u: Unit, more: Unit) -> Unit:
    """The two as one, their numbers added."""

    def add(a: int | None, b: int | None) -> int | None:
        return None if a is None or b is None else a + b

    group: Group = u.group if u.group == more.group else "people"
    start = u.who[0] if u.who != (0, 0) else u.first
    return u._replace(
        last=more.last,
        low=add(u.low, more.low),
        high=add(u.high, more.high),
        group=group,
        nation=u.nation if u.nation == more.nation else None,
        kin=u.kin or more.kin,
        who=(start, more.last),
        named=u.named and more.named,
    )


def name_at(x: Text, i: int, hi: int) -> Unit | None:
    """A person's name, with the rank or noun before it: 'Ana Vale', 'Sgt. Bo Karr', 'journalist Ana Vale'."""
    p = people()
    t, low = x.t, x.t.low
    group: Group = "people"
    k = i
    ranked = False
    while k < hi and (rank := p.ranks.get(low[k].rstrip("."))) and (x.shouted or written(t, k)[:1].isupper()):
        if rank != "people" or not ranked:
            group = rank if group == "people" else group
        ranked = True
        k += 1
        if k < hi and low[k] == ".":
            k += 1
    start = k
    while k < hi and (k == i or near(t, k - 1)):
        word = written(t, k)
        good = (word[:1].isalpha() and low[k] not in p.stop) if x.shouted else word[:1].isupper()
        if (
            good
            or (k > start and low[k] in _PARTICLES and k + 1 < hi)
            or (
                k > start
                and (low[k] in _DASHES or low[k] in "'’‘`\"“”().")
                and k + 1 <= hi
                and not (low[k] == "." and len(low[k - 1]) > 3)
            )
        ):
            k += 1
        else:
            break
    while k > start and (low[k - 1] in _PARTICLES or not low[k - 1][0].isalpha()) and k - start > 1:
        k -= 1
    if k == start and not ranked:
        return None
    return Unit(i, max(k, start), 1, 1, group, head="", who=(i, max(k, start)), named=True)


def unit_at(x: Text, i: int, hi: int) -> Unit | None:
    """What is counted from token ``i`` on, in a span that is known to count people."""
    p = people()
    t, low = x.t, x.t.low
    age = age_at(x, i)
    if age is not None and age[0] < hi and not age[2] and age_at(x, age[0]) is None:
        u = unit_at(x, age[0], hi)
        young = u is not None and age[1] < CHILDHOOD and u.group in ("people", "family", "men", "women")
        return u if u is None or not young else u._replace(group="children")
    if (item := x.items.get(i)) and item.trap is None and not age_at(x, item.core_first):
        return numbered(x, item, hi)
    for k in range(i, min(i + 4, hi - 1)):
        if low[k].endswith("'s") and k + 1 in x.items and (u := determined(x, k, hi)) is not None:
            return u._replace(first=i)  # "Ana Vale's two brothers"
    if low[i] in p.determiners:
        u = determined(x, i, hi)
        if u is not None:
            return titled(x, u, hi)
        # A noun that is in no list: the determiner still tells one from several.
        last = i + 1
        while last < hi and low[last] not in p.stop and (low[last][0].isalnum() or low[last] in _DASHES):
            last += 1
        if last == i + 1:
            return None
        several = low[i] not in p.one and low[last - 1].endswith("s") and not low[last - 1].endswith(("ss", "us", "'s"))
        return Unit(i, last, 2 if several else 1, None if several else 1, head=low[last - 1], who=(i + 1, last))
    if (p.ranks.get(low[i].rstrip(".")) and i + 1 < hi and (x.shouted or written(t, i)[:1].isupper())) and (
        (u := name_at(x, i, hi)) and u.last > i + 1 and not _plural_inside(x, i, u.last)
    ):
        return u
    head = noun_phrase(x, i, hi)
    if head is not None and not (
        head.at > i
        and not x.shouted
        and not head.noun.plural
        and written(t, i)[:1].isupper()
        and _looks_named(x, i, head.at)
    ):
        noun = head.noun
        u = _headed(x, i, head)
        u = sized(x, u, hi) if noun.collective else _members(x, u, hi) if head.key in _MEMBERSHIP else u
        u = together(x, u, hi) if noun.plural else u
        return titled(x, u, hi)
    named = name_at(x, i, hi)
    if named is not None:
        return named
    last = i
    while last < hi and low[last] not in p.stop and (low[last][0].isalnum() or low[last] in _DASHES):
        last += 1
    if last == i:
        return None
    several = low[last - 1].endswith("s") and not low[last - 1].endswith(("ss", "us", "'s"))
    return Unit(i, last, 2 if several else 1, None if several else 1, head=low[last - 1], who=(i, last))


def _plural_inside(x: Text, i: int, last: int) -> bool:
    return any((m := match(x, k)) is not None and m[1].plural for k in range(i, last))


def _looks_named(x: Text, i: int, at: int) -> bool:
    """'Ana Vale' before a noun: two capitalised words that no list knows."""
    p = people()
    return at - i >= 2 and all(
        written(x.t, k)[:1].isupper() and x.t.low[k] not in p.modifiers and not demonym(written(x.t, k))
        for k in range(i, at)
    )


def titled(x: Text, u: Unit, hi: int) -> Unit:
    """Names right behind a noun belong to it: 'journalist Ana Vale', 'brothers Ana and Bo Vale'."""
    if x.shouted and not u.numbered and u.high == 1 and u.last < hi and near(x.t, u.last - 1):
        name = name_at(x, u.last, hi)
        if name is not None and x.t.low[u.last] not in people().harm:
            kin = u.kin and x.t.low[u.first] in people().determiners
            return u._replace(
                last=name.last, who=(u.who[0], name.last), named=True, group="people" if u.kin and not kin else u.group
            )
    if x.shouted or u.last >= hi or not written(x.t, u.last)[:1].isupper() or not near(x.t, u.last - 1):
        return u
    name = name_at(x, u.last, hi)
    if name is None:
        return u
    if u.high == 1:
        first = x.t.low[u.first]
        group: Group = "people" if u.kin and first not in people().determiners else u.group
        return u._replace(last=name.last, who=(u.who[0], name.last), named=True, group=group)
    if not u.numbered:
        count, last = 1, name.last
        while last + 1 < hi and x.t.low[last] in (",", "and") and written(x.t, last + 1)[:1].isupper():
            other = name_at(x, last + 1, hi)
            if other is None:
                break
            count, last = count + 1, other.last
        if count > 1:
            return u._replace(last=last, low=count, high=count, who=(u.who[0], last), numbered=True)
    return u._replace(last=name.last)
