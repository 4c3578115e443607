"""Sheets, kept as they were last made: to make one of thirty reports takes tenths of a second, to read it back three
thousandths. What a sheet is made of is looked up each time, so that an old one is never shown.
"""

from __future__ import annotations

import hashlib
import zlib

import msgspec
from django.http import Http404

from onrecord.accounts.sheet import Sheet, to_json
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Kept
from onrecord.ledger import sheets
from onrecord.ledger.models import Incident, Sighting

_DECODER = msgspec.json.Decoder(Sheet)
_VERSION = b"1"  # of the types of a sheet; a change of these makes all anew


def incident(id: str) -> Incident:
    """The row of an incident, followed to the one that it was joined into; Http404 where there is none."""
    row = Incident.objects.using(USING).filter(id=id).first()
    while row is not None and row.into is not None:
        row = Incident.objects.using(USING).filter(id=row.into).first()
    if row is None:
        raise Http404
    return row


def sheet(row: Incident) -> Sheet | None:
    """The incident's sheet; None where no report tells of it any more."""
    mark = _mark(row)
    kept = Kept.objects.filter(incident=row.id).first()
    if kept is not None and kept.mark == mark:
        return _DECODER.decode(zlib.decompress(kept.body))
    made = sheets.sheet(USING, row)
    if made is None:
        return None
    Kept.objects.update_or_create(
        incident=row.id, defaults={"mark": mark, "body": zlib.compress(to_json(made), 1)}
    )  # fmt: skip
    return made


def _mark(row: Incident) -> str:
    """The hash of all that the sheet is made of."""
    told = Sighting.objects.using(USING).filter(incident_id=row.id, report__current=True).order_by("id")
    parts = list(told.values_list("id", "background", "report__digest", "report__origin_id"))
    return hashlib.sha256(_VERSION + msgspec.json.encode([row.decided, parts])).hexdigest()
