"""What a page carries beside its article, recognised by the rules of ``data/furniture.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from onrecord.intake.published import table

Place = Literal["head", "body", "foot", "line"]

#: Longest unit that a rule is tried on (characters): a fair-use notice has some 1,500.
LONGEST = 4_000
#: Words in a line of menu or share-bar words; longer runs of such words are checked the same way but must be short words.
MOST_TOKENS = 60


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the data file; ``pattern`` is compiled when a unit first has one of ``has``."""

    kind: str
    where: str
    has: tuple[str, ...]
    pattern: str
    notice: bool
    opens: bool
    example: str


@dataclass(frozen=True, slots=True)
class Match:
    """A unit is furniture of ``kind``; ``opens`` tells that short lines after it belong to it."""

    kind: str
    opens: bool = False


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of the file; the first that matches wins."""
    return tuple(
        Rule(
            kind=rule["kind"],
            where=rule["where"],
            has=tuple(rule["has"]),
            pattern=rule["pattern"],
            notice=rule.get("notice", False),
            opens=rule.get("opens", False),
            example=rule["example"],
        )
        for rule in table("furniture")["rule"]
    )


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """``pattern`` of a rule."""
    return re.compile(pattern, re.IGNORECASE)


@cache
def _tokens() -> dict[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in table("furniture")["tokens"].items()}


@cache
def _reporting() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('words')['reporting']['verbs'])})\b", re.IGNORECASE)


_QUOTE = re.compile(r'"[^"]{12,}"|^[^"]*"[^"]{12,}$|(?<!\w)\'[^\']{16,}\'(?!\w)')
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]*$")


def reports(plain: str) -> bool:
    """Whether a unit holds a quotation, or a reporting verb in a sentence: then it may be somebody's word."""
    if _QUOTE.search(plain):
        return True
    return bool(_SENTENCE_END.search(plain)) and bool(_reporting().search(plain))


def furniture(plain: str, place: Place) -> Match | None:
    """The kind of furniture that the unit ``plain`` is, or None.

    ``plain`` is as :func:`onrecord.intake.lines.plain` makes it. ``place`` is where it stands; ``line`` asks only
    for the marks that printing leaves on a page.
    """
    if not plain or len(plain) > LONGEST:
        return None
    low = plain.lower()
    for rule in rules():
        if rule.where == "line":
            if place != "line":
                continue
        elif place == "line" or (rule.where in ("head", "foot") and rule.where != place):
            continue
        if not any(word in low for word in rule.has):
            continue
        if not compiled(rule.pattern).fullmatch(plain):
            continue
        if rule.notice or not reports(plain):
            return Match(rule.kind, rule.opens)
    return None if place == "line" else _bar(low, place)


def _bar(low: str, place: Place) -> Match | None:
    """A line that is nothing but the words of a share bar (anywhere) or a menu (head and foot)."""
    words = [word.strip("()[]:.!?,'\"") or word for word in low.split()]
    if not 0 < len(words) <= MOST_TOKENS:
        return None
    sets = _tokens()
    if all(word in sets["share"] for word in words) and any(word in sets["share_needs"] for word in words):
        return Match("share")
    if place != "body" and all(word in sets["navigation"] for word in words):
        return Match("navigation")
    return None


def separator(plain: str) -> bool:
    """Whether a unit has no letter and no digit: '***', '* * *', '———'."""
    return not any(letter.isalnum() for letter in plain)
