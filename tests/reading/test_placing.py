"""Entities gain their places: coordinates, ids, every mention; without a gazetteer the names alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.gazetteer import Gazetteer, GazetteerError, read_own
from onrecord.reading import placing
from onrecord.reading.mentions import Mention
from onrecord.reading.places import PlaceMention
from onrecord.reading.placing import Placer, placed
from onrecord.record import Article, Content, Entity, Hand, Source, Span, Statement
from reading.test_signs import at

TEXT = "The mill in Dol Aren burned. Tel Sarra lay still, said Lena Morrow of Dol Aren. Old Ford wept."
DOL_AREN, TEL_SARRA = (41.25, 12.5), (41.75, 12.75)


def mention(name: str, where: tuple[float, float] | None, nth: int = 0, *, own: bool = False) -> PlaceMention:
    start, end = at(TEXT, name, nth)
    if where is None:
        return PlaceMention(start, end, name)
    number = None if own else "17"
    ident = f"own:{name.lower()}" if own else "geonames:17"
    return PlaceMention(start, end, name, *where, "Karsa", "XK", "Upper Morra", None, number, ident, "place")


def entity(number: int, name: str, kind: str = "place") -> Entity:
    return Entity(f"e{number}", "person" if kind == "person" else "place", name, (Span(*at(TEXT, name)),))


def by(*entities: str, hand: str | None = None) -> Statement:
    return Statement(
        "s1",
        "indirect",
        Content((Span(0, 3),), "The"),
        Source((Span(4, 8),), "mill", entity=entities[0] if entities else None, entities=entities),
        reported_by=(Hand((Span(4, 8),), "mill", entity=hand),) if hand else (),
    )


MORROW = entity(1, "Lena Morrow", "person")


def test_a_place_gains_its_coordinates_ids_and_every_mention() -> None:
    both = [mention("Dol Aren", DOL_AREN), mention("Dol Aren", DOL_AREN, 1)]
    first, second = placed(TEXT, [MORROW, entity(2, "Dol Aren")], [], both)
    assert first == MORROW
    assert (second.id, second.name, second.latitude, second.longitude) == ("e2", "Dol Aren", 41.25, 12.5)
    assert (second.country, second.admin1, second.ids) == ("Karsa", "Upper Morra", {"geonames": "17"})
    assert [TEXT[s:e] for s, e in second.mentions] == ["Dol Aren", "Dol Aren"]


def test_a_place_of_ones_own_file_has_its_own_id() -> None:
    (found,) = placed(TEXT, [], [], [mention("Dol Aren", DOL_AREN, own=True)])
    assert found.ids == {"gazetteer": "own:dol aren"}


def test_places_that_the_encoder_did_not_see_are_entities_of_their_own() -> None:
    found = placed(TEXT, [MORROW], [], [mention("Dol Aren", DOL_AREN), mention("Tel Sarra", TEL_SARRA)])
    assert [(e.id, e.kind, e.name) for e in found] == [
        ("e1", "person", "Lena Morrow"),
        ("e2", "place", "Dol Aren"),
        ("e3", "place", "Tel Sarra"),
    ]


def test_new_numbers_are_free_ones() -> None:
    found = placed(TEXT, [entity(7, "Tel Sarra")], [], [mention("Dol Aren", DOL_AREN), mention("Tel Sarra", TEL_SARRA)])
    assert [(e.id, e.name) for e in found] == [("e7", "Tel Sarra"), ("e8", "Dol Aren")]


@pytest.mark.parametrize(
    ("statements", "kept"),
    [
        ([], []),
        ([by("e1")], []),
        ([by("e2")], ["e2"]),  # 'Old Ford said': a speaker is never lost
        ([by("e1", "e2")], ["e2"]),
        ([by("e1", hand="e2")], ["e2"]),
    ],
)
def test_what_only_the_encoder_takes_for_a_place_is_kept_if_it_speaks(
    statements: list[Statement], kept: list[str]
) -> None:
    found = placed(TEXT, [MORROW, entity(2, "Old Ford")], statements, [mention("Dol Aren", DOL_AREN)])
    assert [e.id for e in found] == ["e1", *kept, "e3"]


def test_a_speaking_place_with_coordinates_is_one_entity() -> None:
    found = placed(
        TEXT, [entity(1, "Dol Aren")], [by("e1")], [mention("Dol Aren", DOL_AREN, 1), mention("Dol Aren", DOL_AREN)]
    )
    assert [(e.id, e.latitude) for e in found] == [("e1", 41.25)]
    assert list(found[0].mentions) == sorted(found[0].mentions) and len(found[0].mentions) == 2


def test_a_name_that_no_list_has_is_placed_without_coordinates() -> None:
    (found,) = placed(TEXT, [entity(1, "Old Ford")], [], [mention("Old Ford", None)])
    assert (found.id, found.latitude, found.longitude, found.ids) == ("e1", None, None, {})


def test_two_places_of_one_name_are_two_entities() -> None:
    found = placed(TEXT, [], [], [mention("Dol Aren", DOL_AREN), mention("Dol Aren", TEL_SARRA, 1)])
    assert [(e.id, e.latitude) for e in found] == [("e1", 41.25), ("e2", 41.75)]


def test_nothing() -> None:
    assert placed(TEXT, [], [], []) == ()


ARTICLE = Article("sha256:" + "0" * 64, TEXT)


def marked(*names: str) -> list[Mention]:
    return [Mention(*at(TEXT, name), "place") for name in names]


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """No gazetteer can be opened; each try to is noted."""
    noted: list[int] = []

    def opened() -> Gazetteer:
        noted.append(1)
        raise GazetteerError("There is no room for the gazetteer; make some.")

    monkeypatch.setattr(placing, "opened", opened)
    return noted


def test_without_a_gazetteer_names_are_found_and_the_problem_is_told(tries: list[int]) -> None:
    placer = Placer()
    assert (placer.problem, tries) == (None, [])
    found = placer.of(ARTICLE, marked("Dol Aren"))
    assert [(TEXT[p.start : p.end], p.latitude) for p in found] == [("Dol Aren", None)]
    assert placer.problem == "There is no room for the gazetteer; make some."
    placer.of(ARTICLE, [])
    assert tries == [1]


def test_ones_own_places_need_no_gazetteer(tries: list[int], tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("name,latitude,longitude,country\nDol Aren,41.25,12.5,Karsa\n", "utf-8")
    found = Placer(read_own(path)).of(ARTICLE, marked("Dol Aren"))
    assert [(p.name, p.latitude, p.country, p.gazetteer_id) for p in found] == [
        ("Dol Aren", 41.25, "Karsa", "own:dol-aren"),
        ("Dol Aren", 41.25, "Karsa", "own:dol-aren"),
    ]
    assert tries == [1]


def test_a_place_is_called_as_the_report_calls_it() -> None:
    """‘Al Başrah’ of the gazetteer is Basra in a report that says so; BASRA in capitals is nobody's spelling."""
    found = PlaceMention(0, 5, "Al Başrah", 30.4, 47.8)
    assert placing.called("Basra", found) == "Basra"
    assert placing.called("BASRA", found) == "Al Başrah"
