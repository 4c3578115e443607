"""Times read from what stands around them: numbers that are no years, clock times, nights, feasts and datelines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.dates import timexes
from onrecord.record import Timex

# Published on Monday 11 March 2024 unless a row says otherwise.
PUBLISHED = "2024-03-11"


def told(text: str, published: str | None = PUBLISHED) -> dict[str, Timex]:
    return {t.text: t for t in timexes(text, published=published)}


NO_YEAR = [
    "A man was shot in the 2100 block of Ashcroft Avenue",
    "shot in the 1900 block of East Varn Road",
    "in the 1400 block",
    "the 2800 block",
    "the 1900-2000 blocks of Ashcroft",
    "in the 1900 and 2000 blocks of Ashcroft",
    "at 1600 Main Street",
    "a house at 1950 N. Old Varn Rd.",
    "to 1900 Oak Lane",
    "1900 Second Avenue was sealed off",
    "about 1,300",
    "1500 people",
    "some 1500 people fled",
    "Of 2000 displaced people, none was fed",
    "about 2000 were hurt",
    "fewer than 2000 were hurt",
    "up to 1950 were hurt",
    "around 1900 were hurt",
    "for 2000 dinars",
    "by 2000 rounds",
    "of 1982 civilians",
    "2050 meters",
    "the 1644 siege",
    "one in 2000 people",
    "He counted 3000 in all",
    "The index closed at 1930.",
    "SOLD AT 1930 PESOS",
    "SOLD AT 1930 DOLLARS",
]


@pytest.mark.parametrize("text", NO_YEAR)
def test_a_number_that_counts_or_numbers_is_no_year(text: str) -> None:
    assert timexes(text, published=PUBLISHED) == ()


YEARS = [
    ("shot in 1998", "1998"),
    ("since 2019 the road is shut", "2019"),
    ("the 2019 attack", "2019"),
    ("the 2000 election", "2000"),
    ("The war of 1983 was short", "1983"),
    ("In 2019 soldiers took Varn", "2019"),
    ("In 2019 Main Street was shut", "2019"),
    ("2012 was a bad year.", "2012"),
    ("the siege (1991)", "1991"),
    ("not before 2030", "2030"),
    ("around 1995 he left", "1995"),
    ("born in 1750.", "1750"),
    ("March 2019", "March 2019"),
    ("on 3 March, 2019", "3 March, 2019"),
    ("the year 1644", "the year 1644"),
]


@pytest.mark.parametrize(("text", "words"), YEARS)
def test_a_year_stays_one(text: str, words: str) -> None:
    (found,) = timexes(text, published=PUBLISHED)
    assert found.text == words and found.earliest and found.value[:4] == found.earliest[:4]


# Parts of months, nights of two dates, dates told with 'last year': text, words, earliest, latest.
PARTS = [
    ("in the first week of March", "the first week of March", "2024-03-01", "2024-03-07"),
    ("in the last week of February", "the last week of February", "2024-02-23", "2024-02-29"),
    ("in the fifth week of February 2023", "February 2023", "2023-02-01", "2023-02-28"),
    ("in the first half of January", "the first half of January", "2024-01-01", "2024-01-15"),
    ("in the last ten days of January", "the last ten days of January", "2024-01-22", "2024-01-31"),
    ("in the first days of January", "the first days of January", "2024-01-01", "2024-01-10"),
    ("on the last Friday of January", "the last Friday of January", "2024-01-26", "2024-01-26"),
    ("on the first weekend in February", "the first weekend in February", "2024-02-03", "2024-02-04"),
    ("on the fifth Friday of February", "Friday", "2024-03-08", "2024-03-08"),
    ("on the weekend of March 2", "the weekend of March 2", "2024-03-02", "2024-03-03"),
    ("on the weekend of 1 March", "the weekend of 1 March", "2024-03-02", "2024-03-03"),
    ("on the weekend of 2-3 March", "2-3 March", "2024-03-02", "2024-03-03"),
    ("shot two weekends ago", "two weekends ago", "2024-03-02", "2024-03-03"),
    ("on the night of 4/5 March", "4/5 March", "2024-03-04", "2024-03-05"),
    ("on the night between Saturday and Sunday", "the night between Saturday and Sunday", "2024-03-09", "2024-03-10"),
    ("fought March 30-April 2", "March 30-April 2", "2024-03-30", "2024-04-02"),
    ("between 3 March and 5 March", "between 3 March and 5 March", "2024-03-03", "2024-03-05"),
    ("He fell the night before last", "the night before last", "2024-03-09", "2024-03-09"),
    ("shot on 5 January last year", "5 January last year", "2023-01-05", "2023-01-05"),
    ("shot on January 5 of last year", "January 5 of last year", "2023-01-05", "2023-01-05"),
    ("shot on 5-JAN-24", "5-JAN-24", "2024-01-05", "2024-01-05"),
    ("shot in the past 24 hours", "the past 24 hours", "2024-03-10", "2024-03-11"),
    ("shot in the last 48 hours", "the last 48 hours", "2024-03-09", "2024-03-11"),
    ("shot a few hours ago", "a few hours ago", "2024-03-10", "2024-03-11"),
    ("shot nine since the New Year", "the New Year", "2024-01-01", "2024-01-01"),
    ("shot a few minutes ago", "a few minutes ago", "2024-03-11", "2024-03-11"),
    ("shot 20 minutes ago", "20 minutes ago", "2024-03-11", "2024-03-11"),
    ("at 8 o'clock on Sunday evening", "8 o'clock on Sunday evening", "2024-03-10", "2024-03-10"),
    ("shot on Good Friday", "Good Friday", "2023-04-07", "2023-04-07"),
    ("shot on New Year's Eve 2022", "New Year's Eve 2022", "2022-12-31", "2022-12-31"),
    ("shot on Easter Sunday 2019", "Easter Sunday 2019", "2019-04-21", "2019-04-21"),
]


@pytest.mark.parametrize(("text", "words", "earliest", "latest"), PARTS)
def test_parts_of_months_and_pairs_of_days(text: str, words: str, earliest: str, latest: str) -> None:
    found = told("It was seen. Two were " + text + ".")[words]
    assert (found.earliest, found.latest) == (earliest, latest)


@given(number=st.integers(1000, 9999), noun=st.sampled_from(["block", "people", "homes", "km", "troops", "blocks"]))
def test_no_number_before_a_noun_that_it_counts_is_a_year(number: int, noun: str) -> None:
    assert timexes(f"in the {number} {noun}", published=PUBLISHED) == ()


# A clock time and the day it takes: text, words, day.
CLOCKS = [
    ("Police went there on Sunday. Shots fell about 8:30 p.m. in Varn.", "8:30 p.m.", "2024-03-10"),
    ("A man lay there Sunday. He died. It was shortly after 4 a.m. that he fell.", "4 a.m.", "2024-03-10"),
    ("Shots fell about 8:30 p.m. in Varn. Two died. It was a Sunday.", "8:30 p.m.", "2024-03-10"),
    ("Police went there on Sunday.\n\nShots fell about 8:30 p.m. in Varn.", "8:30 p.m.", "2024-03-10"),
    ("Police went there on Sunday.\nShots fell about 8:30 p.m. in Varn.", "8:30 p.m.", "2024-03-10"),
    ("It was 3 March. On Friday he hid.\n\nShots fell about 8:30 p.m.", "8:30 p.m.", "2024-03-08"),
    # the small hours after a night
    ("He was shot Friday night. He died at 12:30 a.m.", "12:30 a.m.", "2024-03-09"),
    ("He was shot Friday night, at 11:30 p.m.", "11:30 p.m.", "2024-03-08"),
    ("He was shot on Friday. It was 12:30 a.m.", "12:30 a.m.", "2024-03-08"),
    # four digits after 'at'
    ("KILLED AT 0200 ON 5 MARCH", "0200", "2024-03-05"),
    ("KILLED AT 0630 THIS MORNING", "0630", "2024-03-11"),
    ("KILLED AT ABOUT 2100 ON 5 MARCH", "2100", "2024-03-05"),
    ("KILLED AT 1300 LOCAL TIME ON SUNDAY", "1300 LOCAL TIME ON SUNDAY", "2024-03-10"),
    ("THREE WERE KILLED YESTERDAY. GUNMEN CAME AT ABOUT 2130.", "2130", "2024-03-10"),
    ("Three were killed on Sunday. Gunmen came at 0230.", "0230", "2024-03-10"),
    # two days in the paragraph, and the sentence before names neither
    ("A trial began on Monday. On Friday it ended. He ran. Shots fell about 8:30 p.m.", "8:30 p.m.", None),
    ("A trial on Monday and a raid on Friday ended. Shots fell about 8:30 p.m.", "8:30 p.m.", None),
    # a day on which something was said
    ("The inquiry opens, Ona Veld told reporters Sunday. Shots fell about 8:30 p.m.", "8:30 p.m.", None),
    ("Police spoke of Sunday's raid. Shots fell about 8:30 p.m.", "8:30 p.m.", "2024-03-10"),
    # two paragraphs on
    ("Police went there on Sunday.\n\nA man lay there.\n\nShots fell about 8:30 p.m.", "8:30 p.m.", None),
    # the dateline
    ("VARN, 9 March 2024 (KNA) -- Shots fell. It was about 8:30 p.m.", "8:30 p.m.", None),
]


@pytest.mark.parametrize(("text", "words", "day"), CLOCKS)
def test_a_clock_time_takes_the_only_day_around_it(text: str, words: str, day: str | None) -> None:
    found = told(text)[words]
    assert (found.earliest, found.latest) == (day, day)
    assert found.value == f"{day or 'XXXX-XX-XX'}T{found.value[-5:]}"


# Feasts: published, text, words, day.
FEASTS = [
    ("2024-07-08", "He was shot on the Fourth of July.", "the Fourth of July", "2024-07-04"),
    ("2024-03-11", "He was shot on the Fourth of July.", "the Fourth of July", "2023-07-04"),
    ("2024-06-20", "He was shot on the Fourth of July.", "the Fourth of July", "2023-07-04"),
    ("2024-06-20", "The fair will be on the Fourth of July.", "the Fourth of July", "2024-07-04"),
    ("2024-08-20", "The fair will return on July Fourth.", "July Fourth", "2025-07-04"),
    ("2024-08-20", "He fell on the Fourth of July 2019.", "the Fourth of July 2019", "2019-07-04"),
    ("2024-01-05", "She was killed on New Year's Eve.", "New Year's Eve", "2023-12-31"),
    ("2024-12-20", "She was killed on New Year's Eve.", "New Year's Eve", "2023-12-31"),
    ("2024-12-20", "A fair will be held on New Year’s Eve.", "New Year’s Eve", "2024-12-31"),
    ("2024-01-05", "She was killed on New Year's Day.", "New Year's Day", "2024-01-01"),
    ("2024-06-01", "She was killed on Memorial Day.", "Memorial Day", "2024-05-27"),
    ("2024-09-06", "She was killed on Labor Day.", "Labor Day", "2024-09-02"),
    ("2024-01-05", "She was killed on Boxing Day.", "Boxing Day", "2023-12-26"),
    ("2024-02-20", "She was killed on Valentine's Day.", "Valentine's Day", "2024-02-14"),
]


@pytest.mark.parametrize(("published", "text", "words", "day"), FEASTS)
def test_a_feast_is_of_the_year_that_the_verb_says(published: str, text: str, words: str, day: str) -> None:
    found = told(text, published)[words]
    assert (found.value, found.earliest, found.latest) == (day, day, day)


# Text, words, value, earliest, latest.
NIGHTS = [
    ("Nine died over the weekend.", "the weekend", "2024-W10-WE", "2024-03-09", "2024-03-10"),
    ("Nine died at the weekend.", "the weekend", "2024-W10-WE", "2024-03-09", "2024-03-10"),
    ("Nine died this weekend.", "this weekend", "2024-W10-WE", "2024-03-09", "2024-03-10"),
    ("Police will be out over the weekend.", "the weekend", "2024-W11-WE", "2024-03-16", "2024-03-17"),
    ("Nine died overnight.", "overnight", "2024-03-11TNI", "2024-03-10", "2024-03-11"),
    ("Nine died overnight Saturday.", "overnight Saturday", "2024-03-09TNI", "2024-03-09", "2024-03-10"),
    ("Nine died overnight on Monday.", "overnight on Monday", "2024-03-10TNI", "2024-03-10", "2024-03-11"),
    ("Fires burned Sunday into Monday.", "Sunday into Monday", "2024-03-10TNI", "2024-03-10", "2024-03-11"),
    ("shot late Friday into Saturday", "late Friday into Saturday", "2024-03-08TNI", "2024-03-08", "2024-03-09"),
    (
        "on the night of Saturday to Sunday",
        "the night of Saturday to Sunday",
        "2024-03-09TNI",
        "2024-03-09",
        "2024-03-10",
    ),
    (
        "Saturday night into Sunday morning",
        "Saturday night into Sunday morning",
        "2024-03-09TNI",
        "2024-03-09",
        "2024-03-10",
    ),
    (
        "shot in the early hours of Sunday",
        "the early hours of Sunday",
        "2024-03-10TMO",
        "2024-03-10",
        "2024-03-10",
    ),
    (
        "shot in the early hours of yesterday",
        "the early hours of yesterday",
        "2024-03-10TMO",
        "2024-03-10",
        "2024-03-10",
    ),
    ("shot late Friday", "late Friday", "2024-03-08", "2024-03-08", "2024-03-08"),
    ("shot before dawn on Tuesday", "Tuesday", "2024-03-05", "2024-03-05", "2024-03-05"),
    ("shut from Friday into Sunday", "Friday", "2024-03-08", "2024-03-08", "2024-03-08"),
]


@pytest.mark.parametrize(("text", "words", "value", "earliest", "latest"), NIGHTS)
def test_nights_and_weekends(text: str, words: str, value: str, earliest: str, latest: str) -> None:
    found = told(text)[words]
    assert (found.value, found.earliest, found.latest) == (value, earliest, latest)


@pytest.mark.parametrize("text", ["Sunday into Monday", "overnight Sunday", "the early hours of Sunday"])
def test_a_night_without_a_day_of_publication_fixes_none(text: str) -> None:
    (found,) = timexes(text, published=None)
    assert found.value.startswith("XXXX-WXX-7T") and found.earliest is None and found.latest is None


# After 'On 3 March a bus was hit.': what follows, words, earliest, latest.
FOLLOWING = [
    ("The day before, two had died.", "The day before", "2024-03-02", "2024-03-02"),
    ("The day before in Varn two had died.", "The day before", "2024-03-02", "2024-03-02"),
    ("The previous night two had died.", "The previous night", "2024-03-02", "2024-03-02"),
    ("Two had died the night before.", "the night before", "2024-03-02", "2024-03-02"),
    ("A day earlier two had died.", "A day earlier", "2024-03-02", "2024-03-02"),
    ("Hours later two died.", "Hours later", "2024-03-03", "2024-03-04"),
    ("A few hours later two died.", "A few hours later", "2024-03-03", "2024-03-04"),
    ("Minutes later two died.", "Minutes later", "2024-03-03", "2024-03-03"),
    ("Hours earlier he ate.", "Hours earlier", "2024-03-02", "2024-03-03"),
    ("Two died the same day.", "the same day", "2024-03-03", "2024-03-03"),
    ("That night two died.", "That night", "2024-03-03", "2024-03-03"),
    ("On the 5th, two died.", "the 5th", "2024-03-05", "2024-03-05"),
]


@pytest.mark.parametrize(("text", "words", "earliest", "latest"), FOLLOWING)
def test_a_time_follows_the_last_day_named(text: str, words: str, earliest: str, latest: str) -> None:
    found = told("On 3 March a bus was hit. " + text)[words]
    assert (found.earliest, found.latest) == (earliest, latest)
    alone = told(text, None)[words]
    assert (alone.earliest, alone.latest) == (None, None)


def test_the_day_after_some_hours_counts_from_the_day_itself() -> None:
    found = told("On 3 March he fell. Two hours earlier he ate. The day after, he died.")["The day after"]
    assert (found.earliest, found.latest) == ("2024-03-04", "2024-03-04")


# A day of a month that is not named; the year by itself.
BARE = [
    ("He was killed on the 3rd.", "the 3rd", "2024-03-03"),
    ("He was killed on the 20th.", "the 20th", "2024-02-20"),
    ("He was killed on the 30th.", "the 30th", "2024-01-30"),
    ("The vote will be on the 3rd.", "the 3rd", "2024-04-03"),
    ("On 28 February he fled. He came back on the 3rd.", "the 3rd", "2024-03-03"),
    ("On 3 January he fled. He came back on the 5th.", "the 5th", "2024-01-05"),
    ("He was killed on the 3rd of this month.", "the 3rd of this month", "2024-03-03"),
    ("He was killed on the third of last month.", "the third of last month", "2024-02-03"),
    ("the worst storm of the year", "the year", "2024"),
    ("so far in the year", "the year", "2024"),
    ("In May 2019 came the worst storm of the year.", "the year", "2019"),
    ("It was May 2019. This is the worst storm of the year.", "the year", "2024"),
]


@pytest.mark.parametrize(("text", "words", "value"), BARE)
def test_a_day_of_the_month_and_the_year(text: str, words: str, value: str) -> None:
    assert told(text)[words].value == value


@pytest.mark.parametrize(
    "text",
    [
        "on the 3rd floor",
        "on the 12th Street bridge",
        "on the 4th battalion's road",
        "on the 31st of the",
        "named Nurse of the Year",
        "in the year he died",
        "the 40th of this",
    ],
)
def test_an_ordinal_or_a_title_is_no_day_and_no_year(text: str) -> None:
    assert all(t.type == "date" and t.text not in ("the year", "the Year") for t in timexes(text, published=PUBLISHED))
    assert not any(c.isdigit() for t in timexes(text, published=PUBLISHED) for c in t.text)


# Which way a verb points: text, words, day.
LEANING = [
    ("The council announced the plan Aug. 21.", "Aug. 21", "2023-08-21"),
    ("The council plans to meet Aug. 21.", "Aug. 21", "2024-08-21"),
    ("The record was set on Aug. 21.", "Aug. 21", "2023-08-21"),
    ("The trial is set for Aug. 21.", "Aug. 21", "2024-08-21"),
    ("He would be leaving for the United States Thursday.", "Thursday", "2024-03-14"),
    ("He returned Thursday.", "Thursday", "2024-03-07"),
    ("Nine died Thursday.", "Thursday", "2024-03-07"),
]


@pytest.mark.parametrize(("text", "words", "day"), LEANING)
def test_a_day_is_on_the_side_that_its_verb_says(text: str, words: str, day: str) -> None:
    assert told(text)[words].value == day


CAPITALS = "SAN MARO, 12 JAN 91 (RADIO VERA) -- [TEXT] {}"
BROADCAST = [
    ("THREE DIED LAST NIGHT.", "LAST NIGHT", "1991-01-11"),
    ("THREE DIED THIS MORNING.", "THIS MORNING", "1991-01-12"),
    ("THREE DIED YESTERDAY.", "YESTERDAY", "1991-01-11"),
    ("THREE DIED ON 5 JANUARY.", "5 JANUARY", "1991-01-05"),
    ("THREE DIED ON FRIDAY.", "FRIDAY", "1991-01-11"),
    ("THREE DIED AT 2330 GMT YESTERDAY.", "YESTERDAY", "1991-01-11"),
    ("THREE DIED.", "12 JAN 91", "1991-01-12"),
]


@pytest.mark.parametrize("published", ["1991-01-12", None])
@pytest.mark.parametrize(("text", "words", "day"), BROADCAST)
def test_a_monitored_broadcast(text: str, words: str, day: str, published: str | None) -> None:
    found = told(CAPITALS.format(text), published)[words]
    assert (found.earliest, found.latest) == (day, day)


def test_a_given_day_of_publication_goes_before_the_dateline() -> None:
    assert told(CAPITALS.format("HE DIED YESTERDAY."), "1991-01-14")["YESTERDAY"].value == "1991-01-13"


# What opens a text, and the day before which its 'yesterday' is, or none.
OPENINGS = [
    ("VARN, March 3, 2021 (KNA) - ", "2021-03-02"),
    ("VARN, 3 March 2021 -- ", "2021-03-02"),
    ("VARN, Wednesday, 3 March 2021 — ", "2021-03-02"),
    ("Varn in the rain\n\nVARN, 2021-03-03 (KNA) — ", "2021-03-02"),
    ("12 Jan 91 (Radio Vera) -- [Text] ", "1991-01-11"),
    ("VARN (KNA) — 3 March 2021. ", "2021-03-02"),
    ("Varn, 12 Esfand 1399 (KNA) – ", "2021-03-01"),
    ("He was born on 3 March 1990 -- ", None),
    ("ON 3 MARCH 1990 -- ", None),
    ("The war of 3 March 1990 - ", None),
    ("VARN, March 3 (KNA) - ", None),
    ("VARN, March 2021 (KNA) - ", None),
    ("A" + " word" * 40 + "\nVARN, 3 March 2021 -- ", None),
]


@pytest.mark.parametrize(("opening", "day"), OPENINGS)
def test_only_a_full_dateline_is_a_day_to_count_from(opening: str, day: str | None) -> None:
    assert told(opening + "Two died yesterday.", None)["yesterday"].earliest == day
