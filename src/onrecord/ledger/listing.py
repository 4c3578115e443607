"""What a feed or a sitemap lists: addresses of pages and of further sitemaps, and when each last changed."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from httpx2 import URL

from onrecord.intake import markup
from onrecord.intake.decode import decode
from onrecord.intake.feed import MAX_ENTRIES
from onrecord.intake.packed import unpacked
from onrecord.ledger.exchange import ExchangeError, checked
from onrecord.ledger.keeping import moment
from onrecord.record import OnrecordError

MOST = 50_000
"""Addresses of one list: a sitemap may have no more (sitemaps.org)."""

UNPACKED = 50 << 20
"""Bytes of one list, unpacked: a sitemap may have no more (sitemaps.org)."""

_GZIP = b"\x1f\x8b"
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(urlset|sitemapindex|rss|feed|rdf)[\s>/]", re.I)
_HEAD = 4096  # bytes in which the first element stands, behind comments and instructions for style
_ENTITY = re.compile(r"<!ENTITY", re.I)
_LINES = re.compile(rb"\s*https?://\S+\s*(?:\n|$)")


class ListError(OnrecordError):
    """A list that cannot be read; the text is one clause without its address."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One address on a list. ``changed`` is when it last changed as the list writes it, ``at`` the same in seconds."""

    url: str
    changed: str | None = None
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list names, each address once, in its order: ``pages``, and further lists in ``lists``.

    ``elsewhere`` counts addresses that a sitemap lists of other sites, which it has no say over; they are left out.
    """

    pages: tuple[Listed, ...] = ()
    lists: tuple[Listed, ...] = ()
    elsewhere: int = 0


def listed(data: bytes, *, url: str) -> Listing | None:
    """What the feed or sitemap ``data`` from ``url`` lists; None where it is neither. Raises :class:`ListError`."""
    if data.startswith(_GZIP):
        data = _opened(data)
    head = data[:_HEAD].replace(b"\0", b"")  # UTF-16 has an empty byte beside each letter
    root = _ROOT.search(head) if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") else None
    if root is None:
        return _gathered(_plain(data), url, own=True) if _LINES.match(data) else None
    name = root[1].lower()
    if name in (b"urlset", b"sitemapindex"):
        return _gathered(_sitemap(data), url, own=True)
    return _gathered(_feed(data), url, own=False)


def _opened(data: bytes) -> bytes:
    found = bytearray()
    try:
        for piece in unpacked([data]):
            found += piece
            if len(found) > UNPACKED:
                raise ListError(f"the list is larger than {UNPACKED >> 20} MiB unpacked")
    except zlib.error:
        raise ListError("the packed list is cut off or damaged") from None
    return bytes(found)


def _gathered(found: Iterator[tuple[bool, str, str | None]], url: str, *, own: bool) -> Listing:
    """What was ``found``, each (is it a list, address, changed), with whole addresses and each once.

    With ``own`` addresses on other sites than that of ``url`` are left out.
    """
    here = _site(checked(url))
    kinds: tuple[dict[str, Listed], dict[str, Listed]] = ({}, {})
    elsewhere = 0
    for further, said, changed in found:
        try:
            address = checked(said.strip(), url)
        except ExchangeError:
            continue
        if own and _site(address) != here:
            elsewhere += 1
            continue
        whole = _bare(str(address))
        kinds[further].setdefault(whole, Listed(whole, changed, moment(changed)))
        if len(kinds[0]) + len(kinds[1]) >= MOST:
            break
    return Listing(tuple(kinds[False].values()), tuple(kinds[True].values()), elsewhere)


def _bare(url: str) -> str:
    """``url`` without the marks by which a site counts the readers of its feed: they are no part of the page's name."""
    head, _, query = url.partition("?")
    if "utm_" not in query:
        return url
    kept = "&".join(each for each in query.split("&") if not each.startswith("utm_"))
    return f"{head}?{kept}" if kept else head


def _site(url: URL) -> str:
    """The host and port of ``url``; 'www.' is the same site."""
    return url.netloc.decode("ascii").removeprefix("www.")


def _sitemap(data: bytes) -> Iterator[tuple[bool, str, str | None]]:
    from lxml import etree

    events = etree.iterparse(
        io.BytesIO(data), events=("end",), tag=("{*}url", "{*}sitemap"), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, recover=True,
    )  # fmt: skip
    try:
        for _, element in events:
            said = _child(element, "loc")
            if said:
                # News sitemaps say when a page was published where they do not say when it changed.
                changed = _child(element, "lastmod") or _child(element, "publication_date")
                yield etree.QName(element).localname == "sitemap", said, changed
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise ListError(f"the sitemap is damaged ({' '.join(str(error).split())[:120]})") from None


def _child(element: Any, name: str) -> str | None:
    found = next(element.iter("{*}" + name), None)
    text = "" if found is None else " ".join((found.text or "").split())
    return text or None


def _feed(data: bytes) -> Iterator[tuple[bool, str, str | None]]:
    import feedparser

    text = decode(data, markup.charset_of(data))
    if _ENTITY.search(text, 0, 64 << 10):
        raise ListError("the feed declares entities of its own, which are not expanded")
    # A stream, not bytes: feedparser takes a string for an address to fetch or a file to open.
    feed = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    for entry in (feed.get("entries") or [])[:MAX_ENTRIES]:
        link = entry.get("link")
        if isinstance(link, str) and link.strip():
            said = dict.get(entry, "updated") or dict.get(entry, "published")
            parsed = dict.get(entry, "updated_parsed") or dict.get(entry, "published_parsed")
            yield False, link, _iso(parsed) or (said if isinstance(said, str) else None)


def _plain(data: bytes) -> Iterator[tuple[bool, str, str | None]]:
    """A sitemap that is a text file with one address a line."""
    for line in io.BytesIO(data):
        if line.strip():
            yield False, line.decode("utf-8", "replace"), None


def _iso(parsed: Any) -> str | None:
    if not parsed:
        return None
    try:
        year, month, day, hour, minute, second = parsed[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
    except (ValueError, TypeError):
        return None
