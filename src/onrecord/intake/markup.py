"""A page's markup, parsed within bounds, as blocks of text with the region of the page they stand in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib import resources
from typing import Any

from onrecord.intake import notes

MAX_MARKUP = 8 << 20
"""Characters of markup that are parsed; the tree takes some twenty times that in memory. Pages of news are under
2 million, scripts included. Longer ones lose their scripts, styles and inlined pictures first, and what is then
still too long is read by taking the tags out."""

MAX_ATTRIBUTES = 5_000
"""Attributes of one element in a page that is parsed: libxml2 compares each with all before it, and 100,000 take a
minute and a half. Pages have under a hundred; scripts, which look alike here, a few thousand words between signs."""

_WORD = re.compile(r"\w+")
_OPENING = re.compile(r"<[a-z](?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+", re.I)
_VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_NAME = re.compile(r"[^\s/]+")
_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})",
    re.I,
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "select",
        "datalist",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "ruby",
        "rp",
        "rt",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_UNSEEN = {ord(letter): None for letter in "\u00ad\u200b\u2060\ufeff"}
_ANY_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_OPEN = {
    name: re.compile(rf"<{name}\b(?![^>]*ld\+json)[^>]*>?", re.I)
    for name in ("script", "style", "svg", "noscript", "template")
}
_CLOSE = {name: re.compile(rf"</{name}\s*>?", re.I) for name in _OPEN}
_INLINED = re.compile(r"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=\s]+", re.I)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|hr|li|ul|ol|tr|table|h[1-6]|blockquote|pre|section|article|header|footer|main|title|dd|dt|figure|figcaption|option)\b[^>]*>?",
    re.I,
)
_ANY_TAG = re.compile(r"<[a-zA-Z/!?][^>]*>?")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page: its text on one line (``<pre>``: on its own lines), the kind of region it stands in
    (None in the open page), its tag, the share of its characters that are links, and its place: the three
    elements around it with their classes, alike for paragraphs that belong together."""

    text: str
    region: str | None
    tag: str
    linked: float
    place: str = ""


@cache
def _regions() -> tuple[dict[str, str], tuple[tuple[str, re.Pattern[str]], ...]]:
    raw = tomllib.loads((resources.files(__package__) / "data" / "regions.toml").read_text("utf-8"))
    return raw["tags"], tuple((r["kind"], re.compile(r["pattern"], re.I | re.X)) for r in raw["region"])


def charset_of(data: bytes) -> str | None:
    """The character set that a page says it is in."""
    found = _CHARSET.search(data[:4096])
    return (found[1] or found[2]).decode("ascii") if found else None


def parse(markup: str) -> Any:
    """The page's ``lxml`` tree, or None where it is too long, nested too deep, an element has more than
    :data:`MAX_ATTRIBUTES`, or it is no markup at all.

    The parser keeps to libxml2's own limit of 255 levels and drops what lies deeper; such a page is not trusted.
    """
    if len(markup) > MAX_MARKUP:
        markup = lighter(markup)
        if len(markup) > MAX_MARKUP:
            return None
    if any(_crowded(found[0]) for found in _OPENING.finditer(markup)):
        return None
    from lxml import etree
    from lxml.html import HTMLParser

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = etree.fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    if tree is None or any("depth" in (entry.message or "") for entry in parser.error_log.filter_from_errors()):
        return None
    _cleared(tree)
    return tree


def _cleared(tree: Any) -> None:
    """Take what nobody sees out of the words of ``tree``, and set the marks of notes apart from them.

    A soft hyphen parts a word in two for whoever reads the letters, and '7' with the raised mark of note 1 behind it
    becomes '71'; the mark is written '[1]', as texts do.
    """
    for element in tree.iter():
        if element.text and _ANY_UNSEEN.search(element.text):
            element.text = element.text.translate(_UNSEEN)
        if element.tail and _ANY_UNSEEN.search(element.tail):
            element.tail = element.tail.translate(_UNSEEN)
        if element.tag != "sup":
            continue
        mark = "".join(element.itertext()).strip()
        if mark.isdecimal() and len(mark) <= notes.LONGEST and notes.marked(_before(element)):
            for child in list(element):
                element.remove(child)
            element.text = f"[{mark}]"


