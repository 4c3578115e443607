"""Plain deeds: what a report tells where the encoder found nothing that is told as news.

A report of a robbery, of guns found in a search or of an arrest may have no word of an attack. Where nothing else
is news, the words of ``data/plain.toml`` tell of its one incident: of what was done if anything was, else of what the
police did. It must have its day: words without one are of no deed in particular.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from onrecord.reading.clusters import Cluster
from onrecord.reading.days import day
from onrecord.reading.kinds import worded
from onrecord.reading.labels import KINDS, TOLD
from onrecord.reading.model import Array
from onrecord.reading.signs import NO_LINK, Part, Telling
from onrecord.reading.when import Calendar
from onrecord.reading.words import Page

# A deed that is news is so many days old at most.
_RECENT = 31
# Between what was done to weapons and the weapons stand so many characters at most.
_WITHIN = 70
_NEWS = np.eye(len(TOLD), dtype=np.float32)[TOLD.index("news")]


@cache
def _words() -> tuple[list[tuple[re.Pattern[str], str]], re.Pattern[str], re.Pattern[str]]:
    """The words of each kind in their order, those for taking weapons, and those for weapons."""
    table = tomllib.loads((files("onrecord.reading") / "data" / "plain.toml").read_text(encoding="utf-8"))
    deeds = [(worded(row["words"]), row["kind"]) for row in table["deed"]]
    return deeds, worded(table["weapons"]["taken"]), worded(table["weapons"]["arms"])


def _one(kind: str) -> Array:
    return np.array([kind == k for k in KINDS], dtype=np.float32)


def _said(text: str) -> list[tuple[int, int, str]]:
    """The words that tell of what was done, by the first kind that has any: ``(start, end, kind)``."""
    deeds, taken, arms = _words()
    found: dict[bool, list[tuple[int, int, str]]] = {True: [], False: []}
    for pattern, kind in deeds:
        found[kind != "arrest"] += [(m.start(), m.end(), kind) for m in pattern.finditer(text)]
    if found[True]:
        return sorted(found[True])
    at = [m.start() for m in arms.finditer(text)]
    for m in taken.finditer(text):
        i = bisect_left(at, m.start() - _WITHIN)
        if i < len(at) and at[i] <= m.end() + _WITHIN:
            found[False].append((m.start(), m.end(), "disrupted"))
    return sorted(found[False])


def deed(text: str, page: Page, parts: Sequence[Part], calendar: Calendar, others: Sequence[Cluster]) -> Cluster | None:
    """The report's one incident in plain words, with the marked ``parts`` of its sentences; None where no words tell of
    one, or where it has no day of the last month. ``others`` are the incidents that it has besides."""
    if not page.words:
        return None
    tellings = []
    for start, end, kind in _said(text):
        word = page.nearest(start)
        where = page.sentence[word], page.paragraph[word]
        tellings.append(Telling(start, end, 1.0, _one(kind), _NEWS, NO_LINK, *where))
    if not tellings:
        return None
    sentences = {t.sentence for t in tellings}
    made = Cluster(tellings, parts=[p for p in parts if p.sentence in sentences], told="news")
    when = calendar.dates([*others, made])[-1]
    last, out = day(when.latest), day(calendar.published)
    if last is None or when.precision != "day" or (out is not None and (out - last).days > _RECENT):
        return None
    return made
