"""GeoJSON by the rules of RFC 7946, and no point where nobody knows one."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from onrecord.accounts.sheet import Sheet
from onrecord.publishing.exports import export
from onrecord.record import Where
from publishing.invented import MARKET, PATROL, hostile, record_of


def collection(*sheets: Sheet) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.json.decode(b"".join(export("geojson", sheets, record_of=record_of)))
    check(data)
    return data


def check(data: dict[str, Any]) -> None:
    """RFC 7946: 3.3 collections, 3.2 features, 3.1.1 positions, 4 longitude first, 7.1 no members of other types."""
    assert data["type"] == "FeatureCollection" and isinstance(data["features"], list)
    assert not {"coordinates", "geometry", "properties", "crs"} & set(data)
    for feature in data["features"]:
        assert feature["type"] == "Feature" and {"geometry", "properties"} <= set(feature)
        assert isinstance(feature["id"], (str, int))
        assert not {"coordinates", "geometries", "features"} & set(feature)
        assert feature["properties"] is None or isinstance(feature["properties"], dict)
        geometry = feature["geometry"]
        if geometry is not None:
            assert set(geometry) == {"type", "coordinates"} and geometry["type"] == "Point"
            longitude, latitude = geometry["coordinates"]
            assert -180 <= longitude <= 180 and -90 <= latitude <= 90


def test_an_incident_on_the_map() -> None:
    (feature,) = collection(MARKET)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [172.5, -41.25]}
    told = feature["properties"]
    assert (told["place_precision"], told["uncertainty_m"]) == ("place", 5000)
    assert (told["killed_low"], told["killed_high"], told["killed_rule"]) == (14, 14, "onrecord/1")
    assert (told["injured_low"], told["origins"], told["reports"]) == (None, 2, 2)
    assert told["accounts"][0]["anchors"][0]["spans"] == [[0, 15]]


NOWHERE = Where("", ())
POINTLESS: dict[str, Where | None] = {
    "nowhere": None,
    "only a name": Where("Ostrel", (), precision="place"),
    "half a point": Where("Ostrel", (), latitude=1.0, precision="place"),
    "a country": PATROL.place,
    "beyond the pole": Where("Ostrel", (), latitude=91.0, longitude=0.0, precision="place"),
    "no number": Where("Ostrel", (), latitude=float("nan"), longitude=0.0, precision="place"),
    "endless": Where("Ostrel", (), latitude=0.0, longitude=float("inf"), precision="place"),
}


@pytest.mark.parametrize("place", POINTLESS.values(), ids=POINTLESS.keys())
def test_no_false_point(place: Where | None) -> None:
    (feature,) = collection(replace(MARKET, place=place))["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["uncertainty_m"] is None
    assert feature["properties"]["incident_id"] == "n1"


@pytest.mark.parametrize(
    ("precision", "metres"), [("place", 5000), ("near", 25000), ("district", 65000), ("region", 220000), (None, None)]
)
def test_how_far_off_the_point_it_may_be(precision: str | None, metres: int | None) -> None:
    place = replace(MARKET.place or NOWHERE, precision=precision)
    (feature,) = collection(replace(MARKET, place=place))["features"]
    assert feature["geometry"] is not None
    assert feature["properties"]["uncertainty_m"] == metres


@settings(max_examples=30)
@given(sheet=hostile())
def test_hostile_sheets_are_valid(sheet: Sheet) -> None:
    assert len(collection(sheet, PATROL)["features"]) == 2
