"""The pure parts of an incident's page: bars on an axis, the toll as a line, areas on the map, the board."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from onrecord.accounts.sheet import Anchor, Cell, Step
from onrecord.desk import bars, board, places_map, toll
from onrecord.desk.links import MOST, Links
from onrecord.record import Span, Where

NUMBER = some.none() | some.integers(0, 10**40)


@pytest.mark.parametrize(
    ("low", "high", "start", "end", "open_low", "open_high", "point"),
    [
        (10, 10, "45.50%", "45.50%", False, False, True),
        (0, 0, "1.00%", "1.00%", False, False, True),
        (5, 20, "23.25%", "90.00%", False, False, False),
        (10, None, "45.50%", "98.00%", False, True, False),
        (None, 10, "1.00%", "45.50%", True, False, False),
        (0, None, "1.00%", "98.00%", False, True, False),
    ],
)
def test_a_bar_goes_from_the_lowest_number_to_the_highest(
    low: int | None, high: int | None, start: str, end: str, open_low: bool, open_high: bool, point: bool
) -> None:
    on = bars.axis([(0, 20)])
    assert on is not None
    found = bars.bar(low, high, on=on)
    assert found is not None
    assert (found.start, found.end, found.open_low, found.open_high, found.point) == (
        start, end, open_low, open_high, point,
    )  # fmt: skip


def test_what_says_nothing_has_no_bar() -> None:
    on = bars.axis([(0, 20)])
    assert on is not None
    assert bars.bar(None, None, on=on) is None


@pytest.mark.parametrize("ranges", [[], [(0, 0)], [(None, None)], [(0, None), (None, 0)]])
def test_there_is_no_axis_without_a_number_above_none(ranges: list[bars.Range]) -> None:
    assert bars.axis(ranges) is None


@pytest.mark.parametrize(
    ("top", "numbers"),
    [
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4]),
        (17, [0, 5, 10, 15]),
        (61, [0, 20, 40, 60]),
        (1000, [0, 500, 1000]),
    ],
)
def test_numbers_on_the_axis_are_round_and_few(top: int, numbers: list[int]) -> None:
    on = bars.axis([(top, top)])
    assert on is not None
    assert [tick.number for tick in on.ticks] == numbers


@given(some.lists(some.tuples(NUMBER, NUMBER), min_size=1, max_size=12))
def test_every_bar_lies_in_the_drawing(ranges: list[bars.Range]) -> None:
    on = bars.axis(ranges)
    if on is None:
        assert all(not low and not high for low, high in ranges)
        return
    assert 1 <= len(on.ticks) <= bars.TICKS
    for low, high in ranges:
        found = bars.bar(low, high, on=on)
        if found is not None and (low is None or high is None or low <= high):
            assert bars.START <= float(found.start[:-1]) <= float(found.end[:-1]) <= bars.BEYOND


def step(at: str, low: int | None, high: int | None, origin: str) -> Step:
    return Step(at, "killed", low, high, origin)


RISING = [
    step("2031-03-03", 5, 5, "o1"),
    step("2031-03-03T12:00", 9, None, "o2"),
    step("2031-03-04", 17, 17, "o3"),
    step("2031-03-04T12:00", 5, 5, "o1"),
    step("2031-03-05", 12, 12, "o3"),
]


def test_a_toll_rises_and_falls_only_by_who_raised_it() -> None:
    found = toll.line(RISING, "killed")
    assert found is not None
    assert [point.moves for point in found.points] == [True, True, True, False, True]


def test_the_line_of_a_toll_is_not_broken() -> None:
    found = toll.line(RISING, "killed")
    assert found is not None
    for one, other in pairwise(found.strokes):
        assert (one.x2, one.y2) == (other.x1, other.y1)
    assert found.strokes[-1].x2 == "99.00%"


@pytest.mark.parametrize("steps", [[], RISING[:1], [step("2031-03-03", 5, 5, "o1"), step("2031-03-04", 5, 5, "o2")]])
def test_a_number_that_never_changed_is_no_toll(steps: list[Step]) -> None:
    assert toll.line(steps, "killed") is None


@given(some.lists(some.tuples(some.integers(1, 28), some.integers(0, 23), some.integers(0, 500)), max_size=40))
def test_no_two_steps_stand_on_one_another(told: list[tuple[int, int, int]]) -> None:
    steps = [step(f"2031-03-{day:02}T{hour:02}:00", n, n, f"o{n % 3}") for day, hour, n in told]
    found = toll.line(steps, "killed")
    if found is not None:
        xs = [float(point.x[:-1]) for point in found.points]
        gap = min(toll.APART, (toll.END - toll.START) / (len(xs) - 1))
        assert all(b - a >= gap - 0.02 for a, b in pairwise(xs))
        assert all(toll.START - 0.01 <= x <= toll.END + 0.01 for x in xs)


def where(name: str, latitude: float | None, longitude: float | None, **more: str | None) -> Where:
    return Where(name, (), latitude=latitude, longitude=longitude, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("precision", "metres"),
    [("place", 5_000), ("near", 25_000), ("district", 65_000), ("region", 220_000), (None, 25_000)],
)
def test_the_less_is_known_the_larger_the_area(precision: str | None, metres: int) -> None:
    (spot,) = places_map.spots(where("Tel Amar", 35.0, 36.0, precision=precision), (), {})
    assert (spot.metres, spot.kilometres, spot.country) == (metres, metres // 1000, None)


def test_a_country_is_an_area_and_no_point() -> None:
    (spot,) = places_map.spots(where("Syria", 35.0, 38.0, precision="country", country_code="SY"), (), {})
    assert (spot.latitude, spot.longitude, spot.metres, spot.country) == (None, None, None, "SY")


@pytest.mark.parametrize(
    "place",
    [where("Merevia", 1.0, 2.0, precision="country"), where("Tel Amar", None, None), where("Far", 95.0, 0.0), None],
)
def test_what_is_on_no_map_is_not_drawn(place: Where | None) -> None:
    assert places_map.spots(place, (), {}) == ()


def test_places_that_differ_are_drawn_beside_the_incidents_own() -> None:
    own, same, other = where("Tel Amar", 35.0, 36.0), where("tel amar", 35.001, 36.001), where("Dol Aren", 34.0, 36.0)
    found = places_map.spots(own, [("o1", same), ("o2", other), ("o3", other)], {"o1": "Wire", "o2": "Courier"})
    assert [(spot.name, spot.origins, spot.chosen) for spot in found] == [
        ("Tel Amar", ("Wire",), True),
        ("Dol Aren", ("Courier", "o3"), False),
    ]


def test_words_are_found_by_the_hash_of_their_article() -> None:
    to = Links([(7, "a.html", "sha256:1"), (9, "b.html", "sha256:2"), (11, "copy of a.html", "sha256:1")])
    assert to.words(Anchor("sha256:1", (Span(3, 9), Span(20, 24)))) == "/reports/7/?at=3-9,20-24#here"
    assert to.words(Anchor("sha256:2", ())) == "/reports/9/"
    assert to.words(Anchor("sha256:3", (Span(3, 9),))) is None
    assert to.report("copy of a.html") == "/reports/11/"


def test_an_address_stays_short() -> None:
    to = Links([(7, "a.html", "sha256:1")])
    found = to.words(Anchor("sha256:1", tuple(Span(n, n + 1) for n in range(0, 4000, 2))))
    assert found is not None and found.count("-") == MOST


DAYS = {
    "3 March 2025": "3 mars 2025", "12 to 20 February 2034": "12–20 février 2034", "March 2035": "mars 2035",
    "28 April to 2 May 2031": "28 avril 2031 – 2 mai 2031", "2033": "2033", "about Easter": "about Easter", "": "",
    "30 December 2031 to 2 January 2032": "30 décembre 2031 – 2 janvier 2032",
}  # fmt: skip


@pytest.mark.parametrize("says", DAYS)
def test_days_on_the_board_are_in_the_readers_language(says: str) -> None:
    with translation.override("fr"):
        assert board.words_of(Cell("o", "date", says, "agrees")) == DAYS[says]
        assert board.words_of(Cell("o", "place", says, "agrees")) == says
