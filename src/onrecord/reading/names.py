"""Names: every speaker resolved to the fullest name that the article gives, and all who are named in it.

``resolve`` takes statements whose spans are set and gives them back with names, roles and entities. It reads rules
and data alone; where the text does not tell who is meant, the words themselves stay the name.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.reading.cast import Actor, fullest, gather
from onrecord.reading.context import context_role, context_sort
from onrecord.reading.mentions import Mention, names, organisation
from onrecord.reading.offices import known_by_office, rank
from onrecord.reading.scene import gender_votes, scene
from onrecord.reading.speakers import prepare, run
from onrecord.reading.titles import given_names, nouns, titles
from onrecord.reading.words import fold, page
from onrecord.record import Entity, EntityKind, Hand, Source, SourceKind, Span, Spans, Statement

__all__ = ["Mention", "moved", "resolve"]

# Some 30,000 words, longer than all but book-length reports; resolving that much takes about a second.
LIMIT = 200_000


def resolve(
    text: str,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    *,
    author: str | None = None,
    narrator: str | None = None,
) -> tuple[tuple[Statement, ...], tuple[Entity, ...]]:
    """The statements with names, roles, kinds and entities, and every entity of the article.

    ``text`` is the article's; ``mentions`` are the encoder's, and may be wrong; ``statements`` keep their order.
    ``author``, who signed it, or else ``narrator``, whose page it is, is whom 'I' and 'we' mean outside quotations.
    A text longer than ``LIMIT`` is resolved in pieces, so that time and memory stay in step with its length; a name is
    then the same in all of them,
    a pronoun finds its speaker in its own."""
    teller = _signed(author) if author else _teller(narrator) if narrator else None
    if len(text) <= LIMIT:
        return _resolve(text, mentions, statements, teller)
    done: dict[int, Statement] = {}
    every: dict[tuple[str, str], Entity] = {}
    start = 0
    while start < len(text):
        cut = text.rfind("\n", start + LIMIT // 2, start + LIMIT) + 1 if start + LIMIT < len(text) else len(text)
        end = cut or start + LIMIT
        inside = [n for n, one in enumerate(statements) if all(start <= s and e <= end for s, e in _spans(one))]
        marks = [
            m._replace(start=m.start - start, end=m.end - start) for m in mentions if start <= m.start and m.end <= end
        ]
        found, entities = _resolve(text[start:end], marks, [moved(statements[n], -start) for n in inside], teller)
        ids: dict[str, str] = {}
        for one in entities:
            key = (one.kind, one.name)
            before = every.get(key)
            ids[one.id] = before.id if before else f"e{len(every) + 1}"
            spans = tuple(Span(s + start, e + start) for s, e in one.mentions)
            every[key] = msgspec.structs.replace(
                before or one, id=ids[one.id], mentions=(*(before.mentions if before else ()), *spans)
            )
        done.update((n, moved(one, start, ids)) for n, one in zip(inside, found, strict=True))
        start = end
    return tuple(done.get(n, one) for n, one in enumerate(statements)), tuple(every.values())


def _spans(one: Statement) -> list[Span]:
    source = one.source.spans if one.source else ()
    return [
        *one.content.spans,
        *source,
        *(one.cue.spans if one.cue else ()),
        *(s for h in one.reported_by for s in h.spans),
    ]


def moved(one: Statement, by: int, ids: dict[str, str] | None = None) -> Statement:
    """The statement with its spans moved, and its entities renamed."""
    known = ids or {}

    def spans(given: Spans) -> Spans:
        return tuple(Span(s + by, e + by) for s, e in given)

    source = one.source and msgspec.structs.replace(
        one.source,
        spans=spans(one.source.spans),
        entity=known.get(one.source.entity or "", one.source.entity),
        entities=tuple(known.get(e, e) for e in one.source.entities),
    )
    cue = one.cue and msgspec.structs.replace(one.cue, spans=spans(one.cue.spans))
    through = tuple(
        msgspec.structs.replace(h, spans=spans(h.spans), entity=known.get(h.entity or "", h.entity))
        for h in one.reported_by
    )
    content = msgspec.structs.replace(one.content, spans=spans(one.content.spans))
    return msgspec.structs.replace(one, source=source, cue=cue, content=content, reported_by=through)


def _resolve(
    text: str, mentions: Sequence[Mention], statements: Sequence[Statement], teller: Actor | None
) -> tuple[tuple[Statement, ...], tuple[Entity, ...]]:
    quoted = [(s, e) for one in statements if one.kind == "direct" for s, e in one.content.spans]
    sheet = page(text, quoted=quoted)
    if not sheet.words:
        return tuple(statements), ()
    starts = frozenset(one.source.spans[0].start for one in statements if one.source is not None and one.source.spans)
    cast = gather(sheet, names(sheet, mentions, sources=starts))
    for name in cast.names:
        actor = cast.at.get(name.first)
        if actor is None:
            continue
        if not actor.titles:
            sort = context_sort(sheet, name.first, name.last)
            if sort is not None:
                actor.sorts.add(sort)
                strange = actor.kind == "person" and not actor.titles and not actor.role and actor.gender is None
                if (strange or actor.kind in {"other", "place"}) and sort not in nouns().documents:
                    actor.kind = "organisation"
        if actor.kind not in {"person", "other"}:
            continue
        if actor.role is None or rank(sheet, actor.role):
            role, affiliation, gender = context_role(sheet, name.first, name.last)
            if role is not None and (actor.role is None or not rank(sheet, role)):
                actor.role = role
                actor.affiliation = actor.affiliation or affiliation
                actor.gender = actor.gender or gender
                actor.kind = "person"
    gender_votes(sheet, cast)
    found = run(prepare(sheet, cast, scene(sheet, cast), statements, teller))
    fullest(cast)
    every = _entities(sheet.text, [a for a in cast.actors if a.mentions and not a.members])
    ids = {id(actor): entity.id for actor, entity in every}
    out: list[Statement] = []
    for statement, (actors, hands) in zip(statements, found, strict=True):
        source = statement.source
        if source is not None and actors:
            source = _source(source, actors, ids)
        given = []
        for hand, who in zip(statement.reported_by, hands, strict=True):
            given.append(
                Hand(
                    hand.spans,
                    hand.text,
                    name=_joined(who) or hand.name,
                    entity=next((ids[id(a)] for a in who if id(a) in ids), None),
                )
            )
        out.append(msgspec.structs.replace(statement, source=source, reported_by=tuple(given)))
    return tuple(out), tuple(entity for _, entity in every)


def _signed(name: str) -> Actor:
    """Who signed the report: a person by a given name, or as soon as the report says 'I'."""
    actor = _teller(name)
    low = [fold(w) for w in name.split()]
    if len(low) > 1 and not organisation(low) and not any(w in titles().groups for w in low):
        actor.sorts.add("author")
    return actor


def _teller(name: str) -> Actor:
    """Who says 'I' or 'we' in the report's own voice: a person by a given name, else a body."""
    low = [fold(w) for w in name.split()]
    person = not organisation(low) and any(w in given_names() for w in low)
    return Actor("person" if person else "organisation", name, named=True)


