"""Marks of notes: a small raised number behind a word, which is no part of the word or of a number before it."""

from __future__ import annotations

import re

#: Digits of a mark; reports have up to 999 notes.
LONGEST = 3

# 'km' and 'CO' have a power or a formula behind them; behind a blank a raised number is a note's own beginning.
_NO_NOTE = re.compile(r"(?:(?<![A-Za-z])(?:[kcm]?m|ft|CO|O)|[^\w.,;:!?)\]\"'”’»…%])$")


def marked(before: str) -> bool:
    """Whether a raised number right behind the words ``before`` is the mark of a note."""
    return bool(before) and _NO_NOTE.search(before) is None
