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

from onrecord.intake.published import read_date, table

_PAGE = re.compile(r"(?:article|posting|report|review|webpage|creativework)$", re.I)
_ARTICLE = re.compile(r"(?:article|posting|report)$", re.I)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# 'https://archive.example/web/20310304101500/https://ledger.example/1': an archive's copy says whose it is
_ARCHIVED = re.compile(r"^https?://[^/]{1,100}/(?:[\w-]{1,40}/){1,2}\d{14}(?:[a-z]{2}_)?/(?=https?://)")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*$")
_TAGS = re.compile(r"<[^<>]{0,500}>")
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


def about(tree: Any) -> About:
    """What the page's tree says about it. A value that it does not give is None or empty."""
    meta = _meta(tree)
    things = sorted((t for t in _things(tree) if _kind(t, _PAGE)), key=lambda t: not _kind(t, _ARTICLE))

    def linked(key: str) -> list[str]:
        """Words that JSON-LD has under ``key``."""
        return [word for thing in things for word in _words(thing.get(key))]

    def said(field: str) -> list[str]:
        """Words that meta elements have for ``field``."""
        return [word for name in table("meta")[field] for word in meta.get(name, ())]

    authors = [name for thing in things[:1] for name in _names(thing.get("author") or thing.get("creator"))]
    canonical = tree.xpath("string(//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href)").strip()
    urls = [canonical, *meta.get("og:url", ()), *linked("url")]
    headed = _clean(tree.xpath("string(//head/title)"))
    languages = [tree.get("lang"), tree.get(_XML_LANG), tree.xpath("string(//body/@lang)"), *linked("inLanguage")]
    return About(
        title=_first([*meta.get("og:title", ()), *linked("headline"), *said("title"), headed]),
        descriptions=_unique([*linked("alternativeHeadline"), *linked("description"), *said("description")]),
        authors=_unique(authors or said("authors")),
        outlet=_first([*meta.get("og:site_name", ()), *linked("publisher"), *said("outlet")]),
        published=_first_date([*linked("datePublished"), *said("published"), *_itemprop(tree, "datePublished")]),
        modified=_first_date([*linked("dateModified"), *said("modified"), *_itemprop(tree, "dateModified")]),
        url=_first([_ARCHIVED.sub("", url) for url in urls if url.startswith(("http://", "https://"))]),
        language=_first([tag(code) or "" for code in [*languages, *said("language")]]),
        sections=_unique([*linked("articleSection"), *said("section")]),
        keywords=_unique(piece for word in [*linked("keywords"), *said("keywords")] for piece in _pieces(word)),
        rights=_first([*linked("copyrightNotice"), *said("rights")]),
    )


def tag(code: str | None) -> str | None:
    """The BCP 47 language in what pages write ('en_US', 'EN-gb'), without the country; None for what is no code."""
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
            other = read_date(value)
            return other if other and len(other) >= 10 and plausible(other) else None
    if not plausible(moment.date().isoformat()):
        return None
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat()


def plausible(value: str) -> bool:
    """Whether a date can be a report's: 0001, 1970 (a clock at zero) and 9999 stand for no date."""
    return 1600 <= int(value[:4]) <= 2100 and not value.startswith("1970-01-01")


def _first_date(values: Iterable[str]) -> str | None:
    return next((d for v in values if (d := day(v))), None)


def _itemprop(tree: Any, name: str) -> list[str]:
    elements = tree.xpath("//*[@itemprop=$name]", name=name)[:5]
    return [value for element in elements if (value := element.get("datetime") or element.get("content"))]


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
        raw = _WRAPPING.sub("", script.text or "")
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
                inner = [value.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")]
                waiting += [each for each in inner if isinstance(each, dict | list)]


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


def _names(value: Any) -> list[str]:
    return [n for n in _words(value) if not n.startswith(("http://", "https://", "@"))]


def _pieces(words: str) -> list[str]:
    return [piece for part in re.split(r"[,;|]", words) if (piece := part.strip(" \"'"))]


def _first(values: Iterable[str]) -> str | None:
    return next((value for value in values if value), None)


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
