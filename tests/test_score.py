"""The scorer on small cases with known answers."""

from __future__ import annotations

from typing import Any

import pytest
from evaluation import pages
from evaluation.score import kind, same_name, score

TEXT = "“We counted nine,” said Aru Devan. The ministry denied it."
QUOTE, DEVAN, IT, MINISTRY = [0, 18], [24, 33], [55, 57], [35, 47]


def gold(*attributions: dict[str, Any]) -> dict[str, Any]:
    return {"id": "d", "text": TEXT, "attributions": list(attributions)}


def said(content: list[int], source: list[int] | None, name: str | None = None) -> dict[str, Any]:
    return {
        "content": {"spans": [content]},
        "source": {"spans": [source], "name": name} if source else None,
        "cue": None,
        "reported_by": [],
    }


def record(*statements: dict[str, Any], text: str = TEXT) -> dict[str, Any]:
    return {"input_id": "d", "article": {"text": text}, "statements": list(statements)}


ONE = {"content": [QUOTE], "source": [DEVAN], "cue": [], "speakers": [{"names": ["Aru Devan"]}]}
TWO: dict[str, Any] = {"content": [IT], "source": [MINISTRY], "cue": []}


@pytest.mark.parametrize(
    ("told", "relation", "with_source"),
    [
        ([said(QUOTE, DEVAN), said(IT, MINISTRY)], 1.0, 1.0),
        ([said(QUOTE, MINISTRY), said(IT, None)], 1.0, 0.0),
        ([said(QUOTE, DEVAN)], 0.6667, 0.6667),
        ([said([0, 10], DEVAN), said(IT, MINISTRY)], 1.0, 1.0),  # half of it is enough
        ([said([0, 8], DEVAN), said(IT, MINISTRY)], 0.5, 0.5),  # less is not
        ([said([0, 33], DEVAN), said([0, 34], DEVAN)], 0.5, 0.5),  # one to one
        ([], 0.0, 0.0),
    ],
)
def test_relation(told: list[dict[str, Any]], relation: float, with_source: float) -> None:
    figures = score([gold(ONE, TWO)], [record(*told)])
    assert figures["relation"]["f"] == relation
    assert figures["relation and source"]["f"] == with_source


def test_another_text_scores_nothing() -> None:
    figures = score([gold(ONE)], [record(said(QUOTE, DEVAN), text=TEXT + " ")])
    assert figures["relation"]["f"] == 0.0
    assert figures["texts that differ"] == 1


@pytest.mark.parametrize(
    ("name", "right"), [("Aru Devan", 1.0), ("Devan", 1.0), ("Dr Aru Devan", 1.0), ("Aru", 0.0), (None, 0.0)]
)
def test_names(name: str | None, right: float) -> None:
    assert score([gold(ONE)], [record(said(QUOTE, DEVAN, name))])["name right"] == right
    assert same_name(name, "Aru Devan") == bool(right)


@pytest.mark.parametrize(
    ("content", "expected"),
    [([(0, 18)], "direct"), ([(0, 33)], "mixed"), ([(35, 57)], "indirect"), ([(1, 17)], "direct")],
)
def test_kind(content: list[tuple[int, int]], expected: str) -> None:
    assert kind(TEXT, content) == expected


@pytest.mark.parametrize(
    ("true", "told", "expected"),
    [
        ("a b c d e", "a b c d e", (1.0, 1.0, 1.0)),
        ("a b c d e", "x y a b c d", (1 / 3, 0.5, 0.4)),
        ("a b c d e", "", (0.0, 0.0, 0.0)),
        ("A, b. C d!", "a b c d", (1.0, 1.0, 1.0)),
        ("a b", "a b", (1.0, 1.0, 1.0)),
    ],
)
def test_pages(true: str, told: str, expected: tuple[float, float, float]) -> None:
    assert pages.figures([(true, told)]) == pytest.approx(expected)
