"""What the model marks in pieces becomes whole words of the article, at its own offsets.

Also the signs of other tests here: words of a text that tell, count or are a part, made by hand.
"""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest

from onrecord.reading.labels import KINDS, LINK, MOST, TOLD
from onrecord.reading.model import Array, FigureMark, Marks, MentionMark, PartMark, TotalMark
from onrecord.reading.pieces import pieces
from onrecord.reading.signs import (
    COUNTING,
    FAINT,
    PART,
    TELLING,
    Counting,
    Part,
    Raw,
    Signs,
    Telling,
    side_by_side,
    signs,
)  # fmt: skip
from onrecord.reading.view import view
from onrecord.reading.words import Page, page
from onrecord.record import Harm


def at(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    """Where ``words`` stand in the text, for the ``nth`` time from 0."""
    *_, start = accumulate(range(nth), lambda last, _: text.index(words, last + 1), initial=text.index(words))
    return start, start + len(words)


def among(names: tuple[str, ...], *likely: str) -> Array:
    """Probabilities that are the same for the names given, and 0 for all others."""
    return np.array([(n in likely) / len(likely) for n in names], dtype=np.float32)


def link(way: int = 0) -> Array:
    """A vector much like those of its own way (1, 2, ..), unlike those of the opposite way (-1, ..); 0 is neutral."""
    out = np.zeros(LINK, dtype=np.float32)
    out[abs(way)] = 8.0 * np.sign(way)
    return out


def _place(p: Page, words: str, nth: int) -> tuple[int, int, int, int]:
    start, end = at(p.text, words, nth)
    word = p.at(start)
    return start, end, p.sentence[word], p.paragraph[word]


def telling(p: Page, words: str, kind: str = "attack", *, told: str = "news", way: int = 0, nth: int = 0) -> Telling:
    start, end, sentence, paragraph = _place(p, words, nth)
    return Telling(start, end, 0.9, among(KINDS, kind), among(TOLD, told), link(way), sentence, paragraph)


def counting(
    p: Page, words: str, harm: Harm = "killed", *, attackers: float = 0.0, way: int = 0, nth: int = 0
) -> Counting:
    start, end, sentence, paragraph = _place(p, words, nth)
    return Counting(start, end, 0.9, harm, attackers, link(way), sentence, paragraph)


def part(p: Page, words: str, name: str, *, way: int = 0, nth: int = 0) -> Part:
    start, end, sentence, paragraph = _place(p, words, nth)
    return Part(start, end, 0.9, name, link(way), sentence, paragraph)


ARTICLE = (
    "Dol Aren was quiet at dawn.\n\n"
    "Howitzers **bombarded** the fishmarket. Twenty-one porters died, a greengrocer said."
)
NO_TOTALS: list[TotalMark] = []


def marks(text: str, layers: dict[str, str], *, likely: float = 0.9) -> tuple[Raw, Page]:
    """A text as one part, in which the pieces within the words of a ``mention``, ``figure`` and ``part`` are marked."""
    seen = view(text)
    cut = pieces(seen)

    def within(words: str) -> tuple[int, int]:
        start = seen.text.index(words)
        inside = [
            k for k, (s, e) in enumerate(zip(cut.starts, cut.ends, strict=True)) if start <= s < e <= start + len(words)
        ]
        return inside[0], inside[-1] + 1

    kinds, told = among(KINDS, "shelling"), among(TOLD, "news")
    made = Marks(
        [],
        [],
        [MentionMark(*within(layers["mention"]), likely, kinds, told, link())] if "mention" in layers else [],
        [FigureMark(*within(layers["figure"]), likely, "killed", 0.1, link())] if "figure" in layers else [],
        [PartMark(*within(layers["part"]), likely, "target", link())] if "part" in layers else [],
        NO_TOTALS,
    )
    return Raw(made, cut, seen, 0), page(text)


def every(found: Signs) -> list[Telling | Counting | Part]:
    out: list[Telling | Counting | Part] = []
    out.extend(found.tellings)
    out.extend(found.countings)
    out.extend(found.parts)
    return out


@pytest.mark.parametrize("layer", ["mention", "figure", "part"])
@pytest.mark.parametrize(
    ("marked", "whole"),
    [
        ("bombarded", "bombarded"),
        ("bomb", "bombarded"),
        ("green", "greengrocer"),
        ("grocer", "greengrocer"),
        ("fish", "fishmarket"),
        ("Dol Aren", "Dol Aren"),
        ("Twenty-one porters", "Twenty-one porters"),
    ],
)
def test_marks_become_whole_words(layer: str, marked: str, whole: str) -> None:
    raw, p = marks(ARTICLE, {layer: marked})
    (sign,) = every(signs([raw], p))
    assert ARTICLE[sign.start : sign.end] == whole


def test_some_words_are_several_pieces() -> None:
    """Else the cases above would show nothing."""
    cut = pieces(view("greengrocer fishmarket"))
    assert len(cut.ids) > 2


def test_sentence_and_paragraph_are_the_articles_own() -> None:
    raw, p = marks(ARTICLE, {"mention": "bombarded", "figure": "Twenty-one porters"})
    found = signs([raw], p)
    (told,), (counted,) = found.tellings, found.countings
    assert (told.sentence, told.paragraph) == (1, 1)
    assert (counted.sentence, counted.paragraph) == (2, 1)


def test_parts_of_a_long_article_have_the_offsets_of_the_whole() -> None:
    cut = ARTICLE.index("Howitzers")
    one, _ = marks(ARTICLE[:cut], {"part": "Dol Aren"})
    other, _ = marks(ARTICLE[cut:], {"mention": "bombarded", "figure": "Twenty-one porters"})
    whole, p = marks(ARTICLE, {"mention": "bombarded", "figure": "Twenty-one porters", "part": "Dol Aren"})
    parted, together = signs([one, other._replace(at=cut)], p), signs([whole], p)
    for a, b in zip(every(parted), every(together), strict=True):
        assert (a.start, a.end, a.sentence, a.paragraph) == (b.start, b.end, b.sentence, b.paragraph)


@pytest.mark.parametrize(("layer", "least"), [("mention", FAINT), ("figure", COUNTING), ("part", PART)])
def test_what_is_not_likely_enough_is_no_sign(layer: str, least: float) -> None:
    for likely, kept in ((least, 1), (least - 0.01, 0)):
        raw, p = marks(ARTICLE, {layer: "bombarded"}, likely=likely)
        assert len(every(signs([raw], p))) == kept


@pytest.mark.parametrize("other", [{"figure": "Twenty-one porters"}, {}])
def test_a_faint_mention_is_taken_where_nothing_else_tells_of_an_incident(other: dict[str, str]) -> None:
    raw, p = marks(ARTICLE, {"mention": "bombarded", **other}, likely=TELLING - 0.01)
    found = signs([raw], p)
    assert (len(found.tellings), len(found.countings)) == ((0, 1) if other else (1, 0))


def test_what_the_model_says_of_a_sign_is_kept() -> None:
    raw, p = marks(ARTICLE, {"mention": "bombarded", "figure": "Twenty-one porters", "part": "fishmarket"})
    found = signs([raw], p)
    (told,), (counted,), (one,) = found.tellings, found.countings, found.parts
    assert KINDS[int(told.kinds.argmax())] == "shelling" and TOLD[int(told.told.argmax())] == "news"
    assert (counted.harm, counted.attackers, one.part) == ("killed", 0.1, "target")


def test_nothing_gives_nothing() -> None:
    assert signs([], page("")) == Signs([], [], [], {})


def head(killed: int, injured: int, likely: float = 0.6) -> TotalMark:
    def row(n: int) -> Array:
        out = np.full(MOST + 1, (1 - likely) / MOST, dtype=np.float32)
        out[n] = likely
        return out

    return TotalMark(row(killed), row(injured))


def expected(*heads: TotalMark) -> dict[str, Array]:
    raw, p = marks(ARTICLE, {})
    return signs([raw._replace(marks=raw.marks._replace(totals=[h])) for h in heads], p).expected


def test_expected_is_what_the_reports_head_says() -> None:
    found = expected(head(3, 0))
    assert {harm: int(e.argmax()) for harm, e in found.items()} == {"killed": 3, "injured": 0}
    assert found["killed"] == pytest.approx(head(3, 0).killed, abs=1e-3)


def test_windows_that_agree_are_surer_than_one() -> None:
    assert expected(head(3, 1), head(3, 1))["killed"][3] > expected(head(3, 1))["killed"][3]


def test_the_head_counts_more_than_what_follows() -> None:
    found = expected(head(2, 1), head(5, 4))
    assert found["killed"].argmax() == 2 and found["injured"].argmax() == 1


def test_probabilities_of_totals_add_up() -> None:
    for e in expected(head(2, 1), head(5, 4), head(0, 0)).values():
        assert float(e.sum()) == pytest.approx(1, abs=1e-5) and (e >= 0).all()


@pytest.mark.parametrize(
    ("layer", "halves", "whole"),
    [
        # Halves of one phrase, which stand side by side.
        ("figure", ("Mayor", "Ann Lee"), ["Mayor Ann Lee"]),
        ("target", ("water", "tower"), ["water tower"]),
        ("perpetrator", ("Captain", "Bo Karr"), ["Captain Bo Karr"]),
        # A person by what they are and by name, which once made two harmed of one.
        ("figure", ("a judge,", "Cy Dorn"), ["a judge, Cy Dorn"]),
        ("figure", ("the baker", "Di Forn"), ["the baker Di Forn"]),
        ("figure", ("one of the hurt,", "a man of 67"), ["one of the hurt, a man of 67"]),
        # Two told one after the other, and two who did it: a band and its people.
        ("figure", ("Ed Hasp", "and Flo Ray"), ["Ed Hasp", "and Flo Ray"]),
        ("target", ("mill,", "farm"), ["mill,", "farm"]),
        ("perpetrator", ("Wolves", "fighters"), ["Wolves", "fighters"]),
    ],
)
def test_halves_of_one_phrase_are_one_sign(layer: str, halves: tuple[str, str], whole: list[str]) -> None:
    text = (
        "They struck Mayor Ann Lee and a judge, Cy Dorn. They struck the baker Di Forn, Ed Hasp and Flo Ray. "
        "They hit the water tower, mill, farm and all. It was Captain Bo Karr. It was Wolves fighters. "
        "It was one of the hurt, a man of 67."
    )
    p = page(text)
    found: list[Counting] | list[Part]
    if layer == "figure":
        found = side_by_side([counting(p, half) for half in halves], text)
    else:
        found = side_by_side([part(p, half, layer) for half in halves], text)
    assert [text[s.start : s.end] for s in found] == whole


def test_signs_of_two_sorts_are_not_one() -> None:
    p = page("They struck Mayor Ann Lee.")
    halves = [counting(p, "Mayor"), counting(p, "Ann Lee", "injured")]
    assert side_by_side(halves, p.text) == halves


@pytest.mark.parametrize("words", ["Several", "Two others", "Dr."])
def test_a_part_without_a_noun_is_none(words: str) -> None:
    raw, p = marks(f"{words} fled.", {"part": words})
    assert signs([raw], p).parts == []
