"""The inbox in step with the ledger: one row of :class:`Triage` for each current report, made as the log grows.

Whoever adds reports (this desk, ``onrecord add``, ``onrecord watch``), the log says what came, what took the place of
what, which origins became one. Reading on from the last line that was seen is all that it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from django.db import transaction
from django.db.models import Max

from onrecord.desk import reaching
from onrecord.desk.ledgers import USING
from onrecord.desk.models import SUBJECT, Setting, Triage
from onrecord.desk.prepared import Prepared
from onrecord.ledger import effects, originals
from onrecord.ledger.models import Entry, Report
from onrecord.record import Record, from_json

STEP = 500
"""Lines of the log, or reports of a ledger that was there before the desk, that are taken in at once: some
hundredths of a second, which a page can wait."""

_NAME = "arrivals"
_TOUCHING = frozenset({"report", "superseded", "withdrawn", "origin"})  # the facts that change what the inbox shows


class _Seen(msgspec.Struct, frozen=True):
    """``seq`` is the last line of the log that was seen; of the reports that were there before, those with a row below
    ``below`` are still to come (null: none)."""

    seq: int
    below: int | None


_SETTING = Prepared(lambda name: Setting.objects.filter(name=name).values_list("value"), holes=1)
_LAST = Prepared(lambda: Entry.objects.order_by("-seq").values_list("seq")[:1])


def catch_up(*, step: int = STEP) -> bool:
    """Take in what the ledger got since the last time, some of it at once; whether all of it is taken in."""
    kept = _SETTING.rows(_NAME)
    head = _head()
    if kept and msgspec.json.decode(kept[0][0], type=_Seen) == _Seen(head, None):
        return True
    with transaction.atomic():
        row, made = Setting.objects.select_for_update().get_or_create(name=_NAME, defaults={"value": ""})
        seen = _first() if made else msgspec.json.decode(row.value, type=_Seen)
        lines = list(Entry.objects.using(USING).filter(seq__gt=seen.seq).order_by("seq")
                     .values_list("seq", "effects")[:step])  # fmt: skip
        if lines:
            _bring(set(_names(text for _, text in lines)))
            reaching.follow()
            seen = _Seen(lines[-1][0], seen.below)
        elif seen.below is not None:
            seen = _Seen(seen.seq, _fill(seen.below, step))
        row.value = msgspec.json.encode(seen).decode()
        row.save(update_fields=["value"])
    return seen.below is None and seen.seq >= head


def _head() -> int:
    found = _LAST.rows(using=USING)
    return found[0][0] if found else 0


def _first() -> _Seen:
    seq = _head()  # before the reports are looked at: what comes meanwhile is on a later line
    last = Report.objects.using(USING).aggregate(last=Max("id"))["last"]
    return _Seen(seq, None if last is None else last + 1)


def _names(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for fact in effects.decode(text):
            if fact[0] in _TOUCHING:
                yield fact[1]


def _current(**which: object) -> list[tuple[int, str, int, str | None]]:
    rows = Report.objects.using(USING).filter(current=True, **which).order_by("-id")
    return list(rows.values_list("id", "name", "version", "origin_id"))


def _fill(below: int, step: int) -> int | None:
    """Reports that were there before the desk, the newest first; below which row the next are, None at the end."""
    rows = Report.objects.using(USING).filter(current=True, id__lt=below).order_by("-id")
    found = list(rows.values_list("id", "name", "version", "origin_id")[:step])
    made = [_made(*each) for each in found]
    Triage.objects.bulk_create(made, ignore_conflicts=True)
    return found[-1][0] if len(found) == step else None


def _made(row: int, name: str, version: int, origin: str | None) -> Triage:
    # One without an origin stands alone.
    return Triage(report=name, row=row, version=version, origin=(origin or f"#{row}")[:SUBJECT])


def _bring(names: set[str]) -> None:
    """The rows of these reports as the ledger has them now."""
    for some in _portions(sorted(names)):
        now = {name: (row, name, version, origin) for row, name, version, origin in _current(name__in=some)}
        there = {each.report: each for each in Triage.objects.filter(report__in=some)}
        gone = [name for name in there if name not in now]
        Triage.objects.filter(report__in=gone).delete()
        Triage.objects.bulk_create(
            (_made(*now[name]) for name in some if name in now and name not in there), ignore_conflicts=True
        )
        for name, held in there.items():
            if name in now:
                _stepped(held, _made(*now[name]))


def _stepped(held: Triage, now: Triage) -> None:
    if (held.row, held.origin) == (now.row, now.origin):
        return
    changed = {"row": now.row, "version": now.version, "origin": now.origin}
    if held.row != now.row:
        changed |= {"statements": None, "figures": None}
        if held.state == "done" and held.row is not None:
            # What was done with is news again: a later version says something else.
            changed |= {"state": "new", "holder": None, "reason": ""}
    Triage.objects.filter(pk=held.pk).update(**changed)


def _portions(names: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]


def counted(rows: Sequence[Triage]) -> None:
    """Each row with the number of statements and figures that its report has; what is not known yet is looked up in
    the reports' records, and kept."""
    unknown = {each.row: each for each in rows if each.statements is None and each.row is not None}
    if not unknown:
        return
    records = Report.objects.using(USING).filter(id__in=unknown).values_list("id", "record")
    for row, packed in records:
        record: Record = from_json(originals.opened(packed))
        held = unknown[row]
        held.statements = len(record.statements)
        held.figures = sum(len(incident.figures) for incident in record.incidents)
    Triage.objects.bulk_update(unknown.values(), ["statements", "figures"])
