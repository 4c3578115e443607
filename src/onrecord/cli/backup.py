"""``onrecord backup`` and ``onrecord restore``."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.at import ledger_option
from onrecord.cli.tame import tame


@click.command(short_help="The whole ledger as one file.")
@click.argument("file", type=click.Path(path_type=Path))
@ledger_option
def backup(file: Path, where: str | None) -> None:
    """Write the whole ledger to FILE, also while others add to it. Either kind of database takes it back."""
    from onrecord.ledger import open_ledger

    with open_ledger(where) as ledger:
        from onrecord.ledger import backing

        rows = backing.backup(ledger.at, file)
    click.echo(f"{rows:,} rows of {tame(ledger.name)} are in {tame(str(file))}.")


@click.command(short_help="A ledger from a backup.")
@click.argument("file", type=click.Path(path_type=Path))
@ledger_option
def restore(file: Path, where: str | None) -> None:
    """Make a new ledger from the backup FILE. A damaged backup restores nothing."""
    from onrecord.ledger.opening import ready
    from onrecord.ledger.where import place

    ready()
    from onrecord.ledger import backing

    at = place(where)
    rows = backing.restore(file, at)
    click.echo(f"{rows:,} rows are in {tame(at.name)}.")
