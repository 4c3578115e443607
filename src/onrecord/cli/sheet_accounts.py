"""The accounts of an incident side by side: by harm, one row an account, on one axis where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.accounts.sheet import Account, denial
from onrecord.cli.figures import DRAWN, HARMS, harm
from onrecord.cli.intervals import Signs, axis, bar, interval
from onrecord.cli.lines import NARROW, WIDE, Lines
from onrecord.cli.standings import MOST, STANDINGS, Outlets, minute, rest, sign
from onrecord.cli.tame import tame

QUOTES = 2  # different wordings of one account that are shown; JSON has them all
WORDS = 3  # lines of them
VOICES = 8  # lines of who gives a figure
REASONS = 10  # lines of why an account stands as it does


class Room(NamedTuple):
    """Columns: of the terminal, of intervals, of bars (0: none), of groups."""

    width: int
    number: int
    drawn: int
    group: int


def accounts(told: Sequence[Account], outlets: Outlets, *, width: int, signs: Signs) -> Iterator[RenderableType]:
    """All accounts by harm; wholes before parts and what stands before what is superseded, else in their order."""
    held = sorted(told, key=lambda each: (each.part, each.status == "superseded"))
    groups = [(name, [each for each in held if each.harm == name]) for name in HARMS]
    tops = {name: top for name, each in groups if (top := end(each))}
    number = max((len(interval(each.low, each.high, signs=signs)) for each in told), default=0)
    group = max((len(_led(each, signs).plain) for each in told), default=0)
    drawn = (12 if width < WIDE else 18 if width < 140 else 26) if tops and width >= DRAWN else 0
    room = Room(width, min(max(number, 4), 19), drawn, min(group, max(12, width // 7)))
    for name, each in groups:
        if each:
            yield Padding(Lines(harm(name, signs=signs)), (1, 1, 0, 1))
            if width < NARROW:
                yield from _stacked(each[:MOST], outlets, signs=signs)
            else:
                yield _table(each[:MOST], outlets, top=tops.get(name), room=room, signs=signs)
            if len(each) > MOST:
                yield Padding(Lines(rest(len(each) - MOST, "account")), (0, 1, 0, 3))


def end(of_harm: Iterable[Account]) -> int | None:
    """The axis' end where accounts of one harm differ that are no part of another; None where nothing is drawn."""
    held = [each for each in of_harm if (each.low, each.high) != (None, None)]
    told = {(each.side, each.low, each.high) for each in held if not each.part}
    top = max((max(each.low or 0, each.high or 0) for each in held), default=0)
    # Attackers who died and their victims are different people; such numbers do not differ.
    return top if top > 0 and len(told) > len({side for side, _, _ in told}) else None


def givers(account: Account, outlets: Outlets) -> list[Text]:
    """Who gives it, in which outlet, with copies folded; whom they blame, and that they are themselves blamed."""
    voice = Text(", ".join(tame(each) for each in account.givers), "bold")
    if not account.givers:
        voice = Text("the report itself", "italic")
    lines = [Text.assemble(voice, (" in ", "dim"), outlets.named(account.origin, account.articles))]
    if account.party:
        lines.append(Text("is the party that others blame", "magenta"))
    if account.blamed:
        lines.append(Text.assemble(("blames ", "dim"), ", ".join(tame(each) for each in account.blamed)))
    if account.as_of:
        lines.append(Text(f"as of {minute(account.as_of)}", "dim"))
    return lines


def quoted(account: Account, *, signs: Signs) -> list[Text]:
    """The words, each wording once."""
    opened, closed = signs.quotes
    words = [each for each in dict.fromkeys(tame(anchor.text) for anchor in account.anchors) if each]
    more = f" and {len(words) - QUOTES} more" if len(words) > QUOTES else ""
    told = ", ".join(f"{opened}{each}{closed}" for each in words[:QUOTES])
    return [Text.assemble(told, (more, "dim"))] if told else []


def reasons(account: Account, *, signs: Signs) -> list[Text]:
    """Why it stands as it does, after the word for how; that it agrees needs no word."""
    style = STANDINGS[account.status][2]
    told = [tame(each) for each in (*account.why, *denial(account))]
    if not told:
        return [] if account.status == "agrees" else [Text(account.status, style)]
    lines = "; ".join(told)
    if account.status == "agrees":
        return [Text(lines, "dim")]
    return [Text.assemble((f"{account.status}: ", style), lines)]


def _led(account: Account, signs: Signs) -> Text:
    nation = f"{tame(account.nation)} " if account.nation and account.who == "nationals" else ""
    attackers = (" (attackers)" if account.side == "attackers" else "", "italic")
    return Text.assemble((signs.part if account.part else "", "dim"), f"{nation}{account.who}", attackers)


def _number(account: Account, signs: Signs) -> Text:
    return Text(
        interval(account.low, account.high, signs=signs),
        "dim" if account.status == "superseded" else "" if account.part else "bold",
        overflow="fold",
    )


def _table(
    of_harm: Sequence[Account], outlets: Outlets, *, top: int | None, room: Room, signs: Signs
) -> RenderableType:
    apart = room.width >= WIDE
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(width=1)
    grid.add_column(width=room.number, justify="right")
    if room.drawn:
        grid.add_column(width=room.drawn)
    grid.add_column(width=room.group)
    for ratio in (6, 7) if apart else (1,):
        grid.add_column(ratio=ratio)
    for each in of_harm:
        who, words, why = givers(each, outlets), quoted(each, signs=signs), reasons(each, signs=signs)
        told = [Lines(*who, most=VOICES)], [Lines(*words, most=WORDS), Lines(*why, most=REASONS)]
        cells = [Stack(*part) for part in told] if apart else [Stack(*told[0], *told[1])]
        drawn = bar(each.low, each.high, top=top, width=room.drawn, signs=signs) if top and room.drawn else ""
        grid.add_row(
            sign(each.status, signs=signs),
            _number(each, signs),
            *([Text(drawn, "dim" if each.part or each.status == "superseded" else "")] if room.drawn else []),
            Lines(_led(each, signs)),
            *cells,
        )
    if top and room.drawn:
        grid.add_row("", "", Text(axis(top=top, width=room.drawn, signs=signs), "dim"))
    return Padding(grid, (0, 1, 0, 3))


def _stacked(of_harm: Sequence[Account], outlets: Outlets, *, signs: Signs) -> Iterator[RenderableType]:
    """The accounts one under the other, for a narrow window."""
    for each in of_harm:
        line = Text.assemble(sign(each.status, signs=signs), " ", _number(each, signs), " ", _led(each, signs))
        yield Padding(Lines(line), (0, 1, 0, 1))
        yield Padding(Lines(*givers(each, outlets), most=VOICES), (0, 1, 0, 3))
        yield Padding(Lines(*quoted(each, signs=signs), most=WORDS), (0, 1, 0, 3))
        yield Padding(Lines(*reasons(each, signs=signs), most=REASONS), (0, 1, 0, 3))
