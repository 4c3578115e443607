"""People at risk are shown nowhere by their names, and the evidence stays as it is."""

from __future__ import annotations

import time

import msgspec
import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from desk.pages import settled
from desk.team import Desk
from ledger.material import samples
from onrecord.accounts.sheet import Anchor, Article
from onrecord.desk import care
from onrecord.desk.access import Role
from onrecord.desk.models import Redaction, Veil
from onrecord.desk.shifting import shifted
from onrecord.desk.veils import Veiled, Veils
from onrecord.ledger import originals
from onrecord.ledger.answers import LogLine, Person, Report
from onrecord.ledger.models import Entry
from onrecord.ledger.models import Report as Row
from onrecord.ledger.verifying import faults
from onrecord.record import Entity, check, from_json

OMAR = Veils([Veiled(("Omar al-Tamari", "Tamari"), "[X]"), Veiled(("Sira Benoît",), "S. B.")])
WORDS = (
    ("Omar al-Tamari spoke.", "[X] spoke."),
    ("OMAR AL TAMARI spoke", "[X] spoke"),
    ("Omar K. al-Tamari’s house and Tamari's car", "[X]’s house and [X]'s car"),
    ("al-Tamari, El-Tamari", "[X], [X]"),
    ("Tamari, Omar (born 1970)", "[X] (born 1970)"),
    ("Omār al-Ṭamarī", "[X]"),
    ("Omar came; the Tamarian came; Atamari came", "Omar came; the Tamarian came; Atamari came"),
    ("Omar\nal-Tamari", "[X]"),
    ("sira benoit and SIRA BENOÎT", "S. B. and S. B."),
    ("Sira and Benoît", "Sira and Benoît"),
    ("photos/omar-al-tamari_2.jpg, @omartamari, siraBenoit", "photos/[X]_2.jpg, @[X], S. B."),
    ("", ""),
)
SCRIPTS = (
    ("محمد عبد الله", "قال محمد عبدالله إن", "قال [X] إن"),
    ("محمد عبد الله", "ومحمد عبد الله", "و[X]"),
    ("أحمد المصري", "احمد المصرى", "[X]"),
    ("أحمد المصري", "لأحمد المصري", "ل[X]"),
    ("Иван Петренков", "с Иваном Петренковым и Ивану Петренкову", "с [X] и [X]"),
    ("Иван Петренков", "Петренков уехал", "Петренков уехал"),
    ("Олена Ковалюк", "Олени Ковалюк, Оленою Ковалюк", "[X], [X]"),
    ("山田花子", "昨日、山田花子は", "昨日、[X]は"),
)


@pytest.mark.parametrize(("text", "shown"), WORDS)
def test_a_name_is_found_as_it_is_written(text: str, shown: str) -> None:
    assert OMAR.words(text) == shown
    assert OMAR.words(OMAR.words(text)) == shown


@pytest.mark.parametrize(("name", "text", "shown"), SCRIPTS)
def test_a_name_is_found_as_its_language_writes_it(name: str, text: str, shown: str) -> None:
    assert Veils([Veiled((name,), "[X]")]).words(text) == shown


PARTS = (*"Omar tTaml-i'.,\u0301\n", "Omar al-Tamari", " Sira Benoît ")


@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_ranges_are_in_order_and_apart(text: str) -> None:
    last = 0
    for start, end, shown in OMAR.ranges(text):
        assert last <= start < end <= len(text)
        assert shown in ("[X]", "S. B.")
        last = end


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("three of them, said Dr. Omar", "three of them, said Dr."),
        ("said Omar K.", "said"),
        ("al-Tamari, of the hospital, spoke", "al-Tamari, of the hospital, spoke"),  # whole by itself, and hidden
        ("Benoît said that", " said that"),
        ("Sira", ""),
        ("with Sira Benoît", "with Sira Benoît"),
        ("Sira went home; then Benoît too, later", "went home; then Benoît too, later"),
        ("nobody here", "nobody here"),
    ],
)
def test_no_part_of_a_name_stands_at_the_edge_of_a_piece(text: str, shown: str) -> None:
    low, high = OMAR.whole(text)
    assert text[low:high].strip() == shown.strip()


