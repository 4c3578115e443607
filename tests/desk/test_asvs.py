"""The checklist in docs/reference/asvs.md has every line of levels 1 and 2, and names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| (\d+\.\d+\.\d+) \|(.*)\|(.*)\|(.*)\|$", (ROOT / "docs/reference/asvs.md").read_text("utf-8"), re.M
)
TESTS = sorted({name for *_, named in ROWS for name in re.findall(r"`([^`]+)`", named)})
# Of each section of ASVS 4.0.3 the numbers of levels 1 and 2, as published: without those that were taken out of the
# standard (such as 1.4.2, 4.1.4) and those of level 3 alone (such as 2.2.4).
SECTIONS = {
    "1.1": "1-7", "1.2": "1-4", "1.4": "1 4 5", "1.5": "1-4", "1.6": "1-4", "1.7": "1-2", "1.8": "1-2", "1.9": "1-2",
    "1.10": "1", "1.11": "1-2", "1.12": "2", "1.14": "1-6",
    "2.1": "1-12", "2.2": "1-3", "2.3": "1-3", "2.4": "1-6", "2.5": "1-7", "2.6": "1-3", "2.7": "1-6", "2.8": "1-7",
    "2.9": "1-3", "2.10": "1-4",
    "3.1": "1", "3.2": "1-4", "3.3": "1-4", "3.4": "1-5", "3.5": "1-3", "3.7": "1",
    "4.1": "1-3 5", "4.2": "1-2", "4.3": "1-3",
    "5.1": "1-5", "5.2": "1-8", "5.3": "1-10", "5.4": "1-3", "5.5": "1-4",
    "6.1": "1-3", "6.2": "1-6", "6.3": "1-2", "6.4": "1-2",
    "7.1": "1-4", "7.2": "1-2", "7.3": "1 3 4", "7.4": "1-3",
    "8.1": "1-4", "8.2": "1-3", "8.3": "1-8",
    "9.1": "1-3", "9.2": "1-4",
    "10.2": "1-2", "10.3": "1-3",
    "11.1": "1-8",
    "12.1": "1-3", "12.2": "1", "12.3": "1-6", "12.4": "1-2", "12.5": "1-2", "12.6": "1",
    "13.1": "1 3-5", "13.2": "1-3 5 6", "13.3": "1-2", "13.4": "1-2",
    "14.1": "1-4", "14.2": "1-6", "14.3": "2-3", "14.4": "1-7", "14.5": "1-4",
}  # fmt: skip


def numbers(told: str) -> list[int]:
    """``1-3 5`` as numbers."""
    found: list[int] = []
    for each in told.split():
        first, _, last = each.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def test_every_line_of_the_standard_once() -> None:
    wanted = [f"{section}.{n}" for section, told in SECTIONS.items() for n in numbers(told)]
    assert sorted(number for number, *_ in ROWS) == sorted(wanted)


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
    assert named or how.startswith(("does not apply: ", "does not apply, ", "not met: ", "by hand: ")), row
