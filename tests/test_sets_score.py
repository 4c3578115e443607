"""The scorer of other people's sets, on small cases with known answers."""

from __future__ import annotations

from typing import Any

import pytest
from evaluation import sets


def incident(killed: int | None, day: str | None, *, background: bool = False, mentions: int = 1) -> dict[str, Any]:
    totals = {} if killed is None else {"killed": {"low": killed, "high": killed}}
    return {
        "background": background,
        "mentions": {"spans": [[n, n + 1] for n in range(mentions)]},
        "totals": totals,
        "date": {"earliest": day, "latest": day},
    }


GOLD = {"killed": 2, "injured": 0, "date": "2031-03-03"}


@pytest.mark.parametrize(
    ("incidents", "right"),
    [
        ([incident(2, "2031-03-03")], {"killed": 1.0, "injured": 1.0, "both": 1.0, "date": 1.0}),
        ([incident(3, "2031-03-03")], {"killed": 0.0, "injured": 1.0, "both": 0.0, "date": 1.0}),
        ([incident(2, "2031-03-04")], {"killed": 1.0, "injured": 1.0, "both": 1.0, "date": 0.0}),
        ([incident(2, "2031-03-03", background=True)], {"killed": 0.0, "injured": 1.0, "both": 0.0, "date": 0.0}),
        (
            [incident(9, None), incident(2, "2031-03-03", mentions=2)],
            {"killed": 1.0, "injured": 1.0, "both": 1.0, "date": 1.0},
        ),
        ([], {"killed": 0.0, "injured": 1.0, "both": 0.0, "date": 0.0}),
    ],
)
def test_counts(incidents: list[dict[str, Any]], right: dict[str, float]) -> None:
    assert sets.counts([GOLD], [{"incidents": incidents}]) == right


def timex(start: int, end: int, value: str) -> dict[str, Any]:
    return {"spans": [[start, end]], "value": value}


def test_dates_are_matched_once_by_span_and_then_by_value() -> None:
    gold = {"timexes": [{"start": 0, "end": 6, "value": "2031-03"}, {"start": 10, "end": 20, "value": "P2D"}]}
    found = {"timexes": [timex(0, 6, "2031-03"), timex(12, 20, "P3D"), timex(30, 33, "2031")]}
    scored = sets.dates([gold], [found])
    assert (scored["exact"]["p"], scored["exact"]["r"]) == (0.3333, 0.5)
    assert (scored["overlap"]["p"], scored["overlap"]["r"]) == (0.6667, 1.0)
    assert (scored["value"]["p"], scored["value"]["r"]) == (0.3333, 0.5)


def test_places_need_the_exact_name_and_the_right_hundred_miles() -> None:
    gold = {
        "toponyms": [
            {"start": 0, "end": 5, "latitude": 10.0, "longitude": 10.0},
            {"start": 9, "end": 12, "latitude": 10.0, "longitude": 10.0},
            {"start": 20, "end": 25, "latitude": None, "longitude": None},
            {"start": 30, "end": 35, "latitude": 1.0, "longitude": 1.0},
        ]
    }
    entities = [
        {"kind": "place", "mentions": [[0, 5]], "latitude": 10.5, "longitude": 10.5},
        {"kind": "place", "mentions": [[9, 12]], "latitude": 40.0, "longitude": 10.0},
        {"kind": "place", "mentions": [[20, 25]], "latitude": None, "longitude": None},
        {"kind": "person", "mentions": [[30, 35]], "latitude": None, "longitude": None},
    ]
    scored = sets.places([gold], [{"entities": entities}])
    assert (scored["exact"]["p"], scored["exact"]["r"], scored["within 161 km"]) == (1.0, 0.75, 0.5)


def test_a_quarter_of_the_way_round_the_world() -> None:
    assert round(sets.km((0.0, 0.0), (0.0, 90.0))) == 10008
