"""Saved texts: fields found, furniture set aside, nothing lost, every piece mapped back."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from onrecord.intake.decode import decode
from onrecord.intake.given import Given
from onrecord.intake.text import article_from_text
from onrecord.record import Article

SAVED = Path(__file__).parent / "saved"
CASES: dict[str, dict[str, Any]] = tomllib.loads((SAVED / "cases.toml").read_text(encoding="utf-8"))


def read(name: str) -> tuple[str, Article]:
    text = decode((SAVED / name).read_bytes())
    return text, article_from_text(text, id="sha256:0", given=Given(input_id=name, name=name))


def letters(words: str) -> str:
    return "".join(words.split())


def nothing_lost(text: str, article: Article) -> None:
    """Every non-blank character is in the text or in the furniture, once, and slices cover all of the text."""
    held = letters(article.text) + "".join(letters(piece.text) for piece in article.furniture)
    assert sorted(held) == sorted(letters(text))
    assert article.slices is not None
    at = last = 0
    for start, original, length in article.slices:
        assert start == at and original >= last and length > 0
        assert article.text[start : start + length] == text[original : original + length]
        at, last = start + length, original + length
    assert at == len(article.text)


@pytest.mark.parametrize("name", sorted(CASES))
def test_saved_text(name: str) -> None:
    text, article = read(name)
    nothing_lost(text, article)
    case = CASES[name]
    shown: dict[str, Any] = {}
    for key, wanted in case.items():
        match key:
            case "authors" | "agencies":
                shown[key] = list(getattr(article, key))
            case "regions" | "themes" | "dossiers" | "keywords":
                shown[key] = list(getattr(article.topics, key))
            case "origin":
                origin = article.republished_from
                fields = ("outlet", "url", "author", "published")
                shown[key] = {f: getattr(origin, f) for f in fields if origin and getattr(origin, f)}
            case "begins":
                shown[key] = article.text[: len(wanted)]
            case "ends":
                shown[key] = article.text[-len(wanted) :]
            case "text":
                shown[key] = [words for words in wanted if words in article.text]
            case "aside":
                shown[key] = [
                    [kind, words]
                    for kind, words in wanted
                    if any(piece.kind == kind and words in piece.text for piece in article.furniture)
                ]
                if not wanted:
                    shown[key] = [[piece.kind, piece.text] for piece in article.furniture]
            case _:
                shown[key] = getattr(article, key) or ""
    assert shown == case
