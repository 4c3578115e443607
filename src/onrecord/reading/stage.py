"""The stage: what is known while an article's sources are read one after another."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from onrecord.reading.cast import Actor, Cast
from onrecord.reading.phrases import Phrase
from onrecord.reading.scene import Scene
from onrecord.reading.words import Page
from onrecord.record import Span, Statement

# Contents that can begin between a place and the start of the content that holds it.
NEAR = 40


@dataclass(slots=True)
class Stage:
    """``who`` and ``read`` resolve a phrase and a source; ``current`` is the statement in hand, -1 for none.

    ``contents`` are the ranges of the statements' contents with their statement, in order; ``opening`` is the paragraph
    of the first source; ``nouns`` are the unnamed speakers by their words; ``asked`` put a question just before."""

    page: Page
    cast: Cast
    scene: Scene
    statements: Sequence[Statement]
    narrator: Actor | None
    contents: list[tuple[int, int, int]]
    opening: int
    who: Callable[[Phrase], Actor | None]
    read: Callable[[Sequence[Span]], list[Actor]]
    nouns: dict[tuple[str, ...], Actor] = field(default_factory=dict)
    spans: dict[tuple[Span, ...], list[Actor]] = field(default_factory=dict)
    found: dict[int, list[Actor]] = field(default_factory=dict)
    current: int = -1
    asked: Actor | None = None

    def holder(self, at: int) -> int:
        """The statement whose content holds ``at``, the innermost; -1 for none."""
        inner, size = -1, 0
        last = bisect.bisect_left(self.contents, (at + 1, 0, 0))
        for start, end, n in self.contents[max(0, last - NEAR) : last]:
            if start <= at < end and n != self.current and (inner < 0 or end - start < size):
                inner, size = n, end - start
        return inner

    def own(self) -> Sequence[tuple[int, int]]:
        """The content of the statement in hand."""
        return self.statements[self.current].content.spans if self.current >= 0 else ()
