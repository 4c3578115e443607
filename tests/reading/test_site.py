"""Where an incident happened, told apart from places that are merely named."""

from __future__ import annotations

import pytest

from onrecord.reading.clusters import Cluster
from onrecord.reading.places import PlaceMention
from onrecord.reading.site import Site
from onrecord.reading.words import page
from onrecord.record import Span, Where, words
from reading.test_signs import at, part, telling

# An invented country: name, latitude and longitude, what it is.
WORLD: dict[str, tuple[float, float, str]] = {
    "Dol Aren": (41.25, 12.5, "place"),
    "Tel Sarra": (41.75, 12.75, "place"),
    "Hass": (41.5, 12.5, "district"),
    "Upper Morra": (42.0, 13.0, "region"),
    "Karsa": (42.0, 12.0, "country"),
}


def mentions(text: str) -> list[PlaceMention]:
    """Every naming of the invented places, and of Old Ford, which no list has; not in the text's order."""
    out = []
    for name in ("Old Ford", *WORLD):
        for nth in range(text.count(name)):
            start, end = at(text, name, nth)
            if name in WORLD:
                latitude, longitude, feature = WORLD[name]
                out.append(
                    PlaceMention(
                        start, end, name, latitude, longitude, "Karsa", "XK", "Upper Morra", "Hass", "17",
                        "geonames:17", feature,
                    )
                )  # fmt: skip
            else:
                out.append(PlaceMention(start, end, name))
    return out


def where(text: str, *tells: str, placed: tuple[str, ...] = ()) -> Where | None:
    p = page(text)
    one = Cluster([telling(p, t) for t in tells], [], [part(p, w, "place") for w in placed])
    (found,) = Site(text, mentions(text), p).wheres([one])
    assert found is None or found.text == words(text, found.spans)
    return found


@pytest.mark.parametrize(
    ("text", "tells", "placed", "name", "said"),
    [
        ("The mill in Dol Aren was shelled.", "shelled", ("Dol Aren",), "Dol Aren", "Dol Aren"),
        # What is marked wins over what is merely named, nearer or finer.
        ("In Tel Sarra news came that Dol Aren was shelled.", "shelled", ("Dol Aren",), "Dol Aren", "Dol Aren"),
        ("News came from Tel Sarra. Hass was shelled.", "shelled", ("Hass",), "Hass", "Hass"),
        # Of several the finest, in whatever order.
        ("Dol Aren, in Upper Morra, was shelled.", "shelled", ("Dol Aren, in Upper Morra",), "Dol Aren", "Dol Aren"),
        ("Upper Morra was shelled: Dol Aren fell.", "shelled", ("Upper Morra", "Dol Aren"), "Dol Aren", "Dol Aren"),
        ("Upper Morra, in Karsa, was shelled.", "shelled", ("Upper Morra, in Karsa",), "Upper Morra", "Upper Morra"),
        # Words that no gazetteer has, in the part and around.
        ("The mill at Old Ford was shelled.", "shelled", ("Old Ford",), "Old Ford", "Old Ford"),
        ("A mill on the edge of town was shelled.", "shelled", ("A mill on the edge of town",),
         "A mill on the edge of town", "A mill on the edge of town"),
        ("A mill\n by the sea was shelled.", "shelled", ("A mill\n by the sea",), "A mill by the sea",
         "A mill\n by the sea"),
        ("A mill was shelled in Dol Aren.", "shelled", ("A mill", "Dol Aren"), "Dol Aren", "Dol Aren"),
        # Nothing marked: the place of a sentence that tells, behind a word that says so.
        ("The mill was shelled in Dol Aren.", "shelled", (), "Dol Aren", "Dol Aren"),
        ("The mill was shelled near the river port of Dol Aren.", "shelled", (), "Dol Aren", "Dol Aren"),
        ("The mill was shelled in Karsa, in Dol Aren.", "shelled", (), "Dol Aren", "Dol Aren"),
        # Where those who were hit came from, or were going.
        ("Gunmen opened fire on a bus from Dol Aren.", "opened fire", (), None, ""),
        ("Gunmen opened fire on the last bus to Dol Aren.", "opened fire", (), None, ""),
        ("Gunmen opened fire on a bus from Tel Sarra in Dol Aren.", "opened fire", (), "Dol Aren", "Dol Aren"),
        ("The mill was shelled.", "shelled", (), None, ""),
    ],
)  # fmt: skip
def test_where(text: str, tells: str, placed: tuple[str, ...], name: str | None, said: str) -> None:
    found = where(text, tells, placed=placed)
    assert (found.name if found else None, found.text if found else "") == (name, said)


