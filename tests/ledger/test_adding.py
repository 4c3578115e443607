"""Adding reports: what is kept, what is the same, what is a new version, what is a copy."""

from __future__ import annotations

import hashlib
import multiprocessing
from pathlib import Path

import msgspec
import pytest

from ledger.material import CORRECTION, PAGE, Item, exported, fill, names, reader, samples
from ledger.records import Event, original, report
from onrecord.ledger import LedgerError, open_ledger
from onrecord.ledger.adding import whence
from onrecord.record import Article, Incident, IncidentType, Mentions, Record, Span, When


def revised(item: Item, old: str, new: str) -> tuple[Record, bytes]:
    """The report read again with some of its words replaced, as its page might be changed silently."""
    text = item.record.article.text.replace(old, new)
    data = text.encode()
    article = msgspec.structs.replace(item.record.article, id="sha256:" + hashlib.sha256(data).hexdigest(), text=text)
    return reader().read(article, input_id=item.record.input_id), data


def test_every_original_is_kept_byte_for_byte_and_every_record_comes_back(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger)
        for item in samples():
            assert ledger.original(item.record.article.id) == item.original
            if item.record.input_id == CORRECTION:
                assert ledger.record(PAGE).article == item.record.article
            else:
                assert ledger.record(item.record.input_id or "", version=1) == item.record
        assert ledger.reports() == len(names())
        assert list(ledger.verify()) == []


def test_a_page_corrected_is_one_report_in_two_versions(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger)
        assert [version for version, _ in ledger.versions(PAGE)] == [1, 2]
        told = [e.reason or "" for e in ledger.entries(subject=PAGE)]
        assert any(("12" in each and "nine" in each.lower()) or "9" in each for each in told), told


def test_the_samples_become_incidents_with_several_origins(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger)
        sheets = list(ledger.incidents())
        main = max(sheets, key=lambda s: len(s.articles))
        assert main.place is not None and main.place.name == "Dol Aren"
        assert main.date.earliest == "2025-03-03"
        assert len(main.articles) > main.origins >= 4, "copies are one voice"
        assert {a.status for a in main.accounts} >= {"agrees", "differs"}
        for sheet in sheets:
            for account in sheet.accounts:
                for anchor in account.anchors:
                    text = next(i.record.article.text for i in samples() if i.record.article.id == anchor.article)
                    assert " … ".join(text[s:e] for s, e in anchor.spans) == anchor.text


def test_adding_everything_again_changes_nothing(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger)
        before, head = exported(ledger), ledger.head()
        for item in samples():
            assert ledger.add(item.record, item.original, whence=item.whence).outcome == "same"
        assert (exported(ledger), ledger.head()) == (before, head)


def test_a_changed_page_is_a_new_version_beside_the_old_with_what_changed(where: str) -> None:
    item = samples()[0]
    record, data = revised(item, "At least 14 people", "At least 19 people")
    with open_ledger(where, create=True) as ledger:
        fill(ledger, first=8)
        before = {a.id for s in ledger.incidents() for a in s.articles}
        done = ledger.add(record, data, whence=item.whence)
        ledger.refresh()
        assert (done.outcome, done.name, done.version) == ("version", item.record.input_id, 2)
        assert any("14" in each and "19" in each for each in done.changes), done.changes
        assert [version for version, _ in ledger.versions(done.name)] == [1, 2]
        assert ledger.original(item.record.article.id) == item.original
        assert ledger.record(done.name).article.text == record.article.text
        assert ledger.record(done.name, version=1) == item.record
        assert {a.id for s in ledger.incidents() for a in s.articles} == before
        told = [s for s in ledger.incidents() for a in s.articles if a.id == done.name and not a.background]
        assert any(account.low == 19 for sheet in told for account in sheet.accounts)
        assert list(ledger.verify()) == []


def test_another_report_under_a_taken_name_gets_a_name_of_its_own(where: str) -> None:
    one, two = samples()[0], samples()[4]
    renamed = msgspec.structs.replace(two.record, input_id=one.record.input_id)
    with open_ledger(where, create=True) as ledger:
        ledger.add(one.record, one.original, whence="/a/report.txt")
        done = ledger.add(renamed, two.original, whence="/b/report.txt")
        assert (done.outcome, done.name) == ("new", f"{one.record.input_id} (2)")
        assert ledger.record(done.name).input_id == done.name


def test_the_same_words_from_two_places_are_two_reports_of_one_origin(where: str) -> None:
    item = samples()[0]
    other = msgspec.structs.replace(item.record, input_id="elsewhere.txt")
    with open_ledger(where, create=True) as ledger:
        ledger.add(item.record, item.original, whence="a")
        assert ledger.add(other, item.original, whence="b").outcome == "new"
        (origin,) = ledger.origins()
        assert {(a.id, a.kind) for a in origin.articles} == {
            (item.record.input_id, "first"),
            ("elsewhere.txt", "exact"),
        }
        (sheet,) = [s for s in ledger.incidents() if len(s.articles) == 2][:1]
        assert sheet.origins == 1


