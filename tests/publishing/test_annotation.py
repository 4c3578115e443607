"""Web Annotations by the rules of the Recommendation, and every target's words where they are said to stand."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from onrecord.accounts.sheet import Sheet
from onrecord.publishing.counted import telling
from onrecord.publishing.exports import export
from onrecord.record import Group, Record, Span
from publishing.invented import MARKET, PATROL, TEXTS, anchor, digest, hostile, record_of

MOTIVATIONS = set(
    [
        "assessing",
        "bookmarking",
        "classifying",
        "commenting",
        "describing",
        "editing",
        "highlighting",
        "identifying",
        "linking",
        "moderating",
        "questioning",
        "replying",
        "tagging",
    ]
)
BY_ARTICLE = {digest(report): text for report, text in TEXTS.items()}


def made(*sheets: Sheet) -> list[dict[str, Any]]:
    held = [msgspec.json.decode(e) for e in b"".join(export("annotation", sheets, record_of=record_of)).splitlines()]
    for each in held:
        check(each)
    return held


def targets(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    held = annotation["target"]
    return held if isinstance(held, list) else [held]


def check(annotation: dict[str, Any]) -> None:
    """Sections 3.1, 3.2.4 (textual bodies), 4.1 (sources), 4.2.4 and 4.2.5 (quote and position selectors)."""
    assert annotation["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert annotation["type"] == "Annotation" and ":" in annotation["id"]
    assert annotation["motivation"] in MOTIVATIONS
    for body in annotation["body"]:
        assert body["type"] == "TextualBody" and isinstance(body["value"], str)
        assert body["purpose"] in MOTIVATIONS
        if body["format"] == "application/json":
            msgspec.json.decode(body["value"])
    for target in targets(annotation):
        assert target["type"] == "SpecificResource"
        assert set(target["source"]) <= {"id", "type", "format", "language", "via"}
        position, *quotes = target["selector"]
        assert set(position) == {"type", "start", "end"} and position["type"] == "TextPositionSelector"
        assert 0 <= position["start"] <= position["end"]
        text = BY_ARTICLE[target["source"]["id"]]
        for quote in quotes:
            assert quote["type"] == "TextQuoteSelector"
            assert quote["exact"] == text[position["start"] : position["end"]]
            whole = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
            assert whole in text


def test_a_figure_at_its_words() -> None:
    held = made(MARKET)
    assert len(held) == 3 + 5  # three accounts; date, type, one participant, the place in two reports
    first = held[0]
    assert first["motivation"] == "describing"
    assert first["body"][0]["value"] == "14 people killed, says the town hospital (o1; agrees)"
    figure = msgspec.json.decode(first["body"][1]["value"])
    assert (figure["incident_id"], figure["low"], figure["high"]) == ("n1", 14, 14)
    assert first["target"] == {
        "type": "SpecificResource",
        "source": {
            "id": digest("reports/01.txt"),
            "type": "Text",
            "format": "text/plain",
            "language": "en",
            "via": "https://news.example/01",
        },
        "selector": [
            {"type": "TextPositionSelector", "start": 0, "end": 15},
            {"type": "TextQuoteSelector", "exact": "Fourteen people", "suffix": " were killed when a car bomb wen"},
        ],
    }


@pytest.mark.parametrize(
    ("low", "high", "who", "words"),
    [
        (1, 1, "people", "1 person killed"),
        (1, 1, "civilians", "1 civilian killed"),
        (1, 1, "children", "1 child killed"),
        (1, None, "people", "at least 1 person killed"),
        (40, 40, "family", "40 family members killed"),
    ],
)
def test_one_is_told_as_one(low: int, high: int | None, who: Group, words: str) -> None:
    account = replace(MARKET.accounts[0], low=low, high=high, who=who)
    assert telling(account).startswith(words)


def test_words_in_pieces_have_a_target_each() -> None:
    one, other = anchor("reports/01.txt", "Fourteen people"), anchor("reports/01.txt", "were killed")
    split = replace(one, spans=(*one.spans, *other.spans), text="Fourteen people … were killed")
    (held,) = made(replace(MARKET, accounts=(replace(MARKET.accounts[0], anchors=(split,)),), words={}))
    assert [t["selector"][1]["exact"] for t in targets(held)] == ["Fourteen people", "were killed"]


def test_ids_are_one_an_annotation_and_stay() -> None:
    ids = [each["id"] for each in made(MARKET, replace(MARKET, incident_id="n9"))]
    assert len(set(ids)) == len(ids) == 16
    assert ids[:8] == [each["id"] for each in made(MARKET)]


def test_nothing_said_is_nothing_annotated() -> None:
    assert made(PATROL) == []


def test_a_later_version_of_a_page_is_not_quoted() -> None:
    """The anchor is of the version that was read; offsets into another text would quote look-alikes."""

    def later(report: str) -> Record:
        record = record_of(report)
        return replace(record, article=replace(record.article, id="sha256:" + "e" * 64, text="All is new. " * 40))

    lines = b"".join(export("annotation", [MARKET], record_of=later)).splitlines()
    for each in map(msgspec.json.decode, lines):
        for target in targets(each):
            assert target["source"] == {
                "id": target["source"]["id"], "type": "Text", "format": "text/plain",
            }  # fmt: skip
            assert target["source"]["id"] in BY_ARTICLE
            position, quote = target["selector"]
            assert quote["exact"] == BY_ARTICLE[target["source"]["id"]][position["start"] : position["end"]]


def test_a_record_is_not_asked_for_again_at_every_anchor() -> None:
    asked: list[str] = []

    def counting(report: str) -> Record:
        asked.append(report)
        return record_of(report)

    assert b"".join(export("annotation", [MARKET], record_of=counting))
    assert sorted(asked) == ["reports/01.txt", "reports/02.txt"]


def test_spans_at_the_ends_of_a_text() -> None:
    text = TEXTS["reports/02.txt"]
    end = replace(anchor("reports/02.txt", "a wall."), spans=(Span(len(text) - 7, len(text)),))
    (held,) = made(replace(MARKET, accounts=(), words={"type": (end,)}))
    quote = held["target"]["selector"][1]
    assert quote["exact"] == "a wall." and "suffix" not in quote


@settings(max_examples=25)
@given(sheet=hostile())
def test_hostile_sheets_are_annotations(sheet: Sheet) -> None:
    assert len(made(sheet)) == 8
