"""Properties of reading times: whatever the text and the day of publication."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.dates import timexes
from onrecord.reading.days import precision_of
from onrecord.reading.timex_calendar import covered, lunar_days, months, shift, solar_day
from onrecord.reading.timex_grammar import phrases
from onrecord.reading.timex_tokens import tokenise
from onrecord.reading.timex_words import vocabulary

WORDS = sorted(vocabulary().classes)
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([w.title() for w in WORDS]),
    st.sampled_from([w.upper() for w in WORDS]),
    st.sampled_from([
        "-", "–", ",", ".", "'", "’", "(", ")", "/", ":", "\n\n", "$", "%", "1990s", "'98", "'90s", "10:35", "24:00",
        "5 p.m.", "7pm", "0930", "2019-10-27", "0000-00-00", "9999-12-31", "31/12/0000", "29.02.2023", "1st", "0th",
        "5 1/0", "9/11", "Q3", "99999999999999999999", "1,000", "3.5", "²", "٣", "was", "will", "killed", "Flight",
    ]),
    st.integers(-5, 10_000).map(str),
    st.integers(0, 10_000).map(lambda n: f"{n:04d}"),
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", "", "\n"])), max_size=14).map(
        lambda pairs: "".join(a + b for a, b in pairs)
    ),
)
PUBLISHED = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.dates().map(date.isoformat),
    st.sampled_from(["0001-01-01", "9999-12-31", "2024-02-29T23:59:59+14:00"]),
)


@settings(max_examples=250, deadline=None)
@given(text=TEXTS, published=PUBLISHED)
def test_spans_are_in_order_and_have_their_words(text: str, published: str | None) -> None:
    last = 0
    for timex in timexes(text, published=published):
        ((start, end),) = timex.spans
        assert last <= start < end <= len(text)
        assert text[start:end] == timex.text
        assert timex.value
        last = end


@settings(max_examples=250, deadline=None)
@given(text=TEXTS, published=PUBLISHED)
def test_days_are_both_there_or_neither_and_in_order(text: str, published: str | None) -> None:
    for timex in timexes(text, published=published):
        earliest, latest = timex.earliest, timex.latest
        if earliest is None or latest is None:
            assert earliest is None and latest is None and precision_of(earliest, latest) == "unknown"
        else:
            assert date.fromisoformat(earliest) <= date.fromisoformat(latest)


@given(day=st.dates())
def test_a_day_written_out_is_that_day(day: date) -> None:
    text = f"on {day.day} {day:%B} {day.year:04d}"
    (found,) = timexes(text, published=None)
    assert (found.value, found.earliest, found.latest) == (day.isoformat(),) * 3


@given(published=st.dates(min_value=date(1, 1, 8)), name=st.integers(0, 6))
def test_a_weekday_that_was_is_in_the_week_up_to_publication(published: date, name: int) -> None:
    word = f"{date(2024, 3, 4 + name):%A}"
    (found,) = timexes(f"It was hit on {word}.", published=published.isoformat())
    day = date.fromisoformat(found.value)
    assert day.weekday() == name
    assert timedelta(0) <= published - day < timedelta(7)


@given(year=st.integers(1178, 1632), month=st.integers(1, 12), day=st.integers(1, 29))
def test_solar_days_follow_each_other(year: int, month: int, day: int) -> None:
    one = solar_day(year, month, day)
    following = solar_day(year, month, day + 1) or solar_day(year + month // 12, month % 12 + 1, 1)
    assert one and following and following - one == timedelta(1)


@pytest.mark.parametrize("year", [1210, 1304, 1358, 1375, 1399, 1403, 1408])
def test_the_solar_calendar_has_these_leap_years(year: int) -> None:
    assert solar_day(year, 12, 30) and not solar_day(year + 1, 12, 30)


# Days on which a lunar month began somewhere: the calendar of Mecca and the sightings in Morocco and Pakistan.
@pytest.mark.parametrize(
    ("year", "month", "begun"),
    [
        (1440, 9, "2019-05-06"),
        (1445, 9, "2024-03-11"),
        (1445, 9, "2024-03-12"),
        (1444, 12, "2023-06-19"),
        (1400, 1, "1979-11-21"),
    ],
)
def test_a_lunar_day_is_within_its_days(year: int, month: int, begun: str) -> None:
    found = lunar_days(year, month, 1)
    assert found and found.first <= date.fromisoformat(begun) <= found.last


@given(start=st.dates(), number=st.integers(-(10**7), 10**7))
def test_arithmetic_never_leaves_the_calendar(start: date, number: int) -> None:
    moved = months(start, number)
    assert moved is None or (moved.year * 12 + moved.month) - (start.year * 12 + start.month) == number
    shifted = shift(start, number)
    assert shifted is None or (shifted - start).days == number


@given(value=st.text(alphabet="0123456789-WQHSPUFAIETX/:", max_size=12))
def test_any_value_covers_some_days_or_none(value: str) -> None:
    found = covered(value)
    assert found is None or found.first <= found.last


def test_no_word_needs_two_classes_and_every_rule_compiles() -> None:
    assert phrases(tokenise("on Sunday"))
    assert {"weekday", "clock", "duration"} <= set(vocabulary().rules)


HOSTILE = [
    "one ", "twenty-", "5 ", "the last ", "12:30 ", "May ", "1990-", "' ", "\n\n", "on the night of ", "a year ", "(",
    "10 p.m. ", "3 May 2019 to ", "early ", "9", "9.", "9,", "a", "- ", "1/", "Q1", "+4", "ﬁ", "Monday, ", "\n ", " ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_and_not_faster(piece: str) -> None:
    def spent(size: int) -> float:
        text = piece * (size // len(piece))
        best = 9.0
        for _ in range(3):
            begin = time.process_time()
            timexes(text, published="2024-03-13")
            best = min(best, time.process_time() - begin)
        return best

    # Sixteen times the text: a square would take 256 times as long.
    assert spent(32_000) < max(0.05, 64 * spent(2_000))
