"""Sources: the words marked as who says it, set to a single noun phrase."""

from __future__ import annotations

import re

from onrecord.reading.grammar import HEADED
from onrecord.reading.near import Range

# What a source may begin with by mistake, and what alone is no source.
_JOINS = re.compile(r"(?:but|and|or|as|while|because|though|although)\s+", re.IGNORECASE)
# 'The Ministry of | Defence' is one name.
_OFFICE = re.compile(rf"\b(?:{'|'.join(sorted(word.capitalize() for word in HEADED))}) of (?:the )?$")
# 'A man | who said' has 'who' for its source; whom that means is told with the names.
_RELATIVE = re.compile(r"\s(who|which)$", re.IGNORECASE)
# And what it may end with: 'the governor, in his | channel'.
_LOOSE_END = re.compile(
    r"(?:,?\s+(?:in|at|on|of|to|for|from|with|by|because|and|but|that|his|her|its|their|the|a|an|as)\b)+\s*$",
    re.IGNORECASE,
)
_NO_SOURCE = frozenset({"the", "a", "an", "of", "to", "in", "and", "but", "s", "'s"})


# 'A watchdog says six, | locals reckon eight'; 'In our report | we wrote'.
_BESIDE = re.compile(r".*\b(?:says|said|claimed|reported|puts|speaks|spoke|counted)\b.*,\s+", re.DOTALL)
_PRONOUN = re.compile(r"^(?:(?!(?:and|or|both|neither)\b)[\w’'-]+,?\s){1,4}(we|he|she|they|I)$")


# 'the ministry, | on Sunday'; 'My | own | view is'.
_DAY = re.compile(
    r",?\s+(?:(?:late|early)\s+)?(?:on|last)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:\s+(?:morning|afternoon|evening|night))?$",
    re.IGNORECASE,
)
# 'The deputy minister, questioned | about it in parliament,'
_PARTICIPLE = re.compile(
    r",\s+(?:asked|questioned|pressed|leaked|contacted|reached|interviewed|speaking|citing|quoting)$", re.IGNORECASE
)
_CLAUSE = re.compile(r"\b(?:who|which|that|whose)\b")
_WHOSE = re.compile(r"\b(my|our|his|her|its|their)\s+$", re.IGNORECASE)
# Letters from a speaker's label to its colon: 'A:', 'Q.'
_LABEL = re.compile(r"[AQ]\s*[:.]")
# The mark that closes a quotation before the source.
_MARK = re.compile(r'"\s+')
_HYPHEN = re.compile(r"(?:(?<=\w)-|(?<=-))\w+")


def _whole(end: int, text: str) -> int:
    """The end of the word that a hyphen cuts, and of the quotation that opens in the source: 'Pan-|Lakes'."""
    if text[end - 1 : end] == "-" or text[end : end + 1] == "-":
        more = _HYPHEN.match(text, end)
        return more.end() if more else end
    return end


def source(r: Range, text: str) -> Range | None:
    """A source without the conjunction or the other speaker before it, with the office that its name begins with; None
    for a bare article or preposition."""
    if (mark := _MARK.match(text, *r)) is not None and text[r[0] : r[1]].count('"') % 2:
        r = mark.end(), r[1]
    m = _JOINS.match(text, r[0], r[1])
    start = m.end() if m else r[0]
    r = (start, start + len(_LOOSE_END.sub("", text[start : r[1]])))
    if (beside := _BESIDE.match(text, *r)) is not None and beside.end() < r[1]:
        r = start, _ = beside.end(), r[1]
    r = r[0], _whole(r[1], text)
    if (day := _DAY.search(text, *r)) is not None and day.start() > r[0] and not _CLAUSE.search(text, *r):
        r = r[0], day.start()
    if text[r[0] : r[1]].lower() == "own" and (whose := _WHOSE.search(text, max(0, r[0] - 8), r[0])) is not None:
        r = start, _ = whose.span(1)
    if (loose := _PARTICIPLE.search(text, *r)) is not None and loose.start() > r[0]:
        r = r[0], loose.start()
    for last in (_RELATIVE, _PRONOUN):
        if (who := last.search(text[r[0] : r[1]])) is not None:
            return r[0] + who.start(1), r[0] + who.end(1)
    office = _OFFICE.search(text, max(0, start - 40), start) if text[start : start + 1].isupper() else None
    start = office.start() if office else start
    if text[start : r[1]].count('"') % 2 and text[r[1] : r[1] + 1] == '"':
        r = r[0], r[1] + 1
    named = text[start : r[1]].lower() not in _NO_SOURCE or _LABEL.match(text, start) is not None
    return (start, r[1]) if named and start < r[1] else None
