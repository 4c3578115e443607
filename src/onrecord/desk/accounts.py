"""Every account of an incident, by harm: as bars on one axis, and as a table with its givers and words.

Made of a sheet alone, as it is shown: names at risk are veiled before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from django.utils.translation import gettext as _

from onrecord.accounts.sheet import Account, Sheet, Step, Tally
from onrecord.desk import bars, toll, words
from onrecord.desk.board import Link, Names, wordings
from onrecord.desk.links import Links
from onrecord.desk.spoken import interval, moment, number
from onrecord.desk.terms import word
from onrecord.desk.words import Sign, Word
from onrecord.record import Harm

HARMS: tuple[Harm, ...] = get_args(Harm)
SHOWN = 20  # bars of a chart that are not folded: about what a screen holds


@dataclass(frozen=True, slots=True)
class Told:
    """One account. ``n`` is its place on the sheet; ``outlet`` where it stands first, ``copies`` in how many reports
    of the same origin besides, in words; ``besides`` whom the givers blame, who gives it too, who disputes it."""

    n: int
    number: str
    group: str
    general: bool
    sign: Sign
    why: tuple[str, ...]
    givers: str
    outlet: str
    copies: str
    words: tuple[Link, ...]
    as_of: str
    published: str
    part: bool
    party: bool
    besides: tuple[tuple[str, str], ...]

    @property
    def href(self) -> str | None:
        """Where its words stand."""
        return next((each.href for each in self.words if each.href), None)

    @property
    def short(self) -> str:
        """'17', '5 (combatants)'."""
        return self.number if self.general else f"{self.number} ({self.group})"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One account's bar, and what it says in words."""

    told: Told
    label: str
    bar: bars.Bar | None


@dataclass(frozen=True, slots=True)
class Chart:
    """All accounts of one harm: those that have a number drawn on ``axis`` (None: nothing to draw)."""

    harm: Harm
    name: Word
    told: tuple[Told, ...]
    drawn: tuple[Drawn, ...]
    axis: bars.Axis | None

    @property
    def first(self) -> tuple[Drawn, ...]:
        """The bars that are seen at once."""
        return self.drawn[:SHOWN]

    @property
    def rest(self) -> tuple[Drawn, ...]:
        """The bars that are folded."""
        return self.drawn[SHOWN:]


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of a toll, as the table has it and as the drawing does."""

    point: toll.Point
    number: str
    at: str
    outlet: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Rising:
    """The toll of one harm over time."""

    harm: Harm
    name: Word
    moments: tuple[Moment, ...]
    line: toll.Line


@dataclass(frozen=True, slots=True)
class Counted:
    """What one rule makes of the accounts: its numbers by harm, what it says besides, and the accounts it used."""

    rule: str
    numbers: tuple[tuple[Word, str], ...]
    says: tuple[tuple[str, str], ...]
    used: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """Something that a person should look at, and the accounts it is seen in."""

    problem: str
    seen: tuple[Told, ...]


def told(sheet: Sheet, names: Names, links: Links) -> tuple[Told, ...]:
    """Every account, in the sheet's order."""
    blames, also, disputed = _("blames"), _("also given by"), _("disputed by")
    return tuple(
        Told(
            n=n,
            number=interval(a.low, a.high),
            group=words.who(a.who, nation=a.nation, attackers=a.side == "attackers"),
            general=a.who == "people" and a.side == "victims",
            sign=names.signs[a.status],
            why=a.why,
            givers=", ".join(a.givers),
            outlet=names.origin(a.origin, a.articles),
            copies=words.reprints(len(set(a.articles)) - 1),
            words=wordings(a.anchors, names, links),
            as_of=moment(a.as_of or ""),
            published=moment(a.published or ""),
            part=a.part,
            party=a.party,
            besides=tuple(
                (label, ", ".join(who))
                for label, who in ((blames, a.blamed), (also, a.confirmed_by), (disputed, a.disputed_by))
                if who
            ),
        )
        for n, a in enumerate(sheet.accounts)
    )


