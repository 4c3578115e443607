"""Same incident or not: invented pairs with what should become of them, and what is said of why."""

from __future__ import annotations

import itertools
import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from onrecord.accounts.clusters import JOIN, SUGGEST, placement
from onrecord.accounts.comparing import AGREE, DIFFER, compare
from onrecord.accounts.likeness import alike, kilometres, shared_names, skeleton
from onrecord.accounts.matching import match
from onrecord.accounts.sightings import Harmed, Sighting, Spot

DAY = date(2031, 5, 5).toordinal()
RAVEL = Spot("own:1", 10.0, 20.0, "port ravel")
DUNMAR = Spot("own:2", 12.0, 21.0, "dunmar")


def sighting(report: str, **fields: Any) -> Sighting:
    """A bus attacked near Port Ravel, as told by ``report``."""
    base: dict[str, Any] = {
        "incident": "i1",
        "published": DAY + 1,
        "kind": "attack",
        "event": "Violence against civilians",
        "earliest": DAY,
        "latest": DAY,
        "dated": True,
        "place": RAVEL,
        "exact": True,
        "country": "sabalona",
        "region": "sabalona/north",
        "towns": ("port ravel",),
        "acts": ("ambush", "fired"),
        "killed": Harmed(17, 17),
        "title": ("ambush", "bus"),
        "lead": ("ambush", "bus", "gunmen", "ravel"),
        "words": ("zaruq", "quarry", "ambush", "bus", "gunmen", "passengers"),
        "weights": (600, 500, 400, 300, 300, 200),
    }
    return Sighting(report=report, **(base | fields))


BUS = sighting("a", people=("karim osso", "lena okarro"))
MARKET: dict[str, Any] = {
    "kind": "shelling",
    "event": "Explosions/Remote violence",
    "acts": ("shelled", "mortar"),
    "killed": Harmed(3, 3),
    "title": ("market", "mortar"),
    "lead": ("market", "mortar", "shells"),
    "words": ("mortar", "market", "stalls", "shells", "vegetables"),
    "weights": (500, 500, 500, 400, 300),
}
# fmt: off
PAIRS: list[tuple[str, dict[str, Any], str, tuple[str, ...], tuple[str, ...]]] = [
    ("the same, told by another",
     {}, "join", ("same day", "both in Port Ravel", "both 17 killed"), ()),
    ("a rising toll",
     {"killed": Harmed(21, 21), "published": DAY + 2, "people": ("karim osso",)},
     "join", ("both name Karim Osso", "same day"), ("17 and 21 killed",)),
    ("the day off by one, the toll another, a name the same",
     {"killed": Harmed(21, 21), "earliest": DAY - 1, "latest": DAY - 1, "people": ("karim osso",)},
     "join", ("both name Karim Osso", "both in Port Ravel"), ("17 and 21 killed",)),
    ("the town in another spelling, and on no map",
     {"place": Spot(None, None, None, "portravel"), "towns": ("portravel",)}, "join", ("same day",), ()),
    ("months later, with a victim's name",
     {"published": DAY + 200, "people": ("lena okarro", "karim osso"), "killed": None},
     "join", ("both name Karim Osso and Lena Okarro", "same day"), ()),
    ("another attack in the same town on the same day",
     {**MARKET, "people": ("ilan moreth",)}, "suggest", (), ("17 and 3 killed",)),
    ("a like attack far away on the same day",
     {"place": Spot("own:9", 40.0, 60.0, "kesh"), "towns": ("kesh",), "region": "orrand/west", "country": "orrand",
      "people": ("ilan moreth",), "killed": Harmed(2, 2), "words": ("kesh", "gunmen"), "weights": (900, 400),
      "title": ("shop",), "lead": ("shop", "robbers")}, "apart", (), ("17 and 2 killed",)),
    ("a like attack in the same town a year before",
     {"published": DAY - 364, "earliest": DAY - 365, "latest": DAY - 365, "people": ("ilan moreth",),
      "killed": Harmed(4, 4), "words": ("gunmen", "bridge", "toll"), "weights": (600, 600, 500), "title": ("bridge",),
      "lead": ("bridge", "gunmen")}, "apart", (), ("365 days apart",)),
]
# fmt: on


@pytest.mark.parametrize(("what", "other", "outcome", "agrees", "differs"), PAIRS, ids=[p[0] for p in PAIRS])
def test_pairs(
    what: str, other: dict[str, Any], outcome: str, agrees: tuple[str, ...], differs: tuple[str, ...]
) -> None:
    told = sighting("b", **other)
    found = match(BUS, told)
    assert set(agrees) <= set(found.agrees), found
    assert set(differs) <= set(found.differs), found
    placed = placement(told, {"g1": [BUS]})
    if outcome == "join":
        assert placed.join == "g1" and found.score >= JOIN and placed.why == found
    elif outcome == "suggest":
        assert placed.join is None and placed.suggest == (("g1", found),)
    else:
        assert placed.join is None and found.score < SUGGEST and not placed.suggest


