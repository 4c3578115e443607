"""What people say of a report's record: that a statement or figure is right, wrong, other than it was read, or missing.

The record that was read stays as it is. :func:`amended` makes of it, and of what people said in their order, the record
that accounts are made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from onrecord.accounts.telling import denied, own_total
from onrecord.record import (
    Act,
    Content,
    Cue,
    Figure,
    Group,
    Harm,
    Incident,
    IncidentType,
    Mentions,
    OnrecordError,
    Participant,
    Record,
    Side,
    Source,
    Spans,
    Statement,
    StatementKind,
    When,
    Who,
    check,
    words,
)

Deed = Literal["accept", "reject", "correct", "add"]

LARGEST = 10**12
"""More people than this no figure that a person gives may tell of; what a report says may be any number."""
_LONGEST = 300  # characters of a name


class AmendmentError(OnrecordError):
    """An amendment does not fit its record; the sentence says what to give instead."""


class _Value(msgspec.Struct, frozen=True, omit_defaults=False, gc=False, forbid_unknown_fields=True):
    """A frozen, slotted value."""


class Said(_Value, frozen=True):
    """A statement as a person has it: half-open code points of its content, source and cue, and who it is of.

    ``name`` is null where nobody is named; then there are no words of a source either.
    """

    content: Spans
    kind: StatementKind = "indirect"
    source: Spans = ()
    name: str | None = None
    cue: Spans = ()
    act: Act = "asserts"


class Counted(_Value, frozen=True):
    """A figure as a person has it: its words, whom it counts, and as an interval; null is open. ``given_by`` are ids of
    statements."""

    spans: Spans
    harm: Harm
    group: Group = "people"
    low: int | None = None
    high: int | None = None
    given_by: tuple[str, ...] = ()
    side: Side = "victims"


class Amendment(_Value, frozen=True):
    """One thing that a person says of a record.

    ``target`` is a statement ('s3') or a figure in its incident ('i1.f2'; '.f2' in a report that tells of an incident
    only as a whole). What is added is its own target. ``statement`` or ``figure`` is what a correction or addition
    gives.
    """

    act: Deed
    target: str
    statement: Said | None = None
    figure: Counted | None = None


class _Fate(_Value, frozen=True, forbid_unknown_fields=False):
    """What becomes of one statement or figure."""

    statement: Said | None = None
    figure: Counted | None = None
    added: bool = False
    out: bool = False
    sure: bool = False


def of_figure(target: str) -> bool:
    """Whether ``target`` is a figure; else it is a statement."""
    return "." in target


def parted(target: str) -> tuple[str, str]:
    """The incident and the figure of a figure's target."""
    incident, _, figure = target.rpartition(".")
    return incident, figure


def said(statement: Statement) -> Said:
    """A statement of a record as a person would give it."""
    source = statement.source
    return Said(
        content=statement.content.spans,
        kind=statement.kind,
        source=source.spans if source is not None else (),
        name=(source.name or source.text) if source is not None else None,
        cue=statement.cue.spans if statement.cue is not None else (),
        act=statement.cue.act if statement.cue is not None else "asserts",
    )


def counted(figure: Figure) -> Counted:
    """A figure of a record as a person would give it."""
    return Counted(figure.spans, figure.harm, figure.who.group, figure.low, figure.high, figure.given_by, figure.side)


def found(record: Record, target: str) -> Statement | Figure | None:
    """The statement or the figure ``target`` of a record."""
    if not of_figure(target):
        return next((s for s in record.statements if s.id == target), None)
    incident, id = parted(target)
    told = (i for i in (*record.incidents, *record.prospects) if i.id == incident)
    return next((f for i in told for f in i.figures if f.id == id), None)


def amended(record: Record, amendments: Iterable[Amendment]) -> Record:
    """The record as people have it, who said ``amendments`` in this order: the later word stands.

    What was rejected is left out, with everything that points at it; a statement that a person accepted, corrected or
    added has a confidence of 1. Amendments of what is not there do nothing.
    """
    fates = _fates(amendments)
    if not fates:
        return record
    text = record.article.text
    statements = list(_statements(record, text, fates))
    told = frozenset(s.id for s in statements)
    incidents = [_incident(i, text, fates, told) for i in record.incidents]
    prospects = [_incident(i, text, fates, told) for i in record.prospects]
    if not any(i.id == "" for i in incidents) and any(of_figure(t) and parted(t)[0] == "" for t in fates):
        whole = _incident(WHOLE, text, fates, told)
        if whole.figures:
            incidents.append(replace(whole, mentions=Mentions(_union(f.spans for f in whole.figures))))
    return replace(record, statements=tuple(statements), incidents=tuple(incidents), prospects=tuple(prospects))


