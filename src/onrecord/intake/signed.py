"""Who a page says that it is from, under what title and when, where its data for machines do not say so."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.intake.about import About, plausible
from onrecord.intake.body import is_prose
from onrecord.intake.head import LONGEST_STANDFIRST
from onrecord.intake.lines import plain
from onrecord.intake.markup import Block, squeezed
from onrecord.intake.names import Meta, account, desk, meta, person, role


@dataclass(frozen=True, slots=True)
class Line:
    """What a page's head says of who and when, and the lines that say it, squeezed."""

    said: Meta
    lines: frozenset[str]


_BY = re.compile(r"^(?:(?:written|reported|words|story|text)\s+by|by|von|par|por|di)[:\s]+", re.I)
_AND = re.compile(r"\s*(?:;|\||\s&\s|\s(?:and|und|et|y|e)\s|\s+•\s+)\s*")
_NOT_A_NAME = re.compile(r"https?:|www\.|@|\.com\b|^\W*$|\d{3}", re.I)
_BETWEEN = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb:-]\s+")
_SITE_END = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb:-]\s+([^|\u2013\u2014\u00b7\u00bb]{2,60})$")


def title(said: About, outlet: str | None, headings: Sequence[str]) -> tuple[str | None, str | None]:
    """The page's title without the site's name behind it, and that name where the page's own heading shows which
    part of the title it is."""
    if said.title is None:
        return None, None
    for heading in headings:
        key = squeezed(heading)
        end = _SITE_END.search(said.title)
        while end and len(key) > 8:
            if squeezed(said.title[: end.start()]) == key:
                return said.title[: end.start()], _BETWEEN.split(said.title)[-1].strip()
            end = _SITE_END.search(said.title[: end.start()])
    end = _SITE_END.search(said.title)
    if end and outlet and squeezed(end[1]) in squeezed(outlet) + squeezed(said.url or ""):
        return said.title[: end.start()], None
    return said.title, None


def dated(tree: Any, url: str | None) -> str | None:
    """The day of publication where the page marks it without saying it in its head.

    Only marked dates and the address count: a date that merely stands somewhere in the text is as often that of
    what is reported.
    """
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = find_date(tree, extensive_search=False, original_date=True, url=url)
    except Exception:  # made for well-meant pages; without it the text's own head may still tell
        return None
    return found if found and plausible(found) and _stands(found, tree, url) else None


def _stands(day: str, tree: Any, url: str | None) -> bool:
    """Whether all of a date stands on the page: of a month alone htmldate makes today's day of that month."""
    from lxml import etree

    year, month, mday = (str(int(part)) for part in day.split("-"))
    page = etree.tostring(tree, encoding="unicode") + (url or "")
    shapes = (
        rf"{year}\D{{0,3}}0?{month}\D{{0,3}}0?{mday}(?!\d)",
        rf"(?<!\d)0?{mday}(?!\d)[^\d<>]{{1,20}}(?:0?{month}[^\d<>]{{1,3}})?(?:{year}|{year[2:]})(?!\d)",
        rf"(?<!\d)0?{month}[^\d<>]{{1,3}}0?{mday}[^\d<>]{{1,3}}(?:{year}|{year[2:]})(?!\d)",
    )
    return any(re.search(shape, page) for shape in shapes)


def by_line(shown: Sequence[Block]) -> Line:
    """What the head of the page says of who and when: 'By Ann Lee', 'Updated 4 March 2031', a box for the author.

    Under the title a standfirst or a note may stand before the by-line.
    """
    found = Meta()
    lines: list[tuple[str, Meta | None]] = []
    headings: set[int] = set()
    for block in _head(shown):
        line = plain(block.text)
        said = meta(line)
        if block.tag.startswith("h"):
            headings.add(len(lines))
        lines.append((line, said))
        if block.region == "byline" and person(line):
            found.authors.append(line)
        elif said is not None:
            if said.byline or said.dated or said.agencies:
                found.authors += said.authors
                found.agencies += said.agencies
            found.published = found.published or said.published
            found.modified = found.modified or said.modified
    told = {squeezed(line) for line, said in lines if said is not None and said.strong}
    for n, (line, _) in enumerate(lines):
        # A name by itself is its author's beside a date or an office: 'Mira Tolan', 'Correspondent, Kerrow'.
        if n in headings or not person(line) or line.isupper():
            continue
        beside = lines[max(0, n - 1) : n] + lines[n + 1 : n + 3]
        if any((said is not None and said.dated) or role(other) for other, said in beside):
            told.add(squeezed(line))
            if not found.authors:
                found.authors.append(line)
    return Line(found, frozenset(told))


def _head(shown: Sequence[Block]) -> Iterator[Block]:
    """The short lines between the page's title and its text."""
    headed = not any(block.tag == "h1" for block in shown)
    since = 0  # lines since the first paragraph
    for block in shown:
        headed = headed or block.tag == "h1"
        if not headed:
            continue
        since += bool(since)
        if block.region is None and is_prose(block):
            if since or len(block.text) > LONGEST_STANDFIRST:
                return
            since = 1
        if since > 4:
            return
        if len(block.text) <= 160 and block.region in (None, "byline"):
            yield block


def marked(tree: Any) -> list[str]:
    """Authors that the page's markup marks."""
    from trafilatura.metadata import extract_author

    try:
        marked = extract_author(tree)
    except Exception:  # made for well-meant pages
        return []
    return [name.strip() for name in (marked or "").split(";") if person(name.strip())]


def people(names: Sequence[str], *, outlet: str | None = None) -> tuple[str, ...]:
    """The authors out of by-lines as pages write them: 'By Ann Lee and Bo Roy' are two; addresses are none."""
    found: dict[str, str] = {}
    for name in names:
        for piece in [name] if desk(name) else _AND.split(_BY.sub("", name.strip())):
            parts = (
                piece.split(",")
                if piece.count(",") and all(len(p.split()) in (2, 3) for p in piece.split(","))
                else [piece]
            )
            for part in parts:
                word = _BY.sub("", " ".join(part.split())).strip(" ,.-–—")
                if (
                    1 < len(word) <= 80
                    and not account(word)
                    and not _NOT_A_NAME.search(word)
                    and squeezed(word) != squeezed(outlet or "")
                ):
                    found.setdefault(word.casefold(), word)
    return tuple(found.values())
