"""What else a resolved report holds: kinds, roles, affiliations, hands, entities; and that no input breaks it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.names import Mention, resolve
from onrecord.reading.titles import TitlesError, extend, given_names, titles
from onrecord.reading.words import page
from onrecord.record import Article, Content, Reader, Record, Source, SourceKind, Span, Statement, check

from .markup import unmark

KINDS: list[tuple[str, SourceKind | None]] = [
    ("{1S Anton Brehm} {1C said} {1Q no}.", "person"),
    ("{1S Dr Ilan Moreth, director of Karsa General Hospital,} {1C said} {1Q no}.", "person"),
    ("{1S the Interior Ministry} {1C said} {1Q no}.", "organisation"),
    ("{1S Karsa Watch} {1C said} {1Q no}.", "organisation"),
    ("{1S police} {1C said} {1Q no}.", "organisation"),
    ("{1S the army} {1C said} {1Q no}.", "organisation"),
    ("{1S residents of the valley} {1C said} {1Q no}.", "group"),
    ("{1S two survivors} {1C said} {1Q no}.", "group"),
    ("{1S Palestinians in the camp} {1C said} {1Q no}.", "group"),
    ("{1S the video} {1C showed} {1Q smoke}.", "document"),
    ("{1S satellite images} {1C showed} {1Q smoke}.", "document"),
    ("{1S a report by Karsa Watch} {1C said} {1Q no}.", "document"),
    ("{1S a senior official} {1C said} {1Q no}.", "anonymous"),
    ("{1S the director of the hospital} {1C said} {1Q no}.", "person"),
    ("{1S its mayor} {1C said} {1Q no}.", "person"),
    ("{1S the mayor, who asked not to be named,} {1C said} {1Q no}.", "anonymous"),
    ("{1S the source} {1C said} {1Q no}.", "anonymous"),
    ("{1S one of the survivors} {1C said} {1Q no}.", "anonymous"),
    ("{1S some of the residents} {1C said} {1Q no}.", "group"),
    ("{1S It} {1C said} {1Q no}.", None),
]


@pytest.mark.parametrize(("report", "kind"), KINDS)
def test_kind(report: str, kind: SourceKind | None) -> None:
    text, mentions, statements = unmark(report)
    found, _ = resolve(text, mentions, statements)
    assert found[0].source is not None
    assert found[0].source.kind == kind


ROLES = [
    (
        "{1S Dr Ilan Moreth, director of Karsa General Hospital,} {1C said} {1Q no}.",
        "director of Karsa General Hospital",
        "Karsa General Hospital",
    ),
    ("{1S health ministry spokesman Ashraf Qarim} {1C said} {1Q no}.", "health ministry spokesman", "health ministry"),
    ("{1S Karsa Watch director Lina Orsk} {1C said} {1Q no}.", "Karsa Watch director", "Karsa Watch"),
    ("{1S Interior Minister Goran Petrak} {1C said} {1Q no}.", "Interior Minister", None),
    ("{1S General Honor Bassid, the chief of staff,} {1C said} {1Q no}.", "chief of staff", None),
    ("{1S Anton Brehm, 34, a miner,} {1C said} {1Q no}.", "miner", None),
    (
        "{1S The spokeswoman for Karsa Watch, Tolvi Arn,} {1C said} {1Q no}.",
        "spokeswoman for Karsa Watch",
        "Karsa Watch",
    ),
    ("{1S Mr Brehm} {1C said} {1Q no}.", None, None),
    (
        "Lina Orsk, head of the Karsa Watch office, came. {1S Orsk} {1C said} {1Q no}.",
        "head of the Karsa Watch office",
        "Karsa Watch office",
    ),
    ("{1S Brehm} {1C said} {1Q no}. Anton Brehm, the mayor of Karsa, was held.", "mayor of Karsa", "Karsa"),
]


@pytest.mark.parametrize(("report", "role", "affiliation"), ROLES)
def test_role(report: str, role: str | None, affiliation: str | None) -> None:
    text, mentions, statements = unmark(report)
    found, entities = resolve(text, mentions, statements)
    source = found[0].source
    assert source is not None
    entity = next(e for e in entities if e.id == source.entity)
    assert (source.role, entity.role) == (role, role)
    assert entity.affiliation == affiliation


def test_hands_are_named() -> None:
    text, mentions, statements = unmark(
        "{1S Anton Brehm} {1C told} {1R the Karsa Gazette} {1Q it fell}. {2S He} {2C told} {2R the paper} {2Q twice}."
    )
    found, entities = resolve(text, mentions, statements)
    assert [h.name for s in found for h in s.reported_by] == ["Karsa Gazette", "Karsa Gazette"]
    assert found[0].reported_by[0].entity in {e.id for e in entities}


def test_every_speaker_of_a_joint_statement_is_an_entity() -> None:
    text, mentions, statements = unmark("{1S The Red Crescent and the governor’s office} {1C said} {1Q nine died}.")
    found, entities = resolve(text, mentions, statements)
    source = found[0].source
    assert source is not None
    assert source.entity == source.entities[0]
    assert [e.name for e in entities if e.id in source.entities] == ["Red Crescent", "governor’s office"]


def test_two_of_one_office_are_two_entities() -> None:
    text, mentions, statements = unmark(
        "{1S An army spokesman} {1C said} {1Q no}. {2S A rebel spokesman} {2C said} {2Q yes}. "
        "{3S The army spokesman} {3C said} {3Q never}."
    )
    found, _ = resolve(text, mentions, statements)
    one, two, three = (s.source.entity for s in found if s.source)
    assert one == three != two


def test_mentions_and_aliases() -> None:
    text, mentions, statements = unmark(
        "Late in the day {1S **Anton\nBrehm**} {1C said} {1Q no}. "
        "{2S Mr Brehm} {2C wept}: {2Q “No.”} {3S He} {3C said}: {3Q “No.”}"
    )
    _, entities = resolve(text, mentions, statements)
    entity = entities[0]
    assert (entity.id, entity.name, entity.kind) == ("e1", "Anton Brehm", "person")
    assert [text[s:e] for s, e in entity.mentions] == ["Anton\nBrehm", "Brehm", "He"]
    assert "Brehm" in entity.aliases


def test_what_the_encoder_marks_is_an_entity() -> None:
    text, mentions, statements = unmark(
        "Smoke rose over {@place Vollen} as {@person Qorvan} ran. {@organisation Hilt} burned."
    )
    _, entities = resolve(text, mentions, statements)
    assert [(e.name, e.kind) for e in entities] == [("Vollen", "place"), ("Qorvan", "person"), ("Hilt", "organisation")]


def test_a_mark_that_is_a_little_off_does_no_harm() -> None:
    text, _, statements = unmark("{1S Dr Ilan Moreth} {1C said} {1Q no}. {2S Moreth} {2C said} {2Q never}.")
    found, entities = resolve(text, [Mention(3, 7, "person"), Mention(8, 14, "person")], statements)
    assert [s.source.name for s in found if s.source] == ["Ilan Moreth", "Ilan Moreth"]
    assert len(entities) == 1


def test_narrator() -> None:
    text, mentions, statements = unmark("{1S We} {1C call} {1Q on both sides to stop}.")
    assert [s.source.name for s in resolve(text, mentions, statements)[0] if s.source] == [None]
    assert [s.source.name for s in resolve(text, mentions, statements, narrator="Karsa Watch")[0] if s.source] == [
        "Karsa Watch"
    ]


def test_own_titles(tmp_path: Path) -> None:
    own = tmp_path / "lexicon.toml"
    own.write_text('[asserts]\nverbs = "opine"\n[titles]\nmale = "zorbat"\n[roles]\nfemale = "zorbess"\n', "utf-8")
    report = "{1S Zorbat Klin} {1C said} {1Q no}. {2S Irena Vass} {2C said} {2Q yes}. {3S He} {3C said} {3Q never}."
    text, mentions, statements = unmark(report)
    try:
        extend(own)
        assert titles().roles["zorbess"] == "f"
        assert [s.source.name for s in resolve(text, mentions, statements)[0] if s.source] == [
            "Zorbat Klin",
            "Irena Vass",
            "Zorbat Klin",
        ]
    finally:
        extend(None)
    assert "zorbess" not in titles().roles


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("[titles]\nmen = 'x'\n", "use male, female or any"),
        ("[titles\n", "is not TOML"),
        ("[roles]\nmale = ['x']\n", "each one string"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_titles_file_is_one_sentence(tmp_path: Path, toml: str | None, fault: str) -> None:
    path = tmp_path / "own.toml"
    if toml is not None:
        path.write_text(toml, "utf-8")
    with pytest.raises(TitlesError, match=fault) as told:
        extend(path)
    assert str(path) in str(told.value)


def test_given_names_have_one_gender() -> None:
    known = given_names()
    assert len(known) > 1500
    assert (known["irena"], known["anton"], known["alex"]) == ("f", "m", None)


def whole(text: str, spans: list[tuple[int, int]], marks: list[tuple[int, int]]) -> Record:
    statements = tuple(
        Statement(
            id=f"s{n}",
            kind="indirect",
            content=Content((Span(0, max(1, start)),), text[: max(1, start)]),
            source=Source((Span(start, end),), text[start:end]),
        )
        for n, (start, end) in enumerate(spans, 1)
    )
    found, entities = resolve(text, [Mention(s, e, "person") for s, e in marks], statements)
    return Record(reader=Reader("0", "none"), article=Article("x", text), statements=found, entities=entities)


SCRAPS = st.lists(
    st.sampled_from(
        [
            "Anton",
            "Brehm",
            "the",
            "The",
            "Ministry",
            "of",
            "and",
            "who",
            "he",
            "She",
            "their",
            "(OHR)",
            "“",
            "”",
            "'",
            '"',
            ",",
            ".",
            "said",
            "Dr",
            "al-Qudra",
            "\n",
            "\n\n",
            "**",
            "residents",
            "a",
            "report",
            "by",
            "its",
            "another",
            "one",
            "as",
            "named",
            "’s",
            "34",
            "O’Hara",
            "É",
            "\u200f",
            "](",
        ]
    ),
    min_size=1,
    max_size=40,
).map(" ".join)


@settings(max_examples=60)
@given(SCRAPS, st.data())
def test_any_words_any_spans(text: str, data: st.DataObject) -> None:
    spans = st.lists(
        st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30)).map(lambda x: (x[0], min(len(text), x[0] + x[1]))),
        max_size=4,
    )
    record = whole(text, data.draw(spans), data.draw(spans))
    check(record)
    assert all(e.mentions for e in record.entities)


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=80))
def test_words_stand_where_they_say(text: str) -> None:
    sheet = page(text)
    assert all(text[w.start : w.end] == w.text for w in sheet.words)
    assert list(sheet.sentence) == sorted(sheet.sentence)
    check(whole(text, [(0, len(text))], []))


def test_a_text_longer_than_the_limit_is_resolved_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    report = "{%dS Anton Brehm} {%dC told} {%dR the Karsa Gazette} {%dQ it fell}. {%dS He} {%dC said}: {%dQ “No.”}\n\n"
    marked = "".join(report % (*[2 * n] * 4, *[2 * n + 1] * 3) for n in range(1, 30))
    text, mentions, statements = unmark(marked)
    monkeypatch.setattr("onrecord.reading.names.LIMIT", 300)
    found, entities = resolve(text, mentions, statements)
    check(Record(reader=Reader("0", "none"), article=Article("x", text), statements=found, entities=entities))
    assert {s.source.name for s in found if s.source} == {"Anton Brehm"}
    assert {s.source.entity for s in found if s.source} == {"e1"}
    assert {h.entity for s in found for h in s.reported_by} == {"e2"}
    assert [e.name for e in entities] == ["Anton Brehm", "Karsa Gazette"]
    assert len(entities[0].mentions) == len(found)


def test_a_long_report_takes_time_in_step_with_its_length() -> None:
    report = (
        "{%dS Anton Brehm} {%dC said} {%dQ it fell on the Ministry of Health}. "
        "The army came. {%dS He} {%dC said}: {%dQ “No.”}\n\n"
    )

    def seconds(times: int) -> float:
        text, mentions, statements = unmark(
            "".join(report % (2 * n, 2 * n, 2 * n, 2 * n + 1, 2 * n + 1, 2 * n + 1) for n in range(1, times))
        )
        began = time.process_time()
        resolve(text, mentions, statements)
        return time.process_time() - began

    seconds(5)
    assert seconds(400) < 60 * seconds(40) + 0.5
