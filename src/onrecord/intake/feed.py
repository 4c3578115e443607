"""RSS and Atom feeds: each entry is an article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from onrecord.intake import html, markup, parts, signed
from onrecord.intake.about import day, tag
from onrecord.intake.decode import clean, decode
from onrecord.intake.given import Given
from onrecord.intake.item import Item, kept, problem
from onrecord.intake.problem import IntakeError
from onrecord.record import Sentence, Topics

MAX_ENTRIES = 20_000
"""Entries of one feed; the archives of large sites give a thousand at a time."""

_END = re.compile(rb"</\s*(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>\s*(?:<!--.*?-->\s*)*\x00*\s*$", re.I | re.S)
_HALVES = re.compile(r"&#(?:x0*d[89a-f][0-9a-f]{2}|0*5(?:5[3-9]|6\d|7[0-2])\d\d);", re.I)  # halves of characters
_SAYING = ("title", "link", "summary", "content")
_NAMED = re.compile(r"\S+@\S+\s*\(([^()]+)\)")
_ENTITY = re.compile(rb"<!ENTITY", re.I)


def articles(data: bytes, *, given: Given, charset: str | None = None) -> Iterator[Item]:
    """One article for each entry, as parts ``PATH#ID``, with the words that the feed itself carries.

    An entry that has a headline alone is a problem, which names the address of its page; nothing is fetched.
    """
    import feedparser

    if _ENTITY.search(data, 0, 64 << 10):
        raise IntakeError(
            "the feed declares entities of its own, which are not expanded; save it without its DOCTYPE and read that"
        )
    text = _HALVES.sub("\ufffd", decode(data, charset or markup.charset_of(data)))
    # A stream, not bytes: feedparser takes a string for an address to fetch or a file to open.
    feed = feedparser.parse(
        io.BytesIO(text.encode("utf-8")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    entries = [entry for entry in feed.get("entries") or [] if any(entry.get(key) for key in _SAYING)]
    if not entries:
        why = feed.get("bozo_exception")
        raise IntakeError(
            Sentence(
                "the feed is damaged and has no entry that can be read ({why}); download it again", why=_short(why)
            )
            if why
            else Sentence("the feed has no entries; nothing to read")
        )
    if not any(_body(entry) for entry in entries):
        raise IntakeError("the feed has headlines alone; read the pages that it links to")
    about = feed.get("feed") or {}
    seen: set[str] = set()
    for n, entry in enumerate(entries[:MAX_ENTRIES], 1):
        name = _text(entry, "id") or _text(entry, "link") or f"entry-{n}"
        if name in seen:
            name = f"{name}-{n}"
        seen.add(name)
        yield _entry(entry, about, name=name, given=given)
    if len(entries) > MAX_ENTRIES:
        yield problem(
            given.input_id,
            "the feed has {count:,} entries; only the first {most:,} were read: split it",
            count=len(entries),
            most=MAX_ENTRIES,
        )
    if not _END.search(data[-4096:]):
        yield problem(
            given.input_id,
            "the feed ends in the middle, so it was cut off and entries may be missing; download it again",
        )


def _entry(entry: Any, about: Any, *, name: str, given: Given) -> Item:
    part = parts.part_of(given, name)
    said_link = _text(entry, "link")
    link = said_link if said_link and said_link.startswith(("http://", "https://")) else None
    body = _body(entry)
    if body is None:
        if link is None:
            return problem(part.input_id, "the feed has only the headline of this entry; read its page")
        return problem(part.input_id, "the feed has only the headline of this entry; read its page, {link}", link=link)
    # RSS wants 'address (name)', which feedparser splits in the wrong place for addresses it does not expect.
    said = _text(entry, "author") or ""
    named = _NAMED.fullmatch(said)
    authors = [named[1]] if named else [_text(author, "name") or "" for author in entry.get("authors") or []] or [said]
    outlet = _text(entry.get("source") or {}, "title") or _text(about, "title")
    outlet = outlet.partition(" » ")[0] if outlet else None  # 'Harbour Ledger » World': the feed of a section
    known = replace(
        part,
        name=None,
        title=_title(entry),
        url=link,
        authors=signed.people([a for a in authors if a], outlet=outlet),
        published=part.published or _date(entry, "published") or _date(entry, "created"),
        language=part.language or tag(_language(entry)) or tag(_text(about, "language")),
        outlet=outlet,
    )
    try:
        made = html.fragment(body, id=kept(body.encode("utf-8", "replace"), known), given=known)
    except IntakeError as error:
        return problem(part.input_id, error)
    labels = [_text(t, "label") or _text(t, "term") or "" for t in entry.get("tags") or []]
    keywords = tuple(dict.fromkeys((*made.topics.keywords, *(label for label in labels if label))))
    return part.input_id, msgspec.structs.replace(
        made,
        modified=made.modified or _date(entry, "updated"),
        rights=made.rights or _text(entry, "rights") or _text(about, "rights"),
        topics=Topics(
            regions=made.topics.regions, themes=made.topics.themes, dossiers=made.topics.dossiers, keywords=keywords
        ),
    )


def _body(entry: Any) -> str | None:
    """The longest of what the entry carries: its content, or its summary."""
    found = [
        c.get("value") or ""
        for c in entry.get("content") or []
        if "html" in (c.get("type") or "html") or "text/plain" in (c.get("type") or "")
    ]
    found.append(entry.get("summary") or "")
    body = max((clean(value) for value in found if isinstance(value, str)), key=len, default="")
    return body if body.strip() else None


def _language(entry: Any) -> str | None:
    return next((c.get("language") for c in entry.get("content") or [] if c.get("language")), None)


def _title(entry: Any) -> str | None:
    """The title's words: Atom's may be markup, and RSS does not say whether its are."""
    title = _text(entry, "title")
    if title is None or ("<" not in title and "&" not in title):
        return title
    return " ".join(markup.stripped(title)) or title


def _date(entry: Any, key: str) -> str | None:
    # Not entry.get(): it passes off the date of publication as that of a change.
    said = dict.get(entry, key)
    if isinstance(said, str) and (own := day(said)) and len(own) > 10:
        return own  # in the zone of its place: there 'today' is its day
    moment = dict.get(entry, f"{key}_parsed")  # all zones are brought to UTC
    if not moment:
        return None
    try:
        year, month, mday, hour, minute, second = moment[:6]
        when = datetime(year, month, mday, hour, minute, second, tzinfo=UTC)
    except (ValueError, TypeError):
        return None
    return when.date().isoformat() if (when.hour, when.minute, when.second) == (0, 0, 0) else when.isoformat()


def _text(thing: Any, key: str) -> str | None:
    value = thing.get(key)
    return " ".join(clean(value).split()) or None if isinstance(value, str) else None


def _short(error: object) -> str:
    return " ".join(str(error).split())[:120]