def test_a_snippet_does_not_end_in_half_a_name(desk_on_sqlite: Desk) -> None:
    desk_on_sqlite.client(Role.REVIEWER).post(
        "/care/veil/", {"name": "Ilse Marrow", "alias": "a doctor", "reason": "r"}
    )
    assert Veil.objects.filter(alias="a doctor").exists()
    client = desk_on_sqlite.client(Role.READER)
    assert "Ilse" not in settled(client.get("/search/?q=market").content.decode())


def test_where_nobody_is_veiled_nothing_changes() -> None:
    record = next(iter(samples()))[0]
    nobody = Veils()
    assert not nobody.any
    assert nobody.value(record) is record
    assert nobody.words("Omar al-Tamari") == "Omar al-Tamari"


def test_in_values_texts_are_shown_otherwise_and_ids_stay() -> None:
    said = LogLine(
        seq=1, at="2025-03-03T00:00:00+00:00", who="ada", act="set", subject="i1", hash="ab", reason="as Tamari says",
        before='{"note":"by Omar al-Tamari","n":[1,"Tamari"]}', after="null",
    )  # fmt: skip
    shown = OMAR.value(said)
    assert shown.reason == "as [X] says"
    assert shown.before is not None
    assert msgspec.json.decode(shown.before) == {"note": "by [X]", "n": [1, "[X]"]}
    assert (shown.subject, shown.hash, shown.after) == ("i1", "ab", "null")
    anchor = Anchor("sha256:1", ((0, 6),), "Tamari")  # type: ignore[arg-type]
    assert OMAR.value(anchor) == Anchor("sha256:1", ((0, 6),), "[X]")  # type: ignore[arg-type]


def test_names_of_reports_and_numbers_of_registers_name_nobody() -> None:
    one, other = OMAR.value(Report("omar-al-tamari.html")), OMAR.value(Report("tamari-omar.html"))
    assert one.id.startswith("[X].html~")
    assert one.id != other.id
    entity = Entity("e1", "person", "Omar al-Tamari", ids={"wikidata": "Q0"})
    assert OMAR.value(entity) == Entity("e1", "person", "[X]")
    article = Article("x.html", "sha256:1", "o1", False, "i1", title="Tamari speaks")
    assert OMAR.value(article).title == "[X] speaks"


def test_in_a_record_spans_are_of_the_text_as_shown() -> None:
    found = 0
    for record, _original, _whence in samples():
        names = {e.name for e in record.entities if e.kind == "person" and e.name.count(" ") == 1}
        veils = Veils([Veiled((name, name.split()[-1]), "[name withheld]") for name in sorted(names)])
        shown = veils.value(record)
        check(shown)
        assert not veils.ranges(shown.article.text)
        assert not veils.any or not veils.ranges(msgspec.json.encode(shown).decode())
        assert len(shown.statements) == len(record.statements)
        found += sum(len(veils.ranges(record.article.text)) for _ in (1,))
    assert found > 50


@given(st.data())
def test_spans_shifted_stay_in_order(data: st.DataObject) -> None:
    record = next(r for r, _o, _w in samples() if r.statements)
    size = len(record.article.text)
    edges = sorted(data.draw(st.sets(st.integers(0, size), max_size=12)))
    ranges = [
        (a, b, data.draw(st.sampled_from(("X", "a longer name"))))
        for a, b in zip(edges[::2], edges[1::2], strict=False)
    ]
    check(shifted(record, ranges, record))


def test_a_key_in_an_address_tells_nothing() -> None:
    shown = OMAR.key("omar tamari")
    assert "tamari" not in shown
    assert OMAR.key(shown) == shown
    assert OMAR.unkey(shown) == "omar tamari"
    assert OMAR.key("ilse marrow") == OMAR.unkey("ilse marrow") == "ilse marrow"
    assert OMAR.value(Person("omar tamari", "Omar al-Tamari")).key == shown
    for false in ("omar tamari", "colonel tamari", "veiled.AAAA", "veiled.ö", f"{shown[:-4]}AAAA"):
        with pytest.raises(Http404):
            OMAR.unkey(false)


