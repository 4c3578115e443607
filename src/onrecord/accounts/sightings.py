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
from math import log
from typing import NamedTuple

import msgspec

from onrecord.accounts.headline import harms, numbers
from onrecord.accounts.likeness import kilometres
from onrecord.accounts.rarity import RAREST, fold, rarity, words
from onrecord.accounts.words import those
from onrecord.record import Incident, Record

WORDS = 64
"""Weighty words kept of a sighting: with 96 or 128, scores on local news of shootings were the same."""
NAMES = 24
"""Names of persons kept: more than any report of one incident has that is no list."""
TOWNS = 12
STREETS = 8
STORY = 8
"""Names kept of the report as a whole: what stands beside its news is often told without a place, day or name."""
HISTORY = 3
"""Days by which an incident beside the main one is older, where it is history: news of one day is told for three."""
MENTIONS = 2
"""Mentions of an incident beside the main one, for it to found an incident: one is often a slip of the reader's."""
SHARE = 0.5
"""Of the main one's mentions, for the same: two incidents told at like length are two pieces of news."""
ELSEWHERE = 25.0
"""Kilometres from which a place is another town: nearer ones may be a city and its quarter."""
PARAGRAPH = re.compile(r"\n\s*\n|\n")
BESIDE_DAY = 80
"""Code points that the words of a day and those of the deed stand apart at most: about a clause."""
DAYS = 4
"""Words of a day that are looked at: a report that names it more often has said it beside the deed by then."""
REST = 1000
"""Code points up to which a text that tells of no incident may be the rest of a report whose title tells of one."""
TEXT = 20_000
"""Code points of a report looked at for words, ages and streets: a long page beyond that tells of other things."""

_AGED = re.compile(r"\b(\d{1,2})[- ]years?[- ]old\b|(?<=[a-z]), (\d{1,2})(?=,| of | was | and |\.)")
_TEASED = re.compile(r"\b\d{1,2}:\d\d (?=[A-Z‘“'])")
_CREDIT = re.compile(r"\b(?:photos?|photographs?|credit|courtesy|contact|images|video|staff)\W{0,3}$", re.IGNORECASE)
_STOP = re.compile(r"[.!?]['\"’”)]*\s+|\n+")
_SITE = re.compile(r"\s+(?:[|–—•:]|-{1,2})\s+")
_NAME = re.compile(r"(?<=[a-z,;] )[^\W\d_a-z][\w’'-]+")
_CLOCK = re.compile(r"T(\d\d):(\d\d)")
_STREET = re.compile(
    r"\b((?:(?:[A-Z][\w’'.-]*|\d{1,3}(?:st|nd|rd|th)) ){1,3})"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Court|Ct|Place|Pl|Highway|Hwy|Way|Parkway|Pkwy"
    r"|Circle|Terrace|Pike|Apartments|Park|Bridge|Market|Square|Hospital|Camp|School|Mosque|Church|Junction)\b"
)
_BLOCK = re.compile(r"\bblock of ((?:[A-Z0-9][\w’'.-]*\s?){1,3})")
_DROPPED = frozenset(
    words(
        "the north south east west n s e w northwest northeast southwest southeast nw ne sw se street st avenue ave"
        " road rd drive dr boulevard blvd lane ln court ct place pl highway hwy way parkway pkwy"
    )
)


_OUTLETS = frozenset(
    words(
        "news times post courier herald tribune gazette radio television tv press wire agency observer monitor daily"
        " weekly journal chronicle star telegraph mail standard sentinel bulletin reporter media online today"
    )
)


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


