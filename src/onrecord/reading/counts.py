"""Noun phrases that count people: candidates for figures, and the interval that a given span states.

A small grammar over the tokens of :mod:`onrecord.reading.numbers` and the nouns of :mod:`onrecord.reading.groups`:
no parser, no model, bounded look-ahead. It says how many and whom; whether they were harmed is not its matter.
"""

from __future__ import annotations

from typing import NamedTuple

from onrecord.reading.groups import CHILDHOOD, Noun, by_shape, demonym, nation_of, people
from onrecord.reading.numbers import Item, Tokens, lexicon, near, scan, tokens
from onrecord.record import Group

_MODIFIERS = 7  # tokens between a number and its noun
_UNKNOWN = 3  # of which words that stand in no list
_DASHES = frozenset("-–‑‐")
_PRONOUNS = frozenset("them us whom these those you".split())
_AMBIGUOUS = frozenset(
    "dead wounded injured missing others other remains lives deaths injuries losses heads subjects elders majors minors "
    "generals privates locals natives army military public staff elite personnel".split()
)
_ADJECTIVES = frozenset("dead wounded injured missing other remains minor major elder female male".split())
_CHAIN = frozenset("women police men troops security forces people".split())
_LINKS = frozenset(", and & plus as_well_as along_with together_with".split())
_PARTICLES = frozenset(
    "al el de del la las los da dos bin ibn ben abu van von der den di du le of mac san santa y e".split()
)
_HALT = frozenset(
    "including include includes included among mostly mainly who which whose whom that were was are is".split()
)


