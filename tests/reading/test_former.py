"""Numbers that were told before and stand no more are no total."""

from __future__ import annotations

import pytest

from onrecord.reading.former import former
from onrecord.reading.totals import totals
from onrecord.record import Figure, Span, Who

FORMER = [
    ("Correction: An earlier version of this article said that 12 people were killed.", "12", True),
    ("An earlier version of this story gave the number of dead as 12.", "12", True),
    ("It previously stated that 12 people had been killed.", "12", True),
    ("Nine died, police said, revising an earlier toll of 12.", "12", True),
    ("The ministry lowered its figure from 12 to nine.", "12", True),
    ("The toll rose from 12 to 19 on Monday.", "12", True),
    ("Nine were killed, and not the 12 initially reported.", "12", True),
    ("Initial reports said 12 people had died.", "12", True),
    ("Twenty-four people were killed, not 26 as reported.", "26", True),
    ("Nine people, rather than twelve, were killed.", "twelve", True),
    ("It killed nine people instead of twelve.", "twelve", True),
    ("Not 12 but nine people were killed.", "12", True),
    ("Not 12 but nine people were killed.", "Not 12", True),
    # What is the number now.
    ("Not 12 but nine people were killed.", "nine", False),
    ("Nine died in the north, and 12 in the south.", "12", False),
    ("The mayor was not there when 12 people died.", "12", False),
    ("The ministry lowered its figure from 12 to nine.", "nine", False),
    ("The toll rose from 12 to 19 on Monday.", "19", False),
    ("After an earlier report of shots, nine people were found dead.", "nine", False),
    ("An earlier report put the toll at 12, and police now say that 19 died.", "19", False),
    ("Correction: An earlier version was wrong. Nine people were killed.", "Nine", False),
    ("Nine people were killed in an earlier attack.", "Nine", False),
    ("Police first found nine people dead.", "nine", False),
]


def _figure(text: str, words: str, name: str = "f1") -> Figure:
    start = text.index(words)
    return Figure(name, "killed", Who("people"), 12, 12, (Span(start, start + len(words)),), words)


@pytest.mark.parametrize(("text", "words", "expected"), FORMER)
def test_which_numbers_stand_no_more(text: str, words: str, expected: bool) -> None:
    assert former(text, _figure(text, words)) is expected


def test_a_number_told_again_as_it_stands_stands() -> None:
    text = "Twelve were killed. An earlier version said that 12 were killed."
    figure = Figure("f1", "killed", Who("people"), 12, 12, (Span(0, 6), Span(49, 51)), "Twelve … 12")
    assert text[49:51] == "12" and not former(text, figure)


def test_a_toll_that_the_newly_dead_raise_is_the_total() -> None:
    text = "Two soldiers died on Sunday, which raises the number killed to nine."
    two = Figure("f1", "killed", Who("combatants", "soldiers"), 2, 2, (Span(0, 12),), "Two soldiers", given_by=("s1",))
    nine = Figure("f2", "killed", Who("combatants"), 9, 9, (Span(63, 67),), "nine", given_by=("s1",))
    assert text[63:67] == "nine"
    likely_two = [0.01, 0.01, 0.9, *[0.01] * 8]
    assert totals([two, nine], {"killed": likely_two})["killed"].low == 9
