"""Words with marks in them, as a template writes them: in pieces, some of which are marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from onrecord.desk.veils import Veils


class Piece(NamedTuple):
    """A piece of text, and whether it is marked."""

    text: str
    marked: bool = False


def pieces(text: str, marks: Iterable[tuple[int, int]], veils: Veils) -> tuple[Piece, ...]:
    """``text`` in pieces, those within ``marks`` (half-open, in order) marked. What is hidden is shown as it is shown,
    and unmarked: a mark would say that it is what was sought."""
    made: list[Piece] = []
    hidden = veils.ranges(text)
    at = 0
    for start, end, shown in hidden:
        made += _plain(text, at, start, marks)
        made.append(Piece(shown))
        at = end
    made += _plain(text, at, len(text), marks)
    return tuple(piece for piece in made if piece.text)


def _plain(text: str, first: int, last: int, marks: Iterable[tuple[int, int]]) -> Iterable[Piece]:
    at = first
    for start, end in marks:
        start, end = max(start, at), min(end, last)
        if start < end:
            yield Piece(text[at:start])
            yield Piece(text[start:end], True)
            at = end
    yield Piece(text[at:last])
