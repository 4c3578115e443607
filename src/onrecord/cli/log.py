"""``onrecord log`` and ``onrecord verify``: what was done, and the proof that nothing else was."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.at import form_option, ledger_option, opened
from onrecord.cli.tame import tame


@click.command(short_help="What was added and decided, by whom and why.")
@click.argument("subject", metavar="[SUBJECT]", required=False)
@ledger_option
@form_option()
@click.option(
    "--head", type=click.Path(path_type=Path), metavar="FILE", help="Write the log's head to FILE, to keep elsewhere."
)
@click.option(
    "--stamp", metavar="URL", envvar="ONRECORD_TSA", help="Also have an RFC 3161 authority stamp the head (FILE.tsr)."
)
def log(subject: str | None, where: str | None, form: str, head: Path | None, stamp: str | None) -> None:
    """Show the log, oldest first; of one incident or report alone with SUBJECT (an id).

    Each line's hash covers the line and all before it. A head kept elsewhere lets `onrecord verify --head FILE` prove
    that no line up to it was changed, left out or put in since, whoever had the database in hand.
    """
    with opened(where) as ledger:
        if head is not None:
            kept = ledger.keep_head(head, authority=stamp)
            click.echo(f"Line {kept.seq}, {kept.hash}, is kept in {tame(str(head))}; put it where others cannot write.")
            return
        entries = ledger.entries(subject=ledger.subject(subject) if subject is not None else None)
        if form == "jsonl":
            from onrecord.cli.printing import json_lines

            json_lines(entries)
            return
        from rich.text import Text

        from onrecord.cli.log_lines import log_lines
        from onrecord.cli.table import console

        out, told = console(), False
        for line in log_lines(entries, width=out.width):
            out.print(line)
            told = True
        if subject is not None and not told:
            out.print(Text(f"The log has no line on {tame(subject)}: nobody decided on it, and no report has that id."))


@click.command(short_help="Prove that originals, records and log are whole.")
@ledger_option
@click.option(
    "--head",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A head of the log that was kept elsewhere (`onrecord log --head FILE`).",
)
@click.pass_context
def verify(context: click.Context, where: str | None, head: Path | None) -> None:
    """Check every original against its hash, every record against its words, the log's chain, and every table against
    what the log says. Prints one line for each thing that is not whole; the exit status is then 1.

    A timestamp beside the head's FILE (FILE.tsr) is proved too, by the certificates in ONRECORD_TSA_ROOTS."""
    with opened(where) as ledger:
        found = 0
        kept = ledger.read_head(head) if head is not None else None
        stamped = ledger.stamped(head, kept) if head is not None and kept is not None else None
        for fault in ledger.verify(head=kept):
            found += 1
            click.echo(f"{tame(fault.where)}: {tame(fault.what)}")
        if found:
            context.exit(1)
        seq, hash = ledger.head()
        click.echo(
            f"The ledger {tame(ledger.name)} is whole: {ledger.count()}, {seq} lines of log, head {hash[:12]}.",
            err=True,
        )
        if stamped is not None and kept is not None:
            click.echo(f"Line {kept.seq} was there at {stamped.isoformat()}, a time-stamp authority says.", err=True)
