"""What the reader's own reading teaches: all its marks where it agrees with what is known, else what is known alone."""

from __future__ import annotations

from typing import Any

import pytest
from training.examples import examples
from training.verified import agrees, dated, known

from onrecord.reading import Reader
from onrecord.record import Article, Record

TEXT = (
    "Two men were shot dead at a petrol station in Dol Aren on Sunday night, police said.\n\n"
    "Officers found the men beside a lorry. A vigil was held on Sunday. The market was busy on Friday."
)
PUBLISHED = "2031-03-05"  # a Wednesday


@pytest.fixture(scope="module")
def record() -> Record:
    return Reader.load(threads=1).read(Article(id="sha256:", text=TEXT, published=PUBLISHED))


def document(killed: int, date: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": "c", "text": TEXT, "killed": killed, "injured": 0, "date": date, **more}


def said(spans: list[list[int]]) -> list[str]:
    return [TEXT[start:end] for start, end in spans]


@pytest.mark.parametrize(("killed", "expected"), [(2, True), (3, False), (0, False)])
def test_agrees_where_the_totals_are_the_known_ones(record: Record, killed: int, expected: bool) -> None:
    assert agrees(record, document(killed)) is expected


@pytest.mark.parametrize(
    ("day", "right", "unsure"),
    [
        ("2031-03-02", ["Sunday night"], ["Sunday"]),  # the other Sunday stands apart from the shooting
        ("2031-02-28", [], ["Friday"]),
        ("2031-03-01", [], []),
    ],
)
def test_times_of_the_known_day_beside_the_incident_date_it(
    record: Record, day: str, right: list[str], unsure: list[str]
) -> None:
    found, open_ones = dated(record, day)
    assert (said(found), said(open_ones)) == (right, unsure)


def test_where_the_reader_agrees_its_marks_teach(record: Record) -> None:
    made = known(record, document(2, "2031-03-02"))
    (one, *_) = made["incidents"]
    assert "shot dead" in TEXT and said(one["roles"]["date"]) == ["Sunday night"]
    assert [said(f["spans"]) for f in made["figures"]] == [["Two men"]]
    assert made["totals"] == {"killed": 2, "injured": 0}
    assert said(made["unsure"]) == ["Sunday"]
    assert examples(made, 0)


def test_a_known_day_corrects_the_readers(record: Record) -> None:
    (one, *_) = known(record, document(2, "2031-03-01"))["incidents"]
    assert "date" not in one["roles"]


def test_where_it_does_not_agree_what_is_known_teaches_and_the_rest_is_unsure(record: Record) -> None:
    made = known(record, document(3, "2031-03-02"))
    assert [(one["mentions"], said(one["roles"]["date"])) for one in made["incidents"]] == [([], ["Sunday night"])]
    assert made["figures"] == []
    assert made["unsure"][0] == [0, len(TEXT)]
    assert made["totals"] == {"killed": 3, "injured": 0}
    assert "incidents" not in known(record, document(3))
