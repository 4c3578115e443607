"""What a page carries beside its article, recognised by the rules of ``data/furniture.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from onrecord.intake.published import table

Place = Literal["head", "body", "foot", "tail", "line"]

#: Longest unit that a rule is tried on (characters): a fair-use notice has some 1,500.
LONGEST = 4_000
#: Words of a menu saved as one line.
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
def _at(place: Place) -> tuple[dict[str, list[tuple[str, int]]], tuple[Rule, ...]]:
    """The rules for a place, and by its first three letters each word that one asks for, with the rule's number."""
    wanted = {place} if place in ("line", "tail") else {"any", place}
    tried = tuple(rule for rule in rules() if rule.where in wanted)
    index: dict[str, list[tuple[str, int]]] = {}
    for n, rule in enumerate(tried):
        for word in rule.has:
            index.setdefault(_TOKEN.findall(word)[0][:3], []).append((word, n))
    return index, tried


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
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]*$")


def reports(plain: str) -> bool:
    """Whether a unit holds a quotation, or a reporting verb in a sentence: then it may be somebody's word."""
    if _QUOTE.search(plain):
        return True
    return bool(_SENTENCE_END.search(plain)) and bool(_reporting().search(plain))


def speaks(plain: str) -> bool:
    """Whether a unit holds a quotation or a reporting verb, sentence or not."""
    return bool(_QUOTE.search(plain) or _reporting().search(plain))


@cache
def _attribution() -> re.Pattern[str]:
    verbs = "|".join(table("words")["reporting"]["verbs"])
    return re.compile(rf",[\"']? [^,.\"]{{2,60}} (?:{verbs})(?: [^,.\"]{{1,40}})?\.$", re.IGNORECASE)


def attributed(plain: str) -> bool:
    """Whether a unit ends in an attribution, '…, the judge ordered.': no notice does."""
    return bool(_attribution().search(plain[-160:]))


def furniture(plain: str, place: Place) -> Match | None:
    """The kind of furniture that the unit ``plain`` is, or None.

    ``plain`` is as :func:`onrecord.intake.lines.plain` makes it. ``place`` is where it stands; ``line`` asks only
    for the marks that printing leaves on a page.
    """
    if not plain or len(plain) > LONGEST:
        return None
    low = plain.lower()
    index, tried = _at(place)
    begun = {token[:3] for token in _TOKEN.findall(low)}.intersection(index)
    for n in sorted({n for key in begun for word, n in index[key] if word in low}):
        rule = tried[n]
        if compiled(rule.pattern).fullmatch(plain) and not (attributed(plain) if rule.notice else reports(plain)):
            return Match(rule.kind, rule.opens)
    return None if place in ("line", "tail") else _bar(low, place)


def _bar(low: str, place: Place) -> Match | None:
    """A line that is nothing but the words of a share bar (anywhere) or a menu (head and foot)."""
    words = [word.strip("()[]:.!?,'\"") or word for word in low.split() if word not in "*•·|-–—/›»>"]
    if not 0 < len(words) <= MOST_TOKENS or low.endswith("."):
        return None
    sets = _tokens()
    for kind in ("share",) if place == "body" else ("share", "navigation"):
        if all(word in sets[kind] for word in words) and any(word in sets[f"{kind}_needs"] for word in words):
            return Match(kind)
    return None


def separator(plain: str) -> bool:
    """Whether a unit has no letter and no digit: '***', '* * *', '———'."""
    return not any(letter.isalnum() for letter in plain)
