"""Origins and their copies: where the words were first, why that is thought, and how each copy relates to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from onrecord.accounts.sheet import Copy, Origin
from onrecord.cli.intervals import SIGNS, Signs
from onrecord.cli.lines import Lines, counted
from onrecord.cli.standings import minute
from onrecord.cli.tame import tame
from onrecord.ledger.answers import Report

LONG = 4  # lines of one report or reason

# The kind as one says it of a copy.
KINDS: dict[str, str] = {
    "first": "first",
    "exact": "word for word",
    "edited": "edited",
    "truncated": "cut short",
    "extended": "with additions",
    "reordered": "reordered",
    "retitled": "other title or byline",
    "translated": "translated",
}
_KIND = max(map(len, KINDS.values()))


def copy_lines(
    origins: Iterable[Origin], heads: Mapping[str, Report], *, signs: Signs = SIGNS
) -> Iterator[RenderableType]:
    """Each origin with its copies; ``heads`` are the reports' heads by id."""
    for each in origins:
        copies = [copy for copy in each.articles if copy.id != each.first]
        more = f"  +{counted(len(copies), 'reprint')}" if copies else ""
        line = Text.assemble((f"{tame(each.origin)}  ", "dim"), report(each.first, heads, signs=signs), (more, "bold"))
        yield Padding(Lines(line, most=LONG), (0, 1))
        if copies and each.why_first:
            why = "; ".join(tame(reason) for reason in each.why_first)
            yield Padding(Lines(Text.assemble(("first: ", "dim"), why), most=LONG), (0, 1, 0, 5))
        for copy in copies:
            yield Padding(Lines(_copy(copy, heads, signs), most=LONG), (0, 1, 0, 5))


def report(name: str, heads: Mapping[str, Report], *, signs: Signs) -> Text:
    """A report by outlet, day, title and id, as far as they are known."""
    head = heads.get(name, Report(name))
    told = [Text(tame(head.outlet), "bold")] if head.outlet else []
    if head.published:
        told.append(Text(minute(head.published)))
    if head.title:
        told.append(Text(f"{signs.quotes[0]}{tame(head.title)}{signs.quotes[1]}"))
    told.append(Text(tame(name), "dim"))
    return Text(signs.between, "dim").join(told)


def _copy(copy: Copy, heads: Mapping[str, Report], signs: Signs) -> Text:
    shares = f"{copy.containment:.0%} contained, {copy.jaccard:.0%} alike"
    return Text.assemble(
        (f"{KINDS.get(copy.kind, tame(copy.kind)):<{_KIND}}  ", "cyan"),
        report(copy.id, heads, signs=signs),
        (f"{signs.between}{shares}", "dim"),
    )
