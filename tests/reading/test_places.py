"""Places found, chosen and weighed for how exactly they place. All places are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.small import small
from onrecord.gazetteer import Gazetteer, Own, read_own
from onrecord.reading.casing import shouted
from onrecord.reading.place_scan import tokens
from onrecord.reading.places import PlaceMention, exactness, resolve_places

ROOT = Path(__file__).parents[2]

# Words, and the ids of the places that they name.
NAMED = [
    ("A bomb went off in Dol Aren, Merevia, on Monday.", {"Dol Aren": "geonames:11", "Merevia": "geonames:1"}),
    ("Police in Halvin, Merevia, said nothing.", {"Halvin": "geonames:12", "Merevia": "geonames:1"}),
    ("Police in Halvin, Tarnia, said nothing.", {"Halvin": "geonames:13", "Tarnia": "geonames:2"}),
    ("He went from Halvin to Sorrel and on to Dol Aren in Kessar.", {"Halvin": "geonames:12", "Sorrel": "geonames:15"}),
    ("Shelling in Upper Tarn hit Sorrel, near Halvin.", {"Halvin": "geonames:13", "Sorrel": "geonames:14"}),
    ("Jets struck Qasr al-Zubara in Tarnia at dawn.", {"Qasr al-Zubara": "gns:-16"}),
    ("BOMB KILLS SIX NEAR DOL AREN. MEREVIA BLAMES REBELS.", {"DOL AREN": "geonames:11", "MEREVIA": "geonames:1"}),
    ("FIGHTING SPREAD TO LA PRENSA IN MEREVIA.", {"LA PRENSA": "geonames:19"}),
    ("At Dol Aren in Merevia six died.", {"Dol Aren": "geonames:11"}),
    ("The Ostrel-based group left Merevia for Tarnia.", {"Ostrel": "geonames:10", "Merevia": "geonames:1"}),
    ("They fled to Ember County in Merevia.", {"Ember County": "geonames:5"}),
    ("Fighting spread in the Grey Vale of Merevia.", {"Grey Vale": "onrecord:vale"}),
]
# Words that name no place, though the gazetteer has the name.
UNNAMED = [
    ("Dr. Ilse Marrow said that the hospital was full.", "Marrow"),
    ("Mr Halvin told reporters that he was tired.", "Halvin"),
    ("The Tarnian army withdrew.", "Tarnian"),
]
EXACT = [
    ("in [Dol Aren]", "place", ("place", 1, 1)),
    ("near [Dol Aren]", "place", ("near", 2, 2)),
    ("12 km north of [Dol Aren]", "place", ("near", 2, 2)),
    ("some 30 miles from [Dol Aren]", "place", ("near", 2, 2)),
    ("on the outskirts of [Dol Aren]", "place", ("near", 2, 2)),
    ("in the [Dol Aren] area", "place", ("near", 2, 2)),
    ("in [Dol Aren] district", "place", ("district", 2, 3)),
    ("in the district of [Dol Aren]", "place", ("district", 2, 3)),
    ("in [Ember County]", "district", ("district", 2, 3)),
    ("in [Kessar] province", "region", ("region", 3, 4)),
    ("in northern [Kessar]", "region", ("region", 2, 4)),
    ("in [Merevia]", "country", ("country", 3, 6)),
    ("in eastern [Merevia]", "country", ("region", 2, 4)),
    ("along the border with [Tarnia]", "country", ("region", 2, 5)),
    ("at the [Tarnia] border", "country", ("region", 2, 5)),
    ("in the [Ember Sea]", "area", ("region", 3, 7)),
    ("It was near. In [Dol Aren]", "place", ("place", 1, 1)),
]


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return small(tmp_path_factory.mktemp("places") / "small.sqlite")


@pytest.fixture(scope="module")
def own() -> Own:
    return read_own(ROOT / "samples" / "places.csv")


def named(text: str, found: list[PlaceMention]) -> dict[str, str | None]:
    return {text[m.start : m.end]: m.gazetteer_id for m in found}


@pytest.mark.parametrize(("text", "places"), NAMED, ids=lambda value: value if isinstance(value, str) else "")
def test_names_are_found_and_mean_what_stands_around_them(
    gazetteer: Gazetteer, text: str, places: dict[str, str]
) -> None:
    assert named(text, resolve_places(text, gazetteer=gazetteer)).items() >= places.items()


@pytest.mark.parametrize(("text", "name"), UNNAMED)
def test_persons_and_peoples_are_no_places(gazetteer: Gazetteer, text: str, name: str) -> None:
    assert name not in named(text, resolve_places(text, gazetteer=gazetteer))


def test_demonyms_are_their_country_where_asked_for(gazetteer: Gazetteer) -> None:
    text = "The Tarnian army withdrew from Merevia."
    found = resolve_places(text, gazetteer=gazetteer, demonyms=True)
    assert (found[0].gazetteer_id, found[0].feature) == ("geonames:2", "people")


def test_a_mention_has_its_names_codes_and_ids(gazetteer: Gazetteer) -> None:
    (found, *_) = resolve_places("in Dol Aren", [(3, 11, "place")], gazetteer=gazetteer)
    assert found._replace(score=1.0) == PlaceMention(
        3, 11, "Dol Aren", -38.05, -21.65, "Merevia", "XM", "Kessar", "Ember County", "11", "geonames:11", "place"
    )
    assert 0 < found.score <= 1


def test_a_place_that_no_list_has_gets_no_coordinates(gazetteer: Gazetteer) -> None:
    text = "A shell fell on Zarnowadel."
    (found,) = resolve_places(text, [(16, 26, "given")], gazetteer=gazetteer)
    assert (found.name, found.latitude, found.longitude, found.gazetteer_id) == ("Zarnowadel", None, None, None)


def test_a_spelling_alone_gives_no_coordinates(gazetteer: Gazetteer) -> None:
    text = "A shell fell on Qasr al-Zubara."
    (found,) = resolve_places(text, [(16, 30, "given")], gazetteer=gazetteer)
    assert found.latitude is None


def test_own_places_win(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("name,latitude,longitude\nHalvin,1.5,2.5\n", "utf-8")
    text = "A bomb went off in Halvin, Tarnia."
    found = resolve_places(text, gazetteer=gazetteer, own=read_own(path))
    assert (found[0].latitude, found[0].longitude, found[0].gazetteer_id) == (1.5, 2.5, "own:halvin")
    assert found[1].gazetteer_id == "geonames:2"


def test_without_a_gazetteer_ones_own_places_are_found_still(own: Own) -> None:
    text = (ROOT / "samples" / "01-wire.txt").read_text("utf-8")
    found = resolve_places(text, gazetteer=None, own=own)
    assert {"Dol Aren", "DOL AREN", "Merevia", "Ostrel"} <= set(named(text, found))
    assert {m.country for m in found} == {"Merevia"} and {m.country_code for m in found} == {None}


def test_nothing_known_is_nothing_found() -> None:
    assert resolve_places("A bomb went off in Dol Aren.", gazetteer=None) == []


def test_forty_places_in_a_sentence_are_all_found(gazetteer: Gazetteer) -> None:
    listed = ", ".join(["Dol Aren", "Halvin", "Sorrel", "Ostrel"] * 10)
    text = f"Bombs went off in {listed}, all in Merevia."
    found = resolve_places(text, gazetteer=gazetteer)
    assert len(found) == 41
    assert {m.country_code for m in found} == {"XM"}


def test_marks_outside_the_text_are_passed_over(gazetteer: Gazetteer) -> None:
    marks = [(0, 0, "place"), (5, 2, "place"), (-4, 3, "place"), (3, 10**9, "place")]
    assert resolve_places("no place", marks, gazetteer=gazetteer) == []


@pytest.mark.parametrize(("words", "feature", "expected"), EXACT)
def test_words_around_tell_how_exactly(words: str, feature: str, expected: tuple[str, int, int]) -> None:
    start = words.index("[")
    text = f"Six died {words.replace('[', '').replace(']', '')} on Monday."
    mention = PlaceMention(9 + start, 9 + words.index("]") - 1, "x", feature=feature)
    assert tuple(exactness(mention, text)) == expected


@pytest.mark.parametrize(
    ("text", "loud"), [("BOMB IN DOL AREN", True), ("A bomb went off in DOL AREN", False), ("12", False)]
)
def test_capitals_tell_nothing_where_all_are(text: str, loud: bool) -> None:
    assert shouted(text) is loud


@given(
    st.text(max_size=200),
    st.lists(st.tuples(st.integers(-5, 250), st.integers(-5, 250), st.sampled_from(["place", "person", "given"]))),
)
def test_mentions_are_in_order_and_in_the_text(
    gazetteer: Gazetteer, text: str, marks: list[tuple[int, int, str]]
) -> None:
    text = f"{text} near Dol Aren, {text}"
    edge = 0
    for m in resolve_places(text, marks, gazetteer=gazetteer):
        assert edge <= m.start < m.end <= len(text)
        assert (m.latitude is None) == (m.longitude is None)
        assert 1 <= exactness(m, text).geo_precision <= 3
        edge = m.end


@given(st.text(max_size=300))
def test_words_stand_where_they_are_said_to(text: str) -> None:
    edge = 0
    for t in tokens(text):
        assert edge <= t.start < t.end <= len(text)
        assert text[t.start : t.end] == t.word
        edge = t.end
