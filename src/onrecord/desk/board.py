"""The board of accounts: who says what of an incident, how it stands to the others, and where the words are.

Made of a sheet alone, as it is shown: names at risk are veiled before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from django.utils.translation import gettext, gettext_lazy

from onrecord.accounts import outlets
from onrecord.accounts.sheet import Account, Anchor, Article, Cell, Facet, Sheet, denial
from onrecord.desk import words
from onrecord.desk.links import Links
from onrecord.desk.spoken import interval, moment
from onrecord.desk.terms import word
from onrecord.desk.titles import span
from onrecord.desk.words import Sign, Word

ALWAYS: tuple[Facet, ...] = ("date", "place", "killed", "injured")
"""Columns that stand there even where nobody says anything; others only where somebody does."""
GROUPS = gettext_lazy("Groups")
WORDINGS = 3  # different wordings of one account that are listed; the reports have them all


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and the page where they stand (None: no page has them)."""

    words: str
    href: str | None
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that an origin says: how it stands, why, and the same in its other reports. ``own`` are words from a
    report, in its language."""

    says: str
    href: str | None
    sign: Sign
    why: tuple[str, ...] = ()
    more: tuple[Link, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One place on the board: a column's name, and what the row's origin says."""

    name: Word
    entries: tuple[Entry, ...]
    silent: Sign

    @property
    def verdict(self) -> str:
        """How the whole field stands: as its one entry does; '' where several stand there, each for itself."""
        return self.silent.kind if not self.entries else self.entries[0].sign.kind if len(self.entries) == 1 else ""


@dataclass(frozen=True, slots=True)
class Carrier:
    """One report of an origin."""

    name: str
    title: str
    day: str
    href: str | None
    row: int | None
    background: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One origin: its likely first publication and why it is that, its copies (``reprints``: how many, in words), and
    its fields in the columns' order."""

    first: Carrier
    why: tuple[str, ...]
    copies: tuple[Carrier, ...]
    reprints: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Columns and rows, and what the signs mean that are used."""

    columns: tuple[Word, ...]
    rows: tuple[Row, ...]
    legend: tuple[tuple[Sign, Word], ...]


class Names:
    """What origins and accounts are called: the outlet of the likely first publication, with the day where several
    origins are of one outlet."""

    def __init__(self, sheet: Sheet, firsts: Mapping[str, str]) -> None:
        self.signs = words.standings()
        self.of = outlets.by_origin(sheet, firsts=firsts)
        self.by_article = {each.article: outlets.outlet(each) for each in sheet.articles}
        self._reports = {each.id: each for each in sheet.articles}
        self._rank = {each.id: n for of in self.of.values() for n, each in enumerate(of)}
        self._outlets = Counter(outlets.outlet(of[0]) for of in self.of.values())

    def origin(self, origin: str, ids: Sequence[str] = ()) -> str:
        """The outlet that first has an origin's words, of the reports ``ids`` or of all."""
        here = sorted((self._reports[i] for i in ids if i in self._reports), key=lambda each: self._rank[each.id])
        here = here or self.of.get(origin, [])
        if not here:
            return origin
        name = outlets.outlet(here[0])
        told = moment(here[0].published or "") if self._outlets[name] > 1 else ""
        return f"{name} ({told})" if told else name


