"""The gazetteer's first compiling, as a person sees it."""

from __future__ import annotations

import click

from onrecord.cli.tame import tame


def ready() -> None:
    """Compile the gazetteer where it never was, with a bar on standard error; where that fails, say so in one line.

    Reading goes on without it: places are then names without coordinates."""
    from onrecord.gazetteer import GazetteerError, gazetteer_path, opened

    if gazetteer_path().exists():
        return
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        click.echo("onrecord: compiling the gazetteer, once: half a minute.", err=True)
    try:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Compiling the gazetteer, once", total=1.0)
            opened(progress=lambda part: progress.update(task, completed=part))
    except GazetteerError as error:
        click.echo(f"onrecord: {tame(str(error))}", err=True)
