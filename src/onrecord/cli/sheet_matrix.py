"""Origins against what they may say of an incident: date, place, killed, injured, blamed; agree, differ, silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.accounts.sheet import Cell, Facet, Sheet
from onrecord.cli.intervals import Signs
from onrecord.cli.lines import NARROW, Lines
from onrecord.cli.standings import MOST, Outlets, rest, sign
from onrecord.cli.tame import tame

FACETS: tuple[Facet, ...] = get_args(Facet)
REASONED: tuple[Facet, ...] = ("date", "place", "blamed")  # the reasons of figures stand beside the accounts
WIDEST = 20  # columns of a facet: 'Ministry of Defence' is nineteen; what is longer is wrapped
LEAST = 12  # columns into which a facet is squeezed before it goes into a block of its own
NAMED = 20  # columns of an origin's name, at most a quarter of the window
SAYS = 3  # lines of what an origin says of one facet
WHY = 4  # lines of a reason


def matrix(sheet: Sheet, outlets: Outlets, *, width: int, signs: Signs) -> Iterator[RenderableType]:
    """The matrix, in as many blocks as the facets need, and below it why dates, places and blame differ."""
    cells: dict[tuple[str, Facet], Cell] = {(each.origin, each.facet): each for each in sheet.cells}
    facets = [each for each in FACETS if any(c.facet == each and c.verdict != "silent" for c in sheet.cells)]
    every = list(dict.fromkeys(each.origin for each in sheet.cells))
    origins = every[:MOST]
    if not facets:
        return
    if width < NARROW:
        yield from _stacked(origins, facets, cells, outlets, signs=signs)
    else:
        named = min(NAMED, width // 4)
        for block in _packed(facets, cells, width=width - named - 2, signs=signs):
            yield _block(origins, block, cells, outlets, named=named, signs=signs)
    if len(every) > MOST:
        yield Padding(Lines(rest(len(every) - MOST, "origin")), (0, 1))
    shown = set(origins)
    for each in sheet.cells:
        if each.verdict == "differs" and each.facet in REASONED and each.why and each.origin in shown:
            why = "; ".join(tame(reason) for reason in each.why)
            lead = (f"{each.facet}, ", ""), outlets.named(each.origin), ": "
            yield Padding(Lines(Text.assemble(sign("differs", signs=signs), " ", *lead, why), most=WHY), (0, 1, 0, 1))


def _packed(
    facets: Sequence[Facet], cells: dict[tuple[str, Facet], Cell], *, width: int, signs: Signs
) -> list[dict[Facet, int]]:
    """Facets with their columns, as many side by side as there is room for."""
    blocks: list[dict[Facet, int]] = []
    left = 0
    for facet in facets:
        needed = max(len(facet), *(_cell(each, signs).cell_len for (_, of), each in cells.items() if of == facet))
        needed = min(needed, WIDEST)
        if not blocks or left <= min(needed, LEAST):
            blocks.append({})
            left = width
        blocks[-1][facet] = min(needed, left - 1)
        left -= needed + 1
    return blocks


def _block(
    origins: Sequence[str],
    facets: dict[Facet, int],
    cells: dict[tuple[str, Facet], Cell],
    outlets: Outlets,
    *,
    named: int,
    signs: Signs,
) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=named)
    for each in facets.values():
        grid.add_column(width=each)
    grid.add_row("", *(Text(each, "dim") for each in facets))
    for origin in origins:
        row = [_cell(cells.get((origin, each)), signs) for each in facets]
        grid.add_row(Lines(outlets.named(origin), most=SAYS), *(Lines(each, most=SAYS) for each in row))
    return Padding(grid, (0, 0, 0, 1))


def _cell(cell: Cell | None, signs: Signs) -> Text:
    if cell is None or cell.verdict == "silent":
        return sign("silent", signs=signs)
    return Text.assemble(sign(cell.verdict, signs=signs), " ", tame(cell.says))


def _stacked(
    origins: Sequence[str],
    facets: Sequence[Facet],
    cells: dict[tuple[str, Facet], Cell],
    outlets: Outlets,
    *,
    signs: Signs,
) -> Iterator[RenderableType]:
    """An origin, and below it what it is not silent about, for a narrow window."""
    for origin in origins:
        yield Padding(Lines(outlets.named(origin)), (0, 1))
        told = [(each, cells.get((origin, each))) for each in facets]
        lines = [Text.assemble((f"{name} ", "dim"), _cell(c, signs)) for name, c in told if c and c.verdict != "silent"]
        yield Padding(Lines(*(lines or [sign("silent", signs=signs)])), (0, 1, 0, 3))
