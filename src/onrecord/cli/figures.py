"""An incident's figures as people read them: one line a figure, with its interval, whom it counts, and who gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, get_args

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.cli.days import moment
from onrecord.cli.intervals import ASCII, Signs, axis, bar, interval
from onrecord.cli.lines import NARROW, WIDE, Lines, labelled
from onrecord.cli.tame import tame
from onrecord.record import Figure, Harm, Incident, Record, Side, Statement, Who

VOICES = 12  # lines of who gives a figure: of several who gave one, none is to be cut off in an ordinary report
WORDS_SHOWN = 3  # lines of a figure's words; a list of named dead may run on, and JSON has it whole
DRAWN = 80  # columns from which figures that differ are drawn on an axis
HARMS: tuple[Harm, ...] = get_args(Harm)

# As with acts: the sign and the word say the same as the colour. The second sign is for terminals without Unicode.
MARKS: dict[Harm, tuple[str, str, str]] = {
    "killed": ("■", "#", "bold red"),
    "injured": ("▲", "^", "yellow"),
    "missing": ("?", "?", "magenta"),
    "detained": ("□", "=", "blue"),
    "abducted": ("◆", "!", "bold magenta"),
    "displaced": ("»", ">", "cyan"),
    "casualties": ("~", "~", "red"),
}


class Shape(NamedTuple):
    """How figures are laid out: the terminal's columns, the signs, and the widths of the first columns."""

    width: int
    signs: Signs
    harm: int
    interval: int
    who: int


class Row(NamedTuple):
    """One figure, how deep it stands among the parts of its whole, and whether it is the first of its harm."""

    figure: Figure
    depth: int
    first: bool


