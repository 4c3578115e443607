"""Kinds of incident: what they are in ACLED's terms, and the words that tell of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Kind(NamedTuple):
    """One kind with ACLED's event and sub-event type; both None for what is no political violence. ``words`` tell of
    it by themselves; ``beside`` say that what is told a few words away is of it."""

    name: str
    event: str | None
    sub_event: str | None
    words: tuple[str, ...]
    beside: tuple[str, ...] = ()


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name."""
    data = tomllib.loads((files("onrecord.reading") / "data" / "incidents.toml").read_text(encoding="utf-8"))
    return {
        name: Kind(name, k.get("event"), k.get("sub_event"), tuple(k["words"]), tuple(k.get("beside", ())))
        for name, k in data.items()
    }


def worded(words: Iterable[str]) -> re.Pattern[str]:
    """Any of these words, in whatever case; one that ends in * stands for all that begin so."""

    def one(word: str) -> str:
        stem = word.removesuffix("*")
        return r"[\s-]+".join(re.escape(w) for w in stem.split()) + (r"\w*" if stem != word else "")

    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(one, ordered)) + r")\b", re.IGNORECASE)


@cache
def _table(*, beside: bool) -> tuple[re.Pattern[str], dict[str, str], list[tuple[str, str]]]:
    words = {w: name for name, k in kinds().items() for w in (k.beside if beside else k.words)}
    stems = sorted(((w[:-1], name) for w, name in words.items() if w.endswith("*")), key=lambda x: -len(x[0]))
    return worded(words), words, stems


def said_of(text: str, *, beside: bool = False) -> list[tuple[int, int, str]]:
    """Words that tell of an incident by themselves: ``(start, end, kind)``, in order. ``beside``: those that say of
    which kind it is whatever is told a few words away."""
    pattern, words, stems = _table(beside=beside)
    out = []
    for m in pattern.finditer(text):
        low = " ".join(m[0].lower().replace("-", " ").split())
        kind = words.get(low) or words.get(m[0].lower())
        kind = kind or next((name for stem, name in stems if low.startswith(stem.replace("-", " "))), None)
        if kind:
            out.append((m.start(), m.end(), kind))
    return out
