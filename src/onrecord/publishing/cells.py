"""Cells of a table for spreadsheets: text from reports made harmless, numbers left numbers, unknown left empty.

A report is written by others. A cell that begins like a formula is run by spreadsheets, control characters and
direction marks hide or turn what stands beside them. The exact words stay in the formats that are no tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

Value = str | int | float | bool | None

# The most characters that Excel takes in a cell; it puts the rest of a longer one into the rows below.
LONGEST = 32_767

_SPACE = re.compile(r"\s+")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# What OWASP lists as beginning a formula, full-width signs too. After ';' and '|' as well: a spreadsheet set to split
# at these makes a new cell there, whatever the quotation marks of a file that is split at commas.
_FORMULA = re.compile(r"(^|[;|]) ?(?=[=+\-@＝＋－＠])")


def cell(value: Value) -> str:
    """A value as a table's cell.

    White space becomes single spaces, control characters become U+FFFD, direction marks go; what would begin a formula
    gets an apostrophe before it, as OWASP advises; what is longer than :data:`LONGEST` is cut and ends in '…'.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    # No more is looked at than can matter: direction marks and white space in a text of megabytes are dropped unread.
    text = value[: 4 * LONGEST]
    text = _DIRECTION.sub("", _CONTROL.sub("\ufffd", _SPACE.sub(" ", text))).strip()
    text = _FORMULA.sub(lambda m: m.group() + "'", text)
    return text if len(text) <= LONGEST and len(value) <= 4 * LONGEST else text[: LONGEST - 1] + "…"


def listed(items: Iterable[str]) -> str:
    """Items as one cell, '; ' between them; a ';' within one becomes ','. What does not fit is counted: '… 3 more'."""
    out: list[str] = []
    room = LONGEST // 2  # an apostrophe may come before every item
    left = 0
    for item in items:
        text = " ".join(item[:LONGEST].replace(";", ",").split())
        room -= len(text) + 2
        if left or (room < 0 and out):
            left += 1
        elif text:
            out.append(text)
    return "; ".join([*out, f"… {left} more"] if left else out)
