"""When an incident happened: which of the article's times is its own, and how exact that is."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.clusters import Cluster
from onrecord.reading.days import precision_of
from onrecord.reading.signs import Counting, Part, Telling
from onrecord.reading.when import Calendar, made, said_when
from onrecord.reading.words import Page, page
from onrecord.record import Span, Spans, Timex, TimexType, When, words
from reading.markup import unmark
from reading.test_signs import at, counting, part, telling

# Words of the articles below, with the days that they fix.
DAYS: dict[str, tuple[TimexType, str | None, str | None]] = {
    "Monday": ("date", "2031-05-05", "2031-05-05"),
    "Tuesday": ("date", "2031-05-06", "2031-05-06"),
    "Sunday": ("date", "2031-05-04", "2031-05-04"),
    "last week": ("date", "2031-04-28", "2031-05-04"),
    "last month": ("date", "2031-04-01", "2031-04-30"),
    "this week": ("date", "2031-05-05", "2031-05-11"),
    "6 May": ("date", "2031-05-06", "2031-05-06"),
    "in 2030": ("date", "2030-01-01", "2030-12-31"),
    "at 10 p.m. on Saturday": ("time", "2031-05-03", "2031-05-03"),
    "Friday": ("date", "2031-05-02", "2031-05-02"),
    "for two hours": ("duration", None, None),
    "7 MAY 31": ("date", "2031-05-07", "2031-05-07"),
}


def times(text: str) -> tuple[Timex, ...]:
    """Every time of the table that the text has, in order, each time that it has it."""
    found = []
    for said, (kind, earliest, latest) in DAYS.items():
        for nth in range(text.count(said)):
            span = Span(*at(text, said, nth))
            found.append(Timex((span,), said, kind, earliest or "PT2H", earliest, latest))
    return tuple(sorted(found, key=lambda t: t.spans))


def cluster(p: Page, tells: tuple[str, ...] = (), dated: tuple[str, ...] = (), counts: tuple[str, ...] = ()) -> Cluster:
    return Cluster(
        [telling(p, t) for t in tells], [counting(p, c) for c in counts], [part(p, d, "date") for d in dated]
    )


def when(marked: str, *tells: str, dated: tuple[str, ...] = (), counts: tuple[str, ...] = ()) -> When:
    text, _, statements = unmark(marked)
    p = page(text)
    found = Calendar(text, times(text), statements, p).dates([cluster(p, tells, dated, counts)])[0]
    assert found.text == words(text, found.spans)
    return found


@pytest.mark.parametrize(
    ("marked", "tells", "dated", "earliest", "latest", "said"),
    [
        ("The mill was shelled on Monday.", "shelled", (), "2031-05-05", "2031-05-05", "Monday"),
        # Said on Tuesday, happened on Monday.
        (
            "{1Q The mill was shelled on Monday}, {1S the mayor} {1C told reporters} on Tuesday.",
            "shelled", (), "2031-05-05", "2031-05-05", "Monday",
        ),
        (
            "On Tuesday the news came. {1S The mayor} {1C said} on Friday {1Q the mill was shelled at dawn on Sunday}.",
            "shelled", (), "2031-05-04", "2031-05-04", "Sunday",
        ),
        # A time that is marked as the incident's own wins over all others.
        ("It was shelled on Monday, the farm on Tuesday.", "shelled", ("Tuesday",), *["2031-05-06"] * 2, "Tuesday"),
        ("The mill was shelled. Monday was calm. Guns fell silent on Tuesday.", "shelled", ("Tuesday",),
         "2031-05-06", "2031-05-06", "Tuesday"),
        # The words beside those that tell win over those of the sentence before.
        ("Monday was calm. The mill was shelled on Tuesday.", "shelled", (), "2031-05-06", "2031-05-06", "Tuesday"),
        ("It happened on Monday. The mill was shelled.", "shelled", (), "2031-05-05", "2031-05-05", "Monday"),
        # A narrow date within a wide one.
        ("The mill was shelled last week. Sunday was the day.", "shelled", ("last week", "Sunday"),
         "2031-05-04", "2031-05-04", "Sunday"),
        ("The mill was shelled last week. On Sunday the mill was gone.", "shelled", (), *["2031-05-04"] * 2, "Sunday"),
        ("The mill was shelled last month.", "shelled", (), "2031-04-01", "2031-04-30", "last month"),
        # A time of day is of what happened, not of what came of it.
        ("Charged on Monday, he shelled it at 10 p.m. on Saturday.", "shelled", (), *["2031-05-03"] * 2,
         "at 10 p.m. on Saturday"),
        # What came of it has its own day.
        (
            "Two men were arrested on Tuesday in court. They are accused of an attack: the mill was shelled on Sunday.",
            "shelled", (), *["2031-05-04"] * 2, "Sunday",
        ),
        # The same day said twice.
        ("On Monday the mill was shelled. Monday was a feast.", "shelled", ("Monday",), *["2031-05-05"] * 2,
         "Monday … Monday"),
        # A time that fixes no day counts half.
        ("The mill, built in 2014, was shelled on Monday.", "shelled", (), *["2031-05-05"] * 2, "Monday"),
        # How long it lasted is no day, and a time of a court, of a page or of long since is of something else.
        ("The mill was shelled for two hours.", "shelled", (), None, None, ""),
        ("The mill was shelled. A crowd ran. The trial is to open in court on Monday.", "shelled", (), None, None, ""),
        ("Updated Monday. Posted by the desk. The mill was shelled.", "shelled", (), None, None, ""),
        ("The mill was shelled. Fire took its sister in 2030.", "shelled", (), None, None, ""),
        ("The mill was shelled.", "shelled", (), None, None, ""),
    ],
)  # fmt: skip
def test_when(
    marked: str, tells: str, dated: tuple[str, ...], earliest: str | None, latest: str | None, said: str
) -> None:
    found = when(marked, tells, dated=dated)
    assert (found.earliest, found.latest, found.text) == (earliest, latest, said)


def test_figures_tell_where_nothing_else_does() -> None:
    found = when("A feast was held on Friday. It was long. Nine people died on Monday.", counts=("Nine people",))
    assert found.text == "Monday"


def test_each_mention_of_the_day_is_kept() -> None:
    text = "On Monday the mill was shelled. By Monday night it was shelling still."
    p = page(text)
    marked = Cluster([telling(p, "shelled")], [], [part(p, "Monday", "date"), part(p, "Monday", "date", nth=1)])
    found = Calendar(text, times(text), (), p).dates([marked])[0]
    assert (found.text, len(found.spans)) == ("Monday … Monday", 2)


def test_a_day_that_only_says_when_it_was_said_is_better_than_none() -> None:
    assert when("{1Q The mill was shelled}, {1S she} {1C said} on Tuesday.", "shelled").earliest == "2031-05-06"


DATELINE = "TEL SARRA, 7 MAY 31 (KNA) -- "


def test_a_dateline_says_no_more_than_not_later() -> None:
    found = when(DATELINE + "The mill was shelled.", "shelled")
    assert found == When(None, "2031-05-07", "unknown", (Span(11, 19),), "7 MAY 31")


def test_a_dateline_gives_way_to_every_other_day() -> None:
    assert when(DATELINE + "The mill was shelled on Monday.", "shelled").text == "Monday"


@pytest.mark.parametrize(
    "text",
    [
        "The mill was shelled. It had been a mill since 7 MAY 31 -- or so.",  # inside the text
        "Spring came.\n7 MAY 31 -- The mill was shelled.",  # not on the first line
        "SARRA, 7 MAY 31 The mill was shelled.",  # nothing sets it off
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert Calendar(text, times(text), (), page(text)).dateline is None


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("{1S She} {1C said} on Tuesday {1Q the old mill by the river burned on Monday}.", ["Tuesday"]),
        ("{1S She} {1C told Radio Sarra} late Tuesday {1Q it burned}.", ["Tuesday"]),
        ("On Tuesday {1S she} {1C said} {1Q the large mill by the old river burned on Monday}.", []),
        ("It burned on Monday.", []),
        # So near a cue, but inside what is said: the day on which it happened, which was dropped.
        ("{1S She} {1C said} {1Q nine died on Monday}.", []),
        ("{1S She} {1C said} on Tuesday {1Q it burned on Monday}.", ["Tuesday"]),
        ("{1Q Nine died}, {1S she} {1C said} on Tuesday, {1Q on Monday}.", ["Tuesday"]),
    ],
)
def test_times_that_say_when_something_was_said(marked: str, said: list[str]) -> None:
    text, _, statements = unmark(marked)
    found = times(text)
    assert [found[n].text for n in sorted(said_when(found, statements))] == said


# Days (the last one more than the first), precision, ACLED's time_precision, UCDP's date_prec.
PRECISION = [
    ("2031-05-05", "2031-05-05", "day", 1, 1),
    ("2031-05-05", "2031-05-06", "day", 1, 2),  # overnight
    ("2031-05-05", "2031-05-08", "week", 2, 2),
    ("2031-05-01", "2031-05-20", "month", 3, 4),
    ("2031-04-01", "2031-04-30", "month", 3, 4),
    ("2031-05-01", "2031-05-31", "month", 3, 4),
    ("2031-04-01", "2031-06-30", "year", 3, 5),
    ("2032-01-01", "2032-12-31", "year", 3, 5),
    ("2020-01-01", "2029-12-31", "unknown", 3, 5),
]


@pytest.mark.parametrize(("earliest", "latest", "precision", "acled", "ucdp"), PRECISION)
def test_precision_in_every_scheme(earliest: str, latest: str, precision: str, acled: int, ucdp: int) -> None:
    found = made(earliest, latest, (Span(0, 2),), "it")
    assert (found.precision, found.time_precision, found.date_prec) == (precision, acled, ucdp)
    assert (found.earliest, found.latest, found.text) == (earliest, latest, "it")


@pytest.mark.parametrize(("days", "ucdp"), [(1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (32, 5)])
def test_date_prec_changes_where_ucdp_says(days: int, ucdp: int) -> None:
    """2 is two to six days, 3 a week, 4 up to a month, 5 more; counted with the first and the last day."""
    last = datetime.date(2031, 5, 1) + datetime.timedelta(days=days - 1)
    assert made("2031-05-01", last.isoformat(), (), "").date_prec == ucdp


@pytest.mark.parametrize(("earliest", "latest"), [("", ""), ("XXXX-05", "XXXX-05"), ("2031-02-30", "2031-02-30")])
def test_what_is_no_day_has_no_precision(earliest: str, latest: str) -> None:
    assert precision_of(earliest, latest) == "unknown"


@given(st.dates(), st.integers(0, 4000), st.integers(0, 4000))
def test_a_wider_range_is_never_more_exact(first: datetime.date, one: int, more: int) -> None:
    def codes(days: int) -> tuple[int, int, int]:
        last = datetime.date.fromordinal(min(first.toordinal() + days, datetime.date.max.toordinal()))
        spans: Spans = ()
        found = made(first.isoformat(), last.isoformat(), spans, "")
        order = ("day", "week", "month", "year", "unknown")
        assert found.time_precision is not None and found.date_prec is not None
        return order.index(found.precision), found.time_precision, found.date_prec

    assert all(a <= b for a, b in zip(codes(one), codes(one + more), strict=True))


TEXT = (
    f"{DATELINE}The mill was shelled on Monday, and last week. She said on Tuesday nine people fell.\n\n"
    "Friday was calm."
)
PAGE = page(TEXT)
SIGNS = st.lists(st.sampled_from(["shelled", "fell", "calm"]), max_size=3)
DATED = st.lists(st.sampled_from(["Monday", "last week", "Tuesday", "Friday", "7 MAY 31", "nine"]), max_size=3)


@settings(max_examples=40, deadline=None)
@given(SIGNS, DATED, st.booleans())
def test_a_date_is_one_of_the_texts_own(tells: list[str], dated: list[str], counts: bool) -> None:
    tellings: list[Telling] = [telling(PAGE, t) for t in tells]
    countings: list[Counting] = [counting(PAGE, "nine people")] if counts else []
    parts: list[Part] = [part(PAGE, d, "date") for d in dated]
    found = Calendar(TEXT, times(TEXT), (), PAGE).dates([Cluster(tellings, countings, parts)])[0]
    assert found.text == words(TEXT, found.spans)
    assert not found.spans or (found.earliest, found.latest) in {
        (None, "2031-05-07"),
        *((t.earliest, t.latest) for t in times(TEXT) if t.text != "7 MAY 31"),
    }
