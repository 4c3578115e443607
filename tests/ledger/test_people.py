"""Who said what, across reports: one source by its name, copies told once, and through whom alone it was ever heard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.records import Event, Said, original, report
from onrecord.ledger import LedgerError, open_ledger
from onrecord.ledger.answers import Person
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.voices import named, voices
from onrecord.record import Record

WIRE = (
    "Fourteen people were killed on Monday morning in a strike on the covered market of the town. The hospital is "
    "full, Dr. Ilse Marrow told Meridian Wire. No aircraft flew over the town at that hour, Pavo Rennick said later."
)
MARROW = Said("Ilse Marrow", "The hospital is full", "director", ("Marrow",), through="Meridian Wire")
RENNICK = Said("Pavo Rennick", "No aircraft flew over the town at that hour", "spokesman", ("Rennick",), act="denies")
REPORTS = (
    report("wire", WIRE, MARROW, RENNICK, event=Event("Dol Aren", "2025-03-03", 14), outlet="Meridian Wire",
           published="2025-03-03"),
    report("reprint", WIRE, MARROW, RENNICK, event=Event("Dol Aren", "2025-03-03", 14), outlet="Ostrel Courier",
           published="2025-03-04"),
    report("later", "We shall count them again, Ilse Marrow said to Meridian Wire on Friday, before she left the ward.",
           Said("Ilse Marrow", "We shall count them again", "surgeon", through="Meridian Wire"), outlet="Kessar Voice",
           published="2025-03-07"),
    report("army", "Nothing was dropped, the Ministry of Defence said. I was asleep, Tom Rennick said in the evening.",
           Said("Ministry of Defence", "Nothing was dropped", aliases=("MoD",), kind="organisation"),
           Said("Tom Rennick", "I was asleep", aliases=("Rennick",)), outlet="Ostrel Courier", published="2025-03-05"),
    report("undated", "It never happened, Pavo Rennick said in a hall in Halvin where few had come to listen.",
           Said("Pavo Rennick", "It never happened", "spokesman"), outlet=None, published=None),
    report("nobody", "They came at night, residents said. It was dark, a commander of the Shield said.",
           Said("residents", "They came at night", kind="group"),
           Said("commander of the Shield", "It was dark", "commander of the Shield"), published="2025-03-02"),
)  # fmt: skip


def add(ledger: Ledger, *records: Record) -> None:
    for record in records:
        ledger.add(record, original(record.article.text), whence=record.input_id)


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as ledger:
        add(ledger, *REPORTS)
        yield ledger


def listed(ledger: Ledger, **asked: str | int) -> dict[str, Person]:
    from onrecord.ledger.people import people

    return {each.name: each for each in people(ledger.using, **asked)}  # type: ignore[arg-type]


def test_the_most_reported_come_first_and_who_has_no_name_is_not_listed(ledger: Ledger) -> None:
    assert list(listed(ledger)) == ["Ilse Marrow", "Pavo Rennick", "Ministry of Defence", "Tom Rennick"]
    assert list(listed(ledger, limit=1)) == ["Ilse Marrow"]
    assert list(listed(ledger, limit=2, offset=1)) == ["Pavo Rennick", "Ministry of Defence"]


def test_a_person_is_counted_over_reports_and_origins(ledger: Ledger) -> None:
    marrow = listed(ledger)["Ilse Marrow"]
    assert (marrow.reports, marrow.origins, marrow.statements) == (3, 2, 3)
    assert (marrow.role, marrow.kind, marrow.aliases) == ("director", "person", ("Marrow",))
    assert (marrow.first, marrow.last) == ("2025-03-03", "2025-03-07")
    [incident] = {sheet.incident_id for sheet in ledger.incidents() if any(a.id == "wire" for a in sheet.articles)}
    assert incident in marrow.incidents


def test_who_was_only_ever_heard_through_one_hand_or_outlet_is_marked(ledger: Ledger) -> None:
    found = {name: each.through for name, each in listed(ledger).items()}
    assert found == {
        "Ilse Marrow": ("Meridian Wire",),
        "Pavo Rennick": (),
        "Ministry of Defence": ("Ostrel Courier",),
        "Tom Rennick": ("Ostrel Courier",),
    }
    add(ledger, report("direct", "I stay, Ilse Marrow said at the gate.", Said("Ilse Marrow", "I stay")))
    assert listed(ledger)["Ilse Marrow"].through == ()


def test_of_one_origin_is_through_who_published_first(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        add(ledger, REPORTS[1], REPORTS[0])
        assert listed(ledger)["Pavo Rennick"].through == ("Meridian Wire",)


SOUGHT: list[tuple[dict[str, str | int], list[str]]] = [
    ({"prefix": "pav"}, ["Pavo Rennick"]),
    ({"prefix": "PAVO REN"}, ["Pavo Rennick"]),
    ({"prefix": "ren"}, ["Pavo Rennick", "Tom Rennick"]),
    ({"prefix": "the Min"}, ["Ministry of Defence"]),
    ({"prefix": "mod"}, ["Ministry of Defence"]),
    ({"prefix": "nick"}, []),
    ({"like": "rennick"}, ["Pavo Rennick", "Tom Rennick"]),
    ({"like": "def min"}, ["Ministry of Defence"]),
    ({"like": "rennick", "prefix": "tom"}, ["Tom Rennick"]),
    ({"like": "%"}, []),
    ({"prefix": "_avo"}, []),
    ({"like": "'; --"}, []),
]


def test_names_are_found_by_how_they_begin(ledger: Ledger) -> None:
    for asked, wanted in SOUGHT:
        assert list(listed(ledger, **asked)) == wanted, asked


def test_what_a_person_said_comes_in_order_of_days_and_copies_once(ledger: Ledger) -> None:
    from onrecord.ledger.sayings import person

    said = list(person(ledger.using, "Pavo Rennick"))
    assert [(each.report, each.act, each.copies) for each in said] == [("wire", "denies", 1), ("undated", "asserts", 0)]
    for each in said:
        text = next(record.article.text for record in REPORTS if record.input_id == each.report)
        assert [text[start:end] for start, end in each.spans] == [each.words]
    marrow = list(person(ledger.using, "ilse MARROW"))
    assert [(each.outlet, each.through) for each in marrow] == [
        ("Meridian Wire", ("Meridian Wire",)),
        ("Kessar Voice", ("Meridian Wire",)),
    ]
    assert len(marrow[0].incidents) == 1 and marrow[1].incidents == ()


def test_another_name_counts_where_one_source_has_it(ledger: Ledger) -> None:
    from onrecord.ledger.sayings import person

    assert [each.words for each in person(ledger.using, "MoD")] == ["Nothing was dropped"]
    for name, sentence in (
        ("Rennick", "'Rennick' may be Pavo Rennick, Tom Rennick; give one of these names."),
        ("Nobody", "Nobody called 'Nobody' is quoted in the ledger; `onrecord people` finds names."),
        ("", "Nobody called '' is quoted in the ledger; `onrecord people` finds names."),
    ):
        with pytest.raises(LedgerError) as error:
            list(person(ledger.using, name))
        assert str(error.value) == sentence


def test_a_report_that_is_gone_says_nothing(ledger: Ledger) -> None:
    from onrecord.ledger.by import By

    ledger.remove("army", by=By(who="Ada", reason="a test"))
    assert list(listed(ledger)) == ["Ilse Marrow", "Pavo Rennick"]
    assert list(listed(ledger, prefix="mod")) == []


NAMED = [
    ("Pavo Rennick", None, True),
    ("the Ministry of Defence", None, True),
    ("al-Noor Hospital", None, True),
    ("bin Salem", None, True),
    ("وزارة الدفاع", None, True),
    ("国防部", None, True),
    ("district hospital", None, False),
    ("the residents", None, False),
    ("He", None, False),
    ("Commander of the Shield", "commander of the Shield", False),
    ("a commander of the Northern Shield", None, False),
    ("…", None, False),
    ("", None, False),
]


@pytest.mark.parametrize(("name", "role", "is_one"), NAMED)
def test_a_proper_name_is_told_from_what_somebody_is_called(name: str, role: str | None, is_one: bool) -> None:
    assert named(name, role=role) is is_one


def test_voices_follow_from_the_record_alone() -> None:
    [marrow, rennick] = voices(REPORTS[0])
    assert (marrow.key, marrow.statements, marrow.hands) == ("ilse marrow", ("s1",), ("Meridian Wire",))
    assert (rennick.key, rennick.aliases, rennick.hands) == ("pavo rennick", ("Rennick",), ())
