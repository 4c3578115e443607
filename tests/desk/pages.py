"""Pages as a test reads them: parts found by simple selectors, and their words."""

from __future__ import annotations

import re
from typing import Any

import lxml.html

_PART = re.compile(r"(?P<tag>[\w-]+)?(?P<of>(?:[.#][\w-]+|\[[\w-]+(?:=[\w-]+)?\])*)")
_OF = re.compile(r"\.([\w-]+)|#([\w-]+)|\[([\w-]+)(?:=([\w-]+))?\]")


def parsed(answer: Any) -> lxml.html.HtmlElement:
    """The page that was answered."""
    return lxml.html.fromstring(answer.content.decode())


def found(of: lxml.html.HtmlElement, selector: str) -> list[lxml.html.HtmlElement]:
    """What a selector of names, classes, ids and attributes finds, each within the one before."""
    path = "."
    for said in selector.split():
        part = _PART.fullmatch(said)
        assert part is not None, said
        path += f"//{part['tag'] or '*'}"
        for kind, id, attribute, value in _OF.findall(part["of"]):
            if kind:
                path += f'[contains(concat(" ", normalize-space(@class), " "), " {kind} ")]'
            elif id:
                path += f'[@id="{id}"]'
            else:
                path += f'[@{attribute}="{value}"]' if value else f"[@{attribute}]"
    return [each for each in of.xpath(path) if isinstance(each, lxml.html.HtmlElement)]


def text(of: lxml.html.HtmlElement) -> str:
    """Its words."""
    return " ".join(of.text_content().split())


_DRAWN = re.compile(
    r"\b[0-9A-Za-z]{32,}\b|(?<=[?&;=]below=)[\w-]+|(?<=veiled\.)[\w-]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|\b\d{13,}\b"
)


def settled(page: str) -> str:
    """Without what is drawn at random for each page, whose letters may be any short word's, and without numbers that
    are of the time."""
    return _DRAWN.sub("", page)


def said(answer: Any) -> str:
    """The messages of a page."""
    return " ".join(text(each) for each in found(parsed(answer), ".message"))
