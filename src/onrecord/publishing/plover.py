"""Incidents as PLOVER event records (manual of 2021, draft 0.7), one a line of JSON.

Field names are PLOVER's; our own begin with ``onrecord_``. Country codes of actors are left out, for no sheet says
whose a party is; a category, mode or sector only where the kind of incident or actor has exactly one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from onrecord.accounts.sheet import Anchor, Article, Sheet, Tally
from onrecord.publishing.codes import country, plover, point, quad, sector
from onrecord.publishing.counted import anchors, telling
from onrecord.publishing.format import Entry, RecordOf
from onrecord.publishing.parties import sides
from onrecord.record import Participant, Where

CODEBOOK = "plover-0.7b1"


def event(sheet: Sheet) -> dict[str, Any]:
    """One record. ``has_event`` is false where PLOVER has no category for the incident.

    ``dead`` and ``injured`` are a number where it is exact, else a range: '12-15', '12+', '-15'. They are the tally
    under the default rule.
    """
    coded = plover(sheet.type.kind)
    doers, sufferers = sides(sheet)
    if coded.both:
        doers, sufferers = (*doers, *sufferers), ()
    told: dict[str, Any] = {
        "id": sheet.incident_id,
        "has_event": coded.event is not None,
        "date": sheet.date.earliest,
        "enddate": sheet.date.latest,
        "source": [_actor(p) for p in doers],
        "recipient": [_actor(p) for p in sufferers],
        "event": [coded.event] if coded.event else [],
        "quad_code": quad(coded.event) if coded.event else None,
        "mode": [coded.mode] if coded.mode else None,
        "context": [coded.context] if coded.context else None,
        "event_loc": _place(sheet.place),
        "dead": _number(sheet.killed),
        "injured": _number(sheet.injured),
        "text_info": [_text(anchor) for anchor in anchors(sheet)],
        "cite_info": [_citation(article) for article in sheet.articles],
        "comment": "; ".join([sheet.title, *map(telling, sheet.accounts)]),
        "onrecord_kind": sheet.type.kind,
        "onrecord_origins": sheet.origins,
        "onrecord_dead_rule": sheet.killed.rule,
        "onrecord_injured_rule": sheet.injured.rule,
    }
    # PLOVER requires id, date, source and event; what else is not known is left out.
    return {name: value for name, value in told.items() if value is not None or name == "date"}


def _actor(who: Participant) -> dict[str, str]:
    code = sector(who.kind)
    return {"actor_text": who.name, **({"sector": code} if code else {})}


def _place(place: Where | None) -> dict[str, Any] | None:
    """GeoNames' field names, as PLOVER takes them; what is a name there stays a name (``onrecord_admin1``)."""
    if place is None:
        return None
    land, at = country(place.country_code), point(place)
    told = {
        "geonameid": int(place.geonames) if (place.geonames or "").isdecimal() and place.geonames else None,
        "name": place.name,
        "latitude": at[0] if at else None,
        "longitude": at[1] if at else None,
        "country code": place.country_code,
        "cc3": land.alpha3 if land else None,
        "onrecord_admin1": place.admin1,
        "onrecord_admin2": place.admin2,
        "onrecord_precision": place.precision,
    }
    return {name: value for name, value in told.items() if value is not None}


def _number(tally: Tally) -> int | str | None:
    low, high = tally.low, tally.high
    if low is not None and low == high:
        return low
    if low is None and high is None:
        return None
    return f"{low}+" if high is None else f"{'' if low is None else low}-{high}"


def _text(anchor: Anchor) -> dict[str, Any]:
    spans = [list(span) for span in anchor.spans]
    return {
        "start": spans[0][0] if spans else None,
        "end": spans[-1][1] if spans else None,
        "onrecord_article": anchor.article,
        "onrecord_spans": spans,
        "onrecord_words": anchor.text,
    }


def _citation(article: Article) -> dict[str, Any]:
    told = {
        "citation": article.article,
        "title": article.title,
        "publication": article.outlet,
        "codebook": CODEBOOK,
        "onrecord_id": article.id,
        "onrecord_published": article.published,
        "onrecord_origin": article.origin,
    }
    return {name: value for name, value in told.items() if value is not None}


def write(sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry]) -> Iterator[bytes]:
    """One record a line."""
    for sheet in sheets:
        yield msgspec.json.encode(event(sheet)) + b"\n"
