"""Folding: from a text to the words that are kept in the search index, the same for both databases.

Capitals, marks and apostrophes go (``Sana'a`` is ``sanaa``), and so does a possessive's ``'s``; initials are one word
(``U.N.`` is ``un``) and so is a number with thousands parted by commas. The Arabic article goes, in either script
(``al-Tarmiya`` is ``tarmiya``), and the forms of hamza, yeh and teh marbuta are one. Scripts that put no blanks between
words (Chinese, Japanese, Thai, ..) and Korean, whose particles cling to words, yield one word a character: what is
looked for there is a run of them.

A word holds ASCII letters and digits and other letters, nothing else: no database takes one for a sign of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from onrecord.gazetteer.folding import plain

VERSION = 1
"""Of what folding yields. An index made by another version has to be made anew: SQLite forgets a report only when told
the very words that it was given."""

LONGEST = 64
"""Code points of one word; what is longer is no word of any language (the longest in German is 36), and is cut."""

MOST = 200_000
"""Words of one text that are kept, a report of 600 pages: an index is no place for a whole library in one file."""


class Piece(NamedTuple):
    """A folded word and where it stands: the code points ``[start, end)`` of the text."""

    word: str
    start: int
    end: int


_APOSTROPHES = frozenset("'’‘`´ʿʾʼʻˈˊˋʹ՚＇")
_HYPHENS = frozenset("-‐‑‒–—")
# What bears no sound of its own: the Arabic stretcher, the soft hyphen and other format signs are category Cf.
_SILENT = frozenset("ـʺ")
_ARABIC = str.maketrans({"ٱ": "ا", "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ء": ""})
_ARTICLES = frozenset(("al", "el", "ad", "an", "ar", "as", "at", "az", "ash", "esh", "adh", "ath", "ul", "il"))
_ALWAYS = frozenset(("al", "el"))
# 'And', 'in', 'so', 'as' before the article, and 'for' with it (li-al- is written with two lams).
_ARABIC_ARTICLES = ("وال", "بال", "فال", "كال", "ولل", "ال", "لل")
# Scripts without blanks between words, and Hangul.
_SINGLE = (
    (0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFF66, 0xFF9D), (0x20000, 0x323AF),
)  # fmt: skip

_DROP, _BREAK, _LETTER, _ALONE = range(4)


class _Letters(dict[str, tuple[int, str]]):
    """What each character comes to, worked out when it is first met."""

    def __missing__(self, c: str) -> tuple[int, str]:
        kind = self[c] = _letter(c)
        return kind


def _letter(c: str) -> tuple[int, str]:
    category = unicodedata.category(c)
    if category == "Cf" or c in _SILENT or c in _APOSTROPHES:
        return _DROP, ""
    if category[0] == "M":
        return (_DROP, "") if unicodedata.combining(c) or category == "Me" or c == "\u0670" else (_LETTER, c)
    if category[0] not in "LN":
        return _BREAK, ""
    code = ord(c)
    if any(low <= code <= high for low, high in _SINGLE):
        return _ALONE, unicodedata.normalize("NFKC", c)
    digit = unicodedata.digit(c, None) if category == "Nd" else None
    folded = str(digit) if digit is not None else plain(c.translate(_ARABIC)).replace(" ", "")
    folded = unicodedata.normalize("NFC", folded.translate(_ARABIC)).casefold()
    return (_LETTER, folded) if folded else (_DROP, "")


_LETTERS = _Letters()


def _chunk(chunk: str) -> tuple[Piece, ...]:
    """The words of ``chunk``, which has no blanks."""
    if chunk.isascii() and chunk.isalnum():
        word = chunk.lower()
        return () if word in _ALWAYS else (Piece(word[:LONGEST], 0, len(word)),)
    out: list[Piece] = []
    parts: list[str] = []
    begun = dots = 0

    def done(end: int) -> None:
        nonlocal dots
        word = _worded("".join(parts))
        if word:
            out.append(Piece(word, begun, end))
        parts.clear()
        dots = 0

    n = len(chunk)
    at = 0
    while at < n:
        c = chunk[at]
        kind, folded = _LETTERS[c]
        if kind == _LETTER:
            if not parts:
                begun = at
            parts.append(folded)
        elif kind == _ALONE:
            if parts:
                done(at)
            out.append(Piece(folded, at, at + 1))
        elif kind == _DROP:
            if parts and c in _APOSTROPHES and _possessive(chunk, at):
                done(at)
                at += 1
        elif parts:
            if c == "." and len(parts) == dots + 1 and _initial(chunk, at):
                dots += 1
            elif c == "," and _thousands(chunk, at):
                pass
            else:
                if c in _HYPHENS and not _ends(chunk, at) and "".join(parts) in _ARTICLES:
                    parts.clear()
                    dots = 0
                if parts:
                    done(at)
        at += 1
    if parts:
        done(n)
    return tuple(out)


def _possessive(chunk: str, at: int) -> bool:
    return chunk[at + 1 : at + 2] in ("s", "S") and _ends(chunk, at + 1)


def _initial(chunk: str, at: int) -> bool:
    """Whether one letter by itself follows, as in 'U.N.'."""
    return chunk[at - 1].isalpha() and chunk[at + 1 : at + 2].isalpha() and _ends(chunk, at + 1)


def _thousands(chunk: str, at: int) -> bool:
    three, more = chunk[at + 1 : at + 4], chunk[at + 4 : at + 5]
    return chunk[at - 1].isdecimal() and len(three) == 3 and three.isdecimal() and not more.isdecimal()


def _ends(chunk: str, at: int) -> bool:
    """Whether no letter follows."""
    return at + 1 >= len(chunk) or _LETTERS[chunk[at + 1]][0] == _BREAK


def _worded(word: str) -> str:
    if word in _ALWAYS:
        return ""
    if "\u0621" <= word[0] <= "\u06ff":
        for article in _ARABIC_ARTICLES:
            # A word of two letters after it is as likely a word that begins like this.
            if word.startswith(article) and len(word) >= len(article) + 3:
                word = word[len(article) :]
                break
    return word[:LONGEST]


_kept = lru_cache(maxsize=1 << 16)(_chunk)


def pieces(text: str) -> Iterator[Piece]:
    """The folded words of ``text`` and where they stand, in order."""
    at = 0
    for chunk in text.split():
        at = text.index(chunk, at)
        # A page without blanks is one chunk, not worth keeping.
        for word, start, end in _kept(chunk) if len(chunk) <= LONGEST else _chunk(chunk):
            yield Piece(word, at + start, at + end)
        at += len(chunk)


def fold(text: str) -> list[str]:
    """The folded words of ``text``, at most :data:`MOST`."""
    chunks = text.split()
    if len(max(chunks, key=len, default="")) > LONGEST:
        return [piece.word for piece in islice(pieces(text), MOST)]
    return list(islice(chain.from_iterable(map(_words, chunks)), MOST))


@lru_cache(maxsize=1 << 16)
def _words(chunk: str) -> tuple[str, ...]:
    return tuple(piece.word for piece in _chunk(chunk))


def prefix(text: str) -> list[str]:
    """The folded words of ``text`` of which the last is the beginning of one: ``al`` stays."""
    words = fold(text)
    if not words or text[-1:].isalnum():
        low = text.lower()
        if low in _ALWAYS:
            return [low]
    return words


def key(name: str) -> str:
    """The folded words of a name in a row: names that come to the same are one name to the ledger."""
    words = fold(name)
    if len(words) > 1 and words[0] in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words)[:KEY]


KEY = 200
"""Code points of a name's key: an index of PostgreSQL holds values up to 2,704 bytes."""
