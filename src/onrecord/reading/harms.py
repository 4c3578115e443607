"""Harms by their words: what a figure counts where the words beside it leave no doubt."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.reading.labels import HARMS
from onrecord.record import Harm

# So far before and after a figure its words may stand.
_BEFORE, _AFTER = 40, 70
_STOP = re.compile(r"[.;:!?\n()“”\"—–]")
_AUXILIARY = (
    r"(?:was|were|is|are|be|been|being|got|remain(?:s|ed)?|lay|lie|found|reported|confirmed|feared|listed|"
    r"stay(?:s|ed)?)"
)
# A word of the same clause: none that opens another, and none that denies.
_WORD = r"(?!(?:and|but|while|as|when|after|before|because|not|neither|never|nor)\b)[\w’'-]+"


class _Words(NamedTuple):
    inside: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    of_word: dict[str, Harm]
    of_deed: dict[str, Harm]


@cache
def _words() -> _Words:
    data = tomllib.loads((files("onrecord.reading") / "data" / "harms.toml").read_text(encoding="utf-8"))
    tables: dict[str, dict[str, Harm]] = {"state": {}, "deed": {}}
    for harm in HARMS:
        of_harm = data.get(harm, {"state": "", "deed": ""})
        for form, table in tables.items():
            for word in filter(None, (w.strip() for w in of_harm[form].split(","))):
                table[word] = harm
    state, deed = (
        "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(t, key=len, reverse=True)) for t in tables.values()
    )
    return _Words(
        re.compile(rf"\b({state})\b", re.IGNORECASE),
        # '14 dead', '14 people were wounded', '14 others have since died'; a comma opens another clause.
        re.compile(
            rf"^(?:\s+({state})\b|(?:\s+{_WORD}){{0,5}}?\s+{_AUXILIARY}(?:\s+{_WORD}){{0,3}}?\s+({state})\b"
            rf"|(?:\s+(?:had|has|have|later|also|people|others|more|who|of|them|since))*\s+(died|perished|drowned)\b)",
            re.IGNORECASE,
        ),
        re.compile(rf"\b({deed})(?:\s+(?:of|up|by|at|about|also|in|all|another|least))*\s*$", re.IGNORECASE),
        tables["state"],
        tables["deed"],
    )


def harm_of(text: str, start: int, end: int) -> Harm | None:
    """The harm that the words in, right after or right before ``text[start:end]`` say it counts; None where they leave
    it open. Words inside the figure come first ('60 injured'), then a predicate ('were wounded'), then a deed
    ('killing 14')."""
    known = _words()
    inside = {known.of_word[" ".join(m[1].lower().split())] for m in known.inside.finditer(text, start, end)}
    if inside:
        return inside.pop() if len(inside) == 1 else None
    rest = _STOP.split(text[end : end + _AFTER])[0]
    after = known.after.match(rest)
    if after is not None:
        word = next(g for g in after.groups() if g)
        return known.of_word[" ".join(word.lower().split())]
    before = known.before.search(_STOP.split(text[max(0, start - _BEFORE) : start])[-1])
    return known.of_deed[" ".join(before[1].lower().split())] if before else None