def _told(a: Sighting, b: Sighting) -> dict[str, float]:
    return {f.name: f.value for f in compare(a, b)}


def test_a_name_that_stands_on_both_pages_is_less_than_one_who_took_part() -> None:
    writer, victim = "hollis vane", "karim osso"
    one = sighting("a", people=(victim, writer), took_part=(victim,))
    other = sighting("b", people=("ilan moreth", writer), took_part=("ilan moreth",))
    assert "same name in passing" in _told(one, other) and "same person" not in _told(one, other)
    again = sighting("b", people=(victim, writer))
    assert "same person" in _told(one, again) and "same name in passing" not in _told(one, again)
    # Where neither report says of anybody that he took part, as in sightings kept before it was looked at.
    assert "same person" in _told(sighting("a", people=(writer,)), sighting("b", people=(writer,)))


def test_lists_of_many_people_share_ages_by_chance() -> None:
    one, many, more = (4,), (18, 19, 22, 25, 31, 40), (17, 19, 20, 23, 25, 30)
    alone = _told(sighting("a", ages=one), sighting("b", ages=one))
    lists = _told(sighting("a", ages=many), sighting("b", ages=more))
    assert alone["same age"] == 1.0 and "both tell of many" not in alone
    assert lists["same age"] == pytest.approx(1 / 3) and "both tell of many" in lists


def test_a_report_is_not_of_what_came_long_after_it() -> None:
    def told(days: int) -> set[str]:
        later = sighting("b", earliest=DAY + days, latest=DAY + days, published=DAY + days + 1)
        return set(_told(sighting("a"), later))

    assert "published before the other's day" in told(5) and "published long before the other's day" not in told(5)
    assert "published long before the other's day" in told(20) and "their own days are months apart" not in told(20)
    assert "their own days are months apart" in told(90)


# fmt: off
BOMB: dict[str, Any] = {
    "kind": "bomb", "event": "Explosions/Remote violence", "acts": ("bomb", "exploded"), "title": ("bomb", "station"),
    "lead": ("bomb", "station", "ravel"), "words": ("bomb", "station", "van"), "weights": (300, 650, 650),
    "published": DAY, "killed": Harmed(5, 5),
}  # fmt: skip
SECOND: dict[str, Any] = {
    **BOMB, "title": ("bomb", "market"), "lead": ("bomb", "market", "ravel"), "words": ("bomb", "market", "taxi"),
    "earliest": DAY + 1, "latest": DAY + 1, "published": DAY + 1, "killed": Harmed(8, 8),
}  # fmt: skip


@pytest.mark.parametrize(
    ("other", "joined"),
    [
        ({}, False),
        ({"published": DAY + 2}, False),
        ({"earliest": DAY, "latest": DAY}, True),
        ({"people": ("karim osso",)}, True),
        ({"dated": False}, True),
    ],
    ids=[
        "out before the other's day",
        "told the day after",
        "of the same day",
        "with one person",
        "of a day of speaking",
    ],
)
def test_two_bombs_in_one_town_on_two_days_are_two(other: dict[str, Any], joined: bool) -> None:
    first = sighting("a", **(BOMB | {"people": ("karim osso",)}))
    second = sighting("b", **(SECOND | other))
    assert (match(first, second).score >= JOIN) is joined


NUMBERS = [
    ((2, 8), (8,), {"same number in the title": 1.0}),
    ((2,), (5,), {"other numbers in the title": 1.0}),
    ((2, 8), (8, 9), {"same number in the title": 0.5}),
    ((), (8,), {}),
]
# fmt: on


@pytest.mark.parametrize(("mine", "other", "expected"), NUMBERS)
def test_numbers_in_titles(mine: tuple[int, ...], other: tuple[int, ...], expected: dict[str, float]) -> None:
    found = _told(sighting("a", numbers=mine), sighting("b", numbers=other))
    assert {name: value for name, value in found.items() if "in the title" in name} == expected


def test_two_incidents_of_one_report_are_never_one() -> None:
    again = sighting("a", incident="i2", people=BUS.people)
    assert match(BUS, again).score >= JOIN
    assert placement(again, {"g1": [BUS]}).join is None


def test_a_sighting_added_again_goes_where_it_was() -> None:
    assert placement(BUS, {"g1": [BUS, sighting("b")]}).join == "g1"


def test_an_echo_is_placed_nowhere() -> None:
    assert placement(sighting("b", main=False, founds=False, echo=True), {"g1": [BUS]}) == placement(BUS, {})


def test_people_keep_groups_apart() -> None:
    told = sighting("b")
    assert placement(told, {"g1": [BUS]}, apart=frozenset({"g1"})) == placement(told, {})


