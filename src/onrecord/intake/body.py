"""The body of a page: its main text, with the paragraphs that extraction loses or runs together."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

from onrecord.intake.markup import Block, squeezed

SHORT = 0.5
"""Share of the page's prose below which what was taken for the body is not believed to be all of it. Right bodies
hold at least 0.7 of it on the pages this was measured on; the rest are other articles' openings."""

LITTLE = 400
"""Characters of a body that misses most of the page's prose below which it is no body: a teaser or a notice."""

LINKED = 0.8
"""Share of links from which a paragraph is one: 'Read also' lines. At 0.6 sentences that are mostly a link go too."""

PROSE = 80
"""Characters from which a block outside menus and lists is prose; headings and links are shorter."""

_RULE = re.compile(r"\|(?:[ :-]*\|)+")
_BAR = re.compile(r"(?<!\\)\|")
_ENDS = re.compile(r"[.!?…。؟।:;,][\"'”’»)\]]*\s*$|[\"”»]\s*$")


def find_body(tree: Any, shown: Sequence[Block], *, url: str | None) -> list[str] | None:
    """The paragraphs of the page's main text.

    None where the page is better read as a text: it has no regions of its own, or all that extraction finds in it
    is a teaser.
    """
    body = None if _simple(shown) else _extracted(tree, url)
    if body is None:
        return None
    body = _mended(_ordered(_parted(body, shown), shown), shown)
    return None if sum(map(len, body)) < LITTLE and _misses(body, shown) else body


def _extracted(tree: Any, url: str | None) -> list[str] | None:
    """The paragraphs of the page's main text, or None where there are none."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its complaints are about input, which is ours to tell
    try:
        # Recall mode was measured to be as precise as the balanced one here, and to lose fewer paragraphs.
        found = trafilatura.extract(tree, url=url, fast=True, favor_recall=True, include_comments=False)
    except Exception:  # it is not made for hostile input; without it the page is read as plain blocks
        return None
    body = [_row(line.strip()) for line in (found or "").split("\n") if line.strip()]
    return [line for line in body if line] or None


def _row(line: str) -> str:
    """A table's row without its empty cells; nothing for the rule under its head, which the page does not show."""
    cells = cells_of(line)
    if len(cells) == 1:
        return cells[0]  # a table for layout alone
    return f"| {' | '.join(cells)} |" if cells else "" if _RULE.fullmatch(line) else line


def cells_of(line: str) -> list[str]:
    """The words in the cells of a table's row as extraction writes it; none of another line."""
    if not (line.startswith("|") and line.endswith("|")) or _RULE.fullmatch(line):
        return []
    return [cell for part in _BAR.split(line) if (cell := part.replace("\\|", "|").strip())]


def _simple(shown: Sequence[Block]) -> bool:
    """Whether the page has no regions of its own: a text that a program wrapped in a little markup."""
    return not any(block.region for block in shown) and sum(block.linked > SHORT for block in shown) <= 0.2 * len(shown)


def _parted(body: list[str], shown: Sequence[Block]) -> list[str]:
    """``body`` with paragraphs that the extraction ran together taken apart where the page has them apart."""
    keys = [squeezed(block.text) for block in shown]
    known = set(keys)
    begins: dict[str, int] = {}
    for n, key in enumerate(keys):
        if len(key) >= 20:
            begins.setdefault(key[:20], n)
    parted: list[str] = []
    for line in body:
        rest = squeezed(line)
        first = begins.get(rest[:20]) if rest not in known else None
        last = first
        while last is not None and rest and last < len(shown) and keys[last] and rest.startswith(keys[last]):
            rest = rest[len(keys[last]) :]
            last += 1
        if first is not None and last is not None and last > first + 1 and not rest:
            parted += [block.text for block in shown[first:last]]
        else:
            parted.append(line)
    return parted


def _ordered(body: list[str], shown: Sequence[Block]) -> list[str]:
    """``body`` in the order of the page: extraction puts the standfirst of a live blog behind its first post.

    Only lines that the page has once say where they stand; the others follow the line before them.
    """
    places: dict[str, list[int]] = {}
    for n, block in enumerate(shown):
        places.setdefault(squeezed(block.text), []).append(n)
    at: list[int] = []
    for line in body:
        found = places.get(squeezed(line), ())
        at.append(found[0] if len(found) == 1 else at[-1] if at else -1)
    return [body[n] for n in sorted(range(len(body)), key=at.__getitem__)]


def _mended(body: list[str], shown: Sequence[Block]) -> list[str]:
    """``body`` with the page's prose that stands in the same kind of place as its paragraphs but was left out.

    Pages that put every few paragraphs in a box of their own lose all but one box otherwise.
    """
    keys = [squeezed(line) for line in body]
    whole = "\n".join(keys)
    exact = {key: n for n, key in reversed(list(enumerate(keys)))}
    begins = {key[:60]: n for n, key in reversed(list(enumerate(keys))) if len(key) >= 60}
    at: list[int | None] = []
    places: dict[str, int] = {}
    for block in shown:
        key = squeezed(block.text)
        found = exact.get(key, begins.get(key[:60]) if len(key) >= 60 else None)
        at.append(found)
        if found is not None and len(key) > PROSE:
            places[block.place] = places.get(block.place, 0) + 1
    added: dict[int, list[str]] = {}
    last = -1
    for block, found in zip(shown, at, strict=True):
        if found is not None:
            last = max(last, found)
            continue
        if (
            places.get(block.place, 0) < 2
            or block.region is not None
            or not is_prose(block)
            or squeezed(block.text)[:60] in whole
        ):
            continue
        added.setdefault(last, []).append(block.text)
    if not added:
        return body
    mended = list(added.get(-1, ()))
    for n, line in enumerate(body):
        mended += [line, *added.get(n, ())]
    return mended


def is_prose(block: Block) -> bool:
    """Whether a block is running text, not a heading, a link or a label."""
    return block.linked < SHORT and len(block.text) >= PROSE and bool(_ENDS.search(block.text))


def _misses(body: Sequence[str], shown: Sequence[Block]) -> bool:
    """Whether most of the page's prose is not in ``body``."""
    prose = [block.text for block in shown if block.region is None and is_prose(block)]
    said = squeezed("\n".join(body))
    found = sum(len(p) for p in prose if squeezed(p)[:60] in said)
    return len(prose) > 1 and found < SHORT * sum(map(len, prose))
