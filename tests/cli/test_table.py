"""What a person sees of a record, at the widths that people use."""

from __future__ import annotations

import io

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from cli.records import ANONYMOUS, ARABIC, DENIAL, DIRECT, PRONOUN, STATEMENTS, SUPPRESSED, TEXT, at, record
from onrecord.cli.table import ACTS, WORDS_SHOWN, report
from onrecord.record import Content, Cue, Record, Statement


def shown(what: Record, *, width: int, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        markup=False,
        highlight=False,
    )
    console.print(report(what, width=width))
    return out.getvalue()


def row(what: Record, words: str, *, width: int = 120) -> str:
    return next(line for line in shown(what, width=width).splitlines() if words in line)


@pytest.mark.parametrize("width", [24, 40, 59, 60, 80, 99, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for line in shown(record(), width=width).splitlines():
        assert cell_len(line.replace("\u2068", "").replace("\u2069", "")) <= width


@pytest.mark.parametrize("width", [40, 80, 120])
def test_head_and_foot(width: int) -> None:
    text = " ".join(shown(record(), width=width).split())
    for part in (
        "Nine killed in Tel Sarra",
        "The Corran Courier · 2031-05-14 08:30 · by Iva Brandt, Tom Okoro",
        "First published by Radio Hadra, 2031-05-13",
        "Agencies CNA",
        "Regions Coralia",
        "Themes War, Health",
        "6 statements, 4 speakers · report.txt",
        "set aside: 3 newsletter, 2 share, 1 rights",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("statement", "parts"),
    [
        (DIRECT, ["Lena Morrow", "head of the Tel Sarra hospital", "· asserts", "direct", "“We counted nine bodies"]),
        (PRONOUN, ["Lena Morrow", "as “she”", "“The road was closed,”", "via Radio Hadra → the Harbour Agency"]),
        (DENIAL, ["Ministry of Defence of Coralia", "× denies", "its aircraft had struck the market", "indirect"]),
        (SUPPRESSED, ["— (not named)", "! accuses", "leaking the list"]),
        (ANONYMOUS, ["Officials", "(anonymous)", "^ predicts", "more deaths"]),
    ],
)
def test_each_part_of_a_statement_is_there(statement: Statement, parts: list[str]) -> None:
    text = " ".join(shown(record(statement), width=300).split())
    for part in parts:
        assert part in text


@pytest.mark.parametrize("width", [40, 120])
def test_a_role_is_told_once(width: int) -> None:
    assert " ".join(shown(record(DIRECT, PRONOUN), width=width).split()).count("head of the") == 1


def test_a_name_that_stands_in_the_text_is_not_marked() -> None:
    assert "as “" not in shown(record(DIRECT, DENIAL), width=120)


@pytest.mark.parametrize(("width", "column"), [(80, False), (99, False), (100, True), (120, True)])
def test_the_chain_has_a_column_where_there_is_room(width: int, column: bool) -> None:
    text = shown(record(PRONOUN), width=width)
    assert ("Chain" in text) is column
    assert "via Radio" in text


def test_long_words_are_folded() -> None:
    text = shown(record(DIRECT), width=80)
    assert text.count("…") == 1
    words = [line for line in text.splitlines() if line[34:70].strip()]
    assert (
        "…" in text.splitlines()[text.splitlines().index(next(w for w in words if "We counted" in w)) + WORDS_SHOWN - 1]
    )
    assert "answered the telephone" not in text


@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_act_has_a_sign_and_a_word(act: str) -> None:
    statement = msgspec.structs.replace(DENIAL, cue=Cue(at("denied"), "denied", act))  # type: ignore[arg-type]
    assert f"{ACTS[act][0]} {act}" in shown(record(statement), width=80)


def test_signs_differ() -> None:
    assert len({sign for sign, _ in ACTS.values()}) == len(ACTS)


@pytest.mark.parametrize("width", [40, 120])
def test_right_to_left_words_are_isolated(width: int) -> None:
    text = shown(record(ARABIC), width=width)
    assert "\u2068مدير المستشفى\u2069" in text
    assert "\u2068الجرحى وصلوا ليلا\u2069" in text
    assert text.count("\u2068") == text.count("\u2069")


@pytest.mark.parametrize("width", [40, 120])
def test_hostile_words_cannot_reach_the_terminal(width: int) -> None:
    words = "“\x1b]0;owned\x07 \x1b[2J \x9b31m [bold]no markup[/bold] \u202egnp.exe”"
    text = TEXT + words
    hostile = Statement("s9", "direct", Content(at(words, text=text), words))
    out = shown(record(hostile, text=text, title="\x1b[8mhidden", input_id="a\x1bb"), width=width)
    assert not set(out) & set("\x1b\x07\x9b\u202e")
    assert "␛[8mhidden" in out
    assert "[bold]no" in out


def test_only_the_sixteen_colours_are_used() -> None:
    out = shown(record(), width=120, colour=True)
    assert "\x1b[1;31m" in out  # denies, bold red
    assert "38;5" not in out and "38;2" not in out and "\x1b[37m" not in out and "\x1b[30m" not in out


def test_no_statements() -> None:
    empty = msgspec.structs.replace(record(), statements=())
    assert "No statements found." in shown(empty, width=80)
    assert "0 statements, 0 speakers" in shown(empty, width=80)


def test_joint_speakers_are_both_named() -> None:
    assert DENIAL.source is not None
    joint = msgspec.structs.replace(DENIAL, source=msgspec.structs.replace(DENIAL.source, entities=("e2", "e4")))
    assert "Ministry of Defence of Coralia, Osman Dray" in " ".join(shown(record(joint), width=300).split())


def test_every_statement_has_its_row() -> None:
    assert shown(record(), width=80).count("direct") == len(STATEMENTS)
