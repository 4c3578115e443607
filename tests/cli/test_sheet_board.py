"""One incident's sheet as a person sees it."""

from __future__ import annotations

import io
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import Console

from cli.sheets import ALIKE, BAD, FERRY, GRADED, SHEETS, TALLIES, WIRE, account, article, sheet
from onrecord.accounts.sheet import Account, Sheet, Standing, Step, Verdict
from onrecord.cli.intervals import ASCII, SIGNS
from onrecord.cli.sheet_accounts import end
from onrecord.cli.sheet_board import sheet_board
from onrecord.cli.sheet_toll import steps
from onrecord.cli.standings import STANDINGS

ISOLATES = str.maketrans("", "", "\u2068\u2069")
WIDTHS = [24, 40, 59, 60, 79, 80, 100, 140]


def shown(what: Sheet, *, width: int, encoding: str = "utf-8", colour: bool = False) -> str:
    held = io.BytesIO()
    console = Console(
        file=io.TextIOWrapper(held, encoding=encoding, errors="strict"),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        markup=False,
        highlight=False,
    )
    console.print(sheet_board(what, width=width, tallies=TALLIES, suggestions=(ALIKE,), decisions=(GRADED,)))
    console.file.flush()
    return held.getvalue().decode(encoding)


def flat(what: Sheet, *, width: int = 200) -> str:
    return " ".join(shown(what, width=width).split())


def line(what: Sheet, words: str, *, width: int = 200) -> str:
    (only,) = [each for each in shown(what, width=width).splitlines() if words in each]
    return " ".join(only.split())


# -- everything is there ------------------------------------------------------------------------------------------

TOLD = [
    "Shelling, Port Sabel, 12 May 2031 n7",
    "Port Sabel, Lower Ena, Coralia",
    "the army (alleged)",
    "7 reports, 4 origins (1 as background)",
    "Coralian News Agency +3 reprints",
    "Coralian News Agency +1 reprint “more than 39”",
    "blames the army",
    "is the party that others blame",
    "as of 12 May 2031 11:00",
    "superseded: an earlier count of the same police, 12 at 11:05",
    "disputed: counts civilians only, others count all; disputed by Lena Morrow",
    "differs: includes two who died of their wounds in June; told as background",
    "the report itself in The Lantern “between 21 and 23”",
    "+3 reprints: The Corran Courier, Harbour Post, Sabel Today",
    "≠ date, Ministry of Defence of Coralia: the day of the statement",
    "! a part exceeds its whole: 4 killed in Radio Hadra, 12 killed in Coralian News Agency",
    "airwars/1 12–23 killed, ≥ 40 injured grade fair; strike status contested",
    "ucdp/1 best 19 (12–23) killed date prec 1; where prec 1",
    "acled/1 12 killed",
    "same town; one day apart; both name Lena Morrow differs: 19 and 3 killed",
    "grade: fair · iva · 2 Jun 2031 08:30 · rule airwars/1 · two independent hospitals",
]


def test_who_denies_a_number_is_named_once() -> None:
    (denied,) = [a for a in FERRY.accounts if a.disputed_by]
    told = (*denied.why, f"disputed by {denied.disputed_by[0]}")
    again = replace(FERRY, accounts=(replace(denied, why=told),))
    assert flat(again).count("disputed by Lena Morrow") == 1


@pytest.mark.parametrize("words", TOLD)
def test_everything_is_told_in_a_narrow_window(words: str) -> None:
    assert words in flat(FERRY, width=58)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("“Twelve", ["↑", "12", "●", "people", "harbour police in Coralian News Agency +3 reprints"]),
        ("“at least", ["=", "≥ 19", "├", "→", "people", "Lena Morrow in Radio Hadra"]),
        ("“four of", ["=", "4", "└ children", "Lena Morrow"]),
        ("“not one", ["!", "0", "●", "civilians", "Major Osman Dray"]),
        ("“between", ["≠", "21–23", "├", "┤", "the report itself in The Lantern"]),
    ],
)
def test_one_row_an_account(words: str, parts: list[str]) -> None:
    text = line(FERRY, words)
    last = 0
    for part in parts:
        last = text.index(part, last) + len(part)


def test_the_matrix_has_a_row_an_origin() -> None:
    rows = [" ".join(each.split()) for each in shown(FERRY, width=120).splitlines()]
    start = rows.index("date place killed injured blamed")
    assert rows[start + 1] == "Coralian News Agency = 12 May 2031 = Port Sabel ≠ 12 = ≥ 40 ·"
    assert "Radio Hadra = 12 May 2031 = Port Sabel = ≥ 19 · ≠ the army" in rows[start:]


