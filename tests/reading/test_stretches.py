"""Stretches of days that a time makes with the words around it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.dates import timexes
from onrecord.reading.stretches import stretched

# Published on Wednesday 13 March 2024: text, what makes the stretch, its first and last day.
PUBLISHED = "2024-03-13"
FOUND = [
    ("Ninety have died since January.", "since", "2024-01-01", "2024-03-13"),
    ("Ninety have died since the bridge fell in May 2022.", "since", "2022-05-01", "2024-03-13"),
    ("From the flood of 2021 until now ninety have died.", "since", "2021-01-01", "2024-03-13"),
    ("Nine mills burned this year.", "so far", "2024-01-01", "2024-03-13"),
    ("Nine mills burned this week.", "so far", "2024-03-11", "2024-03-13"),
    ("Nine mills burned between 2 February and last Friday.", "between", "2024-02-02", "2024-03-08"),
    ("From June 2022 to May 2023 nine mills burned.", "between", "2022-06-01", "2023-05-31"),
    ("Between 1989 and 1994 nine mills burned.", "between", "1989-01-01", "1994-12-31"),
    ("In the night to Monday the mill burned.", "a night", "2024-03-10", "2024-03-11"),
    ("The mill burned in the night from Saturday to Sunday.", "a night", "2024-03-09", "2024-03-10"),
    ("The mill burned on the night of 8 March.", "the night of", "2024-03-08", "2024-03-09"),
    ("Nine mills burned in the first half of the year.", "half a year", "2024-01-01", "2024-06-30"),
    ("The mill is to close by the end of 2024.", "by", "2024-03-13", "2024-12-31"),
]
NONE = [
    "It was the worst since last December, when the mill burned.",
    "The mill burned on Monday.",
    "Since then nine mills burned.",
    "From Dol Aren he went home on Monday.",
    "Nine mills burned in 2021 and 2022.",
    "Since 2031 it is closed.",
    "Nine mills burned in March.",
]


def made(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str | None, str | None]]:
    today = date.fromisoformat(published) if published else None
    every = stretched(text, timexes(text, published=published), today)
    return [(how, t.earliest, t.latest) for t, how in every if how]


@pytest.mark.parametrize(("text", "how", "first", "last"), FOUND)
def test_days_with_the_words_around(text: str, how: str, first: str, last: str) -> None:
    assert (how, first, last) in made(text)


@pytest.mark.parametrize("text", NONE)
def test_no_stretch(text: str) -> None:
    assert made(text) == []


def test_both_times_are_its_words() -> None:
    text = "Nine mills burned between 2 February and last Friday."
    (stretch,) = [t for t, how in stretched(text, timexes(text, published=PUBLISHED), None) if how]
    assert [text[s.start : s.end] for s in stretch.spans] == ["2 February", "last Friday"]


def test_without_a_day_of_publication_nothing_reaches_to_it() -> None:
    assert made("Ninety have died since January 2020.", None) == []


WORDS = tuple("since from between night to of by and until now 1 2 March 2024 9999 0001 Monday .".split())  # noqa: SIM905


@given(st.lists(st.sampled_from(WORDS)))
def test_any_words_give_days_in_order(words: list[str]) -> None:
    for _, first, last in made(" ".join(words)):
        assert first is not None and last is not None and first <= last
