"""What a reviewer at the desk made final is not decided on a terminal unless one says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ledger.material import few, fill
from onrecord.cli.decide import decide
from onrecord.ledger import log, open_ledger
from onrecord.ledger.models import Sighting
from onrecord.ledger.writing import writing


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A ledger of a few samples."""
    where = str(tmp_path / "ledger.sqlite3")
    with open_ledger(where, create=True) as ledger:
        fill(ledger, items=few())
    return where


def ids(where: str) -> list[str]:
    with open_ledger(where) as ledger:
        return [each.incident_id for each in ledger.incidents()]


def report(where: str, incident: str) -> str:
    with open_ledger(where) as ledger:
        rows = Sighting.objects.using(ledger.using).filter(incident_id=incident, report__current=True)
        return str(rows.order_by("id").values_list("report__name", flat=True)[0])


def reviewed(where: str, act: str, incident: str) -> None:
    with open_ledger(where) as ledger, writing(ledger.using):
        log.append(ledger.using, act=act, subject=incident, facts=[], who="ben", reason="all reports read")


def decided(where: str, *args: str) -> Result:
    return CliRunner().invoke(decide, [*args, "--who", "ada", "--reason", "why", "--ledger", where])


@pytest.mark.parametrize("act", ["set", "join", "joined", "split", "move", "moved", "reject", "apart"])
def test_what_is_final_is_refused_in_one_sentence(place: str, act: str) -> None:
    one, other = ids(place)[:2]
    args = {
        "set": ("set", one, "grade", "fair"), "join": ("join", one, other), "joined": ("join", other, one),
        "split": ("split", one, report(place, one)), "move": ("move", report(place, one), one),
        "moved": ("move", report(place, other), other, "--to", one), "reject": ("reject", one),
        "apart": ("reject", other, one),
    }[act]  # fmt: skip
    reviewed(place, "final", one)
    done = decided(place, *args)
    assert done.exit_code == 1
    assert done.stderr == (
        f"Error: {one} is final: have a reviewer open it again at the desk, or give --although-final.\n"
    )


def test_it_is_decided_where_one_says_so_or_it_is_open_again(place: str) -> None:
    one, other = ids(place)[:2]
    reviewed(place, "final", one)
    assert decided(place, "set", other, "grade", "fair").exit_code == 0
    assert decided(place, "set", one, "grade", "fair", "--although-final").exit_code == 0
    reviewed(place, "reopen", one)
    assert decided(place, "set", one, "grade", "weak").exit_code == 0
