"""Time expressions as a table: invented sentences, what stands in them, and which days that fixes."""

from __future__ import annotations

import pytest

from onrecord.reading.dates import timexes
from onrecord.reading.days import precision_of

# Published on Wednesday 13 March 2024 unless a row says otherwise: text, words, type, value, earliest, latest.
PUBLISHED = "2024-03-13T10:00:00Z"
Row = tuple[str, str, str, str, str | None, str | None]
FOUND: list[Row] = [
    # weekdays
    ("Two men were shot in Varn on Sunday.", "Sunday", "date", "2024-03-10", "2024-03-10", "2024-03-10"),
    ("A car exploded on Wednesday, police said.", "Wednesday", "date", "2024-03-13", "2024-03-13", "2024-03-13"),
    ("The court will sit on Friday.", "Friday", "date", "2024-03-15", "2024-03-15", "2024-03-15"),
    ("Talks are expected to resume on Monday.", "Monday", "date", "2024-03-18", "2024-03-18", "2024-03-18"),
    ("They could come as early as Tuesday.", "Tuesday", "date", "2024-03-19", "2024-03-19", "2024-03-19"),
    ("A mill burned this Monday.", "this Monday", "date", "2024-03-11", "2024-03-11", "2024-03-11"),
    ("The bridge opens this Friday.", "this Friday", "date", "2024-03-15", "2024-03-15", "2024-03-15"),
    ("Six years ago today the mill burned.", "Six years ago today", "date", "2018-03-13", "2018-03-13", "2018-03-13"),
    ("The mill burned two weeks ago.", "two weeks ago", "date", "2024-W09", "2024-02-28", "2024-02-28"),
    ("He died last Wednesday.", "last Wednesday", "date", "2024-03-06", "2024-03-06", "2024-03-06"),
    ("The raid began early on Tuesday.", "Tuesday", "date", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("Shells fell on Monday night.", "Monday night", "time", "2024-03-11TNI", "2024-03-11", "2024-03-11"),
    ("Friday's raid killed nine.", "Friday", "date", "2024-03-08", "2024-03-08", "2024-03-08"),
    # days around publication
    ("Nine were hurt this evening.", "this evening", "time", "2024-03-13TEV", "2024-03-13", "2024-03-13"),
    ("The camp was raided overnight.", "overnight", "time", "2024-03-13TNI", "2024-03-12", "2024-03-13"),
    ("It fell last night.", "last night", "time", "2024-03-12TNI", "2024-03-12", "2024-03-12"),
    ("He was held yesterday.", "yesterday", "date", "2024-03-12", "2024-03-12", "2024-03-12"),
    # dates
    ("He was killed on 5 March.", "5 March", "date", "2024-03-05", "2024-03-05", "2024-03-05"),
    ("The March 5 attack killed two.", "March 5", "date", "2024-03-05", "2024-03-05", "2024-03-05"),
    ("On Dec. 30 he fled.", "Dec. 30", "date", "2023-12-30", "2023-12-30", "2023-12-30"),
    ("The vote is due on May 2.", "May 2", "date", "2024-05-02", "2024-05-02", "2024-05-02"),
    ("the fighting of May 2, 2019, was", "May 2, 2019", "date", "2019-05-02", "2019-05-02", "2019-05-02"),
    ("on the 5th of May 2019", "the 5th of May 2019", "date", "2019-05-05", "2019-05-05", "2019-05-05"),
    ("dated 2019-10-27.", "2019-10-27", "date", "2019-10-27", "2019-10-27", "2019-10-27"),
    ("stamped 27.10.2019", "27.10.2019", "date", "2019-10-27", "2019-10-27", "2019-10-27"),
    ("stamped 10/27/2019", "10/27/2019", "date", "2019-10-27", "2019-10-27", "2019-10-27"),
    ("on the night of 3-4 March", "3-4 March", "date", "2024-03-03/2024-03-04", "2024-03-03", "2024-03-04"),
    ("fought from 2 to 5 March", "2 to 5 March", "date", "2024-03-02/2024-03-05", "2024-03-02", "2024-03-05"),
    ("from 28 February to 2 March", "28 February to 2 March", "date", "2024-02-28/2024-03-02", "2024-02-28", "2024-03-02"),
    ("since 9/11 the law", "9/11", "date", "2001-09-11", "2001-09-11", "2001-09-11"),
    # which of both orders is meant is not said
    ("stamped 03/04/2019", "03/04/2019", "date", "2019", "2019-01-01", "2019-12-31"),
    # weeks, months, years and longer
    ("killed in December", "December", "date", "2023-12", "2023-12-01", "2023-12-31"),
    ("killed in late September", "late September", "date", "2023-09", "2023-09-21", "2023-09-30"),
    ("killed last month", "last month", "date", "2024-02", "2024-02-01", "2024-02-29"),
    ("killed last week", "last week", "date", "2024-W10", "2024-03-04", "2024-03-10"),
    ("killed earlier this month", "this month", "date", "2024-03", "2024-03-01", "2024-03-10"),
    ("killed over the weekend", "the weekend", "date", "2024-W10-WE", "2024-03-09", "2024-03-10"),
    ("killed in 1998", "1998", "date", "1998", "1998-01-01", "1998-12-31"),
    ("killed in June of last year", "June of last year", "date", "2023-06", "2023-06-01", "2023-06-30"),
    ("killed in nineteen ninety-six", "nineteen ninety-six", "date", "1996", "1996-01-01", "1996-12-31"),
    ("killed this winter", "this winter", "date", "2023-WI", "2023-12-01", "2024-02-29"),
    ("killed last winter", "last winter", "date", "2023-WI", "2023-12-01", "2024-02-29"),
    ("the camp will open this summer", "this summer", "date", "2024-SU", "2024-06-01", "2024-08-31"),
    ("the camp will open next spring", "next spring", "date", "2025-SP", "2025-03-01", "2025-05-31"),
    ("killed last summer", "last summer", "date", "2023-SU", "2023-06-01", "2023-08-31"),
    ("wars of the early 1990s", "the early 1990s", "date", "199", "1990-01-01", "1993-05-01"),
    ("wars of the 20th century", "the 20th century", "date", "19", "1900-01-01", "1999-12-31"),
    ("in the third quarter of 2019", "the third quarter of 2019", "date", "2019-Q3", "2019-07-01", "2019-09-30"),
    ("in Q2 2019", "Q2 2019", "date", "2019-Q2", "2019-04-01", "2019-06-30"),
    ("in fiscal 2019", "fiscal 2019", "date", "2019", "2019-01-01", "2019-12-31"),
    ("killed ten days ago", "ten days ago", "date", "2024-03-03", "2024-03-03", "2024-03-03"),
    ("killed two months ago", "two months ago", "date", "2024-01", "2024-01-01", "2024-01-31"),
    ("killed five years ago", "five years ago", "date", "2019", "2019-01-01", "2019-12-31"),
    # clock times
    ("fired at 0930 GMT on Monday", "0930 GMT", "time", "2024-03-11T09:30Z", "2024-03-11", "2024-03-11"),
    ("at 10 p.m. Sunday", "10 p.m. Sunday", "time", "2024-03-10T22:00", "2024-03-10", "2024-03-10"),
    ("at 19:30 on Sunday", "19:30 on Sunday", "time", "2024-03-10T19:30", "2024-03-10", "2024-03-10"),
    ("at noon on Sunday", "noon on Sunday", "time", "2024-03-10T12:00", "2024-03-10", "2024-03-10"),
    ("On Sunday at about 4.15pm he", "4.15pm", "time", "2024-03-10T16:15", "2024-03-10", "2024-03-10"),
    ("at five o'clock in the evening", "five o'clock in the evening", "time", "XXXX-XX-XXT17:00", None, None),
    # durations and sets
    ("held for six weeks", "six weeks", "duration", "P6W", None, None),
    ("under a 24-hour curfew", "24-hour", "duration", "PT24H", None, None),
    ("after two and a half years", "two and a half years", "duration", "P2.5Y", None, None),
    ("in the past two months", "the past two months", "duration", "P2M", "2024-01-13", "2024-03-13"),
    ("in the last two weekends", "the last two weekends", "duration", "P2WE", "2024-02-28", "2024-03-13"),
    ("shelled on Tuesday nights", "Tuesday nights", "set", "XXXX-WXX-2TNI", None, None),
    ("in recent years", "recent years", "duration", "PXY", None, None),
    ("dozens of raids every week", "every week", "set", "P1W", None, None),
    ("raided every Monday", "every Monday", "set", "XXXX-WXX-1", None, None),
    ("they pay 300 dinars a month", "a month", "set", "P1M", None, None),
    ("lasted a month", "a month", "duration", "P1M", None, None),
    # British ways of speaking, and of the clock
    ("The funeral will be held on Wednesday week.", "Wednesday week", "date", "2024-03-27", "2024-03-27", "2024-03-27"),
    (
        "He called at a quarter past four on Sunday.",
        "a quarter past four on Sunday",
        "time",
        "2024-03-10T04:15",
        "2024-03-10",
        "2024-03-10",
    ),
    ("It fell at half past ten.", "half past ten", "time", "XXXX-XX-XXT10:30", None, None),
    (
        "It fell at ten minutes to six in the evening.",
        "ten minutes to six in the evening",
        "time",
        "XXXX-XX-XXT17:50",
        None,
        None,
    ),
    ("It fell at 0415 [0215 gmt].", "0215 gmt", "time", "XXXX-XX-XXT02:15Z", None, None),
    # a day of the story told, not of the week of publication
    ("He fled on the Monday before the blast.", "Monday", "date", "XXXX-WXX-1", None, None),
    ("He was shot on the Sunday.", "Sunday", "date", "XXXX-WXX-7", None, None),
    ("The Sunday attack killed nine.", "Sunday", "date", "2024-03-10", "2024-03-10", "2024-03-10"),
    # 'last' as a verb
    ("The trial is expected to last six weeks.", "six weeks", "duration", "P6W", None, None),
    # strokes in the order of another date of the report
    ("dated 03/04/2019 and 25/04/2019", "03/04/2019", "date", "2019-04-03", "2019-04-03", "2019-04-03"),
    ("dated 03/04/2019 and 04/25/2019", "03/04/2019", "date", "2019-03-04", "2019-03-04", "2019-03-04"),
    # references
    ("He is now in Varn.", "now", "date", "PRESENT_REF", None, None),
    ("He recently moved.", "recently", "date", "PAST_REF", None, None),
    # other calendars: the solar one exactly, the lunar one with two days on either side
    ("on 22 Bahman 1357", "22 Bahman 1357", "date", "1979-02-11", "1979-02-11", "1979-02-11"),
    ("on 1 Farvardin 1403", "1 Farvardin 1403", "date", "2024-03-20", "2024-03-20", "2024-03-20"),
    ("on 25 Esfand", "25 Esfand", "date", "2024-03-15", "2024-03-15", "2024-03-15"),
    ("in Mehr 1402", "Mehr 1402", "date", "2023-09-23/2023-10-22", "2023-09-23", "2023-10-22"),
    ("on 1 Ramadan 1445", "1 Ramadan 1445", "date", "1 Ramadan 1445", "2024-03-09", "2024-03-13"),
    ("on 5 Rabi al-Awwal 1445 AH", "5 Rabi al-Awwal 1445 AH", "date", "5 Rabi al-Awwal 1445 AH", "2023-09-18", "2023-09-22"),
    # the ends of the calendar
    ("on 1 January 0001", "1 January 0001", "date", "0001-01-01", "0001-01-01", "0001-01-01"),
    ("on 31 December 9999", "31 December 9999", "date", "9999-12-31", "9999-12-31", "9999-12-31"),
    ("in 500 BC", "500 BC", "date", "BC0500", None, None),
]  # fmt: skip


@pytest.mark.parametrize("row", FOUND, ids=lambda r: r[0])
def test_a_time_is_found_and_valued(row: Row) -> None:
    text, words, kind, value, earliest, latest = row
    found = [t for t in timexes(text, published=PUBLISHED) if t.text == words]
    assert [(t.type, t.value, t.earliest, t.latest) for t in found] == [(kind, value, earliest, latest)]


NO_TIME = [
    "We were told that the quarter was empty",
    "a 3,400-year-old wall in Varn",
    "the 44-year-old driver",
    "a woman aged 30 years",
    "he was 52 years old",
    "Flight 800 fell",
    "Resolution 1973 was passed",
    "Section 12 of the law",
    "No. 1987 of the register",
    "call 555-2012 or +44 20 7946 0958",
    "Varn won 2-1 and killed off the game",
    "1990 people fled",
    "a 7.62 mm round",
    "1,000 pounds of meal",
    "they may march",
    "the second man",
    "31 February was the day they named",
    "on 29 February 2023",
    "on 12/34/2019",
    "the hour hand of 25:61",
    "2 MAY BE DEAD, POLICE SAY",
    "ten^30 and 10^30 dead",
    "he told The Sun. It fell",
    "near the Winter Palace of Varn",
    "at the Quarter Note club",
    "THEY ARE TO MARCH AGAIN",
]


@pytest.mark.parametrize("text", NO_TIME)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert timexes(text, published=PUBLISHED) == ()


# Against what was named before: text, words, value.
TOLD = [
    ("On 3 March a bus was hit. The following day two died.", "The following day", "2024-03-04"),
    ("On 3 March a bus was hit. Two days later two died.", "Two days later", "2024-03-05"),
    ("He came in May 2019 and left later that year.", "that year", "2019"),
    ("On 3 March 2019 he fell. A year earlier he was well.", "A year earlier", "2018"),
    ("She wrote on 3 March and he died the same day.", "the same day", "2024-03-03"),
    ("She wrote on 3 March and he died that night.", "that night", "2024-03-03TNI"),
    ("He wrote in January 2031. She died on the 14th.", "the 14th", "2031-01-14"),
    ("In February they came. A trader warned us a week earlier.", "a week earlier", "XXXX-WXX"),
    ("She wrote in March 2019 and he died that night.", "that night", "XXXX-XX-XXTNI"),
]


@pytest.mark.parametrize(("text", "words", "value"), TOLD)
def test_a_time_is_told_from_the_time_before_it(text: str, words: str, value: str) -> None:
    assert {t.text: t.value for t in timexes(text, published=PUBLISHED)}[words] == value


def test_the_hours_of_a_live_page_are_of_the_day_of_publication() -> None:
    text = "00:10 GMT\nWe close.\n\n23:40 GMT\nHe speaks: they mourn from Friday.\n\n21:15 GMT\nA blast."
    days = {t.text: t.earliest for t in timexes(text, published=PUBLISHED) if "GMT" in t.text}
    assert days == {"00:10 GMT": "2024-03-13", "23:40 GMT": "2024-03-12", "21:15 GMT": "2024-03-12"}


def test_a_time_in_a_quotation_is_not_what_the_next_one_counts_from() -> None:
    text = 'On 3 March he fell. "It was like 1 February," she said. The next day two died.'
    quote = (text.index('"'), text.rindex('"') + 1)
    told = {t.text: t.value for t in timexes(text, published=PUBLISHED, quotes=[quote])}
    assert told["The next day"] == "2024-03-04"


def test_a_stretch_counted_from_a_day_fixes_that_day() -> None:
    first = timexes("He died six weeks after the 3 January raid.", published=PUBLISHED)[0]
    assert (first.text, first.value, first.earliest, first.latest) == ("six weeks", "P6W", "2024-02-14", "2024-02-14")


UNDATED = [
    ("on Sunday", "Sunday", "XXXX-WXX-7"),
    ("last month", "last month", "PAST_REF"),
    ("today", "today", "PRESENT_REF"),
    ("next year", "next year", "FUTURE_REF"),
    ("in March", "March", "XXXX-03"),
    ("on 5 May", "5 May", "XXXX-05-05"),
    ("ten days ago", "ten days ago", "PAST_REF"),
    ("in the past two months", "the past two months", "P2M"),
]


@pytest.mark.parametrize(("text", "words", "value"), UNDATED)
@pytest.mark.parametrize("published", [None, "", "soon", "2024-13-01", "٢٠٢٤-01-01"])
def test_without_a_day_of_publication_nothing_relative_is_dated(
    text: str, words: str, value: str, published: str | None
) -> None:
    (found,) = timexes(text, published=published)
    assert (found.text, found.value, found.earliest, found.latest) == (words, value, None, None)


# Capital letters, as in monitored broadcasts: published 9 January 1990.
UPPER = [
    ("NORTE RADIO, 8 JAN 90 -- THREE DIED", "8 JAN 90", "1990-01-08"),
    ("KILLED ON 5 JANUARY AT 0930 GMT", "0930 GMT", "1990-01-05T09:30Z"),
    ("KILLED LAST SUNDAY NIGHT", "LAST SUNDAY NIGHT", "1990-01-07TNI"),
    ("KILLED ON THE NIGHT OF 6 JANUARY", "6 JANUARY", "1990-01-06"),
    ("KILLED ON 2 MAY", "2 MAY", "1989-05-02"),
]


@pytest.mark.parametrize(("text", "words", "value"), UPPER)
def test_capital_letters(text: str, words: str, value: str) -> None:
    assert {t.text: t.value for t in timexes(text, published="1990-01-09")}[words] == value


PRECISION = [
    ("on Sunday", "day"),
    ("on the night of 3-4 March", "day"),
    ("over the weekend", "day"),
    ("last week", "week"),
    ("on 1 Ramadan 1445", "week"),
    ("last month", "month"),
    ("last summer", "year"),
    ("in 2019", "year"),
    ("in the 1990s", "unknown"),
    ("every week", "unknown"),
]


@pytest.mark.parametrize(("text", "precision"), PRECISION)
def test_precision(text: str, precision: str) -> None:
    (found,) = timexes(text, published=PUBLISHED)
    assert precision_of(found.earliest, found.latest) == precision
