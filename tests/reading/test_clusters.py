"""Which signs tell of one incident, each reason for or against it by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.clusters import Cluster, Range, Weights, another, clusters, kind_of, likeness, told_of
from onrecord.reading.labels import KINDS, TOLD
from onrecord.reading.signs import Counting, Part, Signs, Telling
from onrecord.reading.words import page
from reading.test_signs import counting, link, part, telling

TEXT = (
    "The mill was shelled. The attack lasted an hour. Later came a raid on the farm. "
    "It was a shock, and the shelling a crime.\n\n"
    "Nine people died in the blast. The search, which was told of elsewhere, found 40 rifles."
)
PAGE = page(TEXT)


def only(**given: float) -> Weights:
    """Weights by which only the reasons given count, so that no case hangs on how the shipped ones are balanced; bare
    words join none unless ``bare`` says so."""
    nought = Weights(**{name: 0.0 for name in Weights.__dataclass_fields__})
    return replace(nought, **{"bias": -1.0, "bare": float("inf"), **given})


DAY = ("2031-05-04", "2031-05-04")
NEXT = ("2031-05-05", "2031-05-05")
WEEK = ("2031-05-01", "2031-05-07")


def nothing(sentence: int) -> tuple[Range | None, str | None]:
    return None, None


def found(tellings: Sequence[Telling], countings: Sequence[Counting] = (), parts: Sequence[Part] = ()) -> Signs:
    return Signs(list(tellings), list(countings), list(parts), {})


def words(cluster: Cluster) -> list[str]:
    return [TEXT[t.start : t.end] for t in cluster.tellings]


SHELLED, ATTACK, RAID = telling(PAGE, "shelled", "shelling"), telling(PAGE, "attack"), telling(PAGE, "raid", "raid")
BESIDE, BLAST = telling(PAGE, "shelling", "shelling"), telling(PAGE, "blast", "bomb")
SHOCK = telling(PAGE, "shock", "shelling")


@pytest.mark.parametrize(
    ("one", "other", "weights", "together"),
    [
        # Nothing speaks for it.
        (SHELLED, ATTACK, only(), False),
        (SHOCK, BESIDE, only(sentence=2), True),
        (SHELLED, ATTACK, only(sentence=2), False),
        # Told in the same paragraph or the next one.
        (SHELLED, RAID, only(near=2), True),
        # Shelling is told as an attack, but not as a protest.
        (SHELLED, ATTACK, only(bias=0, kin=2), True),
        (SHELLED, telling(PAGE, "raid", "protest"), only(bias=0, kin=2), False),
        (SHELLED, BESIDE, only(bias=0, kin=2), True),
        # Vectors that are alike, of no opinion, opposite.
        (telling(PAGE, "shelled", way=1), telling(PAGE, "attack", way=1), only(link=1), True),
        (telling(PAGE, "shelled", way=1), telling(PAGE, "attack", way=2), only(link=1), False),
        (telling(PAGE, "shelled", way=1), telling(PAGE, "attack", way=-1), only(bias=1, link=1), False),
        # What is planned is not what happened.
        (SHELLED, ATTACK, only(bias=0, told=2), True),
        (SHELLED, telling(PAGE, "attack", told="planned"), only(bias=0, told=2), False),
        (telling(PAGE, "shelled", told="background"), ATTACK, only(bias=0, told=2), False),
        (SHELLED, telling(PAGE, "attack", told="threatened"), only(bias=1, unreal=-2), False),
        (
            telling(PAGE, "shelled", told="planned"),
            telling(PAGE, "attack", told="threatened"),
            only(bias=1, unreal=-2),
            True,
        ),
        (telling(PAGE, "shelled", told="background"), ATTACK, only(bias=1, unreal=-2), True),
        # An earlier one told as history in another paragraph: 'Last November eight were killed'.
        (SHELLED, telling(PAGE, "blast", "bomb", told="background"), only(bias=1, history=-2), False),
        (SHELLED, telling(PAGE, "attack", told="background"), only(bias=1, history=-2), True),
    ],
)
def test_what_joins_two_tellings(one: Telling, other: Telling, weights: Weights, together: bool) -> None:
    assert len(clusters(found([one, other]), nothing, PAGE, weights=weights)) == (1 if together else 2)


@pytest.mark.parametrize(
    ("days", "places", "together"),
    [
        ((DAY, DAY), ("dol aren", "dol aren"), True),
        ((DAY, NEXT), (None, None), False),
        ((NEXT, DAY), (None, None), False),
        ((DAY, WEEK), (None, None), True),
        ((DAY, None), (None, None), True),
        ((None, None), ("dol aren", "tel sarra"), False),
        ((None, None), ("dol aren", None), True),
    ],
)
def test_days_and_places_keep_incidents_apart(
    days: tuple[Range | None, Range | None], places: tuple[str | None, str | None], together: bool
) -> None:
    told = {SHELLED.sentence: (days[0], places[0]), ATTACK.sentence: (days[1], places[1])}
    made = clusters(found([SHELLED, ATTACK]), told.__getitem__, PAGE, weights=only(bias=1, date=-5, place=-5))
    assert len(made) == (1 if together else 2)


@pytest.mark.parametrize(("against", "together"), [(-2.5, True), (-3.5, False)])
def test_days_count_by_the_share_that_disagree(against: float, together: bool) -> None:
    """Two sentences tell of Monday's shelling and one of Sunday's; a fourth of the day after."""
    told = {
        SHELLED.sentence: (DAY, None),
        ATTACK.sentence: (DAY, None),
        RAID.sentence: (WEEK, None),
        BLAST.sentence: (NEXT, None),
    }
    made = clusters(found([SHELLED, ATTACK, RAID, BLAST]), told.__getitem__, PAGE, weights=only(bias=2, date=against))
    assert (len(made) == 1) is together


def test_facts_of_a_sentence_part_nothing_within_it() -> None:
    def same(sentence: int) -> tuple[Range | None, str | None]:
        return (DAY, "dol aren")

    assert len(clusters(found([SHOCK, BESIDE]), same, PAGE, weights=only(bias=1, date=-5, place=-5))) == 1


def test_alike_incidents_told_together_are_two() -> None:
    """Same kind, same sentence, told the same way: what they are linked to keeps them apart."""
    one, other = telling(PAGE, "shock", "shelling", way=1), telling(PAGE, "shelling", "shelling", way=-1)
    assert len(clusters(found([one, other]), nothing, PAGE)) == 2


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ("In a separate ", True),
        ("Elsewhere, an ", True),
        ("Police said that another ", True),
        ("In the ", False),
        ("The ", False),
        ("It was elsewhere. The ", False),
    ],
)
def test_words_that_say_that_another_incident_begins(before: str, says: bool) -> None:
    sheet = page(f"The mill was shelled. {before}attack killed two.")
    first, second = telling(sheet, "shelled"), telling(sheet, "attack")
    assert another(second, sheet) is says
    weights = only(bias=1, another=-2)
    assert len(clusters(found([first, second]), nothing, sheet, weights=weights)) == (2 if says else 1)


def test_unlike_kinds_far_apart_are_two() -> None:
    raid, shelled = telling(PAGE, "raid", "raid", way=1), telling(PAGE, "search", "non-violent", way=-1)
    assert len(clusters(found([raid, shelled]), nothing, PAGE)) == 2


def test_clusters_come_in_the_order_of_their_first_telling() -> None:
    tellings = [
        telling(PAGE, "shelled", way=1),
        telling(PAGE, "raid", way=-1),
        telling(PAGE, "shelling", way=1),
        telling(PAGE, "search", way=-1),
    ]
    made = clusters(found(tellings), nothing, PAGE)
    assert [words(c) for c in made] == [["shelled", "shelling"], ["raid", "search"]]


@pytest.mark.parametrize(
    ("counted", "way", "to"),
    [
        ("Nine people", 0, ["blast"]),  # its own sentence
        ("40 rifles", 0, ["search"]),
        ("an hour", 0, ["attack"]),
        ("an hour", 2, ["raid"]),  # what it is linked to, against what is nearer
    ],
)
def test_a_figure_goes_to_the_nearest_telling(counted: str, way: int, to: list[str]) -> None:
    tellings = [ATTACK, telling(PAGE, "raid", "raid", way=2), BLAST, telling(PAGE, "search", "raid")]
    made = clusters(
        found(tellings, [counting(PAGE, counted, way=way)], [part(PAGE, counted, "target", way=way)]),
        nothing,
        PAGE,
        weights=only(),
    )
    assert len(made) == 4
    assert [words(c) for c in made if c.countings] == [to]
    assert [words(c) for c in made if c.parts] == [to]


def test_a_figure_without_a_telling_makes_an_incident_of_its_own() -> None:
    (one,) = clusters(found([], [counting(PAGE, "Nine people")]), nothing, PAGE)
    assert (len(one.tellings), len(one.countings)) == (0, 1)
    assert (kind_of(one, ""), told_of(one)) == ("other", "news")


def test_figures_and_parts_without_a_telling_make_one_incident() -> None:
    """Each figure made one of its own, though nothing set them apart."""
    (one,) = clusters(
        found(
            [],
            [counting(PAGE, "Nine people", way=1), counting(PAGE, "40 rifles", way=-1)],
            [part(PAGE, "the farm", "place", way=2), part(PAGE, "an hour", "date")],
        ),
        nothing,
        PAGE,
    )
    assert (len(one.tellings), len(one.countings), len(one.parts)) == (0, 2, 2)


def test_parts_alone_make_none() -> None:
    assert clusters(found([], [], [part(PAGE, "the farm", "place")]), nothing, PAGE) == []


def test_kind_and_telling_are_those_of_most() -> None:
    one = Cluster([SHELLED, BESIDE, telling(PAGE, "attack", told="background")])
    assert kind_of(one, "") == "shelling" and told_of(one) == "news"
    assert KINDS[int(one.kinds().argmax())] == "shelling"
    assert told_of(Cluster([telling(PAGE, "attack", told="threatened")])) == "threatened"


def test_what_is_set_decides_how_a_cluster_is_told() -> None:
    assert told_of(Cluster([SHELLED], told="background")) == "background"


PEOPLE, FARM = counting(PAGE, "Nine people"), part(PAGE, "the farm", "target")


@pytest.mark.parametrize(
    ("tellings", "countings", "parts", "bare", "expected"),
    [
        # A bare word joins what somebody suffers in.
        ([SHELLED, BLAST], [PEOPLE], [], -2, [["shelled", "blast"]]),
        ([SHELLED, RAID], [], [FARM], -2, [["shelled", "raid"]]),
        # A day and a place leave it bare.
        ([SHELLED, BLAST], [PEOPLE], [part(PAGE, "The mill", "place")], -2, [["shelled", "blast"]]),
        # Not where it is less likely than ``bare``.
        ([SHELLED, BLAST], [PEOPLE], [], 0, [["shelled"], ["blast"]]),
        # Both have somebody.
        ([RAID, BLAST], [PEOPLE], [FARM], -2, [["raid"], ["blast"]]),
        # What is told otherwise stays apart.
        ([telling(PAGE, "shelled", told="planned"), BLAST], [PEOPLE], [], -2, [["shelled"], ["blast"]]),
        ([SHELLED], [], [], -2, [["shelled"]]),
    ],
)
def test_bare_words_join_the_likeliest_incident(
    tellings: list[Telling], countings: list[Counting], parts: list[Part], bare: float, expected: list[list[str]]
) -> None:
    made = clusters(found(tellings, countings, parts), nothing, PAGE, weights=only(bare=bare))
    assert [words(c) for c in made] == expected
    assert sum(len(c.parts) for c in made) == len(parts)


def test_likeness() -> None:
    assert likeness(link(1), link(1)) > 0 == likeness(link(1), link(2)) > likeness(link(1), link(-1))


SIGNS = st.lists(
    st.builds(
        telling,
        st.just(PAGE),
        st.sampled_from(["shelled", "attack", "raid", "shelling", "blast", "search"]),
        st.sampled_from(KINDS),
        told=st.sampled_from(TOLD),
        way=st.integers(-2, 2),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(SIGNS, st.integers(0, 3), st.integers(0, 3))
def test_every_sign_is_in_one_cluster(tellings: list[Telling], counted: int, parts: int) -> None:
    made = clusters(
        found(tellings, [counting(PAGE, "Nine people")] * counted, [part(PAGE, "the farm", "place")] * parts),
        nothing,
        PAGE,
    )
    assert sum(len(c.tellings) for c in made) == len(tellings)
    assert sum(len(c.countings) for c in made) == counted
    assert sum(len(c.parts) for c in made) == parts
    assert all(c.tellings for c in made)