@pytest.mark.parametrize(
    ("query", "text", "kept"),
    [
        ("tamari", "Omar al-Tamari spoke", False),
        ("tam", "Omar al-Tamari spoke", False),
        ("omar", "Omar al-Tamari spoke", False),
        ("omar", "Omar al-Tamari and Omar Vell spoke", True),
        ('"omar al-tamari" hospital', "Omar al-Tamari at the hospital", False),
        ("hospital", "Omar al-Tamari at the hospital", True),
        ("benoit", "Sira Benoît came from Benoît", True),
    ],
)  # fmt: skip
def test_a_search_does_not_confirm_a_name(query: str, text: str, *, kept: bool) -> None:
    assert OMAR.keeps(query, None, text) is kept


NAME = "Ilse Marrow"


def _veil(desk: Desk, **said: str) -> int:
    form = {"name": NAME, "also": "Marrow\nDr Marrow", "alias": "", "reason": "threats against a witness"} | said
    return int(desk.client(Role.REVIEWER).post("/care/veil/", form).status_code)


def test_who_is_veiled_is_shown_to_nobody_and_the_evidence_stays(desk: Desk) -> None:
    before = {
        row.article_id: bytes(originals.original("ledger", row.article_id)) for row in Row.objects.using("ledger")
    }
    assert _veil(desk) == 303
    (row,) = Veil.objects.all()
    named = [
        r
        for r in Row.objects.using("ledger").filter(current=True)
        if NAME in from_json(originals.opened(r.record)).article.text
    ]
    assert named
    for who in (Role.READER, Role.CODER, Role.REVIEWER, Role.ADMINISTRATOR):
        client = desk.client(who)
        for report in named[:3]:
            page = client.get(f"/reports/{report.id}/").content.decode()
            assert "Marrow" not in page
            assert "[name withheld]" in page
            assert client.get(f"/reports/{report.id}/original/").status_code == 403
        assert "Marrow" not in client.get("/history/").content.decode()
        assert client.get("/people/ilse%20marrow/").status_code == 404
    lines = Entry.objects.using("ledger").filter(subject=f"veil:{row.id}")
    assert [(line.act, line.reason) for line in lines] == [("veil", "threats against a witness")]
    assert not any("arrow" in f"{line.before}{line.after}{line.reason}" for line in lines)
    after = {id: bytes(originals.original("ledger", id)) for id in before}
    assert after == before
    assert not list(faults("ledger", head=None))


def test_every_incident_page_and_export_hides_the_name(desk_on_sqlite: Desk) -> None:
    assert _veil(desk_on_sqlite, alias="witness 4") == 303
    client = desk_on_sqlite.client(Role.READER)
    seen = 0
    for incident in desk_on_sqlite.incidents():
        for address in (
            f"/incidents/{incident}/",
            f"/incidents/{incident}/export/json/",
            f"/incidents/{incident}/export/csv/",
        ):
            answer = client.get(address)
            body = answer.content.decode(errors="replace")
            assert "Marrow" not in body, address
            seen += "witness 4" in body
    assert seen


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "Al"}, "three letters"),
        ({"name": "a\u0000bcd"}, "three letters"),
        ({"alias": "friend of Marrow"}, "alias has the name"),
        ({"reason": ""}, "reason is needed"),
        ({"reason": "Ilse Marrow is threatened"}, "without the name"),
        ({"also": "\n".join(f"Other Name{n}" for n in range(21))}, "20 other names"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    desk_on_sqlite: Desk, said: dict[str, str], sentence: str
) -> None:
    form = {"name": NAME, "also": "Marrow", "alias": "A.", "reason": "threats"} | said
    answer = desk_on_sqlite.client(Role.REVIEWER).post("/care/veil/", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert 'value="A."' in page or "alias" in said
    assert not Veil.objects.exists()


def test_an_alias_belongs_to_one_person(desk_on_sqlite: Desk) -> None:
    assert _veil(desk_on_sqlite, alias="witness 4") == 303
    assert _veil(desk_on_sqlite, name="Pavo Rennick", also="", alias="witness 4") == 422


def test_seeing_behind_is_told_ends_and_is_for_reviewers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _veil(desk) == 303
    client = desk.client(Role.REVIEWER)
    assert NAME not in client.get("/care/").content.decode()
    assert desk.client(Role.CODER).post("/care/behind/", {"reason": "curious"}).status_code == 403
    client.post("/care/behind/", {"reason": ""})
    assert NAME not in client.get("/care/").content.decode()
    client.post("/care/behind/", {"reason": "comparing with the list of patients", "next": "/care/"})
    page = client.get("/care/").content.decode()
    assert NAME in page
    assert "Hide them now" in page
    assert NAME not in desk.client(Role.ADMINISTRATOR).get("/care/").content.decode()
    line = Entry.objects.using("ledger").get(act="behind")
    assert (line.who, line.reason) == (desk.user(Role.REVIEWER).username, "comparing with the list of patients")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + care.BEHIND + 1)
    assert NAME not in client.get("/care/").content.decode()


