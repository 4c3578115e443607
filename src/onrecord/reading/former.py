"""Former numbers: what the words beside say was told before and stands no more.

'An earlier version of this article said that 12 people were killed', 'it previously stated', 'lowered its toll from
12', '12, as initially reported', 'nine, not 12'. Such a number stays in the record, and is no report's own total. The
words are those of ``data/former.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from onrecord.record import Figure, Span

_BEFORE, _AFTER = 120, 40  # code points in which the words stand: a clause, and the beginning of one
# 'Twenty-four, not 26 as reported', 'nine rather than twelve', 'not 12 but nine people'.
_ASIDE = re.compile(
    r"(?:\d|\w)[^.;!?\n]*(?:,\s*(?:and\s+|but\s+)?|\b(?:and|but)\s+)not\s+(?:the\s+)?$"
    r"|\b(?:rather\s+than|instead\s+of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NOT, _BUT = re.compile(r"\bnot\s+$", re.IGNORECASE), re.compile(r"\s+(?:\w+\s+)?but\b", re.IGNORECASE)
_STOP = re.compile(r"[.!?;]\s|\n")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a former number, to its first word, and what stands behind it."""
    read = tomllib.loads((files("onrecord.reading") / "data" / "former.toml").read_text(encoding="utf-8"))
    either = {k: "(?:" + "|".join(w.strip().replace(" ", r"\s+") for w in v.split(",")) + ")" for k, v in read.items()}
    text = rf"\b{either['adjectives']}\s+{either['texts']}\b[^.;!?\n]{{0,60}}?\b{either['verbs']}\b"
    count = rf"\b{either['adjectives']}\s+{either['counts']}\b[^.,;!?\n]{{0,25}}$"
    said = rf"\b{either['adverbs']}\s+{either['verbs']}\b"
    left = rf"\b{either['changes']}\b[^.;!?\n]{{0,40}}?\bfrom\s+(?:the\s+)?$"
    before = re.compile(rf"(?:{text}|{said})(?:(?!\b(?:to|now)\s)[^.;!?\n])*$|{count}|{left}", re.IGNORECASE)
    after = re.compile(rf"[^.;!?\n]{{0,12}}\b(?:as\s+|than\s+|had\s+been\s+|were\s+)?{said}", re.IGNORECASE)
    return before, after


def former(text: str, figure: Figure) -> bool:
    """Whether a figure is told, wherever it is told, as one that stands no more."""
    return bool(figure.spans) and all(_former(text, span) for span in figure.spans)


def _former(text: str, span: Span) -> bool:
    before, after = _patterns()
    head = _STOP.split(text[max(0, span.start - _BEFORE) : span.start])[-1]
    tail = _STOP.split(text[span.end : span.end + _AFTER])[0]
    if before.search(head) or after.match(tail) or _ASIDE.search(head):
        return True
    denied = _NOT.search(head) is not None or text[span.start : span.start + 4].lower() == "not "
    return denied and _BUT.match(tail) is not None
