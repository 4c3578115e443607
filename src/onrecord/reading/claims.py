"""Claims: what is said by a noun that reports, mostly inside what somebody else says of it.

'The ministry rejected the council's figure of nine': the figure is the council's. The words are those of
``data/claims.toml``; what a claim says reaches to the end of its clause.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.reading.near import Range
from onrecord.reading.numbers import lexicon
from onrecord.reading.words import terms

# A word is no longer than this, so that a text without blanks is read in linear time.
_WORD = r"[\w’'.-]{1,40}"
_NOT = r"(?!(?:the|an?|that|which|who|and|but|by|to|in|for|as)\b)"
# 'The governor of Dorn', or a name.
_WHO = (
    rf"(?<![\w’'.-])(?P<who>(?:the|an?|its|his|her|their)\s+(?:{_NOT}{_WORD}\s+){{0,5}}?{_NOT}(?:{_WORD}?)[^\W\d_]"
    rf"|(?-i:[A-Z][\w’'-]{{0,40}}?(?:\s+[A-Z][\w’'-]{{0,40}}?){{0,4}}))"
)
_OWNS = r"(?:’s|'s|s’|s')\s+"
_SPEAKER = rf"(?:{_WHO}|(?<![\w’'.-])(?P<whom>he|she|it|they|we))"
_CLAUSE = r"[^.;:\n]"
_BEGINS = r"(?:^|(?<=[.;:\n]))(?:\s*[*–—-]+\s)?\s*"


class Claim(NamedTuple):
    """Whose words ``what`` are, by the noun in ``cue``; ``who`` is empty where nobody is named."""

    cue: Range
    who: Range
    what: Range


@cache
def forms() -> tuple[re.Pattern[str], ...]:
    """The patterns, made of the words of ``claims.toml``; groups ``cue``, ``what`` and mostly ``who``."""
    text = (files("onrecord.reading") / "data" / "claims.toml").read_text(encoding="utf-8")
    nouns = {k: terms(v) for k, v in tomllib.loads(text).items()}

    def any_of(key: str, after: str = "s?") -> str:
        return rf"(?:{'|'.join(re.escape(n) for n in nouns[key])}){after}"

    kinds = rf"(?:{any_of('kinds', '')}\s+){{0,3}}"
    reckoned = any_of("reckoned", "")
    held = rf"(?:the|its|their|his|her|our|an?)\s+{kinds}{any_of('counts')}"
    moves = any_of("moves", "")
    number = rf"(?:(?:at\s+least|about|some|up\s+to|over|nearly)\s+)?[“\"]?(?:\d|(?:{'|'.join(_numerals())})\b)"
    round_ = r"(?:\s+(?:that\s+is\s+)?(?:going\s+(?:a)?round|doing\s+the\s+rounds))?"
    return tuple(
        re.compile(form, re.IGNORECASE)
        for form in (
            # 'the council's figure of nine'
            rf"{_WHO}{_OWNS}{kinds}(?P<cue>{any_of('counts')})\s+of\s+(?P<what>[^.;:,\n]+)",
            # 'the claim of the enemy that', 'the allegation, made by the council last week, that'
            rf"\b(?:the|an?|this|any)\s+(?P<cue>{any_of('claims')})(?:\s+(?:of|by|from|made\s+by)|,\s+made\s+by)\s+"
            rf"{_WHO}(?:\s+(?:last|on|earlier|this)\s+[\w\s]{{1,20}}?)?,?\s+(?P<what>that\s+{_CLAUSE}+)",
            # 'allegations that', 'claims made on a channel that'; 'reports that spoke of nine'
            rf"\b(?P<cue>{any_of('loose', 's')}(?:\s+(?:made\s+)?(?:on|in)\s+[\w\s]{{1,30}}?)?)\s+"
            rf"(?P<what>that\s+(?!(?:spoke|speak|said|say)\b){_CLAUSE}+)",
            rf"\b{any_of('loose', 's')}\s+that\s+(?P<cue>(?:spoke|speak)\s+of)\s+(?P<what>{_CLAUSE}+)",
            # 'it had raised the figure to seven', 'the force stuck to its first figure of 19', 'has a list of 52 dead'
            rf"{_SPEAKER}\s+(?:has\s+|have\s+|had\s+)?(?:later\s+|since\s+|then\s+)?(?P<cue>{moves})\s+"
            rf"(?P<what>{held}\s+(?:\w+\s+)?(?:of|to|at|from)\s+{number}{_CLAUSE}*)",
            # 'the command's first assessment is that'
            rf"{_WHO}{_OWNS}{kinds}(?P<cue>{any_of('findings')}\s+(?:is|was|remains))\s+(?P<what>that\s+{_CLAUSE}+)",
            # 'the mayor's figure is nine', 'the council's stands at 21'; 'New count by the mayor: nine'
            rf"{_WHO}{_OWNS}{kinds}(?:(?P<cue>{any_of('counts')}\s+(?:is|was|remains|stands\s+at|stood\s+at))|(?P<stands>st(?:ands|ood)\s+at))\s+"
            rf"(?P<what>{number}{_CLAUSE}*)",
            rf"\b{kinds}{any_of('counts')}\s+(?:by|from)\s+(?P<who>[^:.;\n]{{3,90}}?)(?P<cue>:)\s+(?P<what>{number}{_CLAUSE}+)",
            # 'a message going round that says'
            rf"\b(?P<who>(?:an?|the)\s+{any_of('messages', '')}{round_})\s+(?:that|which)\s+"
            rf"(?P<cue>says|said|claims|claimed|saying|claiming)\s+(?P<what>{_CLAUSE}+)",
            # 'nine died there, by the council's own count', '.., by the count of the council'; 'By its count, nine ..'
            rf"{_BEGINS}(?P<what>{_CLAUSE}+?),\s+(?P<cue>by)\s+{_WHO}{_OWNS}{kinds}{reckoned}(?=\s*[.;,\n])",
            rf"{_BEGINS}(?P<what>{_CLAUSE}+?),\s+(?P<cue>by\s+the\s+{reckoned}\s+of)\s+(?P<who>[^.;:,\n]+)",
            rf"(?:^|(?<=[.!?]\s)|(?<=\n))(?P<cue>by)\s+{_WHO}{_OWNS}{kinds}{reckoned},?\s+(?P<what>{_CLAUSE}+)",
        )
    )


def claims(text: str) -> list[Claim]:
    """The claims that nouns tell in ``text``."""
    return [
        Claim(_first(m, "cue", "stands"), _first(m, "who", "whom"), m.span("what"))
        for form in forms()
        for m in form.finditer(text)
    ]


def _first(m: re.Match[str], *names: str) -> Range:
    """Where the first of the groups ``names`` stands that has matched; nothing at the end where none has."""
    return next((m.span(n) for n in names if n in m.re.groupindex and m[n] is not None), (m.end(), m.end()))


def _numerals() -> list[str]:
    lex = lexicon()
    return [*lex.ones, *lex.tens, "dozens", "scores", "hundreds", "a\\s+(?:dozen|hundred|thousand)"]
