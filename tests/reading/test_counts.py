"""Phrases that count people, the traps among them, and what a given span counts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.counts import count_phrases, reading_of, sorts
from reading.test_counts_cases import PHRASES, READINGS, TRAPS


@pytest.mark.parametrize(("words", "low", "high", "group", "nation"), READINGS)
def test_reading_of(words: str, low: int | None, high: int | None, group: str, nation: str | None) -> None:
    text = f"It says: {words} - no more."
    start = text.index(words)
    read = reading_of(text, start, start + len(words))
    assert (read.low, read.high, read.group, read.nation) == (low, high, group, nation)


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        ("It killed at least 21 people.", "at least 21 people", "people"),
        ("It killed two Karsan soldiers.", "two Karsan soldiers", "Karsan soldiers"),
        ("It killed 14.", "14", ""),
        ("It killed Ana Vale.", "Ana Vale", "Ana Vale"),
        ("It killed a 34-year-old teacher.", "a 34-year-old teacher", "34-year-old teacher"),
    ],
)
def test_who(text: str, words: str, who: str) -> None:
    start = text.index(words)
    read = reading_of(text, start, start + len(words))
    assert text[read.who_start : read.who_end] == who


@pytest.mark.parametrize(
    ("text", "words", "group"),
    [
        ("Three were children.", "Three", "children"),
        ("Nine of them were soldiers.", "Nine of them", "combatants"),
        ("One of the dead was a nurse.", "One of the dead", "medics"),
        ("Three were buried.", "Three", "people"),
        ("Three of them children, the rest not.", "Three of them", "children"),
        ("One of them pregnant, the rest not.", "One of them", "women"),
        ("Nine of these under age.", "Nine of these", "children"),
        ("Nine of them not yet ten years old.", "Nine of them", "children"),
        ("21, all fighters, it claims.", "21", "combatants"),
        ("Two brothers aged 11 and 13 died.", "Two brothers aged", "children"),
        ("Two brothers aged 11 and 23 died.", "Two brothers aged", "people"),
        ("His son, then nine, died.", "His son, then", "children"),
    ],
)
def test_what_is_said_of_a_bare_number(text: str, words: str, group: str) -> None:
    assert reading_of(text, 0, len(words)).group == group


@pytest.mark.parametrize(
    ("text", "words", "group"),
    [
        ("Two soldiers fell and six were wounded.", "six", "combatants"),
        ("Two soldiers fell. Six were wounded.", "Six", "people"),
        ("Two women died and six were wounded.", "six", "people"),
        ("Two medics were among the 12 dead.", "12", "people"),
        ("A soldier said six were wounded.", "six", "people"),
    ],
)
def test_what_a_bare_number_carries_over(text: str, words: str, group: str) -> None:
    start = text.index(words)
    assert reading_of(text, start, start + len(words)).group == group


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrases(text: str, expected: list[tuple[str, int | None, int | None, str]]) -> None:
    found = [(text[p.start : p.end], p.low, p.high, p.group) for p in count_phrases(text) if p.trap is None]
    assert found == expected


@pytest.mark.parametrize(("text", "words", "trap"), TRAPS)
def test_traps(text: str, words: str, trap: str) -> None:
    assert (words, trap) in [(text[p.start : p.end], p.trap) for p in count_phrases(text)]


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("The death toll stood at 45.", "death toll"),
        ("14 dead", "dead"),
        ("14 were killed", "were killed"),
        ("It was 14.", None),
    ],
)
def test_marker(text: str, marker: str | None) -> None:
    assert [p.marker for p in count_phrases(text) if p.head == ""][-1] == marker


WORDS = """
a the his two 14 of them and , ( family five soldiers man Ana Vale 's year - old 34 “ dead group couple at least
including US . any
"""
PIECES = st.lists(st.sampled_from([*WORDS.split(), "\n\n"]), max_size=25).map(" ".join)


@given(st.text(max_size=150) | PIECES)
def test_any_text_gives_phrases_in_order(text: str) -> None:
    last = 0
    for p in count_phrases(text):
        assert last <= p.start < p.end <= len(text)
        assert p.start <= p.head_start <= p.head_end <= p.end
        assert p.low is None or p.high is None or 0 <= p.low <= p.high
        last = p.end


@given(st.text(max_size=100) | PIECES, st.data())
def test_any_span_is_read(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    read = reading_of(text, start, end)
    assert start <= read.who_start <= read.who_end <= max(end, start)
    assert read.low is None or read.high is None or 0 <= read.low <= read.high


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("eight soldiers and the driver", ["eight soldiers", "the driver"]),
        ("16 soldiers, three policemen and a nurse", ["16 soldiers", "three policemen", "a nurse"]),
        ("six children and two teachers", ["six children", "two teachers"]),
        # One count of one group, or of all together.
        ("three clerks and their driver", ["three clerks and their driver"]),
        ("a woman and a child", ["a woman and a child"]),
        ("a mother and her two daughters", ["a mother and her two daughters"]),
        ("dozens of men and women", ["dozens of men and women"]),
        ("nine people, including three medics", ["nine people, including three medics"]),
        ("Ana Vale and two soldiers", ["Ana Vale and two soldiers"]),
    ],
)
def test_groups_that_are_counted_apart(text: str, parts: list[str]) -> None:
    assert [text[s:e] for s, e in sorts(text, 0, len(text))] == parts


HOSTILE = """
one |a |twenty-|1-|a man and his |police |two of the |men, women and |a group of 3 |3-year-old |“|9|'s |five, |the rebel
|more than |at least
"""


@pytest.mark.parametrize("piece", HOSTILE.strip("\n").split("|"))
def test_time_is_linear(piece: str) -> None:
    def took(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        count_phrases(text)
        reading_of(text, 0, len(text))
        sorts(text, 0, len(text))
        return time.process_time() - began

    took(1_000)
    assert took(40_000) < 20 * took(10_000) + 0.5