class Phrase(NamedTuple):
    """A phrase ``text[start:end]`` that counts ``low <= n <= high`` people (None is open).

    ``head`` is the noun counted (lower-case, '' where there is none) at ``[head_start, head_end)``; ``family`` says that they
    are kin. ``trap`` is None, or why it is no figure ('age', 'money', 'things', ..); ``marker`` are words beside a bare number
    that say that it counts people ('death toll', 'dead', 'were').
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


class _Unit(NamedTuple):
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
    general: bool = False
    trap: str | None = None


class _Head(NamedTuple):
    first: int  # first token of the phrase after its number or determiner
    last: int
    at: int  # first token of the noun
    noun: Noun
    key: str
    group: Group
    nation: str | None


class _Text(NamedTuple):
    t: Tokens
    items: dict[int, Item]
    shouted: bool


def _prepare(text: str, start: int = 0, end: int | None = None) -> _Text:
    t = tokens(text, start, end)
    letters = [text[s] for s in t.starts if text[s].isalpha()]
    shouted = (
        len(letters) > 0
        and sum(map(str.isupper, letters)) > 0.85 * len(letters)
        and text[t.starts[0] : t.ends[-1]].isupper()
    )
    if not shouted and len(letters) > 8:
        sample = text[t.starts[0] : t.ends[-1]]
        upper = sum(map(str.isupper, sample))
        shouted = upper > 2 * sum(map(str.islower, sample))
    return _Text(t, {item.first: item for item in scan(t)}, shouted)


def _match(x: _Text, i: int) -> tuple[int, Noun, str] | None:
    """The noun for people that begins at token ``i``: its last token, itself, its key."""
    p = people()
    low = x.t.low
    w = low[i]
    if w in p.starts:
        for size in range(min(p.longest, len(low) - i), 1, -1):
            key = " ".join(low[i : i + size])
            found = p.nouns.get(key)
            if found is not None:
                return i + size, found, key
    found = p.nouns.get(w)
    if found is None and w.endswith("'s") is False:
        found = by_shape(w)
    return None if found is None else (i + 1, found, w)


def _age(x: _Text, i: int) -> tuple[int, int, bool] | None:
    """'34-year-old' at token ``i``: its last token, the years, and whether it stands for several ('olds')."""
    low = x.t.low
    n = len(low)
    lex = lexicon()
    w = low[i]
    if w.isdigit() and len(w) < 4:
        years, k = int(w), i + 1
    elif w in lex.ones or w in lex.tens:
        years, k = lex.ones.get(w, 0) or lex.tens.get(w, 0), i + 1
        if k + 1 < n and low[k] in _DASHES and low[k + 1] in lex.ones:
            years, k = years + lex.ones[low[k + 1]], k + 2
    else:
        return None
    if k < n and low[k] in _DASHES:
        k += 1
    if k < n and low[k] in ("month", "months", "week", "weeks", "day", "days"):
        years = 0
    elif not (k < n and low[k] in ("year", "years", "yr", "yrs")):
        return None
    k += 1
    if k < n and low[k] in _DASHES:
        k += 1
    if k < n and low[k] in ("old", "olds"):
        return k + 1, years, low[k] == "olds"
    return None


def _head(x: _Text, first: int, hi: int, *, unknown: int = _UNKNOWN) -> _Head | None:
    """The noun that a number or determiner before token ``first`` counts, with the words between."""
    p = people()
    t, low = x.t, x.t.low
    j = first
    strange = 0
    found: tuple[int, int, Noun, str] | None = None
    before: list[int] = []
    years: int | None = None
    hyphen = False
    while j < hi and j - first <= _MODIFIERS + 6 and (j == first or near(t, j - 1)):
        w = low[j]
        if found is None and (age := _age(x, j)):
            j, years, several = age
            if not (j < hi and _match(x, j)) and (j >= hi or low[j] in p.stop or not low[j][0].isalpha() or several):
                noun = Noun("people", True, 2 if several else 1, None if several else 1, general=True)
                found = (j - 1, j, noun, low[j - 1])
                break
            continue
        m = _match(x, j)
        if m and m[0] <= hi and not (found and (m[2] in _ADJECTIVES or (found[2].plural and found[3] not in _CHAIN))):
            if low[j] in p.stop and not (m[2] == "remains"):
                break
            if found is None and m[2] in _ADJECTIVES and m[0] < hi and near(t, j) and _ahead(x, m[0], hi):
                before.append(j)
                j += 1
                continue
            if found:
                before.extend(range(found[0], found[1]))
            found = (j, m[0], m[1], m[2])
            j = m[0]
            hyphen = False
            continue
        if found:
            break
        if w in _DASHES and j > first and t.starts[j] == t.ends[j - 1]:
            hyphen = True
            j += 1
            continue
        if not w[0].isalpha():
            if w == "," and before and j + 1 < hi and low[j + 1] in p.modifiers and _ahead(x, j + 1, hi):
                j += 1
                continue
            if w in "\"'“”‘’" and j + 1 < hi and strange < unknown:
                j += 1
                continue
            break
        if (w in p.stop and not hyphen) or (w.endswith("ly") and w not in p.modifiers and not _ahead(x, j + 1, hi)):
            break
        if w not in p.modifiers and w not in p.before and not demonym(_word(t, j), shouted=x.shouted) and not hyphen:
            strange += 1
            if strange > unknown:
                break
        if (
            w.endswith("ed")
            and j > first
            and low[j - 1] not in p.modifiers
            and not low[j - 1].endswith(("ed", "ly"))
            and not hyphen
        ):
            break
        hyphen = False
        before.append(j)
        j += 1
    if found is None:
        return _national(x, first, hi, before)
    at, last, noun, key = found
    group: Group = noun.group
    nation = None
    if noun.weak:
        for k in before:
            if (given := p.before.get(low[k])) and (group in ("people", "police") or noun.collective):
                group = given
    if noun.group == "nationals" or key in ("tourist", "tourists"):
        for k in reversed(before):
            word = _word(t, k)
            if demonym(word, shouted=x.shouted) or (
                noun.group == "nationals" and (word[:1].isupper() and not x.shouted)
            ):
                nation = word.title() if x.shouted else word
                group = "nationals"
                break
        if nation is None and noun.group == "nationals":
            group = "people"
    if years is not None and years < CHILDHOOD and group in ("people", "family", "men", "women"):
        group = "children"
    return _Head(first, last, at, noun, key, group, nation)


def _national(x: _Text, first: int, hi: int, before: list[int]) -> _Head | None:
    """'four Egyptians', 'a Briton', 'two Portuguese'."""
    p = people()
    for k in reversed(before):
        word = _word(x.t, k)
        low = x.t.low[k]
        plural = p.nationals.get(low)
        if (
            plural is None
            and low not in p.nations
            and demonym(word, shouted=x.shouted)
            and low.endswith(("ans", "is", "ites", "ese", "ish"))
        ):
            plural = True
        if plural is not None and (
            k + 1 >= hi or low in p.nationals or not x.t.low[k + 1][0].isalpha() or x.t.low[k + 1] in p.stop
        ):
            name = nation_of(word)
            noun = Noun("nationals", False, 2 if plural else 1, None if plural else 1)
            return _Head(first, k + 1, k, noun, low, "nationals", name.title() if x.shouted else name)
    return None


def _word(t: Tokens, i: int) -> str:
    return t.text[t.starts[i] : t.ends[i]]


def _ahead(x: _Text, i: int, hi: int) -> bool:
    """Whether a noun for people comes within a few words, none of which ends the phrase."""
    p = people()
    for j in range(i, min(i + 4, hi)):
        w = x.t.low[j]
        if w in p.stop or not (w[0].isalpha() or w in _DASHES):
            return False
        if w not in _ADJECTIVES and _match(x, j):
            return True
    return False


def _of(x: _Text, u: _Unit, hi: int) -> _Unit:
    """What follows 'of': 'two of his brothers', '20 of them', 'three of them children', 'five members of a family'."""
    p = people()
    low = x.t.low
    j = u.last
    if j + 1 >= hi or low[j] != "of" or not near(x.t, j):
        return u
    k = j + 1
    if low[k] in ("all",) and k + 1 < hi:
        k += 1
    if low[k] in _PRONOUNS and not (k + 1 < hi and low[k] in ("these", "those") and _head(x, k + 1, hi)):
        k += 1
        out = u._replace(last=k, who=(j, k), general=True, bare=False)
        if low[k - 1] == "whom":
            return out
        q = k + 1 if k < hi and low[k] in ("a", "an") else k
        if q < hi and near(x.t, q - 1) and (head := _head(x, q, hi, unknown=1)) and (q > k or head.noun.plural):
            out = out._replace(
                last=head.last,
                group=head.group,
                nation=head.nation,
                kin=head.noun.kin,
                head=head.key,
                who=(q, head.last),
                head_at=(head.at, head.last),
            )
            return _together(x, out, hi)
        return out
    while k < hi and (low[k] in p.determiners or low[k] in ("same", "one", "dead", "wounded") or low[k].endswith("'s")):
        if low[k] in ("dead", "wounded") and (k + 1 >= hi or not _match(x, k + 1)):
            break
        k += 1
    item = x.items.get(k) if k < hi else None
    if item and item.trap is None and item.last <= hi and low[k] not in ("some", "many"):
        k = item.last
        if k >= hi or not (head := _head(x, k, hi)):
            return u._replace(last=item.last, who=(j, item.last), bare=False)
    elif item and low[k] in ("many", "some", "several"):
        k = item.last
    if k >= hi:
        return u
    head = _head(x, k, hi)
    if head is None:
        return u
    group = head.group
    kin = u.kin or head.noun.kin
    if u.head and not u.bare:
        if group == "people" and not kin:
            group = u.group
        return u._replace(last=head.last, group=group, nation=head.nation or u.nation, kin=kin)
    return _together(
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
            general=head.noun.general,
        ),
        hi,
    )


def _together(x: _Text, u: _Unit, hi: int) -> _Unit:
    """'14 men, women and children', 'ten soldiers and police officers': one number over several nouns."""
    low = x.t.low
    j = u.last
    mark = u
    while j + 1 < hi and low[j] in (",", "and", "or") and near(x.t, j):
        k = j + 1
        if low[k] == "and" and k + 1 < hi:
            k += 1
        head = _head(x, k, hi, unknown=0)
        if head is None or not head.noun.plural or head.key in _AMBIGUOUS or k in x.items:
            break
        group: Group = mark.group if mark.group == head.group else "people"
        j = head.last
        mark = mark._replace(last=j, group=group, who=(u.who[0], j), kin=mark.kin and head.noun.kin)
        if low[k - 1] in ("and", "or"):
            return mark
    return u


def _numbered(x: _Text, item: Item, hi: int) -> _Unit:
    """The unit that a number begins."""
    low = x.t.low
    u = _Unit(item.first, item.last, item.low, item.high, bare=True, numbered=True, trap=item.trap)
    j = item.last
    if low[item.core_first] in ("nobody", "none") or low[item.core_last - 1] == "one" and item.low == 0:
        u = u._replace(
            bare=False,
            who=(item.first, item.last),
            head=low[item.core_first],
            head_at=(item.core_first, item.core_last),
        )
    if j >= hi or not near(x.t, j - 1):
        return u
    if low[j] == "of":
        u = _of(x, u, hi)
    elif head := _head(x, j, hi):
        if (
            item.low == item.high == 1
            and head.noun.plural
            and not low[item.core_first].endswith("gle")
            and low[item.core_first] == "one"
        ):
            return u
        noun = head.noun
        u = u._replace(
            last=head.last,
            group=head.group,
            nation=head.nation,
            kin=noun.kin,
            head=head.key,
            who=(j, head.last),
            head_at=(head.at, head.last),
            bare=False,
            general=noun.general,
        )
        if noun.collective and u.low is not None and u.low > 0:  # dead: collectives in the plural are below
            u = u._replace(low=u.low * 2, high=None)
        elif (
            noun.high not in (1, None)
            and noun.high
            and u.low is not None
            and u.high is not None
            and head.key != "parents"
        ):
            u = u._replace(low=u.low * noun.low, high=u.high * noun.high)
        u = _together(x, u, hi)
        if noun.general or noun.collective:
            u = _of(x, u, hi) if not noun.collective else _sized(x, u, hi)
    if u.low is None and u.high is None and not u.bare and low[item.core_first] in _VAGUE:
        known = people().nouns.get(u.head)
        if known is None or known.plural:
            u = u._replace(low=2)
    return u


_VAGUE = frozenset("many some numerous countless multiple".split())


def _sized(x: _Text, u: _Unit, hi: int) -> _Unit:
    """'a family of five', 'a group of 14 tourists', 'a group of soldiers'."""
    low = x.t.low
    j = u.last
    if j + 1 >= hi or low[j] != "of" or not near(x.t, j):
        return u
    item = x.items.get(j + 1)
    if item and item.trap is None and item.last <= hi and item.low != 0:
        inner = _numbered(x, item, hi)
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
    head = _head(x, j + 1, hi)
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


def _determined(x: _Text, i: int, hi: int) -> _Unit | None:
    """The unit that a determiner at token ``i`` begins: 'a teacher', 'his two brothers', 'the couple'."""
    p = people()
    low = x.t.low
    w = low[i]
    k = i + 1
    if k >= hi or not near(x.t, i):
        return None
    item = x.items.get(k)
    if item and w not in p.one and item.trap is None and item.last <= hi:
        if not _age(x, item.core_first):
            u = _numbered(x, item, hi)
            return u._replace(first=i) if u.head else u
    head = _head(x, k, hi, unknown=2)
    if head is None:
        return None
    noun = head.noun
    low_, high = noun.low, noun.high
    if w in p.one and noun.plural:
        return None
    if w in p.possessive and head.key in ("parents", "grandparents"):
        low_ = high = 2 if head.key == "parents" else None  # type: ignore[assignment]
        low_ = 2
    u = _Unit(
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
        general=noun.general,
    )
    if noun.collective or noun.high == 2:
        u = _sized(x, u, hi)
    elif noun.general:
        u = _of(x, u, hi)
    return _together(x, u, hi) if noun.plural else u


def _bare(x: _Text, i: int, hi: int, *, floor: int) -> _Unit | None:
    """A plural without number or determiner: 'soldiers', 'Karsan villagers', 'twin girls'."""
    p = people()
    t, low = x.t, x.t.low
    m = _match(x, i)
    if m is None or m[0] > hi:
        return None
    head = _head(x, i, hi, unknown=0)
    if head is None or head.key in _AMBIGUOUS or not (head.noun.plural or head.noun.high == 2):
        return None
    first = i
    while first > floor and i - first < 4 and near(t, first - 1):
        w = low[first - 1]
        if w in _DASHES and first - 1 > floor:
            first -= 2
        elif w in p.modifiers or w in p.before or demonym(_word(t, first - 1), shouted=x.shouted):
            first -= 1
        else:
            break
    if first < i:
        head = _head(x, first, hi, unknown=2) or head
    noun = head.noun
    u = _Unit(
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
        general=noun.general,
    )
    if "twin" in low[first : head.at]:
        u = u._replace(low=2, high=2)
    return u


def _kin(x: _Text, u: _Unit, hi: int) -> _Unit:
    """'a man and his son', 'a mother and her two daughters', 'a husband and wife': one phrase, one sum."""
    p = people()
    low = x.t.low
    while u.low is not None and u.last + 1 < hi and low[u.last] == "and" and near(x.t, u.last) and not u.bare:
        k = u.last + 1
        if low[k] in p.possessive:
            more = _determined(x, k, hi)
            if more is None or not (
                more.kin or more.group in ("children", "family") or p.nouns.get(more.head, _NOBODY).kin
            ):
                break
        elif u.high == 1 and k not in x.items and low[k] not in p.determiners:
            head = _head(x, k, hi, unknown=0)
            if (
                head is None
                or head.noun.plural
                or head.noun.collective
                or head.key in _ADJECTIVES
                or head.last - k > 2
                or head.noun.general
            ):
                break
            more = _Unit(k, head.last, 1, 1, head.group, kin=head.noun.kin, head=head.key)
        elif u.kin and u.first < k and low[u.first] in p.possessive and k in x.items:
            more = _numbered(x, x.items[k], hi)
            if not (more.kin or more.group == "children"):
                break
        else:
            break
        u = _sum(u, more)
    return u


_NOBODY = Noun("people", True, 1, 1)


def _sum(u: _Unit, more: _Unit) -> _Unit:
    def add(a: int | None, b: int | None) -> int | None:
        return None if a is None or b is None else a + b

    group: Group = u.group if u.group == more.group else "people"
    start = u.who[0] if u.who != (0, 0) else u.first
    return u._replace(
        last=more.last, low=add(u.low, more.low), high=add(u.high, more.high), group=group, nation=u.nation if u.nation == more.nation else None,
        kin=u.kin or more.kin, who=(start, more.last), named=u.named and more.named,
    )  # fmt: skip


def _name(x: _Text, i: int, hi: int) -> _Unit | None:
    """A person's name, with the rank or noun before it: 'Ana Vale', 'Sgt. Bo Karr', 'journalist Ana Vale'."""
    p = people()
    t, low = x.t, x.t.low
    group: Group = "people"
    k = i
    ranked = False
    while k < hi and (rank := p.ranks.get(low[k].rstrip("."))) and (x.shouted or _word(t, k)[:1].isupper()):
        if rank != "people" or not ranked:
            group = rank if group == "people" else group
        ranked = True
        k += 1
        if k < hi and low[k] == ".":
            k += 1
    start = k
    while k < hi and (k == i or near(t, k - 1)):
        word = _word(t, k)
        if x.shouted:
            good = word[:1].isalpha() and low[k] not in p.stop
        else:
            good = word[:1].isupper()
        if good or (k > start and low[k] in _PARTICLES and k + 1 < hi):
            k += 1
        elif (
            k > start
            and (low[k] in _DASHES or low[k] in "'’‘`\"“”().")
            and k + 1 <= hi
            and not (low[k] == "." and len(low[k - 1]) > 3)
        ):
            k += 1
        else:
            break
    while k > start and (low[k - 1] in _PARTICLES or not low[k - 1][0].isalpha()) and k - start > 1:
        k -= 1
    if k == start and not ranked:
        return None
    return _Unit(i, max(k, start), 1, 1, group, head="", who=(i, max(k, start)), named=True)


