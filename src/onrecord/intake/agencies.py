"""News agencies that a text credits: '(Reuters)' in a dateline, 'AP -', 'additional reporting by dpa'."""

from __future__ import annotations

import re
from functools import cache

from onrecord.intake.published import table

#: Datelines stand at the very beginning and sign-offs at the very end; a credit in the middle is a mention.
_EDGE = 1_500
_DATELINE = re.compile(
    r"^[ \t]*(?:[^\W\d_][\w .,'’/&-]{1,80}?[ ,]*)?"
    r"[(\[](?P<credit>[A-Z][\w .'’&/,-]{1,60}?)[)\]]\s*(?:[-–—―]{1,2}|:|\.(?=\s[A-Z]))",
    re.MULTILINE,
)
_DASHED = re.compile(
    r"^[ \t]*(?P<credit>[A-Z][\w.'’]{1,20}(?: [A-Z][\w.'’]+){0,3}"
    r"(?:/[A-Z][\w.'’ ]{1,30}){0,2})\s*[-–—―:]\s*(?=[A-Z\"“])",
    re.MULTILINE,
)
_SLASHED = re.compile(r"^[ \t]*[A-Z][\w .,'’-]{1,60}?[,/]\s*(?P<credit>[A-Z][\w.]{1,20})\s*[-–—/]", re.MULTILINE)
_CITY = re.compile(
    r"^[ \t]*[A-Z][A-Z .,'’-]{2,40}[ ,][^\n]{0,30}?[-–—]\s*(?P<credit>[A-Z][\w.]{1,20})\s*[-–—]", re.MULTILINE
)
_WITH = re.compile(
    r"(?:with|additional|further|other|extra)\s+(?:reporting|material|reports?|inputs?|files?|contributions?|information)"
    r"\s+(?:by|from)\s+(?P<credit>[^\n]{2,160})",
    re.IGNORECASE,
)
_WITH_BARE = re.compile(
    r"^[ \t]*[(\[]?(?:with|from|by|source[s]?:|inputs from)\s+(?P<credit>[^\n]{2,100}?)[)\]]?\.?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED = re.compile(
    r"(?:^|[.!?\"”)])[ \t]*[(\[–—-]{1,2}\s?(?P<credit>[A-Z][\w .'’&/,-]{1,60}?)[)\]]?[ \t]*$", re.MULTILINE
)
_SPLIT = re.compile(r"\s*(?:/|,|;|\band\b|&|\+)\s*")


#: A town in capitals, more, and letters in brackets is an agency's dateline whoever the letters are; but not these.
_LETTERS = re.compile(r"[A-Z]{3,6}")
_NO_AGENCY = frozenset({"UPDATE", "LEAD", "NEWS", "CORR", "REPEAT", "ADDS", "USA", "WATCH", "VIDEO"})


@cache
def _names() -> dict[str, str]:
    return {word: agency["name"] for agency in table("agencies")["agency"] for word in agency["words"]}


@cache
def _longest() -> re.Pattern[str]:
    words = sorted((w for w in _names() if len(w) > 3 or w in ("AP", "AFP")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


def agency_of(words: str) -> str | None:
    """The agency that ``words`` name, all of them; None when they name none."""
    name = words.strip().strip(".,;:")
    return _names().get(name) or _names().get(name.removeprefix("the ").removeprefix("The "))


def _credited(words: str, *, dateline: bool) -> list[str]:
    found: list[str] = []
    for part in _SPLIT.split(words):
        agency = agency_of(part)
        if (
            agency is None
            and dateline
            and re.search(r"\b(?:News Agency|Agency|Press|Newswire|Wire|News Service)$", part)
        ):
            agency = part  # a dateline credits agencies that no list knows
        if agency:
            found.append(agency)
    return found


def agencies_in(text: str) -> tuple[str, ...]:
    """The agencies that an article's own text credits, in the order of the text, each once.

    Only its first and last 1,500 characters are looked at; 'told Reuters' in the middle is no credit.
    """
    head, tail = text[:_EDGE], text[max(0, len(text) - _EDGE) :]
    found: list[str] = []
    for pattern in (_DATELINE, _DASHED, _SLASHED, _CITY):
        match = pattern.search(head)
        if match:
            found += _credited(match["credit"], dateline=pattern is _DATELINE)
            letters = match["credit"].strip()
            town = match.group().split(",")[0].strip()
            if not found and pattern is _DATELINE and town.isupper() and _LETTERS.fullmatch(letters):
                found += [letters] if letters not in _NO_AGENCY else []
    for pattern in (_WITH, _WITH_BARE):
        for part in (head, tail) if pattern is _WITH else (tail,):
            for match in pattern.finditer(part):
                found += [_names()[word] for word in _longest().findall(match["credit"])]
    for match in _SIGNED.finditer(tail):
        if tail[match.end() :].strip() == "" or match.end() > len(tail) - 400:
            found += _credited(match["credit"], dateline=False)
    return tuple(dict.fromkeys(found))
