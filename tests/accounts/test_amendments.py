"""What people say of a record is applied to it, in order; the record itself stays, and every span has its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.material import samples
from onrecord.accounts.amendments import (
    Amendment,
    AmendmentError,
    Counted,
    Deed,
    Said,
    amended,
    counted,
    found,
    proved,
    said,
)
from onrecord.record import OnrecordError, Record, Span, Statement, check, to_json


@cache
def wire() -> Record:
    """The wire's story of the market: its statements s1 to s15, its figures i1.f1 to i1.f4."""
    return next(item.record for item in samples() if item.record.input_id == "01-wire.txt")


def at(words: str, record: Record | None = None) -> tuple[Span, ...]:
    text = (record or wire()).article.text
    assert text.count(words) == 1, words
    return (Span(text.index(words), text.index(words) + len(words)),)


def value(target: str, **changes: object) -> Said | Counted:
    there = found(wire(), target)
    assert there is not None
    return msgspec.structs.replace(said(there) if isinstance(there, Statement) else counted(there), **changes)


def corrected(target: str, **changes: object) -> Amendment:
    given = value(target, **changes)
    return Amendment(
        "correct", target, given if isinstance(given, Said) else None, given if isinstance(given, Counted) else None
    )


def told(*amendments: Amendment) -> Record:
    before: list[Amendment] = []
    for each in amendments:
        proved(wire(), before, each)
        before.append(each)
    return amended(wire(), before)


def test_without_amendments_the_record_is_itself() -> None:
    assert amended(wire(), []) is wire()


def test_a_rejected_statement_is_left_out_with_what_points_at_it() -> None:
    made = told(Amendment("reject", "s2"))
    assert found(made, "s2") is None
    assert found(wire(), "s2") is not None
    assert [f.given_by for f in made.incidents[0].figures] == [("s1",), ("s1",), (), ()]


def test_a_rejected_figure_is_left_out_and_its_parts_stand_alone() -> None:
    made = told(Amendment("reject", "i1.f3"))
    assert [f.id for f in made.incidents[0].figures] == ["f1", "f2", "f4"]
    part = found(made, "i1.f4")
    assert part is not None
    assert not isinstance(part, Statement)
    assert part.part_of is None


def test_totals_follow_the_figures() -> None:
    assert wire().incidents[0].totals["killed"].low == 14
    made = told(corrected("i1.f1", low=15, high=15))
    assert (made.incidents[0].totals["killed"].low, made.incidents[0].totals["killed"].high) == (15, 15)
    assert made.incidents[0].totals["injured"] == wire().incidents[0].totals["injured"]
    gone = told(Amendment("reject", "i1.f2"))
    assert "injured" not in gone.incidents[0].totals


def test_a_corrected_statement_has_other_words_and_another_source() -> None:
    made = told(corrected("s1", source=at("district hospital"), name="District Hospital of Dol Aren"))
    statement = found(made, "s1")
    assert isinstance(statement, Statement)
    assert statement.source is not None
    assert statement.source.text == "district hospital"
    assert (statement.source.name, statement.source.entity) == ("District Hospital of Dol Aren", None)
    assert statement.confidence == 1.0


def test_a_source_by_a_name_that_the_record_knows_is_that_entity() -> None:
    made = told(corrected("s1", name="Tessa Vohl"))
    statement = found(made, "s1")
    assert isinstance(statement, Statement)
    assert statement.source is not None
    assert statement.source.entity in {e.id for e in wire().entities if e.name == "Tessa Vohl"}


def test_what_is_added_stands_in_the_order_of_the_text() -> None:
    words = "a drone had circled over the town"
    statement = Amendment("add", "a1", statement=Said(at(words), source=at("two traders"), name="two traders"))
    figure = Amendment("add", "i1.a2", figure=Counted(at("a second strike"), "killed", low=1, given_by=("a1",)))
    made = told(statement, figure)
    assert [s.content.spans[0].start for s in made.statements] == sorted(
        s.content.spans[0].start for s in made.statements
    )
    assert [f.id for f in made.incidents[0].figures] == ["f1", "f2", "f3", "f4", "a2"]
    check(made)


def test_a_figure_can_be_added_where_the_report_tells_of_one_incident_as_a_whole() -> None:
    bare = msgspec.structs.replace(wire(), incidents=())
    new = Amendment("add", ".a1", figure=Counted(at("fourteen bodies"), "killed", low=14, high=14))
    with pytest.raises(AmendmentError, match="tells of no incident"):
        proved(bare, [], new)
    made = proved(bare, [], new, whole=True)
    assert [(i.id, i.totals["killed"].low) for i in made.incidents] == [("", 14)]
    assert amended(bare, [new, Amendment("reject", ".a1")]).incidents == ()


