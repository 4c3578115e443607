"""What nouns say: claims within what somebody else says of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.claims import claims


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He rejected the council’s figure of nine. They went.", [("the council", "figure", "nine")]),
        ("He rejects the council's earlier death toll of at least 90, he says.",
         [("the council", "toll", "at least 90")]),
        ("It does not accept the Regiment’s account of “two men”.", [("the Regiment", "account", "“two men”")]),
        ("She denies the claim of the enemy that nine died.", [("the enemy", "claim", "that nine died")]),
        ("It reviewed the report by the Dorn Observatory that nine died.",
         [("the Dorn Observatory", "report", "that nine died")]),
        ("It rejects the allegation, made by the council last week, that nine died.",
         [("the council", "allegation", "that nine died")]),
        ("It is aware of allegations that nine died; it will look.", [("", "allegations", "that nine died")]),
        ("She dismissed reports that spoke of nine dead.", [("", "spoke of", "nine dead")]),
        ("There is a message going round that says nine are dead.",
         [("a message going round", "says", "nine are dead")]),
        ("The mill burned: nine died there, by the council’s own count.", [("the council", "by", "nine died there")]),
        ("Nine have died, by the count of Dorn Watch.", [("Dorn Watch", "by the count of", "Nine have died")]),
        ("By the council’s tally, nine have died.", [("the council", "By", "nine have died")]),
        ("He rejected Ana Vale’s figure of nine.", [("Ana Vale", "figure", "nine")]),
        # What is done with a number of one's own.
        ("By noon it had raised the figure to seven, it says.", [("it", "raised", "the figure to seven, it says")]),
        ("The force stuck to its first count of 19.", [("The force", "stuck to", "its first count of 19")]),
        ("The committee has a list of 52 dead.", [("The committee", "has", "a list of 52 dead")]),
        ("The command’s first assessment is that nine died.",
         [("The command", "assessment is", "that nine died")]),
        ("The mayor’s count is nine. The army’s stands at 21.",
         [("The mayor", "count is", "nine"), ("The army", "stands at", "21")]),
        ("New count by the mayor and a nurse: nine dead.", [("the mayor and a nurse", ":", "nine dead")]),
        ("The committee has a list of demands.", []),
        ("It cut the number of its trains.", []),
        # No claims: who is counted is nobody's noun, and a plain 'that' no report.
        ("The council’s car of nine seats burned.", []),
        ("The council that met by the river counted nine.", []),
        ("The report of the council was long.", []),
    ],
)  # fmt: skip
def test_claims(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [tuple(text[s:e] for s, e in (c.who, c.cue, c.what)) for c in claims(text)]
    assert found == expected


@given(st.text(alphabet="ab ’s.,of that claim\n", max_size=300))
def test_claims_lie_in_the_text(text: str) -> None:
    assert all(0 <= s <= e <= len(text) for c in claims(text) for s, e in c)
