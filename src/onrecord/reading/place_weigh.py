"""Whether words name a place here: what speaks for it and against it, weighed.

The weights (``weights.toml``) were fitted on annotated news by ``training/places.py``; every feature is a named sign
that a person can look at.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from onrecord.gazetteer.compile import DATA
from onrecord.gazetteer.place import Hit
from onrecord.reading.place_around import Around
from onrecord.reading.place_scan import Candidate, Token, common, words
from onrecord.reading.titles import given_names

_BODIES = ("press", "school", "office", "firm", "team", "road", "water", "bodies")
Marks = Mapping[tuple[int, int], str]


@cache
def weights() -> dict[str, dict[str, float]]:
    """The tables of ``weights.toml``."""
    return tomllib.loads((DATA / "weights.toml").read_text("utf-8"))


def best(hits: Sequence[Hit]) -> Hit | None:
    """The place that a name means where nothing else is known."""
    return max(hits, key=lambda h: prior(h), default=None)


def prior(hit: Hit) -> float:
    """How well known a place is under a name, about 0 to 10."""
    place = hit.place
    base = {"C": 9.5, "W": 9.0, "R": 8.0, "A1": 6.5, "A2": 3.0, "P": 0.0, "K": 6.0, "F": 0.5}[place.kind]
    if place.kind in ("P", "K", "A2") and place.population:
        base = max(
            base, math.log10(place.population + 1) + (1.0 if place.kind == "P" else 2.0 if place.kind == "K" else -1.5)
        )
    return base - (1.5 if hit.how == "other" else 0.0) - (0.0 if hit.exact else 1.5)


def signs(
    text: str, seen: Sequence[Token], found: Sequence[Candidate], marks: Marks, *, loud: bool
) -> list[dict[str, float]]:
    """For every candidate the signs for and against its being a place."""
    by_span = dict(marks)
    spans = sorted(by_span)
    out = [_own(text, seen, c, loud=loud) for c in found]
    starts = {c.first: n for n, c in enumerate(found)}
    ends = {c.last: n for n, c in enumerate(found)}
    at = 0
    for n, c in enumerate(found):
        sign = out[n]
        while at < len(spans) and spans[at][1] <= c.start:
            at += 1
        for span in spans[at : at + 3]:
            if span[0] >= c.end:
                break
            same = "is" if span == (c.start, c.end) else "in" if span[0] <= c.start and c.end <= span[1] else "meets"
            sign[f"mark {same} {by_span[span]}"] = 1.0
            if same == "in":
                sign["mark in, first"] = float(span[0] == c.start)
            break
        else:
            if marks:
                sign["mark none"] = 1.0
        # 'Salem, Oregon': the second shows that the first is a place, and the first that the second is.
        after, before = starts.get(c.last), ends.get(c.first)
        if after is not None and text[c.end : found[after].start].strip() in (",", ", "):
            sign["then division" if _division(found[after]) else "then listed"] = 1.0
        if before is not None and text[found[before].end : c.start].strip() == ",":
            sign["behind listed"] = 1.0
            if _division(c):
                sign["division behind"] = 1.0
    _of_document(seen, found, out)
    return out


def _division(c: Candidate) -> bool:
    return any(h.place.kind in ("C", "A1", "A2") and h.how != "people" for h in c.hits[:12])


def _own(text: str, seen: Sequence[Token], c: Candidate, *, loud: bool) -> dict[str, float]:
    table = words()
    sign: dict[str, float] = {"always": 1.0}
    hit = best(c.hits)
    people = any(h.how == "people" for h in c.hits)
    if hit is None:
        sign["unknown"] = 1.0
    else:
        sign["kind people" if people else f"kind {hit.place.kind}"] = 1.0
        sign["known"] = max(prior(hit), 0.0) / 10
        if hit.place.kind in ("P", "F", "A2") and not hit.place.population:
            sign["no population"] = 1.0
        if hit.how == "other":
            sign["other name"] = 1.0
        if hit.how == "short":
            sign["short"] = 1.0
        if not hit.exact:
            sign["spelling"] = 1.0
        sign["many"] = math.log10(len(c.hits) + 1)
    lows = [t.low for t in seen[c.first : c.last]]
    if c.last - c.first > 1:
        sign["words"] = 1.0
        body = next((b for b in _BODIES if lows[-1] in table["after"][b]), None)
        if body is not None and lows[-1] not in table["after"]["kinds"]:
            sign[f"ends {body}"] = 1.0
        if lows[0] in ("st.", "saint") and text[c.end : c.end + 1] in "'’":
            sign["saint's"] = 1.0
    elif len(lows[0]) <= 3:
        sign["brief"] = 1.0
    if all(w in common() for w in lows):
        sign["common"] = 1.0
        if seen[c.first].opens:
            sign["common, opens"] = 1.0
    given = given_names()
    if lows[0] in given:
        sign["given name"] = 1.0
    elif (
        "common" not in sign
        and len(c.key) >= 5
        and 0 < len(c.hits) <= 4
        and hit is not None
        and hit.place.country != "US"
    ):
        # Nothing else is called so.
        sign["rare"] = 1.0
    before = seen[c.first - 1] if c.first else None
    if seen[c.first].opens:
        sign["opens"] = 1.0
    if before is not None and text[before.end : c.start] == "-":
        sign["behind Hyphen" if before.capital else "behind hyphen"] = 1.0
    elif before is not None and text[before.end : c.start].strip(" ('’s\u00a0") == "" and not seen[c.first].opens:
        for name in ("in", "to", "of", "the", "between", "struck"):
            if before.low in table["before"][name]:
                sign[f"behind {name}"] = 1.0
        if before.low.rstrip(".") in table["before"]["titles"]:
            sign["behind title"] = 1.0
        elif before.low in table["before"]["compass"]:
            sign["behind compass"] = 1.0
            if before.capital and not loud:
                sign["behind Compass"] = 1.0
        elif before.capital and not loud and not (before.opens and before.low in common()):
            sign["behind given" if before.low in given else "behind capital"] = 1.0
        if before.low in table["before"]["kinds"]:
            sign["behind kind"] = 1.0
        if before.low == "university":
            sign["behind university"] = 1.0
        if c.first > 1 and before.low == "of" and seen[c.first - 2].low in table["scan"]["never first"]:
            sign["behind body of"] = 1.0
        if c.first > 1 and before.low == "the" and seen[c.first - 2].low in table["before"]["in"]:
            sign["behind in the"] = 1.0
        if c.first > 1 and before.low == "of" and seen[c.first - 2].low in table["before"]["kinds"]:
            sign["behind kind of"] = 1.0
    after = seen[c.last] if c.last < len(seen) else None
    if after is not None:
        gap = text[c.end : after.start]
        if not gap.strip():
            if after.low in table["after"]["kinds"]:
                sign["then kind" if after.capital else "then small kind"] = 1.0
            if after.low in table["after"]["said"]:
                sign["then said"] = 1.0
            if after.capital and not loud:
                body = next((b for b in _BODIES if after.low.rstrip(".") in table["after"][b]), None)
                if body is not None:
                    sign[f"then {body}"] = 1.0
                elif after.low in given:
                    sign["then given"] = 1.0
                elif after.low in common():
                    sign["then common capital"] = 1.0
                else:
                    sign["then capital"] = 1.0
            else:
                sign["then small"] = 1.0
        elif gap.startswith(("'s", "’s")):
            sign["then 's"] = 1.0
        elif gap.startswith("-"):
            sign["then Hyphen" if after.capital else "then hyphen"] = 1.0
    return sign


def _of_document(seen: Sequence[Token], found: Sequence[Candidate], out: Sequence[dict[str, float]]) -> None:
    """What other mentions of the same words show."""
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    for c, sign in zip(found, out, strict=True):
        for name in ("behind in", "then division", "behind title", "behind given", "then said"):
            if name in sign:
                shown[c.key][name] += 1
    # The last word of a run of capitals that starts with a given name is a family name.
    families: Counter[str] = Counter()
    given = given_names()
    for one, two in pairwise(seen):
        if two.joined and two.capital and one.capital and one.low in given and two.low not in given:
            families[two.low] += 1
    for c, sign in zip(found, out, strict=True):
        mine = shown[c.key]
        for name in ("behind in", "then division", "behind title"):
            if mine[name] > (name in sign):
                sign[f"elsewhere {name}"] = 1.0
        if families[c.key]:
            sign["family name"] = 1.0


def with_place(sign: dict[str, float], hit: Hit, around: Around) -> dict[str, float]:
    """The signs with those that only the chosen place gives: whether it goes with the other places of the report."""
    small = hit.place.kind in ("P", "F", "A2")
    end = " small" if small and not hit.place.population else " town" if small else ""
    return {
        **sign,
        f"same country{end}": around.country / around.rest,
        f"same division{end}": around.division / around.rest,
        f"close by{end}": math.log1p(around.near),
        **({"same country rare": around.country / around.rest} if "rare" in sign else {}),
        **({"far from all": 1.0} if small and not around.country else {}),
    }


def chance(sign: Mapping[str, float], table: Mapping[str, float]) -> float:
    """The chance that it is a place, 0 to 1."""
    total = sum(table.get(name, 0.0) * value for name, value in sign.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
