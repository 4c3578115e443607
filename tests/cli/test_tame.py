"""Words of a report must not be able to act on the terminal that shows them."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli.tame import right_to_left, tame, tame_json

CASES = [
    ("plain words", "plain words"),
    ("two\n\nparagraphs\tand\u2028more", "two paragraphs and more"),
    ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
    ("\x1b]0;new window title\x07", "␛]0;new window title␇"),
    ("clear \x9b2J screen", "clear \ufffd2J screen"),
    ("rub\x08\x08\x08out\x7f", "rub␈␈␈out␡"),
    ("first\rlast", "first last"),
    ("abc\u202edcba\u202c", "abcdcba"),
    ("\u2068isolated\u2069\u2069", "isolated"),
    ("half \ud800 a character", "half \ufffd a character"),
    ("nul\x00byte", "nul␀byte"),
    ("Z" + "\u0301" * 40 + "algo", "Z" + "\u0301" * 4 + "algo"),
    ("Việt Nam, שָׁלוֹם", "Việt Nam, שָׁלוֹם"),
    ("قال\u200f مدير", "قال\u200f مدير"),
]


@pytest.mark.parametrize(("raw", "shown"), CASES)
def test_tame(raw: str, shown: str) -> None:
    assert tame(raw) == shown


@given(st.text(st.characters()))
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = tame(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert tame(shown) == shown


@given(st.text())
def test_tamed_json_is_the_same_json(text: str) -> None:
    line = json.dumps({"words": text}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    tamed = tame_json(line)
    assert json.loads(tamed) == {"words": text}
    assert not any("\x7f" <= c <= "\x9f" for c in tamed.decode("utf-8"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Tel Sarra", False), ("קול", True), ("قال", True), ("Việt", False), ("ܫܠܡܐ", True), ("", False)],
)
def test_right_to_left(text: str, expected: bool) -> None:
    assert right_to_left(text) is expected
