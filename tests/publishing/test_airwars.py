"""An Airwars assessment: least and most, grade and status, emptiness where nobody knows."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.record import IncidentType
from publishing.invented import CHILDREN, HOSPITAL, MARKET, PATROL
from publishing.test_table import rows


def test_an_assessment() -> None:
    (row,) = rows("airwars", MARKET)
    told = {name: value for name, value in row.items() if value}
    assert told["incident_code"] == told["incident_id"] == "n1"
    assert (told["incident_date"], told["incident_date_end"], told["date_precision"]) == ("2031-03-07",) * 2 + ("day",)
    assert (told["location"], told["region"], told["country"], told["latitude"]) == (
        "Ostrel", "Lake Shore", "Vardany", "-41.25",
    )  # fmt: skip
    assert (told["children_killed_min"], told["children_killed_max"]) == ("9", "9")
    assert told["belligerents"] == "River Front"
    assert told["belligerent_status"] == "suspected"
    assert told["sources"] == "Ostrel Post; Radio Lake"
    assert told["rule"] == "airwars/1"
    assert {"women_killed_min", "men_killed_max", "civilians_injured_min", "strike_type"}.isdisjoint(told)
    assert int(told["civilians_killed_min"]) >= 9
    assert told["civilian_harm_grade"] in ("confirmed", "fair", "weak", "contested", "discounted")
    assert told["strike_status"] in ("declared", "likely", "contested", "single source", "alleged")


def test_where_nobody_counts_there_is_no_grade() -> None:
    (row,) = rows("airwars", PATROL)
    assert {name for name, value in row.items() if value} == {
        "incident_code", "date_precision", "location", "country", "geolocation_accuracy", "sources", "incident_id",
        "rule", "origins", "reports", "articles",
    }  # fmt: skip


def test_least_and_most_of_several_accounts() -> None:
    more = replace(CHILDREN, origin="o2", low=7, high=11)
    cases = [
        ((HOSPITAL, CHILDREN, more), ("7", "11")),
        ((HOSPITAL, CHILDREN, replace(more, high=None)), ("7", "")),
        ((HOSPITAL, CHILDREN, replace(more, status="superseded")), ("9", "9")),
        ((HOSPITAL, replace(CHILDREN, side="attackers")), ("", "")),
        ((HOSPITAL, replace(CHILDREN, low=None)), ("", "9")),
    ]
    for accounts, want in cases:
        (row,) = rows("airwars", replace(MARKET, accounts=accounts))
        assert (row["children_killed_min"], row["children_killed_max"]) == want


def test_strikes_are_called_as_airwars_calls_them() -> None:
    for kind, want in (
        ("air-strike", "Airstrike"),
        ("drone-strike", "Drone strike"),
        ("shelling", "Artillery"),
        ("raid", ""),
    ):
        (row,) = rows("airwars", replace(MARKET, type=IncidentType(kind)))
        assert row["strike_type"] == want
