"""What comparing reports yields: origins, and for each incident a sheet with its accounts side by side.

Frozen values that go to JSON as they are; the fields that other programs rely on are those of the ledger's contract.
This module imports the record alone.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from onrecord.record import Group, Harm, Incident, IncidentType, Participant, Record, Side, Spans, When, Where

CopyKind = Literal["first", "exact", "edited", "truncated", "extended", "reordered", "retitled", "translated"]
Standing = Literal["agrees", "differs", "superseded", "disputed"]
Facet = Literal["date", "place", "killed", "injured", "missing", "detained", "abducted", "displaced", "blamed"]
Verdict = Literal["agrees", "differs", "silent"]


class _Value(msgspec.Struct, frozen=True, omit_defaults=False, gc=False, forbid_unknown_fields=False):
    """A frozen, slotted value."""


class Copy(_Value, frozen=True):
    """One report of an origin: how it relates to the first publication.

    ``containment`` is the share of its words' 5-word runs that stand in the first publication too, or the other way
    round, whichever is larger; ``jaccard`` the share of all runs of both that both have. Both between 0 and 1.
    """

    id: str
    kind: CopyKind
    containment: float
    jaccard: float


class Origin(_Value, frozen=True):
    """Reports that carry the same words. ``first`` is the likely first publication, ``why_first`` says from what."""

    origin: str
    first: str
    why_first: tuple[str, ...]
    articles: tuple[Copy, ...]


class Told(NamedTuple):
    """One report's telling of one incident: the input of everything that compares accounts.

    ``id`` is the report's ``input_id`` in the ledger, ``origin`` the origin of its words. ``record`` is the whole
    record, ``incident`` one of its incidents.
    """

    id: str
    origin: str
    record: Record
    incident: Incident


class Article(_Value, frozen=True):
    """One report on an incident's sheet. ``incident`` is the incident's id in that report's own record."""

    id: str
    article: str
    origin: str
    background: bool
    incident: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None


class Anchor(_Value, frozen=True):
    """Exact words of one article: half-open ranges of code points of its text, and the words."""

    article: str
    spans: Spans
    text: str = ""


class Account(_Value, frozen=True):
    """What one origin says of one harm to one group in one incident, by the same givers: an interval and its words.

    ``givers`` are names of those who gave the figure; none means the report's own voice. ``articles`` are the reports
    (ids) that carry it, ``why`` the reasons for its ``status`` in whole phrases. ``party`` is set where a giver is the
    party that others blame. ``confirmed_by`` names who gives the same number in other origins, ``disputed_by`` who
    denies or doubts it. ``total`` is set where it is its report's own overall number for the harm, ``published`` the
    day (or time) of the latest report that carries it, ``first`` of the earliest: a reprint makes no count younger.
    ``taken_back`` is when a later report of the same outlet denied or lowered it, and corrected itself.
    """

    origin: str
    givers: tuple[str, ...]
    harm: Harm
    who: Group
    low: int | None
    high: int | None
    articles: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    as_of: str | None = None
    status: Standing = "agrees"
    why: tuple[str, ...] = ()
    side: Side = "victims"
    nation: str | None = None
    part: bool = False
    party: bool = False
    blamed: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    confirmed_by: tuple[str, ...] = ()
    total: bool = False
    published: str | None = None
    first: str | None = None
    taken_back: str | None = None


DISPUTED = "disputed by "
"""Begins the reason that names who denies a number."""


def denial(account: Account) -> tuple[str, ...]:
    """The reason that names who denies a number, where its reasons do not have it yet."""
    if not account.disputed_by or any(each.startswith(DISPUTED) for each in account.why):
        return ()
    return (DISPUTED + ", ".join(account.disputed_by),)


class Cell(_Value, frozen=True):
    """One origin against one facet of an incident: what it says (as text for people), and how that stands."""

    origin: str
    facet: Facet
    says: str
    verdict: Verdict
    why: tuple[str, ...] = ()
    anchors: tuple[Anchor, ...] = ()


class Step(_Value, frozen=True):
    """One point of a toll over time: what was the count at ``at`` (a day, or a day with a time)."""

    at: str
    harm: Harm
    low: int | None
    high: int | None
    origin: str


class Tally(_Value, frozen=True):
    """An incident's number under one named, versioned rule, and the accounts (places in ``Sheet.accounts``) used.

    ``low`` and ``high`` as intervals; null is open. ``best`` where the rule has one (UCDP). ``grade`` and the like are
    what the rule says besides, by name.
    """

    low: int | None
    high: int | None
    rule: str
    accounts: tuple[int, ...] = ()
    best: int | None = None
    says: dict[str, str] = {}


class Check(_Value, frozen=True):
    """Something in an incident's numbers that a person should look at, and the accounts it is seen in."""

    problem: str
    accounts: tuple[int, ...] = ()


class Sheet(_Value, frozen=True):
    """One incident with its accounts side by side.

    ``origins`` counts independent origins, beside ``reports``; ``articles`` has every telling, so that a report which
    tells of the incident twice stands there twice. ``killed`` and ``injured`` are the tally under the default rule.
    ``title`` is a short name for people, made from type, place and date. ``words`` has for ``date``, ``place``,
    ``type`` and ``participants[n]`` the words that the value was taken from; the spans within ``date``, ``place`` and a
    participant are those of the first anchor's article.
    """

    incident_id: str
    title: str
    type: IncidentType
    date: When
    place: Where | None
    articles: tuple[Article, ...]
    origins: int
    killed: Tally
    injured: Tally
    participants: tuple[Participant, ...]
    accounts: tuple[Account, ...]
    cells: tuple[Cell, ...] = ()
    toll: tuple[Step, ...] = ()
    checks: tuple[Check, ...] = ()
    decided: dict[str, str] = {}
    words: dict[str, tuple[Anchor, ...]] = {}

    @property
    def reports(self) -> int:
        """How many reports tell of it."""
        return len({each.id for each in self.articles})


_ENCODER = msgspec.json.Encoder(order="deterministic")


def to_json(sheet: Sheet) -> bytes:
    """One line of JSON, UTF-8: fields in the order of the types, keys of free tables in that of the alphabet."""
    return _ENCODER.encode(sheet)
