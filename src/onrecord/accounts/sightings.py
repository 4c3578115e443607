"""A sighting: what one report tells of one incident, cut down to what tells incidents apart.

It is made once from the record and kept, so that comparing reports never opens a record again. Everything in it is
bounded, whatever the report's length. Days are proleptic Gregorian ordinals (``datetime.date.toordinal``), names and
words are folded (:func:`onrecord.accounts.rarity.fold`). Imports the record alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from onrecord.accounts.rarity import RAREST, fold, rarity, words
from onrecord.record import Incident, Record

WORDS = 64
"""Weighty words kept of a sighting: with more, scores on news of shootings rise no further, and the ledger grows."""
NAMES = 24
"""Names of persons kept: more than any report of one incident has that is no list."""
TOWNS = 12
STREETS = 8
PARAGRAPH = re.compile(r"\n\s*\n|\n")
TEXT = 20_000
"""Code points of a report looked at for words, ages and streets: a long page beyond that tells of other things."""

_AGED = re.compile(r"\b(\d{1,2})[- ]years?[- ]old\b|(?<=[a-z]), (\d{1,2})(?=,| of | was | and |\.)")
_CLOCK = re.compile(r"T(\d\d):(\d\d)")
_STREET = re.compile(
    r"\b((?:(?:[A-Z][\w’'.-]*|\d{1,3}(?:st|nd|rd|th)) ){1,3})"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Court|Ct|Place|Pl|Highway|Hwy|Way|Parkway|Pkwy"
    r"|Circle|Terrace|Pike|Apartments|Park|Bridge|Market|Square|Hospital|Camp|School|Mosque|Church|Junction)\b"
)
_BLOCK = re.compile(r"\bblock of ((?:[A-Z0-9][\w’'.-]*\s?){1,3})")
_COMPASS = frozenset("north south east west n s e w northwest northeast southwest southeast nw ne sw se".split())


class Spot(NamedTuple):
    """A place on the map: a gazetteer's id (or null), degrees (or null), and the folded name."""

    id: str | None
    latitude: float | None
    longitude: float | None
    name: str


class Harmed(NamedTuple):
    """How many, by the report's own total: ``low <= n <= high``; null is open."""

    low: int | None
    high: int | None


