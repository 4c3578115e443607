"""PROV-JSONLD: records of PROV-DM with the members that they must have, and nothing that points at nothing."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from onrecord.accounts.sheet import Sheet
from onrecord.publishing.exports import export
from onrecord.publishing.format import Entry
from onrecord.publishing.prov import name, original
from publishing.invented import LOG, MARKET, SHEETS, digest, hostile, record_of, texts

# The members that each relation has, and the class of what they point at.
RELATIONS = {
    "Usage": {"activity": "Activity", "entity": "Entity"},
    "Generation": {"entity": "Entity", "activity": "Activity"},
    "Association": {"activity": "Activity", "agent": "Agent"},
    "Derivation": {"generatedEntity": "Entity", "usedEntity": "Entity"},
}
NAME = re.compile(r"(onrecord|original):[\w.%/~-]+", re.ASCII)


def graph(*sheets: Sheet, log: tuple[Entry, ...] = ()) -> list[dict[str, Any]]:
    document = msgspec.json.decode(b"".join(export("prov", sheets, record_of=record_of, log=log)))
    prefixes, context = document["@context"]
    assert prefixes == {"onrecord": "urn:x-onrecord:", "original": "sha256:"}
    assert context == "https://openprovenance.org/prov-jsonld/context.jsonld"
    held: list[dict[str, Any]] = document["@graph"]
    check(held)
    return held


def check(held: list[dict[str, Any]]) -> None:
    things: dict[str, str] = {}
    for node in held:
        if "@id" in node:
            assert NAME.fullmatch(node["@id"]), node["@id"]
            assert node["@id"] not in things, "an id stands twice"
            things[node["@id"]] = node["@type"]
            assert all(re.fullmatch(r"(prov|onrecord):\w+", kind) for kind in node["type"])
            for about, values in node.items():
                if about == "label" or about.startswith("onrecord:"):
                    assert all(isinstance(v["@value"], str) for v in values)
        else:
            wanted = RELATIONS[node["@type"]]
            assert set(wanted) <= set(node) <= {"@type", "time", *wanted}
            for member, kind in wanted.items():
                assert things[node[member]] == kind, (node, "points at nothing before it")


def of(held: list[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    return [node for node in held if node["@type"] == what]


def test_from_originals_to_incidents() -> None:
    held = graph(*SHEETS)
    assert len(of(held, "Activity")) == 3  # each report was read once
    (reader,) = of(held, "Agent")
    assert reader == {
        "@type": "Agent",
        "@id": "onrecord:reader/0.9/encoder-1",
        "type": ["prov:SoftwareAgent"],
        "label": [{"@value": "onrecord 0.9"}],
        "onrecord:model": [{"@value": "encoder-1"}],
    }
    first = next(node for node in held if node.get("@id") == original(digest("reports/01.txt")))
    assert first["onrecord:article"] == [{"@value": digest("reports/01.txt")}]
    assert first["onrecord:report"] == [{"@value": "reports/01.txt"}]
    derived = {(n["generatedEntity"], n["usedEntity"]) for n in of(held, "Derivation")}
    for sheet in SHEETS:
        for article in sheet.articles:
            record = name("record", article.article)
            assert (name("incident", sheet.incident_id), record) in derived
            assert (record, original(article.article)) in derived


def test_a_report_on_two_sheets_was_read_once() -> None:
    assert len(of(graph(MARKET, replace(MARKET, incident_id="n9")), "Activity")) == 2


def test_the_log_says_who_decided_what_when_and_why() -> None:
    held = graph(log=LOG)
    people = {node["@id"]: node["type"] for node in of(held, "Agent")}
    assert people == {
        "onrecord:agent/onrecord%200.9": ["prov:SoftwareAgent"],
        "onrecord:agent/Mira%20Tann": ["prov:Person"],
    }
    act = of(held, "Activity")[1]
    assert (act["@id"], act["startTime"], act["label"]) == (
        "onrecord:act/2", "2031-03-09T08:15:00+00:00", [{"@value": "set place"}],
    )  # fmt: skip
    assert act["onrecord:hash"] == [{"@value": "b2"}]
    assert act["onrecord:seq"] == [{"@value": "2", "@type": "xsd:int"}]
    decision = of(held, "Entity")[1]
    assert decision["onrecord:subject"] == [{"@value": "n1"}]
    assert decision["onrecord:reason"] == [{"@value": "the map of the town"}]
    assert decision["onrecord:after"] == [{"@value": '"Ostrel"'}]
    assert "onrecord:before" not in decision
    assert {(n["activity"], n["agent"]) for n in of(held, "Association")} == {
        ("onrecord:act/1", "onrecord:agent/onrecord%200.9"),
        ("onrecord:act/2", "onrecord:agent/Mira%20Tann"),
    }


@pytest.mark.parametrize(
    ("article", "want"),
    [
        ("sha256:" + "0a" * 32, "original:" + "0a" * 32),
        ("sha256:", "onrecord:original/sha256%3A"),
        ("sha256:a b", "onrecord:original/sha256%3Aa%20b"),
        ("page 1", "onrecord:original/page%201"),
    ],
)
def test_originals(article: str, want: str) -> None:
    assert original(article) == want


@settings(max_examples=25)
@given(sheet=hostile(), said=texts)
def test_hostile_sheets_and_reasons(sheet: Sheet, said: str) -> None:
    entry = LOG[1]._replace(who=said or "Mira Tann", reason=said, before=said)
    assert of(graph(sheet, log=(entry,)), "Agent")
