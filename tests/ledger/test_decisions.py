"""What people decide stands, is in the log with its reason, and no later run undoes it."""

from __future__ import annotations

import pytest

from ledger.material import fill, samples
from onrecord.accounts.sheet import Sheet
from onrecord.ledger import LedgerError, open_ledger
from onrecord.ledger.by import By
from onrecord.ledger.ledger import Ledger

ADA = By(who="Ada Reyl", reason="the mayor's list names both")


def largest(ledger: Ledger) -> Sheet:
    return max(ledger.incidents(), key=lambda s: len(s.articles))


@pytest.mark.parametrize(
    ("field", "said", "kept"),
    [
        ("grade", "contested", '"contested"'),
        ("title", "Strike on the market", '"Strike on the market"'),
        ("date", "2025-03-04", '"2025-03-04"'),
        ("date", "2025-03-03/2025-03-04", '{"earliest":"2025-03-03","latest":"2025-03-04"}'),
        ("place", "Dol Aren", '"Dol Aren"'),
        ("place", "Dol Aren;35.25;36.5", '{"name":"Dol Aren","latitude":35.25,"longitude":36.5}'),
        ("killed", "14", "14"),
        ("killed", "14-17", '{"low":14,"high":17}'),
        ("injured", "40-", '{"low":40,"high":null}'),
        ("strike_status", "single source", '"single source"'),
        # As the desk's pages in Arabic have them, and as Persian is spelt.
        ("killed", "\u206614–17\u2069", '{"low":14,"high":17}'),
        ("title", "هجوم في \u2068Sirrin\u2069", '"هجوم في Sirrin"'),
        ("place", "کوه\u200cسفید", '"کوه\u200cسفید"'),
    ],
)
def test_a_field_that_is_set_shows_and_changes_no_account(where: str, field: str, said: str, kept: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, first=8)
        before = largest(ledger)
        ledger.settle(before.incident_id, field, said, by=ADA)
        ledger.refresh()
        after = ledger.sheet(before.incident_id)
        assert after.decided == {field: kept}
        assert after.accounts == before.accounts
        (entry,) = [e for e in ledger.entries(subject=before.incident_id)]
        assert (entry.who, entry.reason) == (ADA.who, ADA.reason)
        ledger.settle(before.incident_id, field, None, by=ADA)
        ledger.refresh()
        assert ledger.sheet(before.incident_id) == before
        assert list(ledger.verify()) == []


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("grade", "certain"), ("date", "3 March"), ("date", "2025-03-05/2025-03-04"), ("date", "2025-13-01"),
        ("place", "A;91;0"), ("place", "A;nan;0"), ("place", "A;1"), ("killed", "-3"), ("killed", "9-3"),
        ("killed", "some"), ("colour", "red"), ("title", "a\x1b[2J"), ("note", "x" * 5000),
        ("title", "\u200c"), ("note", "\u2066\u2069"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_logged(where: str, field: str, said: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, first=2)
        head = ledger.head()
        with pytest.raises(LedgerError):
            ledger.settle(largest(ledger).incident_id, field, said, by=ADA)
        assert ledger.head() == head


@pytest.mark.parametrize(("who", "reason", "said"), [("", "x", "needs a person"), ("Ada", " ", "needs a reason")])
def test_a_decision_needs_a_person_and_a_reason(where: str, who: str, reason: str, said: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, first=2)
        with pytest.raises(LedgerError, match=said):
            ledger.reject(largest(ledger).incident_id, by=By(who=who, reason=reason))


def test_two_incidents_joined_are_one_and_later_reports_follow(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, first=10)
        one, two = sorted(ledger.incidents(), key=lambda s: -len(s.articles))[:2]
        kept = ledger.join(two.incident_id, one.incident_id, by=ADA)
        ledger.refresh()
        assert kept == two.incident_id
        assert ledger.sheet(one.incident_id) == ledger.sheet(kept), "the old id leads to the one that stays"
        names = {a.id for a in one.articles} | {a.id for a in two.articles}
        assert {a.id for a in ledger.sheet(kept).articles} == names
        fill(ledger)
        assert {a.id for a in ledger.sheet(kept).articles} >= names
        assert list(ledger.verify()) == []


def test_what_a_person_split_stays_split_whatever_comes_after(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, first=6)
        sheet = largest(ledger)
        taken = sheet.articles[-1].id
        new = ledger.split(sheet.incident_id, [taken], by=ADA)
        ledger.refresh()
        assert [a.id for a in ledger.sheet(new).articles] == [taken]
        fill(ledger)
        assert taken in {a.id for a in ledger.sheet(new).articles}
        assert taken not in {a.id for a in ledger.sheet(sheet.incident_id).articles}
        assert ledger.sheet(new).incident_id != ledger.sheet(sheet.incident_id).incident_id
        assert list(ledger.verify()) == []


def test_a_report_moved_stays_where_a_person_put_it(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, first=10)
        one, two = sorted(ledger.incidents(), key=lambda s: -len(s.articles))[:2]
        report = next(a.id for a in one.articles if a.id not in {b.id for b in two.articles})
        assert ledger.move(report, one.incident_id, to=two.incident_id, by=ADA) == two.incident_id
        alone = ledger.move(report, two.incident_id, to=None, by=ADA)
        fill(ledger)
        assert report in {a.id for a in ledger.sheet(alone).articles}
        assert list(ledger.verify()) == []


def test_a_rejected_incident_is_not_listed_and_a_rejected_pair_is_not_suggested_again(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger)
        sheets = sorted(ledger.incidents(), key=lambda s: -len(s.articles))
        pairs = [(s.incident_id, o.other) for s in sheets for o in ledger.suggestions(s.incident_id)]
        one, other = pairs[0] if pairs else (sheets[0].incident_id, sheets[1].incident_id)
        ledger.reject(one, other=other, by=ADA)
        assert other not in {o.other for o in ledger.suggestions(one)}
        ledger.reject(sheets[-1].incident_id, by=ADA)
        ledger.refresh()
        assert sheets[-1].incident_id not in {s.incident_id for s in ledger.incidents()}
        assert list(ledger.verify()) == []


def test_what_cannot_be_done_is_refused_in_a_sentence(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger, first=6)
        sheet = largest(ledger)
        id, names = sheet.incident_id, [a.id for a in sheet.articles]
        for tried, said in (
            (lambda: ledger.join(id, id, by=ADA), "one incident already"),
            (lambda: ledger.split(id, names, by=ADA), "Nothing would be left"),
            (lambda: ledger.split(id, ["nothing"], by=ADA), "does not tell of"),
            (lambda: ledger.move("nothing", id, to=None, by=ADA), "is not in the ledger"),
            (lambda: ledger.sheet("i0000"), "has no incident"),
            (lambda: ledger.sheet(""), "has no incident"),
            (lambda: ledger.sheet("i"), "begins the ids of several"),
            (lambda: ledger.remove("nothing", by=ADA), "is not in the ledger"),
        ):
            with pytest.raises(LedgerError, match=said):
                tried()
    assert samples()
