"""Sheets in JSON come back as they were."""

from __future__ import annotations

import math

import msgspec
from hypothesis import given, settings

from onrecord.accounts.sheet import Sheet
from onrecord.publishing.exports import export
from publishing.invented import SHEETS, hostile, record_of


def made(name: str, *sheets: Sheet) -> bytes:
    return b"".join(export(name, sheets, record_of=record_of))


def test_lines_and_array_come_back() -> None:
    lines = made("jsonl", *SHEETS).splitlines()
    assert tuple(msgspec.json.decode(line, type=Sheet) for line in lines) == SHEETS
    assert msgspec.json.decode(made("json", *SHEETS), type=tuple[Sheet, ...]) == SHEETS
    assert msgspec.json.decode(made("json")) == []


def test_keys_come_in_the_contracts_order() -> None:
    first = list(msgspec.json.decode(made("jsonl", *SHEETS).splitlines()[0]))
    assert first[:10] == [
        "incident_id", "title", "type", "date", "place", "articles", "origins", "killed", "injured", "participants",
    ]  # fmt: skip
    assert first[10] == "accounts"


@settings(max_examples=50)
@given(sheet=hostile())
def test_hostile_text_comes_back_unchanged(sheet: Sheet) -> None:
    line = made("jsonl", sheet)
    assert line.count(b"\n") == 1
    back = msgspec.json.decode(line, type=Sheet)
    place = sheet.place
    if place is not None and place.latitude is not None and not math.isfinite(place.latitude):
        # JSON has no NaN and no infinity: what is no number is null.
        assert back.place is not None and back.place.latitude is None
        return
    assert back == sheet
