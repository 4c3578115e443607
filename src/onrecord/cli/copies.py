"""``onrecord copies``: which reports carry the same words."""

from __future__ import annotations

import click

from onrecord.cli.at import form_option, ledger_option, opened


@click.command(short_help="Which reports carry the same words, and which came first.")
@ledger_option
@form_option()
@click.option("--all", "every", is_flag=True, help="Also origins with one report; 'jsonl' has them always.")
def copies(where: str | None, form: str, every: bool) -> None:
    """List origins: the likely first publication and why, then each reprint and how it differs from it."""
    with opened(where) as ledger:
        if form == "jsonl":
            from onrecord.cli.printing import json_lines

            json_lines(ledger.origins())
            return
        from onrecord.cli.copy_lines import copy_lines
        from onrecord.cli.table import console

        out = console()
        origins = [o for o in ledger.origins() if every or len(o.articles) > 1]
        for line in copy_lines(origins, ledger.heads(a.id for o in origins for a in o.articles)):
            out.print(line)
        if not origins:
            out.print("No report in the ledger is a copy of another.")
