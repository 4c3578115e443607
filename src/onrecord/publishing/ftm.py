"""Incidents as FollowTheMoney entities (model 4), one a line of JSON, for Aleph, OpenAleph and yente.

An incident is an Event, a report an Article, who took part or gave a figure a Person, an Organization or, where nobody
says which, a LegalEntity. Documentation ties reports to events, Mention parties to reports, a Note is an account.
Parties of two incidents that have the same name stay two entities: that they are one is for a person to say.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from unicodedata import normalize

import msgspec

from onrecord.accounts.sheet import Account, Article, Sheet
from onrecord.publishing.codes import language, party, point
from onrecord.publishing.counted import fragments, telling
from onrecord.publishing.format import Entry, RecordOf
from onrecord.record import Record

# The most characters of its types `string` and `name`.
_LONGEST = 1024
_NAMED = 384
# Invisible characters that its cleaners delete, so that ids and values stay as we write them; and direction marks.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_WEB = re.compile(r"https?://[\w.-]+(?::\d{1,4})?(?:[/?#][^\s\x00-\x20\x7f-\xa0]*)?", re.IGNORECASE)
_WORD = re.compile(r"\w")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Head(NamedTuple):
    """What a report's entity takes from its record."""

    article: str
    authors: tuple[str, ...]
    language: str | None
    url: str | None


def _head(record: Record) -> Head:
    told = record.article
    return Head(told.id, told.authors, told.language, told.url)


def key(*parts: str) -> str:
    """An id that the same parts always give: SHA-1 in hex, as FollowTheMoney's own tools make them."""
    return hashlib.sha1("\0".join(("onrecord", *parts)).encode(), usedforsecurity=False).hexdigest()


def _entity(schema: str, identifier: str, **properties: str | Iterable[str | None] | None) -> dict[str, Any]:
    """An entity; every property is a list of texts, those that are empty are left out."""
    told: dict[str, list[str]] = {}
    for name, value in properties.items():
        values = [value] if isinstance(value, str) or value is None else list(value)
        if kept := list(dict.fromkeys(seen for each in values if each and (seen := _seen(each)))):
            told[name] = kept
    return {"id": identifier, "schema": schema, "properties": told}


def entities(sheet: Sheet, *, record_of: RecordOf) -> Iterator[dict[str, Any]]:
    """The entities of one incident: event, reports, what ties them, parties, accounts.

    A report's entity is the same in every incident that it tells of. Records are asked for authors, language, address
    and the kinds of sources.
    """
    event = key("event", sheet.incident_id)
    heads: dict[str, Head] = {}
    kinds: dict[str, str] = {}
    for each in sheet.articles:
        record = record_of(each.id)
        heads[each.id] = _head(record)
        for source in (s.source for s in record.statements):
            if source is not None and source.name and source.kind:
                kinds.setdefault(source.name, source.kind)
    parties = _parties(sheet, kinds)
    yield _event(sheet, event, parties)
    for article in sheet.articles:
        yield _article(article, heads[article.id])
        yield _entity(
            "Documentation",
            key("documentation", sheet.incident_id, article.article, article.id),
            document=key("article", article.article),
            entity=event,
            role="background" if article.background else "report",
            summary=f"origin {article.origin}",
            recordId=article.id,
        )
    for name, schema in parties.items():
        yield _entity(schema, key("party", sheet.incident_id, name), name=_short(name))
        for article in sheet.articles:
            if name in _named(sheet, article):
                yield _entity(
                    "Mention",
                    key("mention", sheet.incident_id, article.article, name),
                    document=key("article", article.article),
                    resolved=key("party", sheet.incident_id, name),
                    name=_short(name),
                    detectedSchema=schema,
                )
    for account in sheet.accounts:
        yield _note(sheet, account, event)


