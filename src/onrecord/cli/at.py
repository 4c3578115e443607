"""``--ledger``, and opening the ledger that it names; who decides."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from onrecord.cli.tame import tame

if TYPE_CHECKING:
    from onrecord.ledger.by import By
    from onrecord.ledger.ledger import Ledger

Command = TypeVar("Command", bound=Callable[..., object])


def ledger_option(command: Command) -> Command:
    """The option that every command on a ledger has."""
    return click.option(
        "--ledger",
        "where",
        metavar="WHERE",
        help="The ledger: a path (SQLite) or a postgresql:// address; by default ONRECORD_LEDGER, else a file in your "
        "data folder.",
    )(command)


def form_option(first: str = "table", second: str = "jsonl") -> Callable[[Command], Command]:
    """The option that says whether a person or a program reads the output."""

    def decorated(command: Command) -> Command:
        return click.option(
            "--format",
            "form",
            type=click.Choice([first, second]),
            default=first,
            show_default=True,
            help="For people, or JSON for programs.",
        )(command)

    return decorated


def by_options(command: Command) -> Command:
    """Who decides, why, and under which rule."""
    command = click.option(
        "--rule", default="", metavar="RULE", help="The house rule under which it is decided, such as airwars."
    )(command)
    command = click.option("--reason", required=True, metavar="WORDS", help="Why; kept in the log.")(command)
    return click.option(
        "--who", metavar="NAME", help="Who decides; by default ONRECORD_WHO, else your name on this computer."
    )(command)


def final_option(command: Command) -> Command:
    """Deciding although a reviewer made it final."""
    return click.option(
        "--although-final", is_flag=True, help="Decide also about an incident that a reviewer at the desk made final."
    )(command)


def check_open(ledger: Ledger, *incidents: str, although: bool) -> None:
    """Raises :class:`click.ClickException` where one of them is final."""
    for each in incidents:
        if not although and ledger.final(each):
            raise click.ClickException(
                f"{tame(each)} is final: have a reviewer open it again at the desk, or give --although-final."
            )


def by(who: str | None, reason: str, rule: str) -> By:
    """The decision's author."""
    from onrecord.ledger.by import By

    if not who:
        try:
            who = os.environ.get("ONRECORD_WHO") or getpass.getuser()
        except (KeyError, OSError):  # a process without a user of its own
            who = ""
    return By(who=who, reason=reason, rule=rule)


@contextmanager
def opened(where: str | None, *, create: bool = False) -> Iterator[Ledger]:
    """The ledger that the option names."""
    from onrecord.ledger import open_ledger

    with open_ledger(where, create=create) as ledger:
        yield ledger