def distance(one: Spot, other: Spot) -> float | None:
    """Kilometres between two places; null where either has no point on the map."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return kilometres((one.latitude, one.longitude), (other.latitude, other.longitude))


class Sighting(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One report's telling of one incident.

    ``incident`` is the incident's id in its record, '' where the reader found none and the report stands for itself.
    ``main`` marks the incident that the report tells most of; ``background`` one told as history or in passing.
    ``founds`` says whether it is enough for an incident of its own: one that no member founds is kept and matched, and
    stays out of sight until a report comes that tells of it as news.
    ``echo`` marks one that may be the main incident in other words: it is placed nowhere, as it would tie two groups.
    ``published`` is a day, ``dated`` says that the incident's day stands beside the words for the deed and is not when
    somebody spoke, a toll rose or a suspect was held, ``clock`` is minutes after midnight, ``acts`` are the words that
    tell of it, ``exact`` says that ``place`` is a town and no region. ``towns`` are names of places, ``region`` is
    'country/admin1'. ``people`` are named persons who took part or may have, ``took_part`` those of them of whom the
    report says it, ``speakers`` those who hold an office or are quoted. ``title`` has the words of the title,
    ``numbers`` its numbers, ``lead`` the words of title and opening, ``words`` the weightiest of all with their
    ``weights`` (thousandths; their squares sum to a million). ``story`` are rare words of names in
    the whole report, commonest first, without those of outlets.
    """

    report: str
    incident: str
    background: bool = False
    main: bool = True
    founds: bool = True
    echo: bool = False
    published: int | None = None
    kind: str = ""
    event: str = ""
    earliest: int | None = None
    latest: int | None = None
    dated: bool = False
    clock: int | None = None
    place: Spot | None = None
    exact: bool = False
    acts: tuple[str, ...] = ()
    country: str = ""
    region: str = ""
    towns: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    took_part: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    ages: tuple[int, ...] = ()
    killed: Harmed | None = None
    injured: Harmed | None = None
    title: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    lead: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    weights: tuple[int, ...] = ()
    story: tuple[str, ...] = ()

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
        # '0:43 Man found dead 1:47 Her last words': films that a page offers; they are of other incidents.
        self.teasers = frozenset(n for n, p in enumerate(self.paragraphs) if len(_TEASED.findall(p.text)) > 1)
        self.starts = [p.start for p in self.paragraphs]
        self.stops = [m.end() for m in _STOP.finditer(self.text)]
        self.main = main_of(record.incidents)
        self.told = [self._told(i) for i in record.incidents]
        self.places = {" ".join(words(e.name)) for e in record.entities if e.kind == "place"}
        self.offices = _offices(record)
        self.story = _story(record, self.text)

    def _told(self, incident: Incident) -> frozenset[int]:
        """The paragraphs (by place) that tell of an incident."""
        return frozenset(self.at(span.start) for span in incident.mentions.spans if span.start < len(self.text))

    def at(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def _sentences(self, incident: Incident | None) -> Iterable[str]:
        """The sentences with an incident's own words."""
        spans = [*incident.mentions.spans, *(s for f in incident.figures for s in f.spans)] if incident else []
        cuts = sorted({bisect_right(self.stops, s.start) for s in spans if s.start < len(self.text)})
        for n in cuts:
            start = self.stops[n - 1] if n else 0
            yield self.text[start : self.stops[n] if n < len(self.stops) else len(self.text)]

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
        mine = mine - self.teasers or mine
        told = [self.paragraphs[n].text for n in sorted(mine)] if main else list(self._sentences(incident))
        title = _headline(record.article.title or "")
        shown = [n for n in range(len(self.paragraphs)) if n not in self.teasers]
        first = min(self._told(incident), default=0) if incident else 0
        opening = sorted({*shown[:1], first} - self.teasers) if shown else []
        lead = words("\n".join((title, *(self.paragraphs[n].text for n in opening)))) if main else []
        people, took_part, speakers = self._persons(incident, mine)
        towns, region, country = self._towns(incident, mine)
        kept = _weighed([title, *told] if main else told, lead, self._place_words())
        stands = incident is None or main or (not self._history(incident) and self._stands(incident))
        return Sighting(
            report=self.id,
            incident=incident.id if incident else "",
            background=not stands or bool(incident and incident.background),
            main=main,
            founds=stands and (incident is not None or self._titled(title)),
            echo=bool(incident and not stands and self._echoes(incident)),
            published=_day(record.article.published),
            kind=incident.type.kind if incident else "",
            event=(incident.type.event or "") if incident else "",
            earliest=_day(incident.date.earliest) if incident else None,
            latest=_day(incident.date.latest) if incident else None,
            dated=self._dated(incident),
            clock=_clock(record, incident),
            place=_spot(incident),
            acts=_acts(record, incident),
            exact=bool(incident and incident.place and incident.place.precision in ("place", "near")),
            country=country,
            region=region,
            towns=towns,
            people=people,
            took_part=took_part,
            speakers=speakers,
            streets=_streets(" \n".join((title, *told))),
            ages=_ages(" \n".join((title, *told))),
            killed=_harmed(incident, "killed"),
            injured=_harmed(incident, "injured"),
            title=tuple(sorted({w for w in words(title) if rarity(w) >= 12})[:24]) if main else (),
            numbers=numbers(title) if main else (),
            lead=tuple(sorted({w for w in lead if rarity(w) >= 20}, key=lambda w: (-rarity(w), w))[:40]),
            words=tuple(w for w, _ in kept),
            weights=tuple(n for _, n in kept),
            story=self.story,
        )

    def _dated(self, incident: Incident | None) -> bool:
        """Whether the words of its day stand in one sentence with words for the deed, and nothing else is between."""
        if incident is None or incident.date.precision != "day":
            return False
        for day in incident.date.spans[:DAYS]:
            for told in incident.mentions.spans:
                start, end = (told.end, day.start) if told.start < day.start else (day.end, told.start)
                if start <= end <= start + BESIDE_DAY and end <= len(self.text):
                    between = self.text[start:end] + " " + self.text[told.start : told.end]
                    if not _STOP.search(between) and those("day", "others").isdisjoint(words(between)):
                        return True
        return False

    def _titled(self, title: str) -> bool:
        """Whether the title tells of an incident, and the text is no more than what a pay wall leaves of one."""
        return len(self.record.article.text) <= REST and harms(title)

    def _history(self, incident: Incident) -> bool:
        """Whether it is told as history: so the reader says, or news stands beside it that is days younger."""
        main = self.main
        if incident.background or main is None or incident is main:
            return incident.background
        mine, its = _day(incident.date.latest), _day(main.date.earliest)
        return mine is not None and its is not None and its - mine > HISTORY

    def _stands(self, incident: Incident) -> bool:
        """Whether an incident beside the main one harmed others, and is of another kind or told at length elsewhere."""
        main = self.main
        if main is None or incident.type.kind == "arrest" or not incident.totals:
            return False
        if _harmed_words(incident) & _harmed_words(main):
            return False
        here, there = _spot(incident), _spot(main)
        day = incident.date.earliest
        if incident.type.kind != main.type.kind:
            # In the news' own town on its own day it may be the news in another word: once is not enough for it.
            beside = here is not None and there is not None and here.name == there.name and day == main.date.earliest
            return not beside or len(incident.mentions.spans) >= MENTIONS
        told = len(incident.mentions.spans)
        if not {"killed", "injured"} & incident.totals.keys() or told < max(MENTIONS, SHARE * len(main.mentions.spans)):
            return False
        own_day = bool(day and incident.date.precision == "day" and day != main.date.earliest)
        if here is None or there is None or here.name == there.name:
            return False
        return own_day or (distance(here, there) or 0.0) > ELSEWHERE

    def _echoes(self, incident: Incident) -> bool:
        """Whether an incident beside the main one is of its kind and has no day or place of its own, or its victims."""
        main = self.main
        if main is None or incident is main or incident.background or incident.type.kind != main.type.kind:
            return False
        day, here, there = incident.date.earliest, _spot(incident), _spot(main)
        own_day = day is not None and day != main.date.earliest
        own_place = False
        if here is not None and there is not None and here.name != there.name:
            apart = distance(here, there)
            own_place = apart is None or apart > ELSEWHERE
        return not (own_day or own_place) or bool(_harmed_words(incident) & _harmed_words(main))

    def _persons(self, incident: Incident | None, mine: frozenset[int]) -> tuple[tuple[str, ...], ...]:
        """Named persons of the paragraphs ``mine``: those who may have taken part, those of them of whom the report
        says it, and those in an office or quoted."""
        part = {p.entity for p in incident.participants if p.entity} if incident else set()
        harmed = {p.entity for p in incident.participants if p.entity and p.role == "victim"} if incident else set()
        people: list[str] = []
        took_part: list[str] = []
        speakers: list[str] = []
        for e in self.record.entities:
            if e.kind != "person" or not (e.id in part or any(self.at(s.start) in mine for s in e.mentions)):
                continue
            name = " ".join(words(e.name))
            first = min((m.start for m in e.mentions), default=0)
            if _CREDIT.search(self.text, max(0, first - 14), first):
                continue
            if (
                " " not in name
                or name in self.places
                or not e.name[:1].isupper()
                or not e.name.split()[-1][:1].isupper()
            ):
                continue
            (speakers if e.id in self.offices and e.id not in harmed else people).append(name)
            if e.id in part:
                took_part.append(name)
        return tuple(tuple(dict.fromkeys(each))[:NAMES] for each in (people, took_part, speakers))

    def _towns(self, incident: Incident | None, mine: frozenset[int]) -> tuple[tuple[str, ...], str, str]:
        """Folded names of the places that the report names, its title's and opening's first; the region and country.

        Names and not the gazetteer's ids: one name is often taken for two places of that name.
        """
        count: Counter[str] = Counter()
        regions: Counter[str] = Counter()
        countries: Counter[str] = Counter()
        title = f" {' '.join(words(self.record.article.title or ''))} "
        for e in self.record.entities:
            if e.kind != "place":
                continue
            near = sum(1 for s in e.mentions if self.at(s.start) in mine)
            if not near:
                continue
            name = " ".join(words(e.name))
            if e.admin1:
                regions[f"{e.country}/{e.admin1}"] += near
            if e.country:
                countries[e.country] += near
            if name and not e.name.endswith(".") and name not in (fold(e.admin1 or ""), fold(e.country or "")):
                opening = any(self.at(s.start) == 0 for s in e.mentions)
                count[name] += near + 20 * (f" {name} " in title) + 10 * opening
        place = incident.place if incident else None
        country = (place.country if place else None) or _commonest(countries)
        region = f"{place.country}/{place.admin1}" if place and place.admin1 else _commonest(regions)
        towns = tuple(t for t, _ in sorted(count.items(), key=lambda x: (-x[1], x[0])))[:TOWNS]
        return towns, fold(region), fold(country)

    def _place_words(self) -> frozenset[str]:
        """Words of the names of places on the map: they are compared as places, not as words."""
        return frozenset(w for e in self.record.entities if e.kind == "place" for w in words(e.name))


def _headline(title: str) -> str:
    """The longest part of a title: 'Two hurt in market fire - Radio Nine' without its site."""
    return max(_SITE.split(title), key=len)


def _story(record: Record, text: str) -> tuple[str, ...]:
    """Rare words of names, commonest first; a word in capitals after a word without is a name's."""
    article = record.article
    again = article.republished_from
    outlets = [article.outlet, *article.agencies, *article.authors, *([again.outlet, again.author] if again else [])]
    own = _OUTLETS.union(*(words(o) for o in outlets if o))
    count = Counter(w for name in _NAME.findall(text) for w in words(name))
    rare = [w for w in count if rarity(w) == RAREST and w not in own and len(w) > 2]
    return tuple(sorted(rare, key=lambda w: (-count[w], w))[:STORY])


def _acts(record: Record, incident: Incident | None) -> tuple[str, ...]:
    """The folded words that tell of an incident, commonest first."""
    if incident is None:
        return ()
    text = record.article.text
    count = Counter(w for s in incident.mentions.spans for w in words(text[s.start : s.end]) if rarity(w) >= 12)
    return tuple(w for w, _ in sorted(count.items(), key=lambda x: (-x[1], x[0])))[:16]


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


def _spot(incident: Incident | None) -> Spot | None:
    place = incident.place if incident else None
    if place is None:
        return None
    known = place.gazetteer or (f"geonames:{place.geonames}" if place.geonames else None)
    name = " ".join(words(place.name))[:80]
    if known is None and place.precision in ("country", "region"):
        return Spot(None, None, None, name)  # a village that no list has: the point is its country's, not its own
    return Spot(known, place.latitude, place.longitude, name)


def _streets(text: str) -> tuple[str, ...]:
    """Folded names of streets, parks, bridges and the like, without the points of the compass and the kind."""
    names = (m[1] for rule in (_STREET, _BLOCK) for m in rule.finditer(text))
    folded = (" ".join(w for w in words(n) if w not in _DROPPED) for n in names)
    return tuple(dict.fromkeys(f for f in folded if len(f) > 2))[:STREETS]


def _ages(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(m[1] or m[2]) for m in _AGED.finditer(text)}))[:12]


def _harmed_words(incident: Incident) -> set[str]:
    """Weighty words of whom it harmed: a second telling of one incident mostly has one of them again."""
    texts = [f.text for f in incident.figures] + [p.name for p in incident.participants if p.role == "victim"]
    return {w for t in texts for w in words(t) if rarity(w) >= 25}


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
        weighed[word] = min(weight, RAREST) * (1.0 + log(n))
    best = sorted(weighed.items(), key=lambda x: (-x[1], x[0]))[:WORDS]
    norm = sum(v * v for _, v in best) ** 0.5 or 1.0
    return [(w, round(1000 * v / norm)) for w, v in best]