def _unit(x: _Text, i: int, hi: int) -> _Unit | None:
    """What is counted from token ``i`` on, in a span that is known to count people."""
    p = people()
    t, low = x.t, x.t.low
    if (item := x.items.get(i)) and (item.trap is None):
        if not _age(x, item.core_first):
            return _numbered(x, item, hi)
    if low[i] in p.determiners:
        u = _determined(x, i, hi)
        if u is not None:
            return _titled(x, u, hi)
        # A noun that is in no list: the determiner still tells one from several.
        last = i + 1
        while last < hi and low[last] not in p.stop and (low[last][0].isalnum() or low[last] in _DASHES):
            last += 1
        if last == i + 1:
            return None
        several = low[i] not in p.one and low[last - 1].endswith("s") and not low[last - 1].endswith(("ss", "us", "'s"))
        return _Unit(i, last, 2 if several else 1, None if several else 1, head=low[last - 1], who=(i + 1, last))
    if (p.ranks.get(low[i].rstrip(".")) and i + 1 < hi and (x.shouted or _word(t, i)[:1].isupper())) and (
        (u := _name(x, i, hi)) and u.last > i + 1 and not _plural_inside(x, i, u.last)
    ):
        return u
    head = _head(x, i, hi)
    if head is not None and not (
        head.at > i
        and not x.shouted
        and not head.noun.plural
        and _word(t, i)[:1].isupper()
        and _looks_named(x, i, head.at)
    ):
        noun = head.noun
        u = _Unit(
            i,
            head.last,
            noun.low,
            noun.high,
            head.group,
            head.nation,
            noun.kin,
            head.key,
            (i, head.last),
            (head.at, head.last),
            general=noun.general,
        )
        if "twin" in low[i : head.at]:
            u = u._replace(low=2, high=2)
        u = _sized(x, u, hi) if noun.collective else _of(x, u, hi) if noun.general else u
        u = _together(x, u, hi) if noun.plural else u
        return _titled(x, u, hi)
    named = _name(x, i, hi)
    if named is not None:
        return named
    last = i
    while last < hi and low[last] not in p.stop and (low[last][0].isalnum() or low[last] in _DASHES):
        last += 1
    if last == i:
        return None
    several = low[last - 1].endswith("s") and not low[last - 1].endswith(("ss", "us", "'s"))
    return _Unit(i, last, 2 if several else 1, None if several else 1, head=low[last - 1], who=(i, last))


