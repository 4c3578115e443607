"""Search: the same reports are found on SQLite and on PostgreSQL, and their words are shown as they stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.records import Event, Said, original, report
from onrecord.ledger import LedgerError, open_ledger
from onrecord.ledger.folding import fold, pieces
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.query import Plan, Query, QueryError, parse, plan, written
from onrecord.record import Record, Span

HALVIN = "Six people were killed on the Halvin road on Tuesday, police said. The bus came from Ostrel."
REPORTS = (
    report(
        "wire", "Fourteen people were killed in a strike on the market of Dol Aren. No aircraft flew over the town, "
        "Colonel Pavo Rennick said. The market had been full.",
        Said("Pavo Rennick", "No aircraft flew over the town", "spokesman", ("Rennick",)),
        event=Event("Dol Aren", "2025-03-03", 14), title="Market struck in Dol Aren", outlet="Meridian Wire",
        published="2025-03-03",
    ),
    report(
        "courier", "The covered market of Dol-Aren burnt for hours. Rennick was not seen. The market will open again, "
        "the mayor Tessa Vohl said.",
        Said("Tessa Vohl", "The market will open again", "mayor"),
        event=Event("Dol Aren", "2025-03-20", 17), title="After the fire", outlet="The Ostrel Courier",
        published="2025-03-05T08:00",
    ),
    report("bus", HALVIN, event=Event("Halvin", "2025-03-04", 6, event="Violence against civilians")),
    report("silent", "The river rose again. Nobody was hurt, and the ferry sailed.", published=None, outlet=None),
    report(
        "sanaa", "Shelling near Sana'a and al-Tarmiya hit the U.N. compound; 1,200 families fled Straße 9.",
        event=Event("Tarmiyah", "2024-12-31", 0), published="2025-01-02",
    ),
    report("arabic", "قُتل ١٢ شخصًا في أحمد آباد، وقال مسؤول في الطارمية إن السوق احترق.", published="2025-02-01"),
    report("chinese", "多尔阿伦的市场遭到空袭，至少十二人死亡。", published="2025-02-02"),
    report("hindi", "बाज़ार पर हमले में बारह लोग मारे गए।", published="2025-02-03"),
    report("korean", "부산에서 열두 명이 숨졌다.", published="2025-02-04"),
    report(
        "names", "Nothing of note was said.", names=("Northern Shield", "Ilse Marrow"), title="NEAR the market",
        outlet="Post",
    ),
)  # fmt: skip

FOUND = [
    ("market", "wire courier names"),
    ("MARKET", "wire courier names"),
    ("market Rennick", "wire courier"),
    ("market said:Rennick", "wire"),
    ("said:pavo", "wire"),
    ('said:"Pavo Rennick"', "wire"),
    ("said:spokesman", "wire"),
    ("said:Ren*", "wire"),
    ("said:Northern", ""),
    ("market -Rennick", "names"),
    ('"Dol Aren"', "wire courier"),
    ("dol-aren", "wire courier"),
    ('"Aren Dol"', ""),
    ("bus OR ferry", "bus silent"),
    ("bus OR ferry river", "silent"),
    ("river bus OR ferry", "silent"),
    ("mark*", "wire courier names"),
    ('"dol ar"*', "wire courier"),
    ("-market -bus -ferry -市场 -families", "arabic hindi korean"),
    ('-"covered market" market', "wire names"),
    ('place:"Dol Aren"', "wire courier"),
    ("place:dol", "wire courier"),
    ("place:hal*", "bus"),
    ("place:nowhere", ""),
    ("place:al*", ""),
    ("place:d* market", "wire courier"),
    ("killed:>=14", "wire courier"),
    ("killed:14", "wire"),
    ("killed:<=14 killed:>=1", "wire bus"),
    ("killed:0..14", "wire bus sanaa"),
    ("killed:>14 market", "courier"),
    ("killed:<1", "sanaa"),
    ("since:2025-03-04", "bus courier"),
    ("until:2024", "sanaa"),
    ("date:2025-03-03", "wire"),
    ("date:2025-03", "wire courier bus"),
    ("date:2024-12..2025-03-03 killed:>0", "wire"),
    ("kind:civilians", "bus"),
    ("kind:remote market", "wire courier"),
    ("published:2025-03-05", "courier"),
    ("published:>2025-03-04", "courier"),
    ("published:<2025-02", "sanaa"),
    ("market published:>=2025-03-04", "courier names"),
    ("outlet:courier", "courier"),
    ('outlet:"ostrel courier" market', "courier"),
    ('name:"northern shield"', "names"),
    ("name:vohl", "courier"),
    ("name:river", ""),
    ("sanaa", "sanaa"),
    ("Sana’a", "sanaa"),
    ("tarmiya", "sanaa"),
    ("al-Tarmiya", "sanaa"),
    ('"near Sanaa and Tarmiya"', "sanaa"),
    ("UN", "sanaa"),
    ("U.N.", "sanaa"),
    ("1200", "sanaa"),
    ("strasse", "sanaa"),
    ("الطارمية", "arabic"),
    ("طارمية", "arabic"),
    ("والطارمية", "arabic"),
    ("احمد", "arabic"),
    ("قتل 12", "arabic"),
    ("السوق", "arabic"),
    ("市场", "chinese"),
    ("场市", ""),
    ("空袭 死亡", "chinese"),
    ("बाज़ार", "hindi"),
    ("부산", "korean"),
    ("NEAR", "names sanaa"),
    ("NEAR(market, 2)", ""),
    ("market NOT", "courier"),
    ("title:market", None),
    ('"title:market"', ""),
    ("market*\0", "wire courier names"),
    ("'; DROP TABLE ledger_report; --", ""),
    ("100% _", ""),
    ("\\' | 'a':*A & !'b'", ""),
]  # fmt: skip


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as ledger:
        add(ledger, *REPORTS)
        yield ledger


def add(ledger: Ledger, *records: Record) -> None:
    for record in records:
        ledger.add(record, original(record.article.text))
    ledger.refresh()


def search(ledger: Ledger, text: str) -> list[str]:
    from onrecord.ledger.searching import search

    return [hit.id for hit in search(ledger.using, parse(text)).hits]


def test_every_query_finds_its_reports(ledger: Ledger) -> None:
    for text, wanted in FOUND:
        if wanted is None:
            with pytest.raises(QueryError):
                parse(text)
        else:
            assert sorted(search(ledger, text)) == sorted(wanted.split()), text


def test_a_hit_shows_its_words_where_they_stand(ledger: Ledger) -> None:
    from onrecord.ledger.searching import search

    texts = {record.input_id: record.article.text for record in REPORTS}
    for text in ("market", '"dol aren" OR ferry', "said:Rennick aircraft", "市场", "السوق", 'place:"Dol Aren"'):
        hits = search(ledger.using, parse(text)).hits
        assert hits
        for hit in hits:
            assert hit.snippet in texts[hit.id]
            assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.marks)
    [hit] = search(ledger.using, parse("said:Rennick aircraft")).hits
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["aircraft"]
    assert (hit.said_by, hit.title, hit.outlet) == ("Pavo Rennick", "Market struck in Dol Aren", "Meridian Wire")
    [first] = [sheet.incident_id for sheet in ledger.incidents() if any(a.id == "wire" for a in sheet.articles)]
    assert hit.incidents == (first,)


def test_the_title_counts_most_and_copies_come_newest_first(where: str) -> None:
    filler = " ".join(f"word{n}" for n in range(60))
    with open_ledger(where, create=True) as ledger:
        add(
            ledger,
            report("body", f"A lantern burnt. {filler}", published="2025-01-01"),
            report("title", f"Nothing burnt. {filler}", title="The lantern", published="2024-01-01"),
            report("old", f"A lantern burnt here. {filler}", published="2023-01-01"),
            report("new", f"A lantern burnt there. {filler}", published="2026-01-01"),
            *(report(f"other{n}", f"Number {n}. {filler}") for n in range(9)),
        )
        assert search(ledger, "lantern") == ["title", "body", "new", "old"] or search(ledger, "lantern") == [
            "title", "new", "body", "old"
        ]  # fmt: skip


def test_pages_follow_one_another(ledger: Ledger) -> None:
    from onrecord.ledger.searching import search

    whole = search(ledger.using, parse("market"))
    assert (whole.total, whole.more) == (3, False)
    pages = [search(ledger.using, parse("market"), limit=1, offset=n).hits for n in range(4)]
    assert [hit for page in pages for hit in page] == list(whole.hits)


def test_of_more_than_are_ranked_the_last_added_are(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.ledger import searching

    monkeypatch.setattr(searching, "RANKED", 2)
    found = searching.search(ledger.using, parse("market"))
    assert ({hit.id for hit in found.hits}, found.total, found.more) == ({"courier", "names"}, 2, True)


def test_what_was_withdrawn_or_superseded_is_not_found(ledger: Ledger) -> None:
    from onrecord.ledger.by import By

    add(ledger, report("bus", HALVIN.replace("The bus", "The coach")))
    assert search(ledger, "coach") == ["bus"]
    assert search(ledger, '"the bus"') == []
    ledger.remove("bus", by=By(who="Ada", reason="a test"))
    assert search(ledger, "coach") == []
    assert search(ledger, "halvin") == []


def test_a_damaged_record_is_told_in_a_sentence(ledger: Ledger) -> None:
    from onrecord.ledger.models import Report

    Report.objects.using(ledger.using).filter(name="wire").update(record=b"no record")
    with pytest.raises(LedgerError, match="The record of the report wire is damaged"):
        search(ledger, "aircraft")


def row_of(ledger: Ledger, name: str) -> int:
    """The row of a report's current version."""
    from onrecord.ledger.models import Report

    return Report.objects.using(ledger.using).values_list("id", flat=True).get(name=name, current=True)


