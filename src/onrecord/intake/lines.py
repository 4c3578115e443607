"""A saved text as lines and as units: a paragraph that was broken over several lines is one unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.intake.published import table

#: Every line end that ``str.splitlines`` knows and that saved pages have, form feeds (page breaks) among them.
_END = re.compile("\r\n|[\n\r\f\v\x85\u2028\u2029]")
#: Characters that are not blank but show nothing: zero-width spaces and joiners, marks of direction.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " ", "…": "..."}
)
_LINK = re.compile(r"(!?)\[([^\[\]]{0,300})\]\((?:<[^<>\s]{0,2000}>|[^()\s]{0,2000})(?: \"[^\"]{0,200}\")?\)")
_HEADING = re.compile(r"^#{1,6}\s+|\s+#{1,6}$")
_QUOTED = re.compile(r"^(?:>\s?){1,5}")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_]{1,3})(?=\S)|(?<=\S)([*_]{1,3})(?![\w*_])")
#: A unit longer than this is the article's prose, whatever it begins with; no page's notice is that long.
LONG = 5_000
#: Widest line that a program wraps at; files with longer lines hold a paragraph a line.
WIDEST = 130


@dataclass(frozen=True, slots=True)
class Line:
    """``text[start:end]`` is the line, ``text[end:stop]`` its end (empty for the last one)."""

    start: int
    end: int
    stop: int


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines ``first`` to ``last`` (inclusive) that are one paragraph, heading or notice.

    ``shown`` is their text on one line, with single spaces and without Markdown marks; ``plain`` is the same for
    matching, with straight quotation marks. Both are empty for a unit longer than :data:`LONG`.
    """

    first: int
    last: int
    start: int
    end: int
    shown: str
    plain: str
    heading: int = 0
    """Level of a Markdown heading, 0 for none."""


def lines(text: str) -> list[Line]:
    """The lines of ``text``, in order; they cover all of it."""
    found: list[Line] = []
    start = 0
    for end in _END.finditer(text):
        found.append(Line(start, end.start(), end.end()))
        start = end.end()
    if start < len(text):
        found.append(Line(start, len(text), len(text)))
    return found


def plain(raw: str) -> str:
    """``raw`` for matching (see :class:`Unit`)."""
    return clear(raw).translate(_QUOTES)


def clear(raw: str) -> str:
    """``raw`` on one line, without Markdown marks and characters that show nothing."""
    shown = _UNSEEN.sub("", raw)
    shown = _QUOTED.sub("", shown.strip())
    if "](" in shown:
        shown = _LINK.sub(lambda m: ("Image: " if m[1] else "") + m[2], shown)
        shown = _LINK.sub(lambda m: m[2], shown)  # an image inside a link
    if shown[:1] == "#":
        shown = _HEADING.sub("", shown)
    if "*" in shown or "_" in shown:
        shown = _EMPHASIS.sub("", shown)
    return " ".join(shown.split()) or " ".join(raw.split())  # a line of marks alone stays what it is


def blank(text: str, line: Line) -> bool:
    """Whether a line shows nothing and has nothing to keep."""
    return not text[line.start : line.end].strip()


def units(text: str, rows: Sequence[Line], *, skip: frozenset[int], single: Callable[[str], bool]) -> list[Unit]:
    """The units of ``text``: lines in ``skip`` belong to none, and a line for which ``single`` is true stands alone."""
    lengths = sorted(row.end - row.start for row in rows if row.end > row.start)
    width = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0  # one long address does not make a file unwrapped
    wrapped = width <= WIDEST and _wrapped(text, rows, skip)
    return list(_units(text, rows, skip, single, width if wrapped else 0))


@cache
def _unfinished() -> frozenset[str]:
    return frozenset(table("words")["lines"]["unfinished"])


def _wrapped(text: str, rows: Sequence[Line], skip: frozenset[int]) -> bool:
    """Whether paragraphs were broken over lines: a third of the longer lines and more go on with a small letter."""
    pairs = broken = 0
    for n in range(min(len(rows), 2_000) - 1):
        here, there = rows[n], rows[n + 1]
        if n in skip or n + 1 in skip or here.end - here.start < 40 or blank(text, there):
            continue
        pairs += 1
        ends = text[max(here.start, here.end - 20) : here.end].rstrip()
        begins = text[there.start : there.start + 40].lstrip()
        small = ends.rpartition(" ")[2] in _unfinished()  # '… on a field road near'
        broken += ends[-1:] not in tuple('.!?:"”') and (small or begins[:1].islower())
    return broken >= 1 and broken >= 0.3 * pairs


def _units(
    text: str, rows: Sequence[Line], skip: frozenset[int], single: Callable[[str], bool], width: int
) -> Iterator[Unit]:
    n = 0
    while n < len(rows):
        if n in skip or blank(text, rows[n]):
            n += 1
            continue
        first = n
        while width and n + 1 < len(rows) and n + 1 not in skip and _runs_on(text, rows[n], rows[n + 1], single, width):
            n += 1
        start, end = rows[first].start, rows[n].end
        raw = text[start:end]
        mark = re.match(r"\s{0,3}(#{1,6})\s", raw)
        shown = clear(raw) if end - start <= LONG else ""
        yield Unit(first, n, start, end, shown, shown.translate(_QUOTES), len(mark[1]) if mark else 0)
        n += 1


def _runs_on(text: str, this: Line, following: Line, single: Callable[[str], bool], width: int) -> bool:
    """Whether ``following`` goes on where ``this`` was broken: its first word would not have fitted."""
    if blank(text, following):
        return False
    here, there = text[this.start : this.end].rstrip(), text[following.start : following.end]
    if here.lstrip()[:1] == "#" or re.match(r"\s*(?:[-*+•]|\d{1,2}[.)])\s", there):
        return False
    word = there.split(None, 1)[0]
    if len(here) + 1 + len(word) < 0.72 * width or len(here) < 40:
        return False
    if word[0].islower() and here[-1] not in '.!?:"”':
        return True
    return not single(plain(here)) and not single(plain(there))
