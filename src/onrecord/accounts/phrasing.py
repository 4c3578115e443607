"""One text laid out for comparison: its words, which are quoted, which particular, where a live page's news ends."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.accounts.wording import DROPPED, RUN, Marks, Numbers, Places, fold, plain, runs_of, words_of

# A text without double quotation marks may use single ones. Inside, an apostrophe stands between letters alone, so that
# one that opens nothing ends the search.
_SINGLE_QUOTED = re.compile(rb"(?<![\w'])'(?=\w)((?:[^\n\"']|(?<=\w)'(?=\w)){1,600})(?<=\S)'(?!\w)")
_BLANK_LINE = re.compile(rb"\n[ \t\r]*\n")
_SENTENCE_END = re.compile(rb"[.!?](?=[\s\")\]]|$)")
_CLOCK = re.compile(rb"(?:^|\n)[ \t*#>\-\[(]{0,4}(?:[01]?\d|2[0-3])[.:h][0-5]\d\b")
#: A gallery gives each caption twice in a row. A page that holds its whole article twice is another thing.
AGAIN: Final = 80
Signs = NDArray[np.uint8]
_STOPS: Marks = np.isin(np.arange(256), list(b'.!?:\n"'))

#: So many paragraphs that begin with a clock time make a live page.
ENTRIES: Final = 3


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, Any]:
    """The word lists of ``data/wording.toml``."""
    return tomllib.loads((files("onrecord.accounts") / "data" / "wording.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _number_words() -> Numbers:
    return np.unique(words_of(plain(vocabulary()["numbers"].encode())).numbers)


class Phrasing(NamedTuple):
    """A text's words as numbers, its runs of five, and for each word whether it is narrative, quoted, a particular, a
    number.

    Narrative is what a text tells in its own words: outside quotations, and not said twice in a row, as captions are.
    Particulars are what tells one event from the next in the same words: numbers, and capitalised words inside a
    sentence. ``live`` says that the text is a live page, whose newest entry is ``newest`` words long; ``prose`` how
    much of it stands in paragraphs before the end of a sentence (a list of videos or headlines has none).
    """

    words: Numbers
    runs: Numbers
    narrative: Marks
    quoted: Marks
    particular: Marks
    number: Marks
    live: bool
    newest: int
    prose: float


@lru_cache(maxsize=16)  # a new report is compared with several others one after the other
def phrasing(text: str) -> Phrasing:
    """``text`` laid out for :mod:`onrecord.accounts.comparison`."""
    data = fold(text)
    if b'"' not in data and b"'" in data:
        data = _SINGLE_QUOTED.sub(rb'"\1"', data)
    # The same bytes with and without what vanishes inside words must agree in length: drop it before looking.
    data = data.replace(b"--", b"  ").translate(None, DROPPED)
    words, starts, _ = words_of(plain(data))
    at = starts - 8
    signs = np.frombuffer(data + b" ", dtype=np.uint8)
    first = signs[at]
    digit = (first >= 48) & (first <= 57)
    capital = (first >= 65) & (first <= 90)
    spelt = _number_words()
    number = digit | (spelt[np.minimum(np.searchsorted(spelt, words), len(spelt) - 1)] == words)
    breaks = _breaks(data, signs)
    runs, quoted = runs_of(words), _quoted(signs, at, breaks)
    particular = number | (capital & ~_opening(signs, at))
    narrative = ~quoted & ~_twice(runs, len(words))
    return Phrasing(
        words, runs, narrative, quoted, particular, number, *_live(data, at), _prose(data, signs, at, breaks)
    )


def _breaks(data: bytes, signs: Signs) -> Places:
    """Where paragraphs end: at blank lines; at each line's end where no line is blank."""
    blank = [found.start() for found in _BLANK_LINE.finditer(data)]
    return np.array(blank, dtype=np.int64) if blank else np.flatnonzero(signs == 10)


def _prose(data: bytes, signs: Signs, at: Places, breaks: Places) -> float:
    """Of the words, how many are followed in their paragraph by the end of a sentence. 1 where the script is not Latin,
    since not every script ends its sentences so."""
    if not len(at) or int((signs >= 128).sum()) > len(signs) // 10:
        return 1.0
    stops = np.array([found.start() for found in _SENTENCE_END.finditer(data)], dtype=np.int64)
    ends = np.append(breaks, len(data))[np.searchsorted(breaks, at)]
    return float((np.searchsorted(stops, ends) > np.searchsorted(stops, at)).mean())


def _twice(runs: Numbers, words: int) -> Marks:
    """Words that come again in the same run shortly before or after."""
    order = np.argsort(runs, kind="stable")
    near = (np.diff(order) <= AGAIN) & (runs[order[1:]] == runs[order[:-1]])
    marks = np.zeros(words + 1, dtype=np.int64)
    for at in (order[:-1][near], order[1:][near]):
        np.add.at(marks, at, 1)
        np.add.at(marks, at + RUN, -1)
    twice: Marks = np.cumsum(marks[:-1]) > 0
    return twice


def _quoted(signs: Signs, at: Places, breaks: Places) -> Marks:
    """A word is quoted where an odd number of marks stands before it in its paragraph; a mark without its partner
    reaches to the paragraph's end, as the house style of quotations over several paragraphs has it."""
    marks = np.cumsum(signs == 34)
    before = np.concatenate([[0], marks[breaks]])
    return ((marks[at] - before[np.searchsorted(breaks, at)]) % 2 == 1) if len(at) else np.zeros(0, dtype=np.bool_)


def _opening(signs: Signs, at: Places) -> Marks:
    """Words that begin a sentence, a line or a quotation: their capital says nothing."""
    passed = np.cumsum(_STOPS[signs])
    opening = np.ones(len(at), dtype=np.bool_)
    if len(at):
        opening[1:] = passed[at[1:]] != passed[at[:-1]]
    return opening


def _live(data: bytes, at: Places) -> tuple[bool, int]:
    entries = [found.start() for found in _CLOCK.finditer(data)]
    if len(entries) < ENTRIES:
        return False, 0
    return True, int(np.searchsorted(at, entries[1]))
