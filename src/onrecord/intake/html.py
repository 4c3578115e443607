"""Web pages: body, title, by-line, dates and topics; what is not the body is kept as furniture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from onrecord.intake import markup, signed
from onrecord.intake.about import About, about
from onrecord.intake.agencies import agency_of
from onrecord.intake.body import LINKED, cells_of, find_body
from onrecord.intake.decode import clean, decode
from onrecord.intake.furniture import Match
from onrecord.intake.given import Given
from onrecord.intake.head import see
from onrecord.intake.item import Item, kept
from onrecord.intake.language import language_of
from onrecord.intake.lines import plain
from onrecord.intake.markup import Block, squeezed
from onrecord.intake.problem import IntakeError
from onrecord.intake.text import article_from_text
from onrecord.intake.topics import Label
from onrecord.record import Article, Furniture, Republication, Topics

MAX_FURNITURE = 40_000
"""Characters of a page's furniture that are kept; news pages have up to 30,000, endless lists of links far more."""

BOXES = frozenset(("newsletter", "share", "social", "comment", "advert", "donation", "translation"))
"""Regions whose words are furniture even where the extraction took them for the body."""

UNTELLING = frozenset(("comment", "newsletter", "share", "social", "advert", "donation", "caption"))
"""Regions whose lines say nothing of the report itself, whatever they resemble."""

LATIN = frozenset(("en", "fr", "es", "de", "it", "pt", "nl", "sv", "pl", "ro", "id", "tr"))
"""Languages that are written in Latin letters alone."""

MAX_HIDDEN = 400
"""Characters of a letter's hidden preview; what is longer is hidden for other reasons, and is read."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
MAX_PULLED = 40
"""Quotations in large letters that are looked for in the text; a long report has ten."""

_PULLED = re.compile(r"(?:^|/)(?:blockquote|aside)\.|pull[-_]?(?:quote|out)", re.I)
# Most of a page's lines say nothing; what labels, origins and rights have in common spares the rules for the rest.
_MAY_TELL = re.compile(
    r"[:©]|\(c\)|publi|origin|appear|source|courtesy|reprint|repost|copyright|rights|licen[cs]e|via\b", re.I
)


def articles(data: bytes, *, given: Given, charset: str | None = None) -> Iterator[Item]:
    """The article of one page.

    With ``given.verbatim`` its text is all that the page shows, a block a paragraph. Raises
    :class:`IntakeError` where the page shows no words.
    """
    yield given.input_id, article(decode(data, charset or markup.charset_of(data)), id=kept(data, given), given=given)


def article(page: str, *, id: str, given: Given) -> Article:
    """The article of the decoded page ``page``; see :func:`articles`."""
    tree = markup.parse(page)
    if tree is None:
        shown, said = [Block(text, None, "p", 0.0) for text in markup.stripped(page)], About()
    else:
        shown, said = list(markup.blocks(tree)), about(tree)
    if not shown:
        raise IntakeError(
            "the page shows no words (scripts may draw them); save it from the browser as text or PDF and read that"
        )
    line = signed.by_line(shown)
    known = _known(tree, shown, said, line, given)
    if given.verbatim:
        return _rendered(article_from_text(clean("\n\n".join(block.text for block in shown)), id=id, given=known))
    body = find_body(tree, shown, url=known.url) if tree is not None else None
    if body is None:
        # A page without regions of its own is a text in a wrapper: the rules for saved text know its head and foot.
        made = _rendered(article_from_text(clean("\n\n".join(block.text for block in shown)), id=id, given=known))
        return _finished(made, said, line, given)
    return _finished(_from_body(body, shown, said, line, id=id, given=known), said, line, given)


def fragment(markup_or_text: str, *, id: str, given: Given) -> Article:
    """The article of a piece of markup that is all body: a feed's entry, an e-mail. Plain text comes through too.

    Raises :class:`IntakeError` where it shows no words.
    """
    tree = markup.parse(f"<div>{markup_or_text}</div>")
    texts = markup.stripped(markup_or_text) if tree is None else [block.text for block in markup.blocks(tree)]
    if not texts:
        raise IntakeError("it shows no words; read the page that it links to")
    made = _rendered(article_from_text(clean("\n\n".join(texts)), id=id, given=given))
    title = squeezed(given.title or "")
    return headless(made, keep=lambda words: squeezed(words) != title)


def paragraphs(letter: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a letter's markup, and its hidden lines, which programs show beside the subject alone."""
    tree = markup.parse(f"<div>{letter}</div>")
    if tree is None:
        return markup.stripped(letter), []
    hidden: list[str] = []
    for element in tree.xpath("//*[@style]"):
        words = " ".join("".join(element.itertext()).split())
        if _HIDDEN.search(element.get("style")) and len(words) <= MAX_HIDDEN and element.getparent() is not None:
            hidden += [words] if words else []
            tail = element.tail
            element.clear()
            element.tail = tail
    return [block.text for block in markup.blocks(tree)], hidden


