"""What an office is, whose it is, and what gender it tells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from onrecord.reading.grammar import AFFILIATING, DEGREES, DETERMINERS, ENDS_BODY, LEAD, SENIOR
from onrecord.reading.mentions import organisation
from onrecord.reading.titles import Gender, nouns, titles
from onrecord.reading.words import Page, fold

AGED = re.compile(r"(\d{1,3})-year-old$")


def role_at(page: Page, indexes: Sequence[int]) -> bool:
    """Whether the words end in a word of office."""
    known = titles()
    last = page.words[indexes[-1]].low
    two = " ".join(page.words[i].low for i in indexes[-2:])
    return last in known.roles or last in known.titles or two in known.roles or bool(AGED.match(last))


def courtesy(low: str) -> bool:
    """Whether a title is mere courtesy and no office: 'Mr', 'Dr', 'Sister'."""
    known = titles()
    return low in DEGREES or ((known.titles.get(low) is not None or low in known.styles) and low not in known.roles)


def rank(page: Page, role: str) -> bool:
    """Whether a role is no more than a title before a name: 'General'."""
    return all(fold(w) in titles().titles for w in role.replace(".", "").split())


def role_of(page: Page, indexes: Sequence[int]) -> str | None:
    """The office that the words tell, as the text has it; ``None`` for a mere courtesy title or an age."""
    words = page.words
    kept = [
        i
        for i in indexes
        if not courtesy(words[i].low) and words[i].text not in {".", ","} and not AGED.match(words[i].low)
    ]
    while kept and words[kept[0]].low in DETERMINERS | LEAD:
        del kept[0]
    while kept and words[kept[-1]].low in DETERMINERS | {"and"}:
        kept.pop()
    if not kept:
        return None
    known = titles()
    lows = [words[i].low for i in kept]
    pairs = [f"{a} {b}" for a, b in itertools.pairwise(lows)]
    if not any(x in known.roles or x in known.titles for x in (*lows, *pairs)):
        return None
    if len(kept) > 14:
        kept = kept[:14]
    return page.said(kept)


def gender_told(page: Page, indexes: Sequence[int]) -> Gender | None:
    known = titles()
    for i in reversed(list(indexes)):
        low = page.words[i].low
        told = known.roles.get(low) or known.titles.get(low) or known.styles.get(low)
        if told:
            return told
    return None


def affiliation_of(page: Page, indexes: Sequence[int]) -> str | None:
    """The body that an office belongs to: after 'of', 'at', 'for', 'with', or before the word of office."""
    words = page.words
    known, things = titles(), nouns()
    at = next((k for k, i in enumerate(indexes) if words[i].low in AFFILIATING and k), None)
    if at is not None and at + 1 < len(indexes):
        rest = list(indexes[at + 1 :])
        stop = next(
            (
                k
                for k, i in enumerate(rest)
                if k
                and words[i].low in ENDS_BODY
                and not words[i].capital
                and not (words[i].low == "and" and k + 1 < len(rest) and words[rest[k + 1]].capital)
            ),
            len(rest),
        )
        rest = rest[:stop]
        while rest and words[rest[0]].low in DETERMINERS:
            del rest[0]
        lows = [words[i].low for i in rest]
        if rest and lows != ["staff"] and (any(words[i].capital for i in rest) or organisation(lows)):
            return page.said(rest)
    before: list[int] = []
    for k, i in enumerate(indexes):
        low = words[i].low
        pair = f"{low} {words[indexes[k + 1]].low}" if k + 1 < len(indexes) else ""
        if low in known.roles or low in known.titles or pair in known.roles or pair in known.titles:
            break
        if low in DETERMINERS or AGED.match(low) or low in SENIOR:
            continue
        before.append(i)
    if before:
        lows = [words[i].low for i in before]
        named = any(words[i].capital for i in before) and not all(low in things.abstract for low in lows)
        if named or organisation(lows) or " ".join(lows) in things.press:
            return page.said(before)
    return None


def known_by_office(phrase: str) -> bool:
    """Whether a phrase without a name tells who is meant by an office that one person holds: 'the mayor of Karsa'.

    'The source', 'a mayor' and 'the mayor who asked not to be named' do not.
    """
    low = [fold(w) for w in re.findall(r"[^\W_]+(?:-[^\W_]+)*", phrase)]
    if not low or low[0] not in {"the", "its", "their", "his", "her"} or {"not", "anonymity"} & set(low):
        return False
    head = list(itertools.takewhile(lambda w: w not in {"of", "for", "at", "in", "to", "from", "who"}, low[1:]))
    held = titles()
    last, two = (head or [""])[-1], " ".join(head[-2:])
    return any(w in held.titles or w in nouns().offices for w in (last, two))
