"""``onrecord desk``: the web desk on a ledger."""

from __future__ import annotations

import os

import click

from onrecord.cli.at import ledger_option


@click.group(invoke_without_command=True, short_help="The web desk, where a team reviews the record.")
@ledger_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port; 0 takes a free one.")
@click.pass_context
def desk(context: click.Context, where: str | None, host: str, port: int) -> None:
    """Serve the desk on a ledger, on this machine alone, until interrupted."""
    if where:
        os.environ["ONRECORD_LEDGER"] = where
    os.environ["DJANGO_SETTINGS_MODULE"] = "onrecord.desk.settings"
    if context.invoked_subcommand is not None:
        return
    import django

    django.setup()
    from onrecord.desk.ledgers import prepare
    from onrecord.desk.running import run

    prepare()
    click.echo(f"The desk is at http://{host}:{port}/")
    run(host=host, port=port)
