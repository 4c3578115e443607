"""Counting rules of the houses on invented incidents that have the shape of their published examples."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.tellings import N, injured, told
from onrecord.accounts import tallies
from onrecord.accounts.agreement import sheet
from onrecord.accounts.rule_ucdp import date_prec, where_prec
from onrecord.accounts.sheet import Told
from onrecord.record import When, Where


class Case(NamedTuple):
    """Reports, and what a rule makes of them: low, high, best, and some of what it says besides."""

    name: str
    told: list[Told]
    low: int | None
    high: int | None
    best: int | None = None
    says: Mapping[str, str] = MappingProxyType({})


def reports_of(*numbers: int, **more: Any) -> list[Told]:
    return [told(f"r{i}", N(n), **more) for i, n in enumerate(numbers)]


ARMY = ["the Ruvan army"]

HOUSE = [
    Case("one report", reports_of(9), 9, 9),
    Case("most origins", reports_of(9, 9, 12), 9, 9),
    Case("of equals the higher", reports_of(9, 12), 12, 12),
    Case("at least", [told("a", N(9, None))], 9, None),
    Case("at least beside an exact one", [told("a", N(9, None)), told("b", N(12))], 12, 12),
    Case(
        "copies are one voice",
        [*(told(f"c{i}", N(4), origin="o") for i in range(5)), told("b", N(6)), told("c", N(6))],
        6,
        6,
    ),
    Case("a toll that rose", [told("a", N(5)), told("b", N(5)), told("c", N(21), published="2031-05-06")], 21, 21),
    Case("small numbers need two", [told("a", N(1)), told("b", N(1)), told("c", N(3), published="2031-05-06")], 1, 1),
    Case("attackers apart", [told("a", N(14), N(2, side="attackers"))], 14, 14),
    Case("none", [told("a", injured(3))], None, None),
    Case("nobody", [told("a", N(0, 0))], 0, 0),
]

AIRWARS = [
    Case(
        "two sources differ",
        [told("a", N(5), of="strike", blames=ARMY), told("b", N(9), of="strike", blames=ARMY)],
        5,
        9,
        None,
        {"grade": "fair", "strike_status": "likely", "belligerent_status": "suspected"},
    ),
    Case(
        "one source",
        [told("a", N(3), of="strike", blames=ARMY)],
        3,
        3,
        None,
        {"grade": "weak", "strike_status": "single source", "belligerent_status": "suspected"},
    ),
    Case(
        "nobody named",
        [told("a", N(3)), told("b", N(4))],
        3,
        4,
        None,
        {"grade": "weak", "strike_status": "alleged", "belligerent_status": "unknown"},
    ),
    Case(
        "two parties named",
        [told("a", N(3), blames=["the Ruvan army"]), told("b", N(4), blames=["Tessin troops"])],
        3,
        4,
        None,
        {"grade": "contested", "strike_status": "contested", "belligerent_status": "contested"},
    ),
    Case(
        "claimed",
        [told("a", N(3), claims=["the Ruvan army"]), told("b", N(4))],
        3,
        4,
        None,
        {"grade": "fair", "strike_status": "declared", "belligerent_status": "declared"},
    ),
    Case(
        "the party accepts it",
        [told("a", N(3, by="the Ruvan army", blames="the Ruvan army")), told("b", N(6))],
        6,
        6,
        None,
        {"grade": "confirmed"},
    ),
    Case(
        "the party counts and blames nobody",
        [told("a", N(3, by="the Ruvan army"), blames=ARMY), told("b", N(6))],
        6,
        6,
        None,
        {"grade": "fair"},
    ),
    Case(
        "the party denies it",
        [told("a", N(3), denies=["the Ruvan army"], blames=ARMY), told("b", N(6))],
        3,
        6,
        None,
        {"strike_status": "contested"},
    ),
    Case(
        "all were fighters",
        [told("a", N(4, who="combatants"), blames=ARMY), told("b", N(5, who="combatants"))],
        0,
        0,
        None,
        {"grade": "discounted"},
    ),
    Case(
        "only the party says they were fighters",
        [told("a", N(4, who="combatants", by="the Ruvan army"), blames=ARMY), told("b", N(5))],
        5,
        5,
    ),
    Case(
        "civilians beside fighters",
        [told("a", N(9), N(6, who="combatants", part=0)), told("b", N(4, who="civilians"))],
        3,
        4,
    ),
    Case("its own civilians before its whole", [told("a", N(9), N(5, who="civilians", part=0))], 5, 5),
    Case("an open end", [told("a", N(8, None)), told("b", N(9))], 8, None),
]

UCDP = [
    Case("differ, none more often: the lower", reports_of(9, 14), 9, 14, 9),
    Case("one more often", reports_of(14, 14, 9), 9, 14, 14),
    Case("everybody, attackers too", [told("a", N(14), N(2, side="attackers"))], 16, 16, 16),
    Case("only attackers died", [told("a", N(3, side="attackers"))], 3, 3, 3),
    Case(
        "an early count is not best",
        [told("a", N(5)), told("b", N(5)), told("c", N(21), published="2031-05-06")],
        5,
        21,
        21,
    ),
    Case("no open end", [told("a", N(12, None))], 12, 12, 12),
    Case("a range", [told("a", N(10, 15))], 10, 15, 10),
    Case(
        "the party is not best",
        [told("a", N(2, by="the Ruvan army"), blames=ARMY), told("b", N(9)), told("c", N(9))],
        2,
        9,
        9,
    ),
    Case(
        "copies are one",
        [*(told(f"c{i}", N(30), origin="o") for i in range(4)), told("b", N(9)), told("d", N(9))],
        9,
        30,
        9,
    ),
    Case("precisions", reports_of(9), 9, 9, 9, {"date_prec": "1", "where_prec": "1", "event_clarity": "1"}),
    Case(
        "a sum of a month",
        [told("a", N(90), day=("2031-05-01", "2031-05-31"))],
        90,
        90,
        90,
        {"date_prec": "4", "event_clarity": "2"},
    ),
    Case("nothing known", [told("a", injured(2), day=None, place=None)], None, None, None, {"event_clarity": "1"}),
]

ACLED = [
    Case("the lowest", reports_of(9, 14, 12), 9, 9),
    Case("an early count", [told("a", N(5)), told("c", N(21), published="2031-05-06")], 21, 21),
    Case("dozens", [told("a", N(24, None, text="dozens"))], 12, 12),
    Case("tens", [told("a", N(20, None, text="tens of people"))], 10, 10),
    Case("hundreds", [told("a", N(200, None, text="hundreds"))], 100, 100),
    Case("several in a raid", [told("a", N(None, None, text="some people"))], 3, 3),
    Case("several in an attack", [told("a", N(None, None, text="several people"))], 3, 3),
    Case("several in a battle", [told("a", N(None, None, text="several people"), of="clash")], 10, 10),
    Case("several in a strike", [told("a", N(2, None, text="several people"), of="strike")], 10, 10),
    Case("casualties alone", [told("a", N(None, None, "casualties", text="casualties"))], 0, 0),
    Case(
        "casualties beside deaths", [told("a", N(None, None, "casualties", text="casualties")), told("b", N(4))], 4, 4
    ),
    Case("at least", [told("a", N(7, None))], 7, 7),
    Case("attackers too", [told("a", N(14), N(2, side="attackers"))], 16, 16),
    Case(
        "a later report of the same origin",
        [told("a1", N(4), origin="a"), told("a2", N(7), origin="a", published="2031-05-09")],
        7,
        7,
    ),
    Case("precisions", reports_of(3), 3, 3, None, {"time_precision": "1", "geo_precision": "1"}),
    Case("a month", [told("a", N(3), day=("2031-05-01", "2031-05-31"))], 3, 3, None, {"time_precision": "3"}),
    Case("unknown", [told("a", injured(2))], None, None),
]

IBC = [
    Case("two origins", reports_of(9, 12), 9, 12, None, {"status": "established", "origins": "2"}),
    Case("one origin", reports_of(9), 9, 9, None, {"status": "provisional", "origins": "1"}),
    Case(
        "copies are one origin",
        [told("a", N(9), origin="o"), told("b", N(9), origin="o")],
        9,
        9,
        None,
        {"status": "provisional"},
    ),
    Case(
        "no fighters",
        [told("a", N(9), N(4, who="combatants", part=0)), told("b", N(6))],
        5,
        6,
        None,
        {"status": "established"},
    ),
    Case("at least", [told("a", N(9, None)), told("b", N(10))], 9, 10),
    Case("children are civilians", [told("a", N(3, who="children"))], 3, 3),
    Case(
        "its latest number",
        [told("a1", N(4), origin="a"), told("a2", N(7), origin="a", published="2031-05-09"), told("b", N(8))],
        7,
        8,
    ),
    Case("attackers apart", [told("a", N(9), N(1, side="attackers")), told("b", N(9))], 9, 9),
    Case("all fighters", [told("a", N(4, who="combatants")), told("b", N(4, who="combatants"))], 0, 0),
    Case("nothing", [told("a", injured(2))], None, None, None, {"status": "provisional", "origins": "0"}),
]

RULES = {"onrecord/1": HOUSE, "airwars/1": AIRWARS, "ucdp-ged/1": UCDP, "acled/1": ACLED, "ibc/1": IBC}
ALL = [pytest.param(rule, case, id=f"{rule}: {case.name}") for rule, cases in RULES.items() for case in cases]


@pytest.mark.parametrize(("rule", "case"), ALL)
def test_a_rule_and_what_it_makes_of_accounts(rule: str, case: Case) -> None:
    made = tallies.of(sheet("x", case.told), "killed", rule=rule)
    assert (made.low, made.high, made.best) == (case.low, case.high, case.best)
    assert case.says.items() <= made.says.items()
    assert made.rule == rule


def test_every_rule_has_ten_cases_and_a_source() -> None:
    assert set(RULES) == set(tallies.RULES)
    for name, rule in tallies.RULES.items():
        assert rule.name == name
        assert rule.house and rule.source
        assert len(RULES[name]) >= 10


@pytest.mark.parametrize("rule", tallies.RULES)
def test_a_number_says_from_which_accounts_it_is(rule: str) -> None:
    made = sheet("x", [told("a", N(9)), told("b", N(12)), told("c", N(9), injured(4))])
    found = tallies.of(made, "killed", rule=rule)
    assert found.accounts
    assert all(made.accounts[place].harm == "killed" for place in found.accounts)
    numbers = {made.accounts[place].low for place in found.accounts}
    assert {found.low, found.high} <= numbers


def test_a_sheet_has_the_houses_own_rule() -> None:
    made = sheet("x", [told("a", N(9), injured(3))])
    assert made.killed == tallies.of(made, "killed", rule="onrecord/1") == tallies.tally(made.accounts, "killed")
    assert made.injured.low == 3


def test_a_rule_that_there_is_not() -> None:
    with pytest.raises(tallies.RuleError, match="no counting rule 'gut/1'; use one of onrecord/1"):
        tallies.tally((), "killed", rule="gut/1")


@pytest.mark.parametrize("rule", tallies.RULES)
def test_no_accounts_make_no_number(rule: str) -> None:
    made = tallies.tally((), "killed", rule=rule)
    assert (made.low, made.high, made.best, made.accounts) == (None, None, None, ())


DAYS = [
    (("2031-05-03", "2031-05-03"), 1),
    (("2031-05-03", "2031-05-04"), 2),
    (("2031-05-01", "2031-05-07"), 3),
    (("2031-05-01", "2031-05-31"), 4),
    (("2031-01-01", "2031-12-31"), 5),
    ((None, None), None),
]


@pytest.mark.parametrize(("span", "expected"), DAYS)
def test_date_precision(span: tuple[str | None, str | None], expected: int | None) -> None:
    assert date_prec(When(*span)) == expected


@pytest.mark.parametrize(
    ("precision", "expected"), [("place", 1), ("near", 2), ("district", 3), ("region", 4), ("country", 6), (None, None)]
)
def test_place_precision(precision: str | None, expected: int | None) -> None:
    assert where_prec(Where("Tel Amar", (), precision=precision)) == expected
    assert where_prec(Where("Tel Amar", (), precision=precision, where_prec=5)) == 5
    assert where_prec(None) is None


NUMBERS = st.lists(st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 9))), min_size=1, max_size=6)


@given(NUMBERS, st.sampled_from(sorted(tallies.RULES)), st.randoms(use_true_random=False))
def test_a_rule_does_not_depend_on_order_and_lies_within_what_is_told(
    numbers: list[tuple[int, int | None]], rule: str, random: Random
) -> None:
    reports = [told(f"r{i}", N(low, None if more is None else low + more)) for i, (low, more) in enumerate(numbers)]
    mixed = list(reports)
    random.shuffle(mixed)
    one, other = sheet("x", reports), sheet("x", mixed)
    made = tallies.of(one, "killed", rule=rule)
    assert made == tallies.of(other, "killed", rule=rule)
    lows = [low for low, _ in numbers]
    highs = [low + (more or 0) for low, more in numbers]
    assert made.low is not None and min(lows) <= made.low <= max(lows)
    assert made.high is None or min(lows) <= made.high <= max(highs)


@given(NUMBERS, st.sampled_from(sorted(tallies.RULES)))
def test_an_exact_copy_changes_no_rule(numbers: list[tuple[int, int | None]], rule: str) -> None:
    reports = [told(f"r{i}", N(low, None if more is None else low + more)) for i, (low, more) in enumerate(numbers)]
    copy = reports[0]._replace(id="zz", record=msgspec.structs.replace(reports[0].record, input_id="zz"))
    before = tallies.of(sheet("x", reports), "killed", rule=rule)
    assert tallies.of(sheet("x", [*reports, copy]), "killed", rule=rule) == before
