"""People's decisions: what each does, and its line in the log. A later run never undoes one.

Every decision has a person and a reason. ``before`` and ``after`` are JSON.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.ledger import log, placing, values
from onrecord.ledger.by import By
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Entry, Incident, Report, Sighting, Suggestion
from onrecord.ledger.writing import Writer, writing


def incident_of(using: str, id: str) -> Incident:
    """The incident ``id`` (or the only one that begins so), followed to the one that it was joined into."""
    rows = list(Incident.objects.using(using).filter(id__startswith=id).order_by("id")[:2]) if id else []
    exact = [row for row in rows if row.id == id]
    if not exact and len(rows) > 1:
        raise LedgerError("{id!r} begins the ids of several incidents; give more of it.", id=id)
    if not rows:
        raise LedgerError("The ledger has no incident {id!r}; `onrecord incidents` lists them.", id=id)
    row = (exact or rows)[0]
    while row.into is not None:
        row = Incident.objects.using(using).get(id=row.into)
    return row


def final(using: str, incident: str) -> bool:
    """Whether a reviewer at the desk made the incident final, and none opened it again: the log says so."""
    lines = Entry.objects.using(using).filter(subject=incident_of(using, incident).id, act__in=("final", "reopen"))
    return lines.order_by("-seq").values_list("act", flat=True).first() == "final"


def current(using: str, name: str) -> Report:
    """The current version of the report ``name``; raises :class:`LedgerError` where there is none."""
    row = Report.objects.using(using).filter(name=name, current=True).first()
    if row is None:
        gone = Report.objects.using(using).filter(name=name).exists()
        if gone:
            raise LedgerError("The report {name!r} was removed from the ledger.", name=name)
        raise LedgerError("The report {name!r} is not in the ledger; `onrecord search` finds reports.", name=name)
    return row


def settle(using: str, incident: str, name: str, value: str | None, *, by: By) -> None:
    """Set the field ``name`` of an incident (see :mod:`onrecord.ledger.values`), or take a person's back (None)."""
    by = by.checked()
    value = values.kept(name, value) if value is not None else None
    with writing(using):
        row = incident_of(using, incident)
        before = msgspec.json.decode(row.decided, type=dict[str, str]).get(name)
        writer = Writer(using)
        writer.take("decided", row.id, name, value)
        _logged(using, writer, "grade" if name == "grade" else "set", row.id, by, {name: before}, {name: value})


def join(using: str, incident: str, other: str, *, by: By) -> str:
    """Say that two incidents are one: ``other`` goes into ``incident``, whose id stays; the id."""
    by = by.checked()
    with writing(using):
        kept, gone = incident_of(using, incident), incident_of(using, other)
        if kept.id == gone.id:
            raise LedgerError(
                "{incident} and {other} are one incident already ({id}).", incident=incident, other=other, id=kept.id
            )
        writer = Writer(using)
        if placing.apart(using, kept.id, gone.id):
            # The newer decision stands; the older one stays in the log.
            writer.take("together", *placing.pair(kept.id, gone.id))
        moved = _tellings(using, gone.id)
        placing.merged(using, writer, gone.id, into=kept.id)
        for name, version, no in moved:
            writer.take("placed", name, version, no, kept.id, "decision")
        _logged(using, writer, "join", kept.id, by, {"incidents": [kept.id, gone.id]}, {"incident": kept.id})
        return kept.id


def split(using: str, incident: str, reports: Sequence[str], *, by: By) -> str:
    """Say that what ``reports`` tell is another incident than ``incident``; the id of the new one."""
    by = by.checked()
    with writing(using):
        row = incident_of(using, incident)
        told = [t for t in _tellings(using, row.id) if t[0] in set(reports)]
        missing = sorted(set(reports) - {name for name, _, _ in told})
        if missing:
            raise LedgerError(
                "{missing!r} does not tell of {id}; `onrecord show {id}` lists its reports.",
                missing=missing[0],
                id=row.id,
            )
        if len({n for n, _, _ in _tellings(using, row.id)}) == len({n for n, _, _ in told}):
            raise LedgerError(
                "Nothing would be left of {id}; name only the reports that tell of another incident.", id=row.id
            )
        writer = Writer(using)
        new = placing.founded(using, writer, told[0][0], told[0][2])
        for name, version, no in told:
            writer.take("placed", name, version, no, new, "decision")
        for name, version, no in _tellings(using, row.id):
            writer.take("placed", name, version, no, row.id, "decision")
        writer.take("apart", *placing.pair(row.id, new))
        _logged(using, writer, "split", row.id, by, {"incident": row.id}, {"incidents": [row.id, new]})
        return new


