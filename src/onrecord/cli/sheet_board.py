"""One incident's sheet as a board: what, when, where, who; its accounts side by side; where they agree and differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.accounts.sheet import Sheet, Tally
from onrecord.cli.board import DETAIL, ROLES, kind, when, where
from onrecord.cli.figures import HARMS
from onrecord.cli.intervals import ASCII, SIGNS, Signs, interval
from onrecord.cli.lines import NARROW, Lines, counted, labelled
from onrecord.cli.log_lines import change, in_words
from onrecord.cli.sheet_accounts import accounts
from onrecord.cli.sheet_matrix import matrix
from onrecord.cli.sheet_toll import toll
from onrecord.cli.standings import MOST, Outlets, legend, minute, outlet, rest
from onrecord.cli.tame import tame
from onrecord.ledger.answers import LogLine, Suggestion
from onrecord.record import Harm, Participant

LISTED = 6  # lines of one tally, check, suggestion or decision
TITLED = 3  # lines of a report's title
PARTIES = 5  # names in one role; the sixth is mostly one origin's other word for the first


def sheet_board(
    sheet: Sheet,
    *,
    width: int,
    tallies: Sequence[tuple[Harm, Tally]] = (),
    suggestions: Sequence[Suggestion] = (),
    decisions: Sequence[LogLine] = (),
    firsts: Mapping[str, str] | None = None,
) -> RenderableType:
    """Everything that a person is shown of one incident, for a terminal of ``width`` columns.

    ``tallies`` are those under other rules than the default, whose two stand on the sheet; ``decisions`` the log's
    entries about the incident; ``firsts`` the first publication (a report's id) of each origin, where it is known.
    """
    return SheetBoard(
        sheet, Outlets(sheet, firsts=firsts), width=width, tallies=tallies, suggestions=suggestions, decisions=decisions
    )


class SheetBoard:
    """The board, drawn with the signs that the terminal has."""

    def __init__(
        self,
        sheet: Sheet,
        outlets: Outlets,
        *,
        width: int,
        tallies: Sequence[tuple[Harm, Tally]],
        suggestions: Sequence[Suggestion],
        decisions: Sequence[LogLine],
    ) -> None:
        self._sheet, self._outlets, self._width = sheet, outlets, width
        self._tallies: list[tuple[Harm, Tally]] = [("killed", sheet.killed), ("injured", sheet.injured), *tallies]
        self._suggestions, self._decisions = suggestions, decisions

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        signs = ASCII if options.ascii_only else SIGNS
        width = min(self._width, options.max_width)
        sheet, outlets = self._sheet, self._outlets
        yield Rule(characters=signs.line, style="dim")
        yield from head(sheet, signs=signs)
        if sheet.accounts:
            yield from accounts(sheet.accounts, outlets, width=width, signs=signs)
            used = [each.status for each in sheet.accounts]
            yield Padding(Lines(legend([*used, *(c.verdict for c in sheet.cells)], signs=signs)), (1, 1, 0, 1))
        else:
            yield Padding(Text("No figures told.", "italic"), (1, 1, 0, 1))
        parts = (
            ("Where origins agree and differ", matrix(sheet, outlets, width=width, signs=signs)),
            ("The toll over time", toll(sheet.toll, outlets, width=width, signs=signs)),
            ("Tallies by rule", tallied(self._tallies, width=width, signs=signs)),
            ("To check", checks(sheet, outlets, signs=signs)),
            ("Reports by origin", reports(outlets, signs=signs)),
            ("May be the same incident", suggested(self._suggestions, signs=signs)),
            ("Decided by people", decided(sheet, self._decisions, signs=signs)),
        )
        for title, drawn in parts:
            lines = list(drawn)
            if lines:
                yield Padding(Lines(Text(title, "bold")), (1, 1, 0, 1))
                yield from lines
        yield Text("")


def head(sheet: Sheet, *, signs: Signs) -> Iterator[RenderableType]:
    """Title and id; the kind; when, where, who took part; reports beside independent origins."""
    yield Padding(Lines(Text.assemble((tame(sheet.title), "bold"), (f"  {tame(sheet.incident_id)}", "dim"))), (0, 1))
    what, finer = kind(sheet.type), tame(sheet.type.sub_event or "")
    told = f"{what}{signs.between}{finer}" if finer and finer.casefold() != what.casefold() else what
    lines = [("What", Text(told)), ("When", when(sheet.date, signs=signs)), ("Where", where(sheet.place, signs=signs))]
    for role, label in ROLES:
        of_role = [each for each in sheet.participants if each.role == role]
        if of_role:
            lines.append((label, _parties(of_role)))
    lines.append(("From", numbers(sheet)))
    yield labelled((Text(label, "dim"), Lines(text, most=DETAIL)) for label, text in lines)


def numbers(sheet: Sheet) -> Text:
    """'9 reports, 4 origins', and how many tell it only as background."""
    background = len({each.id for each in sheet.articles if each.background})
    return Text.assemble(
        (f"{counted(sheet.reports, 'report')}, {counted(sheet.origins, 'origin')}", "bold"),
        (f" ({background} as background)" if background else "", "dim"),
    )


def reports(outlets: Outlets, *, signs: Signs) -> Iterator[RenderableType]:
    """Every origin with its first report, and the outlets of its copies."""
    opened, closed = signs.quotes
    for first, *copies in list(outlets.of.values())[:MOST]:
        line = Text.assemble((outlet(first), "bold"), (signs.between, "dim"))
        if first.published:
            line = Text.assemble(line, minute(first.published), (signs.between, "dim"))
        line = Text.assemble(line, f"{opened}{tame(first.title)}{closed}" if first.title else tame(first.id))
        if first.background:
            line = Text.assemble(line, (" as background", "italic"))
        yield Padding(Lines(line, most=TITLED), (0, 1, 0, 3))
        if copies:
            names = ", ".join(dict.fromkeys(outlet(each) for each in copies))
            yield Padding(Lines(Text(f"+{counted(len(copies), 'reprint')}: {names}", "dim"), most=TITLED), (0, 1, 0, 5))
    if len(outlets.of) > MOST:
        yield Padding(Lines(rest(len(outlets.of) - MOST, "origin")), (0, 1, 0, 3))


def tallied(tallies: Sequence[tuple[Harm, Tally]], *, width: int, signs: Signs) -> Iterator[RenderableType]:
    """One row a rule: its numbers by harm, and what it says besides."""
    rules: dict[str, list[tuple[Harm, Tally]]] = {}
    for name, tally in tallies:
        rules.setdefault(tally.rule, []).append((name, tally))
    lines = []
    for rule, each in rules.items():
        told = sorted(each, key=lambda pair: HARMS.index(pair[0]))
        known = [f"{_tally(t, signs)} {name}" for name, t in told if (t.low, t.high, t.best) != (None, None, None)]
        says = dict(pair for _, t in told for pair in t.says.items())
        besides = [f"{tame(name).replace('_', ' ')} {tame(value)}" for name, value in says.items()]
        if known or besides:
            number = Text(", ".join(known) or "no number", "bold" if known else "italic")
            lines.append((tame(rule), Text.assemble(number, (f"  {'; '.join(besides)}" if besides else "", "dim"))))
    if not lines:
        return
    if width < NARROW:
        for rule, text in lines:
            yield Padding(Lines(Text(rule, "dim"), text, most=LISTED), (0, 1, 0, 3))
        return
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=min(max(len(rule) for rule, _ in lines), width // 3))
    grid.add_column(ratio=1)
    for rule, text in lines:
        grid.add_row(Lines(Text(rule, "dim")), Lines(text, most=LISTED))
    yield Padding(grid, (0, 1, 0, 3))


def checks(sheet: Sheet, outlets: Outlets, *, signs: Signs) -> Iterator[RenderableType]:
    """What a person should look at in the numbers, and in which accounts."""
    for check in sheet.checks:
        seen = [sheet.accounts[each] for each in check.accounts if 0 <= each < len(sheet.accounts)]
        told = ", ".join(
            dict.fromkeys(
                f"{interval(a.low, a.high, signs=signs)} {a.harm} in {name.plain}"
                for a in seen
                for name in [outlets.named(a.origin, a.articles, copies=False)]
            )
        )
        text = Text.assemble(("! ", "bold yellow"), tame(check.problem), (f": {told}" if told else "", "dim"))
        yield Padding(Lines(text, most=LISTED), (0, 1, 0, 3))


def suggested(suggestions: Sequence[Suggestion], *, signs: Signs) -> Iterator[RenderableType]:
    """Other incidents that may be the same, with what speaks for it and what against."""
    for each in suggestions:
        text = Text.assemble(("? ", "bold cyan"), tame(each.title), (f"  {tame(each.other)}", "dim"))
        lines = [text]
        if each.same:
            lines.append(Text("; ".join(tame(reason) for reason in each.same)))
        if each.differs:
            lines.append(Text.assemble(("differs: ", "yellow"), "; ".join(tame(reason) for reason in each.differs)))
        yield Padding(Lines(*lines[:1], most=LISTED), (0, 1, 0, 3))
        yield Padding(Lines(*lines[1:], most=LISTED), (0, 1, 0, 5))


def decided(sheet: Sheet, decisions: Sequence[LogLine], *, signs: Signs) -> Iterator[RenderableType]:
    """Who decided what, when, under which rule and why; what the sheet says is decided and no entry tells of."""
    for each in decisions:
        text = Text.assemble(
            (change(each, signs=signs) or tame(each.act), "bold"),
            (signs.between, "dim"),
            tame(each.who),
            (signs.between, "dim"),
            minute(each.at),
            (f"{signs.between}rule {tame(each.rule)}" if each.rule else "", "dim"),
            (signs.between if each.reason else "", "dim"),
            tame(each.reason or ""),
        )
        yield Padding(Lines(text, most=LISTED), (0, 1, 0, 3))
    if not decisions:
        for name, value in sheet.decided.items():
            yield Padding(Lines(Text.assemble((f"{tame(name)} ", "bold"), in_words(value)), most=LISTED), (0, 1, 0, 3))


def _tally(tally: Tally, signs: Signs) -> str:
    told = interval(tally.low, tally.high, signs=signs)
    return told if tally.best is None or tally.low == tally.high == tally.best else f"best {tally.best} ({told})"


def _parties(of_role: Sequence[Participant]) -> Text:
    """Those who took part in one role, those first that a report itself names and those that most origins do; what only
    somebody says is called alleged."""
    told: dict[str, Text] = {}
    for each in sorted(of_role, key=lambda each: bool(each.given_by)):
        text = Text.assemble(tame(each.name), (" (alleged)" if each.given_by else "", "italic"))
        told.setdefault(tame(each.name).casefold(), text)
    line = Text("; ").join(list(told.values())[:PARTIES])
    return line if len(told) <= PARTIES else Text.assemble(line, (f"; and {len(told) - PARTIES} more", "dim"))