def test_the_index_is_held_against_the_records(ledger: Ledger) -> None:
    from django.db import connections

    from onrecord.ledger.searching import faults, index, unindex

    assert list(faults(ledger.using)) == []
    # A report that is taken out and put in with other words.
    row = row_of(ledger, "wire")
    unindex(ledger.using, row, REPORTS[0])
    assert len(list(faults(ledger.using))) >= 2
    index(ledger.using, row, REPORTS[0])
    assert list(faults(ledger.using)) == []
    with connections[ledger.using].cursor() as cursor:
        cursor.execute("UPDATE ledger_voice SET name = 'Nobody' WHERE report_id = %s", [row])
    assert [fault.where for fault in faults(ledger.using)] == ["report wire (version 1)"]


def test_a_report_put_in_with_other_words_is_told(ledger: Ledger) -> None:
    from onrecord.ledger.searching import faults, index, unindex

    row = row_of(ledger, "wire")
    unindex(ledger.using, row, REPORTS[0])
    index(ledger.using, row, report("wire", "Other words."))
    assert "report wire (version 1)" in [fault.where for fault in faults(ledger.using)]


def test_a_book_and_a_page_without_blanks_go_in(where: str) -> None:
    book = " ".join(f"chapter{n} {'x' * (n % 90)}é{n}" for n in range(12_000))
    with open_ledger(where, create=True) as ledger:
        add(ledger, report("book", book), report("page", "多尔" * 12_000 + "市场"))
        assert search(ledger, "chapter7") == ["book"]
        assert search(ledger, '"chapter7 éx"') == []
        assert search(ledger, "市场") == ["page"]


