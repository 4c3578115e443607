"""``onrecord copies``: which reports carry the same words."""

from __future__ import annotations

import sys

import click

from onrecord.cli.at import ledger_option, opened


@click.command(short_help="Which reports carry the same words, and which came first.")
@ledger_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="For people, or one origin a line of JSON.",
)
@click.option("--all", "every", is_flag=True, help="Also origins with one report; 'jsonl' has them always.")
def copies(where: str | None, form: str, every: bool) -> None:
    """List origins: the likely first publication and why, then each reprint and how it differs from it."""
    with opened(where) as ledger:
        if form == "jsonl":
            import msgspec

            from onrecord.cli.tame import tame_json

            for each in ledger.origins():
                sys.stdout.buffer.write(tame_json(msgspec.json.encode(each) + b"\n"))
            return
        from onrecord.cli.copy_lines import copy_lines
        from onrecord.cli.table import console

        out = console()
        origins = [o for o in ledger.origins() if every or len(o.articles) > 1]
        for line in copy_lines(origins, ledger.heads(a.id for o in origins for a in o.articles)):
            out.print(line)
        if not origins:
            out.print("No report in the ledger is a copy of another.")
