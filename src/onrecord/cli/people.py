"""``onrecord people``: who is heard, and what each said."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from onrecord.cli.at import ledger_option, opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    import msgspec


@click.command(short_help="Who is heard in the reports, and what each of them said.")
@click.argument("name", metavar="[NAME]", required=False)
@ledger_option
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="How many to show.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="For people, or JSON.",
)
def people(name: str | None, where: str | None, limit: int, form: str) -> None:
    """List people and organisations by how much they are heard; with NAME everything that one said, in order."""
    with opened(where) as ledger:
        found = ledger.people(like=name, limit=limit)
        one = ledger.person(found[0].key if len(found) == 1 else name) if name is not None and len(found) < 2 else None
        if form == "jsonl":
            _lines(found if one is None else one[1])
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


def _lines(values: Iterable[msgspec.Struct]) -> None:
    import msgspec

    from onrecord.cli.tame import tame_json

    for value in values:
        sys.stdout.buffer.write(tame_json(msgspec.json.encode(value) + b"\n"))
