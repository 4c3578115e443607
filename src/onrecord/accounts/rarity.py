"""How much a word says: common words of reports say little, a word that the table does not have says most.

The table, ``data/rarity.tsv``, ships with the package and was made once from general and news text by
``training/rarity.py``. It is never counted over a ledger: the same two reports compare the same way in every ledger.
This module imports nothing of onrecord.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

RAREST = 60
"""Tenths of a natural logarithm: the weight of a word that the table does not have, one report in four hundred."""

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """``text`` in lower case without accents and apostrophes: 'O’Béirne' is 'obeirne'."""
    if text.isascii():
        return text.lower().replace("'", "")
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in apart if not unicodedata.combining(c) and c not in "'’‘ʼʿʾ`")
    return kept.casefold()


def words(text: str) -> list[str]:
    """The folded words of ``text`` in order; a number is a word."""
    return _WORD.findall(fold(text))


@cache
def table() -> dict[str, int]:
    """Weight of each common word, in tenths of a natural logarithm of how many reports go on one that has it."""
    text = (files("onrecord.accounts") / "data" / "rarity.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: int(weight) for word, weight in rows}


def rarity(word: str) -> int:
    """Weight of one folded word, from 0 (stands in every report) to :data:`RAREST`."""
    return table().get(word, RAREST)