class Sighting(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One report's telling of one incident.

    ``incident`` is the incident's id in its record, '' where the reader found none and the report stands for itself.
    ``main`` marks the incident that the report tells most of. ``founds`` says whether it is enough to found an incident
    alone: an arrest or a second telling beside the main incident, with no day, place or harm of its own, is not.
    ``published`` is a day. ``people`` are named persons who took part or may have, ``speakers`` those who hold an office
    or are quoted, ``lead`` the words of title and first paragraph, ``words`` and their ``weights`` (thousandths, squares
    sum to a million) the weightiest of all.
    """

    report: str
    incident: str
    background: bool = False
    main: bool = True
    founds: bool = True
    published: int | None = None
    kind: str = ""
    event: str = ""
    earliest: int | None = None
    latest: int | None = None
    clock: int | None = None
    place: Spot | None = None
    exact: bool = False
    country: str = ""
    region: str = ""
    towns: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    ages: tuple[int, ...] = ()
    killed: Harmed | None = None
    injured: Harmed | None = None
    lead: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    weights: tuple[int, ...] = ()

    def key(self) -> str:
        """``report`` and ``incident`` in one string: unique in a ledger."""
        return f"{self.report}#{self.incident}"


class _Paragraph(NamedTuple):
    start: int
    text: str


def sightings(record: Record, id: str) -> tuple[Sighting, ...]:
    """A sighting for each incident of ``record``, in its order; one for the report as a whole where it has none.

    ``id`` is the report's id in the ledger. Linear in the record's size.
    """
    report = _Report(record, id)
    if not record.incidents:
        return (report.sighting(None),)
    return tuple(report.sighting(i) for i in record.incidents)


def main_of(incidents: Sequence[Incident]) -> Incident | None:
    """The incident that a report tells most of: news before background, then most mentions, the first of equals."""
    return max(incidents, key=lambda i: (not i.background, len(i.mentions.spans)), default=None)


class _Report:
    """One record, with what its sightings share computed once."""

    def __init__(self, record: Record, id: str) -> None:
        self.record, self.id = record, id
        self.text = record.article.text[:TEXT]
        self.paragraphs = list(_paragraphs(self.text))
        self.starts = [p.start for p in self.paragraphs]
        self.main = main_of(record.incidents)
        self.told = [self._told(i) for i in record.incidents]
        self.offices = _offices(record)

    def _told(self, incident: Incident) -> frozenset[int]:
        """The paragraphs (by place) that tell of an incident."""
        return frozenset(self.at(span.start) for span in incident.mentions.spans if span.start < len(self.text))

    def at(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def sighting(self, incident: Incident | None) -> Sighting:
        record, main = self.record, incident is self.main
        others = frozenset[int]()
        if incident is None:
            mine = frozenset(range(len(self.paragraphs)))
        else:
            number = next(n for n, i in enumerate(record.incidents) if i is incident)
            mine = self.told[number]
            if main:
                others = frozenset().union(*(t for n, t in enumerate(self.told) if n != number)) - mine
                mine = frozenset(range(len(self.paragraphs))) - others
        told = [self.paragraphs[n].text for n in sorted(mine)]
        title = record.article.title or ""
        lead = words(f"{title}\n{self.paragraphs[0].text if self.paragraphs else ''}") if main else []
        people, speakers = self._persons(incident, mine)
        towns, region, country = self._towns(incident, mine)
        kept = _weighed([title, *told] if main else told, lead, self._place_words())
        return Sighting(
            report=self.id,
            incident=incident.id if incident else "",
            background=bool(incident and incident.background),
            main=main,
            founds=incident is not None and (main or self._stands(incident)),
            published=_day(record.article.published),
            kind=incident.type.kind if incident else "",
            event=(incident.type.event or "") if incident else "",
            earliest=_day(incident.date.earliest) if incident else None,
            latest=_day(incident.date.latest) if incident else None,
            clock=_clock(record, incident),
            place=_spot(incident),
            exact=bool(incident and incident.place and incident.place.precision in ("place", "near")),
            country=country,
            region=region,
            towns=towns,
            people=people,
            speakers=speakers,
            streets=_streets(" \n".join((title, *told))),
            ages=_ages(" \n".join((title, *told))),
            killed=_harmed(incident, "killed"),
            injured=_harmed(incident, "injured"),
            lead=tuple(sorted({w for w in lead if rarity(w) >= 20}))[:40],
            words=tuple(w for w, _ in kept),
            weights=tuple(n for _, n in kept),
        )

    def _stands(self, incident: Incident) -> bool:
        """Whether an incident beside the main one has a day, a place or a harm of its own."""
        main = self.main
        if main is None or incident.background:
            return True
        if incident.type.kind == "arrest":
            return False
        day = incident.date.earliest
        own_day = bool(day and incident.date.precision == "day" and day != main.date.earliest)
        own_place = bool(incident.place and main.place and incident.place.name != main.place.name)
        own_harm = bool({"killed", "injured"} & incident.totals.keys())
        return own_harm and (own_day or own_place)

    def _persons(self, incident: Incident | None, mine: frozenset[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Named persons of the paragraphs ``mine``: those who may have taken part, and those in an office or quoted."""
        part = {p.entity for p in incident.participants if p.entity} if incident else set()
        harmed = {p.entity for p in incident.participants if p.entity and p.role == "victim"} if incident else set()
        people: list[str] = []
        speakers: list[str] = []
        for e in self.record.entities:
            if e.kind != "person" or not (e.id in part or any(self.at(s.start) in mine for s in e.mentions)):
                continue
            name = " ".join(words(e.name))
            if " " not in name or not e.name[:1].isupper() or not e.name.split()[-1][:1].isupper():
                continue
            (speakers if e.id in self.offices and e.id not in harmed else people).append(name)
        return tuple(dict.fromkeys(people))[:NAMES], tuple(dict.fromkeys(speakers))[:NAMES]

    def _towns(self, incident: Incident | None, mine: frozenset[int]) -> tuple[tuple[str, ...], str, str]:
        """Gazetteer ids of places that the report names, the commonest first, and the region and country."""
        count: Counter[str] = Counter()
        regions: Counter[str] = Counter()
        countries: Counter[str] = Counter()
        for e in self.record.entities:
            if e.kind != "place" or e.country is None:
                continue
            near = sum(1 for s in e.mentions if self.at(s.start) in mine)
            if not near:
                continue
            if e.admin1:
                regions[f"{e.country}/{e.admin1}"] += near
                if fold(e.name) != fold(e.admin1):
                    count[_id(e.ids) or fold(e.name)] += near
            countries[e.country] += near
        place = incident.place if incident else None
        country = (place.country if place else None) or _commonest(countries)
        region = f"{place.country}/{place.admin1}" if place and place.admin1 else _commonest(regions)
        towns = tuple(t for t, _ in sorted(count.items(), key=lambda x: (-x[1], x[0])))[:TOWNS]
        return towns, fold(region), fold(country)

    def _place_words(self) -> frozenset[str]:
        """Words of the names of places on the map: they are compared as places, not as words."""
        return frozenset(w for e in self.record.entities if e.kind == "place" and e.country for w in words(e.name))


def _commonest(counted: Counter[str]) -> str:
    return min(counted.items(), key=lambda x: (-x[1], x[0]))[0] if counted else ""


def _paragraphs(text: str) -> Iterable[_Paragraph]:
    start = 0
    for cut in PARAGRAPH.finditer(text):
        if text[start : cut.start()].strip():
            yield _Paragraph(start, text[start : cut.start()])
        start = cut.end()
    if text[start:].strip():
        yield _Paragraph(start, text[start:])


def _offices(record: Record) -> frozenset[str]:
    """Entities that hold an office or are quoted: they speak of many incidents."""
    quoted = {e for s in record.statements if s.source for e in (*s.source.entities, s.source.entity) if e}
    return frozenset(quoted | {e.id for e in record.entities if e.role or e.affiliation})


def _day(iso: str | None) -> int | None:
    if not iso:
        return None
    try:
        return date.fromisoformat(iso[:10]).toordinal()
    except ValueError:
        return None


def _clock(record: Record, incident: Incident | None) -> int | None:
    """Minutes after midnight of the first clock time that falls on the incident's day."""
    if incident is None or incident.date.earliest is None:
        return None
    for t in record.timexes:
        if t.type == "time" and t.earliest == incident.date.earliest and (found := _CLOCK.search(t.value)):
            return int(found[1]) * 60 + int(found[2])
    return None


def _id(ids: dict[str, str]) -> str | None:
    return f"geonames:{ids['geonames']}" if "geonames" in ids else next(iter(sorted(ids.values())), None)


def _spot(incident: Incident | None) -> Spot | None:
    place = incident.place if incident else None
    if place is None:
        return None
    known = place.gazetteer or (f"geonames:{place.geonames}" if place.geonames else None)
    return Spot(known, place.latitude, place.longitude, " ".join(words(place.name))[:80])


def _streets(text: str) -> tuple[str, ...]:
    """Folded names of streets, parks, bridges and the like, without the points of the compass and the kind."""
    names = (m[1] for rule in (_STREET, _BLOCK) for m in rule.finditer(text))
    folded = (" ".join(w for w in words(n) if w not in _COMPASS and w != "the") for n in names)
    return tuple(dict.fromkeys(f for f in folded if len(f) > 2))[:STREETS]


def _ages(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(m[1] or m[2]) for m in _AGED.finditer(text)}))[:12]


def _harmed(incident: Incident | None, harm: str) -> Harmed | None:
    total = incident.totals.get(harm) if incident else None
    return None if total is None else Harmed(total.low, total.high)


def _weighed(texts: Sequence[str], lead: Sequence[str], without: frozenset[str]) -> list[tuple[str, int]]:
    """The weightiest words and their weights in thousandths of the whole, heaviest first."""
    count = Counter(w for t in texts for w in words(t))
    count.update(lead)
    weighed = {}
    for word, n in count.items():
        weight = rarity(word)
        if weight < 12 or word in without or (len(word) == 1 and not word.isdigit()):
            continue
        weighed[word] = min(weight, RAREST) * (1.0 + 0.5 * (n > 1) + 0.5 * (n > 3))
    best = sorted(weighed.items(), key=lambda x: (-x[1], x[0]))[:WORDS]
    norm = sum(v * v for _, v in best) ** 0.5 or 1.0
    return [(w, round(1000 * v / norm)) for w, v in best]