def move(using: str, report: str, incident: str, *, to: str | None, by: By) -> str:
    """Say that what ``report`` tells of ``incident`` is of the incident ``to`` (None: of a new one); the id of that."""
    by = by.checked()
    with writing(using):
        row, source = current(using, report), incident_of(using, incident)
        told = [t for t in _tellings(using, source.id) if t[0] == row.name]
        if not told:
            raise LedgerError(
                "{report!r} does not tell of {id}; `onrecord show {id}` lists its reports.", report=report, id=source.id
            )
        writer = Writer(using)
        target = incident_of(using, to).id if to is not None else placing.founded(using, writer, row.name, told[0][2])
        for name, version, no in told:
            writer.take("placed", name, version, no, target, "decision")
        _logged(using, writer, "move", row.name, by, {"incident": source.id}, {"incident": target})
        return target


def reject(using: str, incident: str, *, other: str | None = None, by: By) -> None:
    """Say that ``incident`` is none (a false find); with ``other``: that the two are not one incident."""
    by = by.checked()
    with writing(using):
        row = incident_of(using, incident)
        writer = Writer(using)
        if other is None:
            writer.take("rejected", row.id, True)
            _logged(using, writer, "reject", row.id, by, {"rejected": row.rejected}, {"rejected": True})
            return
        second = incident_of(using, other)
        if second.id == row.id:
            raise LedgerError(
                "{incident} and {other} are one incident ({id}); `onrecord decide split` parts them.",
                incident=incident,
                other=other,
                id=row.id,
            )
        a, b = placing.pair(row.id, second.id)
        if Suggestion.objects.using(using).filter(incident_id=a, other_id=b).exists():
            writer.take("suggestion", a, b, "rejected")
        writer.take("apart", a, b)
        _logged(using, writer, "reject", row.id, by, {"suggested": second.id}, {"apart": [a, b]})


def together(using: str, incident: str, other: str, *, by: By) -> None:
    """Take back that two incidents are two: they may be suggested, and joined by a run, again."""
    by = by.checked()
    with writing(using):
        row, second = incident_of(using, incident), incident_of(using, other)
        a, b = placing.pair(row.id, second.id)
        if not placing.apart(using, a, b):
            raise LedgerError("Nobody said that {one} and {other} are two.", one=row.id, other=second.id)
        writer = Writer(using)
        writer.take("together", a, b)
        if Suggestion.objects.using(using).filter(incident_id=a, other_id=b, state="rejected").exists():
            writer.take("suggestion", a, b, "open")
        _logged(using, writer, "together", row.id, by, {"apart": [a, b]}, {"suggested": second.id})


def remove(using: str, report: str, *, by: By) -> None:
    """Withdraw a report: its row stays as a tombstone, and nothing counts it any more."""
    by = by.checked()
    with writing(using):
        row = current(using, report)
        writer = Writer(using)
        rows = Sighting.objects.using(using).filter(report_id=row.id, incident__isnull=False).order_by("id")
        told = list(rows.values_list("no", "incident_id"))
        for no, _ in told:
            writer.take("placed", row.name, row.version, no, None, "decision")
        writer.take("withdrawn", row.name, row.version)
        before = {"article": row.article_id, "incidents": sorted({id for _, id in told if id})}
        _logged(using, writer, "remove", row.name, by, before, None)


def _tellings(using: str, incident: str) -> list[tuple[str, int, str]]:
    rows = Sighting.objects.using(using).filter(incident_id=incident, report__current=True).order_by("id")
    return list(rows.values_list("report__name", "report__version", "no"))


def _logged(using: str, writer: Writer, act: str, subject: str, by: By, before: object, after: object) -> None:
    log.append(
        using, act=act, subject=subject, facts=writer.facts, who=by.who, rule=by.rule, reason=by.reason,
        before=msgspec.json.encode(before).decode(), after=msgspec.json.encode(after).decode(),
    )  # fmt: skip
