"""Records of invented reports, made by hand: every test says what its reports tell."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from onrecord.record import (
    Act,
    Article,
    Content,
    Cue,
    Entity,
    EntityKind,
    Figure,
    Hand,
    Incident,
    IncidentType,
    Mentions,
    Reader,
    Record,
    Source,
    Span,
    Statement,
    Total,
    When,
    Where,
    Who,
    words,
)


class Said(NamedTuple):
    """A statement: who, the words (as they stand in the text), and what is known of the speaker."""

    by: str
    words: str
    role: str | None = None
    aliases: tuple[str, ...] = ()
    kind: EntityKind = "person"
    act: Act = "asserts"
    through: str | None = None


class Event(NamedTuple):
    """An incident: where, when, how many were killed, and the words that tell of it."""

    place: str
    day: str
    killed: int | None = None
    words: str | None = None
    event: str = "Explosions/Remote violence"
    latitude: float = 44.0
    longitude: float = 20.0


def report(
    name: str,
    text: str,
    *said: Said,
    event: Event | None = None,
    title: str | None = None,
    outlet: str | None = "Kessar Voice",
    published: str | None = "2025-03-04",
    names: tuple[str, ...] = (),
) -> Record:
    """A record of ``text``. Speakers of one name are one entity."""
    entities: dict[str, Entity] = {}
    for each in said:
        if each.by not in entities:
            entities[each.by] = Entity(
                id=f"e{len(entities) + 1}", kind=each.kind, name=each.by, role=each.role, aliases=each.aliases
            )
    for each_name in names:
        entities[each_name] = Entity(id=f"e{len(entities) + 1}", kind="other", name=each_name)
    statements = tuple(
        Statement(
            id=f"s{n}",
            kind="indirect",
            content=Content(_at(text, each.words), each.words),
            source=Source(
                _at(text, each.words),
                each.words,
                each.by,
                each.role,
                None,
                entities[each.by].id,
                (entities[each.by].id,),
            ),
            cue=Cue(_at(text, each.words), each.words, each.act),
            reported_by=(Hand(_at(text, each.words), each.words, each.through),) if each.through else (),
        )
        for n, each in enumerate(said, 1)
    )
    return Record(
        reader=Reader(version="0", model="by hand"),
        input_id=name,
        article=Article(
            id="sha256:" + sha256(original(text)).hexdigest(),
            text=text,
            title=title,
            outlet=outlet,
            published=published,
        ),
        statements=statements,
        entities=tuple(entities.values()),
        incidents=(_incident(text, event),) if event is not None else (),
    )


def original(text: str) -> bytes:
    """The bytes that a record of ``text`` was read from."""
    return text.encode()


def _source(spans: tuple[Span, ...], said: Said, entity: str) -> Source:
    return Source(spans, said.words, said.by, said.role, None, entity, (entity,))


def _at(text: str, part: str) -> tuple[Span, ...]:
    start = text.index(part)
    return (Span(start, start + len(part)),)


def _incident(text: str, event: Event) -> Incident:
    spans = _at(text, event.words or text)
    counted = event.killed
    figures = () if counted is None else (
        Figure("f1", "killed", Who("people"), counted, counted, spans, words(text, spans)),
    )  # fmt: skip
    totals = {} if counted is None else {"killed": Total(counted, counted, "reported", ("f1",))}
    return Incident(
        id="i1",
        type=IncidentType("airstrike", event=event.event),
        mentions=Mentions(spans),
        date=When(event.day, event.day, "day", spans, words(text, spans), 1, 1),
        place=Where(event.place, spans, words(text, spans), event.latitude, event.longitude, precision="place"),
        figures=figures,
        totals=totals,
    )
