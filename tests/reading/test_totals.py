"""A report's own total, rule by rule."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from onrecord.reading.totals import RULE, totals
from onrecord.record import Figure, Group, Harm, Side, Span, Who

PEOPLE: Group = "people"


def figure(
    words: str,
    low: int | None,
    high: int | None = -1,
    group: Group = PEOPLE,
    *,
    harm: Harm = "killed",
    by: Sequence[str] = (),
    side: Side = "victims",
    part_of: str | None = None,
    name: str = "",
) -> Figure:
    """One figure; ``high`` is ``low`` where it is not given. Its id is its words unless it has a name."""
    high = low if high == -1 else high
    return Figure(
        name or words, harm, Who(group), low, high, (Span(0, 1),), words, part_of, tuple(by), side=side
    )  # fmt: skip


NINE, TEN = figure("nine people", 9), figure("ten people", 10)
A_MAN, A_WOMAN, ANOTHER = figure("a man", 1, group="men"), figure("a woman", 1, group="women"), figure("another man", 1)
VALE, KARR = figure("Ana Vale", 1), figure("Bo Karr", 1)
SOLDIERS, CIVILIANS = figure("two soldiers", 2, group="combatants"), figure("three civilians", 3, group="civilians")
MORE_SOLDIERS = figure("four soldiers", 4, group="combatants")
MANY = figure("at least nine people", 9, None)

RULES = [
    # 1. A figure for people in general is the total.
    ([NINE], 9, 9, [NINE]),
    ([MANY], 9, None, [MANY]),
    ([figure("up to 20 people", None, 20)], None, 20, ["up to 20 people"]),
    ([figure("no one", 0)], 0, 0, ["no one"]),
    ([SOLDIERS, NINE, CIVILIANS], 9, 9, [NINE]),
    ([figure("a family of five", 5, group="family"), SOLDIERS], 5, 5, ["a family of five"]),
    # Of several the report's own voice, then the highest.
    ([NINE, TEN], 10, 10, [TEN]),
    ([NINE, figure("ten people", 10, by=["s1"])], 9, 9, [NINE]),
    ([figure("nine people", 9, by=["s2"]), figure("ten people", 10, by=["s1"])], 10, 10, ["ten people"]),
    # 2. Groups told together are added up; one group told twice is not.
    ([SOLDIERS, CIVILIANS], 5, 5, [SOLDIERS, CIVILIANS]),
    ([SOLDIERS, CIVILIANS, MORE_SOLDIERS], 7, 7, [MORE_SOLDIERS, CIVILIANS]),
    ([SOLDIERS, figure("dozens of women", 24, None, "women")], 26, None, [SOLDIERS, "dozens of women"]),
    # 3. Persons one by one: as many as are named, or newly told of.
    ([VALE], 1, 1, [VALE]),
    ([VALE, KARR], 2, 2, [VALE, KARR]),
    ([VALE, figure("Vale", 1), KARR], 2, 2, [VALE, "Vale", KARR]),
    ([A_MAN, ANOTHER], 2, 2, [A_MAN, ANOTHER]),
    ([A_MAN, A_WOMAN, VALE], 2, 2, [A_MAN, A_WOMAN, VALE]),
    ([A_MAN, VALE, KARR], 2, 2, [A_MAN, VALE, KARR]),
    # A title tells nobody apart.
    ([figure("Sergeant Ana Vale", 1), figure("Sergeant Bo Karr", 1)], 2, 2, ["Sergeant Ana Vale", "Sergeant Bo Karr"]),
    ([figure("Sergeant Ana Vale", 1), VALE], 1, 1, ["Sergeant Ana Vale", VALE]),
    ([figure("the driver", 1), figure("the driver", 1, name="again")], 1, 1, ["the driver", "again"]),
    # They are the total where no figure above is larger.
    ([figure("two people", 2), VALE, KARR, figure("Cy Dorn", 1)], 3, 3, [VALE, KARR, "Cy Dorn"]),
    ([figure("two people", 2), VALE, KARR], 2, 2, ["two people"]),
    ([NINE, VALE, KARR], 9, 9, [NINE]),
    ([figure("at least two people", 2, None), VALE, KARR, A_MAN], 2, None, ["at least two people"]),
    # What is part of another, and attackers who died, do not count.
    ([NINE, figure("three of them women", 3, group="women", part_of="nine people")], 9, 9, [NINE]),
    ([figure("12 gunmen", 12, side="attackers"), NINE], 9, 9, [NINE]),
    ([SOLDIERS, figure("two civilians", 2, group="civilians", part_of="x")], 2, 2, [SOLDIERS]),
    # Parts of a whole that has no number are all that there is.
    ([figure("three children", 3, group="children", part_of="the victims"),
      figure("the victims", None, None)], 3, 3, ["three children"]),
]  # fmt: skip


@pytest.mark.parametrize(("figures", "low", "high", "of"), RULES)
def test_rules(figures: list[Figure], low: int | None, high: int | None, of: list[Figure | str]) -> None:
    total = totals(figures)["killed"]
    assert (total.low, total.high, total.rule) == (low, high, RULE)
    assert sorted(total.figures) == sorted(f if isinstance(f, str) else f.id for f in of)


def side_by_side(*told: Figure, gaps: Sequence[int]) -> list[Figure]:
    """The figures one behind the other, ``gaps`` characters apart."""
    out, at = [], 0
    for f, gap in zip(told, (*gaps, 0), strict=True):
        out.append(replace(f, spans=(Span(at, at + 10),)))
        at += 10 + gap
    return out


GIRLS, TEACHERS = figure("43 girls", 43, group="children"), figure("two teachers", 2)


@pytest.mark.parametrize(
    ("figures", "total"),
    [
        # '43 girls and two teachers', 'a man and nine people', 'nine people, two soldiers, and a man'
        (side_by_side(GIRLS, TEACHERS, gaps=[5]), 45),
        (side_by_side(A_MAN, NINE, gaps=[5]), 10),
        (side_by_side(NINE, SOLDIERS, A_MAN, gaps=[2, 6]), 12),
        # Beside another figure it is one of two.
        ([*side_by_side(A_MAN, NINE, gaps=[5]), replace(figure("60 people", 60), spans=(Span(90, 99),))], 60),
        # Further apart, without 'and', of two voices, or not exact, it is no list.
        (side_by_side(GIRLS, TEACHERS, gaps=[9]), 2),
        (side_by_side(NINE, A_MAN, gaps=[6]), 9),
        (side_by_side(NINE, A_MAN, gaps=[2]), 9),
        (side_by_side(NINE, figure("two guards", 2, by=["s1"]), gaps=[5]), 9),
        (side_by_side(MANY, A_MAN, gaps=[5]), 9),
    ],
)
def test_a_list_with_a_person_or_people_in_general_is_one_count(figures: list[Figure], total: int) -> None:
    found = totals(figures)["killed"]
    assert found.low == total
    assert set(found.figures) <= {f.id for f in figures}


def test_each_harm_has_its_own() -> None:
    hurt = figure("four people", 4, harm="injured")
    found = totals([NINE, hurt, figure("two people", 2, harm="missing", side="attackers")])
    assert {harm: (t.low, t.figures) for harm, t in found.items()} == {
        "killed": (9, ("nine people",)),
        "injured": (4, ("four people",)),
    }


@pytest.mark.parametrize(
    "figures", [[], [figure("casualties", None, None)], [figure("12 gunmen", 12, side="attackers")]]
)
def test_no_number_no_total(figures: list[Figure]) -> None:
    assert totals(figures) == {}


def likely(*numbers: int, size: int = 9) -> list[float]:
    """Nearly all the probability on ``numbers``, the same on each."""
    return [0.98 / len(numbers) if n in numbers else 0.02 / (size - len(numbers)) for n in range(size)]


EXPECTED = [
    # Another reading of the same figures that is far likelier is the total.
    ([SOLDIERS, CIVILIANS], likely(3), 3, [CIVILIANS]),
    ([figure("three people", 3), figure("two women", 2, group="women")], likely(5), 5, ["three people", "two women"]),
    ([figure("three people", 3), figure("four people", 4)], likely(3), 3, ["three people"]),
    ([A_MAN, A_WOMAN, VALE], likely(3), 3, [A_MAN, A_WOMAN, VALE]),
    ([A_MAN, A_WOMAN, VALE], likely(1), 1, [A_MAN, A_WOMAN, VALE]),
    ([figure("two people", 2), VALE], likely(3), 3, ["two people", VALE]),
    # The last number is so many or more.
    ([figure("three people", 3), figure("40 people", 40, by=["s1"])], likely(8), 40, ["40 people"]),
    # One that no figure makes is none, and what the rules make stays unless another is far likelier.
    ([SOLDIERS, CIVILIANS], likely(7), 5, [SOLDIERS, CIVILIANS]),
    ([NINE], likely(0), 9, [NINE]),
    ([SOLDIERS, CIVILIANS], likely(3, 5), 5, [SOLDIERS, CIVILIANS]),
    ([SOLDIERS, CIVILIANS], [1 / 9] * 9, 5, [SOLDIERS, CIVILIANS]),
]


@pytest.mark.parametrize(("figures", "expected", "number", "of"), EXPECTED)
def test_what_the_report_as_a_whole_says(
    figures: list[Figure], expected: list[float], number: int, of: list[Figure | str]
) -> None:
    total = totals(figures, {"killed": expected})["killed"]
    assert (total.low, total.high) == (number, number)
    assert sorted(total.figures) == sorted(f if isinstance(f, str) else f.id for f in of)


def test_two_answers_to_one_question_are_never_added_up() -> None:
    seven, six = figure("seven people", 7, by=["s1"]), figure("six people", 6, by=["s2"])
    many = [0.01] * 10 + [0.9]
    assert totals([seven, six], {"killed": many})["killed"].low == 7
    told_together = [figure("seven people", 7, by=["s1"]), figure("six people more", 6, by=["s1"])]
    assert totals(told_together, {"killed": many})["killed"].low == 13


def test_what_is_expected_of_one_harm_says_nothing_of_another() -> None:
    assert totals([SOLDIERS, CIVILIANS], {"injured": likely(3)}) == totals([SOLDIERS, CIVILIANS])


BOUNDS = st.tuples(st.none() | st.integers(0, 12), st.none() | st.integers(0, 12)).filter(
    lambda b: b[0] is None or b[1] is None or b[0] <= b[1]
)


@st.composite
def some(draw: st.DrawFn) -> list[Figure]:
    out = []
    for n in range(draw(st.integers(0, 6))):
        low, high = draw(BOUNDS)
        out.append(
            figure(
                draw(st.sampled_from(["a man", "another man", "Ana Vale", "Bo Karr", "nine people"])),
                low,
                high,
                draw(st.sampled_from(["people", "men", "women", "family"])),
                harm=draw(st.sampled_from(["killed", "injured"])),
                by=draw(st.sampled_from([(), ("s1",)])),
                side=draw(st.sampled_from(["victims", "attackers"])),
                part_of=draw(st.sampled_from([None, "f0"])),
                name=f"f{n}",
            )
        )
    return out


PROBABLE = st.lists(st.floats(0, 1), min_size=9, max_size=9)


@given(some(), st.none() | st.dictionaries(st.sampled_from(["killed", "injured"]), PROBABLE))
def test_a_total_is_made_from_figures_whatever_is_expected(
    figures: list[Figure], expected: dict[str, list[float]] | None
) -> None:
    counted = [f for f in figures if f.side == "victims" and (f.low is not None or f.high is not None)]
    found = totals(figures, expected)
    assert set(found) == {f.harm for f in counted}
    for harm, total in found.items():
        of = [f for f in counted if f.id in total.figures]
        assert total.figures and len(of) == len(total.figures) and {f.harm for f in of} == {harm}
        assert total.low is None or total.high is None or total.low <= total.high
        assert (total.high or total.low or 0) <= sum(f.high if f.high is not None else f.low or 0 for f in of)
