"""The noun that a number or determiner counts, with the words between them.

Over the tokens of :mod:`onrecord.reading.numbers` and the nouns of :mod:`onrecord.reading.groups`; bounded look-ahead.
"""

from __future__ import annotations

from typing import NamedTuple

from onrecord.reading.groups import CHILDHOOD, Noun, by_shape, demonym, nation_of, people, small
from onrecord.reading.numbers import Item, Tokens, lexicon, near, scan, tokens
from onrecord.record import Group

_MODIFIERS = 7  # tokens between a number and its noun
_UNKNOWN = 3  # of which words that stand in no list
_DASHES = frozenset("-–‑‐")
_ADJECTIVES = small("adjectives")
_CHAIN = small("chain")
_STATES = small("states")
_UNMOVED = small("unmoved")
_SORTS = frozenset(("men", "women", "children", "elderly", "civilians", "family"))
_ENDING = _STATES | {"other", "others"}  # no noun goes before them: 'a man dead'
_MEMBERSHIP = small("membership")


class Text(NamedTuple):
    t: Tokens
    items: dict[int, Item]
    shouted: bool


class Head(NamedTuple):
    first: int  # first token of the phrase after its number or determiner
    last: int
    at: int  # first token of the noun
    noun: Noun
    key: str
    group: Group
    nation: str | None


def prepare(text: str, start: int = 0, end: int | None = None) -> Text:
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
    return Text(t, {item.first: item for item in scan(t)}, shouted)


def written(t: Tokens, i: int) -> str:
    return t.text[t.starts[i] : t.ends[i]]


def match(x: Text, i: int) -> tuple[int, Noun, str] | None:
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


def age_at(x: Text, i: int) -> tuple[int, int, bool] | None:
    """'34-year-old' at token ``i``: its last token, the years, and whether it stands for several ('olds')."""
    low = x.t.low
    n = len(low)
    lex = lexicon()
    w = low[i]
    if w.isdecimal() and len(w) < 4:
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


def ahead(x: Text, i: int, hi: int) -> bool:
    """Whether a noun for people comes within a few words, none of which ends the phrase."""
    p = people()
    for j in range(i, min(i + 4, hi)):
        w = x.t.low[j]
        if w in p.stop or not (w[0].isalpha() or w in _DASHES):
            return False
        if w not in _ADJECTIVES and match(x, j):
            return True
    return False


def _tied(t: Tokens, j: int) -> bool:
    """Whether a hyphen ties the word to the next: 'off-duty'."""
    return (
        j + 2 < len(t.low)
        and t.low[j + 1] in _DASHES
        and t.starts[j + 1] == t.ends[j]
        and t.starts[j + 2] == t.ends[j + 1]
    )


def _goes_on(x: Text, i: int, hi: int) -> bool:
    """Whether the word at ``i`` is the noun of an adjective before it: one for people ahead, or any noun."""
    w = x.t.low[i]
    p = people()
    noun = w[0].isalpha() and w not in p.stop and w not in p.harm and not w.endswith(("ed", "ly", "ing"))
    if x.t.low[i - 1] in _STATES:
        return ahead(x, i, hi)
    return ahead(x, i, hi) or (noun and (x.shouted or not written(x.t, i)[:1].isupper()))


def noun_phrase(x: Text, first: int, hi: int, *, unknown: int = _UNKNOWN) -> Head | None:
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
        if found is None and (age := age_at(x, j)):
            j, years, several = age
            if not (j < hi and match(x, j)) and (j >= hi or low[j] in p.stop or not low[j][0].isalpha() or several):
                noun = Noun("people", True, 2 if several else 1, None if several else 1, general=True)
                found = (j - 1, j, noun, low[j - 1])
                break
            continue
        m = match(x, j)
        if m and m[0] <= hi and not (found and (m[2] in _ENDING or (found[2].plural and found[3] not in _CHAIN))):
            if low[j] in p.stop and m[2] != "remains":
                break
            if found is None and m[2] in _ADJECTIVES and m[0] < hi and near(t, j) and _goes_on(x, m[0], hi):
                before.append(j)
                j += 1
                continue
            if found:
                before.extend(range(found[0], found[1]))
            found = (j, m[0], m[1], m[2])
            j = m[0]
            hyphen = False
            continue
        if found and w.endswith("'s"):
            before.extend(range(found[0], j + 1))  # 'a councillor's wife'
            found = None
            j += 1
            continue
        if found:
            break
        if w in _DASHES and j > first and t.starts[j] == t.ends[j - 1]:
            hyphen = True
            j += 1
            continue
        if not w[0].isalpha():
            if w == "," and before and j + 1 < hi and low[j + 1] in p.modifiers and ahead(x, j + 1, hi):
                j += 1
                continue
            if w in "\"'“”‘’" and j + 1 < hi and strange < unknown:
                j += 1
                continue
            break
        if (
            w in p.stop
            and not hyphen
            and not _tied(t, j)
            and not (w == "us" and written(t, j) == "US" and ahead(x, j + 1, hi))
        ) or (w.endswith("ly") and w not in p.modifiers and not ahead(x, j + 1, hi)):
            break
        if w not in p.modifiers and w not in p.before and not demonym(written(t, j), shouted=x.shouted) and not hyphen:
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
        return national(x, first, hi, before)
    at, last, noun, key = found
    group: Group = noun.group
    nation = None
    if noun.weak:
        for k in before:
            if (
                (given := p.before.get(low[k]))
                and (group in ("people", "police") or (noun.collective and given not in ("men", "women", "elderly")))
                and (given in _SORTS or key.rpartition(" ")[2] not in _UNMOVED)
            ):
                group = given
    if noun.group == "nationals" or key in ("tourist", "tourists"):
        for k in reversed(before):
            word = written(t, k)
            if demonym(word, shouted=x.shouted) or (
                noun.group == "nationals" and (word[:1].isupper() and not x.shouted)
            ):
                nation = word.title() if x.shouted else word
                group = "nationals"
                break
        if nation is None and noun.group == "nationals" and key.rstrip("s") != "compatriot":
            group = "people"
    if (
        years is None
        and noun.low == 1
        and not noun.kin
        and last + 1 < hi
        and low[last] in ("of", "aged")
        and last + 1 in x.items
    ):
        of_age = x.items[last + 1]
        ends = of_age.last >= hi or (low[of_age.last] not in ("people", "them") and not match(x, of_age.last))
        years = of_age.high if ends and not noun.collective and key not in _MEMBERSHIP else None
    if years is not None and years < CHILDHOOD and group in ("people", "family", "men", "women"):
        group = "children"
    return Head(first, last, at, noun, key, group, nation)


def national(x: Text, first: int, hi: int, before: list[int]) -> Head | None:
    """'four Egyptians', 'a Briton', 'two Portuguese'."""
    p = people()
    for k in reversed(before):
        word = written(x.t, k)
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
            return Head(first, k + 1, k, noun, low, "nationals", name.title() if x.shouted else name)
    return None
