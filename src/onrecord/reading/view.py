"""The view: the article's text as the encoder should see it, with a map back to the untouched words.

Markdown marks and link targets are left out, hard-wrapped lines and page breaks inside a sentence become
blanks, the many quotation marks become two, and every character of the view knows the characters of the text
that it stands for. Nothing here changes ``Article.text``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple

from onrecord.record import Span

DOUBLE = '"“”„‟«»″＂'
SINGLE = "'‘’‚‛`´ʼ"
_OPENING = "“„‟«‘‚‛"
_CLOSING = "”»’"
# Two straight or curly single marks, or two backticks, are a double mark in newspaper databases and TeX.
_DOUBLED = re.compile(r"''|``|‘‘|’’")
# Invisible characters that break words for a tokenizer: soft hyphen, zero-width blanks, direction marks, BOM.
_INVISIBLE = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff"
)
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^()\s]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,500})\]\(([^()\s]{1,2000})(?: \"[^\"\n]{0,300}\")?\)")
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=[^\s*])|(?<=[^\s*])(\*{1,3})(?![\w*])|(?<![\w_])(_{1,3})(?=[^\s_])|(?<=[^\s_])(_{1,3})(?![\w_])"
)
_LINE_MARK = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|(?:>[ \t]?)+|[-*+][ \t]+(?=\S))", re.M)
_SENTENCE_END = re.compile(r"""[.!?:…]["'”’»)\]]*\s*$""")
# A line shorter than this that is followed by another line is a heading or a verse, not a wrapped line.
_SHORT_LINE = 45
# Printed and mailed text is wrapped at 65 to 80 characters; beyond 110 a line is a paragraph.
_WRAPPED = (45, 110)


class View(NamedTuple):
    """``text`` of the view; ``starts[i]``/``ends[i]``: the text's characters behind view character ``i``.

    ``breaks``: view offsets at which a paragraph begins, the first one 0, in order. ``marks``: view offset of
    each double quotation mark to +1 (opening), -1 (closing) or 0 (straight, unknown).
    """

    text: str
    starts: list[int]
    ends: list[int]
    breaks: list[int]
    marks: dict[int, int]

    def span(self, start: int, end: int) -> Span:
        """The span of the text behind the view's ``[start, end)``, which must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])

    def paragraph(self, at: int) -> int:
        """Number of the paragraph in which view offset ``at`` lies."""
        return bisect_right(self.breaks, at) - 1


def _hidden(text: str) -> set[int]:
    """Offsets of Markdown marks and link targets."""
    out: set[int] = set()
    if "](" in text:
        for m in _IMAGE.finditer(text):
            out.update(range(*m.span()))
        for m in _LINK.finditer(text):
            out.add(m.start())
            out.update(range(m.end(1), m.end()))
    if "*" in text or "_" in text:
        for m in _EMPHASIS.finditer(text):
            out.update(range(*m.span()))
    if "#" in text or ">" in text or "- " in text or "* " in text or "+ " in text:
        for m in _LINE_MARK.finditer(text):
            out.update(range(*m.span()))
    return out


def _hard_wrapped(lines: list[str]) -> bool:
    """Whether most line ends are the width of a page rather than the end of a paragraph."""
    full = [len(x) for x in lines if x.strip()]
    if len(full) < 4:
        return False
    inner = [len(a) for a, b in pairwise(lines) if a.strip() and b.strip()]
    if len(inner) < 3:
        return False
    near = sum(_WRAPPED[0] <= n <= _WRAPPED[1] for n in inner)
    return near >= 0.8 * len(inner) and max(full) <= 1.5 * _WRAPPED[1]


def _paragraph_ends(text: str) -> set[int]:
    """Offsets of the newline characters that end a paragraph."""
    lines = re.split(r"[\n\f\v\u2028\u2029\x85]", text)
    wrapped = _hard_wrapped(lines)
    out: set[int] = set()
    at = 0
    for n, line in enumerate(lines[:-1]):
        at += len(line)
        following = next((x for x in lines[n + 1 : n + 4] if x.strip()), "")
        stripped = line.strip()
        begins_low = following.lstrip()[:1].islower()
        if text[at] == "\f" or (not stripped and "\f" in text[max(0, at - 3) : at + 4]):
            ends = bool(_SENTENCE_END.search(line)) and not begins_low
        elif not stripped or not lines[n + 1].strip():
            ends = True
        elif wrapped:
            ends = len(stripped) < _SHORT_LINE and bool(_SENTENCE_END.search(line))
        else:
            ends = bool(_SENTENCE_END.search(line)) or not begins_low
        if ends:
            out.add(at)
        at += 1
    return out


def view(text: str) -> View:
    """The view of ``text``; never fails, and never costs more than a few passes over it."""
    hidden = _hidden(text)
    ends_here = _paragraph_ends(text)
    doubled = {m.start() for m in _DOUBLED.finditer(text)} if "'" in text or "`" in text or "’’" in text else set()
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    breaks = [0]
    marks: dict[int, int] = {}
    blank = True
    skip = -1
    for i, c in enumerate(text):
        if i in ends_here:
            if chars and breaks[-1] != len(chars):
                breaks.append(len(chars))
            blank = True
        if i == skip or i in hidden or c in _INVISIBLE:
            continue
        if c.isspace() or c < " ":
            if not blank:
                chars.append(" ")
                starts.append(i)
                ends.append(i + 1)
                blank = True
            elif i in ends_here and chars and breaks[-1] == len(chars) and chars[-1] != " ":
                chars.append(" ")
                starts.append(i)
                ends.append(i + 1)
                breaks[-1] = len(chars)
            continue
        end = i + 1
        if i in doubled:
            skip = i + 1
            end = i + 2
            marks[len(chars)] = 1 if c in "`‘" else -1 if c == "’" else 0
            c = '"'
        elif c in DOUBLE:
            marks[len(chars)] = 1 if c in _OPENING else -1 if c in _CLOSING else 0
            c = '"'
        elif c in SINGLE:
            c = "'"
        elif c in "–—―‒":
            c = "—"
        chars.append(c)
        starts.append(i)
        ends.append(end)
        blank = False
    while breaks and len(breaks) > 1 and breaks[-1] >= len(chars):
        breaks.pop()
    return View("".join(chars), starts, ends, breaks, marks)
