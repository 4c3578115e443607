"""What a later version of a page says otherwise. All pages are invented."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.tellings import N, injured, told
from onrecord.accounts.changes import changes
from onrecord.record import Record, words


class Case(NamedTuple):
    """Two versions of a page, and the phrases that tell what changed."""

    name: str
    old: Record
    new: Record
    says: list[str]


def page(*numbers: N, title: str = "Nine killed", **more: object) -> Record:
    return told("page", *numbers, title=title, **more).record  # type: ignore[arg-type]


def by(record: Record, *authors: str) -> Record:
    return msgspec.structs.replace(record, article=msgspec.structs.replace(record.article, authors=authors))


FIGURES = [
    Case("12 became 9", page(N(12)), page(N(9)), ["killed: 12 became 9"]),
    Case("by one giver", page(N(12, by="Mara Hale")), page(N(9, by="Mara Hale")), ["killed: 12 became 9"]),
    Case("at least", page(N(12)), page(N(12, None)), ["killed: 12 became at least 12"]),
    Case("one of two", page(N(9), injured(4)), page(N(9), injured(7)), ["injured: 4 became 7"]),
    Case("both", page(N(9), injured(4)), page(N(10), injured(7)), ["killed: 9 became 10", "injured: 4 became 7"]),
    Case("a new one", page(N(9)), page(N(9), injured(4)), ["injured: 4 is new"]),
    Case("gone", page(N(9), injured(4)), page(N(9)), ["injured: 4 is gone"]),
    Case("a group", page(N(3, who="children")), page(N(3, who="women")), ["killed: 3 is now given for killed, women"]),
    Case(
        "another harm",
        page(injured(1, text="a driver")),
        page(N(1, text="a driver")),
        ["injured: 1 injured became 1 killed"],
    ),
    Case("attackers stay apart", page(N(2, side="attackers")), page(N(9)), ["killed: 2 is gone", "killed: 9 is new"]),
    Case("nothing", page(N(9), injured(4)), page(N(9), injured(4)), []),
    Case("only moved", page(N(9), note=""), page(N(9), note="  "), []),
]
REST = [
    Case("title", page(N(9)), page(N(9), title="Nine dead"), ["title: “Nine killed” became “Nine dead”"]),
    Case(
        "authors",
        by(page(N(9)), "Ada Brill"),
        by(page(N(9)), "Ada Brill", "Tom Weir"),
        ["authors: Ada Brill became Ada Brill and Tom Weir"],
    ),
    Case("no author left", by(page(N(9)), "Ada Brill"), page(N(9)), ["authors: Ada Brill became nobody"]),
    Case("published", page(N(9)), page(N(9), published="2031-05-06"), ["published: 4 May 2031 became 6 May 2031"]),
    Case("day", page(N(9)), page(N(9), day="2031-05-02"), ["day of the incident: 3 May 2031 became 2 May 2031"]),
    Case("no day", page(N(9)), page(N(9), day=None), ["day of the incident: 3 May 2031 became unknown"]),
    Case("place", page(N(9)), page(N(9), place="Dunmere"), ["place of the incident: Tel Amar became Dunmere"]),
    Case("a statement is new", page(N(9)), page(N(9), denies=["the army"]), ["a statement by the army is new"]),
    Case("a statement is gone", page(N(9), denies=["the army"]), page(N(9)), ["a statement by the army is gone"]),
    Case(
        "wording only",
        page(N(9), note="It was night. "),
        page(N(9), note="It was dark then. "),
        ["the wording: 2 words are new and 1 word is gone"],
    ),
]
ALL = [pytest.param(case, id=case.name) for case in (*FIGURES, *REST)]


@pytest.mark.parametrize("case", ALL)
def test_what_changed(case: Case) -> None:
    assert [change.says for change in changes(case.old, case.new)] == case.says


@pytest.mark.parametrize("case", ALL)
def test_what_changed_stands_in_both_versions(case: Case) -> None:
    for change in changes(case.old, case.new):
        for record, anchors in ((case.old, change.old), (case.new, change.new)):
            for anchor in anchors:
                assert words(record.article.text, anchor.spans) == anchor.text
        if change.kind in ("figure", "statement"):
            assert bool(change.old) is (change.before is not None)
            assert bool(change.new) is (change.after is not None)


def test_a_statement_in_other_words_is_one_change() -> None:
    def record(content: str) -> Record:
        made = page(N(9, by="Mara Hale"))
        start = len(made.article.text)
        text = f"{made.article.text}{content}"
        statement = msgspec.structs.replace(
            made.statements[0],
            content=msgspec.structs.replace(
                made.statements[0].content, spans=((start, start + len(content)),), text=content
            ),
        )
        article = msgspec.structs.replace(made.article, text=text)
        return msgspec.structs.replace(made, article=article, statements=(statement,))

    old = record("the shells fell on the market at noon")
    new = record("two shells fell on the market at noon")
    found = [change for change in changes(old, new) if change.kind == "statement"]
    assert [change.says for change in found] == ["a statement by Mara Hale is worded otherwise"]
    assert found[0].before == "the shells fell on the market at noon"


VERSIONS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["killed", "injured"])), max_size=6)


@given(VERSIONS, VERSIONS)
def test_both_ways_tell_of_as_many_changes(before: list[tuple[int, str]], after: list[tuple[int, str]]) -> None:
    old = page(*(N(n, harm=harm) for n, harm in before))  # type: ignore[arg-type]
    new = page(*(N(n, harm=harm) for n, harm in after))  # type: ignore[arg-type]
    assert changes(old, old) == ()
    there = [c for c in changes(old, new) if c.kind == "figure"]
    back = [c for c in changes(new, old) if c.kind == "figure"]
    gone, come = sum(c.after is None for c in there), sum(c.before is None for c in there)
    assert len(before) - gone == len(after) - come
    assert len(there) == len(back)
