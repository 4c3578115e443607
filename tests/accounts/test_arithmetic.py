"""What in an incident's numbers a person should look at. All events are invented."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from accounts.tellings import N, injured, told
from onrecord.accounts.agreement import sheet
from onrecord.accounts.sheet import Told


class Case(NamedTuple):
    """Reports, and words of the problem ('' for none)."""

    name: str
    told: list[Told]
    problem: str


PARTS = [
    Case(
        "more children than people",
        [told("a", N(9), N(12, who="children", part=0))],
        "12 children are more than the whole of 9",
    ),
    Case(
        "at least",
        [told("a", N(9), N(10, None, who="women", part=0))],
        "at least 10 women are more than the whole of 9",
    ),
    Case(
        "injured",
        [told("a", injured(3), injured(5, who="medics", part=0))],
        "injured: 5 medics are more than the whole of 3",
    ),
    Case(
        "over an upper end",
        [told("a", N(None, 8, text="up to 8"), N(9, who="men", part=0))],
        "9 men are more than the whole of up to 8",
    ),
    Case("fits", [told("a", N(9), N(3, who="children", part=0))], ""),
    Case("all of them", [told("a", N(9), N(9, who="children", part=0))], ""),
    Case("an open whole", [told("a", N(9, None), N(12, who="children", part=0))], ""),
    Case("another harm", [told("a", N(9), injured(12, who="children"))], ""),
    Case("another giver", [told("a", N(9, by="Mara Hale"), N(12, who="combatants", by="the army"))], ""),
    Case("another origin", [told("a", N(9)), told("b", N(12, who="children"))], ""),
    Case(
        "a later count of the origin",
        [
            told("a", N(9), origin="o"),
            told("b", N(14), N(12, who="children", part=0), origin="o", published="2031-05-06"),
        ],
        "",
    ),
]
SUMS = [
    Case(
        "groups over the whole",
        [told("a", N(9), N(6, who="men", part=0), N(5, who="women", part=0))],
        "6 men and 5 women are more than the 9 told as all",
    ),
    Case(
        "civilians and fighters over it",
        [told("a", N(9), N(6, who="civilians", part=0), N(4, who="combatants", part=0))],
        "6 civilians and 4 combatants are more than the 9",
    ),
    Case(
        "all groups, too few",
        [told("a", N(20), N(6, who="men", part=0), N(5, who="women", part=0), N(2, who="children", part=0))],
        "do not make 20",
    ),
    Case(
        "all groups, exact",
        [told("a", N(13), N(6, who="men", part=0), N(5, who="women", part=0), N(2, who="children", part=0))],
        "",
    ),
    Case("two groups, fewer", [told("a", N(20), N(6, who="men", part=0), N(5, who="women", part=0))], ""),
    Case("groups that overlap", [told("a", N(9), N(6, who="civilians", part=0), N(5, who="women", part=0))], ""),
    Case(
        "at least",
        [told("a", N(9), N(6, None, who="men", part=0), N(5, who="women", part=0))],
        "at least 6 men and 5 women are more",
    ),
    Case("an open whole", [told("a", N(9, None), N(6, who="men", part=0), N(5, who="women", part=0))], ""),
    Case(
        "injured",
        [told("a", injured(4), injured(3, who="police", part=0), injured(2, who="civilians", part=0))],
        "injured: 2 civilians and 3 police are more",
    ),
    Case("added up by the reader", [told("a", N(6, who="men"), N(5, who="women"))], ""),
]
JUMPS = [
    Case(
        "ten times in a day",
        [told("a", N(4), published="2031-05-03"), told("b", N(40))],
        "from 4 (3 May 2031) to 40 (4 May 2031) is a jump",
    ),
    Case("down", [told("a", N(90), published="2031-05-03"), told("b", N(12))], "from 90 (3 May 2031) to 12"),
    Case("five times", [told("a", N(4), published="2031-05-03"), told("b", N(20))], "is a jump"),
    Case("from none", [told("a", N(0), published="2031-05-03"), told("b", N(12))], "from 0"),
    Case("injured", [told("a", injured(5), published="2031-05-03"), told("b", injured(60))], "injured: from 5"),
    Case("a toll that rises", [told("a", N(9), published="2031-05-03"), told("b", N(21))], ""),
    Case("small numbers", [told("a", N(1), published="2031-05-03"), told("b", N(7))], ""),
    Case("no day", [told("a", N(4), published=None), told("b", N(40), published=None)], ""),
    Case(
        "only in the last step",
        [told("a", N(9), published="2031-05-02"), told("b", N(10), published="2031-05-03"), told("c", N(100))],
        "from 10 (3 May 2031) to 100",
    ),
    Case("one origin's copies", [told("a", N(4), origin="o"), told("b", N(4), origin="o")], ""),
]
FALLS = [
    Case(
        "12 became 9",
        [told("a", N(12), origin="o"), told("b", N(9), origin="o", published="2031-05-06")],
        "killed: 12 became 9 in the same origin",
    ),
    Case("rose", [told("a", N(9), origin="o"), told("b", N(12), origin="o", published="2031-05-06")], ""),
    Case(
        "at least became fewer",
        [told("a", N(12, None), origin="o"), told("b", N(9), origin="o", published="2031-05-06")],
        "at least 12 became 9",
    ),
    Case("other origins", [told("a", N(12)), told("b", N(9), published="2031-05-06")], ""),
    Case("the same day", [told("a", N(12), origin="o"), told("b", N(9), origin="o")], ""),
    Case(
        "injured get well",
        [told("a", injured(12), origin="o"), told("b", injured(9), origin="o", published="2031-05-06")],
        "",
    ),
]
SILENT = [
    Case("one and one", [told("a", N(1)), told("b", injured(3))], "told by 1; 1 origin that counts the injured"),
    Case("one and two", [told("a", N(1)), told("b", injured(3)), told("c", injured(4))], "told by 1; 2 origins"),
    Case("more tell of it", [told("a", N(1)), told("b", N(1)), told("c", injured(4))], ""),
    Case("earlier silence", [told("a", N(1)), told("b", injured(3), published="2031-05-03")], ""),
    Case("no day", [told("a", N(1)), told("b", injured(3), published=None)], ""),
    Case("nobody killed is no silence", [told("a", N(1)), told("b", injured(3), N(0))], ""),
    Case("nobody hurt", [told("a", N(1)), told("b", injured(0))], ""),
]
LONGER = [
    Case("a month", [told("a", N(90, after=" over the past month")), told("b", N(4))], "“over the past month”"),
    Case("a year", [told("a", N(90, after=" this year"))], "“this year”"),
    Case("a weekend", [told("a", N(9, after=" over the weekend"))], "“over the weekend”"),
    Case("since", [told("a", N(300, after=" since the war began"))], "“since the war began”"),
    Case("weeks", [told("a", injured(31, after=" in recent weeks"))], "injured: 31 is counted over a longer time"),
    Case("one person", [told("a", N(1, text="a driver", after=" over the weekend"))], ""),
    Case("one day", [told("a", N(9, after=" on Saturday"))], ""),
    Case("far away in the text", [told("a", N(9), note="x" * 200 + " this year")], ""),
]

ALL = [
    pytest.param(case, id=f"{kind}: {case.name}")
    for kind, cases in {
        "parts": PARTS,
        "sums": SUMS,
        "jumps": JUMPS,
        "falls": FALLS,
        "silent": SILENT,
        "longer": LONGER,
    }.items()
    for case in cases
]


@pytest.mark.parametrize("case", ALL)
def test_what_a_person_should_look_at(case: Case) -> None:
    made = sheet("x", case.told)
    problems = [check.problem for check in made.checks]
    if case.problem:
        assert any(case.problem in each for each in problems), problems
    else:
        assert not problems


@pytest.mark.parametrize("case", [each for each in ALL if each.values[0].problem])  # type: ignore[union-attr]
def test_a_problem_points_at_its_accounts(case: Case) -> None:
    made = sheet("x", case.told)
    for check in made.checks:
        assert check.accounts
        harms = {made.accounts[place].harm for place in check.accounts}
        assert len(harms) == 1 or "of nobody killed" in check.problem