def test_what_two_copies_tell_in_passing_is_no_incident_by_itself(where: str) -> None:
    text = "Nine people were killed in Dol Aren on Monday. In May a shell hit the cellar of the hospital."
    told = report("a.txt", text, event=Event("Dol Aren", "2025-03-03", 9, "Nine people were killed"))
    start = text.index("shell hit")
    passing = Incident(
        "i2",
        IncidentType("shelling", event="Explosions/Remote violence"),
        Mentions((Span(start, start + 9),)),
        When("2024-05-01", "2024-05-31", "month"),
        background=True,
    )
    told = msgspec.structs.replace(told, incidents=(*told.incidents, passing))
    with open_ledger(where, create=True) as ledger:
        for name in ("a.txt", "b.txt"):
            ledger.add(msgspec.structs.replace(told, input_id=name), original(text), whence=name)
        (sheet,) = ledger.incidents()
        assert (sheet.killed.low, sheet.reports, sheet.origins) == (9, 2, 1)


def test_bytes_that_are_not_the_article_s_are_refused_and_nothing_is_kept(where: str) -> None:
    item = samples()[0]
    with open_ledger(where, create=True) as ledger:
        with pytest.raises(LedgerError, match="are others"):
            ledger.add(item.record, item.original + b" ", whence="a")
        assert (ledger.reports(), ledger.head().seq) == (0, 1), "the line that it was made alone"


def test_a_report_removed_leaves_a_tombstone_and_stays_away(where: str) -> None:
    from onrecord.ledger.by import By

    item = samples()[0]
    name = item.record.input_id or ""
    with open_ledger(where, create=True) as ledger:
        fill(ledger, first=6)
        ledger.remove(name, by=By(who="Ada", reason="its outlet withdrew it"))
        ledger.refresh()
        assert name not in {a.id for s in ledger.incidents() for a in s.articles}
        assert name not in {a.id for o in ledger.origins() for a in o.articles}
        with pytest.raises(LedgerError, match="was removed"):
            ledger.record(name)
        assert ledger.add(item.record, item.original, whence=item.whence).outcome == "same"
        assert [e.reason for e in ledger.entries(subject=name)][-1] == "its outlet withdrew it"
        assert list(ledger.verify()) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://courier.example/a", "https://courier.example/a"),
        ("mwa-2025-1", "mwa-2025-1"),
        ("-", "sha256:0"),
        ("here.txt", "{tmp}/here.txt"),
        ("./here.txt", "{tmp}/here.txt"),
        ("here.txt#3", "{tmp}/here.txt#3"),
        ("odd#name.txt", "{tmp}/odd#name.txt"),
    ],
)
def test_where_a_report_came_from_is_the_same_from_every_folder(
    given: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("here.txt", "odd#name.txt"):
        (tmp_path / name).write_text("x")
    monkeypatch.chdir(tmp_path)
    assert whence(given, Article(id="sha256:0", text="x")) == expected.replace("{tmp}", str(tmp_path))


def _some(where: str, first: int) -> None:
    with open_ledger(where, create=True) as ledger:
        for item in samples()[first::2]:
            ledger.add(item.record, item.original, whence=item.whence)


def test_two_processes_adding_at_once_lose_and_double_nothing(where: str) -> None:
    samples()  # read before the processes part
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_some, args=(where, n)) for n in (0, 1)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(240)
        assert each.exitcode == 0
    with open_ledger(where) as ledger:
        ledger.refresh()
        # Which of the page's two versions came first depends on who was quicker.
        found = {a.id for o in ledger.origins() for a in o.articles}
        assert found in (names(), names() - {PAGE} | {CORRECTION})
        assert ledger.reports() == len(names())
        assert ledger.head().seq == 1 + len(samples())
        assert list(ledger.verify()) == []


def test_ids_addresses_and_titles_of_any_length_and_kind_are_kept(where: str) -> None:
    """Limits of the databases' own: an index's 2,700 bytes, texts without NUL, halves of characters."""
    item = samples()[3]
    article = msgspec.structs.replace(
        item.record.article,
        url="https://a.example/" + "ж" * 4000,
        title="a\x00b" + "x" * 9000,
        outlet="\x00",
        published="2025-03-03T10:00:00.000000000000000000000000000000000+02:00",
    )
    record = msgspec.structs.replace(item.record, article=article, input_id="\x00" + "ي" * 5000)
    with open_ledger(where, create=True) as ledger:
        done = ledger.add(record, item.original, whence="/" + "ж" * 5000)
        assert done.outcome == "new"
        assert ledger.add(record, item.original, whence="/" + "ж" * 5000).outcome == "same"
        assert ledger.record(done.name).article.url == article.url
        ledger.refresh()
        assert list(ledger.verify()) == []
