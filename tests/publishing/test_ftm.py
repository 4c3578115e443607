"""FollowTheMoney: schemata, properties and types of its model 4; ids hold together, values stay as written."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from onrecord.accounts.sheet import Sheet
from onrecord.publishing.exports import export
from onrecord.publishing.ftm import key
from publishing.invented import MARKET, PATROL, SHEETS, hostile, record_of

# Facts about followthemoney 4.11: the type of each property that we fill, and of entities the schemata it may point at.
PARTY = {"name": "name"}
MODEL: dict[str, dict[str, str]] = {
    "Event": {
        "name": "name", "recordId": "string", "date": "date", "startDate": "date", "endDate": "date",
        "location": "address", "country": "country", "summary": "text", "description": "text", "keywords": "string",
        "involved": "LegalEntity Person Organization", "proof": "Article",
    },
    "Article": {
        "fileName": "string", "title": "string", "publishedAt": "date", "publisher": "string", "author": "string",
        "language": "language", "sourceUrl": "url", "notes": "text",
    },
    "Documentation": {
        "document": "Article", "entity": "Event", "role": "string", "summary": "text", "recordId": "string",
    },
    "Mention": {
        "document": "Article", "resolved": "LegalEntity Person Organization", "name": "name",
        "detectedSchema": "string",
    },
    "Note": {
        "entity": "Event", "name": "name", "description": "text", "summary": "text", "notes": "text",
        "proof": "Article",
    },
    "Person": PARTY,
    "Organization": PARTY,
    "LegalEntity": PARTY,
}  # fmt: skip
REQUIRED = {
    "Event": ["name"],
    "Documentation": ["document", "entity"],
    "Mention": ["document", "name"],
    "Person": ["name"],
    "Organization": ["name"],
    "LegalEntity": ["name"],
}
TYPES = {
    "date": r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?)?)?)?",
    "country": r"[a-z]{2}",
    "language": r"[a-z]{3}",
    "url": r"https?://\S+",
    "name": r"(?s).{1,384}",
    "string": r"(?s).+",
    "text": r"(?s).+",
    "address": r"(?s).+",
}
# What its cleaners would delete or change, so that a value is no longer what was written.
UNCLEAN = re.compile("^\\s|\\s$|\\s\\s|[\x00-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u2060-\u2064\ufeff]")


def entities(*sheets: Sheet) -> list[dict[str, Any]]:
    lines = b"".join(export("ftm", sheets, record_of=record_of)).splitlines()
    held = [msgspec.json.decode(line) for line in lines]
    check(held)
    return held


def check(held: list[dict[str, Any]]) -> None:
    schemata = {each["id"]: each["schema"] for each in held}
    assert len(schemata) == len(held), "an id stands twice"
    for each in held:
        assert set(each) == {"id", "schema", "properties"}
        model = MODEL[each["schema"]]
        assert set(REQUIRED.get(each["schema"], ())) <= set(each["properties"])
        for name, values in each["properties"].items():
            assert values and len(set(values)) == len(values)
            for value in values:
                assert isinstance(value, str) and not UNCLEAN.search(value), (each["schema"], name, value)
                if (kind := TYPES.get(model[name])) is not None:
                    assert re.fullmatch(kind, value), (each["schema"], name, value)
                else:
                    assert schemata[value] in model[name].split(), (each["schema"], name)


def only(held: list[dict[str, Any]], schema: str) -> list[dict[str, Any]]:
    return [each["properties"] for each in held if each["schema"] == schema]


def test_an_incident_as_entities() -> None:
    held = entities(MARKET)
    (event,) = only(held, "Event")
    assert event["name"] == ["Bomb, Ostrel, 7 March 2031"]
    assert event["date"] == ["2031-03-07"] and "startDate" not in event
    assert event["location"] == ["Ostrel, Ostrel District, Lake Shore, Vardany"]
    assert (event["country"], event["recordId"]) == (["nz"], ["n1"])
    assert event["proof"] == [key("article", a.article) for a in MARKET.articles]
    first, second = only(held, "Article")
    assert first == {
        "fileName": ["reports/01.txt"],
        "title": ["Report 01"],
        "publishedAt": ["2031-03-08T07:30:00"],
        "publisher": ["Ostrel Post"],
        "author": ["Una Brisk"],
        "language": ["eng"],
        "sourceUrl": ["https://news.example/01"],
        "notes": [MARKET.articles[0].article],
    }
    assert second["publishedAt"] == ["2031-03-07"]
    assert [p["name"] for p in only(held, "Organization")] == [["River Front"]]
    assert [p["name"] for p in only(held, "Person")] == [["Mayor Ilse Korvan"]]
    assert [p["name"] for p in only(held, "LegalEntity")] == [["shoppers"], ["the town hospital"]]
    assert sorted(m["name"][0] for m in only(held, "Mention")) == [
        "Mayor Ilse Korvan",
        "River Front",
        "the town hospital",
    ]
    notes = only(held, "Note")
    assert [n["summary"] for n in notes] == [["Fourteen people"], ["Nine of them"], ["At least 12 people"]]
    assert notes[0]["notes"] == [f"{MARKET.articles[0].article}#char=0,15"]
    assert notes[0]["description"] == ["14 people killed, says the town hospital (o1; agrees)"]


def test_ids_stay_and_name_one_thing() -> None:
    # A report on two sheets is one entity; a party of the same name on two sheets is two.
    held = entities(MARKET, replace(MARKET, incident_id="n9"), PATROL)
    assert len(only(held, "Article")) == 3
    assert len(only(held, "Event")) == 3
    assert len(only(held, "Organization")) == 2
    assert {each["id"] for each in entities(MARKET)} <= {each["id"] for each in held}
    assert key("event", "n1") == "".join(each["id"] for each in entities(MARKET) if each["schema"] == "Event")


def test_what_nobody_knows_is_not_there() -> None:
    (event,) = only(entities(PATROL), "Event")
    assert {"date", "startDate", "endDate", "description", "involved"}.isdisjoint(event)


PUBLISHED = [
    ("2031-03-07", ["2031-03-07"]),
    ("2031-03-07T23:30:00-02:00", ["2031-03-08T01:30:00"]),
    ("2031-03-07T11:05", ["2031-03-07T11:05:00"]),
    ("0001-01-01T00:00:00+14:00", None),  # before the first day that there is
    ("last Friday", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("published", "want"), PUBLISHED)
def test_days_of_reports(published: str | None, want: list[str] | None) -> None:
    sheet = replace(MARKET, articles=(replace(MARKET.articles[0], published=published),), accounts=())
    (article,) = only(entities(sheet), "Article")
    assert article.get("publishedAt") == want


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://", "https://a b.example/", "file:///etc/passwd", ""])
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    def other(report: str) -> Any:
        record = record_of(report)
        return replace(record, article=replace(record.article, url=url))

    lines = b"".join(export("ftm", [MARKET], record_of=other)).splitlines()
    assert all("sourceUrl" not in msgspec.json.decode(line)["properties"] for line in lines)


@settings(max_examples=40)
@given(sheet=hostile())
def test_hostile_sheets_are_entities(sheet: Sheet) -> None:
    assert len(only(entities(sheet, *SHEETS[1:]), "Event")) == 2
