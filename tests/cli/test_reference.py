"""The command reference is what the commands say, and they say something of every option."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

import reference
from onrecord.cli.main import onrecord

COMMANDS = list(reference.commands(onrecord, ("onrecord",)))


@pytest.mark.parametrize("path", list(reference.files()), ids=lambda path: str(path.name))
def test_generated_files_are_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == reference.files()[path], "run `make reference`"


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) for path, _ in COMMANDS])
def test_every_command_and_option_is_explained(path: tuple[str, ...], command: click.Command) -> None:
    assert command.help and command.help.strip().endswith((".", ")"))
    page = reference.cli()
    assert f"## {' '.join(path)}\n" in page
    section = page.split(f"## {' '.join(path)}\n")[1].split("\n## ")[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{' '.join(path)} {parameter.opts[0]} says nothing of itself"
            assert parameter.opts[-1] in section
        else:
            assert parameter.make_metavar(click.Context(command)).strip("[].") in section
