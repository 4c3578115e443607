"""Reports in capitals: their text as ordinary letters would write it.

Monitored broadcasts, telex wires and old archives come in capitals throughout, and some headlines do, where no capital
tells a name. Here they get small letters but for names and the first words of sentences, character for character, so
that offsets stay. The reader looks for names, speakers and times in that text; the record's words are the report's.

Which words are small is a list (``data/casing.txt``, made by ``training/casing.py``); what stands in no list, and does
not follow from a listed word by its ending, is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from onrecord.reading.grammar import TIMES
from onrecord.reading.titles import nouns

# Of the letters of a text, and of a line in it, so many are capitals where it is written in capitals throughout.
_LOUD_TEXT, _LOUD_LINE = 0.7, 0.85
# A line or text of fewer blanks may be no more than a name or two: 'FKA, ELA'.
_HEADLINE = 4
# So much of a text is looked at to tell.
_LOOKED_AT = 20_000
EITHER = "~"
"""Behind a listed word: part of a name beside a name, and small elsewhere."""
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENS = re.compile(r"[.!?]['\"”’)\]]*\s|[\]:]\s|\n\s*\n")
# Behind the dash of a dateline a sentence begins, and a dateline stands in the first line or two.
_DASH = re.compile(r"(?:--|[—–])\s")
_DATELINE = 160
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e"),
    ("ly", ""), ("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"), ("ness", ""), ("ment", ""), ("ments", ""),
    ("ion", "e"), ("ions", "e"), ("ion", ""), ("al", ""), ("able", ""), ("ation", "e"), ("ations", "e"),
)  # fmt: skip
_BEFORE = ("un", "re", "dis", "mis", "over", "out", "non", "anti", "inter", "pre", "counter")
# What is left of a word without its ending or beginning must be a word, and short ones are by chance.
_LEAST_STEM = 3
_LEAST_REST = 4
# 'MARCH' and 'MAY' are months beside a number.
_MONTHS = frozenset(("march", "may"))
_NUMBER_BEFORE = re.compile(r"\d\s*$")
_NUMBER_AFTER = re.compile(r"\s*\d")
# Behind these a rare word in '-ed' is a participle: 'were repelled'.
_AUXILIARIES = frozenset(("be", "been", "being", "is", "are", "was", "were", "has", "have", "had"))
# A name without vowels is an abbreviation, and so is a short one that somewhere stands in brackets.
_SPELT = re.compile(r"[^\WAEIOUY]{2,}$")
_BRACKETED = re.compile(r"[\[(]([^\W\d_]{2,7})[\])]")
# Words of a body's name that its abbreviation leaves out, between those of which it has the first letters.
_UNSPELT = frozenset(("of", "the", "and", "for", "in"))


def shouted(text: str, share: float = _LOUD_TEXT) -> bool:
    """Whether the text is written in capitals throughout: more than ``share`` of its letters."""
    part = text[:_LOOKED_AT]
    letters = sum(map(str.isalpha, part))
    return letters > 0 and sum(map(str.isupper, part)) > share * letters


def stems(word: str) -> Iterator[str]:
    """What ``word`` may come from: 'repelled' from 'repell', 'repel', 'repelle'."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            stem = word[: len(word) - len(ending)]
            yield stem + instead
            if not instead and len(stem) > _LEAST_STEM and stem[-1] == stem[-2]:
                yield stem[:-1]
    for beginning in _BEFORE:
        if word.startswith(beginning) and len(word) - len(beginning) >= _LEAST_REST:
            yield word[len(beginning) :]


@cache
def _listed() -> dict[str, bool]:
    """The small words, each with whether it may as well be part of a name."""
    lines = (files("onrecord.reading") / "data" / "casing.txt").read_text(encoding="utf-8").split()
    return {line.removesuffix(EITHER): line.endswith(EITHER) for line in lines}


@lru_cache(maxsize=16_384)
def _either(word: str) -> bool | None:
    """Whether a word may as well be part of a name; None for one that only names have."""
    table = _listed()
    own = table.get(word)
    if own is not None:
        return own
    found = set(stems(word))
    found |= {further for stem in found for further in stems(stem)}
    return False if any(table.get(x) is False for x in found) else None


def cased(text: str) -> str:
    """``text`` as ordinary letters would write it, of the same length; what is not in capitals stays as it is."""
    loud_lines = _loud_lines(text)
    if not any(loud_lines):
        return text
    found = list(_WORD.finditer(text))
    spelt = {m[1] for m in _BRACKETED.finditer(text)}
    name = _names(text, found, spelt)
    out: list[str] = []
    at = line = 0
    for i, m in enumerate(found):
        start, end = m.span()
        gap = text[at:start]
        line += gap.count("\n")
        opens = i == 0 or _OPENS.search(gap) is not None or (start < _DATELINE and _DASH.search(gap) is not None)
        stays = "." in m[0] or (name[i] and (m[0] in spelt or _SPELT.match(m[0]) is not None))
        out += gap, m[0] if stays or not loud_lines[line] else _small(m[0], capital=name[i] or opens)
        at = end
    return "".join((*out, text[at:]))


def _loud_lines(text: str) -> list[bool]:
    """Which lines are in capitals: of a text in capitals nearly all, of another its headlines."""
    lines = text.split("\n")
    if shouted(text) and text.count(" ") >= _HEADLINE:
        return [shouted(line, _LOUD_LINE) for line in lines]
    return [line.isupper() and line.count(" ") >= _HEADLINE for line in lines]


def _names(text: str, found: list[re.Match[str]], spelt: set[str]) -> list[bool]:
    """Which of the words are names or parts of names; ``spelt`` are the abbreviations that the text explains."""
    words = [m[0].lower().replace("’", "'").removesuffix("'s") for m in found]
    either = [_either(w) for w in words]
    name = [x is None for x in either]
    for i, word in enumerate(words):
        if word in _MONTHS:
            start, end = found[i].span()
            beside = _NUMBER_BEFORE.search(text, max(0, start - 4), start) or _NUMBER_AFTER.match(text, end)
            name[i] = beside is not None
        elif name[i] and i and words[i - 1] in _AUXILIARIES and word.endswith(("ed", "ing")):
            name[i] = False
    # Beside a name: part of it, or the body that it is the name of. A day is no name, nor is 'I'.
    sure = [n and w not in TIMES and w != "i" for n, w in zip(name, words, strict=True)]
    touch = [not text[m.end() : n.start()].strip() and m[0][-2:-1] not in "'’" for m, n in pairwise(found)] + [False]
    for i, word in enumerate(words):
        before = i > 0 and touch[i - 1] and name[i - 1] and words[i - 1] not in TIMES and words[i - 1] != "i"
        if (either[i] and (before or (touch[i] and sure[i + 1]))) or (before and word in nouns().heads):
            name[i] = True
        if found[i][0] in spelt:
            for k in _spelt_out(words, i):
                name[k] = True
    return name


def _spelt_out(words: list[str], at: int) -> list[int]:
    """The words right before the abbreviation at ``at`` that it has the first letters of."""
    out: list[int] = []
    k = at - 1
    for letter in reversed(words[at]):
        while k >= 0 and words[k] in _UNSPELT and words[k][0] != letter:
            k -= 1
        if k < 0 or words[k][0] != letter:
            return []
        out.append(k)
        k -= 1
    return out


def _small(word: str, *, capital: bool) -> str:
    """In small letters, the first a capital where asked; as it is where small letters are more or fewer."""
    made = word[0] + word[1:].lower() if capital else word.lower()
    return made if len(made) == len(word) else word
