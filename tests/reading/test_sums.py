"""Parts of figures: which words tie them to their whole, and which do not fit it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.counts import reading_of
from onrecord.reading.sums import Counted, Link, flags, links, parts, problems
from onrecord.record import Figure, Span, Who


def marked(text: str) -> tuple[str, list[Counted]]:
    """A text with its figures in square brackets; all count killed."""
    spans: list[tuple[int, int]] = []
    plain = ""
    for piece in re.split(r"(\[[^\]]*\])", text):
        if piece.startswith("["):
            spans.append((len(plain), len(plain) + len(piece) - 2))
        plain += piece.strip("[]")
    out = []
    for start, end in spans:
        read = reading_of(plain, start, end)
        out.append(Counted(start, end, "killed", read.low, read.high, read.group))
    return plain, out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It killed [14 people], [three of them children].", [(1, 0, False)]),
        ("It killed [14 people], including [two women].", [(1, 0, False)]),
        ("It killed [nine], including [three medics] and [two drivers].", [(1, 0, False), (2, 0, False)]),
        (
            "It killed [nine people]. [Three medics] and [two drivers] were among the nine.",
            [(1, 0, False), (2, 0, False)],
        ),
        ("It killed [nine people]. [A nurse] was among the dead.", [(1, 0, False)]),
        ("It killed [nine people]. Among the dead were [a nurse] and [two guards].", [(1, 0, False), (2, 0, False)]),
        ("It killed [nine people], [two women among them].", [(1, 0, False)]),
        ("It killed [nine]: [five men] and [four women].", [(1, 0, True), (2, 0, True)]),
        ("It killed [nine people], [five men] and [four women].", [(1, 0, True), (2, 0, True)]),
        ("It killed [nine people]. [Three of the nine] were medics.", [(1, 0, False)]),
        ("It killed [12 people] there and [nine] here. [Three of the nine] were medics.", [(2, 1, False)]),
        ("[Three people] died, [one] in hospital.", [(1, 0, False)]),
        ("It killed [three people], [one] critically hurt.", [(1, 0, False)]),
        ("It killed [nine people] and [four soldiers].", []),
        ("It killed [nine people], [five men] and [two women].", []),
        ("It killed [nine people], not counting [a guard].", []),
        ("It killed [nine people], most of them women.", []),
        ("[Three of them] died.", []),
        ("[Three people] died. [Nine people] died.", []),
    ],
)
def test_links(text: str, expected: list[tuple[int, int, bool]]) -> None:
    plain, figures = marked(text)
    assert links(figures, plain) == [Link(*e) for e in expected]


def test_another_harm_is_no_whole() -> None:
    plain, figures = marked("It killed [nine people] and hurt [14], [three of them children].")
    hurt = [f._replace(harm="injured") for f in figures[1:]]
    assert links([figures[0], *hurt], plain) == [Link(2, 1)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("It killed [nine]: [five men] and [three women].", "the parts do not add up to their whole"),
        ("It killed [nine]: [five men] and [six women].", "the parts exceed their whole"),
        ("It killed [nine people], including [twelve women].", "a part exceeds its whole"),
        ("It killed [nine]: [five men] and [four women].", None),
        ("It killed [nine people], including [seven women] and [three medics].", None),
        ("It killed [at least nine]: [five men] and [six women].", None),
        ("It killed [nine people], including [two women].", None),
    ],
)
def test_problems(text: str, problem: str | None) -> None:
    plain, figures = marked(text)
    found = problems(figures, links(figures, plain))
    assert [p.problem for p in found] == ([] if problem is None else [problem])
    told = parts(of_record(figures, plain), plain)
    assert [f.problem for f in flags(told)] == [p.problem for p in found]


def of_record(figures: list[Counted], text: str) -> list[Figure]:
    return [
        Figure(f"f{n}", f.harm, Who(f.group), f.low, f.high, (Span(f.start, f.end),), text[f.start : f.end])
        for n, f in enumerate(figures)
    ]


def test_parts_of_the_record() -> None:
    plain, figures = marked("It killed [nine], including [three medics].")
    told = parts(of_record(figures, plain), plain)
    assert [f.part_of for f in told] == [None, "f0"]
    assert parts(told, "x" * len(plain)) == told


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60),
            st.integers(1, 9),
            st.none() | st.integers(0, 9),
            st.sampled_from(["men", "women", "people"]),
        ),
        max_size=8,
    ),
    st.lists(st.sampled_from(["of them", "including", "among the nine", ":", ",", "and", ".", "nine", " "])).map(
        " ".join
    ),
)
def test_any_figures(figures: list[tuple[int, int, int | None, str]], text: str) -> None:
    counted = [Counted(s, s + n, "killed", low, low, g) for s, n, low, g in figures]  # type: ignore[arg-type]
    made = links(counted, text)
    held = {link.part for link in made}
    assert len(held) == len(made)
    assert all(link.part != link.whole and link.whole not in held for link in made)
    for problem in problems(counted, made):
        assert {(p, problem.whole) for p in problem.parts} <= {(link.part, link.whole) for link in made}
