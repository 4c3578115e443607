"""The words of a text as they are compared: without case, accents, punctuation, typography and broken encoding.

Texts become bytes, bytes become arrays: a word is a 64-bit number, a run of five words another. The same functions
serve one article and a batch of thousands, so that both yield the same numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
Places = NDArray[np.int64]
Marks = NDArray[np.bool_]

#: Words in a run. Shorter ones are idioms ('told reporters in the capital'), longer ones break at each small edit.
RUN: Final = 5

# Windows-1252 is one byte a character and holds nearly all that Western newsrooms type: such a text is folded in one
# translation. Everything else takes the longer way round in fold.
_QUOTES = "“”„‟«»″"
_SINGLE = "‘’‚‛′´"


def _western() -> bytes:
    table = bytearray(b" " * 256)
    for byte in range(256):
        try:
            sign = bytes([byte]).decode("cp1252")
        except UnicodeDecodeError:
            continue
        base = unicodedata.normalize("NFKD", sign)[0]
        if sign in _QUOTES or sign == '"':
            base = '"'
        elif sign in _SINGLE or sign == "'":
            base = "'"
        elif sign in "æÆœŒßøØðÐþÞ":
            base = {"æ": "a", "œ": "o", "ß": "s", "ø": "o", "ð": "d", "þ": "t"}[sign.lower()]
        elif not sign.isascii() and not sign.isalpha():
            base = " "
        if base.isascii() and (base.isprintable() or base in "\n\r"):
            table[byte] = ord(base)
    return bytes(table)


_WESTERN = _western()
_BROKEN = re.compile("[ÂÃâ][\u0080-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,2}")
_FOREIGN = re.compile("[^\0-\x7f]+")
_COMBINING = re.compile(rb"\xcc[\x80-\xbf]|\xcd[\x80-\xaf]")
# U+0080..00BF, U+2000..2FFF, U+3000..303F and the replacement character: signs, no letters.
_SIGNS = re.compile(rb"\xc2[\x80-\xbf]|\xe2[\x80-\xbf]{2}|\xe3\x80[\x80-\xbf]|\xef\xbf\xbd")
# Chinese characters and kana stand without blanks: each is a word.
_CHARACTERS = re.compile(rb"(\xe3[\x81-\xbf][\x80-\xbf]|[\xe4-\xe9][\x80-\xbf]{2})")
_MARKED = str.maketrans(
    {**dict.fromkeys("“”„‟«»″「」『』", '"'), **dict.fromkeys(_SINGLE, "'"), **dict.fromkeys("–—‐‑−", "-")}
)

_UPPER = bytes(range(65, 91))
_LOWER_TABLE = bytes(
    c if chr(c) in "abcdefghijklmnopqrstuvwxyz0123456789" or c >= 128 else c + 32 if c in _UPPER else 32
    for c in range(256)
)
# Apostrophes and hyphens vanish: "don't" is one word however it is typed, and so is one broken at a line's end.
DROPPED = b"'`-"
# The signs that a text of ASCII letters has besides: U+2013..201F and U+2026. All begin with the bytes E2 80; without
# these two, what is left of single quotation marks vanishes and what is left of the others is a blank.
_ASCII_TABLE = _LOWER_TABLE[:128] + b" " * 128
_SIGNS_ALONE = bytes(range(128)) + b"\xe2\x80" + bytes(range(0x93, 0xA0)) + b"\xa6"
_SIGNS_DROPPED = DROPPED + b"\xe2\x80\x98\x99\x9a\x9b"


def _mend(found: re.Match[str]) -> str:
    try:
        return found[0].encode("cp1252").decode("utf-8")
    except UnicodeError:  # the closing quotation mark's last byte is none of Windows-1252's and got lost on the way
        return '"' if found[0].startswith("â€") else found[0]


def fold(text: str) -> bytes:
    """``text`` as bytes that keep capitals, digits, blank lines and double quotation marks (all as ``"``)."""
    if text.isascii():
        data = text.encode("ascii")
    else:
        if "â€" in text or "Ã" in text or "Â" in text:  # UTF-8 that was once read as Windows-1252
            text = _BROKEN.sub(_mend, text)
        try:
            data = text.encode("cp1252").translate(_WESTERN)
        except UnicodeEncodeError:
            text = unicodedata.normalize("NFKD", text.translate(_MARKED))
            data = _FOREIGN.sub(lambda found: found[0].lower(), text).encode("utf-8", "replace")
            data = _CHARACTERS.sub(rb" \1 ", _SIGNS.sub(b" ", _COMBINING.sub(b"", data)))
    return data.replace(b"-\r\n", b"-").replace(b"-\n", b"-") if b"-" in data else data


def plain(data: bytes) -> bytes:
    """Folded bytes as lower-case words between single or several blanks."""
    return (data.replace(b"--", b" ") if b"--" in data else data).translate(_LOWER_TABLE, DROPPED)


def plainly(text: str) -> bytes:
    """``plain(fold(text))``, by a shorter way where a text has ASCII letters and typographic signs alone."""
    data = text.encode("utf-8", "replace")
    ascii_ = data.isascii()
    if not ascii_ and data.translate(None, _SIGNS_ALONE):
        return plain(fold(text))
    if b"-" in data:
        data = data.replace(b"-\r\n", b"-").replace(b"-\n", b"-").replace(b"--", b" ")
    return data.translate(_ASCII_TABLE, DROPPED if ascii_ else _SIGNS_DROPPED)


_MASKS = np.array([(1 << (8 * min(n, 8))) - 1 for n in range(10)], dtype=np.uint64)
_A = np.uint64(0x9E3779B97F4A7C15)  # odd numbers without pattern (golden ratio; from SplitMix64 and MurmurHash3)
_B = np.uint64(0xBF58476D1CE4E5B9)
_C = np.uint64(0x94D049BB133111EB)
_D = np.uint64(0xFF51AFD7ED558CCD)
_32, _29 = np.uint64(32), np.uint64(29)
_PAD = b"        "


class Words(NamedTuple):
    """Every word of a buffer: its number, and where it starts and ends there."""

    numbers: Numbers
    starts: Places
    ends: Places


def words_of(buffer: bytes) -> Words:
    """The words of plain bytes. A word is its first eight bytes, its last eight and its length, mixed."""
    data = _PAD + buffer + _PAD
    letters = np.frombuffer(data, dtype=np.uint8) != 32
    edges = np.flatnonzero(letters[1:] != letters[:-1])
    edges += 1
    starts, ends = edges[0::2], edges[1::2]
    eights: Numbers = np.ndarray(shape=(len(data) - 7,), dtype="<u8", buffer=data, strides=(1,))
    lengths = ends - starts
    numbers = eights[starts]
    numbers &= _MASKS[np.minimum(lengths, 8)]
    long = np.flatnonzero(lengths > 8)
    numbers *= _A
    if len(long):
        numbers[long] ^= (eights[ends[long] - 8] + lengths[long].astype(np.uint64)) * _B
    numbers ^= numbers >> _32
    return Words(numbers, starts, ends)


def runs_of(numbers: Numbers) -> Numbers:
    """The number of each run of :data:`RUN` words, ``len(numbers) - RUN + 1`` of them; none for fewer words."""
    if len(numbers) < RUN:
        return numbers[:0]
    twos = numbers[:-1] * _B
    twos += numbers[1:]
    fours = twos[:-2] * _C
    fours += twos[2:]
    runs: Numbers = fours[:-1] * _D
    runs += numbers[4:]
    runs ^= runs >> _32
    runs *= _A
    runs ^= runs >> _29
    return runs


def joined(texts: Sequence[str]) -> tuple[bytes, Places]:
    """Plain bytes of many texts one after the other, and where each starts (one more place: the end)."""
    parts = [plainly(text) for text in texts]
    lengths = np.fromiter((len(part) + 1 for part in parts), dtype=np.int64, count=len(parts))
    return b" ".join(parts), np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
