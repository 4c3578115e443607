"""The file of kinds is in order, and its words tell of the right ones."""

from __future__ import annotations

from collections import Counter

import pytest

from onrecord.reading.kinds import kinds, said_of
from onrecord.reading.labels import KINDS

# ACLED's codebook of 2024, table 2: every event type with its sub-event types.
ACLED = {
    "Battles": {"Government regains territory", "Non-state actor overtakes territory", "Armed clash"},
    "Protests": {"Excessive force against protesters", "Protest with intervention", "Peaceful protest"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Explosions/Remote violence": {
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Strategic developments": {
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
        "Other",
    },
}  # fmt: skip


def test_the_file_has_every_kind_of_the_model_and_no_other() -> None:
    assert sorted(kinds()) == sorted(KINDS)
    assert all(kind.name == name for name, kind in kinds().items())


@pytest.mark.parametrize("name", KINDS)
def test_events_are_acleds(name: str) -> None:
    kind = kinds()[name]
    if kind.event is None:
        assert kind.sub_event is None
    else:
        assert kind.sub_event in ACLED[kind.event]


def test_only_what_is_no_political_violence_has_no_event() -> None:
    assert [kind.name for kind in kinds().values() if kind.event is None] == ["non-violent"]


def test_no_word_stands_twice() -> None:
    counted = Counter(word for kind in kinds().values() for word in kind.words)
    assert [word for word, n in counted.items() if n > 1] == []


def test_words_are_lower_case_with_a_star_only_at_their_end() -> None:
    for kind in kinds().values():
        for word in kind.words:
            assert word == " ".join(word.lower().split()), word
            assert len(word.removesuffix("*")) > 2 and "*" not in word.removesuffix("*"), word


def test_every_word_finds_its_own_kind() -> None:
    for kind in kinds().values():
        for word in kind.words:
            said = word.removesuffix("*")
            assert said_of(said) == [(0, len(said), kind.name)], said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jets carried out air strikes on Dol Aren.", [("air strikes", "air-strike")]),
        ("An AIR-STRIKE hit the mill.", [("AIR-STRIKE", "air-strike")]),
        ("A drone\nstrike hit the mill.", [("drone\nstrike", "drone-strike")]),
        ("It was a suicide bombing, not a bombing.", [("suicide bombing", "suicide-bomb"), ("bombing", "bomb")]),
        ("Mortar attacks and a gun battle were heard.", [("Mortar attacks", "shelling"), ("gun battle", "clash")]),
        ("They captured the town and captured its mayor.", [("captured the town", "capture"), ("captured", "arrest")]),
        ("He was shot dead.", [("shot dead", "attack")]),
        ("Assassinations were feared.", [("Assassinations", "targeted-killing")]),
        ("The ferry crashed into a pier.", [("crashed", "non-violent")]),
        ("The baker swept the floor.", []),
        # Words of speech and office that begin like those of agreements and executions.
        ("According to the mayor, all went accordingly, to an accordion.", []),
        ("An executive order of the Executive was read by its executor.", []),
        ("The peace accords held, one accord after another.", [("accords", "agreement"), ("accord", "agreement")]),
        ("Executions began; two were executed.", [("Executions", "execution"), ("executed", "execution")]),
        ("Bombardments by day, barrages by night.", [("Bombardments", "shelling"), ("barrages", "shelling")]),
        ("Their gunshotless trade, a deadline, a braid.", []),
        ("", []),
    ],
)
def test_words_that_tell_of_an_incident(text: str, told: list[tuple[str, str]]) -> None:
    assert [(text[s:e], kind) for s, e, kind in said_of(text)] == told


def test_words_beside_are_lower_case_and_stand_once() -> None:
    beside = [word for kind in kinds().values() for word in kind.beside]
    assert len(beside) == len(set(beside))
    assert all(word == " ".join(word.lower().split()) and len(word.removesuffix("*")) > 2 for word in beside)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A boy tossed a grenade into the yard.", [("grenade", "grenade")]),
        ("The cart struck a mine.", [("a mine", "bomb")]),
        ("He worked at the mine.", []),
        ("Mortar rounds fell on the mill.", [("Mortar", "shelling")]),
        ("Captives were found blindfolded.", [("blindfolded", "execution")]),
        ("Police used water-cannon.", [("water-cannon", "protest-intervention")]),
        ("The boat overturned in a storm.", [("overturned", "non-violent")]),
    ],
)
def test_words_beside_say_the_kind(text: str, told: list[tuple[str, str]]) -> None:
    assert [(text[start:end], kind) for start, end, kind in said_of(text, beside=True)] == told
