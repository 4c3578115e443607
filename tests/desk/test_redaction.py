"""Redacted copies say nothing of what they hide, and the original stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.team import Desk
from onrecord.desk import redaction
from onrecord.desk.access import Role
from onrecord.desk.models import Redaction, Veil
from onrecord.desk.redaction import BLOCK, Wanted, joined, pieces
from onrecord.desk.veils import Veiled, Veils
from onrecord.ledger import originals
from onrecord.ledger.models import Entry, Report
from onrecord.record import from_json

NAME = "Ilse Marrow"
TEXT = "Omar al-Tamari spoke.\nHe said that Tamari had gone."


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], TEXT),
        ([(0, 4)], f"{BLOCK} al-Tamari spoke.\nHe said that Tamari had gone."),
        ([(0, 14), (35, 41)], f"{BLOCK} spoke.\nHe said that {BLOCK} had gone."),
        ([(15, 24)], f"Omar al-Tamari {BLOCK} said that Tamari had gone."),
    ],
)
def test_blocks_are_of_one_length(spans: list[tuple[int, int]], shown: str) -> None:
    assert "".join(piece.words for piece in pieces(TEXT, spans, Veils())) == shown


def test_a_veiled_name_partly_blacked_out_is_so_altogether() -> None:
    veils = Veils([Veiled(("Omar al-Tamari", "Tamari"), "[X]")])
    shown = "".join(piece.words for piece in pieces(TEXT, [(0, 4)], veils))
    assert shown == f"{BLOCK} spoke.\nHe said that [X] had gone."


spans = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda s: (s[0], min(s[0] + s[1], len(TEXT))))


@given(st.lists(spans.filter(lambda s: s[0] < s[1]), max_size=8))
def test_what_is_not_hidden_stays_word_for_word(spans: list[tuple[int, int]]) -> None:
    hidden = {at for start, end in spans for at in range(start, end)}
    found = pieces(TEXT, joined(spans), Veils())
    assert [p.start for p in found] == sorted(p.start for p in found)
    assert sum(p.length for p in found) == len(TEXT)
    for piece in found:
        assert piece.blacked == (piece.start in hidden)
        if not piece.blacked:
            assert piece.words == TEXT[piece.start : piece.start + piece.length]


def test_ranges_that_are_none_are_left_out() -> None:
    assert Wanted(at="0-4, 9-3, x, 10-9999", names=False).spans(TEXT) == [(0, 4), (10, len(TEXT))]


def _report(desk: Desk) -> tuple[Report, str]:
    for report in Report.objects.using("ledger").filter(current=True).order_by("id"):
        text = from_json(originals.opened(report.record)).article.text
        if NAME in text:
            return report, text
    raise AssertionError(NAME)


def _made(desk: Desk, **said: str) -> Redaction:
    report, _text = _report(desk)
    form = {"words": NAME, "reason": "to be handed to a court", "make": "yes"} | said
    answer = desk.client(Role.CODER).post(f"/reports/{report.id}/redaction/", form)
    assert answer.status_code == 303, answer.content.decode()
    row = Redaction.objects.get()
    assert answer["Location"] == f"/redactions/{row.id}/"
    return row


def test_a_copy_beside_the_untouched_original(desk: Desk) -> None:
    report, text = _report(desk)
    before = bytes(originals.original("ledger", report.article_id))
    row = _made(desk)
    reader = desk.client(Role.READER)
    answer = reader.get(f"/redactions/{row.id}/text/")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="redacted-{row.id}.txt"'
    copy = answer.content.decode()
    head, _, body = copy.partition("\n\n")
    assert report.article_id in head
    assert desk.user(Role.CODER).username in head
    assert NAME not in copy
    assert body.rstrip("\n") == re.sub(re.escape(NAME), BLOCK, text).rstrip("\n")
    for address in (f"/redactions/{row.id}/", f"/redactions/{row.id}/print/"):
        page = reader.get(address).content.decode()
        assert NAME not in page
        assert BLOCK in page
    assert bytes(originals.original("ledger", report.article_id)) == before
    line = Entry.objects.using("ledger").get(act="redact")
    assert (line.subject, line.reason) == (report.name, "to be handed to a court")
    assert NAME not in f"{line.before}{line.after}"


def test_selected_passages_and_veiled_names(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    _row, text = _report(desk)
    Veil.objects.create(name=NAME, also='["Marrow"]', by=desk.user(Role.REVIEWER))
    first = text.split()[0]
    row = _made(desk, words="", at=f"0-{len(first)}", names="yes")
    copy = desk.client(Role.READER).get(f"/redactions/{row.id}/text/").content.decode()
    body = copy.partition("\n\n")[2]
    assert "Marrow" not in copy
    assert body.startswith(BLOCK)
    assert body.count(BLOCK) >= 2


def test_a_name_veiled_after_the_copy_was_made_is_not_in_it(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    row = _made(desk, words="hospital\nwas\nsaid")
    reader = desk.client(Role.READER)
    assert NAME in reader.get(f"/redactions/{row.id}/text/").content.decode()
    Veil.objects.create(name=NAME, also='["Marrow"]', by=desk.user(Role.REVIEWER))
    for address in ("", "text/", "print/"):
        assert "Marrow" not in reader.get(f"/redactions/{row.id}/{address}").content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"words": "", "at": ""}, "Nothing is blacked out yet"),
        ({"reason": "  "}, "A reason is needed"),
        ({"reason": "protects ILSE MARROW"}, "without the words"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    desk_on_sqlite: Desk, said: dict[str, str], sentence: str
) -> None:
    report, _text = _report(desk_on_sqlite)
    form = {"words": NAME, "reason": "for a court", "make": "yes"} | said
    answer = desk_on_sqlite.client(Role.CODER).post(f"/reports/{report.id}/redaction/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert form["words"].split("\n")[0] in page
    assert not Redaction.objects.exists()


def test_passages_are_bounded(desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "_MOST", 1)
    report, _text = _report(desk_on_sqlite)
    form = {"at": "0-1, 3-4", "reason": "for a court", "make": "yes"}
    answer = desk_on_sqlite.client(Role.CODER).post(f"/reports/{report.id}/redaction/", form)
    assert answer.status_code == 422
    assert not Redaction.objects.exists()


def test_looking_makes_nothing(desk_on_sqlite: Desk) -> None:
    report, _text = _report(desk_on_sqlite)
    form = {"words": NAME, "look": "yes"}
    answer = desk_on_sqlite.client(Role.CODER).post(f"/reports/{report.id}/redaction/", form)
    assert answer.status_code == 200
    assert BLOCK in answer.content.decode()
    assert not Redaction.objects.exists()


def test_who_may(desk: Desk) -> None:
    report, _text = _report(desk)
    assert desk.client(Role.READER).get(f"/reports/{report.id}/redaction/").status_code == 403
    row = _made(desk)
    assert desk.client().get(f"/redactions/{row.id}/text/").status_code == 302
    for incident in desk.incidents():
        desk.restrict(incident)
    reader = desk.client(Role.READER)
    for address in ("", "text/", "print/"):
        assert reader.get(f"/redactions/{row.id}/{address}").status_code == 404
    assert desk.client(Role.CODER).get(f"/reports/{report.id}/redaction/").status_code == 404
