"""The checklist in docs/reference/asvs.md names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| (\d+\.\d+\.\d+) \|(.*)\|(.*)\|(.*)\|$", (ROOT / "docs/reference/asvs.md").read_text("utf-8"), re.M
)
TESTS = sorted({name for *_, named in ROWS for name in re.findall(r"`([^`]+)`", named)})


def test_every_number_once() -> None:
    numbers = [number for number, *_ in ROWS]
    assert len(numbers) == len(set(numbers)) > 200
    assert {int(number.partition(".")[0]) for number in numbers} == set(range(2, 15))


@pytest.mark.parametrize("name", TESTS)
def test_a_test_that_is_named_is_there(name: str) -> None:
    file, _, test = name.partition("::")
    path = ROOT / file if "/" in file else ROOT / "tests/desk" / file
    text = path.read_text("utf-8")
    assert test == "*" or re.search(rf"^def {re.escape(test)}\(", text, re.M), name


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_line_has_a_test_or_says_why_not(row: tuple[str, str, str, str]) -> None:
    _, asked, how, named = (part.strip() for part in row)
    assert asked and how
    assert named or how.startswith(("does not apply", "not met", "by hand: ", "not tested: ")), row
