"""The tokens of a text, each with the class that the grammar of times knows it by.

A text becomes a string of one character a token, so that a rule over classes is an ordinary regular expression
over a string a fifth as long as the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from onrecord.reading.timex_words import Words, vocabulary

# Tokens that are made by their shape, not looked up.
SHAPES = (
    "other", "break", "iso", "slash", "decade", "clock", "clocktwelve", "am", "small", "two", "four", "year", "number",
    "smallth", "short", "nineeleven", "qn", "hy", "dash", "comma", "stop", "quote", "open", "colon",
    "pair",
)  # fmt: skip
# Words come first and shapes behind one look ahead, since most of a text is words and blanks.
_TOKEN = re.compile(
    r"""
    (?P<qn>\bQ[1-4]\b)
  | (?P<word>[^\W\d_]+(?:['’](?:ban|dah|da)\b)?)
  | (?=[\d'’`+(])(?:
      (?P<iso>(?<![\w.-])\d{4}-\d\d?-\d\d?(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\ ?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-]))
    | (?P<phone>
          \+\d[\d\ ()-]{6,18} | (?<!\d)\(?\d{3}\)?[-.\ ]\d{3}[-.\ ]\d{4}(?!\d) | (?<![\d-])\d{3}-\d{4}(?![\d-]))
    | (?P<nineeleven>(?<![\w/.])9/11(?![\w/]))
    | (?P<slash>(?<![\w/.-])(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{1,2}\.\d{1,2}\.\d{4})(?![\w/]))
    | (?P<pair>(?<![\w/.-])[1-3]?\d/[1-3]?\d(?=\ (?:of\ )?[A-Z][A-Za-z]{2}))
    | (?P<decade>(?<![\w$])(?:\d{3}0['’]?[sS]|['’`]\d0[sS]|(?<![.,])[1-9]0[sS])\b)
    | (?P<clocktwelve>(?<![\w.:$])\d{1,2}(?:[:.]\d\d)?\ ?(?:[apAP]\.\ ?[mM]\.|(?:[ap]m|[AP]M)\b))
    | (?P<clock>(?<![\w.:])\d{1,2}:\d\d(?::\d\d)?(?![\w:]))
    | (?P<fraction>(?<![\w.,/])\d{1,3}[\ -]\d/\d(?![\w/]))
    | (?P<smallth>(?<![\w.,])\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)\b)
    | (?P<short>(?<!\w)['’`]\d\d\b(?!['’]))
    | (?P<digits>\d+(?:[.,:/]\d+)*)
    )
  | (?P<break>\n\s*\n)
  | (?P<mark>[-‐‑–—−,.'’"(\[:;)\]!?])
    """,
    re.VERBOSE,
)
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MARKS = {
    "-": "dash", "‐": "dash", "‑": "dash", "–": "dash", "—": "dash", "−": "dash", ",": "comma", ".": "stop",
    "'": "quote", "’": "quote", '"': "other", "(": "open", "[": "open", ":": "colon",
}  # fmt: skip
_MONEY = "$£€¥#₤₪₹"


class Tokens(NamedTuple):
    """A text's tokens: ``[starts[n], ends[n])`` are half-open offsets, ``lower[n]`` the words in lower case,
    ``values[n]`` what the vocabulary or the digits say, ``classes`` one character a token."""

    text: str
    starts: list[int]
    ends: list[int]
    lower: list[str]
    values: list[str]
    classes: str


@cache
def letters() -> dict[str, str]:
    """The character that stands for each class."""
    names = sorted({*SHAPES, *(c for c, _ in vocabulary().classes.values())})
    return {name: chr(0x100 + n) for n, name in enumerate(names)}


@cache
def _coded() -> tuple[dict[str, tuple[str, str, bool]], dict[str, str]]:
    words: Words = vocabulary()
    code = letters()
    return {w: (code[c], value, c in words.capital) for w, (c, value) in words.classes.items()}, code


def _digits(text: str, start: int, end: int) -> str:
    """The class of a run of digits: what touches it may make it money, a part of a name or a share."""
    if start and (text[start - 1] in _MONEY or text[start - 1].isalpha() or text[start - 1] in "_./"):
        return "other"
    if end < len(text) and (text[end] in "%_/°" or text[end].isalpha()):
        return "other"
    run = text[start:end]
    if not _PLAIN.fullmatch(run) or len(run) > 12 or not run.isascii():
        return "other"
    if not run.isdigit():
        return "number"
    if len(run) == 4:
        return "year" if run[0] in "12" else "four"
    if len(run) <= 2:
        return "small" if 1 <= int(run) <= 31 else "two"
    return "number"


def tokenise(text: str) -> Tokens:
    """The tokens of ``text``, in order; blanks and marks that no time has are left out or of class ``other``."""
    coded, code = _coded()
    other = code["other"]
    starts: list[int] = []
    ends: list[int] = []
    lower: list[str] = []
    values: list[str] = []
    classes: list[str] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        value = match.group()
        low = value
        if kind == "word":
            low = value.lower()
            found = coded.get(low)
            if found is None or (found[2] and not value[0].isupper()):
                letter = other
            else:
                letter, value, _ = found
        elif kind == "mark":
            name = _MARKS.get(value, "other")
            if name == "dash" and start > 0 and end < len(text) and text[start - 1].isalnum() and text[end].isalnum():
                name = "hy"
            letter = code[name]
        elif kind == "digits":
            letter = code[_digits(text, start, end)]
        elif kind == "fraction":
            letter = code["number"]
        elif kind == "phone" or (not value.isascii() and kind not in ("break", "decade", "short")):
            letter = other
        elif kind == "smallth":
            value = value[:-2]
            letter = code["smallth" if 1 <= int(value) <= 31 else "other"]
        else:
            letter = code[str(kind)]
        starts.append(start)
        ends.append(end)
        lower.append(low)
        values.append(value)
        classes.append(letter)
    return Tokens(text, starts, ends, lower, values, "".join(classes))
