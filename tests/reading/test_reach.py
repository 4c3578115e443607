"""How far a content reaches in its sentence."""

from __future__ import annotations

import pytest

from onrecord.reading.reach import reach
from onrecord.reading.statements import Found
from reading.markup import unmark


def reached(marked: str) -> list[str]:
    text, _, told = unmark(marked)
    found = [
        Found(
            next(((s.start, s.end) for s in one.cue.spans), None) if one.cue else None,
            [(s.start, s.end) for s in one.source.spans] if one.source else [],
            [(s.start, s.end) for s in one.content.spans],
            [],
            0.9,
        )
        for one in told
    ]
    reach(found, text, [0, *(k + 2 for k in range(len(text)) if text[k : k + 2] == "\n\n")])
    return [" … ".join(text[s:e] for s, e in f.content) for f in found]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # An attribution that closes its sentence has the sentence before it.
        ("Two died {1Q at once; a third fell in the yard}, {1S the mayor} {1C said}.",
         ["Two died at once; a third fell in the yard"]),
        ("The mill burned. Two died {1Q at once}, {1S the mayor} {1C said}.", ["Two died at once"]),
        ("The mill burned.\n\nTwo died {1Q at once}, {1C said} {1S Dr. Bo Karr}.", ["Two died at once"]),
        ("DORN, May 3 (Prensa) — Two died {1Q at once}, {1S the mayor} {1C said}.", ["Two died at once"]),
        ("Two died {1Q at once, as} the mill fell, {1S the mayor} {1C said}.", ["at once, as"]),
        # What begins behind a comma or a conjunction is a clause of its own.
        ("Two died at the mill, {1Q the second blaze there}, {1S the mayor} {1C said}.", ["the second blaze there"]),
        ("Two died at the mill and {1Q six fell}, {1S the mayor} {1C said}.", ["six fell"]),
        # Nor does it go back over another's words, but for what a semicolon sets apart.
        ("{1S Bo Karr} {1C said} {1Q the mill} and {2Q the yard burned}, {2S the mayor} {2C added}.",
         ["the mill", "the yard burned"]),
        ("{1Q Two died}, {1S Bo Karr} {1C said}; six {2Q fell}, {2S the mayor} {2C added}.", ["Two died", "six fell"]),
        ("“Two died” in {1Q the yard}, {1S the mayor} {1C said}.", ["the yard"]),
        # An attribution between a subject and its verb.
        ("Four survivors, {1S he} {1C said}, {1Q were in hospital}.", ["Four survivors … were in hospital"]),
        ("The blast killed five and, {1S the army} {1C admitted}, {1Q a soldier as well}.", ["a soldier as well"]),
        ("The mill burned, two died, {1S he} {1C said}, {1Q at once}.", ["at once"]),
        # Scraps of another sentence.
        ("{1S He} {1C said} {1Q Col. Karr was hurt in the yard}.", ["Col. Karr was hurt in the yard"]),
        ("Nobody came {1Q home. Two men were shot in the yard}, {1S the mayor} {1C said}.",
         ["Two men were shot in the yard"]),
        ("{1Q Nobody came home. Two men were shot in the yard}, {1S the mayor} {1C said}.",
         ["Nobody came home. … Two men were shot in the yard"]),
    ],
)  # fmt: skip
def test_reach(marked: str, expected: list[str]) -> None:
    assert reached(marked) == expected