def _event(sheet: Sheet, event: str, parties: dict[str, str]) -> dict[str, Any]:
    place, date, at = sheet.place, sheet.date, point(sheet.place)
    one_day = date.earliest == date.latest
    where = [place.name, place.admin2, place.admin1, place.country] if place else []
    return _entity(
        "Event",
        event,
        name=_short(sheet.title) or sheet.incident_id,
        recordId=sheet.incident_id,
        date=date.earliest if one_day else None,
        startDate=None if one_day else date.earliest,
        endDate=None if one_day else date.latest,
        location=", ".join(dict.fromkeys(part for part in where if part and _WORD.search(part))) or None,
        country=place.country_code.lower() if place and place.country_code else None,
        summary=f"{sheet.origins} independent origins in {sheet.reports} reports",
        description=f"latitude {at[0]}, longitude {at[1]}, precision {place and place.precision}" if at else None,
        keywords=[sheet.type.kind, sheet.type.event, sheet.type.sub_event],
        involved=[key("party", sheet.incident_id, p.name) for p in sheet.participants if p.name in parties],
        proof=[key("article", each.article) for each in sheet.articles],
    )


def _article(article: Article, told: Head) -> dict[str, Any]:
    same = told.article == article.article  # a later version of the page has an entity of its own
    return _entity(
        "Article",
        key("article", article.article),
        fileName=article.id,
        title=article.title,
        publishedAt=_moment(article.published),
        publisher=article.outlet,
        author=told.authors if same else (),
        language=language(told.language) if same else None,
        sourceUrl=told.url if same and told.url and _WEB.fullmatch(told.url) else None,
        notes=article.article,
    )


def _parties(sheet: Sheet, kinds: dict[str, str]) -> dict[str, str]:
    """Names of those who took part, then of those who gave a figure, with their schema."""
    found: dict[str, str] = {}
    for participant in sheet.participants:
        if _short(participant.name):
            found.setdefault(participant.name, party(participant.kind))
    for account in sheet.accounts:
        for giver in account.givers:
            if _short(giver):
                found.setdefault(giver, party(kinds.get(giver, "")))
    return found


def _named(sheet: Sheet, article: Article) -> set[str]:
    """Names that the sheet takes from a report: givers of its accounts, participants whose words stand in it."""
    givers = {giver for a in sheet.accounts if article.id in a.articles for giver in a.givers}
    took = {
        p.name
        for n, p in enumerate(sheet.participants)
        if any(anchor.article == article.article for anchor in sheet.words.get(f"participants[{n}]", ()))
    }
    return givers | took


def _note(sheet: Sheet, account: Account, event: str) -> dict[str, Any]:
    hashes = {each.id: each.article for each in sheet.articles}
    at = list(fragments(account.anchors))
    return _entity(
        "Note",
        key("account", sheet.incident_id, account.origin, account.harm, account.who, *account.givers, *at),
        entity=event,
        name=f"{account.harm}, {account.who}, {account.origin}",
        description=telling(account),
        summary=[a.text[:_LONGEST] for a in account.anchors if a.text],
        notes=at,
        proof=[key("article", hashes[each]) for each in account.articles if each in hashes],
    )


def _short(text: str) -> str:
    """A name as FollowTheMoney takes it: on one line, not longer than it keeps."""
    return _seen(text)[:_NAMED].rstrip()


def _seen(text: str) -> str:
    """Text as its cleaners leave it: without what is invisible, accents composed, single spaces."""
    return normalize("NFC", " ".join(_UNSEEN.sub("", text).split()))


def _moment(published: str | None) -> str | None:
    """A day, or a time in UTC to the second; null for what is neither."""
    try:
        at = datetime.fromisoformat(published or "")
        if _DAY.fullmatch(published or ""):
            return published
        return (at.astimezone(UTC) if at.tzinfo else at).replace(tzinfo=None).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None


def write(sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry]) -> Iterator[bytes]:
    """One entity a line. A report that tells of several incidents is written with the first of them."""
    written: set[str] = set()
    for sheet in sheets:
        for each in entities(sheet, record_of=record_of):
            if each["schema"] == "Article":
                if each["id"] in written:
                    continue
                written.add(each["id"])
            yield msgspec.json.encode(each) + b"\n"