def _before(element: Any) -> str:
    """The words that stand right before an element, in its paragraph; its link or emphasis is passed through."""
    for _ in range(4):
        beside = element.getprevious()
        around = element.getparent()
        if beside is not None:
            return beside.tail or "".join(beside.itertext())[-20:]
        if around is None or around.text or around.tag not in _INLINE:
            return (around.text or "") if around is not None else ""
        element = around
    return ""


def _crowded(opening: str) -> bool:
    """Whether an opening tag has too many attributes."""
    if len(opening) < 2 * MAX_ATTRIBUTES:
        return False
    return sum(1 for _ in _NAME.finditer(_VALUE.sub("=", opening))) > MAX_ATTRIBUTES


def lighter(markup: str) -> str:
    """``markup`` without scripts, styles, drawings and inlined pictures; what says what the page is stays."""
    for name, opening in _OPEN.items():
        closing = _CLOSE[name]
        kept: list[str] = []
        at = 0
        while (start := opening.search(markup, at)) and (end := closing.search(markup, start.end())):
            kept.append(markup[at : start.start()])
            at = end.end()
        markup = "".join([*kept, markup[at:]])
    return _INLINED.sub("", markup) if "base64," in markup else markup


def stripped(markup: str) -> list[str]:
    """The text of markup that cannot be parsed: tags taken out, a block a string, in linear time."""
    text = _without_comments(lighter(markup))
    text = _ANY_TAG.sub("", _BLOCK_TAG.sub("\n", text.replace("\n", " ").replace("\r", " ")))
    return [line for line in (" ".join(unescape(line).split()) for line in text.split("\n")) if line]


def _without_comments(markup: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := markup.find("<!--", at)) >= 0 and (end := markup.find("-->", start + 4)) >= 0:
        kept.append(markup[at:start])
        at = end + 3
    return "".join([*kept, markup[at:]])


def blocks(tree: Any) -> Iterator[Block]:
    """Every block of text of the page, in order, those that show nothing left out."""
    from lxml import etree

    named, patterns = _regions()
    pieces: list[str] = []
    links = 0
    in_link = in_pre = 0
    skipping = 0
    regions: list[str | None] = [None]
    places: list[str] = []
    tag = "body"

    def flush() -> Iterator[Block]:
        nonlocal links
        raw = "".join(pieces)
        pieces.clear()
        # Deep inside <pre> the lines are the text's own; elsewhere blanks mean nothing.
        text = "\n".join(line.rstrip() for line in raw.split("\n")).strip("\n") if in_pre else " ".join(raw.split())
        if text.strip():
            yield Block(text, regions[-1], tag, min(1.0, links / len(text)), "/".join(places[-4:]))
        links = 0

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else "!"
        inline = name in _INLINE
        if event == "start":
            if skipping or name in _SKIPPED or name == "!":
                skipping += 1
                continue
            if not inline:
                yield from flush()
                tag = name
                regions.append(_region(element, name, regions[-1], named, patterns))
                places.append(f"{name}.{' '.join((element.get('class') or '').split())[:80]}")
            if name == "br":
                pieces.append("\n" if in_pre else " ")
            in_link += name == "a"
            in_pre += name in ("pre", "xmp", "listing", "plaintext")
            said = element.text
        else:
            said = element.tail
            if skipping:
                skipping -= 1
            else:
                if not inline:
                    yield from flush()
                    regions.pop()
                    places.pop()
                    tag = name if name in ("td", "th") else tag
                in_link -= name == "a"
                in_pre -= name in ("pre", "xmp", "listing", "plaintext")
        if said and not skipping:
            pieces.append(said)
            if in_link:
                links += len(said.strip())
    yield from flush()


def _region(
    element: Any,
    name: str,
    around: str | None,
    named: dict[str, str],
    patterns: tuple[tuple[str, re.Pattern[str]], ...],
) -> str | None:
    """The kind of region that an element opens: the outermost one that has a kind decides."""
    if around is not None or name in ("html", "body", "main", "article"):
        return around
    marks = " ".join(
        filter(None, (element.get("class"), element.get("id"), element.get("role"), element.get("itemprop")))
    )[:400]
    if marks:
        for kind, pattern in patterns:
            if pattern.search(marks):
                return kind
    if name == "header" and element.find(".//h1") is not None:
        return None  # the article's own head, not the site's
    return named.get(name)


def squeezed(text: str) -> str:
    """The letters and digits of ``text`` alone, folded, to compare what was laid out differently."""
    return "".join(_WORD.findall(text)).casefold()
