"""Places that words alone show."""

from __future__ import annotations

import pytest

from onrecord.reading.localities import localities, with_localities
from onrecord.reading.places import PlaceMention
from onrecord.reading.spots import MARKED

TOWN = PlaceMention(0, 0, "Lubna", 41.0, 12.0, "Karsa", "XK", feature="place")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # With a kind behind the name or before it.
        ("Gunmen fired on the Sarn pass.", ["Sarn pass"]),
        ("A shell fell on Mill Street.", ["Mill Street"]),
        ("It began in Upper Hass district.", ["Upper Hass district"]),
        ("They fled to the Lubna railway station.", ["Lubna railway station"]),
        ("The village of Nandi Gol burned.", ["Nandi Gol"]),
        ("Troops shelled the chapel of Orre.", ["Orre"]),
        ("A bomb went off on Cerro Alto.", ["Cerro Alto"]),
        ("The Marna–Safi road was mined.", ["Marna–Safi road"]),
        # With a number.
        ("A convoy was hit on Route 9.", ["Route 9"]),
        ("A bus overturned on the M7.", ["the M7"]),
        # Behind 'in', and where it stands again.
        ("Two died in Nandi Gol. Nandi Gol has a mill.", ["Nandi Gol", "Nandi Gol"]),
        ("Two died at the Crown.", ["Crown"]),
        ("Two died in Nandi Gol and Sarn.", ["Nandi Gol"]),
        ("A bomb went off on Mill Street in Orre.", ["Mill Street", "Orre"]),
        ("SARN WEIR, 3 March (KNA) -- Two died.", ["SARN WEIR"]),
        ("It was in the 400 block of Orre Road.", ["Orre Road"]),
        # No places.
        ("Two died in March and on Friday.", []),
        ("Two died in NATO strikes.", []),
        ("The Merevian camp was calm.", []),
        ("Two died in the Army.", []),
        ("He told Ann Orre.", []),
        ("The mill burned at night.", []),
        ("GUNMEN FIRED IN SARN WEIR, NEAR MILL STREET.", []),
        ("", []),
    ],
)
def test_localities(text: str, names: list[str]) -> None:
    found = localities(text)
    assert [text[x.start : x.end] for x in found] == names
    assert all(x.start < x.named <= x.end for x in found)


@pytest.mark.parametrize(
    ("text", "known", "name", "placed"),
    [
        # A name cut short is made whole, and is no longer the place of the short name.
        ("Two died in Lubna Rafi.", "Lubna", "Lubna Rafi", False),
        # What is beside a town keeps where the town is; a road named after one does not.
        ("Two died at Lubna market.", "Lubna", "Lubna market", True),
        ("Two died in East Lubna.", "Lubna", "East Lubna", True),
        ("Two died on Lubna Road.", "Lubna", "Lubna Road", False),
        ("Two died on the Lubna road.", "Lubna", "Lubna road", True),
        ("Two died in the market of Lubna.", "Lubna", "Lubna", True),
        ("Two died in Lubna.", "Lubna", "Lubna", True),
    ],
)
def test_known_places_take_the_words_that_belong_to_them(text: str, known: str, name: str, placed: bool) -> None:
    start = text.index(known)
    (p,) = with_localities(text, [TOWN._replace(start=start, end=start + len(known))], MARKED)
    assert (text[p.start : p.end], p.latitude is not None) == (name, placed)


def test_a_known_place_stays_known_where_it_stands_again() -> None:
    text = "Lubna was shelled. Two died in Lubna."
    found = with_localities(text, [TOWN._replace(end=5)], MARKED)
    assert [(p.start, p.latitude) for p in found] == [(0, 41.0), (31, 41.0)]


def test_words_marked_by_the_encoder_that_are_a_name_are_one() -> None:
    text = "Two died at the Sarn mill."
    (p,) = with_localities(text, [PlaceMention(12, 20, "the Sarn", feature=MARKED, score=0.4)], MARKED)
    assert (text[p.start : p.end], p.feature) == ("the Sarn mill", "spot")
