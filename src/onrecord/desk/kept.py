"""Sheets, kept as they were last made: to make one of thirty reports takes tenths of a second, to read it back three
thousandths. What a sheet is made of is looked up each time, so that an old one is never shown.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence

import msgspec
from django.http import Http404

from onrecord.accounts.agreement import sheet as made
from onrecord.accounts.origins import origin as arranged
from onrecord.accounts.sheet import Sheet, Told
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Kept
from onrecord.desk.prepared import Prepared
from onrecord.ledger import sheets
from onrecord.ledger.models import Amendment, Incident, Sighting
from onrecord.record import Where


class First(msgspec.Struct, frozen=True):
    """The likely first publication of an origin's words (a report's name), and why it is held to be that."""

    report: str
    why: tuple[str, ...] = ()


class Whole(msgspec.Struct, frozen=True):
    """A sheet with what is made of the same records: by origin its first publication, and where it says it happened."""

    sheet: Sheet
    firsts: dict[str, First] = {}
    places: tuple[tuple[str, Where], ...] = ()


_DECODER = msgspec.json.Decoder(Whole)
_VERSION = b"2"  # of the types of a sheet; a change of these makes all anew


_BY_ID = Prepared(lambda id: Incident.objects.filter(id=id), holes=1)
_TOLD = Prepared(
    lambda id: (
        Sighting.objects.filter(incident_id=id, report__current=True)
        .order_by("id")
        .values_list("id", "background", "report__digest", "report__origin_id")
    ),
    holes=1,
)
_AMENDED = Prepared(
    lambda id: (
        Amendment.objects.filter(state="stands", report__sighting__incident_id=id, report__current=True)
        .order_by("id")
        .distinct()
        .values_list("id")
    ),
    holes=1,
)


def incident(id: str) -> Incident:
    """The row of an incident, followed to the one that it was joined into; Http404 where there is none."""
    while True:
        found = _BY_ID.models(id, using=USING)
        if not found:
            raise Http404
        if found[0].into is None:
            return found[0]
        id = found[0].into


def sheet(row: Incident) -> Sheet | None:
    """The incident's sheet; None where no report tells of it any more."""
    found = whole(row)
    return None if found is None else found.sheet


def whole(row: Incident, *, mark: str | None = None) -> Whole | None:
    """The sheet with its origins' first publications and places; None where no report tells of it any more. ``mark`` is
    what :func:`mark_of` says, where that was asked already."""
    mark = mark or mark_of(row)
    kept = Kept.objects.filter(incident=row.id).first()
    if kept is not None and kept.mark == mark:
        return _DECODER.decode(zlib.decompress(kept.body))
    told = sheets.told(USING, row.id)
    if not told:
        return None
    found = Whole(
        made(row.id, told, decided=msgspec.json.decode(row.decided, type=dict[str, str])),
        _firsts(told),
        tuple(dict.fromkeys((t.origin, t.incident.place) for t in told if t.incident.place is not None)),
    )
    body = zlib.compress(msgspec.json.encode(found, order="deterministic"), 1)
    Kept.objects.update_or_create(incident=row.id, defaults={"mark": mark, "body": body})
    return found


def _firsts(told: Sequence[Told]) -> dict[str, First]:
    groups: dict[str, dict[str, Told]] = {}
    for each in told:
        groups.setdefault(each.origin, {})[each.id] = each
    found = {}
    for origin, reports in groups.items():
        if len(reports) > 1:
            first = arranged([(id, t.record) for id, t in reports.items()], origin=origin)
            found[origin] = First(first.first, first.why_first)
    return found


def mark_of(row: Incident) -> str:
    """The hash of all that the sheet is made of."""
    parts = _TOLD.rows(row.id, using=USING)
    amended = [id for (id,) in _AMENDED.rows(row.id, using=USING)]
    return hashlib.sha256(_VERSION + msgspec.json.encode([row.decided, parts, amended])).hexdigest()