def _plural_inside(x: _Text, i: int, last: int) -> bool:
    return any((m := _match(x, k)) is not None and m[1].plural for k in range(i, last))


def _looks_named(x: _Text, i: int, at: int) -> bool:
    """'Ana Vale' before a noun: two capitalised words that no list knows."""
    p = people()
    return at - i >= 2 and all(
        _word(x.t, k)[:1].isupper() and x.t.low[k] not in p.modifiers and not demonym(_word(x.t, k))
        for k in range(i, at)
    )


def _titled(x: _Text, u: _Unit, hi: int) -> _Unit:
    """Names right behind a noun belong to it: 'journalist Ana Vale', 'brothers Ana and Bo Vale'."""
    if x.shouted and not u.numbered and u.high == 1 and u.last < hi and near(x.t, u.last - 1):
        name = _name(x, u.last, hi)
        if name is not None and x.t.low[u.last] not in people().harm:
            kin = u.kin and x.t.low[u.first] in people().determiners
            return u._replace(
                last=name.last, who=(u.who[0], name.last), named=True, group="people" if u.kin and not kin else u.group
            )
    if x.shouted or u.last >= hi or not _word(x.t, u.last)[:1].isupper() or not near(x.t, u.last - 1):
        return u
    name = _name(x, u.last, hi)
    if name is None:
        return u
    if u.high == 1:
        first = x.t.low[u.first]
        group: Group = "people" if u.kin and first not in people().determiners else u.group
        return u._replace(last=name.last, who=(u.who[0], name.last), named=True, group=group)
    if not u.numbered:
        count, last = 1, name.last
        while last + 1 < hi and x.t.low[last] in (",", "and") and _word(x.t, last + 1)[:1].isupper():
            other = _name(x, last + 1, hi)
            if other is None:
                break
            count, last = count + 1, other.last
        if count > 1:
            return u._replace(last=last, low=count, high=count, who=(u.who[0], last), numbered=True)
    return u._replace(last=name.last)


