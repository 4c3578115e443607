"""Who says that it was their doing."""

from __future__ import annotations

import pytest

from onrecord.reading.claimants import claimants
from onrecord.reading.words import page
from reading.markup import unmark
from reading.test_signs import part, telling


@pytest.mark.parametrize(
    ("marked", "told", "found"),
    [
        ("{1S The Wolves} {1C claimed responsibility} for {1Q the attack}.", "attack", ["The Wolves"]),
        ("{1S The Wolves} {1C have claimed} {1Q full responsibility for the attack}.", "attack", ["The Wolves"]),
        ("{1S The Wolves, a gang,} {1C took credit} for {1Q it all}.", "all", ["The Wolves"]),
        ("{1S The Wolves} {1C claimed} {1Q both attacks}.", "attacks", ["The Wolves"]),
        ("{1S The Wolves} {1C claim} {1Q the latest attack}.", "attack", ["The Wolves"]),
        # What is only maintained is no claim, and nobody is nobody.
        ("{1S The Wolves} {1C claim} {1Q that the attack failed}.", "attack", []),
        ("{1S The Wolves} {1C claim} {1Q the other side attacked}.", "attacked", []),
        ("{1S The Wolves} {1C denied responsibility} for {1Q the attack}.", "attack", []),
        ("{1S The Wolves} {1C did not claim responsibility} for {1Q the attack}.", "attack", []),
        ("{1S The Wolves} have yet to {1C claim responsibility} for {1Q the attack}.", "attack", []),
        ("{1S The Wolves} {1C refused to accept responsibility} for {1Q the attack}.", "attack", []),
        ("{1S The Wolves} {1C denied} claiming {1Q responsibility for the attack}.", "attack", []),
        ("{1S , of the Wolves,} {1C claimed responsibility} for {1Q the attack}.", "attack", []),
        ("{1S Nobody} {1C claimed responsibility} for {1Q the attack}.", "attack", []),
        ("{1S It} {1C claimed responsibility} for {1Q the attack}.", "attack", []),
        ("{1C Claimed responsibility} for {1Q the attack}.", "attack", []),
    ],
)
def test_claimants(marked: str, told: str, found: list[str]) -> None:
    text, _, statements = unmark(marked)
    p = page(text)
    made = claimants(statements, [telling(p, told)], [], p)
    assert [text[c.start : c.end] for c in made] == found
    assert {c.part for c in made} <= {"claimant"}


def test_who_is_marked_already_is_not_found_again() -> None:
    text, _, statements = unmark("{1S The Wolves} {1C claimed responsibility} for {1Q the attack}.")
    p = page(text)
    assert claimants(statements, [telling(p, "attack")], [part(p, "The Wolves", "claimant")], p) == []