def test_what_is_too_much_for_the_database_is_cut_and_not_refused() -> None:
    from onrecord.ledger.indexing import indexed, vector

    endless = " ".join(f"{'ж' * 60}{n}" for n in range(20_000))
    columns = indexed(report("endless", endless, title="A title"))
    assert columns.title[1:] == ["a", "title"] and 5_000 < len(columns.body) < 20_000
    assert len(vector(columns).encode()) < 1 << 20


WRONG = [
    ("said:", "has no value"),
    ("said:-", "has no word"),
    ("sais:Rennick", "There is no filter 'sais'"),
    ("killed:many", "whole number"),
    ("killed:9..3", "killed:3..9"),
    ("killed:>=1e9", "whole number"),
    ("killed:٣", "whole number"),
    ("since:yesterday", "takes a day"),
    ("since:2025-02-30", "takes a day"),
    ("date:2025..2024", "backwards"),
    ("date:>=2024..2025", "no bound"),
    ("since:2025 date:2025", "twice"),
    ("-said:Rennick", "minus"),
    ("market OR", "OR stands between"),
    ("OR market", "OR stands between"),
    ("market OR -bus", "OR stands between"),
    ("", "nothing to look for"),
    ('"" * -- !', "nothing to look for"),
    ("word " * 65, "65 words"),
    ("x" * 100_000, "100000 characters"),
    ("\x1b[2J:x", "nothing to look for"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_search_that_cannot_be_understood_says_so_in_a_sentence(text: str, said: str) -> None:
    if text.startswith("\x1b"):
        assert plan(parse(text)).all  # a terminal's code is words like any other
        return
    with pytest.raises(QueryError, match=said.replace("..", r"\.\.")) as error:
        parse(text)
    sentence = str(error.value)
    assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 300


@pytest.mark.parametrize("query", [Query(since="2025"), Query(until="soon"), Query(published_until="9999-99-99")])
def test_days_of_a_query_made_by_a_program_are_days(query: Query) -> None:
    with pytest.raises(QueryError, match="day"):
        plan(query)


def test_filters_come_out_as_values() -> None:
    assert parse('market said:Rennick place:"Dol Aren" killed:>=10 since:2025-03-01') == Query(
        words="market", said_by="Rennick", place="Dol Aren", killed_at_least=10, since="2025-03-01"
    )
    assert parse("date:2024-02") == Query(since="2024-02-01", until="2024-02-29")
    assert parse("published:<2024-03-01 injured:<=5") == Query(published_until="2024-02-29", injured_at_most=5)


@given(st.text(max_size=300))
def test_whatever_is_written_makes_words_and_nothing_else(text: str) -> None:
    try:
        made: Plan = plan(parse(text))
    except QueryError as error:
        assert str(error).endswith(".")
        return
    for run in (*made.none, *(run for runs in made.all for run in runs)):
        for word in run.words:
            assert word and all(c.isalnum() or not c.isascii() for c in word)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_folded_words_are_where_they_are_said_to_be(text: str) -> None:
    found = list(pieces(text))
    assert [piece.word for piece in found] == fold(text)
    last = 0
    for piece in found:
        assert last <= piece.start < piece.end <= len(text)
        assert piece.word in fold(text[piece.start : piece.end])[:1] or piece.word
        last = piece.end


FOLDED = [
    ("Sana'a, Sana’a, Ṣanʿāʾ", "sanaa sanaa sana"),
    ("Rennick's O'Brien’s", "rennick obrien"),
    ("al-Tarmiya Al Tarmiya as-Suwayda as-yet", "tarmiya tarmiya suwayda yet"),
    ("U.N. e.g. 3.5 1,200 12,34", "un eg 3 5 1200 12 34"),
    ("أحمد إيمان آية مؤمن شيئ", "احمد ايمان ايه مومن شيي"),
    ("والطارمية بالطارمية للطارمية الطارمية", "طارميه طارميه طارميه طارميه"),
    ("١٢ ۱۲ 12", "12 12 12"),
    ("Ελλάδα ελλαδα Москва москва", "ελλαδα ελλαδα москва москва"),
    ("市场 ｶﾅ", "市 场 カ ナ"),
    ("soft\u00adhyphen a\u200bb \u202eabc\u202c", "softhyphen ab abc"),
]


@pytest.mark.parametrize(("text", "words"), FOLDED)
def test_one_word_written_in_two_ways_is_one_word(text: str, words: str) -> None:
    assert " ".join(fold(text)) == words


def test_folding_takes_time_in_step_with_the_text() -> None:
    for part in ("ab'-.", "中", "U.", "'", "1,", "a\u0301", "-", "ال"):
        assert fold(part * 50_000) is not None


def test_a_mark_stays_within_its_snippet() -> None:
    from onrecord.ledger.query import Run
    from onrecord.ledger.snippets import WIDTH, snippet

    text = ("filler " * 40 + "needle " * 3) * 5
    found = snippet(report("long", text), [Run(("needle",)), Run(("fil",), True)])
    assert len(found.text) <= WIDTH and text[found.start : found.start + len(found.text)] == found.text
    assert found.marks and all(
        found.text[s:e] in ("needle", "filler") and Span(s, e) in found.marks for s, e in found.marks
    )


def test_what_may_not_be_seen_is_not_found_by_what_it_says(ledger: Ledger) -> None:
    """A filter is no oracle: neither the hits nor their number tell of an incident that is left out."""
    from onrecord.ledger.models import Report
    from onrecord.ledger.unseen import Unseen

    rows = dict(Report.objects.using(ledger.using).values_list("name", "id"))
    [market] = ledger.search("said:Rennick").hits[0].incidents
    hidden = Unseen(frozenset([market]), frozenset([rows["wire"]]))
    for text, unseen, wanted in (
        ("market", Unseen(), "courier names wire"),
        ("market", hidden, "courier names"),
        ("killed:14", hidden, ""),
        ("killed:14", Unseen(frozenset([market])), ""),
        ('place:"Dol Aren"', hidden, "courier"),
        ('place:"Dol Aren" market', hidden, "courier"),
        ("published:2025-03-03", hidden, ""),
        ("published:2025-03-03", Unseen(), "wire"),
    ):
        found = ledger.search(text, without=unseen)
        assert sorted(hit.id for hit in found.hits) == wanted.split(), text
        assert found.total == len(found.hits)
    [wire] = ledger.search("said:Rennick", without=Unseen(frozenset([market]))).hits
    assert wire.incidents == ()


def test_only_what_came_later(ledger: Ledger) -> None:
    from onrecord.ledger.models import Report

    rows = dict(Report.objects.using(ledger.using).values_list("name", "id"))
    for text, after, wanted in (
        ("market", "wire", "courier names"),
        ("market", "names", ""),
        ("published:>=2025-03-03", "wire", "bus courier names"),
    ):
        assert sorted(hit.id for hit in ledger.search(text, after=rows[after]).hits) == wanted.split()


WRITTEN = [
    "market said:Rennick place:\"Dol Aren\" killed:>=10 since:2025-03-01",
    'name:"Northern Shield" outlet:Post kind:protests until:2025-03-31',
    "killed:5 injured:5..20 published:2025-03-01..2025-03-31",
    "killed:<=4 injured:>=2 published:<=2025-03-31 a OR b -c \"a phrase\"*",
    "said:Ren* date:2025-03",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_a_query_is_written_as_it_is_read(text: str) -> None:
    query = parse(text)
    assert parse(written(query)) == query
