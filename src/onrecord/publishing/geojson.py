"""Incidents on a map: a GeoJSON FeatureCollection (RFC 7946). What is placed only by its country has no point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from onrecord.accounts.sheet import Sheet, Tally
from onrecord.publishing.codes import point
from onrecord.publishing.format import Entry, RecordOf
from onrecord.publishing.table import of


def feature(sheet: Sheet) -> dict[str, Any]:
    """One incident as a Feature: its point (longitude first, WGS 84) or null, and everything else as properties.

    ``uncertainty_m`` is how many metres the place may be off the point. ``accounts`` keep their anchors.
    """
    at = point(sheet.place)
    head = {name: value for name, value in of(sheet)._asdict().items() if name not in ("latitude", "longitude")}
    return {
        "type": "Feature",
        "id": sheet.incident_id,
        "geometry": None if at is None else {"type": "Point", "coordinates": [at[1], at[0]]},
        "properties": {
            **head,
            **_tally("killed", sheet.killed),
            **_tally("injured", sheet.injured),
            "origins": sheet.origins,
            "reports": sheet.reports,
            "participants": [{"name": p.name, "role": p.role} for p in sheet.participants],
            "articles": sheet.articles,
            "accounts": sheet.accounts,
            "words": dict(sorted(sheet.words.items())),
        },
    }


def _tally(harm: str, tally: Tally) -> dict[str, Any]:
    return {f"{harm}_low": tally.low, f"{harm}_high": tally.high, f"{harm}_rule": tally.rule}


def write(sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry]) -> Iterator[bytes]:
    """The collection, a feature a line."""
    yield b'{"type":"FeatureCollection","features":['
    for n, sheet in enumerate(sheets):
        yield (b",\n" if n else b"\n") + msgspec.json.encode(feature(sheet))
    yield b"\n]}\n"