def board(sheet: Sheet, names: Names, links: Links, whys: Mapping[str, tuple[str, ...]]) -> Board:
    """The board of a sheet; ``whys`` says by origin why its first publication is held to be that."""
    cells: dict[tuple[str, str], Cell] = {(c.origin, c.facet): c for c in sheet.cells}
    spoken = {c.facet for c in sheet.cells if c.verdict != "silent"}
    facets = [each for each in get_args(Facet) if each in ALWAYS or each in spoken]
    accounts: dict[str, list[Account]] = {}
    for a in sheet.accounts:
        accounts.setdefault(a.origin, []).append(a)
    before = [each for each in facets if each != "blamed"]
    grouped = {origin: _groups(mine, cells, names, links) for origin, mine in accounts.items()}
    grouped = grouped if any(grouped.values()) else {}
    columns: list[Word] = [word(each, "facet") for each in before]
    columns += [GROUPS] if grouped else []
    columns += [word("blamed", "facet")] if "blamed" in facets else []
    silent = names.signs["silent"]
    rows = []
    for origin, (first, *copies) in names.of.items():
        mine = accounts.get(origin, [])
        told = [_entries(cells.get((origin, each)), mine, names, links) for each in before]
        told += [grouped.get(origin, ())] if grouped else []
        told += [_entries(cells.get((origin, "blamed")), mine, names, links)] if "blamed" in facets else []
        fields = tuple(Field(name, entries, silent) for name, entries in zip(columns, told, strict=True))
        rows.append(
            Row(
                _carrier(first, links),
                whys.get(origin, ()),
                tuple(_carrier(c, links) for c in copies),
                words.reprints(len(copies)),
                fields,
            )
        )
    used = {e.sign.kind for row in rows for field in row.fields for e in field.entries}
    used |= {"silent"} if any(not field.entries for row in rows for field in row.fields) else set()
    legend = tuple((s, words.MEANINGS[kind]) for kind, s in names.signs.items() if kind in used)
    return Board(tuple(columns), tuple(rows), legend)


def more(anchors: Sequence[Anchor], names: Names, links: Links) -> tuple[Link, ...]:
    """Each report that has the words, once."""
    found: dict[str, Link] = {}
    for each in anchors:
        found.setdefault(each.article, Link(each.text, links.words(each), names.by_article.get(each.article, "")))
    return tuple(found.values())


def wordings(anchors: Sequence[Anchor], names: Names, links: Links) -> tuple[Link, ...]:
    """Each wording once, some at most, with the first report that has it."""
    found: dict[str, Link] = {}
    for each in anchors:
        if each.text:
            found.setdefault(each.text, Link(each.text, links.words(each), names.by_article.get(each.article, "")))
    return tuple(found.values())[:WORDINGS]


def _carrier(of: Article, links: Links) -> Carrier:
    return Carrier(
        outlets.outlet(of), of.title or of.id, moment(of.published or ""), links.report(of.id), links.rows.get(of.id),
        of.background,
    )  # fmt: skip


def _entries(cell: Cell | None, mine: Sequence[Account], names: Names, links: Links) -> tuple[Entry, ...]:
    if cell is None or cell.verdict == "silent":
        return ()
    account = _of_cell(cell, mine)
    says = words_of(cell) if account is None else _number(account)
    sign = names.signs[cell.verdict if account is None else account.status]
    first, *others = more(cell.anchors, names, links) or (Link("", None),)
    why = cell.why if account is None else (*cell.why, *denial(account))
    return (Entry(says, first.href, sign, why, tuple(others), own=account is None and cell.facet != "date"),)


def words_of(cell: Cell) -> str:
    """The words of a cell; days, months and years in the reader's language."""
    told = span(cell.says) if cell.facet == "date" and cell.says else None
    return cell.says if told is None else told


def _of_cell(cell: Cell, mine: Sequence[Account]) -> Account | None:
    """The account that a cell of figures was made of."""
    return next((a for a in mine if a.harm == cell.facet and a.anchors == cell.anchors and a.why == cell.why), None)


def _groups(
    mine: Sequence[Account], cells: Mapping[tuple[str, str], Cell], names: Names, links: Links
) -> tuple[Entry, ...]:
    """What an origin says of groups of people, each once, beside what stands in the columns of figures."""
    found: dict[str, Entry] = {}
    for a in mine:
        cell = cells.get((a.origin, a.harm))
        if (a.who == "people" and a.side == "victims") or (cell is not None and _of_cell(cell, [a]) is not None):
            continue
        says = gettext("%(harm)s, %(group)s: %(number)s") % {
            "harm": word(a.harm, "harm"),
            "group": words.who(a.who, nation=a.nation, attackers=a.side == "attackers"),
            "number": interval(a.low, a.high),
        }
        first, *others = more(a.anchors, names, links) or (Link("", None),)
        why = (*a.why, *denial(a))
        found.setdefault(says, Entry(says, first.href, names.signs[a.status], why, tuple(others)))
    return tuple(found.values())


def _number(a: Account) -> str:
    """'17', '5 (combatants)'."""
    told = interval(a.low, a.high)
    if a.who == "people" and a.side == "victims":
        return told
    return f"{told} ({words.who(a.who, nation=a.nation, attackers=a.side == 'attackers')})"