def reading_of(text: str, start: int, end: int) -> Reading:
    """How many people ``text[start:end]`` counts, and whom: the span is taken to be a figure.

    Names are one person each ('Ana Vale and Bo Karr' 2), singular nouns one, plurals without a number two or more;
    joined phrases add up ('a mother and her two daughters' 3), appositions, ages and parts ('nine, including three medics') do
    not. Where nothing is understood the interval is open on both sides.
    """
    x = _prepare(text, start, end)
    t, low = x.t, x.t.low
    hi = len(low)
    p = people()
    total: _Unit | None = None
    i = 0
    while i < hi and not (low[i][0].isalnum()):
        i += 1
    while i < hi:
        u = _unit(x, i, hi)
        if u is None or u.last <= i:
            if total is not None:
                break
            i += 1
            continue
        u = _kin(x, u, hi)
        if total is None:
            total = u
        elif not (total.numbered and u.high is None and not u.numbered) and not (
            total.high is None and u.high is None and not u.numbered and not total.numbered
        ):
            total = _sum(total, u)
        else:
            total = total._replace(
                last=u.last,
                group=total.group if total.group == u.group else "people",
                who=(total.who[0] or total.first, u.last),
            )
        i = _onward(x, u, hi)
        if i < 0:
            break
    if total is None:
        return Reading(None, None, "people", None, start, start)
    first, last = total.who
    if last <= first:
        who_start = who_end = t.ends[total.last - 1]
    else:
        who_start, who_end = t.starts[first], t.ends[last - 1]
    if p.nouns.get(total.head, _NOBODY).kin and total.group == "people" and not total.named:
        total = total._replace(group="family") if total.kin and total.who[1] - total.who[0] < 3 else total
    return Reading(total.low, total.high, total.group, total.nation, who_start, who_end)


