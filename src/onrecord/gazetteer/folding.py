"""Folding: two keys of a place name, one for how it is written and one for how it may be spelt.

:func:`plain` forgives capitals, diacritics, hyphens and stops. :func:`loose` forgives transliteration as well, so that
*Tarmiyah*, *Tarmia*, *al-Tarmiya* and *Ṭārmīya* have one key.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What NFKD leaves whole.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d",
        "Ð": "d", "þ": "th", "Þ": "th", "ł": "l", "Ł": "l", "ı": "i", "ŋ": "n", "ħ": "h", "Ħ": "h", "ə": "e",
        "Ə": "e", "ɣ": "gh", "Ɣ": "gh", "ɛ": "e", "ɔ": "o", "ƙ": "k", "Ƙ": "k", "ɓ": "b", "Ɓ": "b", "ɗ": "d",
        "Ɗ": "d",
        # Signs for hamza, ayn and the soft sign, and apostrophes of every kind.
        **dict.fromkeys("'’‘`´ʿʾʼʻˈʹʺ“”\"", ""),
    }
)  # fmt: skip
_APART = re.compile(r"[^\w]+|_")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_FIRST = {"n": "north", "s": "south", "e": "east", "w": "west", "co": "county"}
_LAST = {"co": "county", "twp": "township", "is": "island", "dist": "district", "prov": "province"}
_ARTICLE = re.compile(r"^(?:al|el|a[dnrstz]|e[dnrstz]|ash|esh|ul|il)(?= [^ ]{3})|^(?:the)(?= )")
_INNER = re.compile(r" (?:al|el|a[dnrstz]|e[dnrstz]|ash|esh|ul|il|ud) (?=[^ ]{2})")
_SPELT = (
    (re.compile(r"ou|oo|aw(?=[^aeiou ])"), "u"),
    (re.compile(r"a[iy]|e[iy]|ee"), "i"),
    (re.compile(r"i[yj]|y"), "i"),
    (re.compile(r"e"), "i"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"dj"), "j"),
    (re.compile(r"q|c(?=[aoul])"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(.h?)\1+"), r"\1"),
)
_END = re.compile(r"(?<=[^ ]{3})(?:ah|at|a|h|t|i|o)(?= |$)")


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """``name`` in lower case without diacritics, apostrophes and stops, its words parted by single blanks."""
    if name.isascii():
        low = name.lower().replace("'", "").replace("`", "").replace('"', "")
    else:
        low = "".join(
            c for c in unicodedata.normalize("NFKD", name.translate(_LETTERS)) if not unicodedata.combining(c)
        ).lower()
    # 'U.S.' is one word, 'St. Paul' two.
    words = _APART.sub(" ", _initials(low)).split()
    if len(words) > 1:
        words[0] = _FIRST.get(words[0], words[0])
        words[-1] = _LAST.get(words[-1], words[-1])
    return " ".join(_SHORT.get(w, w) for w in words)


_DOTTED = re.compile(r"\b(?:\w\. ?){2,}")


def _initials(low: str) -> str:
    return _DOTTED.sub(lambda m: m[0].replace(".", "").replace(" ", "") + " ", low) if "." in low else low


@lru_cache(maxsize=1 << 16)
def loose(key: str) -> str:
    """The key under which other spellings of a :func:`plain` key are found."""
    key = _INNER.sub(" ", _ARTICLE.sub("", key).lstrip())
    for pattern, by in _SPELT:
        key = pattern.sub(by, key)
    out = _END.sub("", key).replace(" ", "")
    return out or key
