"""``onrecord places``: the gazetteer, and a person's own file of places."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.tame import tame


@click.group(short_help="The gazetteer: build it, look a name up, check your own places.")
def places() -> None:
    """Build the gazetteer, look names up in it, and check a file of places of your own."""


@places.command("build")
def build() -> None:
    """Compile the gazetteer, anew if it is there already: about half a minute, 105 MB.

    It is compiled by itself when it is first needed; this is for doing so beforehand, say while a machine is set up.
    It goes to the file that ONRECORD_GAZETTEER names, else to your cache folder.
    """
    import rich.progress
    from rich.console import Console

    from onrecord.gazetteer import opened

    console = Console(stderr=True)
    with rich.progress.Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Compiling the gazetteer", total=1.0)
        gazetteer = opened(anew=True, progress=lambda part: progress.update(task, completed=part))
    click.echo(tame(str(gazetteer.path)))


@places.command("check")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, file: Path | None) -> None:
    """Check a file of places: each mistake is one line, and the exit status is then 1.

    Without FILE your own is checked: the one that ONRECORD_PLACES names, else places.csv in your config folder.
    """
    from onrecord.gazetteer.own import lint, own_path

    path = file or own_path()
    mistakes = lint(path)
    for sentence in mistakes:
        click.echo(tame(sentence), err=True)
    if mistakes:
        context.exit(1)
    click.echo(f"{tame(str(path))}: no mistakes.")


@places.command("find")
@click.argument("name", metavar="NAME")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help="How many places to print.")
@click.pass_context
def find(context: click.Context, name: str, limit: int) -> None:
    """Print the places that NAME may mean, the most peopled first; your own before all others.

    Where no list has the name as it is written, places are printed that are spelt like it, marked with '~'. The exit
    status is 1 where there is none.
    """
    from onrecord.gazetteer import opened, own_file, read_own
    from onrecord.gazetteer.folding import plain

    gazetteer = opened()
    own = read_own(own_file())
    key = plain(name)
    hits = own.exact.get(key) or gazetteer.find(name, spelt=False) or own.keyed(key) or gazetteer.find(name)
    shown: set[str] = set()
    for hit in hits:
        place = hit.place
        if place.source in shown:
            continue
        shown.add(place.source)
        codes = (place.country, place.admin1) if place.admin1 else (place.country,)
        inside = [gazetteer.division(*codes[:n]) or code for n, code in reversed(list(enumerate(codes, 1))) if code]
        people = f", {place.population:,} people" if place.population else ""
        like = "" if hit.exact else "~ "
        line = f"{like}{', '.join([place.name, *inside])}: {place.latitude:.3f} {place.longitude:.3f}{people}"
        click.echo(tame(f"{line} ({place.source})"))
        if len(shown) == limit:
            break
    if not shown:
        click.echo(f"onrecord: no list has a place called {tame(name)!r} or spelt like it.", err=True)
        context.exit(1)


@places.command("path")
def path() -> None:
    """Print where your own file of places goes, and where the compiled gazetteer is."""
    from onrecord.gazetteer import gazetteer_path, own_path

    click.echo(tame(str(own_path())))
    click.echo(tame(str(gazetteer_path())))
