"""People and bodies that are quoted, one a line; and what one of them said, in the order of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from onrecord.cli.days import days
from onrecord.cli.intervals import SIGNS, Signs
from onrecord.cli.lines import NARROW, WIDE, Lines, counted
from onrecord.cli.rows import Column, Row, heads, spread
from onrecord.cli.standings import minute
from onrecord.cli.table import ACTS
from onrecord.cli.tame import tame
from onrecord.ledger.answers import Person, Saying

WORDS = 6  # lines of one saying
ROLE = 3  # lines of a role or of the hands through which somebody was heard


def people_lines(people: Iterable[Person], *, width: int, signs: Signs = SIGNS) -> Iterator[RenderableType]:
    """A line of heads, then one line a person: name, role, statements, origins of reports, and how they were heard."""
    columns = spread(
        (
            Column("name", 0),
            Column("role", 0),
            Column("statements", 10, "right"),
            Column("origins", 8, "right"),
            *([Column("heard", 0)] if width >= WIDE else []),
        ),
        width=width - 2,
    )
    first = True
    for each in people:
        through = heard(each)
        if width < NARROW:
            yield Padding(Lines(_named(each)), (0, 1))
            numbers = f"{counted(each.statements, 'statement')} in {counted(each.reports, 'report')}"
            told = [Text(tame(each.role), "dim")] if each.role else []
            yield Padding(
                Lines(*told, Text(f"{numbers}, {counted(each.origins, 'origin')}"), through, most=2 * ROLE),
                (0, 1, 0, 3),
            )
            continue
        if first:
            yield Padding(heads(columns), (0, 1))
            first = False
        cells = [
            _named(each),
            Text(tame(each.role or ""), "dim"),
            Text(str(each.statements)),
            Text(f"{each.origins} of {each.reports}"),
        ]
        yield Padding(Row(columns, [*cells, through] if width >= WIDE else cells), (0, 1))
        if each.through and width < WIDE:
            yield Padding(Lines(through, most=ROLE), (0, 1, 0, 3))


def heard(person: Person) -> Text:
    """'only through Radio Hadra' where nobody heard the person directly."""
    if not person.through:
        return Text("directly")
    return Text.assemble(("only through ", "yellow"), ", ".join(tame(each) for each in person.through))


def person_head(person: Person, *, signs: Signs = SIGNS) -> Iterator[RenderableType]:
    """One person above what they said: name, role, other names, how often and how heard."""
    lines = [Text.assemble(_named(person), (f"  {tame(person.key)}", "dim"))]
    about = [tame(each) for each in (person.role, person.affiliation, person.kind) if each]
    if about:
        lines.append(Text(signs.between.join(dict.fromkeys(about))))
    if person.aliases:
        lines.append(Text.assemble(("also ", "dim"), ", ".join(tame(each) for each in person.aliases)))
    numbers = [
        counted(person.statements, "statement"),
        f"{counted(person.reports, 'report')}, {counted(person.origins, 'origin')}",
        days(person.first, person.last, to=signs.to),
    ]
    lines.append(Text(signs.between, "dim").join([*(Text(each) for each in numbers if each), heard(person)]))
    yield Padding(Lines(*lines), (0, 1, 1, 1))


def saying_lines(sayings: Iterable[Saying], *, signs: Signs = SIGNS) -> Iterator[RenderableType]:
    """What one person said: when and where it was reported, what is done by saying it, the words, and through whom."""
    for each in sayings:
        mark, style = ACTS[each.act]
        mark = mark if mark.isascii() or signs is SIGNS else "-"
        more = f" +{counted(each.copies, 'reprint')}" if each.copies else ""
        head = [Text(minute(each.published))] if each.published else [Text("no day", "dim italic")]
        head.append(Text.assemble(tame(each.outlet or each.report), (more, "dim")))
        head.append(Text(f"{mark} {each.act}", style))
        head.append(Text(each.kind, "dim"))
        head += [Text(tame(incident), "dim") for incident in each.incidents]
        yield Padding(Lines(Text("  ").join(head), most=ROLE), (0, 1))
        yield Padding(Lines(Text(tame(each.words)), most=WORDS), (0, 1, 0, 3))
        if each.through:
            hands = f" {signs.higher} ".join(tame(hand) for hand in each.through)
            yield Padding(Lines(Text(f"via {hands}", "dim"), most=ROLE), (0, 1, 0, 3))


def _named(person: Person) -> Text:
    return Text(tame(person.name), "bold" if person.kind in ("person", None) else "")