def test_the_later_word_stands() -> None:
    made = told(corrected("i1.f1", low=15), Amendment("reject", "i1.f1"), Amendment("accept", "i1.f1"))
    figure = found(made, "i1.f1")
    assert figure is not None
    assert not isinstance(figure, Statement)
    assert figure.low == 15, "accepted as it was last corrected"


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (Amendment("reject", "s99"), "has no s99"),
        (Amendment("accept", "i7.f1"), "has no i7.f1"),
        (Amendment("correct", "s1"), "gives a statement or a figure"),
        (Amendment("correct", "i1.f1", statement=Said((Span(0, 3),))), "gives a statement or a figure"),
        (Amendment("accept", "s1", statement=Said((Span(0, 3),))), "gets no other words"),
        (corrected("s1"), "says already"),
        (corrected("i1.f1", low=20, high=3), "smaller one first"),
        (corrected("i1.f1", low=-1), "no number of people"),
        (corrected("i1.f1", low=10**13), "no number of people"),
        (corrected("i1.f1", given_by=("s99",)), "no statement 's99'"),
        (corrected("i1.f1", spans=()), "needs its words"),
        (corrected("i1.f1", spans=((0, 99_999),)), "outside the text"),
        (corrected("i1.f1", spans=((5, 5),)), "empty"),
        (corrected("s1", content=((9, 12), (3, 5))), "out of order"),
        (corrected("s1", content=()), "needs the words"),
        (corrected("s1", name=" "), "without a name"),
        (corrected("s1", name="a\x1b[2J"), "one line"),
        (corrected("s1", name=None), "need a name"),
        (corrected("s1", source=()), "Select the words"),
        (Amendment("add", "i9.a1", figure=Counted((Span(0, 3),), "killed")), "no incident 'i9'"),
        (Amendment("add", "s1", statement=Said((Span(0, 3),))), "already"),
    ],
)
def test_what_does_not_fit_is_refused(new: Amendment, why: str) -> None:
    with pytest.raises(OnrecordError, match=why):
        proved(wire(), [], new)


def test_nothing_is_rejected_twice() -> None:
    with pytest.raises(AmendmentError, match="rejected already"):
        told(Amendment("reject", "s1"), Amendment("reject", "s1"))


TARGETS = [f"s{n}" for n in range(1, 9)] + [f"i1.f{n}" for n in range(1, 6)]
ADDED = ["a1", "a2", "i1.a3", "i1.a4"]
_TEXT = len(wire().article.text)
_SPANS = st.tuples(st.integers(0, _TEXT - 2), st.integers(1, 40)).map(
    lambda each: (Span(each[0], min(_TEXT, each[0] + each[1])),)
)
_FIGURES = st.builds(
    Counted, _SPANS, st.sampled_from(["killed", "injured"]), low=st.none() | st.integers(0, 9),
    given_by=st.sampled_from([(), ("s1",), ("s2", "s3"), ("a1",)]),
)  # fmt: skip
_STATEMENTS = st.builds(Said, _SPANS, source=_SPANS, name=st.sampled_from(["Tessa Vohl", "Nobody Else"]))


@st.composite
def _amendment(draw: st.DrawFn) -> Amendment:
    target = draw(st.sampled_from([*TARGETS, *ADDED]))
    act: Deed = draw(st.sampled_from(get_args(Deed)))
    given = act in ("correct", "add")
    return Amendment(
        act, target,
        draw(_STATEMENTS) if given and "." not in target else None,
        draw(_FIGURES) if given and "." in target else None,
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_amendment(), max_size=12))
def test_whatever_people_say_the_record_holds_and_the_one_that_was_read_stays(sayings: Sequence[Amendment]) -> None:
    before = to_json(wire())
    kept: list[Amendment] = []
    for each in sayings:
        try:
            made = proved(wire(), kept, each)
        except OnrecordError:
            continue
        kept.append(each)
        check(made)
        assert (found(made, each.target) is None) is (each.act == "reject")
    check(amended(wire(), kept))
    assert to_json(wire()) == before
    # Taking any back leaves what holds as well: what rested on it does nothing.
    for n in range(len(kept)):
        check(amended(wire(), kept[:n] + kept[n + 1 :]))