def test_news_draws_before_history() -> None:
    told = sighting("c", people=BUS.people)
    history = sighting("b", background=True, main=False, founds=False, people=BUS.people)
    assert placement(told, {"g1": [history], "g2": [BUS]}).join == "g2"


def test_a_report_may_show_two_incidents_to_be_one() -> None:
    told = sighting("c", people=BUS.people)
    other = sighting("b", people=BUS.people)
    placed = placement(told, {"g1": [BUS], "g2": [other]})
    assert {placed.join, *placed.merge} == {"g1", "g2"}
    both = [other, sighting("a", incident="i2")]
    assert placement(told, {"g1": [BUS], "g2": both}).merge == ()


_names = st.sampled_from(["karim osso", "lena okarro", "ilan moreth", "qarim oso"])
_sightings = st.builds(
    lambda report, main, day, place, people, killed, kind: sighting(
        report, main=main, background=not main, earliest=day, latest=day, place=place,
        exact=place is not None, people=tuple(dict.fromkeys(people)), killed=killed, kind=kind,
    ),
    st.sampled_from("abcdefgh"),
    st.booleans(),
    st.one_of(st.none(), st.integers(DAY - 40, DAY)),
    st.sampled_from([None, RAVEL, DUNMAR, Spot(None, None, None, "port rawel")]),
    st.lists(_names, max_size=3),
    st.sampled_from([None, Harmed(1, 1), Harmed(17, 17), Harmed(12, None)]),
    st.sampled_from(["attack", "shelling", ""]),
)  # fmt: skip


@given(_sightings, _sightings)
def test_a_match_is_symmetric(a: Sighting, b: Sighting) -> None:
    assume(a.key() != b.key())
    assert match(a, b) == match(b, a)
    assert 0 <= match(a, b).score <= 1
    assert not set(match(a, b).agrees) & set(match(a, b).differs)


@settings(max_examples=40)
@given(_sightings, st.lists(_sightings, min_size=1, max_size=5, unique_by=lambda s: s.report))
def test_the_order_of_groups_and_members_does_not_matter(new: Sighting, members: list[Sighting]) -> None:
    outcomes = {
        repr(placement(new, dict(order)))
        for shuffled in itertools.islice(itertools.permutations(members), 6)
        for order in itertools.permutations([("g1", shuffled[:2]), ("g2", shuffled[2:])])
        if set(m.report for m in shuffled[:2]) == set(m.report for m in members[:2])
    }
    assert len(outcomes) == 1


@given(_sightings, _sightings)
def test_every_phrase_is_whole(a: Sighting, b: Sighting) -> None:
    for feature in compare(a, b):
        assert "{" not in feature.phrase() and "None" not in feature.phrase()


# fmt: off
LIKE = [
    ("tin azzer", "tinazer", 1.0), ("kesar gaon", "kesargaon", 1.0), ("qasr hamat", "kasr hamad", None),
    ("mazrat", "mazraat", 1.0), ("port ravel", "dunmar", 0.0),
]
PERSONS = [
    (("karim osso",), ("karim osso",), True),
    (("karim b osso",), ("karim osso",), True),
    (("lon ward jr",), ("lon ward",), True),
    (("qarim ossou tarek",), ("karim osso tariq",), True),
    (("karim osso",), ("lena osso",), False),
    ((), ("lena osso",), False),
]
# fmt: on


@pytest.mark.parametrize(("a", "b", "how"), LIKE)
def test_names_of_places_in_other_spellings(a: str, b: str, how: float | None) -> None:
    assert alike(a, b) == alike(b, a)
    assert (0 < alike(a, b) < 1) if how is None else alike(a, b) == how


@pytest.mark.parametrize(("a", "b", "same"), PERSONS)
def test_persons_in_other_spellings(a: tuple[str, ...], b: tuple[str, ...], same: bool) -> None:
    assert bool(shared_names(a, b)) is bool(shared_names(b, a)) is same


def test_short_skeletons_prove_nothing() -> None:
    assert skeleton("kabul") == skeleton("kobal") and alike("kabul", "kobal") < 1


def test_no_feature_speaks_against_its_own_sense() -> None:
    text = (files("onrecord.accounts") / "data" / "matching.toml").read_text(encoding="utf-8")
    weights = tomllib.loads(text)["weights"]
    assert {name for name in AGREE if weights.get(name, 0) < 0} == set()
    assert {name for name in DIFFER if weights.get(name, 0) > 0} == set()
    assert not AGREE & DIFFER
    assert len((AGREE | DIFFER) & weights.keys()) > 40


def test_distance() -> None:
    assert kilometres((0.0, 0.0), (0.0, 180.0)) == pytest.approx(20015, abs=5)
    assert kilometres((52.0, 13.0), (52.0, 13.0)) == 0