def _rendered(made: Article) -> Article:
    """``made`` without a map to its input, which was markup."""
    return msgspec.structs.replace(made, slices=None)


def _known(tree: Any, shown: Sequence[Block], said: About, line: signed.Line, given: Given) -> Given:
    """What is given, with what the page says of itself where nothing is."""
    outlet = given.outlet or (said.outlet.lstrip("@") if said.outlet else None)
    title, site = signed.title(said, outlet, [block.text for block in shown if block.tag == "h1"])
    outlet = outlet or site
    named = (signed.people(names, outlet=outlet) for names in (said.authors, line.said.authors))
    authors = given.authors or next(filter(None, named), ())
    if not authors and tree is not None:
        authors = signed.people(signed.marked(tree), outlet=outlet)
    return replace(
        given,
        name=None,
        title=given.title or title,
        outlet=outlet,
        authors=authors,
        published=given.published
        or said.published
        or line.said.published
        or (signed.dated(tree, given.url or said.url) if tree is not None else None),
        url=given.url or said.url,
        language=given.language or said.language,
    )


def _finished(made: Article, said: About, line: signed.Line, given: Given) -> Article:
    """``made`` with what only the page's head tells."""
    topics, origin = made.topics, made.republished_from
    credited = [*line.said.agencies, *(agency for name in made.authors if (agency := agency_of(name)))]
    if origin is not None and not (origin.outlet or origin.url or origin.author):
        origin = None  # 'first published on 4 March' is this very page's own date
    return msgspec.structs.replace(
        made,
        republished_from=origin,
        title=clean(made.title) if made.title else None,
        authors=given.authors
        or tuple(name for name in made.authors if not agency_of(name) and name not in made.agencies),
        language=_spoken(made.text, said.language) if made.language == said.language else made.language,
        agencies=tuple(dict.fromkeys((*credited, *made.agencies))),
        modified=made.modified or said.modified or line.said.modified,
        rights=made.rights or said.rights,
        topics=Topics(
            regions=topics.regions,
            themes=_merged(topics.themes, said.sections),
            dossiers=topics.dossiers,
            keywords=_merged(topics.keywords, said.keywords),
        ),
    )


def _spoken(text: str, said: str | None) -> str | None:
    """The language that a page says, unless its letters are of another script: templates say 'en' of any page."""
    letters = [letter for letter in text[:3000] if letter.isalpha()]
    foreign = sum(letter > "\u036f" for letter in letters)
    if said in LATIN and foreign > 0.5 * len(letters):
        return language_of(text) or said
    return said


def _merged(first: Sequence[str], then: Sequence[str]) -> tuple[str, ...]:
    return tuple({squeezed(word): word for word in (*then, *first) if word}.values())


def _from_body(
    body: list[str], shown: Sequence[Block], said: About, line: signed.Line, *, id: str, given: Given
) -> Article:
    """The article whose text is ``body`` without its title, its standfirst and the page's boxes in it."""
    by_key: dict[str, list[Block]] = {}
    for block in shown:
        by_key.setdefault(squeezed(block.text), []).append(block)
    titled = [*(block.text for block in shown if block.tag == "h1"), *filter(None, (given.title, said.title))]
    titles = {squeezed(title) for title in titled}
    while len(body) > 1 and squeezed(body[0]) in titles:
        body = body[1:]
    subtitle, body = _standfirst(body, by_key, said, given.title)
    aside = _aside(body, by_key) | {n for n, words in enumerate(body[:8]) if squeezed(words) in line.lines}
    kept = [words for n, words in enumerate(body) if n not in aside]
    used = [*kept, *titled, *([subtitle] if subtitle else [])]
    cells = [cell for words in kept for cell in cells_of(words)]
    told = _telling(shown, used)
    made = article_from_text(clean("\n\n".join((*kept, *told))), id=id, given=given)
    made = headless(made, keep=lambda words: squeezed(words) not in titles)
    return msgspec.structs.replace(
        made,
        slices=None,
        subtitle=clean(subtitle) if subtitle else None,
        furniture=(*made.furniture, *_furniture(shown, [*used, *told, *cells], line.lines)),
    )


def headless(made: Article, *, keep: Callable[[str], bool]) -> Article:
    """``made`` with what was taken for the head of a saved page put back before its text, where ``keep`` says so.

    The rules for saved text look for a head. Where a page, letter or feed gave the head apart, it is gone already.
    """
    opening = [piece.text for piece in made.furniture if piece.kind == "head" and keep(piece.text)]
    if not opening:
        return made
    subtitle = made.subtitle if made.subtitle and not any(made.subtitle in words for words in opening) else None
    return msgspec.structs.replace(
        made,
        text="\n\n".join([*opening, made.text] if made.text else opening),
        subtitle=subtitle,
        furniture=tuple(piece for piece in made.furniture if piece.kind != "head" or not keep(piece.text)),
        slices=None,
    )


