"""What people say of a report's statements and figures: in the log, followed by every sheet, never in the record."""

from __future__ import annotations

import msgspec
import pytest

from ledger.edits import behind
from ledger.material import few, fill
from onrecord.accounts.amendments import Amendment, Counted, Said, counted, found
from onrecord.ledger import LedgerError, open_ledger
from onrecord.ledger.amending import listed
from onrecord.ledger.by import By
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.models import Report
from onrecord.record import Figure, Record, Span, to_json

ADA = By(who="ada", reason="the hospital's list has fifteen")
BEN = By(who="ben", reason="read again")
WIRE = "01-wire.txt"


def at(record: Record, words: str) -> tuple[Span, ...]:
    start = record.article.text.index(words)
    return (Span(start, start + len(words)),)


def corrected(record: Record, target: str, **changes: object) -> Amendment:
    figure = found(record, target)
    assert isinstance(figure, Figure)
    return Amendment("correct", target, figure=msgspec.structs.replace(counted(figure), **changes))


def killed(ledger: Ledger) -> tuple[int | None, int | None]:
    """What the report gives as killed, on the sheet of its incident."""
    sheet = next(s for s in ledger.incidents() if any(a.id == WIRE for a in s.articles))
    origin = next(a.origin for a in sheet.articles if a.id == WIRE)
    account = next(a for a in sheet.accounts if a.origin == origin and a.harm == "killed" and a.total)
    return account.low, account.high


def test_the_board_follows_and_the_record_stays(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, items=few())
        read = ledger.record(WIRE)
        assert killed(ledger) == (14, None)
        ledger.amend(WIRE, corrected(read, "i1.f1", low=15, high=15), by=ADA)
        assert ledger.refresh() >= 1
        assert killed(ledger) == (15, 15)
        assert to_json(ledger.record(WIRE)) == to_json(read)
        assert list(ledger.verify()) == []
        assert ledger.undo(WIRE, by=ADA) == "i1.f1"
        assert ledger.refresh() >= 1
        assert killed(ledger) == (14, None)
        assert list(ledger.verify()) == []
        assert to_json(ledger.amended(WIRE)) == to_json(read)


def test_the_log_says_who_what_and_why(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, items=few())
        read = ledger.record(WIRE)
        ledger.amend(WIRE, Amendment("accept", "s2"), by=BEN)
        ledger.amend(WIRE, corrected(read, "i1.f1", low=15, high=15), by=ADA)
        ledger.amend(WIRE, Amendment("reject", "i1.f4"), by=ADA)
        new = Said(at(read, "a drone had circled"), source=at(read, "two traders"), name="two traders")
        id = ledger.amend(WIRE, Amendment("add", "", statement=new), by=BEN)
        ledger.undo(WIRE, by=ADA)
        lines = list(ledger.entries(subject=WIRE))[1:]
        assert [(e.act, e.who, e.reason) for e in lines] == [
            ("accept", "ben", BEN.reason), ("correct", "ada", ADA.reason), ("reject", "ada", ADA.reason),
            ("add", "ben", BEN.reason), ("undo", "ada", ADA.reason),
        ]  # fmt: skip
        before, after = (msgspec.json.decode(each or "") for each in (lines[1].before, lines[1].after))
        assert (before["i1.f1"]["number"], after["i1.f1"]["number"]) == ("at least 14", "15")
        assert after["i1.f1"]["incident"].startswith("i")
        assert msgspec.json.decode(lines[3].after or "").keys() == {id}
        row = Report.objects.using(ledger.using).get(name=WIRE)
        assert [(h.amendment.target, h.stands, h.who) for h in listed(ledger.using, row.id)] == [
            ("s2", True, "ben"), ("i1.f1", True, "ada"), ("i1.f4", False, "ada"), (id, True, "ben"),
        ]  # fmt: skip


def test_who_speaks_and_the_words_that_find_it_follow(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, items=few())
        read = ledger.record(WIRE)
        words = "a second strike hit the first ambulances"
        new = Said(at(read, words), source=at(read, "MWA could"), name="Quillon Ash")
        ledger.amend(WIRE, Amendment("add", "", statement=new), by=ADA)
        person, sayings = ledger.person("Quillon Ash")
        assert person.statements == 1
        assert [s.words for s in sayings] == [words]
        assert [h.id for h in ledger.search("said:Quillon").hits] == [WIRE]
        assert list(ledger.verify()) == []
        ledger.undo(WIRE, by=ADA)
        assert ledger.search("said:Quillon").hits == ()
        assert list(ledger.verify()) == []


def test_a_figure_is_added_to_an_incident_and_given_by_a_statement_that_was_added(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, items=few())
        read = ledger.record(WIRE)
        words = "a drone had circled"
        said = ledger.amend(
            WIRE, Amendment("add", "", statement=Said(at(read, words), source=at(read, "two traders"), name="traders")),
            by=ADA,
        )  # fmt: skip
        new = Counted(at(read, "one of them"), "missing", low=2, high=2, given_by=(said,))
        ledger.amend(WIRE, Amendment("add", "i1.", figure=new), by=BEN)
        ledger.refresh()
        sheet = next(s for s in ledger.incidents() if any(a.id == WIRE for a in s.articles))
        (account,) = [a for a in sheet.accounts if a.harm == "missing"]
        assert (account.low, account.givers, account.anchors[0].text) == (2, ("traders",), "one of them")
        with pytest.raises(LedgerError, match="ben went on from what you said"):
            ledger.undo(WIRE, by=ADA)
        ledger.undo(WIRE, by=BEN)
        ledger.undo(WIRE, by=ADA)
        with pytest.raises(LedgerError, match="nothing of ada"):
            ledger.undo(WIRE, by=ADA)
        assert list(ledger.verify()) == []


def test_the_same_is_said_again_after_it_was_taken_back(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, items=few())
        ids = set()
        for _ in range(3):
            ids.add(ledger.amend(WIRE, Amendment("reject", "s1"), by=ADA))
            ledger.undo(WIRE, by=ADA)
        assert len(ids) == 3
        assert list(ledger.verify()) == []


def test_what_was_said_of_another_version_is_refused(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, items=few())
        head = ledger.head()
        with pytest.raises(LedgerError, match="newer version"):
            ledger.amend(WIRE, Amendment("reject", "s1"), version=2, by=ADA)
        with pytest.raises(LedgerError, match="needs a reason"):
            ledger.amend(WIRE, Amendment("reject", "s1"), by=By(who="ada", reason=" "))
        assert ledger.head() == head


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("DELETE FROM ledger_amendment", "it is gone"),
        ("UPDATE ledger_amendment SET state = 'undone'", "the log says 'stands'"),
        ("UPDATE ledger_amendment SET line = 1", "its line is 1"),
        ("UPDATE ledger_amendment SET data = replace(data, '15', '51')", "its data is"),
        ("UPDATE ledger_amendment SET id = 'a0'", "no person said so in the log"),
    ],
)
def test_verify_finds_an_amendment_that_was_changed(where: str, sql: str, expected: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, items=few())
        ledger.amend(WIRE, corrected(ledger.record(WIRE), "i1.f1", low=15, high=15), by=ADA)
        ledger.refresh()
        assert list(ledger.verify()) == []
    with behind(where) as (base, _):
        base.execute(sql)
    with open_ledger(where) as ledger:
        assert any(expected in fault.what for fault in ledger.verify())