def shown(actor: Actor) -> str:
    """The actor's name as a table shows it: a bare surname keeps its title."""
    if actor.kind == "person" and actor.named and actor.styled is not None and len(actor.name.split()) == 1:
        return actor.styled
    return actor.name


def _joined(actors: Sequence[Actor]) -> str | None:
    said = [shown(a) for a in actors]
    if len(said) > 1:
        return ", ".join(said[:-1]) + " and " + said[-1]
    return said[0] if said else None


def _kind(actor: Actor) -> SourceKind:
    if actor.kind == "person":
        return "person" if actor.named else "anonymous"
    if actor.kind == "group":
        return "group"
    if actor.kind == "document":
        return "document"
    if actor.kind in {"organisation", "place"}:
        return "organisation"
    return "group" if actor.many else "person" if actor.named else "anonymous"


def _source(source: Source, actors: Sequence[Actor], ids: dict[int, str]) -> Source:
    flat = [m for a in actors for m in (a.members or (a,))]
    every = tuple(dict.fromkeys(ids[id(a)] for a in flat if id(a) in ids))
    kinds = [_kind(a) for a in flat]
    if kinds[0] == "anonymous" and known_by_office(source.text):
        kinds[0] = "person"
    roles = list(dict.fromkeys(a.role for a in flat if a.role and (a.kind == "person")))
    return msgspec.structs.replace(
        source,
        name=_joined(flat),
        role="; ".join(roles) or None,
        kind=kinds[0],
        entity=every[0] if every else None,
        entities=every,
    )


def _entities(text: str, actors: Sequence[Actor]) -> list[tuple[Actor, Entity]]:
    ordered = sorted(actors, key=lambda a: min(a.mentions))
    out: list[tuple[Actor, Entity]] = []
    for n, actor in enumerate(ordered, 1):
        kind: EntityKind = actor.kind
        if kind == "other" and actor.spoke:
            kind = "group" if actor.many else "person"
        name = shown(actor)
        out.append(
            (
                actor,
                Entity(
                    id=f"e{n}",
                    kind=kind,
                    name=name,
                    mentions=tuple(Span(s, e) for s, e in sorted(actor.mentions)),
                    role=actor.role,
                    affiliation=actor.affiliation,
                    aliases=tuple(a for a in actor.aliases if a != name),
                ),
            )
        )
    return out
