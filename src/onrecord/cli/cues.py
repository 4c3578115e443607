"""``onrecord cues``: the words that report, and how to add to them."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.tame import tame


@click.group(short_help="The words that report: list, check, add your own.")
def cues() -> None:
    """Show, extend and check the words by which the reader knows that somebody speaks."""


@cues.command("list")
@click.argument("words", metavar="[WORD]...", nargs=-1)
def list_(words: tuple[str, ...]) -> None:
    """Print every reporting word and phrase with its act, one a line; your own are marked with a star.

    With WORDs only those lines that hold one of them ('onrecord cues list denied accuses').
    """
    from onrecord.reading.lexicon import lexicon, user_file

    known = lexicon(user_file())
    wanted = {word.casefold() for word in words}
    for form, act in sorted({**known.words, **known.phrases}.items(), key=lambda each: (each[1], each[0])):
        if not wanted or wanted & {act, form, *form.split()}:
            click.echo(f"{act:9} {tame(form)}{' *' if form in known.own else ''}")


@cues.command("check")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, file: Path | None) -> None:
    """Check a file of cues and titles: each mistake is one line, and the exit status is then 1.

    Without FILE the packaged files are checked, and your own where there is one.
    """
    from onrecord import reading
    from onrecord.reading.lexicon import lint, user_file

    packaged = Path(reading.__file__).parent / "data"
    files = [file] if file else [packaged / "cues.toml", packaged / "titles.toml", *filter(None, [user_file()])]
    mistakes = [sentence for each in files for sentence in lint(each)]
    for sentence in mistakes:
        click.echo(tame(sentence), err=True)
    if mistakes:
        context.exit(1)
    for each in files:
        click.echo(f"{tame(str(each))}: no mistakes.")


@cues.command("path")
def path() -> None:
    """Print where your own file of cues and titles goes.

    It is the file that the environment variable ONRECORD_LEXICON names, else lexicon.toml in your config folder.
    """
    from onrecord.reading.lexicon import own_path

    click.echo(own_path())
