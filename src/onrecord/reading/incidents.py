"""Incidents: what happened, when, where, to whom, and how many were harmed according to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from onrecord.reading.actors import participants
from onrecord.reading.background import in_passing, looking_back
from onrecord.reading.claimants import claimants
from onrecord.reading.clusters import Cluster, Facts, Range, clusters, kind_of, told_of
from onrecord.reading.counts import count_phrases
from onrecord.reading.disputes import disputed, with_disputes
from onrecord.reading.expected import divided, settled
from onrecord.reading.figures import Phrases, figures
from onrecord.reading.former import former
from onrecord.reading.givers import apart
from onrecord.reading.kinds import kinds
from onrecord.reading.moods import moods
from onrecord.reading.overlooked import found_besides
from onrecord.reading.places import PlaceMention
from onrecord.reading.plain import deed
from onrecord.reading.referents import referred
from onrecord.reading.same_people import same_people
from onrecord.reading.signs import Part, Signs
from onrecord.reading.site import Site
from onrecord.reading.sums import flags, parts
from onrecord.reading.totals import totals
from onrecord.reading.unharmed import less_unharmed
from onrecord.reading.victims import victims
from onrecord.reading.weapons import weapons
from onrecord.reading.when import Calendar
from onrecord.reading.words import Page
from onrecord.record import (
    Entity,
    Figure,
    Incident,
    IncidentType,
    Mentions,
    Participant,
    Span,
    Statement,
    Status,
    Timex,
    When,
    Where,
    words,
)

_Worded = TypeVar("_Worded", When, Where, Participant)
STATUS: dict[str, Status] = {"planned": "planned", "threatened": "threatened", "hypothetical": "hypothetical"}


class Known(NamedTuple):
    """What is known of an article before its incidents are put together."""

    text: str
    page: Page
    statements: Sequence[Statement]
    entities: Sequence[Entity]
    times: Sequence[Timex]
    places: Sequence[PlaceMention]
    published: str | None = None
    title: str | None = None


def incidents(found: Signs, known: Known) -> tuple[tuple[Incident, ...], tuple[Incident, ...]]:
    """The incidents that happened and those that are only planned, threatened or supposed, in the order of the text."""
    calendar = Calendar(known.text, known.times, known.statements, known.page, published=known.published)
    site = Site(known.text, known.places, known.page)
    phrases = Phrases(count_phrases(known.text), known.text)
    countings = found_besides(known.text, known.page, phrases.phrases, found.countings)
    found = found._replace(countings=less_unharmed(known.text, phrases.phrases, countings))
    claims = claimants(known.statements, found.tellings, found.parts, known.page)
    found = found._replace(parts=sorted([*found.parts, *claims], key=lambda p: p.start))
    every = joined(found, known, calendar, site)
    happened, prospects = _told(every, found, known, calendar, site, phrases)
    if all(i.background for i in happened):
        plain = deed(known.text, known.page, found.parts, calendar, every)
        if plain is not None:
            said = {t.start for t in plain.tellings}
            others = [c for c in every if c.countings or not all(t.start in said for t in c.tellings)]
            happened, prospects = _told([*others, plain], found, known, calendar, site, phrases)
    return happened, prospects


def _told(
    every: Sequence[Cluster], found: Signs, known: Known, calendar: Calendar, site: Site, phrases: Phrases
) -> tuple[tuple[Incident, ...], tuple[Incident, ...]]:
    """Clusters as incidents: those that happened and those that have not."""
    made: list[Incident] = []
    number = 1
    wheres = site.wheres(every, statements=known.statements, entities=known.entities, title=known.title)
    for c, date, place in zip(every, calendar.dates(every), wheres, strict=True):
        one = _incident(c, known, date, place, phrases, number)
        made.append(one)
        number += len(one.figures)
    disputes = disputed([f for i in made for f in i.figures], known.statements, phrases)
    if disputes:
        made = [replace(i, figures=with_disputes(i.figures, disputes)) for i in made]
    paired = [(i, c) for i, c in zip(made, every, strict=True) if i.status == "happened"]
    prospects = [i for i in made if i.status != "happened"]
    main = max((i for i, _ in paired), key=lambda i: (not i.background, len(i.mentions.spans)), default=None)
    happened = looking_back(paired, main, known.page, known.published)
    expected = {harm: list(e) for harm, e in found.expected.items()}
    numbered = [
        replace(i, id=f"i{n}", totals=totals(_standing(known.text, i), expected if i is main else None))
        for n, i in enumerate((*happened, *prospects), 1)
    ]
    return tuple(numbered[: len(happened)]), tuple(numbered[len(happened) :])


def _standing(text: str, one: Incident) -> Sequence[Figure]:
    """Its figures without those that were told before and stand no more; all where there are no others."""
    return [f for f in one.figures if not former(text, f)] or one.figures


def as_written(one: Incident, text: str) -> Incident:
    """The incident with its words as ``text`` writes them, where another writing of it was read."""

    def of(x: _Worded) -> _Worded:
        return replace(x, text=words(text, x.spans))

    return replace(
        one,
        date=of(one.date),
        place=one.place and of(one.place),
        participants=tuple(map(of, one.participants)),
        weapons=tuple(replace(w, name=words(text, w.spans)) for w in one.weapons),
        figures=tuple(
            replace(
                f,
                text=words(text, f.spans),
                who=replace(f.who, text=words(text, f.who.spans)),
                blamed_on=tuple(map(of, f.blamed_on)),
            )
            for f in one.figures
        ),
    )


def joined(found: Signs, known: Known, calendar: Calendar, site: Site) -> list[Cluster]:
    """An article's clusters, less those of which nothing tells but a stray part."""
    found = found._replace(
        tellings=moods(found.tellings, calendar, known.published),
        countings=settled(known.text, found.countings, found.expected),
    )
    every = divided(clusters(found, _facts(found.parts, calendar, site), known.page), found.expected)
    return [c for c in every if c.tellings or c.countings]


