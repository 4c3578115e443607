"""What the ledger answers besides sheets: hits of a search, people and what they said, log entries, suggestions.

Frozen values that go to JSON as they are. This module imports neither Django nor a database; who draws answers needs
neither.
"""

from __future__ import annotations

import msgspec

from onrecord.record import Act, IncidentType, SourceKind, Spans, StatementKind, When, Where


class _Value(msgspec.Struct, frozen=True, omit_defaults=False, gc=False, forbid_unknown_fields=False):
    """A frozen, slotted value."""


class Report(_Value, frozen=True):
    """The head of one report in the ledger: ``id`` is its ``input_id``, ``published`` ISO 8601."""

    id: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None


class Hit(_Value, frozen=True):
    """One report that a search found.

    ``snippet`` are words of its text around what was found, ``start`` the code point of the text with which it begins,
    ``marks`` half-open ranges of code points of the snippet that were sought. ``said_by`` is the speaker where the
    words stand in a statement. ``incidents`` are the ids of the incidents that the report is on. ``score`` orders hits,
    the best highest.
    """

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    snippet: str
    marks: Spans = ()
    incidents: tuple[str, ...] = ()
    said_by: str | None = None
    score: float = 0.0
    start: int = 0


class Hits(_Value, frozen=True):
    """What a search found: one page of it. ``total`` counts all that were ranked, ``more`` says that others fit too."""

    total: int
    more: bool
    hits: tuple[Hit, ...]


class Person(_Value, frozen=True):
    """One source of statements, across all reports.

    ``key`` is what the ledger knows it by (also where two have one name). ``reports`` counts reports, ``origins``
    independent ones among them. ``through`` are the hands (outlets, people) through which every one of its statements
    came; empty where the person was heard directly at least once. ``first`` and ``last`` are days (ISO 8601) of the
    reports.
    """

    key: str
    name: str
    role: str | None = None
    kind: SourceKind | None = None
    affiliation: str | None = None
    aliases: tuple[str, ...] = ()
    statements: int = 0
    reports: int = 0
    origins: int = 0
    through: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None


class Saying(_Value, frozen=True):
    """One statement of a person, in the order of days: where it stands, what is done by saying it, its words.

    ``report`` is the report's ``input_id``, ``article`` the hash of its original, ``spans`` half-open ranges of code
    points of that article's text. ``copies`` counts the other reports of the same origin that carry it.
    """

    report: str
    article: str
    statement: str
    kind: StatementKind
    act: Act
    words: str
    spans: Spans
    outlet: str | None = None
    published: str | None = None
    through: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    copies: int = 0


class LogLine(_Value, frozen=True):
    """One entry of the log.

    ``seq`` counts from 1, ``at`` is UTC (ISO 8601), ``who`` the person or the program, ``act`` what was done ('add',
    'join', 'grade', ..), ``subject`` on what (an id), ``rule`` under which rule, ``reason`` why. ``before`` and
    ``after`` are JSON, null where there was or is nothing. ``hash`` is the entry's SHA-256 (hex), ``previous`` that of
    the entry before.
    """

    seq: int
    at: str
    who: str
    act: str
    subject: str
    hash: str
    previous: str = ""
    rule: str | None = None
    reason: str | None = None
    before: str | None = None
    after: str | None = None


class Suggestion(_Value, frozen=True):
    """Another incident that may be the same as one: what speaks for it (``same``) and what against (``differs``).

    Whole phrases: 'same town', 'one day apart', '21 and 17 killed'. ``score`` between 0 and 1. ``type``, ``date`` and
    ``place`` are the other incident's.
    """

    incident: str
    other: str
    title: str
    same: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    score: float = 0.0
    type: IncidentType | None = None
    date: When | None = None
    place: Where | None = None
