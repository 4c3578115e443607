"""``onrecord decide`` and ``onrecord remove``: what people decide. Every decision has a person and a reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from onrecord.cli.at import by, by_options, check_open, final_option, ledger_option, opened
from onrecord.cli.tame import tame

if TYPE_CHECKING:
    from onrecord.ledger.ledger import Ledger


@contextmanager
def deciding(where: str | None, *incidents: str | None, although: bool) -> Iterator[Ledger]:
    """The ledger, where none of these incidents is final; brought up to date after what is decided."""
    with opened(where) as ledger:
        check_open(ledger, *filter(None, incidents), although=although)
        yield ledger
        ledger.refresh()


@click.group(short_help="Grade, set, join, split, move, reject: kept in the log, never undone by a later run.")
def decide() -> None:
    """Decide something about incidents.

    \b
    onrecord decide set i04c1 grade fair --rule airwars --reason "two independent local sources"
    onrecord decide join i04c1 i77ab --reason "the same market, both accounts name the surgeon"

    Each decision is a line in the log: who, when, why, before and after. No later run undoes it. What a reviewer at the
    desk made final is not changed, unless you say --although-final.
    """


@decide.command("set")
@click.argument("incident")
@click.argument("field")
@click.argument("value")
@by_options
@final_option
@ledger_option
def set_(
    incident: str,
    field: str,
    value: str,
    who: str | None,
    reason: str,
    rule: str,
    although_final: bool,
    where: str | None,
) -> None:
    """Set FIELD of INCIDENT to VALUE: title, date, place, killed, injured, grade, strike_status, belligerent_status or
    note. An empty VALUE takes back what a person set. The accounts themselves never change."""
    with deciding(where, incident, although=although_final) as ledger:
        ledger.settle(incident, field, value or None, by=by(who, reason, rule))
    click.echo(f"{tame(field)} of {tame(incident)} is {'set' if value else 'as the accounts have it'}.")


@decide.command()
@click.argument("incident")
@click.argument("other")
@by_options
@final_option
@ledger_option
def join(
    incident: str, other: str, who: str | None, reason: str, rule: str, although_final: bool, where: str | None
) -> None:
    """Say that INCIDENT and OTHER are one; the first id stays."""
    with deciding(where, incident, other, although=although_final) as ledger:
        kept = ledger.join(incident, other, by=by(who, reason, rule))
    click.echo(f"They are one incident, {kept}.")


@decide.command()
@click.argument("incident")
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True)
@by_options
@final_option
@ledger_option
def split(
    incident: str,
    reports: tuple[str, ...],
    who: str | None,
    reason: str,
    rule: str,
    although_final: bool,
    where: str | None,
) -> None:
    """Say that what each REPORT tells is another incident than INCIDENT."""
    with deciding(where, incident, although=although_final) as ledger:
        new = ledger.split(incident, reports, by=by(who, reason, rule))
    click.echo(f"What they tell is an incident of its own, {new}.")


@decide.command()
@click.argument("report")
@click.argument("incident")
@click.option("--to", metavar="INCIDENT", help="Where it belongs; without it, to an incident of its own.")
@by_options
@final_option
@ledger_option
def move(
    report: str,
    incident: str,
    to: str | None,
    who: str | None,
    reason: str,
    rule: str,
    although_final: bool,
    where: str | None,
) -> None:
    """Move what REPORT tells of INCIDENT to another."""
    with deciding(where, incident, to, although=although_final) as ledger:
        target = ledger.move(report, incident, to=to, by=by(who, reason, rule))
    click.echo(f"It is at {target}.")


@decide.command()
@click.argument("incident")
@click.argument("other", required=False)
@by_options
@final_option
@ledger_option
def reject(
    incident: str, other: str | None, who: str | None, reason: str, rule: str, although_final: bool, where: str | None
) -> None:
    """Say that INCIDENT is none; with OTHER, that the two are not one."""
    with deciding(where, incident, other, although=although_final) as ledger:
        ledger.reject(incident, other=other, by=by(who, reason, rule))
    click.echo("They are two incidents." if other else f"{tame(incident)} is no incident.")


@click.command(short_help="Withdraw a report; a tombstone stays.")
@click.argument("report")
@by_options
@ledger_option
def remove(report: str, who: str | None, reason: str, rule: str, where: str | None) -> None:
    """Withdraw REPORT (its id, the path or address as it was added). Nothing counts it any more; that it was there, who
    removed it and why stays in the log."""
    with opened(where) as ledger:
        ledger.remove(report, by=by(who, reason, rule))
        ledger.refresh()
        click.echo(f"{tame(report)} is removed; the log says why.")
