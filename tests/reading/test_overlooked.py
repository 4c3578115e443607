"""Counts that the encoder passed over, and the harm that a count takes from the one before it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.counts import count_phrases
from onrecord.reading.overlooked import carried, found_besides
from onrecord.reading.signs import Counting
from onrecord.reading.words import page
from onrecord.record import Harm
from reading.test_signs import counting


def besides(text: str, marked: dict[str, Harm]) -> list[tuple[str, str]]:
    """What is found in ``text`` where the encoder marked the words in ``marked``."""
    sheet = page(text)
    marks = [counting(sheet, words, harm) for words, harm in marked.items()]
    found = found_besides(text, sheet, count_phrases(text), marks)
    assert [c.start for c in found] == sorted(c.start for c in found)
    return [(text[c.start : c.end], c.harm) for c in found if c not in marks]


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        # A number of people with its harm beside it.
        ("Only three people are missing.", {}, [("three people", "missing")]),
        ("They dug for as many as 25 missing.", {}, [("as many as 25", "missing")]),
        ("Nobody was killed.", {}, [("Nobody", "killed")]),
        ("Three people came to the mill.", {}, []),
        # Joined to a figure.
        (
            "They took two nurses, a midwife and two guards.",
            {"two nurses": "abducted", "a midwife": "abducted"},
            [("two guards", "abducted")],
        ),
        ("It killed nine porters and a baker.", {"nine porters": "killed"}, [("a baker", "killed")]),
        ("It killed nine porters, a baker said.", {"nine porters": "killed"}, []),
        ("It killed nine porters, bakers said.", {"nine porters": "killed"}, []),
        ("It killed nine porters. Two guards ran.", {"nine porters": "killed"}, []),
        # One person, told of in the clause's own words.
        ("A guard was killed.", {}, [("A guard", "killed")]),
        ("It fell on the mill, killing a guard.", {}, [("a guard", "killed")]),
        ("Two porters were killed by a guard.", {"Two porters": "killed"}, []),
        ("The guard was killed.", {}, []),
        ("A porter says that two died.", {"two": "killed"}, []),
        # Plurals without a number are left to the encoder, and so is what it marked.
        ("Porters were killed.", {}, []),
        ("Nine porters were killed.", {"Nine porters": "killed"}, []),
        # What counts no people.
        ("A 34-year-old killed time.", {}, []),
        ("", {}, []),
    ],
)
def test_found_besides(text: str, marked: dict[str, Harm], expected: list[tuple[str, str]]) -> None:
    assert besides(text, marked) == expected


@pytest.mark.parametrize(
    ("marked", "harm", "expected"),
    [
        # Joined to the one before, or a part of it.
        ("[16 porters] and {three bakers} were there.", "killed", "killed"),
        ("[16 porters], {three of them} children.", "injured", "injured"),
        ("[16 porters] came, and {two of them} sang.", "missing", "missing"),
        # Of the missing a part is missing too; of those who were shot one may be dead and one not.
        ("[16 porters], among them {a baker}, lay there.", "missing", "missing"),
        ("[16 porters], including {a baker}, sang.", "detained", "detained"),
        ("[16 porters], among them {a baker}, lay there.", "injured", None),
        # A bare number after it, in the paragraph, with no other harm told between.
        ("They held [17 porters]. A cleaner said the number was {twelve}.", "abducted", "abducted"),
        ("They held [17 porters].\n\nA cleaner said {twelve}.", "abducted", None),
        ("They held [17 porters]. The raid killed the cook. A cleaner said {twelve}.", "abducted", None),
        ("[Forty-one porters] were wounded, it said. It had given {38}.", "injured", "injured"),
        # Another noun counts for itself.
        ("They held [17 porters]. A cleaner saw {twelve bakers}.", "abducted", None),
    ],
)
def test_carried(marked: str, harm: Harm, expected: str | None) -> None:
    text = marked.translate({ord(c): None for c in "[]{}"})
    last = marked[marked.index("[") + 1 : marked.index("]")]
    start = marked.replace("[", "").replace("]", "").index("{")
    words = marked[marked.index("{") + 1 : marked.index("}")]
    assert carried(text, counting(page(text), last, harm), start, start + len(words)) == expected


def test_nothing_is_carried_from_nothing() -> None:
    assert carried("Twelve came.", None, 0, 6) is None


WORDS = st.lists(
    st.sampled_from(["nine", "people", "a", "guard", "were", "was", "killed", "and", ",", ".", "\n\n", "missing"]),
    max_size=40,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_what_is_found_besides_overlaps_nothing(text: str) -> None:
    sheet = page(text)
    found: list[Counting] = found_besides(text, sheet, count_phrases(text), [])
    assert all(c.end <= d.start for c, d in pairwise(found))
    assert all(text[c.start : c.end].strip() for c in found)
