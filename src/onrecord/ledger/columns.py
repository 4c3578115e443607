"""What of a report stands in columns of its own, cut and cleaned so that every database holds it."""

from __future__ import annotations

from hashlib import sha256

from onrecord.ledger.neighbours import hashed
from onrecord.record import Record

# PostgreSQL's indexes take values of up to some 2,700 bytes; in UTF-8 a character has up to four.
_NAME = 600
_DAY = 40  # an ISO 8601 time with a zone has 32 characters


def name(id: str) -> str:
    """A report's id as it is kept: without NUL, which PostgreSQL's texts cannot hold; one of more than 600 characters
    is cut, and told from others by the hash at its end."""
    whole = clean(id)
    if len(whole) <= _NAME:
        return whole
    return f"{whole[:_NAME]}…{sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def clean(value: str) -> str:
    """A text without NUL and halves of characters."""
    return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def key(value: str) -> int:
    """The key (64 bits, signed) by which a whole address or path is looked up."""
    return hashed((value,))[0]


def day(published: str | None) -> str | None:
    """When a report came out, no longer than a time is."""
    return clean(published or "")[:_DAY] or None


def of(record: Record) -> dict[str, object]:
    """The columns of a report that follow from its record."""
    article = record.article
    return {
        "url": article.url and clean(article.url),
        "page": None if article.url is None else key(article.url),
        "title": article.title and clean(article.title),
        "outlet": article.outlet and clean(article.outlet),
        "published": day(article.published),
    }
