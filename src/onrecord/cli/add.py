"""``onrecord add``: read reports and keep them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.at import ledger_option, opened
from onrecord.cli.read import expected, given_options, load_reader, open_articles, read_one
from onrecord.cli.tame import tame

if TYPE_CHECKING:
    from onrecord.intake.given import Given
    from onrecord.ledger.ledger import Ledger

MANY = 4  # inputs from which on a progress bar is worth its line
HELD = 64  # originals of parts that turned out to be no report, held until they are let go


class _Counts:
    """What became of the inputs."""

    def __init__(self) -> None:
        self.new = self.version = self.same = self.failed = 0

    def words(self) -> str:
        told = [f"{self.new} added"]
        if self.version:
            told.append(f"{self.version} new version{'s' if self.version > 1 else ''}")
        if self.same:
            told.append(f"{self.same} there already")
        if self.failed:
            told.append(f"{self.failed} not added")
        return ", ".join(told)


@click.command(short_help="Read reports and keep them in the ledger.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@ledger_option
@given_options
@click.pass_context
def add(
    context: click.Context,
    inputs: tuple[str, ...],
    where: str | None,
    verbatim: bool,
    published: str | None,
    url: str | None,
    language: str | None,
    places: Path | None,
) -> None:
    """Read reports and keep them: the original bytes, the record, the origin of the words, the incidents they tell of.

    INPUT is whatever `onrecord read` takes. Adding the same report again changes nothing; a new version of a page is
    kept beside the old one, and what changed is told. An interrupted run is finished by running it again.

    Prints one line on standard error for each input that could not be added, and a summary.
    """
    from onrecord.cli.printing import Progress
    from onrecord.intake.given import Given

    if url is not None and len(inputs) > 1:
        raise click.UsageError(f"--url names one report, but there are {len(inputs)} inputs; add them one by one.")
    kept: dict[str, bytes] = {}

    def keep(id: str, data: bytes) -> None:
        if len(kept) >= HELD:
            kept.pop(next(iter(kept)))
        kept[id] = data

    given = Given(input_id="", verbatim=verbatim, published=published, url=url, language=language, keep=keep)
    watched = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    total = expected(inputs) if watched else None
    counts = _Counts()
    with (
        opened(where, create=True) as ledger,
        Progress(shown=watched and (total is None or total >= MANY), total=total) as progress,
    ):
        for name, said in _added(ledger, inputs, given=given, places=places, kept=kept, counts=counts):
            if said is not None:
                with progress.aside():
                    click.echo(f"onrecord: {tame(name)}: {tame(said)}", err=True)
            progress.step()
        ledger.refresh()
        incidents = ledger.count()
        click.echo(f"{counts.words()}; the ledger {tame(ledger.name)} has {incidents}.")
    if counts.failed:
        context.exit(1)


def _added(
    ledger: Ledger,
    inputs: tuple[str, ...],
    *,
    given: Given,
    places: Path | None,
    kept: dict[str, bytes],
    counts: _Counts,
) -> Iterator[tuple[str, str | None]]:
    """Each input as it is done, with what there is to tell of it."""
    from onrecord.intake.problem import Problem

    reader = None
    for item in open_articles(inputs, given=given):
        if isinstance(item, Problem):
            counts.failed += 1
            yield item.input_id, item.sentence
            continue
        name, article = item
        original = kept.pop(article.id)
        if ledger.known(name, article):
            counts.same += 1
            yield name, None
            continue
        reader = reader or load_reader(places)
        record = read_one(reader, article, name)
        if isinstance(record, str):
            counts.failed += 1
            yield name, record
            continue
        done = ledger.add(record, original)
        if done.outcome == "new":
            counts.new += 1
        elif done.outcome == "version":
            counts.version += 1
        else:
            counts.same += 1
        yield (
            name,
            f"a new version: {'; '.join(done.changes) or 'no figure or statement changed'}."
            if (done.outcome == "version")
            else None,
        )
