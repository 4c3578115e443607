"""The record: what reading one report yields.

Every value here is frozen and slotted, is read from and written to JSON without loss, and its JSON Schema
is made from these types. Offsets are half-open ``[start, end)`` counts of Unicode code points into
``Article.text``; :func:`check` proves that every span's words stand there.

This module imports nothing else of onrecord.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import msgspec

FORMAT: Literal["onrecord.record/1"] = "onrecord.record/1"


class OnrecordError(Exception):
    """Base of every error that onrecord raises on purpose; its text is one sentence for the user."""


class Span(NamedTuple):
    """Half-open range of code points in ``Article.text``."""

    start: int
    end: int


Spans = tuple[Span, ...]

StatementKind = Literal["direct", "indirect", "mixed"]
SourceKind = Literal["person", "organisation", "group", "document", "anonymous"]
Act = Literal["asserts", "denies", "accuses", "doubts", "orders", "asks", "promises", "predicts", "thinks", "feels"]
EntityKind = Literal["person", "organisation", "place", "group", "document", "event", "other"]


class _Value(msgspec.Struct, frozen=True, omit_defaults=False, gc=False, forbid_unknown_fields=False):
    """A frozen, slotted value."""


class Topics(_Value, frozen=True):
    """What a report says it is about, as its own labels put it."""

    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


class Republication(_Value, frozen=True):
    """Where the report says that it was first published. A field that it does not give is null."""

    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    published: str | None = None


class Furniture(_Value, frozen=True):
    """Words of the page that are not the article: kept, with their kind, never read for statements.

    ``kind`` is one of ``newsletter, social, rights, disclaimer, navigation, translation, share, credit,
    caption, head, byline, origin, contact, comment, mail, page, advert, donation, other``.
    """

    kind: str
    text: str


class Slice(NamedTuple):
    """``length`` code points of ``Article.text`` from ``start`` stand at ``original`` in the decoded input."""

    start: int
    original: int
    length: int


class Article(_Value, frozen=True):
    """A report's clean text with its title, authors, outlet, date and topics.

    ``id`` is ``sha256:`` and the hash of the original bytes. ``published`` and ``modified`` are ISO 8601
    dates, with a time where the report has one. ``language`` is a BCP 47 code. ``slices`` maps the text back
    to the decoded original where the text was cut from it (plain text), and is null where it was rendered
    (HTML, PDF).
    """

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    topics: Topics = Topics()
    agencies: tuple[str, ...] = ()
    republished_from: Republication | None = None
    rights: str | None = None
    furniture: tuple[Furniture, ...] = ()
    slices: tuple[Slice, ...] | None = None


class Source(_Value, frozen=True):
    """Who made a statement: the words that say so, and the fullest name the article gives.

    ``entities`` lists every speaker of a joint statement, ``entity`` the first of them.
    """

    spans: Spans
    text: str
    name: str | None = None
    role: str | None = None
    kind: SourceKind | None = None
    entity: str | None = None
    entities: tuple[str, ...] = ()


class Cue(_Value, frozen=True):
    """The words that say that something is said, and what is done by saying it."""

    spans: Spans
    text: str
    act: Act = "asserts"


class Content(_Value, frozen=True):
    """The words that are attributed."""

    spans: Spans
    text: str


class Hand(_Value, frozen=True):
    """One hand through which a statement came: 'X told Y' came through Y."""

    spans: Spans
    text: str
    name: str | None = None
    entity: str | None = None


class Statement(_Value, frozen=True):
    """One attribution: source, cue and content. ``source`` is null where the text names nobody."""

    id: str
    kind: StatementKind
    content: Content
    source: Source | None = None
    cue: Cue | None = None
    reported_by: tuple[Hand, ...] = ()
    confidence: float = 1.0


class Entity(_Value, frozen=True):
    """One person, organisation, place or the like, with every mention of it that was found."""

    id: str
    kind: EntityKind
    name: str
    mentions: Spans = ()
    role: str | None = None
    affiliation: str | None = None
    aliases: tuple[str, ...] = ()
    ids: dict[str, str] = {}


class Reader(_Value, frozen=True):
    """What read the report: versions, and which parts of the record it looks for."""

    version: str
    model: str
    reads: tuple[str, ...] = ()


class Record(_Value, frozen=True, kw_only=True):
    """What reading one report yields.

    ``incidents`` and ``timexes`` are part of the format; a reader that does not look for them leaves them
    empty and does not list them in ``reader.reads``.
    """

    format: Literal["onrecord.record/1"] = FORMAT
    reader: Reader
    input_id: str | None = None
    article: Article
    statements: tuple[Statement, ...] = ()
    entities: tuple[Entity, ...] = ()
    incidents: tuple[dict[str, Any], ...] = ()
    timexes: tuple[dict[str, Any], ...] = ()


class SpanError(OnrecordError):
    """A span's words do not stand at its offsets."""


def words(text: str, spans: Spans) -> str:
    """The words at ``spans``; pieces of a discontiguous span are joined by ' … '."""
    return " … ".join(text[start:end] for start, end in spans)


def spans_of(record: Record) -> Iterator[tuple[str, Spans, str]]:
    """Every ``(where, spans, words)`` of a record, ``where`` a path such as ``s1.source``."""
    for s in record.statements:
        yield f"{s.id}.content", s.content.spans, s.content.text
        if s.source is not None:
            yield f"{s.id}.source", s.source.spans, s.source.text
        if s.cue is not None:
            yield f"{s.id}.cue", s.cue.spans, s.cue.text
        for n, hand in enumerate(s.reported_by):
            yield f"{s.id}.reported_by[{n}]", hand.spans, hand.text


def check(record: Record) -> None:
    """Raise :class:`SpanError` unless every span is in order, in the text, and has exactly its words."""
    text = record.article.text

    def ordered(where: str, spans: Spans) -> None:
        last = 0
        for start, end in spans:
            if not last <= start < end <= len(text):
                raise SpanError(
                    f"{where} has the span [{start}, {end}), which is empty, out of order or outside the text of "
                    f"{len(text)} characters."
                )
            last = end

    for where, spans, said in spans_of(record):
        ordered(where, spans)
        if words(text, spans) != said:
            raise SpanError(f"{where} says {said!r} but the text has {words(text, spans)!r} there.")
    known = {e.id for e in record.entities}
    for e in record.entities:
        for mention in e.mentions:
            ordered(e.id, (mention,))
    for s in record.statements:
        pointed = [s.source.entity if s.source else None, *(h.entity for h in s.reported_by)]
        for entity in pointed:
            if entity is not None and entity not in known:
                raise SpanError(f"{s.id} points at the entity {entity!r}, which the record does not have.")


def to_json(record: Record) -> bytes:
    """One line of JSON, UTF-8. Lone surrogates, which UTF-8 cannot hold, never reach an Article's text."""
    return msgspec.json.encode(record)


def from_json(data: bytes | str) -> Record:
    """The record in ``data``; raises :class:`OnrecordError` naming the first field that is wrong."""
    try:
        return msgspec.json.decode(data, type=Record)
    except msgspec.MsgspecError as error:
        raise OnrecordError(f"This is not a record in the format {FORMAT}: {error}.") from error


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record, made from these types."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FORMAT, **msgspec.json.schema(Record)}
