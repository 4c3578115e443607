"""Ages beside a count of people: whether they make children of them.

'Dana Holt, 16,', 'her son, aged nine', 'six under fifteen', 'two, aged 6 and 11'. A noun with an age before it ('a
16-year-old') is :mod:`onrecord.reading.heads`' matter.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.reading.groups import CHILDHOOD
from onrecord.reading.numbers import lexicon

_TOLD = 45  # characters behind a count in which it is said how old somebody was
_CUT = re.compile(r"(?:,\s+then|\bage[ds])$", re.IGNORECASE)


@cache
def _patterns() -> tuple[dict[str, int], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lex = lexicon()
    years = {word: n for word, n in {**lex.ones, **lex.tens}.items() if 0 < n < 100}
    number = rf"(\d{{1,3}}|{'|'.join(sorted(years, key=len, reverse=True))})"
    set_off = (
        r"(?:,\s+(?:(?:both|all|then)\s+)?(?:aged\s+|ages\s+)?|\s\(\s*(?:aged\s+)?|\b(?:aged|ages)\s+(?:between\s+)?"
        r"|\b(?:sons?|daughters?|brothers?|sisters?|cousins?|nephews?|nieces?|twins)\s+of\s+)"
    )
    ends = r"(?=\s*(?:[,();:.]|$|years?\b|months?\b|weeks?\b|days?\b|and\b(?!\s+\d)))"
    more = rf"(?:\s*(?:,|and|to|or|-|–)\s*{number})?"
    return (
        years,
        re.compile(rf"{set_off}{number}(?!\s*(?:other|people|of\b)){more}{ends}", re.IGNORECASE),
        re.compile(
            rf"\s*(?:(?:of\s+(?:them|whom|these)|were|was|are|is|all|both)\s+){{0,3}}"
            rf"(?:under\s+(?:the\s+age\s+of\s+)?|(?:of\s+)?(?:younger|less)\s+than\s+|not\s+yet\s+){number}(?!\s*(?:roof|per|hours|days))\b",
            re.IGNORECASE,
        ),
        re.compile(rf"(?:,\s+then|age[ds])\s+(?:between\s+)?{number}{more}\b", re.IGNORECASE),
        re.compile(
            rf"\b(?:youngest(?:,\s[^,.;\n]{{1,30}},)?(?:\s+(?:was|is|being))?|(?:one|other|another|first|second|third)\s+(?:was|is))"
            rf"\s+(?:only\s+|just\s+|barely\s+|aged\s+)?{number}"
            rf"(?:\s+(months?|weeks?|days?)\b|(?=\s*(?:[,.;)]|and\s+(?!\d)|when\b|years?\b)))",
            re.IGNORECASE,
        ),
    )


def children(text: str, start: int, end: int) -> bool:
    """Whether ages in ``text[start:end]``, or set off right behind it, say that all whom it counts are children."""
    years, aside, under, cut, told = _patterns()

    def age(word: str) -> int:
        return int(word) if word.isdecimal() else years[word.lower()]

    ages = [age(g) for m in aside.finditer(text, start, end) for g in m.groups() if g]
    if not ages:
        # Right behind it, or where it was cut: 'two brothers | aged 11 and 13', 'her son, then | nine'.
        first = _CUT.search(text, start, end)
        last = min(len(text), end + 30)
        m = (
            cut.match(text, first.start(), last)
            if first
            else aside.match(text, end + text.startswith(" aged ", end), last)
        )
        if m is not None and (first or "aged" in m[0].lower()):
            ages = [age(g) for g in m.groups() if g]
    if not ages and (m := told.search(text, start, min(len(text), end + _TOLD))) is not None and m.start() < end:
        ages = [0 if m[2] else age(m[1])]  # 'the youngest | was nine', 'one | was 16', 'the youngest, three weeks old'
    if ages:
        return max(ages) < CHILDHOOD
    bound = under.search(text, start, end) or under.match(text, end, min(len(text), end + 40))
    return bound is not None and age(bound[1]) <= CHILDHOOD
