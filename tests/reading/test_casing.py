"""Reports in capitals are read as ordinary letters would write them, and their record keeps their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading import Reader
from onrecord.reading.casing import cased, shouted, stems
from onrecord.record import Article, spans_of, words

CASES = [
    # a dateline, names of persons and places, an abbreviation in brackets and again without
    (
        "VELMAR, 3 FEB 2032 (VNA) -- THE FREE KARSA ARMY (FKA) SAID TODAY THAT JORAN BELK HAD BEEN BEATEN TO DEATH.  "
        "THE FKA BLAMED COL. RUVAN TIEL.",
        "Velmar, 3 Feb 2032 (VNA) -- The Free Karsa Army (FKA) said today that Joran Belk had been beaten to death.  "
        "The FKA blamed Col. Ruvan Tiel.",
    ),
    # the body that goes with a name; words that follow from listed ones
    (
        "GUNMEN AMBUSHED KARSA BATTALION TROOPS AND WERE REPELLED, THE OSTREN MINISTRY ANNOUNCED.",
        "Gunmen ambushed Karsa Battalion troops and were repelled, the Ostren Ministry announced.",
    ),
    # months beside a number, and the same words without
    (
        "HE MAY MARCH ON 4 MARCH OR ON MAY 5, THE OFFICIAL SAID IN VELMAR.",
        "He may march on 4 March or on May 5, the official said in Velmar.",
    ),
    # a bracket before the text, wrapped lines, the possessive, U.S.
    (
        "[TEXT] THE GOVERNOR'S GUARDS FIRED\nAT THE CROWD IN DORMA'S MARKET. U.S.\nOFFICIALS DENIED IT.",
        "[Text] The governor's guards fired\nat the crowd in Dorma's market. U.S.\nofficials denied it.",
    ),
    # a day is no name, and makes none of the word beside it
    (
        "GUNMEN SHOT THE GUARDS MONDAY AND FLED TO VELMAR, THE OFFICIAL I MET SAID.",
        "Gunmen shot the guards Monday and fled to Velmar, the official I met said.",
    ),
    # a headline in capitals over an ordinary report, which stays as it is
    (
        "TWELVE KILLED IN KARSA BLAST, MINISTRY SAYS\n\nKARSA - Twelve people were killed, said the ministry (MoI).",
        "Twelve killed in Karsa blast, ministry says\n\nKARSA - Twelve people were killed, said the ministry (MoI).",
    ),
    ("FKA, ELA, EPA", "FKA, ELA, EPA"),
    ("The UN and NATO met in Karsa.", "The UN and NATO met in Karsa."),
    ("", ""),
    ("12 30 -- !!", "12 30 -- !!"),
    ("İSTANBUL'DA ŞİDDET: ÇOK SAYIDA ÖLÜ VAR, DEDİ BAKAN", None),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_cased(text: str, expected: str | None) -> None:
    assert len(cased(text)) == len(text)
    if expected is not None:
        assert cased(text) == expected


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd", "Po", "Ps", "Pe", "Zs", "Cc"]), max_size=300))
def test_offsets_stay(text: str) -> None:
    made = cased(text)
    assert len(made) == len(text)
    assert all(a == b or a.lower() == b or a == b.upper() for a, b in zip(text, made, strict=True))


def test_hostile_text() -> None:
    """Half a second; in quadratic time this would take hours."""
    for text in ("A B " * 50_000, "[AB] " * 40_000, "A (AAAAAAA) " * 20_000, "X," * 100_000, "\n" * 200_000 + "KARSA"):
        assert len(cased(text)) == len(text)


def test_loud() -> None:
    assert shouted("THREE WERE HURT IN KARSA, said A.")
    assert not shouted("Three were hurt in KARSA.")
    assert not shouted("123 --")


def test_stems() -> None:
    assert {"repel", "repell"} <= set(stems("repelled"))
    assert "mark" in set(stems("unmark"))
    assert not list(stems("is"))


REPORT = (
    "VELMAR, 3 FEB 2032 (VNA) -- THREE MEMBERS OF THE FREE KARSA ARMY WERE KILLED ON MONDAY WHEN POLICE "
    "STORMED A HOUSE IN DORMA, INTERIOR MINISTER ANNA KELD ANNOUNCED. A POLICE OFFICER AND TWO PASSERSBY WERE "
    "WOUNDED. MARKO VELL, A SPOKESMAN FOR THE FREE KARSA ARMY, DENIED THAT ANY OF THE DEAD WERE ITS FIGHTERS."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def test_a_report_in_capitals_is_read_and_keeps_its_words(reader: Reader) -> None:
    record = reader.read(Article(id="sha256:0", text=REPORT, published="2032-02-03"))
    assert record.article.text == REPORT
    for where, spans, said in spans_of(record):
        assert said == words(REPORT, spans), where
    assert {"Anna Keld", "Marko Vell", "Dorma"} <= {e.name for e in record.entities}
    assert {s.source.name for s in record.statements if s.source} >= {"Anna Keld", "Marko Vell"}
    assert all(len(e.name.split()) < 6 for e in record.entities)
    figures = {(f.harm, f.low): f for i in record.incidents for f in i.figures}
    assert figures["killed", 3].text == "THREE MEMBERS OF THE FREE KARSA ARMY"
    assert {i.date.earliest for i in record.incidents if i.figures} == {"2032-02-02"}
