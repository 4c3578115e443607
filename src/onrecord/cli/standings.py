"""How accounts stand to each other, as signs, words and colours; and the names of origins on a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from rich.text import Text

from onrecord.accounts.sheet import Article, Sheet, Standing, Verdict
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
    """Who published what on a sheet: reports by id, and the reports of every origin in their order."""

    def __init__(self, sheet: Sheet) -> None:
        self.reports = {each.id: each for each in sheet.articles}
        self.of: dict[str, list[Article]] = {}
        for each in sheet.articles:
            self.of.setdefault(each.origin, []).append(each)

    def named(self, origin: str, ids: Iterable[str] = ()) -> Text:
        """The outlet that first has these words, of the reports ``ids`` or of the whole origin, with the copies folded.

        'Meridian Wire +14 reprints'.
        """
        here = [self.reports[each] for each in dict.fromkeys(ids) if each in self.reports]
        here = here or self.of.get(origin, [])
        if not here:
            return Text(tame(origin))
        more = len(here) - 1
        return Text.assemble(outlet(here[0]), (f" +{counted(more, 'reprint')}" if more else "", "dim"))

    def __iter__(self) -> Iterator[tuple[str, list[Article]]]:
        return iter(self.of.items())


def outlet(of: Article) -> str:
    """Who published a report; its title, or the end of its address, where that is not known."""
    return tame(of.outlet or of.title or PurePosixPath(of.id).name or of.id)
