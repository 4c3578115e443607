"""What stands beside a name: somebody's office, or what sort of body it is."""

from __future__ import annotations

from onrecord.reading.grammar import ARTICLES, BEFORE_OFFICE, ENDS_APPOSITION, HOLD, OWNERS
from onrecord.reading.offices import affiliation_of, gender_told, role_of
from onrecord.reading.phrases import AGE, noun, office
from onrecord.reading.titles import Gender, nouns, titles
from onrecord.reading.words import Page


def context_role(page: Page, first: int, last: int, *, reach: int = 14) -> tuple[str | None, str | None, Gender | None]:
    """Role, affiliation and gender that stand beside a person's name: before it or in an apposition after it.

    ``first`` and ``last`` are the name's words without its titles."""
    words = page.words
    known = titles()
    begin = first
    while (
        begin
        and page.sentence[begin - 1] == page.sentence[first]
        and (
            words[begin - 1].low in known.titles
            or words[begin - 1].low in known.roles
            or words[begin - 1].low in known.styles
            or (words[begin - 1].text == "." and words[begin - 2].low in known.titles)
        )
        and not words[begin - 1].owns
    ):
        begin -= 1
    if begin < first:
        at = begin
        while (
            at
            and first - at < 7
            and page.sentence[at - 1] == page.sentence[first]
            and words[at - 1].text[0].isalnum()
            and (
                words[at - 1].capital
                or words[at - 1].owns
                or words[at - 1].low in nouns().heads
                or words[at - 1].low in nouns().abstract
                or words[at - 1].low in BEFORE_OFFICE
            )
        ):
            at -= 1
        role = role_of(page, range(at, first))
        if role is not None:
            return role, affiliation_of(page, list(range(at, first))), gender_told(page, range(at, first))
    if (
        last + 2 < len(words)
        and words[last].text in {",", "("}
        and AGE.match(words[last + 1].low)
        and words[last + 2].text in {",", ")"}
    ):
        last += 3 if words[last + 2].text == ")" else 2
    if last < len(words) and words[last].text == "," and page.sentence[last] == page.sentence[first]:
        stop = last + 1
        while (
            stop < len(words)
            and stop - last <= reach
            and page.sentence[stop] == page.sentence[first]
            and words[stop].text not in {",", ".", ";", ":", "–", "—", "”", "“", '"', ")"}
            and words[stop].low not in ENDS_APPOSITION
        ):
            stop += 1
        part = list(range(last + 1, stop))
        closed = stop < len(words) and (
            words[stop].text in {",", ".", "–", "—", ";"}
            or words[stop].low in {"who", "said", "told"}
            or stop - last > reach
        )
        if part and closed and words[part[0]].low not in {"and", "but", "said", "as", "while"}:
            phrase = noun(page, part)
            if phrase.name is None and office(phrase) and phrase.role is not None:
                return phrase.role, phrase.affiliation, phrase.gender
    if begin and words[begin - 1].text == "," and page.sentence[begin - 1] == page.sentence[first]:
        at = begin - 1
        while (
            at and begin - at < 12 and page.sentence[at - 1] == page.sentence[first] and words[at - 1].text[0].isalnum()
        ):
            at -= 1
            if words[at].low in ARTICLES | OWNERS and not (at and words[at - 1].low in {"of", "for", "at"}):
                break
        part = list(range(at, begin - 1))
        if part and (words[part[0]].low in ARTICLES | OWNERS or words[part[0]].capital):
            phrase = noun(page, part)
            if phrase.name is None and office(phrase) and phrase.role is not None:
                return phrase.role, phrase.affiliation, phrase.gender
    return None, None, None


def context_sort(page: Page, first: int, last: int) -> str | None:
    """The noun that says what a body is, beside its name: 'the faction «Jund»', 'Open Ward, an aid group'."""
    words = page.words
    known = nouns()
    at = first - 1
    while at >= 0 and words[at].text in "“\"«‘'":
        at -= 1
    if (
        at >= 0
        and page.sentence[at] == page.sentence[first]
        and (words[at].low in known.generic or words[at].low in known.bodies)
        and not words[at].capital
    ):
        return words[at].low
    if (
        last + 2 < len(words)
        and words[last].text == ","
        and words[last + 1].low in ARTICLES
        and page.sentence[last + 1] == page.sentence[first]
    ):
        for k in range(last + 2, min(last + 8, len(words))):
            if not words[k].text[0].isalnum() or words[k].low in HOLD:
                break
            if (words[k].low in known.generic or words[k].low in known.bodies) and (
                k + 1 == len(words) or not words[k + 1].text[0].isalnum() or words[k + 1].low in HOLD
            ):
                return words[k].low
    return None
