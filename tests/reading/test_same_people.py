"""Groups that a figure takes from another of its incident."""

from __future__ import annotations

import pytest

from onrecord.reading.same_people import same_people
from onrecord.record import Figure, Group, Harm, Span, Who

TEXT = "Nine guards were hurt, two of them badly. Of the pupils 46 were taken, said one; 73, said another."


def figure(words: str, group: Group, harm: Harm, *, who: str = "", part_of: str | None = None) -> Figure:
    start = TEXT.index(words)
    at = TEXT.index(who) if who else 0
    return Figure(
        id=f"f{start}",
        harm=harm,
        who=Who(group, who, (Span(at, at + len(who)),) if who else ()),
        low=2,
        high=9,
        spans=(Span(start, start + len(words)),),
        text=words,
        part_of=part_of,
    )


GUARDS, PUPILS = "Nine guards", "the pupils 46"


@pytest.mark.parametrize(
    ("first", "other", "expected"),
    [
        # A part that says no more than 'of them' is of its whole's group.
        (
            figure(GUARDS, "combatants", "injured", who="guards"),
            figure("two of them", "people", "injured", part_of="f0"),
            "combatants",
        ),
        (
            figure(GUARDS, "men", "injured", who="guards"),
            figure("two of them", "people", "injured", part_of="f0"),
            "people",
        ),
        (figure(GUARDS, "combatants", "injured", who="guards"), figure("two of them", "people", "injured"), "people"),
        (
            figure(GUARDS, "combatants", "injured", who="guards"),
            figure("two of them", "women", "injured", part_of="f0"),
            "women",
        ),
        # Of a whole in another sentence nothing is known.
        (figure(GUARDS, "children", "killed", who="guards"), figure("73", "people", "killed", part_of="f0"), "people"),
        # Other numbers of children taken count children; of children killed they may count everybody.
        (figure(PUPILS, "children", "abducted", who="pupils"), figure("73", "people", "abducted"), "children"),
        (figure(PUPILS, "children", "killed", who="pupils"), figure("73", "people", "killed"), "people"),
        (figure(PUPILS, "people", "abducted", who="pupils"), figure("73", "people", "abducted"), "people"),
        (figure(PUPILS, "children", "missing", who="pupils"), figure("73", "people", "abducted"), "people"),
    ],
)
def test_same_people(first: Figure, other: Figure, expected: Group) -> None:
    one, two = same_people((first, other), TEXT)
    assert one == first
    assert two.who.group == expected
    assert (two.spans, two.who.spans) == (other.spans, other.who.spans)
