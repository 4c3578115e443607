"""What people say of a report's statements and figures: kept beside its record, which is never edited, and applied
where accounts are made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from django.db import connections

from onrecord.accounts.amendments import (
    Amendment,
    amended,
    counted,
    found,
    of_figure,
    parted,
    proved,
    said,
)
from onrecord.accounts.intervals import Interval, spoken
from onrecord.accounts.voices import Voices
from onrecord.ledger import ids, indexing, log, originals
from onrecord.ledger.by import By
from onrecord.ledger.decisions import current
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Amendment as Row
from onrecord.ledger.models import Report, Sighting
from onrecord.ledger.writing import Writer, writing
from onrecord.record import Record, from_json

_DECODER = msgspec.json.Decoder(Amendment)
_LONGEST = 300  # characters of a statement that the log's before and after show; the whole stands in its effects


class Held(NamedTuple):
    """One amendment with the line of the log that made it. ``stands`` is false where it was taken back."""

    id: str
    amendment: Amendment
    line: int
    stands: bool
    who: str
    at: str
    reason: str
    hash: str


def standing(using: str, reports: Iterable[int] | None = None) -> dict[int, list[Amendment]]:
    """The amendments that stand of each report (a row), in their order; of all reports that have any with None."""
    rows = Row.objects.using(using).filter(state="stands").order_by("line", "id")
    if reports is not None:
        rows = rows.filter(report_id__in=list(reports))
    held: dict[int, list[Amendment]] = {}
    for report, data in rows.values_list("report_id", "data"):
        held.setdefault(report, []).append(_DECODER.decode(data))
    return held


def record(using: str, row: Report) -> Record:
    """A report's record as people have it."""
    return amended(from_json(originals.opened(row.record)), standing(using, [row.id]).get(row.id, ()))


def listed(using: str, report: int) -> tuple[Held, ...]:
    """All that people said of one version of a report, the oldest first, also what they took back."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.data, a.line, a.state, e.who, e.at, e.reason, e.hash FROM ledger_amendment a "
            "JOIN ledger_entry e ON e.seq = a.line WHERE a.report_id = %s ORDER BY a.line, a.id",
            [report],
        )
        return tuple(
            Held(id, _DECODER.decode(data), line, state == "stands", *said)
            for id, data, line, state, *said in cursor.fetchall()
        )


def amend(using: str, report: str, new: Amendment, *, version: int | None = None, by: By) -> str:
    """Say ``new`` of the current version of a report; its id. What is added gets its target here: give a figure's
    incident with a dot behind it ('i1.'), and nothing for a statement. With ``version`` it is refused where another
    version came meanwhile. Raises :class:`LedgerError`, or :class:`~onrecord.record.OnrecordError` where it does not
    fit the record."""
    by = by.checked()
    with writing(using):
        row = current(using, report)
        if version is not None and row.version != version:
            raise LedgerError(
                "There is a newer version of {report!r}, {version}; what you said was of {older}. Open that one.",
                report=report,
                version=row.version,
                older=version,
            )
        read = from_json(originals.opened(row.record))
        before = standing(using, [row.id]).get(row.id, [])
        id = _free(using, row, new)
        if new.act == "add":
            new = msgspec.structs.replace(new, target=new.target + id)
        whole = Sighting.objects.using(using).filter(report_id=row.id, no="").exists()
        was = amended(read, before)
        made = proved(read, before, new, whole=whole)
        writer = Writer(using)
        line = log.head(using).seq + 1
        writer.take("amended", id, row.name, row.version, line, msgspec.json.encode(new).decode())
        _indexed(using, row, was, made)
        then, now = _told(using, row, was, new.target), _told(using, row, made, new.target)
        log.append(
            using, act=new.act, subject=row.name, facts=writer.facts, who=by.who, rule=by.rule, reason=by.reason,
            before=_json({new.target: then} if then and new.act != "accept" else None),
            after=_json({new.target: now or "rejected"}),
        )  # fmt: skip
    return id


def undo(using: str, report: str, *, by: By) -> str:
    """Take back the last thing that ``by`` said of a report's current version and that still stands; its target."""
    by = by.checked()
    with writing(using):
        row = current(using, report)
        held = [each for each in listed(using, row.id) if each.stands]
        mine = [n for n, each in enumerate(held) if each.who == by.who]
        if not mine:
            raise LedgerError("There is nothing of {who} in {report!r} to take back.", who=by.who, report=report)
        last = held[mine[-1]]
        target = last.amendment.target
        later = next((each for each in held[mine[-1] + 1 :] if _rests_on(each.amendment, target)), None)
        if later is not None:
            raise LedgerError(
                "{who} went on from what you said of {target} ({act}); ask for that to be undone first, or "
                "amend it once more.",
                who=later.who,
                target=target,
                act=later.amendment.act,
            )
        read = from_json(originals.opened(row.record))
        was = amended(read, [each.amendment for each in held])
        made = amended(read, [each.amendment for each in held if each.id != last.id])
        writer = Writer(using)
        writer.take("unamended", last.id)
        _indexed(using, row, was, made)
        then, now = _told(using, row, was, target), _told(using, row, made, target)
        log.append(
            using, act="undo", subject=row.name, facts=writer.facts, who=by.who, rule=by.rule, reason=by.reason,
            before=_json({target: then or "rejected"}), after=_json({target: now or "not there"}),
        )  # fmt: skip
    return target


def _rests_on(later: Amendment, target: str) -> bool:
    given = later.figure.given_by if later.figure is not None else ()
    return later.target == target or target in given


def _free(using: str, row: Report, new: Amendment) -> str:
    data, again = msgspec.json.encode(new).decode(), 0
    while Row.objects.using(using).filter(id=(id := ids.amendment(row.name, row.version, data, again=again))).exists():
        again += 1
    return id


def _indexed(using: str, row: Report, was: Record, made: Record) -> None:
    """The words by which the report is found, and who speaks in it, are those of the record as people have it."""
    indexing.unindex(using, row.id, was)
    indexing.index(using, row.id, made)


def _told(using: str, row: Report, record: Record, target: str) -> dict[str, object] | None:
    """A statement or figure for people who read the log. With its incident, so that who may not see that one is not
    shown this."""
    value = found(record, target)
    if value is None:
        return None
    if not of_figure(target):
        statement = said(value)  # type: ignore[arg-type]
        text = value.content.text  # type: ignore[union-attr]
        shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        return {"by": statement.name or "nobody named", "act": statement.act, "words": shown}
    figure = counted(value)  # type: ignore[arg-type]
    at = Sighting.objects.using(using).filter(report_id=row.id, no=parted(target)[0])
    givers = [voice.name for voice in Voices(record).of(figure.given_by)]
    return {
        "number": spoken(Interval(figure.low, figure.high)), "harm": figure.harm, "group": figure.group,
        "words": value.text, "given by": givers or ["the report"],  # type: ignore[union-attr]
        "incident": at.values_list("incident_id", flat=True).first(),
    }  # fmt: skip


def _json(value: object) -> str:
    return "" if value is None else msgspec.json.encode(value).decode()


__all__: Sequence[str] = ("Held", "amend", "listed", "record", "standing", "undo")
