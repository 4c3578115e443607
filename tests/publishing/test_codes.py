"""The tables of other houses' codes name only what there is, and all of it."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from onrecord.publishing import codes
from onrecord.reading.kinds import kinds
from onrecord.record import ActorKind, IncidentType, SourceKind

ACTORS = set(get_args(ActorKind))


def test_countries() -> None:
    held = codes.table("countries")["countries"]
    assert len(held) == 250
    assert all(re.fullmatch(r"[A-Z]{2}", code) for code in held)
    found = {code: codes.country(code) for code in held}
    assert all(c is not None and re.fullmatch(r"[A-Z]{3}", c.alpha3) for c in found.values())
    assert len({c.alpha3 for c in found.values() if c}) == len({c.number for c in found.values() if c}) == 250
    assert codes.country("NZ") == ("NZL", 554)
    assert codes.country("AF") == ("AFG", 4)
    assert codes.country("XK") == ("XKX", None)
    assert codes.country("ZZ") is codes.country(None) is None


def test_tables_name_kinds_of_actors() -> None:
    assert set(codes.table("codes")["inter"]) == ACTORS - {"unknown"}
    assert set(codes.table("plover")["sector"]) <= ACTORS
    assert set(codes.table("codes")["party"]) <= ACTORS | set(get_args(SourceKind))
    pairs = [pair.split(", ") for held in codes.table("codes")["violence"].values() for pair in held]
    assert {side for pair in pairs for side in pair} <= ACTORS
    assert len({tuple(pair) for pair in pairs}) == len(pairs)


def test_every_kind_of_incident_has_its_disorder_type_and_its_line_for_plover() -> None:
    for name, kind in kinds().items():
        what = IncidentType(name, event=kind.event, sub_event=kind.sub_event)
        assert (codes.disorder(what) is None) == (kind.event is None), name
    assert set(codes.table("plover")["kind"]) == set(kinds())
    assert set(codes.table("codes")["strike"]) <= set(kinds())
    events, subs = ({getattr(k, of) for k in kinds().values()} for of in ("event", "sub_event"))
    assert set(codes.table("codes")["disorder"]["event"]) == events - {None}
    assert set(codes.table("codes")["disorder"]["sub_event"]) <= subs


# ASSAULT, PROTEST, COERCE, RETREAT and MOBILIZE modes of the manual, those of SUPPORT being none.
MODES = {
    "ASSAULT": "abduct beat torture execute sexual assassinate destroy primitive firearms explosives suicide-attack "
    "heavy-weapons",
    "PROTEST": "demo riot strike-gen strike-lim strike-hun boycott obstruct",
    "COERCE": "confiscate restrict ban censor curfew martial-law arrest deport withhold",
    "RETREAT": "withdraw release return disarm ceasefire access resign",
    "MOBILIZE": "troops weapons police",
    "SUPPORT": "",
}


def test_plovers_modes_belong_to_their_categories() -> None:
    for kind in kinds():
        coded = codes.plover(kind)
        if coded.event is None:
            assert coded == codes.Plover(), kind
            continue
        assert coded.mode is None or coded.mode in MODES[coded.event].split(), kind
        assert codes.quad(coded.event) in (1, 2, 3, 4)
    assert codes.plover("no such kind") == codes.Plover()


INTERACTIONS: list[tuple[ActorKind, ActorKind, int | None]] = [
    ("state forces", "state forces", 11),
    ("state forces", "rebel group", 12),
    ("rebel group", "state forces", 12),
    ("civilians", "political militia", 37),
    ("protesters", "external forces", 68),
    ("unknown", "civilians", None),
    ("state forces", "unknown", None),
]


@pytest.mark.parametrize(("one", "other", "want"), INTERACTIONS)
def test_interactions(one: ActorKind, other: ActorKind, want: int | None) -> None:
    assert codes.interaction(one, other) == want


VIOLENCE: list[tuple[ActorKind, ActorKind, int | None]] = [
    ("state forces", "rebel group", 1),
    ("rebel group", "state forces", 1),
    ("rebel group", "political militia", 2),
    ("communal militia", "communal militia", 2),
    ("state forces", "civilians", 3),
    ("rebel group", "civilians", 3),
    ("civilians", "rebel group", None),
    ("protesters", "state forces", None),
    ("unknown", "civilians", None),
]


@pytest.mark.parametrize(("one", "other", "want"), VIOLENCE)
def test_types_of_violence(one: ActorKind, other: ActorKind, want: int | None) -> None:
    assert codes.violence(one, other) == want


@pytest.mark.parametrize(
    ("code", "want"), [("en", "eng"), ("en-GB", "eng"), ("AR", "ara"), ("zh-Hans", "zho"), ("und", None), (None, None)]
)
def test_languages(code: str | None, want: str | None) -> None:
    assert codes.language(code) == want
