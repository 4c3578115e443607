"""What a search found: each report's title, outlet and day, the words around with what was sought marked, incidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from onrecord.cli.intervals import SIGNS, Signs
from onrecord.cli.lines import Lines
from onrecord.cli.standings import minute
from onrecord.cli.tame import tame
from onrecord.ledger.answers import Hit
from onrecord.record import Spans

HEAD = 3  # lines of a title
SNIPPET = 3  # lines of the words around


def hit_lines(hits: Iterable[Hit], *, signs: Signs = SIGNS, colour: bool = True) -> Iterator[RenderableType]:
    """Each report that was found. Without ``colour`` what was sought stands between asterisks."""
    for each in hits:
        yield Padding(Lines(Text(tame(each.title or each.id), "bold"), most=HEAD), (0, 1))
        about = [Text(tame(each.outlet))] if each.outlet else []
        if each.published:
            about.append(Text(minute(each.published)))
        if each.title:
            about.append(Text(tame(each.id), "dim"))
        if each.said_by:
            about.append(Text(f"said by {tame(each.said_by)}"))
        about += [Text(tame(incident), "cyan") for incident in each.incidents]
        if about:
            yield Padding(Lines(Text(signs.between, "dim").join(about), most=HEAD), (0, 1, 0, 3))
        if each.snippet:
            yield Padding(Lines(marked(each.snippet, each.marks, colour=colour), most=SNIPPET), (0, 1, 0, 3))


def marked(words: str, marks: Spans, *, colour: bool) -> Text:
    """``words`` made harmless, with the ranges ``marks`` of them marked; ranges out of order or bounds are passed over.

    Each piece is tamed by itself, for taming changes lengths.
    """
    text = Text()
    last = 0
    for start, end in marks:
        if not last <= start < end <= len(words):
            continue
        _append(text, words[last:start], "")
        _append(text, words[start:end], "bold underline" if colour else "*")
        last = end
    _append(text, words[last:], "")
    text.rstrip()
    return text


def _append(text: Text, words: str, style: str) -> None:
    """Tamed words, keeping the blank at either end that taming takes away."""
    told = tame(words)
    before = " " if words[:1].isspace() and text and not text.plain.endswith(" ") else ""
    after = " " if told and words[-1:].isspace() else ""
    if style == "*":
        text.append(f"{before}*{told}*{after}" if told else before)
    else:
        text.append(before)
        text.append(told, style)
        text.append(after)
