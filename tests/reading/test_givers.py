"""Whose words stand at a place of the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.givers import apart, givers, same_breath
from onrecord.record import Span
from reading.markup import unmark
from reading.test_signs import at


@pytest.mark.parametrize(
    ("marked", "words", "expected"),
    [
        ("{1S The mayor} {1C said} {1Q nine people died}.", "nine people", ("s1",)),
        ("{1S The mayor} {1C said} {1Q nine people died}.", "nine people died", ("s1",)),
        ("{1S The mayor} {1C said} {1Q the mill burned}. Nine people died.", "Nine people", ()),
        ("Nine people died.", "Nine people", ()),
        # Of a statement inside a statement the inner one carries it.
        (
            "{1S The mayor} {1C said} {1Q {2S a nurse} {2C told} him {2Q nine people died} that night}.",
            "nine people",
            ("s2",),
        ),
        ("{1S The mayor} {1C said} {1Q {2S a nurse} {2C told} him {2Q nine people died} at ten}.", "at ten", ("s1",)),
        # Those who share the content share the figure.
        ("{1S The mayor} and {2S a nurse} {1C,2C said} {1Q,2Q nine people died}.", "nine people", ("s1", "s2")),
        # A content that begins or ends inside the words carries them if it has most of them.
        ("More than {1Q ten people died}, {1S she} {1C said}.", "More than ten people died", ("s1",)),
        ("{1Q At least} nine people died, {1S she} {1C said}.", "At least nine people died", ()),
        # A content in two pieces.
        ("{1Q The mill burned}, {1S she} {1C said}, {1Q and nine people died}.", "nine people", ("s1",)),
        ("{1Q The mill burned}, {1S she} {1C said}, {1Q and nine people died}.", "she", ()),
    ],
)
def test_givers(marked: str, words: str, expected: tuple[str, ...]) -> None:
    text, _, statements = unmark(marked)
    assert givers(Span(*at(text, words)), statements) == expected


@pytest.mark.parametrize(
    ("marked", "last", "words", "expected"),
    [
        ("{1Q Nine people died}, {1S she} {1C said}, and ten were hurt.", "Nine people", "ten", True),
        ("{1Q Nine people died}, {1S she} {1C said}, although ten were hurt.", "Nine people", "ten", True),
        ("{1Q Nine people died}, {1S she} {1C said}. And ten were hurt.", "Nine people", "ten", False),
        ("{1Q Nine people died}, {1S she} {1C said}; and ten were hurt.", "Nine people", "ten", False),
        ("{1Q Nine people died}, {1S she} {1C said}, bringing the toll to ten.", "Nine people", "ten", False),
        ("{1Q Nine people died}, {1S she} {1C said}, the tenth this year.", "Nine people", "the tenth", False),
        (
            "{1Q Nine people died}, {1S she} {1C said}, and {2S he} {2C said} {2Q six} and ten.",
            "Nine people",
            "ten",
            False,
        ),
    ],
)
def test_what_is_told_on_in_the_same_sentence(marked: str, last: str, words: str, expected: bool) -> None:
    text, _, statements = unmark(marked)
    span, before = Span(*at(text, words)), Span(*at(text, last))
    assert same_breath(text, span, before, ("s1",), statements) is expected


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda x: Span(x[0], x[0] + x[1])), max_size=12)


@given(SPANS)
def test_apart_gives_spans_in_order_that_do_not_overlap(spans: list[Span]) -> None:
    out = apart(spans)
    assert set(out) <= set(spans)
    assert all(a.end <= b.start for a, b in pairwise(out))
    assert all(any(s.start < o.end and o.start < s.end for o in out) for s in spans)


def test_apart_keeps_what_only_touches() -> None:
    assert apart([Span(5, 9), Span(0, 5), Span(8, 12)]) == (Span(0, 5), Span(5, 9))
