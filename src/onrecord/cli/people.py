"""``onrecord people``: who is heard, and what each said."""

from __future__ import annotations

import click

from onrecord.cli.at import form_option, ledger_option, opened


@click.command(short_help="Who is heard in the reports, and what each of them said.")
@click.argument("name", metavar="[NAME]", required=False)
@ledger_option
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="How many to show.")
@form_option()
def people(name: str | None, where: str | None, limit: int, form: str) -> None:
    """List people and organisations by how much they are heard; with NAME everything that one said, in order."""
    with opened(where) as ledger:
        found = ledger.people(like=name, limit=limit)
        one = ledger.person(found[0].key if len(found) == 1 else name) if name is not None and len(found) < 2 else None
        if form == "jsonl":
            from onrecord.cli.printing import json_lines

            json_lines(found if one is None else one[1])
            return
        from onrecord.cli.people_lines import people_lines, person_head, saying_lines
        from onrecord.cli.table import console

        out = console()
        if one is not None:
            for line in (*person_head(one[0]), *saying_lines(one[1])):
                out.print(line)
            return
        for line in people_lines(found, width=out.width):
            out.print(line)
        if not found:
            out.print(
                "Nobody is heard under that name." if name else "Nobody is heard yet; `onrecord add` reads reports."
            )
