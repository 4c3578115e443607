"""``onrecord export``: the incidents in the formats of the field."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from onrecord.cli.at import ledger_option, opened


class _Form(click.ParamType[str]):
    """The name of an export format; the list is looked up when it is needed."""

    name = "format"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from onrecord.publishing.exports import FORMATS

        if value not in FORMATS:
            self.fail(f"{value!r} is no export format; these are: {', '.join(FORMATS)}.", param, ctx)
        return value


@click.command(short_help="The incidents in the formats of the field.")
@ledger_option
@click.option("--format", "form", type=_Form(), required=True, metavar="FORMAT", help="One of those below.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to; by default standard output.")
def export(where: str | None, form: str, output: Path | None) -> None:
    """Write every incident with its accounts.

    \b
    json, jsonl    sheets as `onrecord incidents` gives them
    csv            a row an account;  csv-incidents: a row an incident
    geojson        a map (RFC 7946)   parquet: for dataframes
    acled, ucdp, airwars, plover, ftm  in the shapes of those houses
    annotation     W3C Web Annotations: every figure at its words
    prov           where everything comes from, and who decided what

    The same ledger gives the same bytes.
    """
    from onrecord.publishing.exports import export as exported

    with opened(where) as ledger:
        pieces = exported(form, ledger.incidents(), record_of=ledger.record, log=ledger.entries())
        if output is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            return
        new = output.with_name(f".{output.name}.{os.getpid()}.new")
        try:
            with new.open("wb") as file:
                file.writelines(pieces)
            new.replace(output)
        except OSError as error:
            raise click.ClickException(
                f"{output} cannot be written: {(error.strerror or str(error)).lower()}."
            ) from error
        finally:
            new.unlink(missing_ok=True)
