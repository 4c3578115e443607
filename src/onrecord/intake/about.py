"""What a page says about itself, outside its words: JSON-LD, OpenGraph and other meta elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

_ARTICLES = re.compile(r"(?:article|posting|report|review|webpage|creativework)$", re.I)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_TAGS = re.compile(r"<[^<>]{0,500}>")
_SECTION = ("article:section", "og:article:section", "section", "dc.type", "parsely-section", "sailthru.section")
_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title")
_SITE = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "application-name", "citation_journal_title", "cre")
_AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator", "byl", "citation_author", "parsely-author", "sailthru.author", "og:article:author")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date.published", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "citation_publication_date", "citation_date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "article.published", "originalpublicationdate", "dc.date", "dcterms.date", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified", "last-modified",
    "lastmod", "article.updated", "revised",
)  # fmt: skip
_DESCRIPTION = ("og:description", "description", "twitter:description", "dc.description", "dcterms.abstract")
_KEYWORDS = ("keywords", "news_keywords", "parsely-tags", "sailthru.tags", "article:tag", "og:article:tag", "dc.subject", "dcterms.subject")
_RIGHTS = ("copyright", "dc.rights", "dcterms.rights", "dcterms.rightsholder", "rights")
_LANGUAGE = ("content-language", "og:locale", "dc.language", "dcterms.language", "language")
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")

MAX_VALUE = 2_000
"""Characters of one value; a headline is under 300, a standfirst under 600."""

MAX_VALUES = 60
"""Values of one field: no report has more authors or keywords that mean anything."""


@dataclass(frozen=True, slots=True)
class About:
    """What the page's head says, each value as it stands there; dates are ISO 8601."""

    title: str | None = None
    descriptions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    language: str | None = None
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    rights: str | None = None
    body: str | None = None


def about(tree: Any) -> About:
    """What the page's tree says about it. A value that it does not give is None or empty."""
    meta = _meta(tree)
    things = [t for t in _things(tree) if _kind(t, _ARTICLES)]
    things.sort(key=lambda t: not _kind(t, re.compile(r"(?:article|posting|report)$", re.I)))

    def first(*found: str | None) -> str | None:
        return next((f for f in found if f), None)

    def said(*names: str) -> str | None:
        return next((v for n in names for v in meta.get(n, ())), None)

    def linked(key: str) -> str | None:
        return next((v for t in things for v in _words(t.get(key))), None)

    authors = [n for t in things[:1] for n in _names(t.get("author") or t.get("creator"))]
    publisher = next((n for t in things for n in _names(t.get("publisher"))), None)
    canonical = tree.xpath("string(//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href)").strip()
    url = next((u for u in (canonical, said("og:url") or "", *_words_of(things, "url")) if u.startswith(("http://", "https://"))), None)
    bodies = [b for t in things if isinstance(b := t.get("articleBody"), str)]
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.xpath("string(//body/@lang)")
    return About(
        title=first(said("og:title"), linked("headline"), said(*_TITLE), _clean(tree.xpath("string(//head/title)")) or None),
        descriptions=_unique([*_words_of(things, "alternativeHeadline"), *_words_of(things, "description"), *(v for n in _DESCRIPTION for v in meta.get(n, ()))]),
        authors=_unique(authors or [v for n in _AUTHOR for v in meta.get(n, ())]),
        outlet=first(said("og:site_name"), publisher, said(*_SITE)),
        published=_first_date([*_words_of(things, "datePublished"), *(v for n in _PUBLISHED for v in meta.get(n, ())), *_itemprop(tree, "datePublished")]),
        modified=_first_date([*_words_of(things, "dateModified"), *(v for n in _MODIFIED for v in meta.get(n, ())), *_itemprop(tree, "dateModified")]),
        url=url,
        language=tag(language) or tag(linked("inLanguage")) or tag(said(*_LANGUAGE)),
        sections=_unique([*(w for t in things for w in _list(t.get("articleSection"))), *(v for n in _SECTION for v in meta.get(n, ()))]),
        keywords=_unique([*(w for t in things for w in _list(t.get("keywords"), split=True)), *(w for n in _KEYWORDS for v in meta.get(n, ()) for w in _list(v, split=True))]),
        rights=first(linked("copyrightNotice"), said(*_RIGHTS)),
        body=max(bodies, key=len, default=None),
    )


