"""Several speakers of one statement: where a source's words are to be cut."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading.grammar import AND, ARTICLES, DETERMINERS, HOLD, RELATIVE
from onrecord.reading.mentions import runs
from onrecord.reading.titles import nouns, titles
from onrecord.reading.words import Page


def split(page: Page, indexes: Sequence[int]) -> list[list[int]]:
    """The parts of a source, one a speaker: 'the Red Crescent and the governor's office' are two.

    'Ministry of Health and Population', 'former soldier and farmer Anna Kern' and a clause with 'who' stay whole."""
    words = page.words
    if _offices(page, indexes):
        return [list(indexes)]
    if not any(words[i].low in AND or (words[i].low == "as" and words[i - 1].low == "well") for i in indexes):
        return [list(indexes)]
    inside: set[int] = set()
    for first, last in runs(page, indexes[0], indexes[-1] + 1):
        inside.update(range(first, last))
    parts: list[list[int]] = []
    part: list[int] = []
    depth = 0
    k = 0
    clause = False
    while k < len(indexes):
        i = indexes[k]
        low = words[i].low
        if words[i].text == "(":
            depth += 1
        elif words[i].text == ")":
            depth -= 1
        if low in RELATIVE and part:
            clause = True
        if (
            low == ","
            and clause
            and k + 1 < len(indexes)
            and words[indexes[k + 1]].low in AND
            and k + 2 < len(indexes)
            and (words[indexes[k + 2]].capital or words[indexes[k + 2]].low in ARTICLES)
        ):
            # 'Dr A, who runs the ward, and Dr B': the clause has ended
            clause = False
            k += 1
            continue
        if low in AND and i not in inside and depth == 0 and part:
            rest = indexes[k + 1 :]
            if (
                rest
                and not clause
                and speaks(page, part)
                and not _apposed(page, indexes[:k], rest)
                and starts(page, rest, part)
            ):
                parts.append(part)
                part = []
                k += 1
                continue
        if low == "," and depth == 0 and part and not clause and _list_comma(page, indexes, k, inside):
            parts.append(part)
            part = []
            k += 1
            continue
        part.append(i)
        k += 1
    if part:
        parts.append(part)
    joined = [[i for i in p if words[i].text not in {","} or i not in (p[0], p[-1])] for p in parts]
    joined = [p for p in joined if p]
    if len(joined) > 1 and words[joined[0][0]].low == "both":
        joined[0] = joined[0][1:] or joined[0]
    for p in joined:
        while len(p) > 1 and (words[p[0]].low in AND or words[p[0]].text == ","):
            del p[0]
    return joined


def _offices(page: Page, indexes: Sequence[int]) -> bool:
    """Whether one plural has them all: 'the foreign ministers of Karsa, Sule and Dorn'."""
    words = page.words
    of = next((k for k, i in enumerate(indexes) if words[i].low in HOLD), None)
    if not of or words[indexes[of]].low not in {"of", "for", "from"} or of + 1 == len(indexes):
        return False
    rest = [i for i in indexes[of + 1 :] if words[i].low not in AND | ARTICLES]
    return words[indexes[of - 1]].low in titles().groups and all(words[i].capital or words[i].text == "," for i in rest)


def _apposed(page: Page, before: Sequence[int], rest: Sequence[int]) -> bool:
    """Whether 'and' joins two offices of one speaker: 'Nieves Huanca, a driller and one of the strike leaders'."""
    words = page.words
    comma = next((k for k in range(len(before) - 1, 0, -1) if words[before[k]].text == ","), None)
    if comma is None or comma == len(before) - 1 or not words[before[comma - 1]].capital:
        return False
    return words[before[comma + 1]].low in ARTICLES | {"one", "his", "her"} and not words[rest[0]].capital


def speaks(page: Page, part: Sequence[int]) -> bool:
    """Whether the words before 'and' can be a speaker by themselves: they end a noun phrase."""
    word = page.words[part[-1]]
    if page.words[part[0]].low in {"between", "either", "neither"}:
        return False
    return word.low not in DETERMINERS and word.low not in HOLD


def starts(page: Page, rest: Sequence[int], part: Sequence[int]) -> bool:
    """Whether the words after 'and' begin another speaker."""
    words = page.words
    known = titles()
    word = words[rest[0]]
    before = words[part[-1]]
    lows = [words[i].low for i in rest]
    stop = next(
        (k for k, i in enumerate(rest) if words[i].text in {",", "("} or words[i].low in HOLD | RELATIVE | AND),
        len(rest),
    )
    core = lows[:stop]
    if not core:
        return False
    tail = next((words[i].low for i in part if words[i].low in HOLD), None)
    at = next((k for k, i in enumerate(part) if words[i].low in {"by", "from"} and k), None)
    if at is not None and words[part[at - 1]].low in nouns().documents and core[-1] not in nouns().documents:
        # 'a report by Karsa Watch and the Red Crescent': one document with two authors
        return False
    if word.low in DETERMINERS or word.low in {"i", "he", "she", "they", "we"}:
        # 'director of the hospital and the clinic': one director, two houses; 'the army and the police': two speakers
        return not (
            tail in {"of", "for", "at", "between"}
            and words[part[0]].low not in {"the", "both"}
            and core[-1] not in known.roles
            and core[-1] not in known.groups
        )
    if word.capital:
        lowered = [
            words[i]
            for i in part
            if not words[i].capital and words[i].low not in DETERMINERS and words[i].low.isalpha()
        ]
        if tail in {"of", "for", "at"} and lowered and lowered[0].low in known.roles and core[-1] not in known.roles:
            return False
        # 'the Karsan and Orlian governments' is one phrase
        shared = before.capital and len(part) <= 2 and core[-1] in known.groups and len(core) == 2
        return not shared
    if core[-1] in known.groups or core[-1] in nouns().heads or core[-1] in nouns().documents:
        # 'police and hospital officials': two; 'health and rescue officials': one
        return (
            before.low in known.groups
            or before.low in nouns().heads
            or before.capital
            or before.low in nouns().documents
            or before.low in known.roles
        )
    if core[-1] in known.roles:
        # 'former soldier and farmer': one person, unless a determiner came before
        return before.capital and len(part) > 1 and words[part[0]].low != "a"
    return False


def _list_comma(page: Page, indexes: Sequence[int], k: int, inside: set[int]) -> bool:
    """Whether the comma at ``k`` separates speakers in a list that ends with 'and': 'A, B and C'."""
    words = page.words
    rest = indexes[k + 1 :]
    if not rest:
        return False
    lows = [words[i].low for i in rest]
    if not any(low in AND for low in lows) or any(
        low in RELATIVE for low in lows[: lows.index("and") if "and" in lows else 0]
    ):
        return False
    stop = next(j for j, low in enumerate(lows) if low in AND or low == ",")
    item = rest[:stop]
    if not item:
        return False
    head = words[item[-1]]
    before = words[indexes[k - 1]]
    first = words[item[0]]
    if first.low in {"a", "an"} or first.low.isdigit():
        return False
    kinds_before = before.capital or before.low in titles().groups or before.low in nouns().heads
    after = lows[stop + 1 :]
    if not after:
        return False
    role = (first.low in {"the", "its", "his", "her"} and head.low in titles().roles) or (
        not first.capital and head.low in titles().roles
    )
    if role or any(words[i].low in HOLD and words[item[0]].low in titles().roles for i in item):
        return False
    if words[item[0]].low in titles().roles and not all(words[i].capital for i in item):
        return False
    return kinds_before and (head.capital or head.low in titles().groups or head.low in nouns().heads)
