"""Every figure and its words as W3C Web Annotations (Recommendation of 2017), one JSON-LD object a line.

The target is the report's text by its id, since offsets count in that text; where the report stood on the web is
``via``. Two selectors choose the same words, as the Recommendation has it for alternatives: a TextPositionSelector,
and a TextQuoteSelector with what is before and after, by which the words are found again in the page too.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from onrecord.accounts.sheet import Account, Anchor, Sheet
from onrecord.publishing.counted import telling
from onrecord.publishing.format import Entry, RecordOf
from onrecord.record import Record, Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# Of our own, to make ids that stay the same; it was drawn once at random.
_SPACE = uuid.UUID("4ad541d3-8b71-4c47-87a5-9e277edc3a1d")
# Characters kept before and after the words. The Recommendation gives no number; annotation clients mostly keep 32.
AROUND = 32
# Records held, for a report has several anchors on a sheet; a record is some 100 KB.
_RECENT = 64


def noted(sheet: Sheet, *, record_of: RecordOf) -> Iterator[dict[str, Any]]:
    """The annotations of one incident: for each account one an anchor, then one each for its date, place and so on."""
    ids = {each.article: each.id for each in sheet.articles}
    for account in sheet.accounts:
        for anchor in account.anchors:
            yield _annotation(sheet, anchor, "describing", _figure(sheet, account), ids, record_of)
    for name in sorted(sheet.words):
        for anchor in sheet.words[name]:
            yield _annotation(sheet, anchor, "identifying", _part(sheet, name), ids, record_of)


def _annotation(
    sheet: Sheet, anchor: Anchor, motivation: str, body: list[dict[str, Any]], ids: dict[str, str], record_of: RecordOf
) -> dict[str, Any]:
    record = record_of(ids[anchor.article]) if anchor.article in ids else None
    text = record.article.text if record is not None and record.article.id == anchor.article else None
    key = msgspec.json.encode([sheet.incident_id, anchor.article, anchor.spans, body])
    source = _source(anchor, record if text is not None else None)
    targets: list[dict[str, Any]] = [
        {"type": "SpecificResource", "source": source, "selector": _selectors(span, anchor, text)}
        for span in anchor.spans
    ] or [source]
    return {
        "@context": CONTEXT,
        "id": uuid.uuid5(_SPACE, key.decode()).urn,
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _source(anchor: Anchor, record: Record | None) -> dict[str, Any]:
    told: dict[str, Any] = {"id": anchor.article, "type": "Text", "format": "text/plain"}
    if record is not None and record.article.language:
        told["language"] = record.article.language
    if record is not None and record.article.url:
        told["via"] = record.article.url
    return told


def _selectors(span: Span, anchor: Anchor, text: str | None) -> list[dict[str, Any]]:
    """Positions, and the words there. Without the text only an anchor of one span has its words."""
    start, end = span
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    if text is not None:
        quote = {"type": "TextQuoteSelector", "exact": text[start:end]}
        around = {"prefix": text[max(0, start - AROUND) : start], "suffix": text[end : end + AROUND]}
        return [position, quote | {name: words for name, words in around.items() if words}]
    if len(anchor.spans) == 1 and anchor.text:
        return [position, {"type": "TextQuoteSelector", "exact": anchor.text}]
    return [position]


def _figure(sheet: Sheet, account: Account) -> list[dict[str, Any]]:
    data = {
        "incident_id": sheet.incident_id,
        "origin": account.origin,
        "givers": account.givers,
        "harm": account.harm,
        "who": account.who,
        "low": account.low,
        "high": account.high,
        "as_of": account.as_of,
        "status": account.status,
    }
    return [
        {"type": "TextualBody", "value": telling(account), "format": "text/plain", "purpose": "describing"},
        {"type": "TextualBody", "value": _json(data), "format": "application/json", "purpose": "classifying"},
    ]


def _part(sheet: Sheet, name: str) -> list[dict[str, Any]]:
    value: Any = None
    if name == "date":
        value = {"earliest": sheet.date.earliest, "latest": sheet.date.latest, "precision": sheet.date.precision}
    elif name == "place" and sheet.place is not None:
        value = {"name": sheet.place.name, "country": sheet.place.country, "precision": sheet.place.precision}
    elif name == "type":
        value = {"kind": sheet.type.kind, "event": sheet.type.event, "sub_event": sheet.type.sub_event}
    elif name.startswith("participants["):
        n = int(name.removeprefix("participants[").removesuffix("]"))
        value = [{"name": p.name, "role": p.role} for p in sheet.participants[n : n + 1]]
    data = {"incident_id": sheet.incident_id, name.partition("[")[0]: value}
    return [{"type": "TextualBody", "value": _json(data), "format": "application/json", "purpose": "identifying"}]


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def write(sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry]) -> Iterator[bytes]:
    """One annotation a line."""
    recent = lru_cache(maxsize=_RECENT)(record_of)
    for sheet in sheets:
        for each in noted(sheet, record_of=recent):
            yield msgspec.json.encode(each) + b"\n"
