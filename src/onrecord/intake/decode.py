"""Bytes -> text: byte order marks, character sets, and characters that no text should have.

One code point of the decoded input stays one code point here, so offsets counted before and after agree.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from onrecord.intake.problem import IntakeError

#: Characters read at once. The longest reports we know (commissions of inquiry) have some 5 million; 6 million take
#: minutes and less than a gigabyte to read, on a laptop.
MAX_TEXT = 6_000_000
#: Characters decoded at once: the markup of a page can outweigh its words.
MAX_DECODED = 20_000_000
#: UTF-8 and UTF-32 take four bytes a character at most; more bytes than this cannot be a report.
MAX_BYTES = 4 * MAX_DECODED
#: Bytes looked at to guess a character set: more does not change the guess, and guessing is slow.
SAMPLE = 32_768

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the UTF-16 one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Declared names that browsers read as windows-1252 (WHATWG Encoding Standard, 'Names and labels').
_AS_WINDOWS = {"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """``text`` with control characters as spaces and lone surrogates as U+FFFD, one for one.

    Tabs, line ends, vertical tabs and form feeds (page breaks) stay as they are. A NUL becomes a space because it
    stands where no letter was: a word broken by it reads as two, and nothing after it moves.
    """
    if _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)
    return _CONTROL.sub(" ", text) if _CONTROL.search(text) else text


def scalar(text: str) -> str:
    """``text`` with lone surrogates as U+FFFD, one for one, and nothing else touched: UTF-8 cannot hold them."""
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


def too_long(length: int, most: int | None = None) -> IntakeError:
    """The error for a text of ``length`` characters that is longer than ``most``, or than :data:`MAX_TEXT`."""
    return IntakeError(
        "The text has {length:,} characters, more than the {most:,} that are read as one report: "
        "split it into the reports that it holds.",
        length=length,
        most=most or MAX_TEXT,
    )


def decode(data: bytes, declared: str | None = None) -> str:
    """The text in ``data``.

    A byte order mark decides; then UTF-8 if all of it is; then ``declared`` (a transport's or a page's word) if all
    of it fits; then a guess from a bounded sample; then windows-1252, which can read anything. The mark itself is
    not part of the text. Raises :class:`IntakeError` for more than :data:`MAX_DECODED` characters.
    """
    if len(data) > MAX_BYTES:
        raise IntakeError(
            "The input has {count:,} bytes, more than the {most:,} that are read as one report: "
            "split it into the reports that it holds.",
            count=len(data),
            most=MAX_BYTES,
        )
    text = clean(_decode(data, declared))
    if len(text) > MAX_DECODED:
        raise too_long(len(text), MAX_DECODED)
    return text


def _decode(data: bytes, declared: str | None) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    named = wide(data)
    if named is not None:
        return data.decode(named, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # One stray byte in a long UTF-8 text (a cut file, one pasted letter) does not make it another character set.
        if _mostly_utf8(data, error):
            return data.decode("utf-8", "replace")
    for found in (_codec(declared), _guess(data)):
        if found is not None:
            try:
                return data.decode(found)
            except (UnicodeDecodeError, ValueError):
                continue
    return data.decode("windows-1252", "replace")


def _mostly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether most sequences of high bytes are good UTF-8: at least ten good ones for each bad one."""
    if error.start >= len(data) - 3 and error.reason == "unexpected end of data" and error.start > 0:
        return any(byte >= 0x80 for byte in data[max(0, error.start - SAMPLE) : error.start])
    sample = data[:SAMPLE] if error.start < SAMPLE else data[error.start - SAMPLE // 2 : error.start + SAMPLE // 2]
    read = sample.decode("utf-8", "replace")
    bad = read.count("\ufffd")
    good = sum(1 for letter in read if letter > "\x7f") - bad
    return good >= 10 * bad


def wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by where its NULs stand; None for anything else.

    Latin letters leave one beside each of them. Other scripts have them beside blanks and points alone, and then the
    characters must be such as texts have.
    """
    sample = data[:4096]
    nuls = sample.count(0)
    if len(sample) < 8 or nuls < len(sample) // 50:
        return None
    lanes = [sample[n::4].count(0) / max(1, len(sample[n::4])) for n in range(4)]
    shapes = {
        "utf-32-le": (False, True, True, True),
        "utf-32-be": (True, True, True, False),
        "utf-16-le": (False, True, False, True),
        "utf-16-be": (True, False, True, False),
    }
    for name, shape in shapes.items():
        if all((lane > 0.7) if empty else (lane < 0.3) for lane, empty in zip(lanes, shape, strict=True)):
            return name
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) > 0.02 * nuls + 1:
        return None
    name = "utf-16-be" if even > odd else "utf-16-le"
    return name if _worded(sample.decode(name, "replace")) else None


def _worded(text: str) -> bool:
    """Whether characters are those of a text: letters of a script or two, blanks and points, hardly anything else."""
    kinds = Counter(unicodedata.category(letter)[0] for letter in text)
    odd = kinds["C"] - sum(map(text.count, "\t\r\n\u200e\u200f\u200c\u200d")) + text.count("\ufffd")
    blocks = Counter(ord(letter) >> 8 for letter in text if letter.isalpha())
    most = sum(count for _, count in blocks.most_common(4))
    return odd * 50 <= len(text) and kinds["L"] * 2 >= len(text) and most * 10 >= 9 * blocks.total() and " " in text


def _codec(declared: str | None) -> str | None:
    """The codec for a declared name, or None when there is none or it is not a character set."""
    if not declared:
        return None
    name = declared.strip().strip("\"'").lower()
    if name in _AS_WINDOWS:
        return "windows-1252"
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return found.name if found._is_text_encoding else None


def _guess(data: bytes) -> str | None:
    """A character set guessed from a sample around the first high bytes."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - SAMPLE // 2) if first else 0
    from charset_normalizer import from_bytes  # half of the start time of plain UTF-8 input would go here

    best = from_bytes(data[start : start + SAMPLE], steps=5, chunk_size=512).best()
    return None if best is None or best.encoding in ("ascii", "utf_8") else best.encoding
