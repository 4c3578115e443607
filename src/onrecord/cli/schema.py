"""``onrecord schema``."""

from __future__ import annotations

import json

import click


@click.command(short_help="The JSON Schema of a record.")
def schema() -> None:
    """Print the JSON Schema of a record.

    It is made from the types that the reader itself uses.
    """
    from onrecord.record import schema as schema_of_record

    click.echo(json.dumps(schema_of_record(), indent=2, ensure_ascii=False))
