"""``onrecord show``: one incident with its accounts side by side."""

from __future__ import annotations

import sys

import click

from onrecord.cli.at import form_option, ledger_option, opened


@click.command(short_help="One incident, its accounts side by side.")
@click.argument("incident", metavar="[INCIDENT]", required=False)
@ledger_option
@form_option("board", "json")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="RULE",
    help="Also the tally under this rule: airwars/1, ucdp-ged/1, acled/1 or ibc/1; may be repeated.",
)
def show(incident: str | None, where: str | None, form: str, rules: tuple[str, ...]) -> None:
    """Show one incident: when, where, what, who; every account in a row with its interval, giver and words; where the
    origins agree, differ and are silent; the toll over time; suggestions and decisions.

    INCIDENT is an id from `onrecord incidents`, or as much of one as tells it from the others; without it, the incident
    with most independent origins.
    """
    with opened(where) as ledger:
        sheet = ledger.sheet(incident) if incident else ledger.widest()
        if form == "json":
            import msgspec

            from onrecord.accounts.sheet import to_json
            from onrecord.cli.tame import tame_json

            sys.stdout.buffer.write(tame_json(msgspec.json.format(to_json(sheet), indent=2)) + b"\n")
            return
        from onrecord.cli.sheet_board import sheet_board
        from onrecord.cli.table import console

        out = console()
        decided = list(ledger.entries(subject=sheet.incident_id))
        board = sheet_board(
            sheet,
            width=out.width,
            tallies=ledger.tallies(sheet, rules),
            suggestions=ledger.suggestions(sheet.incident_id),
            decisions=decided,
            firsts={origin: ledger.origin(origin).first for origin in {a.origin for a in sheet.articles}},
        )
        with out.capture() as drawn:
            out.print(board)
        lines = drawn.get()
        if not out.is_terminal:  # columns are filled up with blanks, which a file need not keep
            lines = "\n".join(line.rstrip() for line in lines.split("\n"))
        sys.stdout.write(lines)
