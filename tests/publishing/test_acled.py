"""ACLED's columns: their names and order, codes, and emptiness where nobody knows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from onrecord.accounts.sheet import Account, Sheet
from onrecord.publishing.acled import event
from onrecord.record import ActorKind, IncidentType, Participant, When, Where
from publishing.invented import CHILDREN, FRONT, HOSPITAL, MARKET, MAYOR, PATROL, SHOPPERS
from publishing.test_table import made, read, rows

# In the order of ACLED's files since March 2023.
COLUMNS = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]


def test_columns() -> None:
    head, *_ = read(made("acled"))
    assert head[: len(COLUMNS)] == COLUMNS


def test_an_event() -> None:
    (row,) = rows("acled", MARKET)
    assert {name: row[name] for name in COLUMNS if name not in ("notes", "fatalities")} == {
        "event_id_cnty": "NZL-n1",
        "event_date": "2031-03-07",
        "year": "2031",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Remote explosive/landmine/IED",
        "actor1": "River Front",
        "assoc_actor_1": "",
        "inter1": "2",
        "actor2": "shoppers",
        "assoc_actor_2": "",
        "inter2": "7",
        "interaction": "27",
        "civilian_targeting": "Civilian targeting",
        "iso": "554",
        "region": "",
        "country": "Vardany",
        "admin1": "Lake Shore",
        "admin2": "Ostrel District",
        "admin3": "",
        "location": "Ostrel",
        "latitude": "-41.25",
        "longitude": "172.5",
        "geo_precision": "1",
        "source": "Ostrel Post; Radio Lake",
        "source_scale": "",
        "tags": "",
        "timestamp": "",
    }
    assert row["notes"].startswith(
        "Bomb, Ostrel, 7 March 2031; 14 people killed, says the town hospital (o1; agrees); 9"
    )
    assert (row["incident_id"], row["origins"], row["reports"], row["rule"]) == ("n1", "2", "2", "acled/1")
    assert row["anchors"].count("#char=") == 8


FATALITIES: list[tuple[tuple[Account, ...], str]] = [
    ((HOSPITAL, CHILDREN, MAYOR), "12"),  # the lowest
    ((HOSPITAL,), "14"),
    ((replace(HOSPITAL, low=0, high=0),), "0"),  # somebody says that nobody died
    ((), ""),  # nobody says anything
]


@pytest.mark.parametrize(("accounts", "want"), FATALITIES)
def test_fatalities(accounts: tuple[Account, ...], want: str) -> None:
    (row,) = rows("acled", replace(MARKET, accounts=accounts))
    assert row["fatalities"] == want


def test_what_nobody_knows_is_empty() -> None:
    (row,) = rows("acled", PATROL)
    dates, parties = ("event_date", "year", "time_precision"), ("actor1", "inter1", "actor2", "inter2", "interaction")
    places = ("location", "latitude", "longitude", "geo_precision")
    assert {row[name] for name in (*dates, *parties, *places)} == {""}
    assert (row["country"], row["iso"], row["fatalities"]) == ("Vardany", "554", "")


DAYS: list[tuple[When, tuple[str | None, int | None, int | None]]] = [
    (When("2031-03-07", "2031-03-07", "day", date_prec=1), ("2031-03-07", 2031, 1)),
    (When("2031-03-03", "2031-03-09", "week"), ("2031-03-03", 2031, 2)),
    (When("2031-03-01", "2031-03-31", "month"), ("2031-03-01", 2031, 3)),
    (When("2030-12-30", "2031-01-02", "week"), ("2030-12-30", None, 2)),  # in which of two years nobody says
    (When(), (None, None, None)),
]


@pytest.mark.parametrize(("date", "want"), DAYS)
def test_days(date: When, want: tuple[str | None, int | None, int | None]) -> None:
    told = event(replace(MARKET, date=date))
    assert (told.event_date, told.year, told.time_precision) == want


def who(role: str, name: str, kind: ActorKind) -> Participant:
    return Participant(role, name, (), kind=kind)  # type: ignore[arg-type]


ARMY, SCOUTS = who("perpetrator", "the army", "state forces"), who("perpetrator", "scouts", "state forces")
SOMEBODY, RESCUERS = who("perpetrator", "gunmen", "unknown"), who("rescuer", "the fire brigade", "state forces")
ACTORS: list[tuple[tuple[Participant, ...], tuple[str | None, int | None, str | None, int | None, int | None]]] = [
    ((), (None, None, None, None, None)),
    ((ARMY,), ("the army", 1, None, None, None)),
    ((SHOPPERS,), (None, None, "shoppers", 7, None)),
    ((SOMEBODY, SHOPPERS), ("gunmen", None, "shoppers", 7, None)),
    ((SHOPPERS, ARMY, SCOUTS), ("the army", 1, "shoppers", 7, 17)),
    ((RESCUERS,), (None, None, None, None, None)),
    ((FRONT, replace(FRONT, given_by=("s9",))), ("River Front", 2, None, None, None)),
]


@pytest.mark.parametrize(("took_part", "want"), ACTORS)
def test_actors(
    took_part: tuple[Participant, ...], want: tuple[str | None, int | None, str | None, int | None, int | None]
) -> None:
    told = event(replace(MARKET, participants=took_part))
    assert (told.actor1, told.inter1, told.actor2, told.inter2, told.interaction) == want
    assert told.assoc_actor_1 == (("scouts",) if SCOUTS in took_part else ())


def test_a_place_without_a_point_keeps_its_name() -> None:
    sheet = replace(MARKET, place=Where("Ostrel", (), country="Vardany", precision="place", geo_precision=1))
    told = event(sheet)
    assert (told.location, told.geo_precision, told.latitude, told.iso, told.event_id_cnty) == (
        "Ostrel",
        1,
        None,
        None,
        "n1",
    )


TARGETED: list[tuple[Sheet, str | None]] = [
    (MARKET, "Civilian targeting"),
    (replace(MARKET, participants=(FRONT,)), None),
    (PATROL, None),
    (replace(PATROL, type=IncidentType("attack", event="Violence against civilians", sub_event="Attack")),
     "Civilian targeting"),
    (replace(PATROL, type=IncidentType("protest", event="Protests", sub_event="Peaceful protest")), None),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "want"), TARGETED)
def test_civilian_targeting(sheet: Sheet, want: str | None) -> None:
    assert event(sheet).civilian_targeting == want
