"""``onrecord desk``: the web desk on a ledger, and the accounts of those who work at it."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING

import click

from onrecord.cli.at import ledger_option
from onrecord.cli.tame import tame

if TYPE_CHECKING:
    from onrecord.desk.models import User

ROLES = ("reader", "coder", "reviewer", "administrator")


@click.group(
    invoke_without_command=True,
    short_help="The web desk, where a team reviews the record.",
)
@ledger_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 takes a free one."
)
@click.option(
    "--insecure-network",
    is_flag=True,
    help="Listen on a network without HTTPS all the same: whoever can listen in reads passwords.",
)
@click.pass_context
def desk(context: click.Context, where: str | None, host: str, port: int, insecure_network: bool) -> None:
    """Serve the desk on a ledger until interrupted: by default on this machine alone.

    \b
    onrecord desk                                    open the address that it prints
    onrecord desk --ledger south.sqlite3 --port 0    another ledger, any free port
    onrecord desk user add ada --role administrator  make an account
    onrecord desk prepare                            make the tables and end, for a server

    Where nobody has an account yet, it also prints an address that works once, under which you make the first. There
    is no default password. Beyond this machine it listens only behind HTTPS (ONRECORD_DESK_HTTPS=yes); the
    documentation has the whole setup with a proxy and PostgreSQL.
    """
    if where:
        os.environ["ONRECORD_LEDGER"] = where
    if context.invoked_subcommand is not None:
        return
    _ready()
    from django.conf import settings

    from onrecord.desk import running, welcome

    running.check(host, settings.CONFIGURATION, insecure=insecure_network)
    bound = running.listening(host, port)
    at = running.address(bound, host)
    first = welcome.issue(None) if welcome.nobody() else None

    def ready() -> None:
        click.echo(f"The desk is at {at} (Ctrl-C ends it).")
        if first is not None:
            click.echo(f"Nobody has an account yet: open {at}welcome/{first}/ once to make the first.")
        sys.stdout.flush()

    try:
        running.run(bound, ready=ready)
    finally:
        if first is not None:
            welcome.withdraw_first()


@desk.command("prepare", short_help="Make the desk's tables, or bring them up to date.")
@ledger_option
def prepare_(where: str | None) -> None:
    """Make the ledger's and the desk's tables, or bring them up to date, and end.

    \b
    onrecord desk prepare --ledger postgresql://recorder@127.0.0.1/ledger

    `onrecord desk` does so by itself. Where other processes serve the desk and may not make tables, do it once, and
    after each upgrade, as who owns the database.
    """
    _ready(where)
    click.echo("The tables are as this version needs them.")


@desk.command("read", short_help="Read what comes in, where other processes serve the desk.")
@ledger_option
def read_(where: str | None) -> None:
    """Read what people hand in at the desk, until interrupted.

    \b
    onrecord desk read

    `onrecord desk` does so by itself. Where other processes serve the desk, run this beside them: what strangers wrote
    is then parsed in a process of its own. Several share the work.
    """
    _ready(where)
    import signal
    import threading

    from onrecord.desk import reader

    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    end = reader.start()
    click.echo("Reading what comes in (Ctrl-C ends it).")
    sys.stdout.flush()
    ended.wait()
    end()


@desk.group(short_help="Accounts of those who work at the desk.")
def user() -> None:
    """Make and end accounts, and help who cannot sign in.

    \b
    onrecord desk user add ada --role administrator
    onrecord desk user list
    onrecord desk user end ada

    Each act is a line in the log, under your name on this computer or ONRECORD_WHO.
    """


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What the person may do.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, its first line.")
@ledger_option
def add(name: str, role: str, password_stdin: bool, where: str | None) -> None:
    """Make an account for NAME.

    \b
    onrecord desk user add ada --role administrator
    pass show desk/ben | onrecord desk user add ben --role coder --password-stdin

    The password is asked twice and not shown.
    """
    by = _ready(where)
    from onrecord.desk import membership

    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True)
    membership.made(name, role, password=password, by=by)
    click.echo(f"{tame(name)} may sign in, as {role}.")


@user.command("list")
@ledger_option
def list_(where: str | None) -> None:
    """List the accounts: name, role, second factor, when last seen."""
    _ready(where)
    from allauth.mfa.models import Authenticator

    from onrecord.desk import membership
    from onrecord.desk.models import User

    second = set(Authenticator.objects.values_list("user_id", flat=True))
    locked = {name.casefold() for name in membership.locked_names()}
    for each in User.objects.order_by("username"):
        seen = each.last_login.strftime("signed in %Y-%m-%d") if each.last_login else "never signed in"
        notes = [
            each.role, seen, "second factor" if each.pk in second else "no second factor",
            *([] if each.is_active else ["ended"]), *(["locked"] if each.username.casefold() in locked else []),
        ]  # fmt: skip
        click.echo(f"{tame(each.username)}: {', '.join(notes)}")


@user.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@ledger_option
def role_(name: str, role: str, where: str | None) -> None:
    """Make NAME a reader, coder, reviewer or administrator; at once, also where signed in."""
    by = _ready(where)
    from onrecord.desk import membership

    membership.change_role(membership.named(name), role, by=by)
    click.echo(f"{tame(name)} is {role} now.")


@user.command("end")
@click.argument("name")
@ledger_option
def end(name: str, where: str | None) -> None:
    """Let NAME in no more: sessions and tokens end at once. What NAME did stays."""
    by = _ready(where)
    from onrecord.desk import membership

    membership.end(membership.named(name), by=by)
    click.echo(f"{tame(name)} can sign in no more.")


@user.command("password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, its first line.")
@ledger_option
def password_(name: str, password_stdin: bool, where: str | None) -> None:
    """Give NAME a new password, asked twice and not shown. Sessions by the former one end."""
    by = _ready(where)
    from onrecord.desk import membership

    person = membership.named(name)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True)
    membership.choose(person, password, by=by)
    click.echo(f"{tame(name)} has a new password.")


@user.command("unlock")
@click.argument("name")
@ledger_option
def unlock(name: str, where: str | None) -> None:
    """Let NAME try a password again at once, after too many wrong ones."""
    by = _ready(where)
    from onrecord.desk import membership

    found = membership.unlock(name, by=by)
    click.echo(f"{tame(name)} may try again." if found else f"{tame(name)} was not locked.")


@user.command("reset-second-factor")
@click.argument("name")
@ledger_option
def reset_second_factor(name: str, where: str | None) -> None:
    """Take away the second factor of NAME, who lost it. Make sure that it is NAME who asks."""
    by = _ready(where)
    from onrecord.desk import membership

    membership.reset_second_factor(membership.named(name), by=by)
    click.echo(f"{tame(name)} signs in with the password alone until a new second factor is set up.")


def _ready(where: str | None = None) -> User:
    """Django on the ledger, with all tables; who is at the keyboard, as the log calls them."""
    if where:
        os.environ["ONRECORD_LEDGER"] = where
    os.environ["DJANGO_SETTINGS_MODULE"] = "onrecord.desk.settings"
    import django

    django.setup()
    from onrecord.desk.ledgers import prepare
    from onrecord.desk.models import User

    prepare()
    try:
        name = os.environ.get("ONRECORD_WHO") or getpass.getuser()
    except (KeyError, OSError):  # a process without a user of its own
        name = "command line"
    return User(username=name)