class Voices:
    """The statements and entities of a record by their ids."""

    def __init__(self, record: Record) -> None:
        self.statements = {each.id: each for each in record.statements}
        self.names = {each.id: each.name for each in record.entities}

    def of(self, ids: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """For each statement its speaker's name and the hands through which it came, each such pair once."""
        told: set[tuple[str, tuple[str, ...]]] = set()
        for each in ids:
            statement = self.statements.get(each)
            if statement is None:
                continue
            voice = called(statement, self.names), tuple(tame(hand.name or hand.text) for hand in statement.reported_by)
            if voice not in told:
                told.add(voice)
                yield voice

    def named(self, ids: Iterable[str]) -> str:
        """The speakers of the statements ``ids`` in a row."""
        return ", ".join(dict.fromkeys(name for name, _ in self.of(ids)))


def called(statement: Statement, names: Mapping[str, str]) -> str:
    """The speaker as the report names them best; every one of a joint statement. ``names`` is by entity."""
    source = statement.source
    if source is None:
        return "(not named)"
    joint = [names[each] for each in source.entities if each in names]
    return tame(", ".join(joint) if len(joint) > 1 else source.name or source.text)


def shape(incidents: Sequence[Incident], *, width: int, signs: Signs) -> Shape:
    """The layout that all these incidents share, so that their columns stand under each other."""
    figures = [f for i in incidents for f in i.figures]
    harm = max((len(f.harm) + 2 for f in figures), default=0)
    number = max((len(interval(f.low, f.high, signs=signs)) for f in figures), default=0)
    group = max((len(_led(row, signs).plain) for i in incidents for row in rows(i.figures)), default=0)
    return Shape(width, signs, harm, min(max(number, 4), 17), min(group, max(13, width // 6)))


def rows(figures: Sequence[Figure]) -> Iterator[Row]:
    """The figures by harm, the parts under their whole; a part of another harm's figure stands by itself."""
    for harm in HARMS:
        of_harm = [f for f in figures if f.harm == harm]
        here = {f.id for f in of_harm}
        parts: dict[str | None, list[Figure]] = {}
        for f in of_harm:
            parts.setdefault(f.part_of if f.part_of in here and f.part_of != f.id else None, []).append(f)
        shown: set[str] = set()
        # What is left at the end are parts of each other, which no reader makes but JSON may hold.
        stack = [(f, 0) for f in reversed([*parts.get(None, ()), *of_harm])]
        while stack:
            f, depth = stack.pop()
            if f.id not in shown:
                yield Row(f, depth, not shown)
                shown.add(f.id)
                stack.extend((part, depth + 1) for part in reversed(parts.get(f.id, ())))


def tops(figures: Iterable[Figure]) -> dict[Harm, int]:
    """The axis' end of every harm that is drawn: where two figures that are no part of another differ."""
    told: dict[Harm, set[tuple[str, int | None, int | None]]] = {}
    ends: dict[Harm, int] = {}
    for f in figures:
        if f.low is None and f.high is None:
            continue
        ends[f.harm] = max(ends.get(f.harm, 0), f.low or 0, f.high or 0)
        if f.part_of is None:
            told.setdefault(f.harm, set()).add((f.side, f.low, f.high))
    # Attackers who died and their victims are different people; such numbers do not differ.
    return {
        harm: ends[harm]
        for harm, each in told.items()
        if ends[harm] > 0 and len(each) > len({side for side, _, _ in each})
    }


def figures(incident: Incident, voices: Voices, *, shape: Shape) -> Iterator[RenderableType]:
    """All figures of an incident, its totals and its flags."""
    if incident.figures:
        yield from (stacked if shape.width < NARROW else table)(incident, voices, shape=shape)
    below = [*totals(incident, signs=shape.signs), *flags(incident, signs=shape.signs)]
    if below:
        yield labelled((label, Lines(text)) for label, text in below)


def table(incident: Incident, voices: Voices, *, shape: Shape) -> Iterator[RenderableType]:
    """The figures in columns; from ``DRAWN`` columns on the words have their own, and bars where figures differ."""
    apart = shape.width >= DRAWN
    ends = tops(incident.figures) if apart else {}
    length = (10 if shape.width < WIDE else 16 if shape.width < 140 else 24) if ends else 0
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=shape.harm)
    grid.add_column(width=shape.interval, justify="right")
    if length:
        grid.add_column(width=length)
    grid.add_column(width=shape.who)
    for ratio in (6, 7) if apart else (1,):
        grid.add_column(ratio=ratio)
    held: Figure | None = None
    for row in rows(incident.figures):
        f, depth, first = row
        if first and held is not None:
            _scale(grid, ends.get(held.harm), length, shape.signs)
        given, words = voice(f, voices, shape=shape), said(f, shape=shape)
        grid.add_row(
            Lines(harm(f.harm, signs=shape.signs)) if first else "",
            number(f, shape=shape),
            *([Text(_drawn(f, ends, length, shape.signs), "dim" if depth else "")] if length else []),
            Lines(_led(row, shape.signs)),
            *(
                [Lines(*given, most=VOICES), Lines(*words, most=WORDS_SHOWN)]
                if apart
                else [Lines(*given, *words, most=VOICES + WORDS_SHOWN)]
            ),
        )
        held = f
    if held is not None:
        _scale(grid, ends.get(held.harm), length, shape.signs)
    yield Padding(grid, (0, 0, 0, 1))


def stacked(incident: Incident, voices: Voices, *, shape: Shape) -> Iterator[RenderableType]:
    """The figures one under the other, for a narrow window."""
    for f, depth, first in rows(incident.figures):
        if first:
            yield Padding(Lines(harm(f.harm, signs=shape.signs)), (0, 1))
        line = Text.assemble(hook(depth, signs=shape.signs), number(f, shape=shape), " ", who(f.who, side=f.side))
        yield Padding(Lines(line), (0, 1, 0, 3))
        below = min(5 + 2 * depth, shape.width // 3)
        yield Padding(Lines(*voice(f, voices, shape=shape), most=VOICES), (0, 1, 0, below))
        yield Padding(Lines(*said(f, shape=shape), most=WORDS_SHOWN), (0, 1, 0, below))


def harm(of: Harm, *, signs: Signs) -> Text:
    """What was done to people: a sign, a word and a colour."""
    sign, plain, style = MARKS[of]
    return Text(f"{plain if signs is ASCII else sign} {of}", style)


def number(figure: Figure, *, shape: Shape) -> Text:
    """The interval."""
    return Text(interval(figure.low, figure.high, signs=shape.signs), "bold" if figure.part_of is None else "")


def hook(depth: int, *, signs: Signs) -> Text:
    """What leads a part of another figure, at most four deep; nothing at depth 0."""
    return Text("  " * min(depth - 1, 3) + signs.part if depth else "", "dim")


def who(whom: Who, *, side: Side) -> Text:
    """Whom a figure counts."""
    group = f"{tame(whom.nation)} nationals" if whom.group == "nationals" and whom.nation else whom.group
    return Text.assemble(group, (" (attackers)" if side == "attackers" else "", "italic"))


def voice(figure: Figure, voices: Voices, *, shape: Shape) -> list[Text]:
    """Who gives a figure, through whom, whom they blame, and who disputes it."""
    lines = []
    for name, hands in voices.of(figure.given_by):
        chain = f" {shape.signs.higher} ".join(hands)
        lines.append(Text.assemble(name, (f" via {chain}" if chain else "", "dim")))
    if not figure.given_by:
        lines.append(Text("the report", "italic"))
    if figure.blamed_on:
        blamed = dict.fromkeys(tame(each.name) for each in figure.blamed_on)
        lines.append(Text.assemble(("blames ", "dim"), ", ".join(blamed)))
    if figure.disputed_by:
        lines.append(Text.assemble((f"{shape.signs.no} disputed by ", "red"), voices.named(figure.disputed_by)))
    return lines


def said(figure: Figure, *, shape: Shape) -> list[Text]:
    """A figure's own words, and the time up to which it counts."""
    opened, closed = shape.signs.quotes
    lines = [Text(f"{opened}{tame(figure.text)}{closed}")] if figure.text else []
    if figure.as_of:
        lines.append(Text(f"as of {moment(figure.as_of)}", "dim"))
    return lines


def overall(incident: Incident, *, signs: Signs) -> dict[str, list[str]]:
    """The report's own overall numbers in words ('≥ 14 killed'), by the rule that made them."""
    rules: dict[str, list[str]] = {}
    for name in sorted(incident.totals, key=lambda harm: (*HARMS, harm).index(harm)):
        total = incident.totals[name]
        rules.setdefault(total.rule, []).append(f"{interval(total.low, total.high, signs=signs)} {tame(name)}")
    return rules


def totals(incident: Incident, *, signs: Signs) -> Iterator[tuple[Text, Text]]:
    """Those numbers, a line for every rule, with its label."""
    for rule, told in overall(incident, signs=signs).items():
        yield Text("Total", "dim"), Text.assemble((", ".join(told), "bold"), (f"  rule {tame(rule)}", "dim"))


def flags(incident: Incident, *, signs: Signs) -> Iterator[tuple[Text, Text]]:
    """What a person should look at, with its label and the words of the figures that it is about."""
    opened, closed = signs.quotes
    words = {f.id: f"{opened}{tame(f.text)}{closed}" for f in incident.figures}
    for flag in incident.flags:
        told = ", ".join(words.get(each, tame(each)) for each in flag.figures)
        text = Text.assemble(tame(flag.problem), (f": {told}" if told else "", "dim"))
        yield Text("! Check", "bold yellow"), text


def _led(row: Row, signs: Signs) -> Text:
    return Text.assemble(hook(row.depth, signs=signs), who(row.figure.who, side=row.figure.side))


def _drawn(figure: Figure, ends: Mapping[Harm, int], length: int, signs: Signs) -> str:
    top = ends.get(figure.harm)
    return bar(figure.low, figure.high, top=top, width=length, signs=signs) if top else ""


def _scale(grid: Table, top: int | None, length: int, signs: Signs) -> None:
    """The axis under the bars of one harm, where there are any."""
    if top:
        grid.add_row("", "", Text(axis(top=top, width=length, signs=signs), "dim"))