WHOLE = Incident(id="", type=IncidentType(kind="unknown"), mentions=Mentions(), date=When())
"""The incident that a report tells of only as a whole, before a figure is added to it."""


def _fates(amendments: Iterable[Amendment]) -> dict[str, _Fate]:
    fates: dict[str, _Fate] = {}
    for each in amendments:
        fate = fates.get(each.target, _Fate())
        if each.act == "reject":
            fate = replace(fate, out=True)
        elif each.act == "accept":
            fate = replace(fate, out=False, sure=True)
        else:
            fate = replace(
                fate, statement=each.statement, figure=each.figure, out=False, sure=True,
                added=fate.added or each.act == "add",
            )  # fmt: skip
        fates[each.target] = fate
    return fates


def _statements(record: Record, text: str, fates: dict[str, _Fate]) -> list[Statement]:
    out: list[Statement] = []
    for statement in record.statements:
        fate = fates.get(statement.id)
        if fate is None:
            out.append(statement)
        elif not fate.out:
            made = statement if fate.statement is None else _said(record, text, statement, fate.statement)
            out.append(replace(made, confidence=1.0) if fate.sure else made)
    for target, fate in fates.items():
        if fate.added and not fate.out and fate.statement is not None and not of_figure(target):
            bare = Statement(id=target, kind=fate.statement.kind, content=Content((), ""))
            made = _said(record, text, bare, fate.statement)
            out.insert(_place([s.content.spans for s in out], made.content.spans), made)
    return out


def _said(record: Record, text: str, before: Statement, value: Said) -> Statement:
    source, was = before.source, said(before)
    if (value.source, value.name) != (was.source, was.name):
        same = next((e for e in record.entities if value.name is not None and e.name == value.name), None)
        source = None
        if value.name is not None:
            source = Source(
                spans=value.source, text=words(text, value.source), name=value.name,
                role=same.role if same is not None else None,
                kind=same.kind if same is not None and same.kind in ("person", "organisation", "group") else None,
                entity=same.id if same is not None else None, entities=(same.id,) if same is not None else (),
            )  # fmt: skip
    cue = Cue(value.cue, words(text, value.cue), value.act) if value.cue else None
    return replace(
        before, kind=value.kind, content=Content(value.content, words(text, value.content)), source=source, cue=cue
    )


def _incident(incident: Incident, text: str, fates: dict[str, _Fate], told: frozenset[str]) -> Incident:
    mine = {parted(t)[1]: f for t, f in fates.items() if of_figure(t) and parted(t)[0] == incident.id}
    figures: list[Figure] = []
    changed: set[Harm] = set()
    touched: set[str] = set()
    for figure in incident.figures:
        fate = mine.get(figure.id)
        if fate is None or not (fate.out or fate.figure is not None):
            figures.append(figure)
            continue
        changed.add(figure.harm)
        touched.add(figure.id)
        if fate.figure is not None and not fate.out:
            changed.add(fate.figure.harm)
            figures.append(_counted(text, figure, fate.figure))
    for id, fate in mine.items():
        if fate.added and not fate.out and fate.figure is not None:
            changed.add(fate.figure.harm)
            bare = Figure(id=id, harm=fate.figure.harm, who=Who("people"), low=None, high=None, spans=(), text="")
            made = _counted(text, bare, fate.figure)
            figures.insert(_place([f.spans for f in figures], made.spans), made)
    held = {f.id for f in figures}
    pruned = tuple(
        replace(
            f, part_of=f.part_of if f.part_of in held else None, given_by=_kept(f.given_by, told),
            disputed_by=_kept(f.disputed_by, told), blamed_on=_parties(f.blamed_on, told),
        )
        for f in figures
    )  # fmt: skip
    totals = dict(incident.totals)
    for harm in sorted(changed):
        totals.pop(harm, None)
        total = own_total([f for f in pruned if f.harm == harm and not denied(f)])
        if total is not None:
            totals[harm] = total
    return replace(
        incident, figures=pruned, totals=totals, participants=_parties(incident.participants, told),
        flags=tuple(flag for flag in incident.flags if not touched & set(flag.figures)),
    )  # fmt: skip


