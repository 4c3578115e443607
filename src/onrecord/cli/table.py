"""One report as people read it: its head, its incidents, its statements as a table, and what was set aside."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from rich.box import Box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.cli.board import Board, found
from onrecord.cli.figures import called
from onrecord.cli.lines import CELL, NARROW, WIDE, Lines, counted
from onrecord.cli.tame import tame
from onrecord.record import Article, Record, Statement

WORDS_SHOWN = 4  # lines of a statement's words; the longest quotations run to thirty, and JSON has them whole

# The sixteen colours that every terminal maps to its own theme; never white or black, which one theme swallows.
# The sign and the word say the same, so that nothing hangs on seeing the colour.
ACTS: dict[str, tuple[str, str]] = {
    "asserts": ("·", ""),
    "denies": ("×", "bold red"),
    "accuses": ("!", "bold magenta"),
    "doubts": ("~", "yellow"),
    "orders": ("»", "bold blue"),
    "asks": ("?", "cyan"),
    "promises": ("+", "green"),
    "predicts": ("^", "blue"),
    "thinks": ("°", "italic"),
    "feels": ("*", "italic cyan"),
}
ROWS = Box("    \n    \n ── \n    \n ── \n    \n    \n    \n")


def console() -> Console:
    """Standard output: colours where it is a terminal or ``FORCE_COLOR`` asks for them, none under ``NO_COLOR``."""
    made = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if made.color_system is not None:
        made = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, color_system="standard")
    return made


def report(record: Record, *, width: int) -> RenderableType:
    """Everything that a person is shown of one record, for a terminal of ``width`` columns."""
    parts: list[RenderableType] = [Rule(characters="─", style="dim"), *head(record, width=width), Board(record)]
    if not record.statements:
        parts.append(Padding(Text("No statements found.", "italic"), (1, 1, 0, 1)))
    elif width < NARROW:
        parts.extend(stacked(record))
    else:
        parts.append(statements(record, width=width))
    if record.article.furniture:
        parts.append(Padding(Lines(Text(aside(record.article), "dim")), (1, 1, 0, 1)))
    parts.append(Text(""))
    return Group(*parts)


def totals(*, reports: int, statements: int, incidents: int = 0) -> RenderableType:
    """The last line, under several reports."""
    found = [counted(statements, "statement"), *([counted(incidents, "incident")] if incidents else [])]
    return Group(
        Rule(characters="─", style="dim"),
        Padding(Text(f"{reports} reports, {', '.join(found)}"), (0, 1)),
    )


def head(record: Record, *, width: int) -> Iterator[RenderableType]:
    """Title, outlet, day and authors; where it first came from; what it is about; how much was found."""
    article = record.article
    lines = [Text(tame(article.title or "(no title)"), "bold")]
    if article.subtitle:
        lines.append(Text(tame(article.subtitle), "italic"))
    by = [tame(each) for each in (article.outlet, (article.published or "").replace("T", " ")) if each]
    if article.authors:
        by.append("by " + ", ".join(tame(each) for each in article.authors))
    if by:
        lines.append(Text(" · ".join(by)))
    if first := article.republished_from:
        told = [tame(each) for each in (first.outlet or first.url, first.author, first.published) if each]
        lines.append(Text.assemble(("First published by ", "dim"), ", ".join(told)))
    if article.agencies:
        lines.append(Text.assemble(("Agencies ", "dim"), ", ".join(tame(each) for each in article.agencies)))
    topics = article.topics
    for name, labels in (("Regions", topics.regions), ("Themes", topics.themes), ("Dossiers", topics.dossiers)):
        if labels:
            lines.append(Text.assemble((f"{name} ", "dim"), ", ".join(tame(each) for each in labels)))
    speakers = len({_speaker_key(each) for each in record.statements if each.source})
    numbers = f"{counted(len(record.statements), 'statement')}, {counted(speakers, 'speaker')}{found(record)}"
    lines.append(Text(f"{numbers} · {tame(record.input_id)}" if record.input_id else numbers, "dim"))
    yield Padding(Lines(*lines), (0, 1))


def statements(record: Record, *, width: int) -> RenderableType:
    """The statements as a table; from ``WIDE`` columns on the chain has a column, below it stands under the speaker."""
    chained = width >= WIDE and any(each.reported_by for each in record.statements)
    table = Table(
        box=ROWS,
        safe_box=False,
        expand=True,
        show_edge=False,
        show_lines=True,
        border_style="dim",
        header_style="bold",
        padding=(0, 1),
    )
    table.add_column("Speaker", ratio=3 if width >= WIDE else 4)
    table.add_column("Act", width=10)
    table.add_column("Words", ratio=7)
    table.add_column("Kind", width=8)
    if chained:
        table.add_column("Chain", ratio=2)
    for each, new in _met(record):
        row = [
            Lines(*speaker(record, each, role=new), *([] if chained else chain(each)), most=CELL),
            Lines(act(each)),
            Lines(said(each), most=WORDS_SHOWN),
            Lines(Text(each.kind, "dim")),
        ]
        table.add_row(*row, *([Lines(*chain(each), most=CELL)] if chained else []))
    return Padding(table, (1, 0, 0, 0))


def stacked(record: Record) -> Iterator[RenderableType]:
    """The statements one under the other, for a narrow window."""
    for each, new in _met(record):
        yield Padding(Lines(*speaker(record, each, role=new), most=CELL), (1, 1, 0, 1))
        yield Padding(Lines(Text.assemble(act(each), (f", {each.kind}", "dim"))), (0, 1))
        if each.reported_by:
            yield Padding(Lines(*chain(each), most=CELL), (0, 1))
        yield Padding(Lines(said(each), most=WORDS_SHOWN), (0, 1, 0, 3))


def speaker(record: Record, statement: Statement, *, role: bool = True) -> list[Text]:
    """Name, ``role`` if asked for, and the words that the report itself has there, where they are not the name."""
    source = statement.source
    if source is None:
        return [Text("— (not named)", "italic dim")]
    names = {each.id: each.name for each in record.entities}
    name = called(statement, names)
    lines = [Text(name, "bold" if source.kind in ("person", None) else "")]
    if role and source.role and tame(source.role).casefold() not in name.casefold():
        lines.append(Text(tame(source.role), "dim"))
    words = tame(source.text)
    if not set(_words(words)) & set(_words(name)):
        lines.append(Text(f"as “{words}”", "italic dim"))
    if source.kind == "anonymous":
        lines.append(Text("(anonymous)", "dim"))
    return lines


def act(statement: Statement) -> Text:
    """What is done by saying it: a sign, a word and a colour."""
    name = statement.cue.act if statement.cue else "asserts"
    sign, style = ACTS[name]
    return Text(f"{sign} {name}", style)


def said(statement: Statement) -> Text:
    """The words that are attributed, as they stand."""
    return Text(tame(statement.content.text))


def chain(statement: Statement) -> list[Text]:
    """Through whom the statement came, the nearest to the speaker first."""
    hands = " → ".join(tame(each.name or each.text) for each in statement.reported_by)
    return [Text(f"via {hands}", "dim")] if hands else []


def aside(article: Article) -> str:
    """What the page had besides its article, by kind, the commonest first."""
    kinds = Counter(each.kind for each in article.furniture)
    return "set aside: " + ", ".join(f"{number} {tame(kind)}" for kind, number in kinds.most_common())


def _met(record: Record) -> Iterator[tuple[Statement, bool]]:
    """Every statement, and whether its speaker is met for the first time: a role is told once."""
    met: set[str] = set()
    for each in record.statements:
        key = _speaker_key(each) if each.source else ""
        yield each, key not in met
        met.add(key)


def _speaker_key(statement: Statement) -> str:
    source = statement.source
    assert source is not None
    return source.entity or (source.name or source.text).casefold()


def _words(text: str) -> Sequence[str]:
    return [each.strip(".,'’“”\"()").removesuffix("’s").removesuffix("'s") for each in text.casefold().split()]
