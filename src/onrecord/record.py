"""The record: what reading one report yields.

Every value here is frozen and slotted, is read from and written to JSON without loss, and its JSON Schema
is made from these types. Offsets are half-open ``[start, end)`` counts of Unicode code points into
``Article.text``; :func:`check` proves that every span's words stand there.

This module imports nothing else of onrecord.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, Self

import msgspec

FORMAT: Literal["onrecord.record/1"] = "onrecord.record/1"


class Sentence(str):
    """Words for the user that keep what they were made of: ``template``, in which ``{name}`` stands for one of
    ``values`` (numbers, words, other sentences). As a string it is the English; the desk says it in other languages."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, str | int | float]

    def __new__(cls, template: str = "", /, **values: Any) -> Self:
        """The template with the values in it; without values it stands as it is."""
        kept = {name: _kept(value) for name, value in values.items()}
        made = super().__new__(cls, template.format(**kept) if kept else template)
        made.template, made.values = template, kept
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return _sentence, (self.template, self.values)


def _sentence(template: str, values: dict[str, Any]) -> Sentence:
    return Sentence(template, **values)


def _kept(value: object) -> str | int | float:
    if isinstance(value, OnrecordError):
        return value.sentence
    return value if isinstance(value, str | int | float) else str(value)


class OnrecordError(Exception):
    """Base of every error that onrecord raises on purpose; its text is one sentence for the user.

    Made as a :class:`Sentence` is, which it keeps: ``LedgerError("There is no ledger at {name}.", name=name)``.
    """

    def __init__(self, sentence: str = "", /, **values: Any) -> None:
        self.sentence = sentence if isinstance(sentence, Sentence) else Sentence(sentence, **values)
        super().__init__(self.sentence)


class Span(NamedTuple):
    """Half-open range of code points in ``Article.text``."""

    start: int
    end: int


Spans = tuple[Span, ...]

StatementKind = Literal["direct", "indirect", "mixed"]
SourceKind = Literal["person", "organisation", "group", "document", "anonymous"]
Harm = Literal["killed", "injured", "missing", "detained", "abducted", "displaced", "casualties"]
Group = Literal[
    "people", "civilians", "combatants", "police", "children", "women", "men", "elderly",
    "medics", "aid workers", "journalists", "family", "nationals",
]  # fmt: skip
Role = Literal["perpetrator", "target", "victim", "claimant", "rescuer"]
ActorKind = Literal[
    "state forces", "rebel group", "political militia", "communal militia", "rioters", "protesters", "civilians",
    "external forces", "unknown",
]  # fmt: skip
Precision = Literal["day", "week", "month", "year", "unknown"]
TimexType = Literal["date", "time", "duration", "set"]
Status = Literal["happened", "planned", "threatened", "hypothetical"]
Side = Literal["victims", "attackers"]
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
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    admin1: str | None = None


class Timex(_Value, frozen=True):
    """A time expression: its words, and its value as in TIMEX3 (ISO 8601: ``2019-10-27``, ``2019-W43``, ``P6W``).

    ``earliest`` and ``latest`` are the days (inclusive) between which it lies, where the words fix any.
    """

    spans: Spans
    text: str
    type: TimexType
    value: str
    earliest: str | None = None
    latest: str | None = None


class IncidentType(_Value, frozen=True):
    """What happened, in ACLED's terms; ``kind`` is finer (``raid``, ``execution``). Both of ACLED's are null for
    what is no political violence (``non-violent``: accidents, disasters, illness)."""

    kind: str
    scheme: Literal["acled"] = "acled"
    event: str | None = None
    sub_event: str | None = None


class Mentions(_Value, frozen=True):
    """The words that tell of an incident."""

    spans: Spans = ()


class When(_Value, frozen=True):
    """When it happened: the days (inclusive) between which it lies, and the words that say so.

    ``time_precision`` is ACLED's (1 day, 2 week, 3 month or wider), ``date_prec`` UCDP's (1 day .. 5 year or wider);
    both null where the text fixes nothing.
    """

    earliest: str | None = None
    latest: str | None = None
    precision: Precision = "unknown"
    spans: Spans = ()
    text: str = ""
    time_precision: int | None = None
    date_prec: int | None = None


class Where(_Value, frozen=True):
    """Where it happened. ``country`` and ``admin1`` are names, ``country_code`` is ISO 3166-1 alpha-2.

    ``precision`` is ``place``, ``near``, ``district``, ``region`` or ``country``; ``geo_precision`` is ACLED's (1 the
    town itself, 2 near it or a part of a region, 3 a region), ``where_prec`` UCDP's (1 exact .. 7 international waters
    or airspace).
    """

    name: str
    spans: Spans
    text: str = ""
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    country_code: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    geonames: str | None = None
    gazetteer: str | None = None
    precision: str | None = None
    geo_precision: int | None = None
    where_prec: int | None = None
    entity: str | None = None


class Participant(_Value, frozen=True):
    """Who took part, and how. ``allegiance`` are the words that tie it to a side, ``given_by`` whose words they are
    (statements; empty for the report's own voice)."""

    role: Role
    name: str
    spans: Spans
    text: str = ""
    entity: str | None = None
    kind: ActorKind = "unknown"
    given_by: tuple[str, ...] = ()
    allegiance: str | None = None


