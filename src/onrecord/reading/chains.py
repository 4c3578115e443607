"""Chains: the hands through which a statement came to the report.

'X told Y' came through Y; so do 'in an interview with Y', 'quoted by Y' and 'Y, citing X'. The decoder marks
hands; the wording around a cue (``data/chains.toml``) finds those that it passes over.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.reading.near import Range
from onrecord.reading.titles import nouns, titles
from onrecord.reading.words import fold, terms

# How far behind a cue its hand is looked for, in characters: 'said on Monday in a telephone interview with Y'.
_REACH = 120
_STOP = re.compile(r'[.;"]')
# A listener is named in fewer characters than this: 'a closed session of the provincial council'.
_LISTENER = 60
# A stop that ends a sentence: no title's and no initial's.
_ENDS = r"(?<![A-Z])(?<!\b(?:Dr|Mr|Ms|Lt|St))(?<!\b(?:Col|Gen|Mrs|Maj|Sgt|Cpl|Rev|Sen))(?<!\bCapt)\.(?:\s|$)"
# Who is cited is named in fewer characters than this.
_CITED = 90
_WHEN = re.compile(r"(?:\s+(?:on|late|early|in|earlier)(?:\s+\w+){1,3})?\s*,?\s*")
_NAME = r"[A-Z][\w’'.&-]*(?:\s+(?:(?:of|for|de|al-|bin)\s+)?(?:the\s+)?[A-Z][\w’'.&-]*)*"
_KINDS = r"(?:\s+(?:news agency|newspaper|agency|television|radio|daily|magazine|news))?"


# What a marked hand may begin with by mistake; behind 'of' stands none.
_LEADS = re.compile(r"(?:to|by|with)\s+", re.IGNORECASE)
_OF = re.compile(r"of\s", re.IGNORECASE)
# What may stand inside a hand's name: 'Voice of the Coast', 'the bureau in Dol'.
_WITHIN = frozenset({"of", "in", "at", "from", "by", "on", "to", '"'})
# 'State | television': what is marked of an outlet without its kind.
_KIND = re.compile(
    r"\b((?:the\s+)?(?:state|local|national|public|private|independent|semi-official))\s+$", re.IGNORECASE
)


class Wording(NamedTuple):
    """Patterns made of the words of ``chains.toml``; the group ``hand`` is the hand."""

    listens: re.Pattern[str]  # the end of a cue that a hand follows
    after: re.Pattern[str]  # a hand right behind it
    before: re.Pattern[str]  # a hand behind words that announce one
    citing: re.Pattern[str]  # a hand before words of citing
    ends: re.Pattern[str]  # the end of a listener's phrase
    cited: re.Pattern[str]  # words of citing, and who is cited up to the next stop
    none: frozenset[str]
    hears: re.Pattern[str]  # the words of a cue whose subject only hears: 'the court heard'
    hearers: re.Pattern[str]  # who hears
    quoted: re.Pattern[str]  # 'quoted the governor as saying'; the group ``cited`` is who said it
    passed: re.Pattern[str]  # the end of a source that tells its hand: 'diplomats quoted by the Lake Times'


@cache
def wording() -> Wording:
    """The patterns, compiled once."""
    text = (files("onrecord.reading") / "data" / "chains.toml").read_text(encoding="utf-8")
    words = {k: terms(v) for k, v in tomllib.loads(text).items()}

    def any_of(key: str) -> str:
        return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words[key], key=len, reverse=True))

    press = rf"(?:[\w’'-]+\s+){{0,3}}?(?:{any_of('press')})(?:\s+(?:of|from|for|with|at)\s+(?:the\s+)?{_NAME})?"
    hand = rf"(?P<hand>(?:the\s+)?{_NAME}{_KINDS}|{press})"
    named = rf"(?P<hand>(?:the\s+)?(?:(?:{any_of('press')})\s+)?{_NAME}{_KINDS}|{press})"
    return Wording(
        re.compile(rf"\b(?:{any_of('listeners')})\s*$", re.IGNORECASE),
        re.compile(rf"\s*{hand}"),
        re.compile(rf"\b(?:{any_of('before')})\s+{hand}"),
        re.compile(rf"(?:^|(?<=[.!?;\n\"] )|(?<=\n)|(?<=— )){hand}\s*,?\s+(?:{any_of('citing')})\b"),
        re.compile(rf"\s*(?:$|[,.;:\"—(]|\s(?:{any_of('ends')})\b)", re.IGNORECASE),
        re.compile(
            rf"\b(?:{any_of('from')})\s+(?P<cited>[^\s,.;:—\n\"“”][^,;:—\n\"“”]{{1,{_CITED}}}?)(?=\s*(?:[,;:—\n]|{_ENDS}|$))"
        ),
        frozenset(words["none"]),
        re.compile(r"(?:had |has |have |was |also |later |then )*heard\b", re.IGNORECASE),
        re.compile(rf".*\b(?:{any_of('hearers')})$", re.IGNORECASE | re.DOTALL),
        re.compile(
            rf"\b(?:quot|cit)(?:e[sd]?|ing)\s+(?P<cited>[^\s,.;:—\n\"“”][^,;:—\n\"“”]{{1,{_CITED}}}?)\s+as\s+(?:having\s+)?"
            rf"(?:{any_of('saying')})\b"
        ),
        re.compile(
            rf",?\s+(?:who\s+(?:was|were)\s+)?(?:{any_of('passed')})\s+by\s+{named}(?P<rest>\s+(?:by|via|on|in|at|over|through)\b[^,;.]*)?$",
        ),
    )


def _listener(text: str, at: int, content: Sequence[Range]) -> Range | None:
    """Who is told: the name or phrase between 'told' and what is told, without when, where and how."""
    known = wording()
    if named := known.after.match(text, at):
        return named.span("hand")
    follows = min((s for s, _ in content if s >= at), default=at + _LISTENER)
    end = min(follows, at + _LISTENER)
    if stop := known.ends.search(text, at + 1, end):
        end = stop.start()
    phrase = text[at:end].strip(" ,")
    start = at + len(text[at:end]) - len(text[at:end].lstrip(" ,"))
    return (start, start + len(phrase)) if phrase and follows - end <= _LISTENER else None


class Cited(NamedTuple):
    """Who said it first, ``[start, end)``, named behind words of citing that begin at ``words``."""

    words: int
    start: int
    end: int


def cited(text: str, cue: Range, content: Sequence[Range], source: Sequence[Range]) -> Cited | None:
    """Who said it first, where the one who says it names them: 'the radio, citing the mayor, said', 'the radio said,
    citing the mayor'. None where nobody is cited, or the source is the one cited already."""
    whole = _quoted(text, cue, source)
    if whole is not None:
        return whole
    opens = max(text.rfind(c, 0, cue[0]) for c in "\n;") + 1
    begins = max(opens, min([cue[0] - _REACH, *(s for s, _ in source)]))
    for m in wording().cited.finditer(text, begins, min(len(text), cue[1] + _REACH)):
        start, end = m.span("cited")
        found = Cited(m.start(), start, end)
        if any(s < end and start < e for s, e in content):
            continue
        if m.start() == cue[0] and start < cue[1] < end:
            return found  # 'citing a source in the | governor's office'
        within = cue[0] <= m.start() and end <= cue[1]
        before = end <= cue[0] and not text[end : cue[0]].strip(" ,")
        if within or before or (m.start() >= cue[0] and _WHEN.fullmatch(text, min(cue[1], m.start()), m.start())):
            return None if any(s >= start and e <= end for s, e in source) else found
        told = max((e for _, e in source), default=-1)
        if m.start() >= told > cue[1] and _WHEN.fullmatch(text, told, m.start()):
            return found
    return _behind(text, cue, content, source)


