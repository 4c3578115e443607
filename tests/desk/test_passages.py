"""The segments of a report's text are its text; each has the marks that lie over it, and no others."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.desk.passages import PART, Mark, Paragraph, Segment, parts, passages

TEXT = "Ada Bell said:\nfourteen died.\n\nOthers (according to Ada Bell) fled."


def segments(paragraphs: tuple[Paragraph, ...]) -> list[Segment]:
    return [s for p in paragraphs for run in p.runs for s in run.segments]


def test_marks_that_overlap_cut_each_other() -> None:
    found = segments(passages(TEXT, [Mark(0, 13, "source", "s1"), Mark(9, 23, "content", "s2")]))
    assert [(s.text, s.kinds, s.of) for s in found][:4] == [
        ("Ada Bell ", ("source",), ("s1",)),
        ("said", ("source", "content"), ("s1", "s2")),
        (":\n", ("content",), ("s2",)),
        ("fourteen", ("content",), ("s2",)),
    ]


def test_paragraphs_end_with_their_break() -> None:
    found = passages(TEXT)
    assert [TEXT[p.start : p.end] for p in found] == [
        "Ada Bell said:\n", "fourteen died.\n\n", "Others (according to Ada Bell) fled.",
    ]  # fmt: skip


def test_what_is_veiled_is_shown_as_one_whatever_begins_in_it() -> None:
    found = segments(passages(TEXT, [Mark(4, 13, "cue", "s1")], veils=[(0, 8, "a witness")], folds=[(2, 6)]))
    assert [(s.seen, s.kinds) for s in found][:3] == [("a witness", ("cue",)), (" said", ("cue",)), (":\n", ())]
    assert "".join(s.text for s in found) == TEXT


def test_graphic_words_are_a_run_of_their_own() -> None:
    found = passages(TEXT, [Mark(15, 23, "figure", "f1")], folds=[(19, 29), (25, 28)])
    assert [[(r.folded, "".join(s.text for s in r.segments)) for r in p.runs] for p in found][1] == [
        (False, "four"), (True, "teen died."), (False, "\n\n"),
    ]  # fmt: skip


@pytest.mark.parametrize("where", [(0, 0), (3, 3), (90, 95), (-5, 0), (7, 2)])
def test_marks_that_are_nowhere_mark_nothing(where: tuple[int, int]) -> None:
    assert all(not s.kinds for s in segments(passages(TEXT, [Mark(*where, "here")])))


_ALPHABET = "ab \n؟👀é"
_RANGES = st.tuples(st.integers(-2, 62), st.integers(-2, 62))


@settings(max_examples=400, deadline=None)
@given(
    st.text(_ALPHABET, max_size=60),
    st.lists(st.builds(lambda r, k, o: Mark(r[0], r[1], k, o), _RANGES, st.sampled_from("xyz"), st.sampled_from("12"))),
    st.lists(_RANGES, max_size=4),
    st.lists(_RANGES.map(lambda r: (*r, "?")), max_size=4),
)
def test_joined_the_segments_are_the_text(
    text: str, marks: list[Mark], folds: list[tuple[int, int]], veils: list[tuple[int, int, str]]
) -> None:
    found = passages(text, marks, folds=folds, veils=veils)
    cut = segments(found)
    assert "".join(s.text for s in cut) == text
    assert [s.start for s in cut] == [sum(len(t.text) for t in cut[:n]) for n in range(len(cut))]
    assert all(s.end - s.start == len(s.text) > 0 for s in cut)
    hidden = {n for a, b, _ in veils for n in range(max(a, 0), min(b, len(text)))}
    shown = {n for s in cut if s.shown is not None for n in range(s.start, s.end)}
    assert hidden == shown
    for s in cut:
        if s.shown is None and not any(a < s.end and s.start < b for a, b, _ in veils):
            over = {m.kind for m in marks if m.start <= s.start and s.end <= m.end and m.start < m.end}
            # A mark whose edge is within what is veiled reaches to the end of that, never beyond.
            assert set(s.kinds) == over
    begun = [m for s in cut for m in s.begins]
    alive = [m for m in marks if max(m.start, 0) < min(m.end, len(text))]
    assert len(begun) == len(alive)


@given(st.text(_ALPHABET, max_size=200), st.integers(1, 40))
def test_parts_are_the_text(text: str, size: int) -> None:
    found = parts(text, size)
    assert "".join(text[a:b] for a, b in found) == text
    assert all(b - a <= 2 * size + text.count("\n") for a, b in found)
    whole = [s for part in found for s in segments(passages(text, part=part))]
    assert "".join(s.text for s in whole) == text


def test_a_megabyte_is_cut_in_a_moment() -> None:
    text = ("Fourteen people died, the mayor said, and forty were hurt. " * 8 + "\n\n") * 2200
    marks = [Mark(n, n + 37, "content", f"s{n}") for n in range(0, len(text) - 40, 59)]
    assert len(text) > 1_000_000
    before = time.thread_time()
    found = parts(text)
    assert sum(len(segments(passages(text, marks, part=part))) for part in found[:2]) > 500
    assert all(b - a <= 2 * PART for a, b in found)
    assert time.thread_time() - before < 10  # where it takes more than a moment, it takes minutes
