"""A report's times as they may date its incidents: which are weighed, by which reasons, and when none is taken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading import days, stretches, weighing
from onrecord.reading.clusters import Cluster
from onrecord.reading.days import Diary, data
from onrecord.reading.labels import TOLD
from onrecord.reading.words import Page, page
from onrecord.record import Span, Timex, TimexType
from reading.test_signs import at, telling

PUBLISHED = "2031-05-14"  # a Wednesday


def time(text: str, said: str, first: str, last: str | None = None, *, kind: TimexType = "date", nth: int = 0) -> Timex:
    return Timex((Span(*at(text, said, nth)),), said, kind, first, first, last or first)


def diary(text: str, times: list[Timex], *clusters: Cluster, published: str | None = PUBLISHED) -> Diary:
    return Diary(times, page(text), clusters, published=published)


def one(p: Page, *tells: str, told: str = "news", kind: str = "attack") -> Cluster:
    return Cluster([telling(p, t, kind, told=told) for t in tells])


def chosen(found: Diary, k: int = 0) -> list[str]:
    return [found.times[n].text for n in found.choice(k).times]


TUESDAY, SUNDAY, FRIDAY = ("Tuesday", "2031-05-13"), ("Sunday", "2031-05-11"), ("Friday", "2031-05-16")
LONG = (
    "Gunmen attacked the mill in Dol Aren on Sunday. Three people were shot near the gate. The owner wept. "
    "A crowd came. Nobody slept. Bread ran out.\n\nThe old mayor spoke of a raid on the bridge."
)


@pytest.mark.parametrize(
    ("text", "tells", "times", "expected"),
    [
        # The follow-up's own days are not the attack's.
        (
            "A judge on Tuesday ordered two men held. They are accused of attacking the mill on Sunday.",
            ["attacking"], [TUESDAY, SUNDAY], ["Sunday"],
        ),
        (
            "Police on Tuesday arrested a man. Gunmen attacked the mill at the river late on Sunday.",
            ["attacked"], [TUESDAY, SUNDAY], ["Sunday"],
        ),
        (
            "Neighbours held a vigil on Tuesday. The mill was attacked on Sunday. A funeral is set for Friday.",
            ["attacked"], [TUESDAY, SUNDAY, FRIDAY], ["Sunday"],
        ),
        # A weekday with its date behind it is that date's.
        ("The mill was attacked on Tuesday (May 6), she said.", ["attacked"], [TUESDAY, ("May 6", "2031-05-06")],
         ["May 6"]),
        ("The mill was attacked on Tuesday, the town hall on May 8.", ["attacked"],
         [TUESDAY, ("May 8", "2031-05-08")], ["Tuesday"]),
        # Papers of a court tell of what was done.
        (
            "A man was sentenced to six years in court on Tuesday. According to court documents, on Sunday he opened "
            "fire on the mill.",
            ["opened fire"], [TUESDAY, SUNDAY], ["Sunday"],
        ),
        # What only the page says, and what is yet to come, dates nothing.
        ("Posted Tuesday.\n\nThe mill was attacked.", ["attacked"], [TUESDAY], []),
        ("The mill was attacked. The trial is due to open in court on Friday.", ["attacked"], [FRIDAY], []),
        ("The mill was attacked.", ["attacked"], [], []),
    ],
)  # fmt: skip
def test_the_day_of_the_incident(
    text: str, tells: list[str], times: list[tuple[str, str]], expected: list[str]
) -> None:
    found = diary(text, [time(text, *t) for t in times], one(page(text), *tells))
    assert chosen(found) == expected


def test_an_arrest_has_the_day_of_the_arrest() -> None:
    text = "A man was arrested on Tuesday. He is accused of an attack on the mill on Sunday, in which three were shot."
    p = page(text)
    found = diary(
        text, [time(text, *TUESDAY), time(text, *SUNDAY)], one(p, "arrested", kind="arrest"), one(p, "attack", "shot")
    )
    assert [chosen(found, 0), chosen(found, 1)] == [["Tuesday"], ["Sunday"]]


def test_the_day_of_the_main_incident_is_not_that_of_one_told_far_off() -> None:
    p = page(LONG)
    found = diary(LONG, [time(LONG, *SUNDAY)], one(p, "attacked", "shot"), one(p, "raid"))
    assert (found.main, chosen(found, 0), chosen(found, 1)) == (0, ["Sunday"], [])


@pytest.mark.parametrize(
    ("text", "said"), [("The mill was shelled in the night of 11 May.", "11 May"),
                       ("In the night to Monday the mill was shelled.", "Monday")],
)  # fmt: skip
def test_a_night_is_of_two_days(text: str, said: str) -> None:
    times = [time(text, said, "2031-05-11"), time(text, said, "2031-05-11", "2031-05-12")]
    found = Diary(times, page(text), [one(page(text), "shelled")], stretches={1: "the night of"}, published=PUBLISHED)
    assert [n for n, _ in found.weighed(0)] == [1]


def test_a_march_that_is_yet_to_come_has_its_day() -> None:
    text = "Students plan to march on Friday."
    found = diary(text, [time(text, *FRIDAY)], one(page(text), "march", told="planned", kind="protest"))
    assert chosen(found) == ["Friday"]


def test_a_long_report_costs_what_its_parts_cost() -> None:
    text = "Guns fell silent. " + "On Sunday all was calm. " * 400 + "The mill was shelled."
    times = [time(text, *SUNDAY, nth=n) for n in range(400)]
    found = diary(text, times, one(page(text), "shelled"))
    assert len(found.weighed(0)) <= days._FIRST + 2 * weighing.BESIDE


def test_a_dateline_and_what_fixes_no_day_are_no_candidates() -> None:
    text = "SARRA, 7 MAY 31 -- On Sunday, for two hours, the mill was shelled."
    times = [
        time(text, "7 MAY 31", "2031-05-07"),
        time(text, *SUNDAY),
        Timex((Span(*at(text, "two hours")),), "two hours", "duration", "PT2H"),
    ]
    found = Diary(times, page(text), [one(page(text), "shelled")], dateline=0)
    assert [n for n, _ in found.weighed(0)] == [1]


PLAIN = {
    "its own", "another's own", "its sentence", "the sentence before", "the sentence after", "another's sentence",
    "a shared sentence", "a figure beside", "distance", "down the text", "near background", "near an arrest",
    "close to an arrest", "the first paragraph", "the first sentence", "the first day", "later", "often",
    "its paragraph", "the last before",
    "mentions around", "a clock", "when it was said", "a narrower within", "in quotation marks", "in what is said",
    "far off", "a weekday", "a month", "a year", "hours", "today",
    "none", "none: an arrest", "none: minor", "none: only counted", *(f"none: {told}" for told in TOLD),
    *(f"of {size}" for size in ("day", "two days", "week", "month", "year", "unknown")),
    *(f"before publication: {age}" for age in ("to come", "the same day", "a day", "two days", "a week", "a month",
                                               "a year", "longer")),
    *(f"{side} stretch: {how}" for side in ("a", "with a") for how in stretches.MAKERS),
}  # fmt: skip


@pytest.mark.parametrize("name", data().worth)
def test_what_has_a_worth_is_a_reason_that_is_given(name: str) -> None:
    known = data()
    plain = name.removeprefix("minor: ").removeprefix("an arrest: ")
    for told in TOLD:
        plain = plain.removeprefix(f"{told}: ")
    of, _, side = plain.rpartition(" ")
    by_class = of in known.words.values() and side in ("before", "after")
    beside = plain.removeprefix("… ").removesuffix(" …") in known.beside
    assert plain in PLAIN or by_class or beside


def test_words_are_of_one_class_and_as_a_page_has_them() -> None:
    text = " ".join(data().words)
    assert [w.low for w in page(text).words] == list(data().words)


WORDS = ["The mill was shelled", "Sunday", "Tuesday", "in court", "she said", "vigil", ".", ",", "Friday", "a man died"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.booleans(), st.sampled_from([None, PUBLISHED, "nonsense"]))
def test_whatever_the_text_the_choice_is_some_times_of_one_range(
    said: list[str], counted: bool, published: str | None
) -> None:
    text = " ".join(said)
    times = [
        time(text, word, on, nth=n) for word, on in (TUESDAY, SUNDAY, FRIDAY) for n in range(text.count(word))
    ]  # fmt: skip
    times.sort(key=lambda t: t.spans)
    p = page(text)
    clusters = [one(p, "shelled")] if "shelled" in text else []
    found = Diary(times, p, [*clusters, Cluster()], published=published)
    for k in range(len(found.clusters)):
        choice = found.choice(k)
        assert 0 < choice.likely <= 1
        assert list(choice.times) == sorted(set(choice.times))
        assert len({found.days[n] for n in choice.times}) <= 1
