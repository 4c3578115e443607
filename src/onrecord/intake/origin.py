"""Where a report says that it was first published: 'The original source of this article is …'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.intake.furniture import attributed, compiled, reports
from onrecord.intake.names import outlet as outlet_like
from onrecord.intake.names import people, person
from onrecord.intake.published import find_date, table
from onrecord.record import Republication

#: An origin line is short; a longer unit that begins like one is the article's own prose.
LONGEST = 400
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"]{3,500}[^\s<>()\[\]\".,;:!?']")
_LEAD = re.compile(
    r"^(?:[\s:,.;()\[\]*-]|(?:by|on|in|at|from|via|with|of|the website of|"
    r"partnership|collaboration|cooperation|here|is|are)\b)+",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"(?:\.\s+(?=[A-Z])|,\s+(?:a|an|the|which|where|who)\s(?=[a-z])"
    r"|[,;]?\s+(?:and|where|which|but)\s+(?:is|was|it|has|can|re-?|shared|posted|appears?|an?)\b"
    r"|,?\s+(?:under (?:a|the|an)|with (?:kind |the )?permission|as (?:a|part)|and (?:is )?(?:re-?p|shared)"
    r"|here with|here)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_BY = re.compile(
    r",?\s+(?:(?:and\s+)?(?:was\s+)?(?:originally\s+|first\s+)?published\s+)?(by|on|in|at)\s+(?=(?:the\s+)?[A-Z\"])"
)
_COPYRIGHT = re.compile(r"(?:copyright\s*(?:©|\(c\))?|©|\(c\))\s*:?\s*(?:by\s+)?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?:\s*[-–]\s*(?:(?:19|20|21)\d\d|present))?(?!\d)")


@dataclass(frozen=True, slots=True)
class _Opening:
    has: tuple[str, ...]
    begins: str
    sure: bool


@cache
def _openings() -> tuple[_Opening, ...]:
    return tuple(
        _Opening(tuple(row["has"]), row["begins"], row.get("sure", False)) for row in table("origin")["origin"]
    )


def find_url(plain: str) -> str | None:
    """The first web address in ``plain``."""
    found = _URL.search(plain)
    return found[0] if found else None


def origin_of(plain: str) -> Republication | None:
    """Where the unit ``plain`` says that the report was first published, or None when it does not say so."""
    if len(plain) > LONGEST:
        return None
    told = attributed(plain)
    plain = plain.strip("[]()* ")
    low = plain.lower()
    for opening in _openings():
        if any(word in low for word in opening.has) and (opening.sure or not told):
            begun = compiled(opening.begins).match(plain)
            if begun:
                found = named(plain[begun.end() :])
                if found is not None and not (reports(plain) and found.outlet is None):
                    return found
    return None


def named(words: str) -> Republication | None:
    """Outlet, author, date and address in ``words``: 'by Harbour Ledger on March 4, 2031'; None when there is none."""
    url = find_url(words)
    rest = words.replace(url, " ") if url else words
    dated = find_date(rest)
    published = dated.iso if dated else None
    if dated:
        before = re.sub(r"\s*\(?(?:\bon|\bin|\bdated|,)?\s*\(?$", "", rest[: dated.start])
        rest = before + " " + rest[dated.end :].lstrip(") .")
    else:
        year = re.search(r"[ ,]+(?:in\s+|\()?((?:19|20)\d\d)\)?\.?$", rest)
        if year:
            published, rest = year[1], rest[: year.start()]
    rest = _LEAD.sub("", _STOP.sub("", " " + rest + " ").strip())
    names = [part.strip(" .,;:()[]\"'*").removeprefix("the ") for part in _parts(rest)]
    names = [name for name in names if name]
    outlet: str | None = None
    author: str | None = None
    for name in names[:3]:
        got = people(name)
        if person(name) and (len(names) > 1 or not outlet_like(name)) and author is None and len(names) > 1:
            author = name
        elif outlet is None and outlet_like(name, sure=True):
            outlet = name
        elif author is None and got is not None and got[0]:
            author = got[0][0]
        elif outlet is None:
            return (
                None if not (url or published) or len(name.split()) > 6 else Republication(url=url, published=published)
            )
    if outlet is not None and "," in outlet and url is None:
        first, _, last = outlet.partition(",")
        if person(first) and outlet_like(last.strip(), sure=True):
            author, outlet = author or first, last.strip()
    if not (outlet or author or url or published):
        return None
    if not (outlet or author or url) and len(words.split()) > 12:
        return None  # 'First published in 2029, the manual …' is the article's own sentence
    return Republication(outlet=outlet, url=url, author=author, published=published)


def _parts(words: str) -> list[str]:
    """'Mira Tolan in Harbour Ledger' and 'Harbour Ledger by Mira Tolan' are two, 'Institute on Harbours' is one."""
    found = _BY.search(words)
    if found is None or not (found[1] == "by" or "published" in found[0] or person(words[: found.start()].strip())):
        return [words]
    return [words[: found.start()], *_parts(words[found.end() :])]


def merged(one: Republication | None, other: Republication | None) -> Republication | None:
    """What both say; where they differ, ``one`` holds."""
    if one is None or other is None:
        return one or other
    return Republication(
        outlet=one.outlet or other.outlet,
        url=one.url or other.url,
        author=one.author or other.author,
        published=one.published or other.published,
    )


def holders(plain: str) -> tuple[list[str], list[str]]:
    """Authors and outlets that a copyright line names: 'Copyright © Mira Tolan, Harbour Ledger, 2031'."""
    found = _COPYRIGHT.search(plain)
    if not found:
        return [], []
    rest = re.split(
        r"\ball rights\b|\|(?=\s)|(?<=[a-z0-9]{3})(?<!Prof)\.(?=\s|$)", plain[found.end() :], flags=re.IGNORECASE
    )[0]
    authors: list[str] = []
    outlets: list[str] = []
    dated = find_date(rest)
    if dated:
        rest = rest[: dated.start] + "," + rest[dated.end :]
    for part in re.split(r"\s*(?:,|;|\band\b(?=\s+[A-Z][\w.]+\s+[A-Z]))\s*", _YEAR.sub(",", rest)):
        name = re.sub(r"^by\s+|\s*\(.*", "", part.strip(" .,;:()[]-–—"), flags=re.IGNORECASE)
        if person(name):
            authors.append(name)
        elif outlet_like(name, sure=True):
            outlets.append(name)
    return authors, outlets


def same(one: str | None, other: str | None) -> bool:
    """Whether two names are one outlet's: 'The Harbour Ledger', 'harbourledger.example'."""
    if not one or not other:
        return False
    a, b = _key(one), _key(other)
    return bool(a) and a == b


def _key(name: str) -> str:
    low = name.lower().strip()
    low = re.sub(r"^(?:https?://)?(?:www\.)?", "", low).split("/")[0]
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", low):
        low = low.rpartition(".")[0]
    return re.sub(r"^the\s+|[^\w]", "", low)