def _onward(x: _Text, u: _Unit, hi: int) -> int:
    """The token at which the next joined unit begins, or -1."""
    p = people()
    t, low = x.t, x.t.low
    j = u.last
    # An age behind a name or noun: ', 43,' or '(43)'.
    while j < hi and low[j] in (",", "("):
        k = j + 1
        if k < hi and low[k] in ("aged", "age"):
            k += 1
        if (
            k < hi
            and low[k].isdigit()
            and len(low[k]) < 4
            and (k + 1 >= hi or low[k + 1] in (",", ")", "and", "year", "years", "months", "&", ".", ";"))
        ):
            k += 1
            if k + 1 < hi and low[k] in ("year", "years", "months") and low[k + 1] in ("old", "of"):
                k += 3 if low[k + 1] == "of" else 2
            if k < hi and low[k] == ")":
                k += 1
            j = k
            continue
        if (
            u.named
            and low[j] == ","
            and k < hi
            and (low[k] in ("a", "an", "the"))
            and (apposed := _determined(x, k, hi) or _unit(x, k, hi))
            and apposed.high == 1
        ):
            j = apposed.last
            # The rest of the description: 'a teacher from Karsa'.
            while j < hi and low[j] not in (",", "and", ";"):
                j += 1
            continue
        break
    if j >= hi:
        return -1
    k = j
    if low[k] in (",", ";"):
        k += 1
    if k < hi and low[k] in ("and", "&", "plus"):
        k += 1
    elif low[k : k + 3] == ["as", "well", "as"]:
        k += 3
    elif low[k : k + 2] in (["along", "with"], ["together", "with"]):
        k += 2
    if k == j or k >= hi or low[k] in _HALT or low[k] in p.harm:
        return -1
    if low[k] in ("most", "many", "some", "all", "half", "mainly", "mostly") and low[k + 1 : k + 2] == ["of"]:
        return -1
    item = x.items.get(k)
    if item and low[item.last : item.last + 2] in (["of", "them"], ["of", "whom"], ["of", "these"], ["of", "those"]):
        return -1
    if low[j] == "," and k == j + 1:
        # A name behind a number or noun tells who it was; it adds nobody.
        other = _unit(x, k, hi)
        if (
            other is None
            or (other.named and not u.named)
            or (not u.named and not u.numbered and u.high == 1 and other.named)
        ):
            return -1
    return k