def test_hiding_again_and_going_back_only_to_the_desk(desk_on_sqlite: Desk) -> None:
    assert _veil(desk_on_sqlite) == 303
    client = desk_on_sqlite.client(Role.REVIEWER)
    answer = client.post("/care/behind/", {"reason": "to compare", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert NAME in client.get("/care/").content.decode()
    client.post("/care/behind/", {"end": "yes", "next": "/care/"})
    assert NAME not in client.get("/care/").content.decode()


def test_a_reviewer_who_becomes_a_reader_sees_no_longer_behind(desk_on_sqlite: Desk) -> None:
    assert _veil(desk_on_sqlite) == 303
    client = desk_on_sqlite.client(Role.REVIEWER)
    client.post("/care/behind/", {"reason": "to compare"})
    user = desk_on_sqlite.user(Role.REVIEWER)
    user.role = Role.READER
    user.save()
    report = next(r for r in Row.objects.using("ledger") if NAME in from_json(originals.opened(r.record)).article.text)
    assert "Marrow" not in client.get(f"/reports/{report.id}/").content.decode()


def test_lifting_takes_a_reason_and_shows_the_name_again(desk: Desk) -> None:
    assert _veil(desk) == 303
    (row,) = Veil.objects.all()
    client = desk.client(Role.REVIEWER)
    for bad in ("", "Ilse Marrow agreed"):
        client.post(f"/care/veil/{row.id}/lift/", {"reason": bad})
        assert Veil.objects.get(id=row.id).lifted is None
    client.post(f"/care/veil/{row.id}/lift/", {"reason": "she agreed in writing"})
    assert Veil.objects.get(id=row.id).lifted is not None
    report = next(r for r in Row.objects.using("ledger") if NAME in from_json(originals.opened(r.record)).article.text)
    assert "Marrow" in desk.client(Role.READER).get(f"/reports/{report.id}/").content.decode()
    assert client.post(f"/care/veil/{row.id}/lift/", {"reason": "again"}).status_code == 404


def test_a_person_fills_the_form(desk_on_sqlite: Desk) -> None:
    page = desk_on_sqlite.client(Role.REVIEWER).get("/care/?person=ilse+marrow").content.decode()
    assert f'value="{NAME}"' in page


def test_no_script_from_a_name(desk_on_sqlite: Desk) -> None:
    assert _veil(desk_on_sqlite, alias="<script>alert(1)</script>") == 303
    client = desk_on_sqlite.client(Role.REVIEWER)
    assert "<script>alert" not in client.get("/care/").content.decode()


def test_an_original_with_a_redacted_copy_is_not_for_readers(desk_on_sqlite: Desk) -> None:
    report = Row.objects.using("ledger").filter(current=True).first()
    assert report is not None
    reader, coder = desk_on_sqlite.client(Role.READER), desk_on_sqlite.client(Role.CODER)
    assert reader.get(f"/reports/{report.id}/original/").status_code == 200
    Redaction.objects.create(
        report=report.id, article=report.article_id, spans="[[0,3]]", by=desk_on_sqlite.user(Role.CODER)
    )
    assert reader.get(f"/reports/{report.id}/original/").status_code == 403
    assert coder.get(f"/reports/{report.id}/original/").status_code == 200
