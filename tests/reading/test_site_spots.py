"""What speaks for and against a place's being an incident's."""

from __future__ import annotations

import pytest

from onrecord.reading.clusters import Cluster
from onrecord.reading.spots import MARKED, Spots, data, with_marked
from onrecord.reading.words import page
from onrecord.record import Entity, Span
from reading.test_signs import at, part, telling
from reading.test_site import mentions


def spots(text: str, *clusters: Cluster, title: str | None = None, bodies: tuple[str, ...] = ()) -> Spots:
    named = [Entity("e1", "organisation", b, (Span(*at(text, b)),)) for b in bodies]
    places = with_marked(text, mentions(text), clusters)
    return Spots(places, page(text), clusters or (Cluster(),), entities=named, title=title)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("DOL AREN, Upper Morra (KNA) -- A mill was shelled, it said. Dol Aren has two.", "the first town"),
        ("Dol Aren (KNA) - A mill was shelled.", "dateline"),
        ("Dol Aren, Upper Morra, was shelled.", "then what it is in"),
        ("A mill in Dol Aren was shelled.", "in …"),
        ("Ann Orre, 31, of Dol Aren, was hit.", "of a person"),
        ("Dol Aren police were called.", "… police"),
        ("A farm near Dol Aren was shelled.", "exactly: near"),
    ],
)
def test_reasons(text: str, reason: str) -> None:
    found = dict(spots(text).weighed(0))
    assert any(reason in reasons for reasons in found.values())
    # Elsewhere in a report nothing of that speaks for it.
    plain = "The mill burned. Nobody told Dol Aren."
    assert all(reason == "the first town" or reason not in reasons for _, reasons in spots(plain).weighed(0))


def test_title_and_names_of_bodies() -> None:
    text = "Dol Aren Traders burned. Tel Sarra did not."
    known = spots(text, title="Fire at Tel Sarra's mill", bodies=("Dol Aren Traders",))
    one, other = (reasons for _, reasons in known.weighed(0))
    assert ("in a name" in one, "in the title" in one) == (True, False)
    assert ("in a name" in other, "in the title" in other) == (False, True)


def test_words_marked_as_a_place_that_no_list_has_are_one() -> None:
    text = "The mill by Sarn Weir was shelled, the army said in Dol Aren."
    p = page(text)
    c = Cluster([telling(p, "shelled")], [], [part(p, "Sarn Weir", "place"), part(p, "Dol Aren", "place")])
    known = with_marked(text, mentions(text), [c])
    assert [(m.name, m.feature) for m in known] == [("Sarn Weir", MARKED), ("Dol Aren", "place")]


def test_a_long_report_weighs_the_places_around_its_signs() -> None:
    text = "A mill was shelled in Dol Aren. " + "Traders came from Tel Sarra. " * 400
    p = page(text)
    known = spots(text, Cluster([telling(p, "shelled")]))
    assert len(known.weighed(0)) < 40
    choice = known.choice(0)
    assert known.places[choice.best].name == "Dol Aren"
    assert 0.5 < choice.likely <= 1.0


def test_of_its_own_places_one_in_another_is_the_finer() -> None:
    text = "Karsa was shelled, all Upper Morra."
    p = page(text)
    c = Cluster([telling(p, "shelled")], [], [part(p, "Karsa", "place"), part(p, "Upper Morra", "place")])
    known = spots(text, c)
    assert [known.places[n].name for n in known.choice(0).places] == ["Upper Morra"]


def test_every_class_of_words_counts_for_something() -> None:
    table = data()
    for name in set(table.words.values()):
        assert any(name in reason for reason in table.worth), name
