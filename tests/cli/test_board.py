"""Incidents and their figures as a person sees them."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import Console

from cli.records import BOMB, RAID, STRIKE, TOLL, TOLL_STATEMENTS, at, figure, told
from onrecord.cli.board import Board, found, kind
from onrecord.cli.days import days, moment
from onrecord.cli.figures import HARMS, MARKS, rows, tops
from onrecord.cli.intervals import ASCII, axis, bar, interval
from onrecord.cli.table import report
from onrecord.record import Figure, Flag, Incident, IncidentType, Participant, Record, Source, Total, When, Where, Who

ISOLATES = str.maketrans("", "", "\u2068\u2069")
ALL = told(STRIKE, BOMB, prospects=(RAID,))


def shown(what: Record, *, width: int, encoding: str = "utf-8", colour: bool = False) -> str:
    held = io.BytesIO()
    console = Console(
        file=io.TextIOWrapper(held, encoding=encoding, errors="strict"),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        markup=False,
        highlight=False,
    )
    console.print(Board(what))
    console.file.flush()
    return held.getvalue().decode(encoding)


def flat(what: Record, *, width: int = 200) -> str:
    return " ".join(shown(what, width=width).split())


def line(what: Record, words: str, *, width: int = 200) -> str:
    (only,) = [each for each in shown(what, width=width).splitlines() if words in each]
    return " ".join(only.split())


def counting(*figures: Figure) -> Record:
    return told(replace(STRIKE, figures=figures, totals={}, flags=()))


# -- intervals, bars, days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "words", "plain"),
    [
        (14, 14, "14", "14"),
        (14, None, "≥ 14", ">= 14"),
        (None, 20, "≤ 20", "<= 20"),
        (6, 8, "6–8", "6-8"),
        (0, 0, "0", "0"),
        (0, None, "≥ 0", ">= 0"),
        (None, None, "?", "?"),
        (1000, 3200, "1,000–3,200", "1,000-3,200"),
        (10**30, None, "≥ ≈10^30", ">= ~10^30"),
        (10**30, 10**30, "≈10^30", "~10^30"),
    ],
)
def test_intervals(low: int | None, high: int | None, words: str, plain: str) -> None:
    assert interval(low, high) == words
    assert interval(low, high, signs=ASCII) == plain


@pytest.mark.parametrize(
    ("low", "high", "drawn", "plain"),
    [
        (14, None, "       ├───→", "       |--->"),
        (20, None, "          ├→", "          |>"),
        (None, 20, "←─────────┤ ", "<---------| "),
        (None, 0, "←           ", "<           "),
        (0, 20, "├─────────┤ ", "|---------| "),
        (6, 8, "   ├┤       ", "   ||       "),
        (14, 14, "       ●    ", "       o    "),
        (0, 0, "●           ", "o           "),
        (None, None, "            ", "            "),
    ],
)
def test_bars(low: int | None, high: int | None, drawn: str, plain: str) -> None:
    assert bar(low, high, top=20, width=12) == drawn
    assert bar(low, high, top=20, width=12, signs=ASCII) == plain


def test_the_axis_ends_where_the_highest_bar_does() -> None:
    assert axis(top=20, width=12) == "0────────20 "
    assert bar(20, 20, top=20, width=12).index("●") == axis(top=20, width=12).index("20") + 1


NUMBERS = st.none() | st.integers(-5, 10**40)


@given(low=NUMBERS, high=NUMBERS, top=st.integers(1, 10**40), width=st.integers(3, 40))
def test_a_bar_is_as_wide_as_its_column(low: int | None, high: int | None, top: int, width: int) -> None:
    assert len(bar(low, high, top=top, width=width)) == len(axis(top=top, width=width)) == width
    assert bar(low, high, top=top, width=width, signs=ASCII).isascii() and interval(low, high, signs=ASCII).isascii()
    assert len(interval(low, high)) < 30


@given(numbers=st.lists(st.integers(0, 10**6), min_size=2), width=st.integers(3, 40))
def test_more_stands_never_left_of_fewer(numbers: list[int], width: int) -> None:
    top = max(1, *numbers)
    points = [bar(n, n, top=top, width=width).index("●") for n in sorted(numbers)]
    assert all(a <= b for a, b in pairwise(points))


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2031-03-03", "2031-03-03", "3 Mar 2031"),
        ("2031-03-01", "2031-03-07", "1–7 Mar 2031"),
        ("2031-03-01", "2031-03-31", "Mar 2031"),
        ("2032-02-01", "2032-02-29", "Feb 2032"),
        ("2031-02-28", "2031-03-03", "28 Feb–3 Mar 2031"),
        ("2030-12-30", "2031-01-02", "30 Dec 2030–2 Jan 2031"),
        ("2031-01-01", "2031-02-28", "Jan–Feb 2031"),
        ("2030-11-01", "2031-02-28", "Nov 2030–Feb 2031"),
        ("2031-01-01", "2031-12-31", "2031"),
        ("2029-01-01", "2031-12-31", "2029–2031"),
        ("2031-03-03", None, "from 3 Mar 2031"),
        (None, "2031-03-03", "until 3 Mar 2031"),
        (None, None, ""),
        ("0001-01-01", "9999-12-31", "1–9999"),
        ("2031-03-05", "2031-03-04", "5–4 Mar 2031"),
        ("2031-02-31", "2031-02-31", "2031-02-31"),
        ("soon\x1b[2J", "2031-03-03", "soon␛[2J–2031-03-03"),
    ],
)
def test_days(earliest: str | None, latest: str | None, words: str) -> None:
    assert days(earliest, latest) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [("2031-03-04T10:00", "4 Mar 2031 10:00"), ("2031-03-04", "4 Mar 2031"), ("noon\x1b", "noon␛")],
)
def test_moments(value: str, words: str) -> None:
    assert moment(value) == words


# -- what, when, where, who did it --------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_the_head_of_an_incident(width: int) -> None:
    text = flat(ALL, width=width)
    for part in (
        "Drone strike Air/drone strike",
        "When 12 May 2031 “on Monday”",
        "Where near Tarsah, Lower Ena, Coralia",
        "Against the covered market",
        "With Drones",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (IncidentType("air-strike", event="Explosions/Remote violence", sub_event="Air/drone strike"), "Air strike"),
        (IncidentType("mob", event="Riots", sub_event="Mob violence"), "Mob violence"),
        (IncidentType("non-violent"), "No violence: accident, disaster or illness"),
        (IncidentType("\x1b[2Jnew-kind"), "␛[2jnew kind"),
    ],
)
def test_kinds_are_words(of: IncidentType, words: str) -> None:
    assert kind(of) == words


def test_acled_is_not_told_twice() -> None:
    mob = replace(STRIKE, type=IncidentType("mob", event="Riots", sub_event="Mob violence"))
    assert flat(told(mob)).count("Mob violence") == 1


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (When(), "When date not told"),
        (When(text="on Monday", spans=STRIKE.date.spans), "When date not fixed “on Monday”"),
        (When("2031-05-01", "2031-05-31", "month"), "When May 2031"),
    ],
)
def test_dates_that_are_not_fixed_say_so(date: When, words: str) -> None:
    assert line(told(replace(STRIKE, date=date)), "When") == words


PLACE = Where("Tarsa", (), "", country="Coralia", admin1="Lower Ena", precision="place")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, "Where place not told"),
        (PLACE, "Where Tarsa, Lower Ena, Coralia"),
        (replace(PLACE, precision="near"), "Where near Tarsa, Lower Ena, Coralia"),
        (replace(PLACE, precision="district"), "Where Tarsa, Lower Ena, Coralia (district)"),
        (replace(PLACE, admin1=None, precision="region"), "Where Tarsa, Coralia (region)"),
        (Where("Coralia", (), country="Coralia", precision="country"), "Where Coralia (country)"),
        (
            replace(PLACE, name="Ṭarsā", spans=at("Tarsa", text=TOLL), text="Tarsa"),
            "Where Ṭarsā, Lower Ena, Coralia as “Tarsa”",
        ),
    ],
)
def test_places(place: Where | None, words: str) -> None:
    assert line(told(replace(STRIKE, place=place)), "Where") == words


def test_who_did_it_is_told_with_whose_words_they_are() -> None:
    assert line(ALL, "By ") == "By the Northern Shield “sworn to the old king” (said by Osman Dray)"
    own = replace(STRIKE.participants[0], given_by=(), allegiance=None)
    claimed = replace(own, role="claimant")
    many = replace(STRIKE, participants=(own, own, replace(own, name="gunmen"), claimed))
    assert line(told(many), "By ") == "By the Northern Shield; gunmen"
    assert line(told(many), "Claimed ") == "Claimed the Northern Shield"
    assert "By " not in shown(told(replace(STRIKE, participants=())), width=200)


# -- figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("“at least 14", ["■ killed", "≥ 14", "people", "the hospital via Radio Hadra"]),
        ("“three of", ["3", "└ children", "the hospital via Radio Hadra"]),
        ("“six to", ["6–8", "combatants", "The Ministry of Defence of Coralia"]),
        ("“no civ", ["▲ injured", "0", "civilians", "The Ministry of Defence of Coralia"]),
        ("“up to", ["≤ 20", "people", "Osman Dray"]),
        ("“Two of", ["2", "combatants (attackers)", "the report"]),
        ("“Some", ["40", "people", "the report"]),
        ("“Dozens", ["? missing", "?", "people", "the report"]),
    ],
)
def test_one_line_a_figure(words: str, parts: list[str]) -> None:
    text = line(told(replace(STRIKE, flags=())), words)
    last = 0
    for part in parts:
        last = text.index(part, last) + len(part)


@pytest.mark.parametrize("width", [24, 40, 60, 79, 80, 100, 140])
def test_every_width_has_every_figure(width: int) -> None:
    text = flat(ALL, width=width)
    for part in ("≥ 14", "6–8", "≤ 20", "└", "(attackers)", "the report", "“Dozens”", "blames", "× disputed"):
        assert part in text
    for each in shown(ALL, width=width).splitlines():
        assert cell_len(each.translate(ISOLATES)) <= width


def test_disputes_blame_and_time_are_told() -> None:
    text = flat(ALL, width=40)
    assert "× disputed by The Ministry of Defence of Coralia" in text
    assert "blames the Northern Shield" in text
    assert "as of 12 May 2031 10:00" in text


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_no_giver_of_a_joint_figure_is_cut_off(width: int) -> None:
    f = figure("f1", "killed", "people", 14, None, "at least 14 people", "s1", "s2", "s3")
    text = shown(counting(f, OTHER), width=width)
    assert "Osman" in text and "…" not in text


def test_every_giver_of_a_joint_figure_is_named_once() -> None:
    both = flat(counting(figure("f1", "killed", "people", 14, None, "at least 14 people", "s1", "s2", "s1")), width=40)
    assert "the hospital via Radio Hadra The Ministry of Defence of Coralia “at least" in both


def test_nationals_are_named() -> None:
    f = replace(
        figure("f1", "killed", "nationals", 14, None, "at least 14 people"), who=Who("nationals", nation="Hadran")
    )
    assert "Hadran nationals" in flat(counting(f))


@pytest.mark.parametrize(("width", "drawn"), [(60, False), (79, False), (80, True), (100, True), (140, True)])
def test_figures_that_differ_are_drawn_where_there_is_room(width: int, drawn: bool) -> None:
    text = shown(ALL, width=width)
    assert ("├" in text) is drawn and ("●" in text) is drawn and ("─20" in text) is drawn


WHOLE = figure("f1", "killed", "people", 14, None, "at least 14 people")
PART = figure("f2", "killed", "children", 3, 3, "three of them children", part_of="f1")
OTHER = figure("f3", "killed", "people", None, 20, "up to 20 bodies")
AGAIN = replace(WHOLE, id="f4", given_by=("s1",))
ATTACKERS = figure("f5", "killed", "combatants", 2, 2, "Two of the attackers", side="attackers")
OPEN = figure("f6", "killed", "people", None, None, "Dozens")
HURT = figure("f7", "injured", "people", 40, 40, "Some forty")
NONE = figure("f8", "killed", "civilians", 0, 0, "no civilians")


@pytest.mark.parametrize(
    ("figures", "ends"),
    [
        ((WHOLE,), {}),
        ((WHOLE, PART), {}),  # a part is no other account of its whole
        ((WHOLE, AGAIN), {}),
        ((WHOLE, ATTACKERS), {}),
        ((WHOLE, OPEN), {}),
        ((WHOLE, HURT), {}),
        ((WHOLE, OTHER, PART, HURT), {"killed": 20}),
        ((NONE, OPEN), {}),
    ],
)
def test_only_accounts_that_differ_are_drawn(figures: tuple[Figure, ...], ends: dict[str, int]) -> None:
    assert tops(figures) == ends


def test_parts_stand_under_their_whole_and_harms_together() -> None:
    deep = replace(PART, id="f9", part_of="f2")
    found = [(r.figure.id, r.depth, r.first) for r in rows((HURT, deep, OTHER, PART, WHOLE))]
    assert found == [("f3", 0, True), ("f1", 0, False), ("f2", 1, False), ("f9", 2, False), ("f7", 0, True)]


@given(
    st.lists(
        st.tuples(st.sampled_from(HARMS), st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)), max_size=10
    )
)
def test_every_figure_has_one_row_whatever_it_is_part_of(drawn: list[tuple[str, int | None, int | None]]) -> None:
    figures = [
        Figure(f"f{n}", harm, Who("people"), low, low, (), "", None if whole is None else f"f{whole}")  # type: ignore[arg-type]
        for n, (harm, low, whole) in enumerate(drawn)
    ]
    found = list(rows(figures))
    assert sorted(r.figure.id for r in found) == sorted(f.id for f in figures)
    assert sum(r.first for r in found) == len({f.harm for f in figures})


def test_totals_name_their_rule_and_flags_their_words() -> None:
    assert line(ALL, "Total") == "Total ≥ 14 killed, 40 injured rule report/1"
    flag = "! Check figures of one harm exclude each other: “at least 14 people”, “six to eight fighters”"
    assert line(ALL, "! Check") == flag
    two = replace(STRIKE, totals={"killed": Total(1, 1, "report/1"), "other\x1b": Total(2, 2, "house/2")}, flags=())
    assert "Total 1 killed rule report/1 Total 2 other␛ rule house/2" in flat(told(two))
    assert "! Check" not in flat(told(two))


# -- background, prospects, nothing -------------------------------------------------------------------------------


def test_background_is_one_line_under_the_news() -> None:
    assert line(ALL, "Bomb") == "Bomb or mine · Dec 2030 · Lower Ena, Coralia (region) · 1 figure: 21 killed"
    assert "Told as background" in flat(ALL) and "21 worshippers" not in flat(ALL)
    many = replace(BOMB, totals={}, figures=(*BOMB.figures, replace(BOMB.figures[0], id="f10")))
    assert line(told(STRIKE, many), "Bomb").endswith("(region) · 2 figures")
    assert line(told(STRIKE, replace(BOMB, figures=(), totals={})), "Bomb").endswith("(region)")


def test_background_alone_is_told_in_full() -> None:
    text = flat(told(BOMB))
    assert "Bomb or mine Remote explosive/landmine/IED told as background" in text
    assert "“21 worshippers”" in text and "Told as background" not in text


def test_what_has_not_happened_says_so() -> None:
    assert "Not happened, as the report tells it (planned) Raid · 19–25 May 2031 · place not told" in flat(ALL)
    threat = replace(RAID, date=When(), place=PLACE, status="threatened")
    assert "(threatened) Raid · date not told · Tarsa, Lower Ena, Coralia" in flat(told(prospects=(threat,)))


@pytest.mark.parametrize(
    ("what", "words", "numbers"),
    [
        (told(), "No incidents found.", ", 0 incidents, 0 figures"),
        (told(reads=("statements",)), "", ""),
        (told(prospects=(RAID,), reads=("statements",)), "Not happened", ""),
        (told(STRIKE, reads=("statements",)), "Drone strike", ", 1 incident, 8 figures"),
        (ALL, "Drone strike", ", 2 incidents, 9 figures"),
    ],
)
def test_how_much_was_found(what: Record, words: str, numbers: str) -> None:
    text = flat(what)
    assert words in text and bool(text) is bool(words)
    assert ("No incidents" in text) is (words == "No incidents found.")
    assert found(what) == numbers


def test_incidents_stand_between_head_and_statements() -> None:
    out = io.StringIO()
    Console(file=out, width=100, markup=False).print(report(ALL, width=100))
    text = out.getvalue()
    places = [
        text.index(each) for each in ("3 statements, 3 speakers, 2 incidents, 9 figures", "Drone strike", "Speaker")
    ]
    assert places == sorted(places)


# -- terminals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_a_terminal_without_unicode_gets_ascii_signs(width: int) -> None:
    text = shown(ALL, width=width, encoding="ascii")  # strict: one sign too many would raise
    for part in (">= 14", "6-8", "<= 20", "`- ", "# killed", "x disputed", '"Dozens"', "19-25 May 2031"):
        assert part in text


def test_only_the_sixteen_colours_are_used_and_each_harm_has_its_sign() -> None:
    out = shown(ALL, width=100, colour=True)
    assert "\x1b[1;31m■ killed" in out
    assert "38;5" not in out and "38;2" not in out and "\x1b[37m" not in out and "\x1b[30m" not in out
    assert set(MARKS) == set(HARMS)
    for each in (0, 1):
        assert len({mark[each] for mark in MARKS.values()}) == len(MARKS)
    assert all(mark[1].isascii() for mark in MARKS.values())


BAD = "\x1b]0;owned\x07 \x9b31m \u202egnp.exe [bold]x[/bold]"


def _hostile() -> Record:
    """A record whose every word would act on a terminal; JSON may hold such, so nothing is checked."""
    party = Participant("perpetrator", BAD, (), allegiance=BAD, given_by=("s1", BAD))
    f = Figure("f1", "killed", Who("nationals", nation=BAD), 1, 2, (), BAD, BAD, ("s1",), (party,), (BAD,), BAD)
    bad = Incident(
        "i1",
        IncidentType(BAD, sub_event=BAD),
        STRIKE.mentions,
        When(BAD, BAD, text=BAD),
        Where(BAD, (), BAD + "y", country=BAD, admin1=BAD, precision="near"),
        (party,),
        figures=(f, replace(f, id="f2", low=9)),
        totals={BAD: Total(1, 1, BAD)},
        flags=(Flag(BAD, ("f1", BAD)),),
    )
    statement = replace(TOLL_STATEMENTS[0], source=Source((), BAD, BAD))
    return replace(told(), statements=(statement,), incidents=(bad, replace(bad, background=True)), prospects=(bad,))


@pytest.mark.parametrize("width", [24, 40, 80, 140])
def test_hostile_words_cannot_reach_the_terminal(width: int) -> None:
    out = shown(_hostile(), width=width)
    assert not set(out) & set("\x1b\x07\x9b\u202e")
    assert out.count("␛") > 15 or width < 80
    assert all(cell_len(each.translate(ISOLATES)) <= width for each in out.splitlines())


@pytest.mark.parametrize("width", [40, 80, 140])
def test_right_to_left_words_are_isolated(width: int) -> None:
    words = "ثلاثة أطفال"
    f = replace(PART, spans=(), text=words, part_of=None)
    what = replace(STRIKE, place=replace(PLACE, name="طرسة", text=""), figures=(f,), totals={}, flags=())
    text = shown(replace(told(), incidents=(what,)), width=width)
    assert f"\u2068“{words}”\u2069" in text
    assert "\u2068طرسة, Lower Ena, Coralia\u2069" in text
    assert text.count("\u2068") == text.count("\u2069") == 2


def test_words_that_run_on_are_folded() -> None:
    text = shown(counting(replace(WHOLE, spans=at(TOLL, text=TOLL), text=TOLL)), width=80)
    assert text.count("…") == 1 and len(text.splitlines()) < 14
