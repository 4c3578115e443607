"""Phrases of those who took part: made whole, told from what nobody is, and a body apart from its people."""

from __future__ import annotations

import pytest

from onrecord.reading.partakers import Named, alike, are_people, body_in, head, is_word, nobody, whole
from onrecord.record import Entity, EntityKind, Span
from reading.test_signs import at

Known = tuple[tuple[str, EntityKind], ...]


def named(text: str, known: Known) -> Named:
    return Named([Entity(f"e{n}", kind, name, (Span(*at(text, name)),)) for n, (name, kind) in enumerate(known)])


@pytest.mark.parametrize(
    ("text", "marked", "known", "phrase"),
    [
        ("They hit Karsa hospital twice.", "Karsa", (), "Karsa hospital"),
        ("They hit a high school bus.", "high", (), "high school bus"),
        ("It was uniformed individuals.", "uniformed", (), "uniformed individuals"),
        ("It was paid army soldiers.", "paid", (), "paid army soldiers"),
        # A phrase that has its noun ends there; so does one before a verb or a name.
        ("They hit the market traders said.", "the market", (), "the market"),
        ("The Wolves stormed villagers.", "The Wolves", (), "The Wolves"),
        ("The Wolves killed villagers.", "The Wolves", (), "The Wolves"),
        ("Gunmen\n\nPolice came.", "Gunmen", (), "Gunmen"),
        # Names whole, and what stands around them not.
        ("It was Bo Karr there.", "Bo", (("Bo Karr", "person"),), "Bo Karr"),
        ("They shot Col. Bo Karr there.", "Col", (("Bo Karr", "person"),), "Col. Bo Karr"),
        ("It was Dol Aren soldiers.", "Dol", (("Dol Aren", "place"),), "Dol"),
        ("It was the “Wolves”, they said.", "“Wolves”,", (), "Wolves"),
        ("It was [FKF] there.", "[FKF]", (), "FKF"),
        ("It was a warlord known as Bo Karr.", "a warlord known as", (("Bo Karr", "person"),), "a warlord"),
        ("It was ”.", "”", (), "”"),
    ],
)
def test_whole(text: str, marked: str, known: Known, phrase: str) -> None:
    start, end = whole(text, *at(text, marked), named(text, known))
    assert text[start:end] == phrase


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("military uniforms", True),
        ("a submachinegun", True),
        ("an airline plane", True),
        ("L", True),
        ("12", True),
        ("…", True),
        ("men in uniforms", False),
        ("a man with a gun", False),
        ("police", False),
        ("the Wolves", False),
        ("warplanes", False),
        ("None of our units", True),
        ("nobody", True),
    ],
)
def test_nobody(words: str, expected: bool) -> None:
    assert nobody(words) == expected


@pytest.mark.parametrize(
    ("words", "last", "people"),
    [
        ("members of the Northern Front", "members", True),
        ("men in uniform", "men", True),
        ("The gunmen", "gunmen", True),
        ("Gunmen", "gunmen", True),
        ("FKF units", "units", True),
        ("the River Boys", "boys", False),  # a name
        ("the police", "police", False),
        ("the army", "army", False),
        ("", "", False),
    ],
)
def test_head(words: str, last: str, people: bool) -> None:
    assert (head(words).lower(), are_people(words)) == (last, people)


@pytest.mark.parametrize(
    ("text", "known", "body"),
    [
        ("members of the Northern Front", (("Northern Front", "organisation"),), "Northern Front"),
        ("Northern Front fighters", (("Northern Front", "group"),), "Northern Front"),
        ("the Northern Front fighters", (("Northern Front", "group"),), "Northern Front"),
        ("FKF fighters", (("FKF fighters", "organisation"),), "FKF"),
        ("officers of the armed forces", (), "armed forces"),
        ("soldiers of the 4th battalion", (), "4th battalion"),
        ("the Northern Front", (("Northern Front", "organisation"),), None),
        ("villagers of Dol Aren", (("Dol Aren", "place"),), None),
        ("sons of Bo Karr", (("Bo Karr", "person"),), None),
        ("a group of soldiers", (), None),
        ("members of a group", (), None),
        ("the army", (), None),
    ],
)
def test_a_body_and_its_people(text: str, known: Known, body: str | None) -> None:
    found = body_in(text, 0, len(text), named(text, known))
    assert (text[slice(*found)] if found else None) == body


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("guerrillas", "the rebels", True),
        ("FKF rebels", "guerrillas", True),
        ("FKF rebels", "ELA guerrillas", False),
        ("gunmen", "the attackers", True),
        ("gunmen", "the masked attackers", False),
        ("the army", "the attackers", False),
        ("gunmen", "policemen", False),
    ],
)
def test_other_words_for_the_same_people(one: str, other: str, same: bool) -> None:
    assert alike(one, other) == alike(other, one) == same


def test_time_stays_in_step_with_length() -> None:
    text = "A, " * 40_000
    assert whole(text, 0, len(text), named(text, ())) == (0, len(text) - 2)
    assert body_in(text, 0, len(text), named(text, ())) is None


@pytest.mark.parametrize(
    ("key", "word"),
    [("arms", "knives"), ("arms", "torpedoes"), ("arms", "Rifles"), ("things", "highways"), ("members", "militiamen")],
)
def test_several_are_in_a_list_too(key: str, word: str) -> None:
    assert is_word(key, word)
