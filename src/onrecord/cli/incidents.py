"""``onrecord incidents``: every incident in the ledger."""

from __future__ import annotations

import click

from onrecord.cli.at import form_option, ledger_option, opened


@click.command(short_help="Every incident in the ledger, with its numbers.")
@ledger_option
@form_option()
def incidents(where: str | None, form: str) -> None:
    """List the incidents: when, where, what, killed, injured, independent origins of all reports, and the id.

    `onrecord show ID` shows one with its accounts side by side.
    """
    with opened(where) as ledger:
        if form == "jsonl":
            from onrecord.cli.printing import json_lines

            json_lines(ledger.incidents())
            return
        from onrecord.cli.incident_lines import incident_lines, incidents_found
        from onrecord.cli.table import console

        out = console()
        shown = sorted(ledger.incidents(), key=lambda s: (s.date.earliest or "9999", s.title, s.incident_id))
        if not shown:
            out.print("No incidents yet; `onrecord add` reads reports.")
            return
        for each in incident_lines(shown, width=out.width, id_width=11):
            out.print(each)
        articles = {a.id: a.origin for s in shown for a in s.articles}
        out.print()
        out.print(incidents_found(incidents=len(shown), reports=len(articles), origins=len(set(articles.values()))))
