"""Two names that people say are one source's: all that is told of it is told once, and it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.records import Said, original, report
from onrecord.ledger import LedgerError, open_ledger
from onrecord.ledger.by import By
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.unseen import Unseen

ADA = By(who="Ada", reason="both are the army's spokesman")
REPORTS = (
    report(
        "wire", "No aircraft flew, Pavo Rennick said. The bridge stands, Colonel Rennick said.",
        Said("Pavo Rennick", "No aircraft flew", "spokesman"), Said("Colonel Rennick", "The bridge stands"),
        outlet="Meridian Wire", published="2025-03-03",
    ),
    report(
        "post", "It was a gas bottle, Colonel Rennick said.", Said("Colonel Rennick", "It was a gas bottle"),
        outlet="Post", published="2025-03-04",
    ),
    report(
        "echo", "Nobody was there, the army's press office said.", Said("Army Press Office", "Nobody was there"),
        outlet="Echo", published="2025-03-05",
    ),
)  # fmt: skip


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as ledger:
        for record in REPORTS:
            ledger.add(record, original(record.article.text))
        yield ledger


def counts(ledger: Ledger) -> list[tuple[str, int, int]]:
    return [(each.key, each.reports, each.statements) for each in ledger.people()]


APART = [("colonel rennick", 2, 2), ("army press office", 1, 1), ("pavo rennick", 1, 1)]


def test_two_names_are_one_source(ledger: Ledger) -> None:
    assert counts(ledger) == APART
    assert ledger.same("Pavo Rennick", "Colonel Rennick", by=ADA) == "pavo rennick"
    assert counts(ledger) == [("pavo rennick", 2, 3), ("army press office", 1, 1)]
    person, said = ledger.person("colonel rennick")
    assert (person.name, person.aliases, person.through) == ("Pavo Rennick", ("Colonel Rennick",), ())
    assert [each.words for each in said] == ["No aircraft flew", "The bridge stands", "It was a gas bottle"]
    assert [each.key for each in ledger.people(like="colonel")] == ["pavo rennick"]
    assert list(ledger.verify()) == []


def test_it_goes_on_and_is_taken_back_piece_by_piece(ledger: Ledger) -> None:
    ledger.same("Pavo Rennick", "Colonel Rennick", by=ADA)
    ledger.same("Army Press Office", "Pavo Rennick", by=ADA)
    assert counts(ledger) == [("army press office", 3, 4)]
    with pytest.raises(LedgerError, match="one source already"):
        ledger.same("Colonel Rennick", "Army Press Office", by=ADA)
    assert ledger.parted("pavo rennick", by=ADA) == "army press office"
    assert counts(ledger) == [("pavo rennick", 2, 3), ("army press office", 1, 1)]
    ledger.parted("colonel rennick", by=ADA)
    assert counts(ledger) == APART
    with pytest.raises(LedgerError, match="nothing to take back"):
        ledger.parted("colonel rennick", by=ADA)
    assert [(line.act, line.subject) for line in ledger.entries()][-4:] == [
        ("same", "pavo rennick"), ("same", "army press office"), ("parted", "army press office"),
        ("parted", "pavo rennick"),
    ]  # fmt: skip
    assert list(ledger.verify()) == []


def test_it_takes_a_reason_and_names_that_are_heard(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="reason"):
        ledger.same("Pavo Rennick", "Colonel Rennick", by=By(who="Ada", reason=""))
    with pytest.raises(LedgerError, match="Nobody called 'Tom'"):
        ledger.same("Pavo Rennick", "Tom", by=ADA)
    assert counts(ledger) == APART


def test_a_name_joined_behind_the_log_is_found(ledger: Ledger) -> None:
    from onrecord.ledger.models import Same

    ledger.same("Pavo Rennick", "Colonel Rennick", by=ADA)
    Same.objects.using(ledger.using).update(into="army press office")
    assert [(fault.where, fault.what) for fault in ledger.verify()] == [
        ("name colonel rennick", "it goes under 'army press office', which no person said in the log")
    ]


def test_what_may_not_be_seen_is_not_counted(ledger: Ledger) -> None:
    from onrecord.ledger import people, sayings
    from onrecord.ledger.models import Report

    post = Report.objects.using(ledger.using).get(name="post").id
    unseen = Unseen(reports=frozenset([post]))
    [(_, reports, last)] = [row for row in people.counted(ledger.using, without=unseen) if row[0] == "colonel rennick"]
    assert (reports, last < post) == (1, True)
    said = sayings.person(ledger.using, "Colonel Rennick", without=unseen)
    assert [each.words for each in said] == ["The bridge stands"]
    [heard] = people.persons(ledger.using, ["colonel rennick"], without=unseen)
    assert (heard.reports, heard.last, heard.through) == (1, "2025-03-03", ("Meridian Wire",))
    with pytest.raises(LedgerError):
        everything = frozenset(Report.objects.using(ledger.using).values_list("id", flat=True))
        people.known(ledger.using, "colonel rennick", without=Unseen(reports=everything))
