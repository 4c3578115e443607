"""Which times are right for an annotated date, which cluster an annotation is about, and what is written."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from training.dates import FILE, Days, Example, examples, measured, write

from onrecord.reading.dates import timexes
from onrecord.reading.incidents import Known
from onrecord.reading.signs import Signs
from onrecord.reading.words import page
from reading.test_signs import at, telling

TEXT = "Gunmen attacked the mill on Sunday. On Tuesday a raid on the bridge began. The attack of last week is over."
PUBLISHED = "2031-05-14"


def day(iso: str) -> Days:
    return iso, iso


@pytest.mark.parametrize(
    ("candidates", "right", "wanted"),
    [
        ([day("2031-05-11"), day("2031-05-13"), day("2031-05-11")], day("2031-05-11"), {0, 2}),
        # The narrowest time that has the day, where none is that day.
        ([("2031-05-05", "2031-05-11"), ("2031-05-01", "2031-05-31")], day("2031-05-11"), {0}),
        ([("2031-01-01", "2031-12-31")], day("2031-05-11"), set()),
        ([("2031-01-01", "2031-12-31")], ("2031-03-01", "2031-11-30"), {0}),
        ([day("2031-05-11")], None, set()),
        ([], day("2031-05-11"), set()),
    ],
)
def test_which_times_are_right(candidates: list[Days], right: Days | None, wanted: set[int]) -> None:
    assert Example("d", [(c, {}) for c in candidates], {}, right).wanted() == wanted


def known() -> tuple[Signs, Known]:
    p = page(TEXT)
    times = timexes(TEXT, published=PUBLISHED)
    signs = Signs([telling(p, "attacked", way=1), telling(p, "raid", "raid", way=-1)], [], [], {})
    return signs, Known(TEXT, p, (), (), times, (), PUBLISHED)


def annotated(key: str, words: str, date: str | None) -> dict[str, Any]:
    return {"key": key, "mentions": [list(at(TEXT, words))], "date": {"earliest": date, "latest": date}}


TEMPLATE: dict[str, Any] = {"date": {"earliest": None, "latest": "2031-05-14", "alternatives": [{}]}}


@pytest.mark.parametrize(
    ("annotation", "right"),
    [
        ({"date": "2031-05-11"}, [day("2031-05-11")]),
        ({"date": None}, []),
        ({"templates": [TEMPLATE]}, [None]),  # 'on or before' is no date
        ({"templates": [TEMPLATE, TEMPLATE]}, []),
        (
            {"incidents": [annotated("raid", "raid", "2031-05-13"), annotated("mill", "attacked", None),
                           annotated("missed", "over", "2031-05-06")], "figures": []},
            [day("2031-05-13"), None],
        ),
    ],
)  # fmt: skip
def test_which_incidents_of_a_document_teach(annotation: dict[str, Any], right: list[Days | None]) -> None:
    found = list(examples({"id": "d", "text": TEXT, **annotation}, *known()))
    assert [e.right for e in found] == right
    assert all({c for c, _ in e.candidates} >= {day("2031-05-11"), day("2031-05-13")} for e in found)


def test_what_is_measured() -> None:
    one = Example("d", [(day("2031-05-11"), {"a": 1.0}), (day("2031-05-13"), {"b": 1.0})], {"none": 1.0}, None)
    found = [one._replace(right=day("2031-05-11")), one._replace(right=day("2031-05-13")), one]
    assert measured(found, {"a": 2.0}) == pytest.approx({"incidents": 3, "right": 1 / 3, "dated": 1.0, "wrong": 2 / 3})
    assert measured(found, {"none": 2.0}) == pytest.approx({"incidents": 3, "right": 1 / 3, "dated": 0.0, "wrong": 0.0})


def test_only_the_weights_are_written(tmp_path: Path) -> None:
    path = tmp_path / "days.toml"
    path.write_text(FILE.read_text(encoding="utf-8"), encoding="utf-8")
    write({"its own": 1.5, "… ,": -0.25}, path)
    before, after = (tomllib.loads(p.read_text(encoding="utf-8")) for p in (FILE, path))
    assert after["worth"] == {"its own": 1.5, "… ,": -0.25}
    assert (after["words"], after["beside"]) == (before["words"], before["beside"])