def _counted(text: str, before: Figure, value: Counted) -> Figure:
    same = value.spans == before.spans and value.group == before.who.group
    return replace(
        before, harm=value.harm, who=before.who if same else Who(value.group), low=value.low, high=value.high,
        spans=value.spans, text=words(text, value.spans), given_by=value.given_by, side=value.side,
    )  # fmt: skip


def _kept(ids: tuple[str, ...], told: frozenset[str]) -> tuple[str, ...]:
    return ids if told.issuperset(ids) else tuple(id for id in ids if id in told)


def _parties(parties: tuple[Participant, ...], told: frozenset[str]) -> tuple[Participant, ...]:
    if all(told.issuperset(p.given_by) for p in parties):
        return parties
    return tuple(replace(p, given_by=_kept(p.given_by, told)) for p in parties)


def _place(others: Sequence[Spans], spans: Spans) -> int:
    """Where in a list in the order of the text something new stands."""
    at = spans[0] if spans else (0, 0)
    return next((n for n, each in enumerate(others) if each and each[0] > at), len(others))


def _union(spans: Iterable[Spans]) -> Spans:
    """Ranges in order, those that touch made one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(span for each in spans for span in each):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return msgspec.convert(out, Spans)


def proved(record: Record, before: Sequence[Amendment], new: Amendment, *, whole: bool = False) -> Record:
    """The record with one more amendment; raises :class:`AmendmentError` or :class:`~onrecord.record.SpanError` where
    it does not fit. ``whole`` says that the report tells of an incident as a whole, to which a figure may be added."""
    now = amended(record, before)
    value = new.figure if of_figure(new.target) else new.statement
    if new.act in ("correct", "add"):
        if value is None or (new.figure is not None and new.statement is not None):
            raise AmendmentError("A correction or an addition gives a statement or a figure; give its words.")
        _sound(now, value)
    elif new.figure is not None or new.statement is not None:
        raise AmendmentError("What is only accepted or rejected gets no other words; correct it instead.")
    is_now = found(now, new.target)
    if new.act == "add":
        incident = parted(new.target)[0]
        known = {i.id for i in (*record.incidents, *record.prospects)} | ({""} if whole else set())
        if of_figure(new.target) and incident not in known:
            raise AmendmentError(
                "The report tells of no incident {incident!r}; name one that it tells of.", incident=incident
            )
        if is_now is not None:
            raise AmendmentError("The record has {target} already; correct that.", target=new.target)
    elif is_now is None and not _known(record, before, new.target):
        raise AmendmentError("The record has no {target}; look at the report again.", target=new.target)
    elif new.act == "reject" and is_now is None:
        raise AmendmentError("{target} is rejected already.", target=new.target)
    elif new.act == "correct" and is_now is not None and _as_given(is_now) == value:
        raise AmendmentError("That is what it says already; accept it, or change something.")
    made = amended(record, [*before, new])
    check(made)
    return made


def _known(record: Record, before: Sequence[Amendment], target: str) -> bool:
    return found(record, target) is not None or any(a.target == target and a.act == "add" for a in before)


def _as_given(value: Statement | Figure) -> Said | Counted:
    return said(value) if isinstance(value, Statement) else counted(value)


def _sound(record: Record, value: Said | Counted) -> None:
    if isinstance(value, Said):
        if not value.content:
            raise AmendmentError("A statement needs the words that were said; select them in the text.")
        if value.name is not None and not value.name.strip():
            raise AmendmentError("A source without a name is none; leave it out, or name it.")
        if value.name is not None and (len(value.name) > _LONGEST or not value.name.isprintable()):
            raise AmendmentError("A name is one line of up to {most} characters; give it so.", most=_LONGEST)
        if value.name is None and value.source:
            raise AmendmentError("The words of a source need a name; give the fullest that the report has.")
        if value.name is not None and not value.source:
            raise AmendmentError(
                "Who says that it was {name!r}? Select the words that name the source.", name=value.name
            )
        return
    if not value.spans:
        raise AmendmentError("A figure needs its words; select them in the text.")
    for number in (value.low, value.high):
        if number is not None and not 0 <= number <= LARGEST:
            raise AmendmentError(
                "{number} is no number of people; give one from 0 to {most:,}.", number=number, most=LARGEST
            )
    if value.low is not None and value.high is not None and value.high < value.low:
        raise AmendmentError(
            "At least {low} and at most {high} cannot be; give the smaller one first.", low=value.low, high=value.high
        )
    known = {s.id for s in record.statements}
    for each in value.given_by:
        if each not in known:
            raise AmendmentError("The record has no statement {id!r}; name one that it has as the giver.", id=each)