def count_phrases(text: str) -> list[Phrase]:
    """Every phrase of ``text`` that may count people, in order, not overlapping; names are not looked for.

    A superset of the figures: what is no figure by its form has a ``trap``, what is one is for a reader to decide.
    """
    x = _prepare(text)
    t, low = x.t, x.t.low
    n = len(low)
    p = people()
    found: list[Phrase] = []
    i = floor = 0
    while i < n:
        w = low[i]
        u: _Unit | None = None
        item = x.items.get(i)
        if item is not None:
            age = _age(x, item.core_first)
            u = (
                _Unit(i, max(age[0], item.last), None, None, trap="age", numbered=True)
                if age
                else _numbered(x, item, n)
            )
        elif w in p.determiners:
            u = _determined(x, i, n)
        elif w.endswith("'s"):
            u = _determined(x, i, n) if i + 1 < n and low[i + 1] not in p.stop else None
        elif w in p.nouns or w in p.starts or w.endswith("s") or w.endswith("men") or w.endswith("ese"):
            u = _bare(x, i, n, floor=floor)
        if u is None or u.last <= i:
            i += 1
            continue
        if u.trap is None:
            u = _kin(x, u, n)
        trap = why_not(x, u, item)
        at = u.head_at if u.head else (u.last, u.last)
        head_start, head_end = (
            (t.starts[at[0]], t.ends[at[1] - 1]) if u.head and at[1] > at[0] else (t.ends[u.last - 1],) * 2
        )
        found.append(
            Phrase(
                t.starts[u.first], t.ends[u.last - 1], u.low, u.high, u.group, u.nation, u.kin, u.head, head_start, head_end,
                trap, _marker(x, u) if u.bare and trap is None else None,
            )
        )  # fmt: skip
        i = floor = u.last
    return found


def _marker(x: _Text, u: _Unit) -> str | None:
    """The words beside a bare number that say that it counts people harmed."""
    low, n = x.t.low, len(x.t.low)
    harm, toll = people().harm, lexicon().labels["toll"]
    j = u.last
    for k in range(j, min(j + 5, n)):
        if low[k] in harm:
            return " ".join(low[j : k + 1])
        if not (
            low[k] in _AUXILIARY
            or low[k].endswith("ly")
            or low[k] in ("others", "more", "people", "of", "them", "left")
        ):
            break
    for k in range(u.first - 1, max(-1, u.first - 9), -1):
        if low[k] in (".", ";", "!", "?"):
            break
        if low[k] in toll or low[k] in harm or low[k] in _HARMING:
            return low[k - 1] + " " + low[k] if low[k] in ("toll", "tolls") and k else low[k]
    return low[j] if j < n and low[j] in _AUXILIARY else None


_AUXILIARY = frozenset(
    "were was are is have has had been being be also not all both could may might would will".split()
)
_HARMING = frozenset(
    "killing wounding injuring maiming detaining arresting abducting kidnapping displacing leaving left claiming claimed hurting kills wounds injures".split()
)


def why_not(x: _Text, u: _Unit, item: Item | None) -> str | None:
    """Why the unit is no figure, where its form or its neighbours show it; None where they do not."""
    t, low = x.t, x.t.low
    n = len(low)
    p, lex = people(), lexicon()
    labels = lex.labels
    before = low[u.first - 1] if u.first and near(t, u.first - 1) else ""
    after = low[u.last] if u.last < n and near(t, u.last - 1) else ""
    if low[u.last : u.last + 2] == ["killed", "off"]:
        return "sport"
    if item is None or not u.numbered:
        if u.head in _ANAPHORS and low[u.first] in ("the", "these", "those", "their", "its"):
            return "anaphor"
        return _crowd(x, u)
    if u.trap == "age":
        return "age"
    j = item.last
    follows = low[j] if j < n and near(t, j - 1) else ""
    glued = follows in _DASHES and j + 1 < n and t.starts[j] == t.ends[j - 1] and t.starts[j + 1] == t.ends[j]
    unit = low[j + 1] if glued else follows
    kind = lex.units.get(unit)
    if kind == "date" and not (x.shouted or _word(t, j + 1 if glued else j)[:1].isupper()):
        kind = None
    if kind and not (
        unit in ("may", "won", "second", "march", "min", "g", "cent")
        and u.trap is None
        and not _word(t, item.core_first).isdigit()
    ):
        if not (u.head and not glued and u.head_at[0] <= j < u.head_at[1]):
            return kind if kind != "time" or u.trap is None or True else kind
    if u.trap:
        return u.trap
    digits = low[item.core_first][0].isdigit()
    size = item.low if item.low is not None else item.high
    year = _word(t, item.core_first)
    if digits and before and u.first == item.core_first:
        month = (
            lex.units.get(before) == "date"
            and before not in ("ad", "bc", "bce", "ce")
            and (x.shouted or _word(t, u.first - 1)[:1].isupper())
        )
        if (
            month
            and (u.bare or low[u.first - 2 : u.first - 1] in (["on"], ["since"]))
            and follows not in p.harm
            and follows not in ("people",)
        ):
            return "date"
        if (
            before in labels["label"]
            and (_word(t, u.first - 1)[:1].isupper() or u.bare)
            and not (follows in p.harm or follows in _AUXILIARY)
        ):
            if not (x.shouted and not u.bare):
                return "label"
        if (
            year.isdigit()
            and len(year) == 4
            and 1900 <= int(year) < 2100
            and (before in _YEARLY or lex.units.get(before) == "date")
            and (u.bare or before in ("in", "since", "during"))
        ):
            return "year"
    if digits and u.bare and year.isdigit() and len(year) == 4 and 1900 <= int(year) < 2100 and _marker(x, u) is None:
        return "year"
    if before in labels["age"] or (before == "of" and u.first > 1 and low[u.first - 2] in ("age", "ages")):
        return "age"
    if u.bare and digits and size is not None and size < 111 and _aside(x, u):
        return "age"
    if digits and u.bare and _address(x, j):
        return "address"
    if before in ("per", "every") or (before == "than" and False):
        return "rate"
    if u.bare:
        if low[item.core_first] == "one" and (
            before in _ONE_BEFORE or follows in ("another", "day", "'s", "night", "morning")
        ):
            return "pronoun"
        if glued and unit and not unit.isdigit():
            return "things"
        if digits and any(low[k] in _DASHES for k in range(item.core_first, item.core_last)) and _marker(x, u) is None:
            return "score"
        if (
            follows
            and follows[0].isalpha()
            and follows not in p.stop
            and follows not in p.harm
            and not follows.endswith(("ly", "ed"))
            and follows not in _AUXILIARY
        ):
            return "things"
        if follows == "of":
            return "things"
        if low[item.core_first] in ("no", "some", "single", "few", "many", "both", "a") and (
            not follows or low[item.core_first] in ("no", "single")
        ):
            return "things"
        if low[item.core_first] == "both" and follows not in _AUXILIARY and follows not in p.harm:
            return "things"
    if population := _population(x, u, item):
        return population
    return _crowd(x, u)


