"""Write the command reference and the JSON Schemas from the code itself.

python tools/reference.py            write docs/reference/cli.md, record.schema.json and sheet.schema.json
python tools/reference.py --check    change nothing; fail where they are not what the code says
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from click.testing import CliRunner

from onrecord.accounts.sheet import Origin, Sheet
from onrecord.cli.main import onrecord
from onrecord.record import schema

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
HEAD = """# Commands

<!-- Made by `make reference` from the commands' own --help; a test fails when it is not. -->

Errors go to standard error, one line each, and name the input and the next step. Exit status: 0, everything was done
(for `verify`: all is whole); 1, something was not; 2, the command was used wrongly; 130, interrupted.

Environment: `NO_COLOR` and `FORCE_COLOR` (colours off; on also in a pipe), `COLUMNS` (the table's width),
`ONRECORD_LEXICON` (your own file of cues and titles, see [the lexicon](lexicon.md)), `ONRECORD_PLACES` (your
own file of places) and `ONRECORD_GAZETTEER` (where the compiled gazetteer is, see [places of your
own](../how-to/places.md)); and for [the ledger](../how-to/ledger.md) `ONRECORD_LEDGER` (where it is, if `--ledger` does
not say), `ONRECORD_WHO` (who decides), `ONRECORD_TSA` (the address of a timestamp authority) and `ONRECORD_TSA_ROOTS`
(its certificates, a PEM file).
"""


def commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """A command and all below it, in the order of their help."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, (*path, name))


def help_of(path: tuple[str, ...]) -> str:
    """What ``--help`` prints, 88 columns wide."""
    asked = CliRunner().invoke(onrecord, [*path[1:], "--help"], prog_name="onrecord", terminal_width=88)
    assert asked.exit_code == 0, asked.output
    return asked.output.strip()


def cli() -> str:
    """The page of the commands."""
    parts = [HEAD]
    for path, _ in commands(onrecord, ("onrecord",)):
        parts.append(f"## {' '.join(path)}\n\n```text\n{help_of(path)}\n```\n")
    return "\n".join(parts)


def sheets() -> dict[str, object]:
    """The JSON Schema of a line of `onrecord incidents` or of `onrecord copies`, by their types' own names."""
    (sheet, origin), shared = msgspec.json.schema_components([Sheet, Origin], ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "anyOf": [sheet, origin], "$defs": shared}


def files() -> dict[Path, str]:
    """Every generated file with what it should hold."""
    return {
        REFERENCE / "cli.md": cli(),
        REFERENCE / "record.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
        REFERENCE / "sheet.schema.json": json.dumps(sheets(), indent=2, ensure_ascii=False) + "\n",
    }


if __name__ == "__main__":
    stale = [path for path, text in files().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" not in sys.argv:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files()[path], "utf-8")
    elif stale:
        sys.exit(f"Not what the code says: {', '.join(map(str, stale))}; run `make reference` and commit the result.")
