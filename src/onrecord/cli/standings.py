"""How accounts stand to each other, as signs, words and colours; and the names of origins on a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from rich.text import Text

from onrecord.accounts import outlets
from onrecord.accounts.sheet import Article, Sheet, Standing, Verdict
from onrecord.cli.days import moment
from onrecord.cli.intervals import ASCII, Signs
from onrecord.cli.lines import counted
from onrecord.cli.tame import tame

# Sign, sign without Unicode, colour. The sign and the word say the same as the colour.
STANDINGS: dict[Standing | Verdict, tuple[str, str, str]] = {
    "agrees": ("=", "=", "green"),
    "differs": ("≠", "/", "bold yellow"),
    "superseded": ("↑", "^", "cyan"),
    "disputed": ("!", "!", "bold red"),
    "silent": ("·", ".", "dim"),
}
MOST = 40  # rows of one part of a board: what nobody reads to the end is left to JSON


def rest(number: int, noun: str) -> Text:
    """'and 12 more accounts, with --format json'."""
    return Text(f"and {counted(number, f'more {noun}')}, with --format json", "dim italic")


def sign(of: Standing | Verdict, *, signs: Signs) -> Text:
    """The sign of a standing."""
    drawn, plain, style = STANDINGS[of]
    return Text(plain if signs is ASCII else drawn, style)


def word(of: Standing | Verdict, *, signs: Signs) -> Text:
    """The sign and the word."""
    return Text.assemble(sign(of, signs=signs), (f" {of}", STANDINGS[of][2]))


def legend(used: Iterable[Standing | Verdict], *, signs: Signs) -> Text:
    """What the signs mean, of those that are used."""
    told = set(used)
    return Text("   ").join(word(each, signs=signs) for each in STANDINGS if each in told)


class Outlets:
    """Who published what on a sheet: reports by id, and the reports of every origin, its first before the others.

    ``firsts`` is the first publication (a report's id) of origins, where it is known.
    """

    def __init__(self, sheet: Sheet, *, firsts: Mapping[str, str] | None = None) -> None:
        self.reports = {each.id: each for each in sheet.articles}
        self.of = outlets.by_origin(sheet, firsts=firsts)
        self._rank = {each.id: n for of in self.of.values() for n, each in enumerate(of)}
        self._names = Counter(outlet(of[0]) for of in self.of.values())

    def named(self, origin: str, ids: Iterable[str] = (), *, copies: bool = True) -> Text:
        """The outlet that first has these words, of the reports ``ids`` or of the whole origin, with the copies folded.

        'Meridian Wire +14 reprints'; with the day where several origins are of one outlet.
        """
        here = [self.reports[each] for each in dict.fromkeys(ids) if each in self.reports]
        here = sorted(here, key=lambda each: self._rank[each.id]) or self.of.get(origin, [])
        if not here:
            return Text(tame(origin))
        first, more = here[0], len(here) - 1
        name = outlet(first)
        day = f" ({brief(first.published)})" if first.published and self._names[name] > 1 else ""
        return Text.assemble(name, (day, "dim"), (f" +{counted(more, 'reprint')}" if more and copies else "", "dim"))


def outlet(of: Article) -> str:
    """Who published a report; the end of its address or its title, where that is not known."""
    return tame(outlets.outlet(of))


def minute(value: str) -> str:
    """A day, with the time to the minute where there is one, as its report has it: '4 Mar 2031 10:00'."""
    return moment(value[:16] if value[10:11] == "T" else value)


def brief(value: str) -> str:
    """A day without its year, and the time: '4 Mar 10:00'."""
    day, _, time = value.partition("T")
    told = moment(day).rpartition(" ")
    return f"{told[0] if told[2].isdigit() and told[0] else moment(day)} {tame(time[:5])}".strip()
