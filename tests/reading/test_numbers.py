"""Numbers in words and digits, with their hedges, as intervals; what counts nobody is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.numbers import CAP, lexicon, numbers, scan, tokens

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def words(n: int, *, link: str = " and ", hyphen: str = "-") -> str:
    """``n`` below a million in English words."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10 - 2] + (hyphen + ONES[n % 10] if n % 10 else "")
    if n < 1000:
        rest = link + words(n % 100, link=link, hyphen=hyphen) if n % 100 else ""
        return f"{ONES[n // 100]} hundred{rest}"
    below = n % 1000
    rest = (link if below < 100 else " ") + words(below, link=link, hyphen=hyphen) if below else ""
    return f"{words(n // 1000, link=link, hyphen=hyphen)} thousand{rest}"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1,000 people", 1000, 1000),
        ("1.000 dead", 1000, 1000),
        ("1 000 people", 1000, 1000),
        ("1 250 people", 1250, 1250),
        ("1'000 people", 1000, 1000),
        ("1,00,000 people", 100_000, 100_000),
        ("1000 people", 1000, 1000),
        ("1.2 million people", 1_200_000, 1_200_000),
        ("2.5m people", 2_500_000, 2_500_000),
        ("20k people", 20_000, 20_000),
        ("٢٠ people", 20, 20),
        ("Twenty-one", 21, 21),
        ("TWENTY ONE MEN", 21, 21),
        ("a hundred and five", 105, 105),
        ("nineteen hundred", 1900, 1900),
        ("THIRTYTHREE SEAMEN", 33, 33),
        ("one", 1, 1),
        ("a dozen", 12, 12),
        ("half a dozen", 6, 6),
        ("two dozen", 24, 24),
        ("at least three dozen", 36, None),
        ("dozens", 24, None),
        ("scores", 40, None),
        ("hundreds", 200, None),
        ("thousands", 2000, None),
        ("tens of thousands", 20_000, None),
        ("hundreds of thousands", 200_000, None),
        ("several", 2, None),
        ("a few", 2, None),
        ("a couple", 2, 2),
        ("both", 2, 2),
        ("nobody", 0, 0),
        ("none", 0, 0),
        ("no one", 0, 0),
        ("no-one", 0, 0),
        ("no casualties", 0, 0),
        ("not a single soldier", 0, 0),
        ("a single", 1, 1),
        ("at least 21", 21, None),
        ("a minimum of 21", 21, None),
        ("at most 20", None, 20),
        ("up to 20", None, 20),
        ("as many as 20", None, 20),
        ("as many as about 40", None, 40),
        ("no more than 20", None, 20),
        ("no fewer than 12", 12, None),
        ("not less than 12", 12, None),
        ("more than 40", 41, None),
        ("more than a dozen", 13, None),
        ("upwards of 40", 41, None),
        ("well over a hundred", 101, None),
        ("fewer than ten", None, 9),
        ("under 10", None, 9),
        ("nearly 50", None, 50),
        ("close to fifty", None, 50),
        ("about 30", 30, 30),
        ("some 30", 30, 30),
        ("approx. 60", 60, 60),
        ("an estimated 30", 30, 30),
        ("100 or more", 100, None),
        ("100+", 100, None),
        ("thirty or so", 30, 30),
        ("twenty, maybe more", 20, None),
        ("20-odd", 20, None),
        ("a total of at least 14", 14, None),
        ("another six", 6, 6),
        ("an additional six", 6, 6),
        ("between six and eight", 6, 8),
        ("six to eight", 6, 8),
        ("6-8", 6, 8),
        ("6–8", 6, 8),
        ("six or seven", 6, 7),
        ("five, maybe six", 5, 6),
        ("two to three dozen", 24, 36),
        ("two or three hundred", 200, 300),
        ("1.2 to 1.5 million", 1_200_000, 1_500_000),
        ("from 12 to 14 people", 12, 14),
    ],
)
def test_interval(text: str, low: int | None, high: int | None) -> None:
    found = numbers(text)
    assert [(n.low, n.high) for n in found] == [(low, high)]
    assert text[found[0].start : found[0].end] == found[0].text


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("The toll rose from 12 to 14.", [12, 14]),
        ("one and two", [1, 2]),
        ("Five of 12 were killed.", [5, 12]),
        ("killed one, three, seven", [1, 3, 7]),
    ],
)
def test_numbers_that_are_not_one(text: str, many: list[int]) -> None:
    assert [n.low for n in numbers(text)] == many


@pytest.mark.parametrize(
    ("text", "trap"),
    [
        ("10^30 dead", "label"),
        ("1e30 dead", "label"),
        ("1" + "0" * 30 + " dead", "too large"),
        ("9" * 5000 + " dead", "too large"),
        ("-5 people", "negative"),
        ("−5 people", "negative"),
        ("2.4 children", "decimal"),
        ("7.62 mm", "decimal"),
        ("two-thirds", "fraction"),
        ("one quarter", "fraction"),
        ("$500", "money"),
        ("40 percent", "percent"),
        ("40%", "percent"),
        ("9/11", "date"),
        ("10:30", "time"),
        ("2-1", "score"),
        ("555-0123", "phone"),
        ("+44 20 7946 0958", "phone"),
        ("M16", "label"),
        ("the 21st", "ordinal"),
        ("the twenty-first", "ordinal"),
        ("No. 5", "label"),
        ("the 90s", "label"),
    ],
)
def test_no_number_of_people(text: str, trap: str) -> None:
    assert numbers(text) == []
    assert trap in {item.trap for item in scan(tokens(text))}


@pytest.mark.parametrize(
    "text",
    ["a third of them", "XIV", "No, he said.", "no longer", "as many as", "½", "nothing", "The First Army", "m", "and"],
)
def test_nothing_where_nothing_is_counted(text: str) -> None:
    assert numbers(text) == []


@given(
    st.integers(0, 999_999),
    st.sampled_from([" and ", " "]),
    st.sampled_from(["-", " "]),
    st.sampled_from(["lower", "upper", "title"]),
)
def test_words_are_read_back(n: int, link: str, hyphen: str, case: str) -> None:
    text = getattr(words(n, link=link, hyphen=hyphen), case)()
    assert [(found.low, found.high) for found in numbers(text)] == [(n, n)]


@given(st.integers(0, CAP), st.sampled_from(["{}", "{:,}"]))
def test_digits_are_read_back(n: int, form: str) -> None:
    text = form.format(n)
    assert [(found.low, found.high, found.text) for found in numbers(text)] == [(n, n, text)]


@given(st.integers(1, 999_999), st.sampled_from(sorted(lexicon().before.items())), st.booleans())
def test_any_hedge(n: int, hedge: tuple[str, str], as_digits: bool) -> None:
    before, op = hedge
    text = f"{before} {n if as_digits else words(n)}"
    expected = {"least": (n, None), "most": (None, n), "more": (n + 1, None), "fewer": (None, n - 1)}.get(op, (n, n))
    assert [(found.low, found.high, found.text) for found in numbers(text)] == [(*expected, text)]


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["one", "12", "two", "-", "and", "or", "more", "than", "hundred", ".", ",", "+"])).map(
        " ".join
    )
)
def test_any_text_gives_numbers_in_order(text: str) -> None:
    last = 0
    for found in numbers(text):
        assert last <= found.start <= found.core_start < found.core_end <= found.end <= len(text)
        assert text[found.start : found.end] == found.text
        assert found.low is None or found.high is None or 0 <= found.low <= found.high
        last = found.end
