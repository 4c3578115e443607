"""Tables: RFC 4180, formulas disarmed, numbers left numbers, unknown left empty."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from onrecord.accounts.sheet import Sheet
from onrecord.publishing import table
from onrecord.publishing.cells import LONGEST, Value, cell, listed
from onrecord.publishing.exports import export
from publishing.invented import MARKET, NASTY, PATROL, hostile, record_of, texts

TABLES = ("csv", "csv-incidents", "acled", "ucdp", "airwars")


def made(name: str, *sheets: Sheet) -> str:
    return b"".join(export(name, sheets, record_of=record_of)).decode("utf-8")


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def rows(name: str, *sheets: Sheet) -> list[dict[str, str]]:
    head, *body = read(made(name, *sheets))
    return [dict(zip(head, each, strict=True)) for each in body]


CELLS: list[tuple[Value, str]] = [
    (None, ""),
    ("", ""),
    ("  ", ""),
    (0, "0"),
    (-5, "-5"),
    (-41.25, "-41.25"),
    (True, "true"),
    (False, "false"),
    ("Ostrel", "Ostrel"),
    ("a\r\nb\tc", "a b c"),
    ("=1+1", "'=1+1"),
    ("+1", "'+1"),
    ("-1", "'-1"),
    ("@x", "'@x"),
    ("\t=1+1", "'=1+1"),
    ("\r=1+1", "'=1+1"),
    ("\n \u202e=1+1", "'=1+1"),
    ("＝1+1", "'＝1+1"),
    ("a;=1+1", "a;'=1+1"),
    ("a | @x", "a | '@x"),
    ("'=1", "'=1"),
    ("a=b, c-d", "a=b, c-d"),
    ("\x00a\x1b[2J\x9b", "\ufffda\ufffd[2J\ufffd"),
    ("\u202egnp.exe\u2069", "gnp.exe"),
    ("x" * LONGEST, "x" * LONGEST),
    ("x" * (LONGEST + 1), "x" * (LONGEST - 1) + "…"),
]


@pytest.mark.parametrize(("value", "want"), CELLS)
def test_cells(value: Value, want: str) -> None:
    assert cell(value) == want


@given(text=texts | st.integers(LONGEST - 3, 5 * LONGEST).map(lambda n: "=" * n))
def test_no_cell_is_a_formula_or_hides_anything(text: str) -> None:
    out = cell(text)
    assert len(out) <= LONGEST
    assert not re.match(r"[=+\-@＝＋－＠\s]", out)
    assert not re.search(r"[;|]\s*[=+\-@]", out)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", out)
    assert cell(out) == out


@given(items=st.lists(texts, max_size=6))
def test_lists_keep_their_items_apart(items: list[str]) -> None:
    out = listed(items)
    held = [" ".join(i.replace(";", ",").split()) for i in items]
    short = [h for h in held if h]
    if sum(map(len, short)) < 1000:
        assert [p for p in out.split("; ") if p] == short


def test_a_list_that_is_too_long_says_how_much_is_left() -> None:
    out = cell(listed([f"sha256:{n:064x}" for n in range(1000)]))
    held, left = out.rsplit("; … ", 1)
    assert len(out) <= LONGEST
    assert len(held.split("; ")) + int(left.removesuffix(" more")) == 1000


@pytest.mark.parametrize("name", TABLES)
@settings(max_examples=25)
@given(sheet=hostile())
def test_tables_are_read_back(name: str, sheet: Sheet) -> None:
    text = made(name, sheet, PATROL)
    head, *body = read(text)
    assert text.endswith("\r\n") and text.count("\r\n") == len(body) + 1
    assert "\n" not in text.replace("\r\n", "")
    assert len(set(head)) == len(head)
    assert {len(each) for each in body} == {len(head)}
    for each in body:
        for value in each:
            assert not re.match(r"[=+@\t\r＝＋－＠]|-(?!\d+(\.\d+)?(e[+-]\d+)?$)", value), value


def test_accounts_are_read_back_as_they_are() -> None:
    columns = (*table.Of._fields, *table.Says._fields)
    head, *body = read(made("csv", MARKET))
    assert tuple(head) == columns
    want = [
        [cell(listed(v) if isinstance(v, tuple) else v) for v in (*table.of(MARKET), *table.says(a))]
        for a in MARKET.accounts
    ]
    assert body == want


def test_a_row_an_account() -> None:
    hospital, children, mayor = rows("csv", MARKET, PATROL)
    assert hospital["words"] == "Fourteen people"
    assert hospital["anchors"].endswith("#char=0,15")
    assert (hospital["low"], hospital["high"]) == ("14", "14")
    assert (mayor["low"], mayor["high"]) == ("12", "")
    assert mayor["why"] == "'at least' allows 14"
    assert children["part"] == "true" and children["who"] == "children"
    assert {each["latitude"] for each in (hospital, children, mayor)} == {"-41.25"}


def test_a_row_an_incident_also_where_nobody_counts() -> None:
    market, patrol = rows("csv-incidents", MARKET, PATROL)
    assert (market["killed_low"], market["killed_rule"], market["origins"], market["reports"]) == (
        "14", "onrecord/1", "2", "2",
    )  # fmt: skip
    assert patrol["killed_low"] == patrol["injured_high"] == patrol["date_earliest"] == ""
    assert patrol["accounts"] == "0"


def test_a_country_is_no_point() -> None:
    (patrol,) = rows("csv-incidents", PATROL)
    assert (patrol["country"], patrol["latitude"], patrol["longitude"], patrol["uncertainty_m"]) == (
        "Vardany", "", "", "",
    )  # fmt: skip


def test_nasty_names_do_not_make_columns() -> None:
    sheet = replace(MARKET, participants=tuple(replace(MARKET.participants[0], name=each) for each in NASTY))
    (row,) = rows("csv-incidents", sheet)
    assert row["incident_id"] == "n1"
    assert "HYPERLINK" in row["participants"] and not row["participants"].startswith("=")
