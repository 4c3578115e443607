"""The vocabulary of people is in order, and tells groups apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.reading.groups import GROUPS, demonym, lint, nation_of, noun, people, plurals


def test_the_packaged_words_are_in_order() -> None:
    assert lint() == []


def test_the_vocabulary_is_rich() -> None:
    assert len(people().nouns) > 1000
    assert {n.group for n in people().nouns.values()} <= set(GROUPS)


BROKEN = """
[fixed]
civilians = "civilian; Bystander; civilian"
robots = "android"
[kin]
[weak]
[people]
[several]
[alone]
[before]
police = "police"
women = "police"
[ranks]
"""


def test_the_linter_says_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "people.toml"
    path.write_text(BROKEN, "utf-8")
    wrong = lint(path)
    assert len(wrong) == 4
    assert "robots" in wrong[0] and "Bystander" in wrong[1] and "civilian" in wrong[2] and "police" in wrong[3]


@pytest.mark.parametrize(
    ("word", "group"),
    [
        ("soldiers", "combatants"),
        ("fighter", "combatants"),
        ("policemen", "police"),
        ("officers", "police"),
        ("children", "children"),
        ("schoolgirls", "children"),
        ("women", "women"),
        ("men", "men"),
        ("pensioners", "elderly"),
        ("nurses", "medics"),
        ("aid worker", "aid workers"),
        ("photographers", "journalists"),
        ("relatives", "family"),
        ("villagers", "people"),
        ("civilians", "civilians"),
        ("upholsterers", "people"),
        ("postwomen", "women"),
        ("riflemen", "combatants"),
        ("operative", "combatants"),
    ],
)
def test_group(word: str, group: str) -> None:
    found = noun(word)
    assert found is not None and found.group == group


@pytest.mark.parametrize("word", ["trailers", "containers", "towers", "mortars", "carmen", "house", ""])
def test_things_are_nobody(word: str) -> None:
    assert noun(word) is None


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("wife", ["wives"]),
        ("baby", ["babies"]),
        ("policeman", ["policemen"]),
        ("coach", ["coaches"]),
        ("aid worker", ["aid workers"]),
    ],
)
def test_plurals(one: str, many: list[str]) -> None:
    assert plurals(one, {"wife": "wives"}) == many


@pytest.mark.parametrize(
    ("word", "shouted", "known"),
    [
        ("Karsan", False, True),
        ("Karsans", False, True),
        ("Egyptians", False, True),
        ("EGYPTIANS", True, True),
        ("KARSANS", True, False),
        ("Christian", False, False),
        ("Republicans", False, False),
        ("karsan", False, False),
        ("Hassan", False, False),
    ],
)
def test_demonym(word: str, shouted: bool, known: bool) -> None:
    assert (demonym(word, shouted=shouted) is not None) == known


@pytest.mark.parametrize(
    ("word", "nation"),
    [
        ("Egyptians", "Egyptian"),
        ("Karsans", "Karsan"),
        ("Frenchmen", "French"),
        ("Briton", "British"),
        ("Portuguese", "Portuguese"),
        ("Iraqis", "Iraqi"),
    ],
)
def test_nation(word: str, nation: str) -> None:
    assert nation_of(word) == nation
