"""Lists of incidents, copies, people, log entries and hits as a person sees them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from cli.sheets import BAD, FERRY, FERRY_COPIES, HEADS, HITS, LOG, PEOPLE, SAYINGS, SHEETS
from onrecord.cli.copy_lines import KINDS, copy_lines
from onrecord.cli.hit_lines import hit_lines, marked
from onrecord.cli.incident_lines import incident_lines, incidents_found
from onrecord.cli.intervals import ASCII, SIGNS, Signs
from onrecord.cli.log_lines import change, log_lines
from onrecord.cli.people_lines import people_lines, person_head, saying_lines
from onrecord.cli.rows import Column, Row, fitted, signs_of, spread
from onrecord.ledger.answers import Hit, LogLine, Person, Saying
from onrecord.record import Span, When

ISOLATES = str.maketrans("", "", "\u2068\u2069")
WIDTHS = [24, 40, 60, 80, 100, 140]

Lister = Callable[[int, Signs], Iterable[RenderableType]]


def shown(lister: Lister, *, width: int = 100, encoding: str = "utf-8") -> str:
    held = io.BytesIO()
    console = Console(
        file=io.TextIOWrapper(held, encoding=encoding, errors="strict"),
        width=width,
        color_system=None,
        markup=False,
        highlight=False,
    )
    for each in lister(width, signs_of(console)):
        console.print(each)
    console.file.flush()
    return held.getvalue().decode(encoding)


def rows(lister: Lister, *, width: int = 100) -> list[str]:
    return [" ".join(each.split()) for each in shown(lister, width=width).splitlines()]


LISTS: dict[str, Lister] = {
    "incidents": lambda width, signs: incident_lines(SHEETS.values(), width=width, signs=signs),
    "copies": lambda _, signs: copy_lines(FERRY_COPIES, HEADS, signs=signs),
    "people": lambda width, signs: people_lines(PEOPLE, width=width, signs=signs),
    "person": lambda _, signs: person_head(PEOPLE[0], signs=signs),
    "sayings": lambda _, signs: saying_lines(SAYINGS, signs=signs),
    "log": lambda width, signs: log_lines(LOG, width=width, signs=signs),
    "hits": lambda _, signs: hit_lines(HITS, signs=signs),
}
PERSON = Person(BAD, BAD, BAD, "person", BAD, (BAD,), 1, 1, 1, (BAD,), (BAD,), BAD, BAD)
HOSTILE: dict[str, Lister] = {
    "people": lambda width, signs: people_lines([PERSON], width=width, signs=signs),
    "person": lambda _, signs: person_head(PERSON, signs=signs),
    "sayings": lambda _, signs: saying_lines(
        [Saying(BAD, BAD, BAD, "direct", "denies", BAD, (), BAD, BAD, (BAD,), (BAD,))], signs=signs
    ),
    "log": lambda width, signs: log_lines(
        [LogLine(1, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD)], width=width, signs=signs
    ),
    "hits": lambda _, signs: hit_lines([Hit(BAD, BAD, BAD, BAD, BAD, (Span(2, 9),), (BAD,), BAD)], signs=signs),
    "copies": lambda _, signs: copy_lines([replace(FERRY_COPIES[0], origin=BAD, why_first=(BAD,))], {}, signs=signs),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", LISTS)
def test_no_line_is_wider_than_the_window(name: str, width: int) -> None:
    for each in shown(LISTS[name], width=width).splitlines():
        assert cell_len(each.translate(ISOLATES)) <= width


@pytest.mark.parametrize("width", [24, 80, 120])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_cannot_reach_the_terminal(name: str, width: int) -> None:
    out = shown(HOSTILE[name], width=width)
    assert not set(out) & set("\x1b\x07\x9b\u202e")
    assert "␛" in out


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", ["copies", "people", "log"])
def test_a_terminal_without_unicode_gets_ascii_signs(name: str, width: int) -> None:
    assert shown(LISTS[name], width=width, encoding="ascii").isascii()


# -- incidents ----------------------------------------------------------------------------------------------------


def listed(*, width: int) -> list[str]:
    unknown = replace(FERRY, incident_id="n8", date=When(), place=None, killed=SHEETS["one account"].killed)
    return rows(lambda w, signs: incident_lines([FERRY, unknown], width=w, signs=signs), width=width)


def test_incidents_are_one_a_line() -> None:
    assert listed(width=80) == [
        "date place what killed injured origins id",
        "12 May 2031 Port Sabel Shelling 12–23 ≥ 40 4 of 7 n7",
        "not told not told Shelling - ≥ 40 4 of 7 n8",
    ]
    assert listed(width=120)[1] == "12 May 2031 Port Sabel, Coralia Shelling 12–23 ≥ 40 4 of 7 n7"


def test_incidents_in_a_narrow_window() -> None:
    assert listed(width=50)[:2] == [
        "12 May 2031 · Shelling · Port Sabel, Coralia",
        "12–23 killed · ≥ 40 injured · 7 reports, 4",
    ]


def test_each_incident_is_shown_as_soon_as_it_is_there() -> None:
    def endless() -> Iterable[object]:
        while True:
            yield FERRY

    drawn = incident_lines(endless(), width=80)  # type: ignore[arg-type]
    assert len([next(iter(drawn)) for _ in range(5)]) == 5


def test_how_many_incidents() -> None:
    told = incidents_found(incidents=1, reports=7, origins=4)
    assert told.plain == "1 incident, 7 reports, 4 origins"


# -- copies -------------------------------------------------------------------------------------------------------


def test_copies_stand_under_their_first() -> None:
    text = rows(LISTS["copies"], width=200)
    assert (
        text[0] == "o1 Coralian News Agency · 12 May 2031 11:05 · “Report 1 on the ferry” · reports/01.txt +3 reprints"
    )
    assert text[1] == "first: named as the agency by three others; earliest: 12 May 2031 11:05"
    assert text[3].startswith("cut short Harbour Post") and text[3].endswith("100% contained, 24% alike")
    assert text[5].startswith("o2 Radio Hadra") and len(text) == 6  # alone: no reason, no copies


def test_every_kind_of_copy_has_words() -> None:
    from typing import get_args

    from onrecord.accounts.sheet import CopyKind

    assert set(KINDS) == set(get_args(CopyKind)) and len(set(KINDS.values())) == len(KINDS)


def test_a_report_without_a_head_is_called_by_its_id() -> None:
    assert rows(lambda _, signs: copy_lines(FERRY_COPIES[1:], {}, signs=signs)) == ["o2 reports/05.txt"]


# -- people -------------------------------------------------------------------------------------------------------


def test_people_and_how_they_were_heard() -> None:
    wide = rows(LISTS["people"], width=140)
    assert wide[0] == "name role statements origins heard"
    assert wide[1] == "Lena Morrow head of the Port Sabel hospital 14 3 of 9 directly"
    assert wide[2].endswith("1 1 of 4 only through Radio Hadra")
    narrow = rows(LISTS["people"], width=80)
    assert narrow[3] == "only through Radio Hadra"


def test_a_person_above_their_words() -> None:
    text = " ".join(rows(LISTS["person"]))
    assert "Lena Morrow p1" in text and "also Dr Morrow" in text
    assert "14 statements · 9 reports, 3 origins · 12 May–1 Jun 2031 · directly" in text


def test_what_somebody_said() -> None:
    text = rows(LISTS["sayings"])
    assert text[0] == "12 May 2031 21:40 Radio Hadra +2 reprints · asserts direct n7"
    assert text[1] == "We counted at least 19 dead on the quay."
    assert text[-1] == "via a nurse → the Harbour Post"


# -- log ----------------------------------------------------------------------------------------------------------


def test_log_entries_and_their_reasons() -> None:
    text = rows(LISTS["log"], width=120)
    assert text[:3] == [
        "entry time (UTC) who act subject hash",
        "1 12 May 2031 12:00 onrecord add reports/01.txt 11111111",
        "12 2 Jun 2031 08:30 iva grade n7 abababab",
    ]
    assert text[3:5] == ["grade: fair", "airwars/1: two independent hospitals"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, None, ""),
        ('{"grade":null}', '{"grade":"fair"}', "grade: fair"),
        ('{"grade":"weak"}', '{"grade":"fair"}', "grade: weak → fair"),
        ('{"grade":"weak"}', '{"grade":null}', "grade: weak → taken back"),
        ('{"incidents":["i1","i2"]}', '{"incident":"i1"}', "incidents i1, i2 → incident i1"),
        ('{"article":"sha256:0"}', None, "article sha256:0"),
        ('{"rejected":false}', '{"rejected":true}', "rejected: no → yes"),
        ("[1, 2]", '{"note":"a\\u001b[1m"}', "note a␛[1m"),
        ("{broken", "", ""),
        (None, '{"killed":"{\\"low\\":3,\\"high\\":null}"}', "killed low 3, high"),
        (None, '{"grade":"\\"fair\\""}', "grade fair"),
        (None, '{"note":"{broken"}', "note {broken"),
    ],
)
def test_what_a_decision_changed(before: str | None, after: str | None, told: str) -> None:
    assert change(replace(LOG[1], before=before, after=after)) == told


def test_the_log_in_a_narrow_window() -> None:
    assert " ".join(rows(LISTS["log"], width=50)).startswith(
        "1 · 12 May 2031 12:00 · onrecord · add · reports/01.txt · 11111111 12 · 2 Jun"
    )


# -- hits ---------------------------------------------------------------------------------------------------------


def test_what_was_sought_is_marked() -> None:
    text = rows(lambda _, signs: hit_lines(HITS, signs=signs, colour=False), width=200)
    assert text[0] == "Hospital: nineteen dead on the ferry quay"
    assert text[1] == "Radio Hadra · 12 May 2031 21:40 · reports/05.txt · said by Lena Morrow · n7"
    assert text[2].startswith("… no blood left.") and " on the *ferry quay*, said" in text[2]
    assert text[3:] == ["reports/08.txt", "the *ferry* to Hadra"]


@pytest.mark.parametrize(
    ("words", "marks", "shown"),
    [
        ("the ferry", (Span(4, 9),), "the *ferry*"),
        ("the ferry", (Span(0, 3), Span(4, 9)), "*the* *ferry*"),
        ("a\nferry\x1b[1m x", (Span(2, 7),), "a *ferry*␛[1m x"),
        ("the ferry", (Span(4, 90),), "the ferry"),
        ("the ferry", (Span(5, 5), Span(-3, 2)), "the ferry"),
        ("the ferry", (Span(4, 9), Span(0, 3)), "the *ferry*"),
        ("ab", (Span(0, 1), Span(1, 2)), "*a**b*"),
        ("", (), ""),
    ],
)
def test_marks(words: str, marks: tuple[Span, ...], shown: str) -> None:
    assert marked(words, marks, colour=False).plain == shown


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32)), max_size=4))
def test_marking_only_ever_adds_marks(words: str, pairs: list[tuple[int, int]]) -> None:
    text = marked(words, tuple(Span(*each) for each in pairs), colour=True).plain
    assert not set(text) & set("\x1b\n\r\x9b\u202e")
    assert "".join(text.split()) == "".join(marked(words, (), colour=True).plain.split()) or pairs


# -- rows ---------------------------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=40), min_size=3, max_size=3), st.integers(1, 20))
def test_cells_never_leave_their_columns(words: list[str], width: int) -> None:
    from onrecord.cli.tame import tame

    columns = (Column("a", width), Column("b", width, "right"), Column("c", 4))
    console = Console(file=io.StringIO(), width=200, color_system=None, markup=False, highlight=False)
    console.print(Row(columns, [Text(tame(each)) for each in words]))
    assert isinstance(console.file, io.StringIO)
    assert cell_len(console.file.getvalue().rstrip("\n").translate(ISOLATES)) <= 2 * width + 4 + 4


@pytest.mark.parametrize(
    ("text", "width", "more", "shown"),
    [
        ("Port Sabel", 10, "…", "Port Sabel"),
        ("Port Sabel", 9, "…", "Port Sab…"),
        ("Port Sabel", 6, "…", "Port…"),
        ("珊瑚港口", 6, "…", "珊瑚…"),
        ("Port Sabel", 2, "...", ".."),
        ("Port Sabel", 6, "...", "Por..."),
    ],
)
def test_what_is_cut_says_so(text: str, width: int, more: str, shown: str) -> None:
    assert fitted(Text(text), width=width, more=more).plain == shown


def test_what_is_left_over_is_shared() -> None:
    columns = spread((Column("a", 0), Column("b", 10), Column("c", 0)), width=50)
    assert [each.width for each in columns] == [18, 10, 18]
    assert [each.width for each in spread(columns, width=10)] == [18, 10, 18]


def test_the_signs_are_those_of_the_terminal() -> None:
    plain = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert signs_of(Console(file=plain)) is ASCII
    assert signs_of(Console(file=io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))) is SIGNS