def test_every_naming_of_the_place_is_kept() -> None:
    text = "Dol Aren was shelled. It hit Dol Aren hard."
    p = page(text)
    both = Cluster([telling(p, "shelled")], [], [part(p, "Dol Aren", "place"), part(p, "Dol Aren", "place", nth=1)])
    (found,) = Site(text, mentions(text), p).wheres([both])
    assert found is not None and found.text == "Dol Aren … Dol Aren"


def test_the_place_comes_with_all_that_the_gazetteer_has() -> None:
    assert where("Dol Aren was shelled.", "shelled", placed=("Dol Aren",)) == Where(
        "Dol Aren", (Span(0, 8),), "Dol Aren", 41.25, 12.5, "Karsa", "XK", "Upper Morra", "Hass", "17", "geonames:17",
        "place", 1, 1,
    )  # fmt: skip


def test_unresolved_words_have_no_coordinates() -> None:
    found = where("A mill by the sea was shelled.", "shelled", placed=("A mill by the sea",))
    assert found is not None
    assert (found.latitude, found.longitude, found.precision, found.geo_precision) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "words", "precision", "acled", "ucdp"),
    [
        ("It hit Dol Aren.", "Dol Aren", "place", 1, 1),
        ("It hit a farm near Dol Aren.", "near Dol Aren", "near", 2, 2),
        ("It hit Hass.", "Hass", "district", 2, 3),
        ("It hit Upper Morra.", "Upper Morra", "region", 3, 4),
        ("It hit Karsa.", "Karsa", "country", 3, 6),
    ],
)
def test_how_exact(text: str, words: str, precision: str, acled: int, ucdp: int) -> None:
    found = where(text, "hit", placed=(words,))
    assert found is not None
    assert (found.precision, found.geo_precision, found.where_prec) == (precision, acled, ucdp)


@pytest.mark.parametrize(
    ("text", "one", "other", "same"),
    [
        ("The mill in Dol Aren; Dol Aren burned.", "The mill in Dol Aren", "Dol Aren burned", True),
        ("Dol Aren burned, then Tel Sarra.", "Dol Aren", "Tel Sarra", False),
        ("Old Ford burned; by Old Ford, a farm.", "Old Ford burned", "by Old Ford", True),
        ("The Mill burned. It was the mill.", "The Mill", "the mill", True),
        ("The mill burned. A farm burned.", "The mill", "A farm", False),
    ],
)
def test_places_of_parts_compare(text: str, one: str, other: str, same: bool) -> None:
    p = page(text)
    site = Site(text, mentions(text), p)
    assert (site.key(part(p, one, "place")) == site.key(part(p, other, "place"))) is same


def test_no_words_no_places() -> None:
    assert Site("", [], page("")).wheres([Cluster()]) == [None]


@pytest.mark.parametrize(
    ("text", "placed", "said", "lies", "precision"),
    [
        # A place that no list has lies where the listed place around it does, which is said with it.
        ("Gunmen were shelled at Mill Street in Hass.", "Mill Street", "Mill Street … Hass", (41.5, 12.5), "district"),
        ("Gunmen were shelled at Mill Street.", "Mill Street", "Mill Street", (None, None), "place"),
        # Its own coordinates stay.
        ("The Dol Aren market was shelled.", "Dol Aren market", "Dol Aren market", (41.25, 12.5), "place"),
        ("The Dol Aren road was shelled.", "Dol Aren road", "Dol Aren road", (41.25, 12.5), "near"),
    ],
)  # fmt: skip
def test_a_place_that_no_list_has_lies_where_the_one_around_it_does(
    text: str, placed: str, said: str, lies: tuple[float | None, float | None], precision: str
) -> None:
    found = where(text, "shelled", placed=(placed,))
    assert found is not None
    assert (found.name, found.text) == (placed, said)
    assert (found.latitude, found.longitude, found.precision) == (*lies, precision)
    if said != placed:
        assert (found.gazetteer, found.country) == (None, "Karsa")
