"""Places: the names of places in a text, each with the place that it means here.

Names come from the encoder's marks and from a scan of capitalised words that the gazetteer knows; weighing decides
which of them are places, and the names around decide which place of many is meant. A name that no list has gets no
coordinates: it is never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from onrecord.gazetteer import Gazetteer, Own
from onrecord.gazetteer.place import Hit
from onrecord.reading.casing import shouted
from onrecord.reading.place_choose import Chosen, choose, units
from onrecord.reading.place_exact import Exactness, exactness_of
from onrecord.reading.place_scan import Candidate, Token, marked, scan, tokens
from onrecord.reading.place_weigh import chance, signs, weights, with_place

# What a person's own file has is a place, unless much speaks against it.
_OWN = 3.0
_AGAIN = 0.2
_FEATURES = {
    "C": "country", "W": "continent", "R": "area", "A1": "region", "A2": "district", "P": "place", "K": "capital",
    "F": "feature",
}  # fmt: skip
Find = Callable[[str], tuple[Hit, ...]]


class PlaceMention(NamedTuple):
    """One naming of a place: ``text[start:end]``, half-open code points.

    ``name`` is the gazetteer's, or the words as they are. Degrees are WGS 84, ``None`` where no list has the place.
    ``country`` and ``admin1``, ``admin2`` are names, ``country_code`` ISO 3166-1 alpha-2, ``geonames`` a GeoNames id,
    ``gazetteer_id`` the id with its list. ``feature`` is country, continent, area, region, district, place, capital
    or feature; ``people`` for a demonym. ``score`` is how sure it is that this place is named here, 0 to 1."""

    start: int
    end: int
    name: str
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    country_code: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    geonames: str | None = None
    gazetteer_id: str | None = None
    feature: str | None = None
    score: float = 1.0


def resolve_places(
    text: str,
    candidates: Iterable[tuple[int, int, str]] = (),
    *,
    gazetteer: Gazetteer | None,
    own: Own | None = None,
    demonyms: bool = False,
) -> list[PlaceMention]:
    """Every place named in ``text``, in order.

    ``candidates`` are ``(start, end, kind)`` of names that something else found (the encoder: ``place``, ``person``,
    ``organisation``; ``given`` is a place for certain). ``own`` places win over those of ``gazetteer``; without a
    gazetteer only they have coordinates. ``demonyms``: 'Syrian' in 'Syrian army' is Syria.
    """
    spans = {(s, e): kind for s, e, kind in candidates if 0 <= s < e <= len(text)}
    seen = tokens(text)
    loud = shouted(text)
    exact, spelt = _finders(gazetteer, own)
    found = _candidates(text, seen, spans, exact, spelt, loud=loud)
    if not found:
        return []
    marks = {span: kind for span, kind in spans.items() if kind != "given"}
    about = signs(text, seen, found, marks, loud=loud)
    sure = _sure(found, about, spans, own, weights()["marked" if marks else "bare"])
    meant: dict[int, Chosen] = {}
    names = units(text, seen, found, sure)
    for unit, chosen in zip(names, choose(names, weights()), strict=True):
        for n in unit.mentions:
            meant[n] = chosen
            about[n] = with_place(about[n], chosen.hit, chosen.around)
    sure = _sure(found, about, spans, own, weights()["marked last" if marks else "bare last"])
    least = weights()["least"]["marked" if marks else "bare"]
    # What is a place once in a report is one again, unless much speaks against it.
    once = {m.hit.place.source for n, m in meant.items() if sure[n] >= least}
    for n, m in meant.items():
        if _AGAIN <= sure[n] < least and m.hit.place.source in once:
            sure[n] = least
    # A spelling alone is a guess; that the report is about that country makes it none.
    told = {m.hit.place.country for n, m in meant.items() if m.hit.exact and sure[n] >= least}
    out = []
    for n, c in enumerate(found):
        if sure[n] < least:
            continue
        sense = meant.get(n)
        hit = sense.hit if sense and (sense.hit.exact or sense.hit.place.country in told) else None
        if hit is not None and hit.how == "people" and not demonyms and spans.get((c.start, c.end)) != "given":
            continue
        out.append(_mention(text, c, hit, sure[n] * (sense.chance if sense else 1.0), gazetteer, own))
    return out


def _sure(
    found: Sequence[Candidate],
    about: Sequence[dict[str, float]],
    spans: dict[tuple[int, int], str],
    own: Own | None,
    table: dict[str, float],
) -> list[float]:
    """For every candidate the chance that it is a place; 1 where that is given."""
    out = []
    for c, sign in zip(found, about, strict=True):
        ours = own is not None and c.key in own.exact
        given = spans.get((c.start, c.end)) == "given"
        out.append(1.0 if given else chance({**sign, "own": _OWN} if ours else sign, table))
    return out


def exactness(mention: PlaceMention, text: str) -> Exactness:
    """How exactly a mention places something: ``precision`` with ACLED's and UCDP's codes.

    ``precision`` is ``place``, ``near``, ``district``, ``region`` or ``country``; ``geo_precision`` is ACLED's 1 to 3,
    ``where_prec`` UCDP's 1 to 7. They follow from what the place is and from the words around it ('near', '12 km
    north of', 'outskirts of', 'province', 'along the border with').
    """
    # A street that no list has is a place as any; a listed town's road is near the town.
    street = mention.feature == "road" and mention.latitude is None
    return exactness_of(text, mention.start, mention.end, None if street else mention.feature)


def _finders(gazetteer: Gazetteer | None, own: Own | None) -> tuple[Find, Find]:
    """How a folded name is looked up: as it is written, and also as it may be spelt."""

    def exact(key: str) -> tuple[Hit, ...]:
        if own is not None and (hits := own.exact.get(key)):
            return hits
        return gazetteer.keyed(key, spelt=False) if gazetteer is not None else ()

    def spelt(key: str) -> tuple[Hit, ...]:
        if hits := exact(key):
            return hits
        if own is not None and (hits := own.keyed(key)):
            return hits
        return gazetteer.keyed(key) if gazetteer is not None else ()

    return exact, spelt


def _candidates(
    text: str, seen: Sequence[Token], spans: dict[tuple[int, int], str], exact: Find, spelt: Find, *, loud: bool
) -> list[Candidate]:
    """What the scan finds and what was marked; where they overlap, what is given, else what was scanned."""
    scanned = scan(text, seen, find=exact, spelt=spelt, loud=loud)
    given = marked(text, seen, sorted(s for s, kind in spans.items() if kind == "given"), find=spelt)
    found = _merged(given, scanned)
    others = marked(text, seen, sorted(s for s, kind in spans.items() if kind == "place"), find=spelt)
    return _merged(found, others)


def _merged(first: Sequence[Candidate], second: Sequence[Candidate]) -> list[Candidate]:
    """Both, in order, without those of ``second`` that overlap one before or one of ``first``."""
    out: list[Candidate] = []
    edge = 0
    n = 0
    for c in second:
        while n < len(first) and first[n].end <= c.start:
            out.append(first[n])
            edge = max(edge, first[n].end)
            n += 1
        if c.start >= edge and (n == len(first) or c.end <= first[n].start):
            out.append(c)
            edge = c.end
    out.extend(first[n:])
    return out


def _mention(
    text: str, c: Candidate, hit: Hit | None, score: float, gazetteer: Gazetteer | None, own: Own | None
) -> PlaceMention:
    if hit is None:
        return PlaceMention(c.start, c.end, " ".join(text[c.start : c.end].split()), score=round(score, 3))
    place = hit.place
    country: str | None = place.country or None
    code: str | None = None
    admin1: str | None = place.admin1 or None
    admin2: str | None = None
    if place.source.startswith("own:"):
        if country is not None and len(country) == 2 and country.isupper():
            code = country
            country = (own.countries.get(code) if own else None) or (gazetteer and gazetteer.division(code)) or code
    elif gazetteer is not None and country is not None:
        code = country
        country = gazetteer.division(code) or code
        admin1 = gazetteer.division(code, place.admin1) if place.admin1 else None
        admin2 = gazetteer.division(code, place.admin1, place.admin2) if place.admin1 and place.admin2 else None
    kind, _, number = place.source.partition(":")
    return PlaceMention(
        c.start,
        c.end,
        place.name,
        place.latitude,
        place.longitude,
        country,
        code,
        admin1,
        admin2,
        number if kind == "geonames" else None,
        place.source,
        "people" if hit.how == "people" else _FEATURES[place.kind],
        round(score, 3),
    )