class Weapon(_Value, frozen=True):
    """What it was done with."""

    name: str
    spans: Spans


class Who(_Value, frozen=True):
    """Whom a figure counts: the group, and the words that say so. ``nation`` is set for nationals of a country."""

    group: Group
    text: str = ""
    spans: Spans = ()
    nation: str | None = None


class Figure(_Value, frozen=True):
    """One number of people harmed, as words and as an interval ``low <= n <= high``; null is open.

    ``given_by`` are the statements that carry it; none means the report's own voice. ``part_of`` is the figure of
    which it is a part, ``side`` tells victims from attackers, ``as_of`` is the time up to which it counts,
    ``disputed_by`` are statements that deny or doubt it, ``blamed_on`` is whom its giver blames.
    """

    id: str
    harm: Harm
    who: Who
    low: int | None
    high: int | None
    spans: Spans
    text: str
    part_of: str | None = None
    given_by: tuple[str, ...] = ()
    blamed_on: tuple[Participant, ...] = ()
    disputed_by: tuple[str, ...] = ()
    as_of: str | None = None
    side: Side = "victims"


class Total(_Value, frozen=True):
    """A report's own overall number: the interval, the named rule that made it, and the figures it was made from."""

    low: int | None
    high: int | None
    rule: str
    figures: tuple[str, ...] = ()


class Flag(_Value, frozen=True):
    """Something about an incident's figures that a person should look at, such as parts that exceed their whole."""

    problem: str
    figures: tuple[str, ...]


class Incident(_Value, frozen=True):
    """One thing that happened, at a time and place, with its figures and who gave them."""

    id: str
    type: IncidentType
    mentions: Mentions
    date: When
    place: Where | None = None
    participants: tuple[Participant, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    figures: tuple[Figure, ...] = ()
    totals: dict[str, Total] = {}
    flags: tuple[Flag, ...] = ()
    background: bool = False
    status: Status = "happened"
    confidence: float = 1.0


class Reader(_Value, frozen=True):
    """What read the report: versions, and which parts of the record it looks for."""

    version: str
    model: str
    reads: tuple[str, ...] = ()


class Record(_Value, frozen=True, kw_only=True):
    """What reading one report yields.

    ``incidents`` have happened, as the report tells it; ``prospects`` are told as planned, threatened or hypothetical.
    """

    format: Literal["onrecord.record/1"] = FORMAT
    reader: Reader
    input_id: str | None = None
    article: Article
    statements: tuple[Statement, ...] = ()
    entities: tuple[Entity, ...] = ()
    incidents: tuple[Incident, ...] = ()
    prospects: tuple[Incident, ...] = ()
    timexes: tuple[Timex, ...] = ()


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
    for n, timex in enumerate(record.timexes):
        yield f"timexes[{n}]", timex.spans, timex.text
    for i in (*record.incidents, *record.prospects):
        yield f"{i.id}.mentions", i.mentions.spans, words(record.article.text, i.mentions.spans)
        yield f"{i.id}.date", i.date.spans, i.date.text
        if i.place is not None:
            yield f"{i.id}.place", i.place.spans, i.place.text
        for n, participant in enumerate(i.participants):
            yield f"{i.id}.participants[{n}]", participant.spans, participant.text
        for n, weapon in enumerate(i.weapons):
            yield f"{i.id}.weapons[{n}]", weapon.spans, weapon.name
        for f in i.figures:
            yield f"{i.id}.{f.id}", f.spans, f.text
            yield f"{i.id}.{f.id}.who", f.who.spans, f.who.text


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
    told = {s.id for s in record.statements}
    for where, kind, pointer in _pointers(record):
        if pointer not in (told if kind == "statement" else known):
            raise SpanError(f"{where} points at the {kind} {pointer!r}, which the record does not have.")
    for i in (*record.incidents, *record.prospects):
        figures = {f.id for f in i.figures}
        for f in i.figures:
            if f.part_of is not None and f.part_of not in figures:
                raise SpanError(f"{f.id} is part of {f.part_of!r}, which its incident does not have.")
        named = [(f"{i.id}.totals.{harm}", t.figures) for harm, t in i.totals.items()]
        named += [(f"{i.id}.flags[{n}]", flag.figures) for n, flag in enumerate(i.flags)]
        for where, ids in named:
            for figure in ids:
                if figure not in figures:
                    raise SpanError(f"{where} points at the figure {figure!r}, which its incident does not have.")


def _pointers(record: Record) -> Iterator[tuple[str, str, str]]:
    """Every ``(where, 'statement' or 'entity', id)`` by which an incident's parts point at the rest of the record."""
    for i in (*record.incidents, *record.prospects):
        if i.place is not None and i.place.entity is not None:
            yield f"{i.id}.place", "entity", i.place.entity
        parties = [(f"{i.id}.participants[{n}]", p) for n, p in enumerate(i.participants)]
        for f in i.figures:
            parties += [(f"{f.id}.blamed_on[{n}]", p) for n, p in enumerate(f.blamed_on)]
            for statement in (*f.given_by, *f.disputed_by):
                yield f.id, "statement", statement
        for where, p in parties:
            if p.entity is not None:
                yield where, "entity", p.entity
            for statement in p.given_by:
                yield where, "statement", statement


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
