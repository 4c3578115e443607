"""Words from a report made harmless for a terminal.

A report is written by others. Printed as it is, it could move the cursor, rename the window, hide what stands
before it or turn the writing direction of the rest of the line. The record itself is never changed; only what
is shown is.
"""

from __future__ import annotations

import re
import unicodedata

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"

_SPACE = re.compile(r"\s+")
# Directional embeddings, overrides and isolates, and language tags: invisible, and able to reorder what is not theirs.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
# C0, DEL and C1 controls (ESC is one, and so is the one-character CSI U+009B), and halves of characters.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Vietnamese and Hebrew with points stack three marks; a tower of fifty covers the lines above.
_TOWER = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)  # ␀ to ␟
    return "␡" if code == 0x7F else "\ufffd"


def tame(text: str) -> str:
    """``text`` on one line, with every control character made visible and none left that a terminal obeys."""
    return _TOWER.sub(r"\1", _DIRECTION.sub("", _CONTROL.sub(_visible, _SPACE.sub(" ", text)))).strip()


def right_to_left(text: str) -> bool:
    """Whether ``text`` has letters of a script that runs from right to left."""
    return bool(_RIGHT_TO_LEFT.search(text)) and any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


_CONTROL_IN_JSON = re.compile(rb"\xc2[\x80-\x9f]|\x7f|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")


def tame_json(line: bytes) -> bytes:
    """The same JSON with the controls that JSON lets stand bare written as escapes (UTF-8 in and out)."""
    return _CONTROL_IN_JSON.sub(lambda match: b"\\u%04x" % ord(match.group().decode()), line)
