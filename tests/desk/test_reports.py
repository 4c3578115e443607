"""The page of a report: its words are the record's, what people say of them is kept, and nobody sees what is not
theirs."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from desk.team import SECOND, Desk
from ledger.material import CORRECTION, PAGE, samples
from onrecord.accounts.amendments import found
from onrecord.desk import kept
from onrecord.desk.access import Role
from onrecord.desk.ledgers import USING, here
from onrecord.desk.models import Graphic, Review, User, Veil
from onrecord.desk.versions import diff
from onrecord.ledger import originals
from onrecord.ledger.by import By
from onrecord.ledger.models import Amendment, Report, Sighting
from onrecord.record import Figure, Statement

WIRE = "01-wire.txt"
_TAGS = re.compile(r"<[^>]*>")


def row(name: str = WIRE, *, current: bool = True) -> Report:
    return Report.objects.using(USING).get(name=name, current=current)


def page(client: Client, report: Report | None = None, more: str = "") -> str:
    answer = client.get(f"/reports/{(report or row()).id}/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def shown(html: str) -> str:
    """The words of the text as a reader has them, without what points to statements."""
    start = html.index('<div class="marks"')
    end = html.index("</section>", start)
    text = re.sub(r'<a class="ref".*?</a>|<(nav|details).*', "", html[start:end], flags=re.DOTALL)
    return unescape(_TAGS.sub("", text))


def send(client: Client, **values: object) -> str:
    """The page after an act."""
    answer = client.post(f"/reports/{row().id}/amend/", values, follow=True)
    assert answer.status_code in (200, 422)
    return str(answer.content.decode())


@pytest.mark.parametrize("name", [WIRE, "02-saved-page.txt", "05-feature.md", "16-lantern.txt"])
def test_the_text_is_the_reports_own(desk_on_sqlite: Desk, name: str) -> None:
    report = row(name)
    assert shown(page(desk_on_sqlite.client(Role.READER), report)).strip() == here().record(name).article.text.strip()


def test_every_statement_and_figure_points_at_its_words_and_back(desk_on_sqlite: Desk) -> None:
    html = page(desk_on_sqlite.client(Role.READER))
    record = here().record(WIRE)
    ids = [s.id for s in record.statements] + [f"{i.id}-{f.id}" for i in record.incidents for f in i.figures]
    for id in ids:
        assert html.count(f'id="{id}"') == html.count(f'id="at-{id}"') == 1
        assert f'href="#{id}"' in html
        assert f'href="#at-{id}"' in html
    assert html.count("Meridian Wire Agency") > 1, "through whom a statement came"
    assert "accept" not in html.lower(), "a reader is offered no act"


@pytest.mark.parametrize(
    ("asked", "marked"),
    [
        ("?at=238-253", ["fourteen bodies"]),
        ("?at=238-253,401-412", ["fourteen bodies", "one surgeon"]),
        ("?at=253-238", []), ("?at=x", []), ("?at=1-2-3", []), ("?at=99999-100000", []), ("?at=-1-4", []),
    ],
)  # fmt: skip
def test_words_that_are_asked_for_are_marked_and_in_sight(desk_on_sqlite: Desk, asked: str, marked: list[str]) -> None:
    html = page(desk_on_sqlite.client(Role.READER), more=asked)
    found = [_TAGS.sub("", m) for m in re.findall(r'<mark class="[^"]*\bhere\b[^"]*"[^>]*>[^<]*', html)]
    assert found == marked
    assert html.count('id="here"') == (1 if marked else 0)


def test_acts_by_forms_alone(desk: Desk) -> None:
    """Accept, correct, reject, add and undo, with no script: the board follows, the record stays, the log tells."""
    client = desk.client(Role.CODER)
    read = here().record(WIRE)
    report = row()
    incident = Sighting.objects.using(USING).filter(report_id=report.id).values_list("incident_id", flat=True)[0]
    assert incident is not None
    assert "Accepted." in send(client, do="accept:s2")
    assert "Corrected." in send(
        client, act="correct", target="i1.f1", figure="At least 14 people", figure_at="41-59", low="15", high="15",
        harm="killed", group="people", side="victims", given_by="s1", reason="the list of the hospital",
    )  # fmt: skip
    sheet = kept.sheet(kept.incident(incident))
    assert sheet is not None
    (account,) = [a for a in sheet.accounts if a.low == a.high == 15 and a.total and a.harm == "killed"]
    assert WIRE in account.articles
    html = send(client, act="reject", target="i1.f4", reason="a surgeon who lives")
    assert "1 rejected" in html
    assert "a surgeon who lives" in html
    html = send(
        client, act="add", kind="statement", content="a drone had circled over the town", source="two traders",
        name="two traders", how="indirect", does="asserts", reason="missed",
    )  # fmt: skip
    assert "Added." in html
    assert here().record(WIRE) == read
    now = here().amended(WIRE)
    assert isinstance(found(now, "i1.f1"), Figure)
    assert found(now, "i1.f4") is None
    lines = [(e.act, e.reason) for e in here().entries(subject=WIRE)][1:]
    assert lines == [
        ("accept", "checked against the words"), ("correct", "the list of the hospital"),
        ("reject", "a surgeon who lives"), ("add", "missed"),
    ]  # fmt: skip
    assert "Taken back." in send(client, do="undo")
    assert "Taken back." in send(client, do="undo")
    assert found(here().amended(WIRE), "i1.f4") is not None
    assert list(here().verify()) == []


def test_words_that_stand_twice_are_asked_about_and_nothing_typed_is_lost(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    typed = {
        "act": "add", "kind": "statement", "content": "Dol Aren", "name": "Tessa Vohl", "source": "Tessa Vohl",
        "does": "denies", "how": "mixed", "reason": "as heard",
    }  # fmt: skip
    html = send(client, **typed)
    places = re.findall(r'name="content_at" value="(\d+-\d+)" required', html)
    assert len(places) == here().record(WIRE).article.text.count("Dol Aren") > 1
    for value in ("Tessa Vohl", "as heard", 'value="denies" selected', 'value="mixed" selected'):
        assert value in html
    html = send(client, **typed | {"content_was": "Dol Aren", "content_at": places[1]})
    assert "Added." in html
    start, end = map(int, places[1].split("-"))
    added = next(s for s in here().amended(WIRE).statements if s.id.startswith("a"))
    assert added.content.spans == ((start, end),)
    assert added.cue is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"figure": "nineteen bodies"}, "does not stand in the text"),
        ({"figure": ""}, "Give the words"),
        ({"low": "many"}, "A number is digits alone"),
        ({"low": "9", "high": "3"}, "the smaller one first"),
        ({"low": "1" * 14}, "A number is digits alone"),
        ({"harm": "vexed"}, "Choose one"),
        ({"reason": "  "}, "Say why"),
        ({"given_by": "s99"}, "has no statement"),
        ({"incident": "i9"}, "tells of no incident"),
        ({"figure_at": "9999-99999"}, "outside the text"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_form(desk_on_sqlite: Desk, changes: dict[str, str], why: str) -> None:
    typed = {
        "act": "add", "kind": "figure", "figure": "fourteen bodies", "low": "14", "high": "14", "harm": "killed",
        "group": "people", "side": "victims", "incident": "i1", "reason": "as the doctor counted",
    }  # fmt: skip
    answer = desk_on_sqlite.client(Role.CODER).post(f"/reports/{row().id}/amend/", typed | changes)
    assert answer.status_code == 422
    html = unescape(answer.content.decode())
    assert why in html
    assert (changes.get("reason") or typed["reason"]).strip() in html
    assert not Amendment.objects.using(USING).exists()


@pytest.mark.parametrize(
    "values",
    [
        {"act": "add", "kind": "figure"}, {"do": "accept:s1"}, {"do": "undo"},
        {"act": "reject", "target": "s1", "reason": "x"},
    ],
)  # fmt: skip
def test_a_reader_amends_nothing(desk_on_sqlite: Desk, values: dict[str, str]) -> None:
    client = desk_on_sqlite.client(Role.READER)
    assert client.post(f"/reports/{row().id}/amend/", values).status_code == 403
    assert client.get(f"/reports/{row().id}/amend/", values).status_code == 403
    assert not Amendment.objects.using(USING).exists()


@pytest.mark.parametrize("act", ["accept", "correct", "reject", "add", "vex", ""])
def test_what_is_not_there_is_not_amended(desk_on_sqlite: Desk, act: str) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    for target in ("s99", "i1.f99", "i9.f1", "", ".", "s1.", "<script>", "a" * 900):
        answer = client.post(f"/reports/{row().id}/amend/", {"act": act, "target": target, "reason": "x"}, follow=True)
        assert answer.status_code in (200, 404, 422), target
        assert b"<script>" not in answer.content
    assert not Amendment.objects.using(USING).exists()


def test_only_its_author_takes_a_word_back(desk_on_sqlite: Desk) -> None:
    send(desk_on_sqlite.client(Role.CODER), do="accept:s1")
    html = send(desk_on_sqlite.client(SECOND), do="undo")
    assert "There is nothing of" in unescape(html)
    assert Amendment.objects.using(USING).get().state == "stands"


def test_with_htmx_a_part_of_the_page_comes_back(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    answer = client.post(f"/reports/{row().id}/amend/", {"do": "accept:s2"}, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert html.startswith('<div id="report"')
    record = here().record(WIRE)
    whole = len(record.statements) + sum(len(incident.figures) for incident in record.incidents)
    assert f"1 of {whole} looked at" in html
    form = client.get(
        f"/reports/{row().id}/amend/?act=add&kind=figure&at=238-253", headers={"HX-Request": "true"}
    ).content.decode()
    assert form.startswith("<form")
    assert f'hx-post="/reports/{row().id}/amend/"' in form
    assert "fourteen bodies</textarea>" in form
    assert 'value="238-253"' in form
    failed = client.post(
        f"/reports/{row().id}/amend/", {"act": "reject", "target": "i1.f4"}, headers={"HX-Request": "true"}
    )
    assert (failed.status_code, failed["HX-Retarget"]) == (200, "#slot-i1-f4")


# Versions and originals.


def test_the_original_is_given_as_a_file_alone(desk: Desk) -> None:
    report = row()
    answer = desk.client(Role.READER).get(f"/reports/{report.id}/original/")
    assert answer.content == originals.original(USING, report.article_id)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert report.article_id[7:] in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert report.article_id in page(desk.client(Role.READER)), "its hash"


def test_what_a_version_changed(desk: Desk) -> None:
    client = desk.client(Role.READER)
    new, old = row(PAGE), row(PAGE, current=False)
    assert f"/reports/{new.id}/since/{old.id}/" in page(client, new)
    assert f'href="/reports/{new.id}/"' in page(client, old)
    html = unescape(client.get(f"/reports/{new.id}/since/{old.id}/").content.decode())
    before, after = (next(i.record for i in samples() if i.record.input_id == n) for n in (PAGE, CORRECTION))
    gone = re.findall(r"<del>(.*?)</del>", html)
    come = re.findall(r"<ins>(.*?)</ins>", html)
    assert gone
    assert come
    flat = [" ".join(r.article.text.split()) for r in (before, after)]
    # What the text's own diff says is gone stands in the old text, what is new in the new one.
    start = html.index('<div class="diff"')
    assert all(each in flat[0] for each in re.findall(r"<del>(.*?)</del>", html[start:]))
    assert all(each in flat[1] for each in re.findall(r"<ins>(.*?)</ins>", html[start:]))
    assert "Figure</strong> <bdi>killed, people · given by town's doctor" in html
    assert "Changed</strong>" in html  # what has no day of publication but one of its change
    french = unescape(
        client.get(f"/reports/{new.id}/since/{old.id}/", headers={"accept-language": "fr"}).content.decode()
    )
    assert "tués, personnes · donné par town's doctor" in french and "killed, people" not in french
    for wrong in (f"/reports/{old.id}/since/{new.id}/", f"/reports/{new.id}/since/{row().id}/"):
        assert client.get(wrong).status_code == 404


@given(
    st.lists(st.sampled_from(["a b c", "a c", "d", "e f g h", ""])), st.lists(st.sampled_from(["a b c", "d e", "g"]))
)
def test_a_diff_has_the_words_of_both_versions(old: list[str], new: list[str]) -> None:
    before, after = "\n\n".join(old), "\n\n".join(new)
    edits = [e for block in diff(before, after) for e in block.edits]
    same = sum(block.skipped for block in diff(before, after))
    for kind, text in (("gone", before), ("new", after)):
        words = sorted(" ".join(e.text for e in edits if e.kind in ("same", kind)).split())
        paragraphs = [each for each in text.split("\n") if each.strip()]
        assert same <= len(paragraphs)
        assert not Counter(words) - Counter(text.split()), "no other words"
        if not same:
            assert words == sorted(text.split())


@pytest.mark.parametrize("length", [1, 40, 2000])
def test_a_diff_of_long_texts_ends_soon(length: int) -> None:
    """A megabyte in which everything changed, in many paragraphs or few."""
    count = 60_000 // length
    texts = ("\n\n".join(" ".join(f"w{n * by % 977}" for n in range(k, k + length)) for k in range(count))
             for by in (3, 7))  # fmt: skip
    began = time.thread_time()
    assert any(e.kind == "new" for block in diff(*texts) for e in block.edits)
    assert time.thread_time() - began < 60


def test_nobody_amends_an_older_version(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    old = row(PAGE, current=False)
    assert "Add a statement" not in page(client, old)
    answer = client.post(f"/reports/{old.id}/amend/", {"do": "accept:s1"}, follow=True)
    assert "newer version" in answer.content.decode()
    assert not Amendment.objects.using(USING).exists()


def test_a_withdrawn_report_leaves_a_tombstone(desk_on_sqlite: Desk) -> None:
    report = row()
    here().remove(WIRE, by=By(who="ada", reason="a forgery"))
    client = desk_on_sqlite.client(Role.READER)
    answer = client.get(f"/reports/{report.id}/")
    assert answer.status_code == 410
    assert b"Ilse Marrow" not in answer.content
    assert client.get(f"/reports/{report.id}/original/").status_code == 404
    assert desk_on_sqlite.client(Role.CODER).get(f"/reports/{report.id}/amend/").status_code == 404


# What is not for everybody.


def _alone(desk: Desk) -> tuple[Report, str]:
    """A report that tells of one incident only, and that."""
    for sighting in Sighting.objects.using(USING).filter(incident__isnull=False, report__current=True).order_by("id"):
        mine = Sighting.objects.using(USING).filter(report_id=sighting.report_id)
        if mine.count() == 1 and sighting.incident_id is not None:
            return sighting.report, sighting.incident_id
    raise AssertionError


def _same(answer: Any, row: int) -> str:
    """A page without what is other each time: its own address, the secret of its forms."""
    html = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+', "", answer.content.decode())
    return html.replace(f"/reports/{row}/", "/reports/N/").replace(f"reports%2F{row}%2F", "")


ADDRESSES = ("", "amend/?act=add&kind=statement", "original/")


@pytest.mark.parametrize("who", [Role.READER, Role.CODER, Role.REVIEWER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_report_of_a_restricted_incident_is_as_if_there_were_none(
    desk_on_sqlite: Desk, who: Role, address: str
) -> None:
    report, incident = _alone(desk_on_sqlite)
    desk_on_sqlite.restrict(incident)
    client = desk_on_sqlite.client(who)
    hidden = client.get(f"/reports/{report.id}/{address}")
    nothing = client.get(f"/reports/999999/{address}")
    if who is Role.READER and address.startswith("amend"):
        assert (hidden.status_code, nothing.status_code) == (403, 403)
        return
    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert _same(hidden, report.id) == _same(nothing, 999999)
    assert desk_on_sqlite.client(SECOND).get(f"/reports/{report.id}/{address}").status_code == 200


def _of_two() -> tuple[Report, Sighting, Sighting]:
    """A report with figures of two incidents."""
    for report in Report.objects.using(USING).filter(current=True).order_by("id"):
        record = here().record(report.name)
        counted = {i.id for i in record.incidents if i.figures}
        told = Sighting.objects.using(USING).filter(report_id=report.id, no__in=counted).order_by("id")
        if len(counted) > 1 and len(told) > 1:
            mine = told.filter(incident__isnull=False).values("incident_id")
            others = Sighting.objects.using(USING).filter(incident__isnull=False).exclude(incident_id__in=mine)
            for each in told.filter(incident__isnull=True):
                # What founded no incident by itself is moved to one, as a person may.
                each.incident_id = others[0].incident_id
                each.save(using=USING)
            first, second, *_ = told.all()
            return report, first, second
    raise AssertionError


def test_figures_of_a_restricted_incident_are_not_listed_with_those_of_another(desk_on_sqlite: Desk) -> None:
    report, first, second = _of_two()
    assert first.incident_id is not None
    desk_on_sqlite.restrict(first.incident_id)
    html = page(desk_on_sqlite.client(Role.CODER), report)
    assert f'id="{first.no}-' not in html
    assert f'id="{second.no}-' in html
    assert first.incident_id not in html
    client = desk_on_sqlite.client(Role.CODER)
    for values in (
        {"act": "reject", "target": f"{first.no}.f1", "reason": "x"},
        {"act": "add", "kind": "figure", "incident": first.no, "figure": "x", "harm": "killed", "reason": "x"},
    ):
        assert client.post(f"/reports/{report.id}/amend/", values).status_code in (404, 422)
    assert not Amendment.objects.using(USING).exists()


def test_copies_that_are_hidden_are_not_counted(desk_on_sqlite: Desk) -> None:
    report = row()
    html = page(desk_on_sqlite.client(Role.READER), report)
    assert "4 copies" in html
    other = Report.objects.using(USING).filter(origin_id=report.origin_id).exclude(id=report.id)[0]
    # The copy alone tells of an incident that nobody else may see.
    here().move(
        other.name, Sighting.objects.using(USING).filter(report_id=other.id)[0].incident_id or "", to=None,
        by=By(who="ada", reason="for the test"),
    )  # fmt: skip
    for each in Sighting.objects.using(USING).filter(report_id=other.id, incident__isnull=False):
        desk_on_sqlite.restrict(each.incident_id or "")
    html = page(desk_on_sqlite.client(Role.READER), report)
    assert "3 copies" in html
    assert f"/reports/{other.id}/" not in html


@pytest.fixture
def veiled(desk_on_sqlite: Desk) -> Iterator[Desk]:
    by = User.objects.get(username=desk_on_sqlite.user(Role.REVIEWER).username)
    Veil.objects.create(name="Ilse Marrow", also="[]", alias="Witness K", by=by)
    yield desk_on_sqlite


def test_a_name_that_is_not_shown_stands_nowhere_on_the_page(veiled: Desk) -> None:
    client = veiled.client(Role.CODER)
    for address in ("", "?at=288-303", "amend/?act=correct&target=s2", "amend/?act=correct&target=i1.f3"):
        html = client.get(f"/reports/{row().id}/{address}").content.decode()
        assert "Marrow" not in html, address
        assert "Witness K" in html, address
    assert client.get(f"/reports/{row().id}/original/").status_code == 403
    reviewer = veiled.client(Role.REVIEWER)
    assert reviewer.get(f"/reports/{row().id}/original/").status_code == 403, "before asking to see behind"
    session = reviewer.session
    session["behind"] = time.time() + 60
    session.save()
    assert reviewer.get(f"/reports/{row().id}/original/").status_code == 200


def test_a_name_that_is_not_shown_cannot_be_looked_for(veiled: Desk) -> None:
    client = veiled.client(Role.CODER)
    typed = {"act": "add", "kind": "statement", "name": "x", "source": "x", "reason": "x"}
    for words in ("Dr. Ilse Marrow", "Ilse Marrow told"):
        assert "does not stand in the text" in send(client, **typed | {"content": words})


def test_a_correction_keeps_the_name_that_is_not_shown(veiled: Desk) -> None:
    client = veiled.client(Role.CODER)
    before = found(here().record(WIRE), "s2")
    assert isinstance(before, Statement)
    assert before.source is not None
    assert before.cue is not None
    spans = {"content": before.content.spans, "source": before.source.spans, "cue": before.cue.spans}
    at = {name: ",".join(f"{a}-{b}" for a, b in each) for name, each in spans.items()}
    send(
        client, act="correct", target="s2", content="x", content_at=at["content"], source="y", source_at=at["source"],
        cue="z", cue_at=at["cue"], name="Witness K", how="mixed", does="asserts", reason="partly quoted",
    )  # fmt: skip
    after = found(here().amended(WIRE), "s2")
    assert isinstance(after, Statement)
    assert (after.kind, after.source) == ("mixed", before.source)


def test_graphic_words_are_folded_until_asked_for(desk_on_sqlite: Desk) -> None:
    report = row()
    Graphic.objects.create(report=report.id, start=238, end=253, by=desk_on_sqlite.user(Role.CODER))
    client = desk_on_sqlite.client(Role.READER)
    html = page(client, more="?at=238-253")
    folded = re.findall(r'<details class="folded graphic">(.*?)</details>', html, flags=re.DOTALL)
    assert any("fourteen bodies" in _TAGS.sub("", each) for each in folded)
    assert '<summary id="here">' in html
    outside = re.sub(r"<details.*?</details>", "", html, flags=re.DOTALL)
    assert "fourteen bodies" not in outside, "nor in the list beside"
    reader = desk_on_sqlite.user(Role.READER)
    reader.graphic = True
    reader.save()
    assert "folded graphic" not in page(desk_on_sqlite.client(Role.READER))


def test_the_number_of_queries_does_not_grow(desk: Desk) -> None:
    """Not with what a report says, its copies or the amendments of it."""
    client = desk.client(Role.CODER)

    def queries(report: Report) -> int:
        page(client, report)  # what is made once
        with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections[USING]) as theirs:
            page(client, report)
        return len(own) + len(theirs)

    few, many = queries(row("17-plain-sheet.md")), queries(row())
    for n in range(1, 9):
        send(client, do=f"accept:s{n}")
    assert queries(row()) <= many + 1, "the lines of the log, in one query"
    assert abs(few - many) <= 1
    assert many < 25


def test_what_people_said_of_an_earlier_version_is_not_forgotten(desk_on_sqlite: Desk) -> None:
    """It holds for the words that it was said of; the new version's page sends there."""
    old, new = row(PAGE, current=False), row(PAGE)
    Amendment(id="a1", report_id=old.id, line=1, data='{"act":"accept","target":"s1"}').save(using=USING)
    html = page(desk_on_sqlite.client(Role.CODER), new)
    assert "People amended an earlier version" in html
    assert "0 of" in html
    assert "People amended" not in page(desk_on_sqlite.client(Role.CODER), old)


def test_a_report_of_a_final_incident_is_not_amended(desk_on_sqlite: Desk) -> None:
    told = Sighting.objects.using(USING).filter(report_id=row().id, incident__isnull=False)[0]
    Review.objects.create(incident=told.incident_id or "", state="final")
    html = send(desk_on_sqlite.client(Role.CODER), act="reject", target="s1", reason="kept when it is refused")
    assert "final" in html
    assert "kept when it is refused" in html
    assert not Amendment.objects.using(USING).exists()
