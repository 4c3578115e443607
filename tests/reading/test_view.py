"""The view hides marks from the encoder and never loses where a word stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.pieces import pieces, quotations, windows
from onrecord.reading.view import view

MARKS = st.text(alphabet="ab. *_[](){}\"“”‘’'`«»\n\r\f\t #>-é–\u200b\u00ad\u202eا𝔸", max_size=200)


@given(st.one_of(st.text(max_size=300), MARKS))
def test_every_view_character_stands_for_characters_of_the_text_in_order(text: str) -> None:
    seen = view(text)
    assert len(seen.text) == len(seen.starts) == len(seen.ends)
    assert all(0 <= s < e <= len(text) for s, e in zip(seen.starts, seen.ends, strict=True))
    assert all(a <= b for a, b in zip(seen.ends, seen.starts[1:], strict=False))
    for at, character in enumerate(seen.text):
        if character.isalnum():
            assert text[seen.starts[at] : seen.ends[at]] == character


@given(st.one_of(st.text(max_size=300), MARKS))
def test_pieces_lie_in_the_view_in_order_and_windows_cover_them_once(text: str) -> None:
    seen = view(text)
    cut = pieces(seen)
    assert all(0 <= s < e <= len(seen.text) for s, e in zip(cut.starts, cut.ends, strict=True))
    assert all(a <= b for a, b in zip(cut.starts, cut.starts[1:], strict=False))
    own = [k for w in windows(cut) for k in range(w.own, w.own_end)]
    assert own == list(range(len(cut.ids)))


@given(MARKS)
def test_quotations_stay_inside_their_paragraph(text: str) -> None:
    seen = view(text)
    for start, end in quotations(seen):
        assert 0 <= start < end <= len(seen.text)
        assert seen.paragraph(start) == seen.paragraph(end - 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Aru Devan** said _no_.", "Aru Devan said no."),
        ("[Aru Devan](https://example.org/a_b) said no.", "Aru Devan said no."),
        ("![A street](https://example.org/x.jpg) He said no.", "He said no."),
        ("# A heading\n\nProse.", "A heading Prose."),
        ("> “No,” he said.", '"No," he said.'),
        ("a snake_case word and 2 * 3 * 4", "a snake_case word and 2 * 3 * 4"),
        ("``Quoted'' and ''quoted''", '"Quoted" and "quoted"'),
        ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
    ],
)
def test_marks_are_left_out(text: str, expected: str) -> None:
    assert view(text).text == expected


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("The shells fell on the\nmarket at noon.", ["The shells fell on the market at noon."]),
        ("The shells fell on the \f\nmarket at noon.", ["The shells fell on the market at noon."]),
        ("It ended.\f\nThe next day", ["It ended.", "The next day"]),
        (
            "The mayor of the town said on Monday that the shells had come from\n"
            "across the river. Three houses were destroyed and a school damaged.\n"
            "He said that he had asked the governor for help and that he had got\n"
            "no answer.\n\nThe governor could not be reached on the telephone that day.",
            [
                "The mayor of the town said on Monday that the shells had come from across the river. Three houses were "
                "destroyed and a school damaged. He said that he had asked the governor for help and that he had got no answer.",
                "The governor could not be reached on the telephone that day.",
            ],
        ),
    ],
)
def test_paragraphs(text: str, paragraphs: list[str]) -> None:
    seen = view(text)
    ends = [*seen.breaks[1:], len(seen.text)]
    assert [seen.text[s:e].strip() for s, e in zip(seen.breaks, ends, strict=True)] == paragraphs


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“One,” he said. “Two.”", ["“One,”", "“Two.”"]),
        ('"One," he said. "Two."', ['"One,"', '"Two."']),
        ('“One," he said. "Two.”', ['“One,"', '"Two.”']),
        ("«Un», dit-il.", ["«Un»"]),
        ("''One,'' he said.", ["''One,''"]),
        ("“It goes on\n\n“and on,” he said.", ["“It goes on", "“and on,”"]),
        ('A lone " mark here.\n\n"Whole," she said.', ['" mark here.', '"Whole,"']),
        ("He didn't see the dogs' bowls.", []),
        ("'We saw nine bodies,' he said.", ["'We saw nine bodies,'"]),
        # in single marks: over paragraphs, and around others
        (
            "He said: 'I heard it. I thought, \"It is rain.\" Then I ran.\n\n'I fell.'",
            ['\'I heard it. I thought, "It is rain." Then I ran.', "'I fell.'"],
        ),
        ("He said: 'She told me, \"Go home,\" and I went.'", ["'She told me, \"Go home,\" and I went.'"]),
        ("The dogs' owner said: \"Go.\" Nobody's did.", ['"Go."']),
        ("It ended badly,” he said.\n\n“Next,” she said.", ["It ended badly,”", "“Next,”"]),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    seen = view(text)
    spans = [seen.span(s, e) for s, e in quotations(seen)]
    assert [text[s:e] for s, e in spans] == quoted
