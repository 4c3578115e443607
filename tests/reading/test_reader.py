"""The whole reading with the weights that ship: what a person sees on a short report."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading import Reader
from onrecord.record import Article, Record, check, from_json, to_json


@cache
def reader() -> Reader:
    return Reader.load()


def read(text: str) -> Record:
    record = reader().read(Article(id="sha256:0", text=text))
    check(record)
    assert from_json(to_json(record)) == record
    return record


def told(record: Record) -> list[tuple[str | None, str]]:
    return [(s.source.name if s.source else None, s.content.text) for s in record.statements]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“We counted nine bodies,” said Aru Devan. “Three were children,” he said.", ["Aru Devan", "Aru Devan"]),
        ('"We counted nine bodies," said Mira Osten. "Three were children," she said.', ["Mira Osten", "Mira Osten"]),
        ("“We counted nine bodies,” Dr Aru Devan said. “Three were children,” he added.", ["Aru Devan", "Aru Devan"]),
        (
            "“We counted nine bodies,” said Aru Devan, head of the clinic in Karsa. “Three were children,” he said.",
            ["Aru Devan", "Aru Devan"],
        ),
        (
            "“Nobody was hurt,” said General Tovan Reik. “We counted nine bodies,” said Mira Osten, a nurse. “Three were children,” she said.",
            ["Tovan Reik", "Mira Osten", "Mira Osten"],
        ),
        (
            "“We counted nine bodies,” said Mira Osten, a nurse. “Nobody was hurt,” said General Tovan Reik. “It is a lie,” he said.",
            ["Mira Osten", "Tovan Reik", "Tovan Reik"],
        ),
        (
            "“We counted nine bodies,” said Mira Osten, a nurse.\n\n“Nobody was hurt,” said General Tovan Reik.\n\n“It is a lie,” Reik said. “We fired at nobody,” he said.",
            ["Mira Osten", "Tovan Reik", "Tovan Reik", "Tovan Reik"],
        ),
        (
            "“We counted nine bodies,” said the mayor, Aru Devan. He spoke to the governor, Pel Sorin, by telephone. “Three were children,” the mayor said.",
            ["Aru Devan", "Aru Devan"],
        ),
    ],
)
def test_quote_said_x_quote_he_said(text: str, speakers: list[str]) -> None:
    quotes = [(name, words) for name, words in told(read(text)) if "“" in words or '"' in words]
    assert [name for name, _ in quotes] == speakers


@pytest.mark.parametrize(
    ("text", "source", "content", "act", "kind"),
    [
        (
            "The ministry denied that its aircraft had struck the market.",
            "The ministry",
            "that its aircraft had struck the market",
            "denies",
            "indirect",
        ),
        (
            "According to the governor's office, nine people were killed.",
            "the governor's office",
            "nine people were killed",
            "asserts",
            "indirect",
        ),
        (
            "Rescuers said at least nine people had died.",
            "Rescuers",
            "at least nine people had died",
            "asserts",
            "indirect",
        ),
        (
            "The army accused the rebels of shelling the school.",
            "The army",
            "the rebels of shelling the school",
            "accuses",
            "indirect",
        ),
        (
            "The doctor said nine were dead and called it “a massacre”.",
            "The doctor",
            "nine were dead",
            "asserts",
            "indirect",
        ),
    ],
)
def test_plain_sentences(text: str, source: str, content: str, act: str, kind: str) -> None:
    first = read(text).statements[0]
    assert first.source is not None
    assert first.cue is not None
    assert (first.source.text, first.content.text, first.cue.act, first.kind) == (source, content, act, kind)


def test_a_suppressed_source_is_null_and_its_cue_kept() -> None:
    (statement,) = read("Soldiers have been accused of firing on the crowd.").statements
    assert statement.source is None
    assert statement.cue is not None
    assert statement.cue.act == "accuses"


def test_a_hand_is_in_the_chain() -> None:
    (statement, *_) = read(
        "“We counted nine bodies,” the surgeon, Aru Devan, told Meridian Wire by telephone."
    ).statements
    assert [h.text for h in statement.reported_by] == ["Meridian Wire"]


def test_a_joint_source_is_two() -> None:
    (statement, *_) = read("The Red Crescent and the governor's office said that nine people had died.").statements
    assert statement.source is not None
    assert len(statement.source.entities) == 2


@pytest.mark.parametrize(
    ("authors", "outlet", "name", "kind"),
    [
        (("Northern Shield",), None, "Northern Shield", "organisation"),
        (("Maria Solen",), "Toll Watch", "Maria Solen", "person"),
        (("Maria Solen", "Iva Prost"), "Toll Watch", None, None),
        (("Qorvan Tsilde",), "Toll Watch", "Qorvan Tsilde", "organisation"),
        ((), "Toll Watch", "Toll Watch", "organisation"),
        ((), None, None, None),
    ],
)
def test_we_is_the_one_who_signed(
    authors: tuple[str, ...], outlet: str | None, name: str | None, kind: str | None
) -> None:
    text = "We deny that anyone of ours was on the road. We urge the monitors to inspect the place."
    record = reader().read(Article(id="sha256:0", text=text, authors=authors, outlet=outlet))
    assert [(s.source.name, s.source.kind) for s in record.statements if s.source] == [(name, kind)] * 2


def test_who_signs_and_says_i_is_a_person() -> None:
    text = "The guards tell me that nine people died. I doubt that it was nine."
    record = reader().read(Article(id="sha256:0", text=text, authors=("Qorvan Tsilde",), outlet="Toll Watch"))
    last = record.statements[-1].source
    assert last is not None
    assert (last.text, last.name, last.kind) == ("I", "Qorvan Tsilde", "person")


def test_a_pronoun_is_no_entity() -> None:
    record = read("The mayor, Ilan Moreth, said that nine people had died. He denied that it was the army.")
    assert "Ilan Moreth" in {e.name for e in record.entities}
    assert not {"He", "he", "I", "It"} & {e.name for e in record.entities}


def test_a_cue_around_its_source_is_two_spans() -> None:
    record = read("Nine people have died, the paper quoted one diplomat as saying.")
    (one,) = [s for s in record.statements if s.source and s.source.text == "one diplomat"]
    assert one.cue is not None
    assert one.cue.text == "quoted … as saying"
    assert [h.text for h in one.reported_by] == ["the paper"]


def test_plain_prose_has_no_statement() -> None:
    assert (
        read("Nine people died when shells hit the market of Karsa on Monday. Three of them were children.").statements
        == ()
    )


def test_markdown_marks_and_wrapped_lines_do_not_move_a_span() -> None:
    text = "The head of the clinic, **Aru Devan**, said that nine\npeople had been _killed_ in the market."
    (statement,) = read(text).statements
    assert statement.source is not None
    assert statement.source.name == "Aru Devan"
    assert statement.content.text == "that nine\npeople had been _killed_ in the market"


def test_a_lone_mark_spoils_its_own_paragraph_at_most() -> None:
    text = (
        "The “mayor left on Monday.\n\n“We counted nine bodies,” said Aru Devan.\n\n“Nobody was hurt,” said Tovan Reik."
    )
    assert told(read(text))[-2:] == [("Aru Devan", "“We counted nine bodies,”"), ("Tovan Reik", "“Nobody was hurt,”")]


def test_a_long_text_is_read_in_parts_with_spans_of_the_whole() -> None:
    paragraph = "“We counted nine bodies in the square,” said Aru Devan of the clinic in Karsa.\n\n"
    count = 61_000 // len(paragraph) + 2
    record = read(paragraph * count)
    assert len(record.statements) == count
    assert record.statements[-1].content.spans[0].start > 60_000
    assert [s.id for s in record.statements[:2]] == ["s1", "s2"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", "\u200f", "“", "””””", "12", "a", "\x0c", "@@ ## %%", "𝔸𝔹 said 𝕏."]
)
def test_next_to_nothing(text: str) -> None:
    read(text)


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            [
                "“",
                "”",
                '"',
                "said",
                "he",
                "Aru Devan",
                "denied",
                "that",
                "nine",
                ".",
                ",",
                "\n",
                "\n\n",
                "**",
                " ",
                "'",
                "—",
                "ا",
                "\u200f",
                "told",
                "Wire",
            ]
        ),
        max_size=60,
    ).map("".join)
)
def test_every_span_has_its_words_whatever_the_text(text: str) -> None:
    read(text)


def test_a_persons_own_cue_is_read(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[denies]\nverbs = "pooh-pooh"\n', encoding="utf-8")
    text = "The mayor of Karsa pooh-poohed the count of nine dead."
    record = Reader.load(own=own).read(Article(id="sha256:0", text=text))
    Reader.load()  # back to the package's own words
    assert [s.cue.act for s in record.statements if s.cue and s.cue.text == "pooh-poohed"] == ["denies"]
