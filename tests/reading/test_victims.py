"""Victims whom the report names, and what it was done with."""

from __future__ import annotations

import pytest

from onrecord.reading.victims import victims
from onrecord.reading.weapons import weapons
from onrecord.reading.words import page
from onrecord.record import Entity, Figure, Group, Span, Who
from reading.test_signs import at, part


def figure(text: str, words: str, *, high: int | None = 1, group: Group = "people", who: str | None = None) -> Figure:
    span = Span(*at(text, words))
    counted = Span(*at(text, who)) if who else span
    return Figure("f", "killed", Who(group, who or words, (counted,)), 1, high, (span,), words)


def person(text: str, name: str, *mentions: str, role: str | None = None) -> Entity:
    spans = tuple(Span(*at(text, m)) for m in mentions or (name,))
    return Entity(f"e-{name}", "person", name, spans, role)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("the teacher Ana Vale", ["the teacher Ana Vale"]),
        ("the death of Ana Vale", ["the death of Ana Vale"]),
        ("Ana Vale's murder", ["Ana Vale's murder"]),
        # Who is theirs is somebody else.
        ("the wife of Ana Vale", []),
        ("relatives of Ana Vale", []),
        ("the son of the late Ana Vale", []),
        ("Ana Vale's brother", []),
        ("Ana Vale’s driver", []),
    ],
)
def test_who_is_counted(words: str, named: list[str]) -> None:
    text = f"They mourned {words} that day."
    assert [p.text for p in victims(text, [figure(text, words)], [person(text, "Ana Vale")])] == named


def test_several_in_one_figure_have_their_names_alone() -> None:
    text = "Ana Vale and Bo Karr died."
    found = victims(
        text, [figure(text, "Ana Vale and Bo Karr", high=2)], [person(text, "Ana Vale"), person(text, "Bo Karr")]
    )
    assert [(p.name, p.text) for p in found] == [("Ana Vale", "Ana Vale"), ("Bo Karr", "Bo Karr")]


@pytest.mark.parametrize(
    ("text", "bare", "role", "joined"),
    [
        ("Ana Vale, a teacher, died.", "teacher", None, True),
        ("The mayor, Ana Vale, died.", "mayor", None, True),
        ("Ana Vale died. The mayor was shot twice.", "mayor", "mayor", True),
        ("Ana Vale died. The baker was shot twice.", "baker", "mayor", False),
        ("Ana Vale died there on Sunday beside a teacher.", "teacher", None, False),
    ],
)
def test_a_bare_noun_is_the_one_named(text: str, bare: str, role: str | None, joined: bool) -> None:
    (found,) = victims(text, [figure(text, "Ana Vale"), figure(text, bare)], [person(text, "Ana Vale", role=role)])
    assert (bare in found.text) == joined


@pytest.mark.parametrize(
    ("words", "group", "kind"),
    [
        ("Ana Vale", "people", "civilians"),
        ("police officer Ana Vale", "police", "state forces"),
        ("army captain Ana Vale", "combatants", "state forces"),
        ("rebel leader Ana Vale", "combatants", "rebel group"),
        ("gunner Ana Vale", "combatants", "unknown"),
    ],
)
def test_kinds(words: str, group: Group, kind: str) -> None:
    text = f"They shot {words} there."
    assert [p.kind for p in victims(text, [figure(text, words, group=group)], [person(text, "Ana Vale")])] == [kind]


@pytest.mark.parametrize(
    ("text", "marked", "found"),
    [
        ("A bomb, the car bomb, bombs.", ("A bomb", "the car bomb", "bombs"), ["car bomb"]),
        ("The car bomb; a rifle.", ("The car bomb", "a rifle"), ["car bomb", "rifle"]),
        ("An automatic rifle.", ("An automatic",), ["automatic rifle"]),
        ("Explosives and car bombs.", ("Explosives and car",), ["Explosives", "car bombs"]),
        ("Rifles and gold.", ("Rifles and gold",), ["Rifles and gold"]),
        ("A bomb packed with 2 kg of TNT.", ("bomb packed with 2 kg of TNT",), ["bomb", "2 kg of TNT"]),
        ("A bomb; the explosive device.", ("A bomb", "the explosive device"), ["bomb"]),
        ("A device; the bomb.", ("A device", "the bomb"), ["bomb"]),
        ("A total of 55.", ("55",), []),
        ("Stones.", ("Stones",), ["Stones"]),
        ("It was a katana sword, the sword.", ("a katana sword", "the sword"), ["katana sword"]),
        # Cases that were found, and what people were carried by.
        ("They found 41 shell casings.", ("41 shell",), []),
        ("It met a fishing boat.", ("a fishing boat",), []),
    ],
)  # fmt: skip
def test_weapons(text: str, marked: tuple[str, ...], found: list[str]) -> None:
    p = page(text)
    made = weapons(text, [part(p, m, "weapon") for m in marked])
    assert [w.name for w in made] == found
    assert all(text[s.start : s.end] == w.name for w in made for s in w.spans)
