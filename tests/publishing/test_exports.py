"""Every format: the same sheets give the same bytes, piece by piece, with the way back to the words."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from onrecord.accounts.sheet import Sheet
from onrecord.publishing import parquet
from onrecord.publishing.exports import FORMATS, export
from onrecord.publishing.format import ExportError
from onrecord.record import Record
from publishing.invented import LOG, MARKET, PATROL, SHEETS, digest, hostile, record_of

ROOT = Path(__file__).parents[2]
names = pytest.mark.parametrize("name", FORMATS)


def made(name: str, *sheets: Sheet) -> bytes:
    return b"".join(export(name, sheets, record_of=record_of, log=LOG))


@names
def test_same_sheets_same_bytes(name: str) -> None:
    # Tables of the sheet in another order of keys are the same sheet.
    turned = replace(
        MARKET,
        decided=dict(reversed(MARKET.decided.items())),
        words=dict(reversed(MARKET.words.items())),
    )
    assert made(name, *SHEETS) == made(name, turned, PATROL)


def test_the_bytes_do_not_hang_on_the_seed_of_hashes() -> None:
    program = (
        "import sys, hashlib; sys.path[:0] = ['tests', 'src']\n"
        "from publishing.invented import *\nfrom onrecord.publishing.exports import FORMATS, export\n"
        "for n in FORMATS:\n"
        "    print(n, hashlib.sha256(b''.join(export(n, SHEETS, record_of=record_of, log=LOG))).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert len(runs.pop().splitlines()) == len(FORMATS)


@names
def test_sheets_are_taken_one_by_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was taken is written before more is, so that memory does not grow with the ledger."""
    monkeypatch.setattr(parquet, "GROUP", 6)
    taken = 0

    def stream() -> Iterator[Sheet]:
        nonlocal taken
        for n in range(100):
            taken += 1
            yield replace(MARKET, incident_id=f"n{n}")

    before = b""
    for piece in export(name, stream(), record_of=record_of, log=()):
        if taken == 50:
            break
        before += piece
    assert taken == 50, "all was read at once"
    assert len(before) > 10 * len(made(name, MARKET)) / 2


@names
def test_no_sheets_are_a_whole_file(name: str) -> None:
    data = made(name)
    assert data or FORMATS[name].suffix in (".jsonl", ".ftm.json")
    if FORMATS[name].media in ("application/json", "application/geo+json", "application/ld+json"):
        msgspec.json.decode(data)


@names
def test_every_format_leads_back_to_incident_and_original(name: str) -> None:
    data = made(name, MARKET)
    assert b"n1" in data
    assert digest("reports/01.txt").removeprefix("sha256:").encode() in data


@pytest.mark.parametrize("name", [n for n in FORMATS if n not in ("ftm", "annotation", "prov")])
def test_records_are_asked_for_only_where_needed(name: str) -> None:
    def none(report: str) -> Record:
        raise AssertionError(f"{name} asked for {report}")

    assert b"".join(export(name, SHEETS, record_of=none, log=LOG))


@names
@settings(max_examples=15)
@given(sheet=hostile())
def test_hostile_reports_export(name: str, sheet: Sheet) -> None:
    data = made(name, sheet)
    if FORMATS[name].suffix in (".json", ".geojson", ".jsonld"):
        msgspec.json.decode(data)
    elif FORMATS[name].suffix in (".jsonl", ".ftm.json"):
        for line in data.split(b"\n")[:-1]:  # and nothing in a value ends a line
            assert isinstance(msgspec.json.decode(line), dict)
    else:
        assert data


def test_a_format_that_is_none_is_named_with_those_that_are() -> None:
    with pytest.raises(ExportError, match=r"'xls'; take one of json, jsonl, csv"):
        export("xls", (), record_of=record_of)


def test_formats_have_help_and_suffix() -> None:
    for name, each in FORMATS.items():
        assert each.name == name
        assert each.help[0].islower() or each.help.startswith(("PLOVER", "FollowTheMoney"))
        assert "\n" not in each.help and len(each.help) < 80
        assert each.suffix.startswith(".") and "/" in each.media
