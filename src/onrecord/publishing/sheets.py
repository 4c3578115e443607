"""Sheets as they are, in JSON: one array, or one sheet a line. Keys come in the order of the types' fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.accounts.sheet import Sheet, to_json
from onrecord.publishing.format import Entry, RecordOf


def write_json(sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry]) -> Iterator[bytes]:
    """One JSON array with a sheet a line."""
    yield b"["
    for n, sheet in enumerate(sheets):
        yield (b",\n" if n else b"\n") + to_json(sheet)
    yield b"\n]\n"


def write_jsonl(sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry]) -> Iterator[bytes]:
    """One sheet a line."""
    for sheet in sheets:
        yield to_json(sheet) + b"\n"
