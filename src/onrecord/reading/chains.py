"""Chains: the hands through which a statement came to the report.

'X told Y' came through Y; so do 'in an interview with Y', 'quoted by Y' and 'Y, citing X'. The decoder marks
hands; the wording around a cue finds those that it passes over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Range = tuple[int, int]

# A name or a noun phrase that can be a hand: an outlet, an agency, reporters, an official body, a named person.
_NAME = r"(?:[A-Z][\w’'.&-]*(?:\s+(?:of|the|for|de|al-|el-|bin|and)?\s*[A-Z][\w’'.&-]*)*)"
_PRESS = (
    r"(?:(?:the|a|an|our|local|foreign|state|visiting|several|some|two|three)\s+)*"
    r"(?:[\w-]+\s+){0,3}?(?:reporters?|journalists?|correspondents?|newspaper|daily|weekly|magazine|radio|television|broadcaster|"
    r"channel|station|agency|news agency|news site|website|outlet|media|press|paper|broadcaster|investigators|interviewers?)"
)
_HAND = rf"(?P<hand>(?:the\s+)?{_NAME}(?:\s+(?:news agency|newspaper|agency|television|radio|daily|magazine|news|channel))?|{_PRESS}(?:\s+(?:of|from|for|with|at)\s+(?:the\s+)?{_NAME})?)"
_AFTER_CUE = (
    re.compile(rf"^\s*(?:later\s+|also\s+)?{_HAND}"),  # told Y
    re.compile(
        rf"^[^.;\"]{{0,60}}?\b(?:in an?|during an?) (?:[\w-]+ )?(?:interview|conversation|call|briefing) (?:with|to) {_HAND}"
    ),
    re.compile(
        rf"^[^.;\"]{{0,60}}?\b(?:in|during) (?:remarks|comments|a statement|an email|a message|statements) (?:sent |made |given )?to {_HAND}"
    ),
)
_TOLD = re.compile(
    r"\b(?:tell|tells|told|telling|informed|informing)\s*$|\b(?:spoke|speaking|confided|confirmed|admitted|said) to\s*$",
    re.IGNORECASE,
)
_QUOTED_BY = re.compile(
    rf"\b(?:quoted by|as quoted by|as cited by|cited by|as reported by|in an interview with|in remarks to|told to|carried by|relayed by) {_HAND}"
)


def hands(
    text: str, cue: Range, content: Sequence[Range], source: Sequence[Range], marked: Sequence[Range]
) -> list[Range]:
    """The hands of one statement, in order: those marked by the decoder and those its wording tells.

    All ranges are of ``text``. A hand never lies in the statement's own source or content.
    """
    out = list(marked)
    tail = text[cue[1] : cue[1] + 200]
    words = text[cue[0] : cue[1]]
    if _TOLD.search(words) and (m := _AFTER_CUE[0].match(tail)):
        out.append((cue[1] + m.start("hand"), cue[1] + m.end("hand")))
    for pattern in _AFTER_CUE[1:]:
        if m := pattern.match(tail):
            out.append((cue[1] + m.start("hand"), cue[1] + m.end("hand")))
    for m in _QUOTED_BY.finditer(text, cue[0], min(len(text), cue[1] + 120)):
        out.append((m.start("hand"), m.end("hand")))
    kept: list[Range] = []
    for s, e in sorted(out, key=lambda r: (r[0], -r[1])):
        while e > s and text[e - 1] in " .,;:'’":
            e -= 1
        blocked = any(s < f and t < e for t, f in (*content, *source)) or any(s < f and t < e for t, f in kept)
        if s < e and not blocked and text[s:e].lower() not in ("the", "a", "that", "he", "she", "they", "it"):
            kept.append((s, e))
    return kept
