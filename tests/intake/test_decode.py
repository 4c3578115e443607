"""Bytes to text: marks, character sets, and what no text should hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.intake import decode as module
from onrecord.intake.decode import clean, decode
from onrecord.intake.problem import IntakeError
from onrecord.intake.sniff import sniff

WORDS = "“Nine,” said Zoë Ångström – the Kerrow surgeon’s café was hit, she added. "
RUSSIAN = "Девять человек погибли при обстреле рынка, сообщили власти города. " * 8


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "windows-1252"]
)
def test_western(codec: str) -> None:
    text = WORDS * 6
    data = text.encode(codec)
    if codec == "windows-1252":
        assert decode(data, "iso-8859-1") == text
    else:
        assert decode(data) == text


@pytest.mark.parametrize("codec", ["windows-1251", "koi8-r"])
def test_declared(codec: str) -> None:
    assert decode(RUSSIAN.encode(codec), codec) == RUSSIAN


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", [b"", b"\x00"])
def test_two_byte_letters_without_a_mark_that_are_not_latin(codec: str, end: bytes) -> None:
    """Only their blanks and points hold a NUL: such files were no text, and pages letters with blanks between."""
    for text in (
        RUSSIAN,
        "قُتل سبعة أشخاص، بحسب رئيس البلدية.\n" * 3,
        "<html lang='he'><p>" + "שבעה הרוגים. " * 9 + "</p>",
    ):
        assert decode(text.encode(codec) + end).startswith(text)
        assert sniff(text.encode(codec) + end) in ("text", "html")


def test_guessed() -> None:
    assert decode(RUSSIAN.encode("windows-1251")) == RUSSIAN


def test_declared_nonsense_is_not_believed() -> None:
    assert decode(WORDS.encode("utf-8"), "x-unheard-of") == WORDS
    assert decode(WORDS.encode("utf-8"), "rot13") == WORDS


def test_one_bad_byte_does_not_change_the_character_set() -> None:
    data = (WORDS * 5).encode("utf-8") + b"\xff" + (WORDS * 5).encode("utf-8")
    assert decode(data) == WORDS * 5 + "\ufffd" + WORDS * 5


def test_a_cut_file() -> None:
    data = (WORDS * 3 + "“").encode("utf-8")[:-1]
    assert decode(data).startswith(WORDS * 3)


def test_controls_become_spaces_one_for_one() -> None:
    assert decode(b"nine\x00 dead\x07\r\nand\x0cone\tmore\x1b[0m") == "nine  dead \r\nand\x0cone\tmore [0m"


def test_lone_surrogates() -> None:
    assert clean("a\ud800b\udfffc") == "a\ufffdb\ufffdc"
    assert decode(b"\xff\xfea\x00\x00\xd8b\x00") == "a\ufffdb"


def test_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_DECODED", 100)
    with pytest.raises(IntakeError, match="101 characters"):
        decode(b"a" * 101)
    monkeypatch.setattr(module, "MAX_BYTES", 100)
    with pytest.raises(IntakeError, match="101 bytes"):
        decode(b"a" * 101)


@settings(max_examples=150)
@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "big5", "utf-7", "idna", "", "shift_jis"]))
def test_any_bytes(data: bytes, declared: str | None) -> None:
    text = decode(data, declared)
    assert text.encode("utf-8").decode("utf-8") == text
    assert "\x00" not in text


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode("utf-8")) == text
