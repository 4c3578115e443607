"""The log, one entry a line: number, time, who, what was done, to what, why, and the start of its hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from onrecord.cli.intervals import SIGNS, Signs
from onrecord.cli.lines import WIDE, Lines
from onrecord.cli.rows import Column, Row, heads, spread
from onrecord.cli.standings import minute
from onrecord.cli.tame import tame
from onrecord.ledger.answers import LogLine

HASH = 8  # hex digits that are shown: enough to tell entries apart by eye; `--format jsonl` has all
LONGEST = 4_000  # characters of a change that is told in words; longer ones are for programs
REASON = 6  # lines of a reason
SHORT = 66  # columns from which an entry stands on one line


def log_lines(entries: Iterable[LogLine], *, width: int, signs: Signs = SIGNS) -> Iterator[RenderableType]:
    """A line of heads, then one line an entry, with its reason below."""
    columns = spread(
        (
            Column("entry", 6, "right"),
            Column("time (UTC)", 17),
            Column("who", 10 if width < WIDE else 18),
            Column("act", 8),
            Column("subject", 0),
            Column("hash", HASH),
        ),
        width=width - 2,
    )
    first = True
    for each in entries:
        if width < SHORT:
            yield from _stacked(each, signs)
            continue
        if first:
            yield Padding(heads(columns), (0, 1))
            first = False
        cells = [
            Text(str(each.seq)),
            Text(time(each)),
            Text(tame(each.who)),
            Text(tame(each.act), "bold"),
            Text(tame(each.subject)),
            Text(tame(each.hash)[:HASH], "dim"),
        ]
        yield Padding(Row(columns, cells), (0, 1))
        below = [line for line in (Text(change(each, signs=signs)), why(each)) if line]
        if below:
            yield Padding(Lines(*below, most=REASON), (0, 1, 0, 9))


def time(entry: LogLine) -> str:
    """To the minute: '2 Jun 2031 08:30'."""
    return minute(entry.at)


def change(entry: LogLine, *, signs: Signs = SIGNS) -> str:
    """What an entry changed: 'grade: weak → fair', 'incidents i1, i2 → incident i1'; '' where it tells none."""
    before, after = _fields(entry.before), _fields(entry.after)
    if len(before) == len(after) == 1 and before.keys() == after.keys():
        ((name, new),), (old,) = after.items(), before.values()
        return f"{name}: {f'{old} {signs.higher} ' if old else ''}{new or 'taken back'}"
    sides = [", ".join(f"{name} {value}".strip() for name, value in each.items()) for each in (before, after)]
    return f" {signs.higher} ".join(each for each in sides if each)


def _fields(value: str | None) -> dict[str, str]:
    """The fields of a JSON object, made harmless; none where it is no object."""
    try:
        held = msgspec.json.decode(value) if value and len(value) <= LONGEST else None
    except msgspec.DecodeError:
        return {}
    if not isinstance(held, dict):
        return {}
    return {tame(str(name)).replace("_", " "): in_words(each) for name, each in held.items()}


def in_words(value: object) -> str:
    """A value of a decision in words: '12–17', 'earliest 2031-05-12, latest 2031-05-14'; values within strings too."""
    if isinstance(value, list):
        return ", ".join(in_words(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{tame(str(name))} {in_words(each)}" for name, each in value.items())
    if isinstance(value, str) and value[:1] in ('"', "{"):
        try:
            return in_words(msgspec.json.decode(value))
        except msgspec.DecodeError:
            return tame(value)
    return "" if value is None else "yes" if value is True else "no" if value is False else tame(str(value))


def why(entry: LogLine) -> Text:
    """The reason, after the rule where one was followed."""
    rule = (f"{tame(entry.rule)}: " if entry.reason else tame(entry.rule), "cyan") if entry.rule else ""
    return Text.assemble(rule, tame(entry.reason or ""))


def _stacked(entry: LogLine, signs: Signs) -> Iterator[RenderableType]:
    parts = [str(entry.seq), time(entry), tame(entry.who), tame(entry.act), tame(entry.subject)]
    told = Text(signs.between, "dim").join([*map(Text, parts), Text(tame(entry.hash)[:HASH], "dim")])
    yield Padding(Lines(told, most=REASON), (0, 1))
    below = [line for line in (Text(change(entry, signs=signs)), why(entry)) if line]
    if below:
        yield Padding(Lines(*below, most=REASON), (0, 1, 0, 3))
