"""A text as words: where each stands, its sentence and paragraph, and whether it stands inside quotation marks.

Offsets are code points into the untouched text. Markdown marks are no words, so that a name in bold, in a link or
over a line break is a plain run of words.
"""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.reading.grammar import BASED, SHORT
from onrecord.record import EntityKind

# A skipped mark, then: U.S., a word with its hyphens and apostrophes, any other sign.
WORD = re.compile(
    r"(?P<skip>(?<=[Ee]x)-(?=[^\W\d_])|\]\([^)\s]*\)|[*_\[\]#`|\u200b-\u200f\u2060\ufeff\u00ad]+)"
    r"|(?:[A-Z]\.){2,}|[Ee]x(?=-[^\W\d_]{3})|[^\W_]+(?:[-‐‑'’][^\W_]+)*|[^\w\s]"
)
MARKS = re.compile(r"\]\([^)\s]*\)|[*_\[\]#`|\u200b-\u200f\u2060\ufeff\u00ad]+")
BREAK = re.compile(r"\n[ \t\r]*\n")
# A line below this share of the longest is no wrapped line but a heading, a time or a dateline.
SHORT_LINE = 0.4
STOPS = frozenset(".!?…")
OPENING = frozenset("“«„")
CLOSING = frozenset("”»")


class Word(NamedTuple):
    """One word or sign: ``low`` is it in lower case without accents and without the possessive ending."""

    start: int
    end: int
    text: str
    low: str
    capital: bool
    owns: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A text's words, each with the number of its sentence and paragraph.

    Four parts are filled as the page is read: ``index``, where each word stands; ``whole``, from which word to which a
    run is one name by the encoder's word, and its kind; ``marked``, which words the encoder took for names;
    ``small``, whether a word stands somewhere without a capital."""

    text: str
    words: tuple[Word, ...]
    sentence: tuple[int, ...]
    paragraph: tuple[int, ...]
    quoted: tuple[bool, ...]
    starts: tuple[int, ...]
    index: dict[str, list[int]] = field(default_factory=dict)
    whole: dict[int, tuple[int, EntityKind]] = field(default_factory=dict)
    marked: set[int] = field(default_factory=set)
    small: dict[str, bool] = field(default_factory=dict)

    def between(self, start: int, end: int) -> range:
        """Indexes of the words that begin in ``[start, end)``."""
        return range(bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end))

    def at(self, start: int) -> int:
        """Index of the first word that ends after ``start``."""
        i = bisect.bisect_right(self.starts, start) - 1
        if i >= 0 and self.words[i].end > start:
            return i
        return i + 1

    def nearest(self, start: int) -> int:
        """Index of the word at ``start``, or of the last word where none follows; the page must have words."""
        return min(self.at(start), len(self.words) - 1)

    def said(self, indexes: Sequence[int]) -> str:
        """The words at ``indexes`` as one line: marks and line breaks gone, no possessive at the end."""
        pieces: list[str] = []
        start = last = -1
        for i in indexes:
            if last >= 0 and i - last > 2:
                pieces.append(self._slice(start, last))
                start = i
            if start < 0:
                start = i
            last = i
        if last >= 0:
            pieces.append(self._slice(start, last))
        return " ".join(pieces)

    def _slice(self, first: int, last: int) -> str:
        said = self.text[self.words[first].start : self.words[last].end]
        if MARKS.search(said):
            said = MARKS.sub("", said)
        return " ".join(said.split()).strip(" ,;:")

    def where(self, low: str) -> list[int]:
        """Indexes of the words that are ``low``."""
        if not self.index:
            for i, word in enumerate(self.words):
                self.index.setdefault(word.low, []).append(i)
        return self.index.get(low, [])


def terms(block: str) -> list[str]:
    """The terms of one string of data, separated by commas or line breaks, blanks squeezed."""
    return [" ".join(t.split()) for t in re.split(r"[,\n]", block) if t.strip()]


def fold(word: str) -> str:
    """Lower case, accents off, apostrophes straight."""
    low = word.lower()
    if low.isascii():
        return low
    plain = unicodedata.normalize("NFKD", low.replace("’", "'").replace("‘", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _breaks(text: str) -> list[int]:
    """Where paragraphs end: at blank lines, and after a line that is far shorter than the others, as headings are; in a
    text without blank lines also after a line that ends a sentence."""
    blank = {m.start() for m in BREAK.finditer(text)}
    out: list[int] = []
    lines = text.split("\n")
    longest = max(map(len, lines))
    at = 0
    for line, following in itertools.pairwise(lines):
        at += len(line) + 1
        if at - 1 in blank:
            out.append(at - 1)
            continue
        last, first = line.rstrip()[-1:], following.lstrip()[:1]
        short = 0 < len(line) < SHORT_LINE * longest and not first.islower() and last != ","
        if short or (not blank and last and last in '”".!?:…'):
            out.append(at - 1)
    return out


def _opens(text: str, at: int) -> bool:
    """Whether a single mark opens a quotation: a blank before it, a letter after it."""
    return text[at + 1 : at + 2].isalnum() and (at == 0 or text[at - 1] in " \n\t(—–")


def page(text: str, *, quoted: Iterable[tuple[int, int]] = ()) -> Page:
    """The words of ``text``. ``quoted`` are ranges known to be quotations, besides those in double marks."""
    words: list[Word] = []
    sentence: list[int] = []
    paragraph: list[int] = []
    inside: list[bool] = []
    breaks = [*_breaks(text), len(text) + 1]
    known = [*sorted(quoted), (len(text) + 1, len(text) + 1)]
    s = p = k = following = 0
    opened = ended = single = False
    # Some thousand words a report: what is looked up in every turn is looked up once.
    make, add, add_sentence, add_paragraph, add_inside = (
        tuple.__new__,
        words.append,
        sentence.append,
        paragraph.append,
        inside.append,
    )
    due, (opens, closes) = breaks[0], known[0]
    for m in WORD.finditer(text):
        if m.lastindex is not None:
            continue
        start, end = m.span()
        token = m[0]
        broke = False
        while due < start:
            following += 1
            due = breaks[following]
            broke = True
        if broke:
            p += 1
            s += 1
            opened = ended = single = False
        while closes <= start:
            k += 1
            opens, closes = known[k]
        first = token[0]
        if first.isalnum():
            capital = first.isupper()
            if ended and not opened and (capital or first.isdigit()):
                s += 1
            ended = False
            owns = len(token) > 2 and token[-1] in "sS" and token[-2] in "'’"
            if owns:
                token = token[:-2]
                end -= 2
            low = token.lower()
            if not low.isascii():
                low = fold(token)
            if "-" in token:
                tail = low.rpartition("-")[2]
                capital = (capital and tail not in BASED) or token[len(token) - len(tail) :][:1].isupper()
            add(make(Word, (start, end, token, low, capital, owns)))
        else:
            if first in STOPS:
                before = words[-1] if words else None
                short = (
                    before is not None
                    and before.end == start
                    and (before.low in SHORT or (len(before.low) == 1 and before.capital))
                )
                ended = not short
            elif first in OPENING:
                if ended and not opened:
                    s += 1
                    ended = False
                opened = True
            elif first in CLOSING:
                opened = False
            elif first in "‘'’" and not opened and _opens(text, start):
                if ended:
                    s += 1
                    ended = False
                single = opened = True
            elif first in "’'" and single and not text[end : end + 1].isalnum():
                single = opened = False
            elif first == '"':
                if not opened and ended:
                    s += 1
                    ended = False
                opened = not opened
            add(make(Word, (start, end, token, token, False, False)))
        add_inside(opened or opens <= start)
        add_sentence(s)
        add_paragraph(p)
    return Page(text, tuple(words), tuple(sentence), tuple(paragraph), tuple(inside), tuple([w.start for w in words]))