def charts(sheet: Sheet, told: Sequence[Told]) -> tuple[Chart, ...]:
    """A chart for each harm that anybody tells of; wholes before parts, what stands before what is superseded, and
    these as they were published."""
    found = []
    for harm in HARMS:
        mine = [n for n, a in enumerate(sheet.accounts) if a.harm == harm]
        mine.sort(key=lambda n: _place(sheet.accounts[n]))
        if mine:
            found.append(_chart(harm, mine, sheet.accounts, told))
    return tuple(found)


def tolls(sheet: Sheet, names: Names, links: Links) -> tuple[Rising, ...]:
    """The toll of each harm whose number changed."""
    found = []
    for harm in HARMS:
        line = toll.line(sheet.toll, harm)
        if line is not None:
            moments = tuple(_moment(point, sheet, names, links) for point in line.points)
            found.append(Rising(harm, word(harm, "harm"), moments, line))
    return tuple(found)


def counted(tallies: Sequence[tuple[Harm, Tally]], told: Sequence[Told]) -> tuple[Counted, ...]:
    """A line for each rule."""
    rules: dict[str, list[tuple[Harm, Tally]]] = {}
    for harm, tally in tallies:
        rules.setdefault(tally.rule, []).append((harm, tally))
    found = []
    for rule, mine in rules.items():
        numbers = tuple((word(harm, "harm"), _tally(tally)) for harm, tally in mine)
        says = dict(pair for _, tally in mine for pair in tally.says.items())
        used = sorted({n for _, tally in mine for n in tally.accounts if 0 <= n < len(told)})
        besides = tuple((name.replace("_", " "), value) for name, value in says.items())
        found.append(Counted(rule, numbers, besides, tuple(told[n] for n in used)))
    return tuple(found)


def checked(sheet: Sheet, told: Sequence[Told]) -> tuple[Checked, ...]:
    """What a person should look at."""
    return tuple(
        Checked(each.problem, tuple(told[n] for n in each.accounts if 0 <= n < len(told))) for each in sheet.checks
    )


def _chart(harm: Harm, mine: Sequence[int], accounts: Sequence[Account], told: Sequence[Told]) -> Chart:
    known = [n for n in mine if (accounts[n].low, accounts[n].high) != (None, None)]
    axis = bars.axis([(accounts[n].low, accounts[n].high) for n in known]) if len(known) > 1 else None
    drawn = []
    if axis is not None:
        for n in known:
            a, each = accounts[n], told[n]
            label = " · ".join(filter(None, (each.short, each.givers, each.outlet)))
            drawn.append(Drawn(each, label, bars.bar(a.low, a.high, on=axis)))
    return Chart(harm, word(harm, "harm"), tuple(told[n] for n in mine), tuple(drawn), axis)


def _place(account: Account) -> tuple[bool, bool, bool, str]:
    day = account.published or account.as_of
    return account.part, account.status == "superseded", day is None, day or ""


def _moment(point: toll.Point, sheet: Sheet, names: Names, links: Links) -> Moment:
    step = point.step
    account = _of_step(step, sheet.accounts)
    found = wordings(account.anchors, names, links) if account is not None else ()
    outlet = names.origin(step.origin, account.articles if account is not None else ())
    href = found[0].href if found else None
    return Moment(point, interval(step.low, step.high), moment(step.at), outlet, href)


def _of_step(step: Step, accounts: Sequence[Account]) -> Account | None:
    """The account that a step was made of."""
    return next(
        (
            a for a in accounts
            if (a.origin, a.harm, a.low, a.high) == (step.origin, step.harm, step.low, step.high)
            and a.total and a.side == "victims"
        ),
        None,
    )  # fmt: skip


def _tally(tally: Tally) -> str:
    if (tally.low, tally.high, tally.best) == (None, None, None):
        return "–"
    told = interval(tally.low, tally.high)
    if tally.best is None or tally.low == tally.high == tally.best:
        return told
    return _("best %(best)s (%(range)s)") % {"best": number(tally.best), "range": told}
