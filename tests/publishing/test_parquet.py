"""Parquet read back is what was written, words unchanged."""

from __future__ import annotations

import io
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from onrecord.accounts.sheet import Sheet
from onrecord.publishing import parquet
from onrecord.publishing.exports import export
from publishing.invented import MARKET, PATROL, hostile, record_of


def made(*sheets: Sheet) -> bytes:
    return b"".join(export("parquet", sheets, record_of=record_of))


def rows(data: bytes) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return held


def wanted(*sheets: Sheet) -> list[dict[str, Any]]:
    return [
        {name: list(value) if isinstance(value, tuple) else value for name, value in parquet.row(s, a).items()}
        for s in sheets
        for a in s.accounts
    ]


def test_what_is_read_back() -> None:
    back = rows(made(MARKET, PATROL))
    assert back == wanted(MARKET, PATROL)
    assert [each["low"] for each in back] == [14, 9, 12]
    assert [each["high"] for each in back] == [14, 9, None]
    assert back[0]["anchors"] == [
        {"article": MARKET.articles[0].article, "spans": [[0, 15]], "text": "Fourteen people"}
    ]
    assert back[2]["blamed"] == ["River Front"]


@settings(max_examples=30)
@given(sheet=hostile())
def test_hostile_words_are_unchanged(sheet: Sheet) -> None:
    assert rows(made(sheet)) == wanted(sheet)


@pytest.mark.parametrize("count", [0, 1, 6, 7, 20])
def test_groups(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(parquet, "GROUP", 7)
    sheets = [replace(MARKET, incident_id=f"n{n}") for n in range(count)]
    data = made(*sheets)
    assert rows(data) == wanted(*sheets)
    assert pq.ParquetFile(io.BytesIO(data)).num_row_groups == -(-3 * count // 7)


def test_nobody_counted_is_a_file_with_columns() -> None:
    table = pq.read_table(io.BytesIO(made(PATROL)))
    assert table.num_rows == 0
    assert table.column_names[:2] == ["incident_id", "title"] and "anchors" in table.column_names
