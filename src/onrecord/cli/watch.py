"""``onrecord watch``: feeds, sitemaps and pages are looked at again and again; what is new or changed is kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from time import sleep, time
from typing import TYPE_CHECKING

import click

from onrecord.cli.at import ledger_option, opened
from onrecord.cli.read import load_reader
from onrecord.cli.tame import tame

if TYPE_CHECKING:
    from onrecord.ledger.watching import Tell
    from onrecord.record import Article, Record

QUIET = ("same", "list")  # what most visits bring
WRONG = ("problem", "stopped")


class _Reader:
    """The reader, loaded when there is a report to read: most visits bring none."""

    def __init__(self, places: Path | None) -> None:
        self._load = cache(lambda: load_reader(places))

    def read(self, article: Article, *, input_id: str | None = None) -> Record:
        return self._load().read(article, input_id=input_id)


@click.command(short_help="Keep what feeds, sitemaps and pages publish, and what they change later.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@ledger_option
@click.option("--once", is_flag=True, help="Visit what is due now, then end; for a timer (cron, systemd).")
@click.option(
    "--pause",
    type=click.FloatRange(min=1.0),
    metavar="SECONDS",
    help="Between two requests to one site, at least (5); a site's robots.txt may ask for longer.",
)
@click.option("--contact", metavar="ADDRESS", help="An address that is told to the sites, so that they can write.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where it keeps what it has visited; by default beside the ledger.",
)
@click.option(
    "--places",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Places of your own (a CSV file), which win over the gazetteer's.",
)
@click.option("-v", "--verbose", is_flag=True, help="Also tell of visits that brought nothing.")
@click.pass_context
def watch(
    context: click.Context,
    sources: tuple[str, ...],
    where: str | None,
    once: bool,
    pause: float | None,
    contact: str | None,
    state: Path | None,
    places: Path | None,
    verbose: bool,
) -> None:
    """Look at feeds, sitemaps and pages again and again, and keep what is new and what was changed.

    SOURCE is the address of a feed, a sitemap or a page, or a TOML file of them, which can also say how often each is
    looked at and which of its pages are wanted. Pages are visited again after 1 hour, 6 hours, 1, 3 and 10 days; what
    then says something else is kept as a new version, and what changed is told. robots.txt is obeyed, and a site that
    is busy or fails is left alone for longer and longer.

    Prints one line for each report that is new, changed or gone, and on standard error one for what went wrong. It can
    be stopped at any time and goes on where it was.
    """
    from onrecord.intake.fetch import Policy
    from onrecord.ledger import itinerary
    from onrecord.ledger.exchange import Answer, exchange
    from onrecord.ledger.sources import plan
    from onrecord.ledger.watching import watch as visits

    def fetch(url: str, *, headers: Mapping[str, str]) -> Answer:
        return exchange(url, headers=headers, policy=Policy())

    whole = plan(sources, pause=pause, contact=contact)
    wrong = False
    with (
        opened(where, create=True) as ledger,
        itinerary.opened(state or itinerary.beside(ledger.at.path, id=ledger.id)) as way,
    ):
        for tell in visits(
            ledger, whole, itinerary=way, fetch=fetch, reader=_Reader(places), now=time, sleep=sleep,
            rounds=1 if once else None,
        ):  # fmt: skip
            wrong = wrong or tell.kind in WRONG
            if verbose or tell.kind not in QUIET:
                click.echo(_line(tell), err=tell.kind in WRONG)
    if wrong and once:
        context.exit(1)


def _line(tell: Tell) -> str:
    said = tame(tell.said)
    if tell.kind in WRONG:
        return f"onrecord: {tame(tell.url)}: {said}{'' if said.endswith('.') else '.'}"
    return f"{tell.kind:<8}{tame(tell.url)}{f'  {said}' if said else ''}"