def _facts(own: Sequence[Part], calendar: Calendar, site: Site) -> Facts:
    """The days and the place that a sentence's marked parts give."""
    days: dict[int, Range | None] = {}
    places: dict[int, str | None] = {}
    for part in own:
        if part.part == "date" and part.sentence not in days:
            covered = calendar.marked(part.sentence, Cluster(parts=[part]))
            ranges = [r for n in covered if (r := calendar.range(n))]
            if ranges:
                days[part.sentence] = ranges[0]
        elif part.part == "place" and part.sentence not in places:
            places[part.sentence] = site.key(part)

    def facts(sentence: int) -> tuple[Range | None, str | None]:
        if sentence not in days:
            days[sentence] = calendar.only_days(sentence)
        return days[sentence], places.get(sentence)

    return facts


def _incident(c: Cluster, known: Known, date: When, place: Where | None, phrases: Phrases, number: int) -> Incident:
    """One incident with its date and place."""
    text = known.text
    kind = kinds()[kind_of(c, text)]
    told = told_of(c)
    took_part = participants(text, c.parts, known.entities, known.statements)
    blamed = [p for p in took_part if p.role == "perpetrator"]
    counted = figures(text, c.countings, known.statements, blamed, known.times, phrases, number=number)
    counted = referred(same_people(parts(counted, text), text), text, phrases.phrases)
    took_part += victims(text, counted, known.entities)
    likely = [t.likely for t in c.tellings] + [f.likely for f in c.countings]
    return Incident(
        id="",
        type=IncidentType(kind.name, "acled", kind.event, kind.sub_event),
        mentions=Mentions(apart(Span(t.start, t.end) for t in c.tellings)),
        date=date,
        place=place,
        participants=took_part,
        weapons=weapons(text, c.parts),
        figures=counted,
        flags=flags(counted),
        background=told == "background" or in_passing(c, took_part, date, known.page),
        status=STATUS.get(told, "happened"),
        confidence=round(max(likely), 3),
    )
