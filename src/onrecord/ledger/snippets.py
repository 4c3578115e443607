"""Snippets: the words of a report around what was looked for, exactly as they stand there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.ledger.folding import Piece, fold, pieces
from onrecord.ledger.query import Run
from onrecord.ledger.voices import speakers
from onrecord.record import Record, Span, Spans

WIDTH = 240
"""Code points of a snippet: three lines of a terminal."""

_BEFORE = 80
_ENDS = ".!?…。！？۔؟\n"
_ENOUGH = 500  # places in one report; what is best stands among the first


class Snippet(NamedTuple):
    """``text[start:end]`` and, counted from ``start``, the ranges of what was sought. ``said_by`` is whose words they
    are, where they stand in a statement."""

    text: str
    marks: Spans
    start: int
    said_by: str | None


def snippet(record: Record, sought: Sequence[Run], *, speaker: Run | None = None, incident: bool = False) -> Snippet:
    """The best piece of ``record``'s text: where most of ``sought`` stand together, rather in what ``speaker`` said.

    Where nothing is sought, or it stands in the title alone: what the speaker said first, the words that tell of the
    (first) ``incident``, or the beginning.
    """
    text = record.article.text
    theirs = list(_said_by(record, speaker)) if speaker is not None else []
    found = places(text, sought)
    at = _best(found, theirs)
    if at is None:
        told = record.incidents[0].mentions.spans if incident and record.incidents else ()
        spans = theirs or list(told)
        at = Span(spans[0].start, spans[0].start) if spans else Span(0, 0)
    start, end = _around(text, at)
    marks = tuple(Span(max(s, start) - start, min(e, end) - start) for _, s, e in found if s < end and e > start)
    marks = _merged(marks)
    first = Span(start + marks[0].start, start + marks[0].end) if marks else at
    return Snippet(text[start:end], marks, start, _speaker(record, first))


def places(text: str, sought: Sequence[Run]) -> list[tuple[int, int, int]]:
    """Where each of ``sought`` stands: ``(its number, start, end)``, in order of their starts."""
    exact: dict[str, list[int]] = {}
    begins: list[tuple[str, int]] = []
    for number, run in enumerate(sought):
        if run.begins and len(run.words) == 1:
            begins.append((run.words[0], number))
        else:
            exact.setdefault(run.words[0], []).append(number)
    if not sought:
        return []
    longest = max(len(run.words) for run in sought)
    found: list[tuple[int, int, int]] = []
    window: list[Piece] = []
    for piece in (*pieces(text), *[Piece("", len(text), len(text))] * (longest - 1)):
        window.append(piece)
        if len(window) < longest:
            continue
        word = window[0].word
        for number in exact.get(word, ()):
            run = sought[number]
            if _stands(run, window):
                found.append((number, window[0].start, window[len(run.words) - 1].end))
        for begin, number in begins:
            if word.startswith(begin):
                found.append((number, window[0].start, window[0].end))
        del window[0]
        if len(found) >= _ENOUGH:
            break
    return found


def _stands(run: Run, window: Sequence[Piece]) -> bool:
    words = run.words
    if any(piece.word != word for piece, word in zip(window, words[:-1], strict=False)):
        return False
    last = window[len(words) - 1].word
    return last.startswith(words[-1]) if run.begins else last == words[-1]


def _best(found: Sequence[tuple[int, int, int]], theirs: Sequence[Span]) -> Span | None:
    """The piece with most different things sought; a piece in what the speaker said counts before any other."""
    best, most = None, (-1, 0)
    for n, (_, start, end) in enumerate(found):
        within = {number for number, _, e in found[n : n + 60] if e <= start + WIDTH - _BEFORE}
        worth = (int(any(s < end and start < e for s, e in theirs)), max(1, len(within)))
        if worth > most:
            best, most = Span(start, end), worth
    return best


def _around(text: str, at: Span) -> tuple[int, int]:
    start = max(0, at.start - _BEFORE)
    if start:
        sentence = max(text.rfind(end, start, at.start) for end in _ENDS)
        blank = text.find(" ", start, at.start)
        start = sentence + 1 if sentence >= 0 else blank + 1 if blank >= 0 else start
    while start < at.start and text[start].isspace():
        start += 1
    end = min(len(text), max(start + WIDTH, at.end))
    if end < len(text) and not text[end].isspace():
        blank = text.rfind(" ", max(at.end, end - 40), end)
        end = blank if blank > start else end
    while end > max(start, at.end) and text[end - 1].isspace():
        end -= 1
    return start, end


def _merged(marks: Spans) -> Spans:
    out: list[Span] = []
    for mark in sorted(marks):
        if out and mark.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, mark.end))
        else:
            out.append(mark)
    return tuple(out)


def _said_by(record: Record, speaker: Run) -> Iterator[Span]:
    """Where the words of a speaker stand."""
    for statement, source, entities in speakers(record):
        texts = [source.name or source.text, source.role]
        for entity in entities:
            texts += [entity.name, *entity.aliases, entity.role, entity.affiliation]
        if any(text and _has(fold(text), speaker) for text in texts):
            yield from statement.content.spans


def _has(words: Sequence[str], run: Run) -> bool:
    size = len(run.words)
    pieces = [Piece(word, 0, 0) for word in words]
    return any(_stands(run, pieces[n : n + size]) for n in range(len(words) - size + 1))


def _speaker(record: Record, at: Span) -> str | None:
    for statement in record.statements:
        if any(start <= at.start < end for start, end in statement.content.spans):
            return (statement.source.name or statement.source.text) if statement.source else None
    return None
