"""Whatever the text: nothing lost, slices map back, verbatim is verbatim, and no input takes long."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from onrecord.intake import decode
from onrecord.intake.given import Given
from onrecord.intake.lines import lines
from onrecord.intake.problem import IntakeError
from onrecord.intake.text import article_from_text
from onrecord.record import Article

SAVED = Path(__file__).parent / "saved"
PIECES = [
    line
    for path in sorted(SAVED.glob("*.*"))
    if path.suffix in (".txt", ".md")
    for line in path.read_text(encoding="utf-8").splitlines()
    if line.strip()
]
ENDS = st.sampled_from(
    ["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\f", "\n\f\n", "\n \n", "\u2028", "\x85", "\n\n\n", " "]
)


def read(text: str, *, verbatim: bool = False) -> Article:
    return article_from_text(text, id="sha256:0", given=Given(input_id="sample", verbatim=verbatim, language="en"))


def holds(text: str, article: Article) -> None:
    text = decode.clean(text)
    held = "".join(article.text.split()) + "".join("".join(piece.text.split()) for piece in article.furniture)
    assert sorted(held) == sorted("".join(text.split()))
    assert article.text == article.text.strip()
    assert article.slices is not None
    at = last = 0
    for start, original, length in article.slices:
        assert start == at and original >= last and length > 0
        assert article.text[start : start + length] == text[original : original + length]
        at, last = start + length, original + length
    assert at == len(article.text)


@settings(max_examples=250, deadline=None)
@drawn(st.lists(st.tuples(st.sampled_from(PIECES), ENDS), max_size=40))
@example(
    [("***", "\n"), ("By Mira Tolan", "\n"), ("\u200b", "\n"), ("Nine died.", "\f"), ("2/3", "\n"), ("More died.", "")]
)
def test_pieces_of_pages(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + end for piece, end in pieces)
    holds(text, read(text))


@settings(max_examples=250, deadline=None)
@drawn(st.text(st.one_of(st.sampled_from('\n\r\f .,:*#-_[]()|"“”©@/'), st.characters()), max_size=200))
def test_any_text(text: str) -> None:
    holds(text, read(text))


@settings(max_examples=100, deadline=None)
@drawn(st.text(max_size=200))
def test_verbatim(text: str) -> None:
    article = read(text, verbatim=True)
    assert article.text == "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    assert article.furniture == () and article.slices is None


@settings(max_examples=100, deadline=None)
@drawn(st.text(max_size=200))
def test_lines_cover(text: str) -> None:
    rows = lines(text)
    assert "".join(text[row.start : row.stop] for row in rows) == text


def test_given_wins() -> None:
    text = (SAVED / "global_copy.txt").read_text(encoding="utf-8")
    given = Given(
        input_id="x",
        title="T",
        url="https://x.example",
        published="2030-01-01",
        outlet="O",
        authors=("A B",),
        language="de",
    )
    article = article_from_text(text, id="i", given=given)
    assert (article.title, article.url, article.published, article.outlet) == (
        "T",
        "https://x.example",
        "2030-01-01",
        "O",
    )
    assert (article.authors, article.language, article.id) == (("A B",), "de", "i")
    plain = article_from_text(text, id="i", given=Given(input_id="x", verbatim=True, title="T"))
    assert plain.title == "T" and plain.outlet is None and plain.text == text


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a ",
        "nine dead. ",
        "\n",
        "a\n",
        "\f",
        "*",
        "#",
        "[",
        "](",
        "By A B\n",
        "> ",
        "Share\n",
        "1/2\n",
        "—",
        "a_",
        "=\n",
        '"',
        "4 March 2031\n",
    ],
)
def test_big_texts_are_bounded(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    began = time.process_time()
    holds(text, read(text))
    assert time.process_time() - began < 40


def test_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MAX_TEXT", 10)
    with pytest.raises(IntakeError, match="split it"):
        read("nine people died")
