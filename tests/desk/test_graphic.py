"""What is graphic is folded, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from desk.team import Desk
from desk.walk import ask
from ledger.material import samples
from onrecord.desk import graphic
from onrecord.desk.access import Role
from onrecord.desk.ledgers import here
from onrecord.desk.models import Graphic
from onrecord.ledger.folding import fold
from onrecord.ledger.models import Entry, Report, Voice

SCRIPTS = {"en": "a-z", "fr": "a-zà-ÿœ", "es": "a-záéíñóúü", "ar": "\u0621-\u064a", "ru": "а-яё", "uk": "а-щьюяєіїґ'"}
FOLDED = (
    "Residents found three beheaded men by the road.",
    "Body parts lay in the market.",
    "The severed head was shown to children.",
    "Deux corps calcinés ont été retirés de la voiture.",
    "Elle a été violée par deux soldats.",
    "Los cuerpos calcinados estaban junto a la carretera.",
    "Hallaron restos humanos en el pozo.",
    "عثر السكان على جثث متفحمة قرب السوق.",
    "كانت الأشلاء متناثرة.",
    "Там нашли обугленные тела и фрагменты тел.",
    "На дороге лежал обезглавленный мужчина.",
    "На дорозі знайшли обвуглені тіла.",
    "Свідки бачили розчленованого чоловіка.",
)
PLAIN = (
    "Fourteen people were killed and thirty injured when a shell hit the market.",
    "The court heard that torture is forbidden by the convention.",
    "The head of the hospital raised her arms and legs were treated.",
    "Quatorze personnes ont été tuées ; la violation du cessez-le-feu a été condamnée.",
    "La violación de los derechos humanos fue denunciada; catorce muertos.",
    "قتل أربعة عشر شخصا وأصيب ثلاثون في قصف على السوق.",
    "Погибли четырнадцать человек, тело опознали.",
    "Загинули чотирнадцять людей, порушено перемир'я.",
)


def test_the_list_has_every_language_of_the_desk_in_its_own_letters_and_in_order() -> None:
    words = graphic.vocabulary()
    assert set(words) == set(SCRIPTS)
    for language, each in words.items():
        assert len(each) >= 40, language
        assert each == sorted(set(each)), language
        for entry in each:
            assert re.fullmatch(f"[{SCRIPTS[language]}]+( [{SCRIPTS[language]}]+)*", entry), entry
            assert 1 <= len(fold(entry)) <= 5, entry
            assert len("".join(fold(entry))) >= 3, entry
        keys = [" ".join(fold(entry)) for entry in each]
        assert len(set(keys)) == len(keys), language


@pytest.mark.parametrize("text", FOLDED)
def test_a_paragraph_with_a_word_of_the_list_is_folded_whole(text: str) -> None:
    whole = f"First.\n\n{text}\nLast."
    assert graphic.listed(whole) == [(8, 8 + len(text))]


@pytest.mark.parametrize("text", PLAIN)
def test_reports_of_violence_by_themselves_are_not(text: str) -> None:
    assert graphic.listed(text) == []


def test_most_of_the_samples_stay_open() -> None:
    texts = [record.article.text for record, _original, _whence in samples()]
    folded = sum(end - start for text in texts for start, end in graphic.listed(text))
    assert folded < sum(map(len, texts)) / 20


spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(st.tuples(spans, st.booleans()), max_size=12))
def test_marks_are_kept_in_order_and_apart(marks: Sequence[tuple[tuple[int, int], bool]]) -> None:
    found: list[tuple[int, int]] = []
    expected: set[int] = set()
    for (start, end), shown in marks:
        found = graphic._without(found, start, end) if shown else graphic._with(found, start, end)
        expected = expected - set(range(start, end)) if shown else expected | set(range(start, end))
    assert {at for start, end in found for at in range(start, end)} == expected
    assert all(a[1] <= b[0] for a, b in pairwise(found))


def test_people_mark_and_unmark(desk: Desk) -> None:
    report = Report.objects.using("ledger").filter(current=True).first()
    assert report is not None
    text = "x" * 100
    coder = desk.client(Role.CODER)
    assert desk.client(Role.READER).post(f"/reports/{report.id}/graphic/", {"at": "3-9"}).status_code == 403
    answer = coder.post(f"/reports/{report.id}/graphic/", {"at": "3-9"})
    assert (answer.status_code, answer["Location"]) == (303, f"/reports/{report.id}/")
    assert graphic.passages(report.id, text) == [(3, 9)]
    coder.post(f"/reports/{report.id}/graphic/", {"at": "5-7", "shown": "yes"})
    assert graphic.passages(report.id, text) == [(3, 5), (7, 9)]
    assert [e.act for e in Entry.objects.using("ledger").filter(subject=report.name).order_by("-seq")[:2]] == [
        "unfold",
        "fold",
    ]


@pytest.mark.parametrize("at", ["", "9-3", "3-3", "a-b", "-1-4", "1-99999999999"])
def test_marks_that_are_none_are_refused(desk_on_sqlite: Desk, at: str) -> None:
    report = Report.objects.using("ledger").filter(current=True).first()
    assert report is not None
    desk_on_sqlite.client(Role.CODER).post(f"/reports/{report.id}/graphic/", {"at": at})
    assert not Graphic.objects.exists()


def test_no_report_no_mark(desk_on_sqlite: Desk) -> None:
    assert desk_on_sqlite.client(Role.CODER).post("/reports/999999/graphic/", {"at": "3-9"}).status_code == 404


def test_who_wants_sees_all(desk_on_sqlite: Desk) -> None:
    report = Report.objects.using("ledger").filter(current=True).first()
    assert report is not None
    reader = desk_on_sqlite.client(Role.READER)
    desk_on_sqlite.client(Role.CODER).post(f"/reports/{report.id}/graphic/", {"at": "3-9"})
    assert "folded" in reader.get(f"/reports/{report.id}/").content.decode()
    answer = reader.post("/care/graphic/", {"graphic": "yes", "next": f"/reports/{report.id}/"})
    assert answer["Location"] == f"/reports/{report.id}/"
    assert desk_on_sqlite.user(Role.READER).graphic
    reader.post("/care/graphic/", {"graphic": "no"})
    assert not desk_on_sqlite.user(Role.READER).graphic


@pytest.mark.parametrize(
    ("marks", "folded"),
    [
        ([], False),
        ([(0, 4, False)], False),
        ([(100, 108, False)], True),
        ([(90, 200, False)], True),
        ([(90, 200, False), (80, 300, True)], False),
        ([(90, 200, False), (100, 105, True)], True),
        ([(100, 108, True), (90, 200, False)], True),
    ],
)
def test_a_piece_of_a_report_is_folded_by_its_marks(
    desk_on_sqlite: Desk, marks: list[tuple[int, int, bool]], folded: bool
) -> None:
    row = Report.objects.using("ledger").order_by("id")[0].id
    for start, end, shown in marks:
        Graphic.objects.create(report=row, start=start, end=end, shown=shown, by=desk_on_sqlite.user(Role.CODER))
    plain, listed = "A quiet day on the river.", "Body parts lay in the market."
    assert graphic.folded([(row, [(100, 125)], plain), (row + 1, [(100, 125)], plain)]) == [folded, False]
    uncovered = (80, 300, True) in marks
    assert graphic.folded([(row, [(100, 100 + len(listed))], listed)]) == [not uncovered]
    # Words that stand in several places are folded as a whole.
    assert graphic.folded([(row, [(20, 30), (210, 229)], listed)]) == [True]


def test_what_people_marked_is_folded_where_it_is_found_and_where_it_is_said(desk: Desk) -> None:
    client = desk.client(Role.READER)

    def shown(address: str, row: int) -> tuple[int, int]:
        """Of the words of the report: how many are folded, and how many are there."""
        page = ask(client, address).tree()
        link = f"a[starts-with(@href, '/reports/{row}/')]"
        texts = page.xpath(f"//main//*[contains(@class, 'words')][.//{link} or ancestor::li[1]//{link}]")
        return sum(bool(each.xpath("ancestor::details[contains(@class, 'folded')]")) for each in texts), len(texts)

    key, row = quoted(client)
    report = Report.objects.using("ledger").get(id=row)
    record = here().record(report.name)
    word = max(re.findall(r"[A-Za-z]{6,}", record.article.text), key=len)
    addresses = (f"/search/?q={word}", f"/people/{key}/")
    before = {address: shown(address, report.id) for address in addresses}
    assert all(folded == 0 < count for folded, count in before.values()), before
    by = desk.user(Role.CODER)
    Graphic.objects.create(report=report.id, start=0, end=len(record.article.text), by=by)
    for address, (_, count) in before.items():
        assert shown(address, report.id) == (count, count), address
    Graphic.objects.create(report=report.id, start=0, end=len(record.article.text), shown=True, by=by)
    assert {address: shown(address, report.id) for address in addresses} == before


def quoted(client: Client) -> tuple[str, int]:
    """Somebody (the key) whose page has words of a report (its row) in which nothing is on the list."""
    voices = Voice.objects.using("ledger").order_by("key", "report_id")
    for key in dict.fromkeys(voices.values_list("key", flat=True)):
        for link in ask(client, f"/people/{quote(key)}/").tree().xpath("//*[contains(@class, 'words')]/a/@href"):
            row = int(re.findall(r"/reports/(\d+)/", link)[0])
            record = here().record(Report.objects.using("ledger").get(id=row).name)
            if not graphic.listed(record.article.text):
                return quote(key), row
    raise AssertionError("the samples quote somebody without words of the list")