def tag(code: str | None) -> str | None:
    """A BCP 47 language code out of what pages write ('en_US', 'EN-gb'), without the country; None for what is no code."""
    found = _CODE.fullmatch((code or "").strip())
    return found[1].lower() if found else None


def day(value: str) -> str | None:
    """An ISO 8601 date, with its time where there is one that is not plain midnight; None for what is no date."""
    value = value.strip()
    moment: datetime | None = None
    found = _DAY.match(value)
    if found:
        try:
            date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
        if len(value) == 10:
            return value if plausible(value) else None
        try:
            moment = datetime.fromisoformat(value.replace(" ", "T", 1).replace(" ", "").replace("UTC", "Z"))
        except ValueError:
            return found[0] if plausible(found[0]) else None
    elif re.fullmatch(r"\d{8}", value):
        return day(f"{value[:4]}-{value[4:6]}-{value[6:]}")
    elif re.fullmatch(r"\d{4}/\d{1,2}/\d{1,2}.{0,20}", value):
        year, month, rest = value.split("/", 2)
        return day(f"{year}-{month:0>2}-{re.split('[^0-9]', rest)[0]:0>2}")
    else:
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    if not plausible(f"{moment.year:04}"):
        return None
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat()


def plausible(value: str) -> bool:
    """Whether a date is one on which a report can have come out: from the first newspapers until next year."""
    return 1600 <= int(value[:4]) <= date.today().year + 1


def _first_date(values: Iterable[str]) -> str | None:
    return next((d for v in values if (d := day(v))), None)


def _itemprop(tree: Any, name: str) -> list[str]:
    return [v for e in tree.xpath(f"//*[@itemprop='{name}']")[:5] for v in (e.get("datetime") or e.get("content"),) if v]


def _meta(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        value = _clean(element.get("content") or "")
        for key in ("property", "name", "itemprop", "http-equiv"):
            if value and (name := element.get(key)):
                values = found.setdefault(name.strip().lower(), [])
                if len(values) < MAX_VALUES:
                    values.append(value)
                break
    return found


def _things(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, those inside others and lists too."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        raw = (script.text or "").strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().removeprefix("//").strip()
        try:
            waiting = [json.loads(raw, strict=False)]
        except (ValueError, RecursionError):
            continue
        left = 2_000
        while waiting and left:
            left -= 1
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting[:0] = value
            elif isinstance(value, dict):
                yield value
                waiting += [v for k in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart") for v in [value.get(k)] if isinstance(v, dict | list)]


def _kind(thing: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    kinds = thing.get("@type")
    return any(isinstance(k, str) and pattern.search(k) for k in (kinds if isinstance(kinds, list) else [kinds]))


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [w for v in value[:MAX_VALUES] for w in (_words(v) if not isinstance(v, list) else [])]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("alternateName")
    word = _clean(value) if isinstance(value, str) else ""
    return [word] if word else []


def _words_of(things: list[dict[str, Any]], key: str) -> list[str]:
    return [w for t in things for w in _words(t.get(key))]


def _names(value: Any) -> list[str]:
    return [n for n in _words(value) if not n.startswith(("http://", "https://", "@"))]


def _list(value: Any, *, split: bool = False) -> list[str]:
    words = _words(value)
    return [p.strip() for w in words for p in re.split(r"[,;|]", w) if p.strip()] if split else words


def _clean(value: str) -> str:
    if "&" in value:
        value = unescape(value)
    if "<" in value:
        value = _TAGS.sub("", value)
    return " ".join(value.split())[:MAX_VALUE]


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        if value and len(found) < MAX_VALUES:
            found.setdefault(value.casefold(), value)
    return tuple(found.values())
