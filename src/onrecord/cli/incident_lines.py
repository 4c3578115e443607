"""Incidents one a line: when, where, what, how many killed and injured, origins of reports, and the id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from onrecord.accounts.sheet import Sheet, Tally
from onrecord.cli.board import kind
from onrecord.cli.days import days
from onrecord.cli.intervals import SIGNS, Signs, interval
from onrecord.cli.lines import NARROW, WIDE, Lines, counted
from onrecord.cli.rows import Column, Row, heads, spread
from onrecord.cli.tame import tame
from onrecord.record import Where

ID = 11  # columns of an id as the ledger makes it


def incident_lines(
    sheets: Iterable[Sheet], *, width: int, signs: Signs = SIGNS, id_width: int = ID
) -> Iterator[RenderableType]:
    """A line of heads, then one line an incident, each as soon as its sheet is there.

    ``id_width`` are the columns of the longest id, if known. Below ``NARROW`` columns an incident takes three lines.
    """
    columns = spread(
        (
            Column("date", 17 if width >= WIDE else 11),
            Column("place", 0),
            Column("what", 0),
            Column("killed", 7, "right"),
            Column("injured", 7, "right"),
            Column("origins", 8, "right"),
            Column("id", id_width),
        ),
        width=width - 2,
    )
    first = True
    for each in sheets:
        if width < NARROW:
            yield from _stacked(each, signs)
            continue
        if first:
            yield Padding(heads(columns), (0, 1))
            first = False
        cells = [
            _date(each, signs),
            place(each.place, country=width >= WIDE),
            Text(kind(each.type)),
            tallied(each.killed, signs=signs, style="bold red"),
            tallied(each.injured, signs=signs, style="yellow"),
            Text(f"{each.origins} of {each.reports}"),
            Text(tame(each.incident_id), "dim"),
        ]
        yield Padding(Row(columns, cells), (0, 1))


def incidents_found(*, incidents: int, reports: int, origins: int) -> Text:
    """The last line: '4 incidents, 25 reports, 14 origins'."""
    return Text(f"{counted(incidents, 'incident')}, {counted(reports, 'report')}, {counted(origins, 'origin')}")


def place(of: Where | None, *, country: bool = True) -> Text:
    """The place in its country, as short as a list needs it."""
    if of is None:
        return Text("not told", "dim italic")
    return Text(", ".join(dict.fromkeys(tame(each) for each in (of.name, of.country if country else None) if each)))


def tallied(tally: Tally, *, signs: Signs, style: str) -> Text:
    """A tally's interval; a dash where none is told."""
    if tally.low is None and tally.high is None:
        return Text("-", "dim")
    return Text(interval(tally.low, tally.high, signs=signs), style)


def _date(sheet: Sheet, signs: Signs) -> Text:
    told = days(sheet.date.earliest, sheet.date.latest, to=signs.to)
    return Text(told) if told else Text("not told", "dim italic")


def _stacked(sheet: Sheet, signs: Signs) -> Iterator[RenderableType]:
    line = Text.assemble((kind(sheet.type), "bold"), (signs.between, "dim"), place(sheet.place))
    numbers = [
        Text.assemble(tallied(tally, signs=signs, style="bold"), f" {name}")
        for name, tally in (("killed", sheet.killed), ("injured", sheet.injured))
        if (tally.low, tally.high) != (None, None)
    ]
    sources = Text(f"{counted(sheet.reports, 'report')}, {counted(sheet.origins, 'origin')}")
    told = Text(signs.between, "dim").join([*numbers, sources, Text(tame(sheet.incident_id), "dim")])
    yield Padding(Lines(Text.assemble(_date(sheet, signs), (signs.between, "dim"), line), most=3), (0, 1))
    yield Padding(Lines(told, most=3), (0, 1, 0, 3))
