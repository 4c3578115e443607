"""How exactly a mention places something, as ACLED and UCDP code it, from what the place is and the words around."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from onrecord.reading.place_scan import words

# So far back and ahead may the words stand that say 'near' or 'province'.
_BACK, _AHEAD = 60, 32
_DISTANCE = re.compile(
    r"(?:\d[\d.,]*|\b(?:a few|several|some|two|three|four|five|six|seven|eight|nine|ten|dozens of))[ -]"
    r"(?:km|kms|kilomet(?:er|re)s?|miles?|mi|metres|meters|m)\b[^.;:,]{0,30}$",
    re.IGNORECASE,
)
_LAST = re.compile(r"[.;!?\n]")


class Exactness(NamedTuple):
    """``precision``: place, near, district, region or country. ``geo_precision``: ACLED 1 to 3. ``where_prec``: UCDP
    1 to 7."""

    precision: str
    geo_precision: int
    where_prec: int


# UCDP: 1 exactly there, 2 near it, 3 the district, 4 the region, 5 along a line or somewhere between, 6 the country,
# 7 at sea or in the air. ACLED: 1 the town, 2 near it or part of a region, 3 a larger region.
PLACE = Exactness("place", 1, 1)
NEAR = Exactness("near", 2, 2)
DISTRICT = Exactness("district", 2, 3)
REGION = Exactness("region", 3, 4)
PART = Exactness("region", 2, 4)
LINE = Exactness("region", 2, 5)
COUNTRY = Exactness("country", 3, 6)
SEA = Exactness("region", 3, 7)


@cache
def _pattern(name: str, *, ahead: bool) -> re.Pattern[str]:
    terms = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words()["where"][name], key=len, reverse=True))
    return re.compile(rf"^[\s-]*(?:{terms})\b" if ahead else rf"\b(?:{terms})\s+(?:the\s+)?$", re.IGNORECASE)


def exactness_of(text: str, start: int, end: int, feature: str | None) -> Exactness:
    """The exactness of ``text[start:end]``, which names a ``feature`` (see :class:`PlaceMention`)."""
    before = _LAST.split(text[max(0, start - _BACK) : start])[-1]
    after = _LAST.split(text[end : end + _AHEAD])[0]
    name = text[start:end]
    if _pattern("border", ahead=False).search(before) or re.match(r"^[\s-]*border\b", after, re.IGNORECASE):
        return LINE
    last = name.split()[-1].lower().strip(".") if name.split() else ""
    table = words()["where"]
    if feature == "continent":
        return COUNTRY
    if _pattern("sea", ahead=True).search(after) or last in table["sea"] or name.split()[:1] in (["Gulf"], ["Strait"]):
        return SEA
    if feature in ("country", "people"):
        return PART if _pattern("part", ahead=False).search(before) else COUNTRY
    if feature in ("region", "area"):
        if _pattern("district", ahead=True).search(after) or last in table["district"]:
            return DISTRICT
        return PART if _pattern("part", ahead=False).search(before) else REGION
    if feature == "district" or _pattern("district", ahead=True).search(after):
        # 'Hass, district capital' is none; 'the district of Hass' is.
        return DISTRICT
    if _of(before, "district"):
        return DISTRICT
    if _pattern("region", ahead=True).search(after) or _of(before, "region") or last in table["region"]:
        return REGION
    # A road by a town's name leads there.
    if feature == "road" or _DISTANCE.search(before) or _pattern("near", ahead=False).search(before):
        return NEAR
    if _pattern("close", ahead=True).search(after):
        return NEAR
    return PLACE


@cache
def _kinds_of(name: str) -> re.Pattern[str]:
    terms = "|".join(re.escape(w) for w in sorted(words()["where"][name], key=len, reverse=True))
    return re.compile(rf"\b(?:{terms})\s+of\s+(?:the\s+)?$", re.IGNORECASE)


def _of(before: str, name: str) -> bool:
    return _kinds_of(name).search(before) is not None
