"""Who took part in an incident, over all that tell of it."""

from __future__ import annotations

import msgspec
import pytest

from accounts.tellings import N, told
from onrecord.accounts.agreement import sheet
from onrecord.accounts.sheet import Told


def unknown(of: Told, *, given: bool = False) -> Told:
    """The same telling, where it is not known of what kind anybody is; ``given``: somebody quoted names them."""
    people = tuple(
        msgspec.structs.replace(p, kind="unknown", given_by=("s1",) if given else ()) for p in of.incident.participants
    )
    incident = msgspec.structs.replace(of.incident, participants=people)
    return of._replace(incident=incident, record=msgspec.structs.replace(of.record, incidents=(incident,)))


def test_participants_are_merged_under_the_fullest_name() -> None:
    made = sheet("x", [told("a", N(1), blames=["Orrin Vale"]), told("b", N(1), blames=["Vale"], victims=["Ada Brill"])])
    assert [(p.role, p.name) for p in made.participants] == [("perpetrator", "Orrin Vale"), ("victim", "Ada Brill")]
    assert [anchor.text for anchor in made.words["participants[0]"]] == ["Orrin Vale", "Vale"]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["the covered hall of Tel Amar", "the covered hall"], ["the covered hall of Tel Amar"]),
        (["the covered hall of Tel Amar", "hall"], ["the covered hall of Tel Amar"]),
        (["the hall of Tel Amar", "the hall of Mirza", "hall"], ["hall", "the hall of Mirza", "the hall of Tel Amar"]),
        (["the hall of Tel Amar", "the mayor of Tel Amar"], ["the hall of Tel Amar", "the mayor of Tel Amar"]),
        (["of", "the hall of Tel Amar"], ["of", "the hall of Tel Amar"]),
    ],
)
def test_a_shorter_name_is_the_longer_ones(names: list[str], shown: list[str]) -> None:
    made = sheet("x", [told(name, N(1), victims=[name]) for name in names])
    assert sorted(p.name for p in made.participants) == sorted(shown)


def test_an_outlet_takes_no_part_on_one_origins_word() -> None:
    voice = unknown(told("a", N(1), blames=["Amar Voice"]))
    beside = told("b", N(1), outlet="Amar Voice", blames=["gunmen"])
    assert [p.name for p in sheet("x", [voice, beside]).participants] == ["gunmen"]
    other = unknown(told("c", N(1), blames=["Amar Voice"]))
    assert "Amar Voice" in [p.name for p in sheet("x", [voice, beside, other]).participants]
    quoted = unknown(told("a", N(1, by="Ada Brill"), blames=["Amar Voice"]), given=True)
    assert "Amar Voice" in [p.name for p in sheet("x", [quoted, beside]).participants]
    army = told("a", N(1), blames=["Amar Voice"])
    assert "Amar Voice" in [p.name for p in sheet("x", [army, beside]).participants]
