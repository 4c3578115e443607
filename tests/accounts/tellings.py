"""Small invented records for the tests of accounts: who told what of one incident, on which day.

Everything in them (outlets, places, people, events) is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from onrecord.accounts.sheet import Told
from onrecord.record import (
    Article,
    Content,
    Cue,
    Figure,
    Group,
    Harm,
    Incident,
    IncidentType,
    Mentions,
    Participant,
    Reader,
    Record,
    Side,
    Source,
    Span,
    Spans,
    Statement,
    Total,
    When,
    Where,
    Who,
    check,
)

TYPES = {
    "attack": IncidentType("attack", event="Violence against civilians", sub_event="Attack"),
    "strike": IncidentType("air-strike", event="Explosions/Remote violence", sub_event="Air/drone strike"),
    "clash": IncidentType("clash", event="Battles", sub_event="Armed clash"),
}
PLACES = {
    "Tel Amar": (12.0, 41.0, "Serai", "Varanda", "VX"),
    "Mirza": (12.05, 41.05, "Serai", "Varanda", "VX"),
    "Serai": (12.5, 41.5, "Serai", "Varanda", "VX"),
    "Dunmere": (52.0, 3.0, "Oster", "Halland Isles", "HI"),
}


class N(NamedTuple):
    """A number in a report: ``N(9)`` is 'nine killed' in its own voice; ``N(9, None)`` 'at least 9'."""

    low: int | None
    high: int | str | None = "="
    harm: Harm = "killed"
    who: Group = "people"
    by: str | tuple[str, ...] = ()
    text: str = ""
    before: str = ""
    after: str = ""
    side: Side = "victims"
    part: int | None = None  # which number of the same report (from 0) it is a part of
    as_of: str | None = None
    disputed: str | None = None
    denied: str | None = None  # who denies it in the very words that give it: 'we retract that nine were killed'
    blames: str | None = None


def injured(low: int | None, high: int | str | None = "=", **more: Any) -> N:
    return N(low, high, "injured", **more)


class _Text:
    """A text that grows, and the spans of its pieces."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, words: str) -> Spans:
        start = len(self.text)
        self.text += words
        return (Span(start, len(self.text)),)


def told(
    id: str,
    *numbers: N,
    origin: str | None = None,
    published: str | None = "2031-05-04",
    day: str | tuple[str, str] | None = "2031-05-03",
    place: str | None = "Tel Amar",
    precision: str = "place",
    blames: Sequence[str] = (),
    claims: Sequence[str] = (),
    denies: Sequence[str] = (),
    victims: Sequence[str] = (),
    of: str = "attack",
    outlet: str | None = None,
    background: bool = False,
    note: str = "",
    total: tuple[int | None, int | None] | None = None,
    title: str | None = None,
) -> Told:
    """One report's telling. ``total`` is its own overall number of killed; without it the accounts make one."""
    text = _Text()
    statements: list[Statement] = []
    figures: list[Figure] = []

    def statement(by: str, content: str, act: str = "asserts") -> str:
        who = text.add(by)
        text.add(" ")
        cue = text.add("said" if act == "asserts" else "denied")
        text.add(" ")
        words = text.add(content)
        text.add(". ")
        sid = f"s{len(statements) + 1}"
        statements.append(
            Statement(
                sid,
                "indirect",
                Content(words, content),
                Source(who, by, name=by, kind="person"),
                Cue(cue, "said" if act == "asserts" else "denied", act),  # type: ignore[arg-type]
            )
        )
        return sid

    for n in numbers:
        low, high = n.low, n.low if n.high == "=" else n.high
        words = n.text or f"{'at least ' if high is None else ''}{low} {n.who}"
        givers = (n.by,) if isinstance(n.by, str) else n.by
        given = [statement(by, f"a number for {n.harm}") for by in givers if by]
        disputed = [statement(n.disputed, "that number", "denies")] if n.disputed else []
        if n.denied:
            given = disputed = [statement(n.denied, "that number", "denies")]
        text.add(n.before)
        spans = text.add(words)
        text.add(f" {n.harm}{n.after}. ")
        assert not isinstance(high, str)
        blamed = (
            (Participant("perpetrator", n.blames, (), kind="state forces", given_by=tuple(given)),) if n.blames else ()
        )
        figures.append(
            Figure(
                f"f{len(figures) + 1}",
                n.harm,
                Who(n.who),
                low,
                high,
                spans,
                words,
                part_of=None if n.part is None else f"f{n.part + 1}",
                given_by=tuple(given),
                blamed_on=blamed,
                disputed_by=tuple(disputed),
                as_of=n.as_of,
                side=n.side,
            )
        )
    people = [
        Participant(role, name, text.add(name), name, kind=kind)  # type: ignore[arg-type]
        for role, names, kind in (
            ("perpetrator", blames, "state forces"),
            ("claimant", claims, "state forces"),
            ("victim", victims, "civilians"),
        )
        for name in names
        if text.add(" ")
    ]
    for name in denies:
        text.add(" ")
        statement(name, "that they had any part in it", "denies")
    when = When()
    if day is not None:
        first, last = (day, day) if isinstance(day, str) else day
        said = f" on {first}"
        spans = text.add(said)
        fine = "day" if first == last else "month" if first[:7] == last[:7] else "year"
        when = When(first, last, fine, spans, said)  # type: ignore[arg-type]
    where = None
    if place is not None:
        latitude, longitude, admin1, country, code = PLACES[place]
        text.add(" in ")
        where = Where(
            place,
            text.add(place),
            place,
            latitude,
            longitude,
            country,
            code,
            admin1,
            precision=precision,
            geo_precision=1,
            where_prec=1,
        )
    text.add(f". {note}")
    mention = text.add("The attack")
    # The figures that make the total: the one of that number, else all of them together.
    exact = [f.id for f in figures if (f.low, f.high) == total][:1]
    of_it = tuple(exact or [f.id for f in figures])
    totals = {} if total is None else {"killed": Total(*total, "report/1", of_it)}
    incident = Incident(
        "i1",
        TYPES[of],
        Mentions(mention),
        when,
        where,
        tuple(people),
        figures=tuple(figures),
        totals=totals,
        background=background,
    )
    article = Article(f"sha256:{id}", text.text, title=title, outlet=outlet, published=published)
    record = Record(
        reader=Reader("0", "none"),
        input_id=id,
        article=article,
        statements=tuple(statements),
        incidents=(incident,),
    )
    check(record)
    return Told(id, origin or id, record, incident)
