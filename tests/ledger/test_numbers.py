"""Rows of reports are numbered by the time, so that what lies between two tells that time passed and no more."""

from __future__ import annotations

import time

import pytest

from ledger.records import original, report
from onrecord.ledger import ids, open_ledger
from onrecord.ledger.models import Report

SECOND = 1_000_000_000


def rows(where: str, monkeypatch: pytest.MonkeyPatch, *seconds: int) -> list[int]:
    """The rows of reports that are added at these seconds."""
    with open_ledger(where, create=True) as ledger:
        for no, at in enumerate(seconds):
            monkeypatch.setattr(time, "time_ns", lambda at=at: at * SECOND)
            text = f"Report {no} tells of {no} lanterns."
            ledger.add(report(f"{no}.txt", text), original(text))
        return list(Report.objects.using(ledger.using).order_by("name").values_list("id", flat=True))


@pytest.mark.parametrize(
    ("seconds", "found"),
    [
        ((1_000, 1_005, 1_900), [1_000_000, 1_005_000, 1_900_000]),
        ((1_000, 1_000, 1_001), [1_000_000, 1_000_001, 1_001_000]),
        ((1_000, 400, 401), [1_000_000, 1_000_001, 1_000_002]),  # a clock that is put back
    ],
)
def test_a_row_is_the_time_or_the_next(
    where: str, monkeypatch: pytest.MonkeyPatch, seconds: tuple[int, ...], found: list[int]
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert rows(where, monkeypatch, *seconds) == found


def test_builds_that_must_come_out_the_same_have_the_same_rows(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert rows(where, monkeypatch, 1_000, 2_000) == [86_400_000, 86_400_001]


def test_a_ledger_that_counted_goes_on_by_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(time, "time_ns", lambda: 5 * SECOND)
    assert (ids.timed(None), ids.timed(31), ids.timed(5_000), ids.timed(None, unit=1_000)) == (
        5_000, 5_000, 5_001, 5_000_000,
    )  # fmt: skip