def _quoted(text: str, cue: Range, source: Sequence[Range]) -> Cited | None:
    """'The paper quoted one diplomat as saying': the diplomat."""
    for m in wording().quoted.finditer(text, cue[0], min(len(text), cue[1] + _CITED + _LISTENER)):
        start, end = m.span("cited")
        if m.start() <= cue[1] and not any(s >= start and e <= end for s, e in source):
            return Cited(m.start(), start, end)
    return None


def _behind(text: str, cue: Range, content: Sequence[Range], source: Sequence[Range]) -> Cited | None:
    """'The radio reported that nine had died, citing a doctor': the doctor; 'citing security reasons' is nobody."""
    told = max((e for _, e in content), default=-1)
    if told < cue[1] or not source:
        return None
    m = wording().cited.search(text, told, min(len(text), told + _REACH))
    if m is None or not _WHEN.fullmatch(text, told, m.start()) or not _speaks(text[m.start("cited") : m.end("cited")]):
        return None
    start, end = m.span("cited")
    return Cited(m.start(), start, end)


def _speaks(phrase: str) -> bool:
    """Whether a phrase names somebody who says things, or a paper."""
    said, known = phrase.split(), nouns()
    low = [fold(w) for w in said]
    if low[-1].strip(".") in wording().none:
        return False
    heads = (known.heads, known.documents, known.press, titles().roles, titles().groups, known.bodies, known.generic)
    return any(w[:1].isupper() for w in said) or any(w in words for w in low for words in heads)


