"""Unharmed: people counted of whom the words beside say that nothing befell them.

'143 people were rescued', '24 survivors', 'with 96 people on board', 'sentenced two of his men': the encoder marks them
as it marks the dead beside them. The words are those of ``data/unharmed.toml``. What says a harm besides
is no matter of this module ('a wounded survivor', 'rescued 26 kidnapped villagers').
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.reading.counts import Phrase
from onrecord.reading.harms import AUXILIARY, WORD, clause, harm_of
from onrecord.reading.signs import Counting

# So far behind a phrase its words may stand, in characters.
_AFTER = 90
_STOP = re.compile(r"[.;:!?\n()“”\"—–]")
# What joins a phrase to the one before: 'and 18 crew', 'among them a baby'.
_JOINED = re.compile(
    r"\s*(?:,|,?\s*(?:and|&|as\s+well\s+as))\s*|\s*[,(–—-]?\s*(?:among\s+(?:them|whom)|including|of\s+whom)\s+(?:at\s+least\s+)?",
    re.IGNORECASE,
)
# Two phrases further apart are not joined.
_NEAR = 30


class _Words(NamedTuple):
    inside: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str]


@cache
def _words() -> _Words:
    text = (files("onrecord.reading") / "data" / "unharmed.toml").read_text(encoding="utf-8")
    state, happens, deed, people = (
        "|".join(
            re.escape(" ".join(w.split())).replace(r"\ ", r"\s+")
            for w in sorted(tomllib.loads(text)[form].split(","), key=len, reverse=True)
        )
        for form in ("state", "happens", "deed", "people")
    )
    return _Words(
        re.compile(rf"\b(?:{people})\b", re.IGNORECASE),
        re.compile(
            rf"^(?:,\s*(?:aged\s+)?\d{{1,3}},)?(?:\s+(?:{state})\b|(?:\s+{WORD}){{0,4}}?\s+{AUXILIARY}(?:\s+(?:later|also|already|all|\w+ly)){{0,2}}\s+(?:{state})\b"
            rf"|(?:\s+(?:had|has|have|later|also|people|others|more|who|of|them|since|then))*\s+(?:{happens})\b)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?:{deed})(?:\s+(?:up|by|at|about|around|some|also|in|all|another|the|other|least|more|than))*\s*$",
            re.IGNORECASE,
        ),
    )


def _safe(text: str, start: int, end: int) -> int | None:
    """Where the words end that say that those in ``text[start:end]`` came to no harm; None where none do."""
    known = _words()
    after = known.after.match(_STOP.split(text[end : end + _AFTER])[0])
    if after is not None:
        return end + after.end()
    return end if known.inside.search(text, start, end) or known.before.search(clause(text, start)) else None


def less_unharmed(text: str, phrases: Sequence[Phrase], countings: Sequence[Counting]) -> list[Counting]:
    """``countings`` without those that count people unharmed, by their words or by those of the phrase that they are
    joined to. ``phrases`` are all that count people in the text."""
    out: list[Counting] = []
    safe: int | None = None  # where the last phrase ends that counts people unharmed
    for start, end, c in _in_order(phrases, countings):
        joined = safe is not None and start - safe < _NEAR and _JOINED.fullmatch(text, safe, start) is not None
        ends = _safe(text, start, end) or (end if joined else None)
        if ends is not None and harm_of(text, start, end) is None:
            safe = ends
        elif c is not None:
            out.append(c)
    return out


def _in_order(phrases: Sequence[Phrase], countings: Sequence[Counting]) -> Iterator[tuple[int, int, Counting | None]]:
    """The counted words of a text in order: the marked ones, with the phrase that they begin in, and the phrases that
    are not marked."""
    at = 0
    for c in countings:
        while at < len(phrases) and phrases[at].end <= c.start:
            yield phrases[at].start, phrases[at].end, None
            at += 1
        end = c.end
        start = c.start
        while at < len(phrases) and phrases[at].start < c.end:
            start, end = min(start, phrases[at].start), max(end, phrases[at].end)
            at += 1
        yield start, end, c
    for p in phrases[at:]:
        yield p.start, p.end, None
