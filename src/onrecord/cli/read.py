"""``onrecord read``: from inputs to records, one at a time."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import click

from onrecord.cli.tame import tame

if TYPE_CHECKING:
    from onrecord.intake.given import Given
    from onrecord.intake.problem import Problem
    from onrecord.record import Article, Record

MANY = 4  # inputs from which on a progress bar is worth its line
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T|$)")
Command = TypeVar("Command", bound=Callable[..., object])
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class _Reader(Protocol):
    def read(self, article: Article, *, input_id: str | None = None) -> Record: ...


def load_reader(places: Path | None = None) -> _Reader:
    """The reader with the weights that come with the package, and a person's own places."""
    from onrecord.cli.compiling import ready
    from onrecord.reading import Reader

    ready()
    return Reader.load(places=places)


def open_articles(inputs: Sequence[str], *, given: Given) -> Iterator[tuple[str, Article] | Problem]:
    """Every article in ``inputs``, and a problem for each one that could not be read."""
    from onrecord.intake import articles

    return articles(inputs, given=given)


def _published(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        if not DAY.match(value):  # fromisoformat also takes 20191028 and weeks, which a record does not write
            raise ValueError(value)
        datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is no date; write it as 2019-10-28, or with a time as 2019-10-28T14:30."
        ) from error
    return value


def _url(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise click.BadParameter(f"{value!r} is no web address; it starts with http:// or https://.")
    return value


def _language(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not LANGUAGE.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no language code; write one such as en, ar or pt-BR.")
    return value


_GIVEN = (
    click.option("--verbatim", is_flag=True, help="Take the input's text unchanged: set no furniture aside."),
    click.option(
        "--published",
        metavar="DATE",
        callback=_published,
        help="The day of publication, where the report does not give it (2019-10-28, or with a time).",
    ),
    click.option("--url", metavar="URL", callback=_url, help="Where the report was published."),
    click.option("--language", metavar="CODE", callback=_language, help="The report's language (BCP 47, such as en)."),
    click.option(
        "--places",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        metavar="FILE",
        help="Places of your own (a CSV file), which win over the gazetteer's; by default those in your config folder.",
    ),
)


def given_options(command: Command) -> Command:
    """The options that say how reports are read."""
    for option in reversed(_GIVEN):
        command = option(command)
    return command


@click.command(short_help="What happened, how many were harmed according to whom, who said what.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl"]),
    default="table",
    show_default=True,
    help="A table for people; 'json' one record (a list for several inputs); 'jsonl' one record a line, as they come.",
)
@given_options
@click.pass_context
def read(
    context: click.Context,
    inputs: tuple[str, ...],
    form: str,
    verbatim: bool,
    published: str | None,
    url: str | None,
    language: str | None,
    places: Path | None,
) -> None:
    """Read reports and show what happened, how many were harmed according to whom, and every statement in them.

    For each incident: when, where, what, who took part, and every figure with the one who gave it. For each statement:
    who said what, through whom, in which words.

    INPUT is a file (plain text, Markdown, HTML, PDF, e-mail, WARC, feed), a folder, '-' for standard input, a
    web address, or a .jsonl or .jsonl.gz file with one article a line: {"id", "text" or "html", "title", "url",
    "published", "outlet", "authors", "language"}, all but the text optional.

    An input that cannot be read yields one line on standard error that names it; the others are still read,
    and the exit status is 1.
    """
    from onrecord.cli.printing import Progress, printer
    from onrecord.intake.given import Given

    if url is not None and len(inputs) > 1:
        raise click.UsageError(f"--url names one report, but there are {len(inputs)} inputs; read them one by one.")
    given = Given(input_id="", verbatim=verbatim, published=published, url=url, language=language)
    failed = False
    several = len(inputs) > 1 or os.path.isdir(inputs[0])
    watched = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    total = expected(inputs) if watched else None
    with (
        Progress(shown=watched and (total is None or total >= MANY), total=total) as progress,
        printer(form, several=several, around=progress.aside) as out,
    ):
        for input_id, result in _records(inputs, given=given, places=places):
            if isinstance(result, str):
                failed = True
                with progress.aside():
                    click.echo(f"onrecord: {tame(input_id)}: {tame(result)}", err=True)
            else:
                out.record(result)
            progress.step()
    if failed:
        context.exit(1)


def _records(inputs: Sequence[str], *, given: Given, places: Path | None = None) -> Iterator[tuple[str, Record | str]]:
    """For every report its record, or the sentence that says why there is none."""
    from onrecord.intake.problem import Problem

    reader: _Reader | None = None
    for item in open_articles(inputs, given=given):
        if isinstance(item, Problem):
            yield item.input_id, item.sentence
            continue
        input_id, article = item
        # Loaded when the first article is there: a mistyped path is answered at once.
        reader = reader or load_reader(places)
        yield input_id, read_one(reader, article, input_id)


def read_one(reader: _Reader, article: Article, input_id: str) -> Record | str:
    """The record of one article, or the sentence that says why there is none."""
    from onrecord.record import OnrecordError

    try:
        return reader.read(article, input_id=input_id)
    except OnrecordError as error:
        return str(error)
    except Exception as error:  # a fault of ours in one report must not lose the thousand after it
        return f"The reader failed on this report ({type(error).__name__}: {error}); please report it with the file."


def expected(inputs: Sequence[str]) -> int | None:
    """How many reports to expect, or None where only reading tells (standard input, JSON Lines, archives)."""
    total = 0
    for each in inputs:
        if os.path.isdir(each):
            total += sum(len(files) for _, _, files in os.walk(each))
        elif each == "-" or each.endswith((".jsonl", ".gz", ".warc", ".xml", ".rss", ".atom")):
            return None
        else:
            total += 1
    return total
