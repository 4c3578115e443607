"""PLOVER's records: its field names and types, and nothing coded that nobody told."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from onrecord.accounts.sheet import Sheet, Tally
from onrecord.publishing.exports import export
from onrecord.record import IncidentType
from publishing.invented import FRONT, MARKET, PATROL, SHOPPERS, hostile, record_of

# The manual's fields; 'dead' and 'injured' belong to ASSAULT. Ours begin with 'onrecord_'.
FIELDS = set(
    [
        "id",
        "has_event",
        "date",
        "time",
        "enddate",
        "endtime",
        "source",
        "recipient",
        "event",
        "event_loc",
        "event_text",
        "quad_code",
        "event_scale",
        "mode",
        "context",
        "link",
        "text",
        "text_info",
        "cite_info",
        "coder",
        "coded_date",
        "coded_time",
        "comment",
        "dead",
        "injured",
        "size",
    ]
)
ACTOR = set(
    [
        "code",
        "sector",
        "actor_text",
        "identifer_id",
        "identifer_text",
        "actor_loc",
        "religion",
        "ethnicity",
        "office",
        "gender",
        "age",
    ]
)
PLACE = {"geonameid", "name", "latitude", "longitude", "country code", "cc3"}
CITED = set(
    [
        "corpus",
        "citation",
        "url",
        "title",
        "language",
        "publication",
        "license",
        "copyright",
        "coder",
        "codebook",
        "version",
    ]
)


def records(*sheets: Sheet) -> list[dict[str, Any]]:
    held = [msgspec.json.decode(line) for line in b"".join(export("plover", sheets, record_of=record_of)).splitlines()]
    for each in held:
        check(each)
    return held


def ours(names: set[str]) -> set[str]:
    return {name for name in names if not name.startswith("onrecord_")}


def check(record: dict[str, Any]) -> None:
    assert {"id", "date", "source", "event"} <= set(record)
    assert ours(set(record)) <= FIELDS
    for actor in (*record["source"], *record["recipient"]):
        assert set(actor) <= ACTOR
    assert ours(set(record.get("event_loc", {}))) <= PLACE
    for each in record["cite_info"]:
        assert ours(set(each)) <= CITED
    for each in record["text_info"]:
        assert ours(set(each)) == {"start", "end"} and each["start"] <= each["end"]
    assert record["has_event"] == bool(record["event"])


def test_a_record() -> None:
    (told,) = records(MARKET)
    assert (told["id"], told["date"], told["enddate"]) == ("n1", "2031-03-07", "2031-03-07")
    assert (told["event"], told["mode"], told["quad_code"]) == (["ASSAULT"], ["explosives"], 4)
    assert told["source"] == [{"actor_text": "River Front", "sector": "REB"}]
    assert told["recipient"] == [{"actor_text": "shoppers", "sector": "CVL"}]
    assert told["event_loc"] == {
        "geonameid": 7700001,
        "name": "Ostrel",
        "latitude": -41.25,
        "longitude": 172.5,
        "country code": "NZ",
        "cc3": "NZL",
        "onrecord_admin1": "Lake Shore",
        "onrecord_admin2": "Ostrel District",
        "onrecord_precision": "place",
    }
    assert told["dead"] == 14 and "injured" not in told and "context" not in told
    assert told["cite_info"][0]["citation"] == MARKET.articles[0].article
    assert told["text_info"][0] == {
        "start": 0,
        "end": 15,
        "onrecord_article": MARKET.articles[0].article,
        "onrecord_spans": [[0, 15]],
        "onrecord_words": "Fourteen people",
    }


def test_what_nobody_knows() -> None:
    (told,) = records(PATROL)
    assert (told["date"], told["source"], told["recipient"]) == (None, [], [])
    assert {"enddate", "dead", "injured"}.isdisjoint(told)
    assert {"latitude", "longitude"}.isdisjoint(told["event_loc"])


def test_both_sides_of_a_battle_are_sources() -> None:
    (told,) = records(replace(PATROL, participants=(SHOPPERS, FRONT)))
    assert [each["actor_text"] for each in told["source"]] == ["River Front", "shoppers"]
    assert told["recipient"] == []


@pytest.mark.parametrize("kind", ["non-violent", "other", "no such kind"])
def test_what_is_no_event_of_plovers(kind: str) -> None:
    (told,) = records(replace(MARKET, type=IncidentType(kind)))
    assert (told["has_event"], told["event"]) == (False, [])
    assert {"mode", "context", "quad_code"}.isdisjoint(told)


DEAD = [
    ((14, 14), 14),
    ((0, 0), 0),
    ((12, 15), "12-15"),
    ((12, None), "12+"),
    ((None, 15), "-15"),
    ((None, None), None),
]


@pytest.mark.parametrize(("interval", "want"), DEAD)
def test_the_dead(interval: tuple[int | None, int | None], want: int | str | None) -> None:
    (told,) = records(replace(MARKET, killed=Tally(*interval, "onrecord/1")))
    assert told.get("dead") == want


@settings(max_examples=25)
@given(sheet=hostile())
def test_hostile_sheets_are_records(sheet: Sheet) -> None:
    assert len(records(sheet)) == 1