_YEARLY = frozenset(
    "in since by until till from of during before after year early late mid through to and early-".split()
) | {","}
_ONE_BEFORE = frozenset("the this that which each every any some old first last only no another".split())
_ANAPHORS = frozenset(
    "dead victims bodies wounded injured missing victim casualties deaths body remains survivors corpses others other losses injuries lives".split()
)


def _aside(x: _Text, u: _Unit) -> bool:
    """A bare number set off behind a name: 'Vale, 43,' or 'Vale (43)'."""
    t, low, n = x.t, x.t.low, len(x.t.low)
    if u.first < 2:
        return False
    opened = low[u.first - 1]
    closed = low[u.last] if u.last < n else "."
    person = x.shouted or _word(t, u.first - 2)[:1].isupper() or low[u.first - 2] in people().nouns
    if opened == "(" and closed == ")":
        return person
    return (
        opened == ","
        and person
        and (closed in (",", ".", ";") or low[u.last : u.last + 1] in (["of"], ["and"], ["from"]))
    )


def _address(x: _Text, j: int) -> bool:
    t, low, n = x.t, x.t.low, len(x.t.low)
    streets = lexicon().labels["streets"]
    for k in range(j, min(j + 4, n)):
        if low[k] in streets and k > j:
            return True
        if not (_word(t, k)[:1].isupper() or low[k] in ("block", "of") or low[k].endswith(("st", "nd", "rd", "th"))):
            return False
    return False


def _population(x: _Text, u: _Unit, item: Item) -> str | None:
    """'a town of 40,000 people', 'a camp that holds 9,000 people', 'home to 300 families'."""
    low = x.t.low
    labels = lexicon().labels
    i = u.first
    near_by = low[max(0, i - 5) : i]
    if low[i - 1 : i] == ["of"]:
        if not labels["population"].isdisjoint(low[max(0, i - 4) : i - 1]):
            return "population"
        if not labels["crowd_before"].isdisjoint(low[max(0, i - 4) : i - 1]):
            return "crowd"
    if (
        "population" in near_by
        or u.head in ("inhabitants",)
        and low[i - 1 : i] in (["with"], ["has"], ["had"], ["some"], ["its"])
    ):
        return "population"
    last = near_by[-1] if near_by else ""
    if last == "to" and near_by[-2:-1] in (["home"], ["homes"]):
        return "capacity"
    if last in labels["capacity"] and last not in ("home", "homes", "population"):
        size = item.low if item.low is not None else item.high
        if last in ("hold", "holds", "held", "serve", "serves", "serving") and (size is None or size < 100):
            return None
        return None if last == "held" and "that" not in near_by else "capacity"
    return None


def _crowd(x: _Text, u: _Unit) -> str | None:
    """'hundreds of people attended', 'a crowd of 400', 'a rally attended by 3,000 people'."""
    low = x.t.low
    labels = lexicon().labels
    if u.numbered and u.head in labels["crowd_before"]:
        return "crowd"
    if low[max(0, u.first - 2) : u.first] == ["attended", "by"]:
        return "crowd"
    if not u.numbered:
        return None
    for w in low[u.last : u.last + 4]:
        if w in labels["crowd_after"]:
            return "crowd"
        if not (w in ("had", "have", "who", "were", "also") or w.endswith("ly")):
            break
    return None