def test_what_is_not_there_has_no_heading() -> None:
    text = flat(SHEETS["nothing told"])
    assert "No figures told." in text and "date not told" in text and "place not told" in text
    for title in ("Where origins agree", "The toll over time", "To check"):
        assert title not in text
    alone = Console(file=io.StringIO(), width=80)
    alone.print(sheet_board(SHEETS["nothing told"], width=80))
    assert isinstance(alone.file, io.StringIO)
    assert not {"Decided by people", "May be the same incident"} & set(
        map(str.strip, alone.file.getvalue().split("\n"))
    )


def test_what_people_decided_stands_also_without_the_log() -> None:
    console = Console(file=io.StringIO(), width=80)
    console.print(sheet_board(replace(FERRY, decided={"place": "Port Sabel, by iva"}), width=80))
    assert isinstance(console.file, io.StringIO)
    assert "place Port Sabel, by iva" in console.file.getvalue()


# -- signs --------------------------------------------------------------------------------------------------------


def test_every_standing_has_a_sign_of_its_own() -> None:
    assert set(STANDINGS) == {*get_args(Standing), *get_args(Verdict)}
    for n in (0, 1):
        assert len({each[n] for each in STANDINGS.values()}) == len(STANDINGS)
    assert all(each[1].isascii() for each in STANDINGS.values())


def test_the_legend_tells_the_signs_that_are_used() -> None:
    assert line(FERRY, "= agrees") == "= agrees ≠ differs ↑ superseded ! disputed · silent"
    assert line(SHEETS["one account"], "= agrees") == "= agrees"


def test_only_the_sixteen_colours_are_used() -> None:
    out = shown(FERRY, width=100, colour=True)
    assert "\x1b[1;31m■ killed" in out
    assert "38;5" not in out and "38;2" not in out and "\x1b[37m" not in out and "\x1b[30m" not in out


# -- widths, scripts, hostile words -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SHEETS)
def test_no_line_is_wider_than_the_window(name: str, width: int) -> None:
    out = shown(SHEETS[name], width=width)
    assert not set(out) & set("\x1b\x07\x9b\u202e")
    assert [each for each in out.splitlines() if cell_len(each.translate(ISOLATES)) > width] == []
    assert out.count("\u2068") == out.count("\u2069")


@pytest.mark.parametrize("width", [24, 60, 100])
@pytest.mark.parametrize("name", ["ferry", "large numbers", "long toll", "nothing told"])
def test_a_terminal_without_unicode_gets_ascii_signs(name: str, width: int) -> None:
    what = SHEETS[name]
    plain = replace(what, cells=tuple(replace(each, says=each.says.encode("ascii", "replace").decode())
                                      for each in what.cells))  # fmt: skip
    assert shown(plain, width=width, encoding="ascii").isascii()  # strict: one sign too many would raise


def test_hostile_words_are_made_visible() -> None:
    assert shown(SHEETS["hostile"], width=120).count("␛") > 15
    assert BAD not in shown(SHEETS["hostile"], width=120)


def test_words_of_other_directions_are_isolated() -> None:
    out = shown(SHEETS["right to left"], width=100)
    assert "\u2068“ثلاثة أطفال”\u2069" in out
    assert out.count("\u2068") >= 6


@pytest.mark.parametrize("width", [80, 100])
def test_columns_hold_beside_wide_letters(width: int) -> None:
    rows = [each for each in shown(SHEETS["wide letters"], width=width).splitlines() if " people " in each]
    starts = [cell_len(each[: each.index("people")]) for each in rows if "Decided" not in each]
    assert len(starts) == 2 and len(set(starts)) == 1


# -- bars ---------------------------------------------------------------------------------------------------------

ONE = account("o1", "killed", 12, 12, "twelve")
FEW = account("o2", "killed", None, 9, "up to nine")
PART = replace(account("o1", "killed", 3, 3, "three"), part=True)
ATTACKER = replace(account("o1", "killed", 1, 1, "one attacker"), side="attackers")
OPEN = account("o3", "killed", None, None, "many")


@pytest.mark.parametrize(
    ("told", "top"),
    [
        ((), None),
        ((ONE,), None),
        ((ONE, ONE), None),
        ((ONE, PART), None),
        ((ONE, ATTACKER), None),
        ((ONE, OPEN), None),
        ((ONE, FEW), 12),
        ((ONE, FEW, PART, ATTACKER), 12),
        ((replace(ONE, low=0, high=0), replace(ONE, low=0, high=None)), None),
    ],
)
def test_only_accounts_that_differ_are_drawn(told: tuple[Account, ...], top: int | None) -> None:
    assert end(told) == top


