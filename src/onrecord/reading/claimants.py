"""Claimants: who says that an incident was their doing, by the words of their statements."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from onrecord.reading.signs import NO_LINK, Part, Telling
from onrecord.reading.words import Page
from onrecord.record import Statement

_RESPONSIBLE = re.compile(
    r"\b(?:claim(?:ed|s|ing)?|admit(?:ted|s|ting)?|accept(?:ed|s|ing)?|assum(?:ed|es|ing)|t(?:ook|aken?|akes|aking))"
    r"\s+(?:(?:full|sole|joint|its|their)\s+)?(?:responsibility|credit)\b",
    re.IGNORECASE,
)
_CLAIMS = re.compile(r"\b(?:claim(?:ed|s|ing)?)$", re.IGNORECASE)
# 'Did not claim', 'have yet to claim', 'refused to accept'.
_NOT = re.compile(
    r"\b(?:not|never|yet\s+to|den(?:y|ie[sd])\w*|refus\w+|declin\w+|reject\w+|\w+n[’']t)\b", re.IGNORECASE
)
_NOBODY = re.compile(r"^(?:no|nobody|none|neither|who|which|that|he|she|they|it|we|i)\b", re.IGNORECASE)
# 'Claimed the attack', 'claims both recent bombings': what stands between, and how far on that is at most.
_BETWEEN = re.compile(r"\s+(?:the|both|this|these|all)\s+(?:\w+\s+)?$", re.IGNORECASE)
_NEAR = 25


def claimants(
    statements: Sequence[Statement], tellings: Sequence[Telling], parts: Sequence[Part], page: Page
) -> list[Part]:
    """The sources of statements that claim an incident, where the encoder did not mark them as having to do with it."""
    starts = [t.start for t in tellings]
    known = {p.start for p in parts}
    out: list[Part] = []
    for s in statements:
        if s.cue is None or s.source is None or not s.source.spans or _NOBODY.match(s.source.text):
            continue
        end = s.cue.spans[-1].end
        after = page.text[s.cue.spans[0].start : end + _NEAR]
        k = bisect.bisect_left(starts, end)
        told = k < len(starts) and starts[k] - end <= _NEAR and _BETWEEN.match(page.text[end : starts[k]])
        found = _RESPONSIBLE.search(after)
        if not (found or (told and _CLAIMS.search(s.cue.text))):
            continue
        before = page.text[max(0, s.cue.spans[0].start - _NEAR) : s.cue.spans[0].start].rpartition(".")[2]
        if s.cue.act == "denies" or _NOT.search(before + (after[: found.start()] if found else s.cue.text)):
            continue
        start, stop = s.source.spans[0].start, s.source.spans[0].end
        words = page.text[start:stop]
        stop = start + len(words.split(",")[0])  # without what is said of it: 'the Wolves, a gang'
        if start < stop and start not in known and page.words:
            known.add(start)
            at = page.nearest(start)
            out.append(Part(start, stop, 1.0, "claimant", NO_LINK, page.sentence[at], page.paragraph[at]))
    return out