def passed(text: str, source: Range) -> tuple[Range, Range] | None:
    """The source without its hand, and the hand: 'diplomats | quoted by the Lake Times'."""
    m = wording().passed.search(text[source[0] : source[1]])
    if m is None or not m.start():
        return None
    return (source[0], source[0] + m.start()), (source[0] + m.start("hand"), source[0] + m.end("hand"))


def hears(text: str, cue: Range, source: Range) -> bool:
    """Whether the subject of a cue only hears what is said: 'the court heard that'."""
    known = wording()
    return bool(known.hears.fullmatch(text, *cue) and known.hearers.match(text, *source))


def _set(r: Range, text: str) -> Range | None:
    """A marked hand without what stands before and behind it: '| to | the agency', 'me | when I visited'."""
    s, e = r
    while lead := _LEADS.match(text, s, e):
        s = lead.end()
    if lead := _OF.match(text, s, e):
        return None
    stops = (m for m in wording().ends.finditer(text, s + 1, e) if m[0].strip().lower() not in _WITHIN)
    if stop := next(stops, None):
        e = stop.start()
    if led := _KIND.search(text, max(0, s - _LISTENER), s):
        s = led.start(1)
    return (s, e) if s < e else None


def hands(
    text: str, cue: Range, content: Sequence[Range], source: Sequence[Range], marked: Sequence[Range]
) -> list[Range]:
    """The hands of one statement, in order: those marked by the decoder and those its wording tells.

    All ranges are of ``text``. A hand never lies in the statement's own source or content, nor beyond a stop.
    """
    known = wording()
    out = [r for r in (_set(r, text) for r in marked) if r]
    if known.listens.search(text[cue[0] : cue[1]]):
        out.append(_set(_listener(text, cue[1], content) or (cue[1], cue[1]), text) or (cue[1], cue[1]))
    opens = max(text.rfind(c, 0, cue[0]) for c in "\n.;") + 1
    for m in known.citing.finditer(text, max(opens, cue[0] - _REACH), cue[1]):
        out.append(m.span("hand"))
    stop = _STOP.search(text, cue[1], cue[1] + _REACH)
    for m in known.before.finditer(text, cue[0], stop.start() if stop else min(len(text), cue[1] + _REACH)):
        out.append(m.span("hand"))
    kept: list[Range] = []
    for s, e in sorted(out, key=lambda r: (r[0], -r[1])):
        while e > s and text[e - 1] in " .,;:'’":
            e -= 1
        taken = any(s < f and t < e for t, f in (*content, *source, *kept))
        if s < e and not taken and text[s:e].lower().split()[-1] not in known.none:
            kept.append((s, e))
    return kept