def test_what_nobody_reads_to_the_end_is_left_to_json() -> None:
    for width in (50, 100):
        text = flat(SHEETS["many"], width=width)
        assert text.count("and 80 more") == 3 and "and 80 more accounts, with --format json" in text
        assert "“40 dead”" in text and "“41 dead”" not in text and "reason 41" not in text


# -- copies -------------------------------------------------------------------------------------------------------


def test_copies_are_folded_with_their_number() -> None:
    many = tuple(article(n, "o1", f"Paper {n}") for n in range(1, 16))
    what = sheet(account("o1", "killed", 3, 3, "three", articles=tuple(each.id for each in many)), articles=many)
    assert "the report itself in Paper 1 +14 reprints" in flat(what)
    assert "15 reports, 1 origin" in flat(what)


def test_an_account_names_the_outlet_that_carries_it() -> None:
    what = sheet(account("o1", "killed", 3, 3, "three", articles=(WIRE[2].id,)), articles=WIRE)
    assert "the report itself in Harbour Post “three”" in flat(what)


# -- the toll -----------------------------------------------------------------------------------------------------


def toll(*numbers: int | None, at: list[str] | None = None, by: str = "a" * 12) -> list[Step]:
    days = at or [f"2031-05-{n + 12}" for n in range(len(numbers))]
    return [Step(day, "killed", low, low, f"o{who}") for day, low, who in zip(days, numbers, by, strict=False)]


@pytest.mark.parametrize(
    ("told", "drawn"),
    [
        (toll(12, 14, 17), ["        ┌─●", "    ┌───┘  ", "────┘      "]),
        (toll(12, 9), ["────────┐  ", "        └─●"]),
        (toll(5, 9, 7), ["    ┌───┐  ", "    │   └─●", "────┘      "]),
        (toll(5, 9, 7, by="abc"), ["    ┌─────●", "    │   ○  ", "────┘      "]),
        (toll(5, 9, 5, by="abb"), ["    ┌───┐  ", "────┘   └─●"]),
        (toll(12, 9, 12, by="abc"), ["──────────●", "    ○      "]),
    ],
)  # fmt: skip
def test_a_toll_is_a_line_of_steps(told: list[Step], drawn: list[str]) -> None:
    found = list(steps(told, width=11, signs=SIGNS).values())
    assert [len(each) for each in found] == [11] * len(drawn)
    assert found == drawn


def test_steps_stand_as_far_apart_as_they_are_in_time() -> None:
    early = toll(1, 2, 3, at=["2031-05-12T08:00", "2031-05-12T09:00", "2031-05-12T18:00"])
    first, second = (row.index("┘") for row in list(steps(early, width=43, signs=SIGNS).values())[:0:-1])
    assert first == 4 and second == 40


@given(st.lists(st.integers(0, 9), min_size=2, max_size=12), st.booleans(), st.integers(0, 60))
def test_a_toll_line_never_breaks(numbers: list[int], plain: bool, more: int) -> None:
    """Every column has one sign, but for the upright lines between two levels."""
    changed = [n for i, n in enumerate(numbers) if i == 0 or n != numbers[i - 1]]
    width = 2 * len(changed) + 2 + more
    hours = [f"2031-05-12T{n:02d}:00" for n in range(len(changed))]
    rows = list(steps(toll(*changed, at=hours), width=width, signs=ASCII if plain else SIGNS).values())
    assert {len(each) for each in rows} == {width}
    assert all(any(row[n] != " " for row in rows) for n in range(width))
    assert sum(row.count("o" if plain else "●") for row in rows) == 1
    assert not any("*" in row or "○" in row for row in rows)


def test_a_long_toll_is_a_row_of_numbers() -> None:
    text = flat(SHEETS["long toll"], width=120)
    assert "0 (12 May 2031 00:00) → 2 (12 May 2031 01:00) → 4" in text
    assert "●" not in text


def test_who_took_part_is_told_shortly() -> None:
    own = replace(FERRY.participants[0], given_by=())
    many = tuple(replace(own, name=f"band {n}") for n in range(7))
    assert line(replace(FERRY, participants=(FERRY.participants[0], *many[:2])), "By ") == (
        "By band 0; band 1; the army (alleged)"
    )
    assert line(replace(FERRY, participants=many), "By ") == "By band 0; band 1; band 2; band 3; band 4; and 2 more"