def _standfirst(
    body: list[str], by_key: dict[str, list[Block]], said: About, title: str | None
) -> tuple[str | None, list[str]]:
    """The standfirst and the body without it: words that the page's head repeats and that stand apart."""
    descriptions = {squeezed(d) for d in said.descriptions} - {squeezed(title or "")}
    if len(body) > 2 and (key := squeezed(body[0])) in descriptions:
        place = next((b.place for b in by_key.get(key, ())), None)
        rest = [b.place for line in body[1:] for b in by_key.get(squeezed(line), ())[:1]]
        if place is not None and rest and place not in rest:
            return body[0], body[1:]
        return None, body
    inside = squeezed("\n".join(body))
    for description in said.descriptions:
        key = squeezed(description)
        if len(key) > 20 and key in descriptions and key in by_key and key not in inside:
            return description, body
    return None, body


def _aside(body: Sequence[str], by_key: dict[str, list[Block]]) -> set[int]:
    """Lines of ``body`` that are links alone, or stand in a box that the page marks as no text."""
    stand = [by_key.get(squeezed(line), []) for line in body]
    total = sum(map(len, body))
    boxed: dict[str, int] = {}
    for line, blocks in zip(body, stand, strict=True):
        for region in {b.region for b in blocks if b.region in BOXES}:
            boxed[str(region)] = boxed.get(str(region), 0) + len(line)
    # A box that holds much of the text is only named badly.
    boxes = {region for region, length in boxed.items() if length < 0.2 * total}
    links = {
        n
        for n, blocks in enumerate(stand)
        if blocks and all(b.linked >= LINKED and not b.tag.startswith("h") for b in blocks)
    }
    if sum(len(body[n]) for n in links) > 0.2 * total:
        links = set()  # a text made of links: a chronicle, a list of documents
    boxed_lines = {n for n, blocks in enumerate(stand) if blocks and all(b.region in boxes for b in blocks)}
    return links | boxed_lines | _pulled(body, stand)


def _pulled(body: Sequence[str], stand: Sequence[Sequence[Block]]) -> set[int]:
    """Lines that repeat words of a longer one in large letters: read twice they would be two statements."""
    found: set[int] = set()
    tried = 0
    keys = [squeezed(line) for line in body]
    for n, blocks in enumerate(stand):
        if (
            len(keys[n]) < 12
            or not blocks
            or not all(_PULLED.search(b.place) and not b.tag.startswith("h") for b in blocks)
        ):
            continue
        tried += 1
        if tried > MAX_PULLED:
            break
        if any(keys[n] in key and len(key) > len(keys[n]) for key in keys):
            found.add(n)
    return found


def _telling(shown: Sequence[Block], used: Sequence[str]) -> list[str]:
    """Lines of the page besides ``used`` that say where the report is from, what it is about or whose it is.

    Extraction leaves them out with the rest of the page; as the text's foot they become fields.
    """
    known = {squeezed(line) for line in used}
    found: dict[str, str] = {}
    for block in shown:
        key = squeezed(block.text)
        if not key or key in known or len(block.text) > 600 or block.region in UNTELLING or block.linked >= LINKED:
            continue
        if not _MAY_TELL.search(block.text):
            continue
        what = see(plain(block.text), "foot")
        labelled = isinstance(what, Label) and what.value and what.field in ("regions", "themes", "dossiers", "origin")
        if labelled or isinstance(what, Republication) or (isinstance(what, Match) and what.kind == "rights"):
            found.setdefault(key, block.text)
    return list(found.values())[:12]


def _furniture(shown: Sequence[Block], used: Sequence[str], signs: frozenset[str]) -> Iterator[Furniture]:
    """What the page shows besides ``used``, neighbours of one kind together, each text once; ``signs`` are by-lines.

    Beyond ``MAX_FURNITURE`` characters the last piece says in brackets how many were left out.
    """
    seen = {squeezed(line) for line in used}
    words = "\n".join(seen)
    kind, lines, left, over = "", list[str](), MAX_FURNITURE, 0
    for block in shown:
        key = squeezed(block.text)
        # A short line that stands inside a longer one, as 'Home' in 'homeland', is another line.
        if not key or key in seen or (left >= 0 and len(key) > 40 and key in words):
            continue
        seen.add(key)
        left -= len(block.text) + 1
        if left < 0:
            over += len(block.text)
            continue
        this = "byline" if key in signs else block.region or ("navigation" if block.linked >= LINKED else "other")
        if this != kind and lines:
            yield Furniture(kind, clean("\n".join(lines)))
            lines = []
        kind = this
        lines.append(block.text)
    if lines:
        yield Furniture(kind, clean("\n".join(lines)))
    if over:
        yield Furniture("other", f"[{over:,} more characters of the page's furniture are left out here]")
