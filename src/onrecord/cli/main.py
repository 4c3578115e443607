"""The command group, its exit statuses, and what happens to a broken pipe or Ctrl-C."""

from __future__ import annotations

import os
import sys

import click

from onrecord import __version__
from onrecord.cli.add import add
from onrecord.cli.backup import backup, restore
from onrecord.cli.copies import copies
from onrecord.cli.cues import cues
from onrecord.cli.decide import decide, remove
from onrecord.cli.desk import desk
from onrecord.cli.export import export
from onrecord.cli.incidents import incidents
from onrecord.cli.log import log, verify
from onrecord.cli.people import people
from onrecord.cli.places import places
from onrecord.cli.read import read
from onrecord.cli.schema import schema
from onrecord.cli.search import search
from onrecord.cli.show import show
from onrecord.cli.tame import tame
from onrecord.cli.watch import watch
from onrecord.record import OnrecordError

INTERRUPTED = 130  # what shells report for a command that Ctrl-C ended


class _InOrder(click.Group):
    """Lists its commands in the order in which a user meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_InOrder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 everything was done; 1 something was not, and standard error says what; 2 wrong use.",
)
@click.version_option(__version__, prog_name="onrecord")
def onrecord() -> None:
    """Read reports of violent events, keep them, and put side by side what they say: what happened, how many were
    harmed according to whom, who said what."""


for command in (
    read, add, watch, incidents, show, search, copies, people, decide, desk, remove, log, verify, export, backup,
    restore,
    places, cues, schema,
):  # fmt: skip
    onrecord.add_command(command)


def main(args: list[str] | None = None) -> None:
    """Run the command line and end the process with its status."""
    # A report may hold characters that an old terminal's encoding lacks; a '?' is better than half a table.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = onrecord.main(args=args, prog_name="onrecord", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        status = stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("onrecord: interrupted.", err=True)
        status = INTERRUPTED
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except OnrecordError as error:
        click.echo(f"onrecord: {tame(str(error))}", err=True)
        status = 1
    except BrokenPipeError:
        # The reader of our output left (`| head`). Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status or 0)
