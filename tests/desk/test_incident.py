"""The page of an incident: what it shows to whom, and what can be decided there."""

from __future__ import annotations

import json
import re
from typing import Any

import lxml.html
import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.pages import found, parsed, said, text
from desk.team import NAMES, SECOND, Desk
from onrecord.desk import drawing
from onrecord.desk.access import Role
from onrecord.desk.models import Restriction, Review, Veil
from onrecord.ledger.models import Entry, Incident, Report, Sighting, Suggestion
from onrecord.publishing.exports import FORMATS

REASON = "Two origins that do not copy each other."


def page(client: Client, id: str) -> lxml.html.HtmlElement:
    answer = client.get(f"/incidents/{id}/")
    assert answer.status_code == 200
    return parsed(answer)


def act(client: Client, id: str, what: str, **values: object) -> Any:
    return client.post(f"/incidents/{id}/{what}/", {"reason": REASON, **values})


def suggested(desk: Desk) -> tuple[str, str]:
    """Two incidents that may be one."""
    row = Suggestion.objects.using("ledger").filter(state="open").order_by("-score").first()
    assert row is not None
    return row.incident_id, row.other_id


def last() -> Entry:
    row = Entry.objects.using("ledger").order_by("-seq").first()
    assert row is not None
    return row


def test_every_cell_of_the_board_opens_its_words(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.READER)
    table = found(page(client, desk_on_sqlite.incidents()[0]), "table.board")[0]
    cells = [each for each in found(table, "td .said") if found(each, "a")]
    assert len(cells) > 40
    for cell in cells:
        href = found(cell, "a")[0].get("href")
        row, spans = re.fullmatch(r"/reports/(\d+)/\?at=([\d,-]+)#here", href).groups()  # type: ignore[union-attr]
        assert Report.objects.using("ledger").filter(id=row, current=True).exists()
        assert spans
    shown = parsed(client.get(found(cells[0], "a")[0].get("href")))
    assert found(shown, "#here")


def test_verdicts_are_told_in_words_and_signs(desk_on_sqlite: Desk) -> None:
    table = found(page(desk_on_sqlite.client(Role.READER), desk_on_sqlite.incidents()[0]), "table.board")[0]
    signs = {text(chip) for chip in found(table, ".chip")}
    assert signs == {"= agrees", "≠ differs", "↑ superseded", "· silent"}


def test_copies_are_one_row_and_are_listed_on_demand(desk_on_sqlite: Desk) -> None:
    id = desk_on_sqlite.incidents()[0]
    table = found(page(desk_on_sqlite.client(Role.READER), id), "table.board")[0]
    row = Incident.objects.using("ledger").get(id=id)
    assert len(found(table, "tbody tr")) == row.origins
    (folded,) = found(table, "th .folded")
    assert text(found(folded, "summary")[0]) == "+4 reprints"
    assert len(found(folded, "li a")) == row.reports - row.origins


def test_every_account_is_a_bar_and_a_row_of_the_table(desk_on_sqlite: Desk) -> None:
    shown = page(desk_on_sqlite.client(Role.READER), desk_on_sqlite.incidents()[0])
    numbers = shown.get_element_by_id("numbers")
    drawn, table = found(numbers, "figure.rows")[0], found(numbers, "details table")[0]
    assert len(found(drawn, "a.bar")) == len(found(drawn, "a.bar .label strong")) == len(found(table, "tbody tr"))
    assert len(found(drawn, "a.bar")) > len(found(drawn, "details a.bar")) > 0
    assert shown.get_element_by_id(drawn.get("aria-labelledby")).text_content()
    assert found(shown, "#toll svg .step")


def test_every_rule_says_which_accounts_it_used(desk_on_sqlite: Desk) -> None:
    table = page(desk_on_sqlite.client(Role.READER), desk_on_sqlite.incidents()[0]).get_element_by_id("tallies")
    rules = {text(found(row, "th")[0]): row for row in found(table, "tbody tr")}
    assert list(rules) == ["onrecord/1", "airwars/1", "ucdp-ged/1", "acled/1", "ibc/1"]
    assert all(found(row, "td li a") for row in rules.values())


def test_the_map_has_the_places_as_areas(desk_on_sqlite: Desk) -> None:
    (shown,) = found(page(desk_on_sqlite.client(Role.READER), desk_on_sqlite.incidents()[0]), "[data-spots]")
    spots = json.loads(shown.get("data-spots"))
    assert [(spot["name"], spot["metres"], spot["chosen"]) for spot in spots] == [
        ("Dol Aren, Kessar, Merevia", 5000, True)
    ]


@pytest.mark.parametrize("role", Role)
def test_who_may_not_decide_finds_no_form(desk_on_sqlite: Desk, role: Role) -> None:
    id = desk_on_sqlite.incidents()[0]
    acts = {form.get("action") for form in found(page(desk_on_sqlite.client(role), id), "main form[method=post]")}
    expected = {"set", "split", "join", "notes", "tasks"} if role is not Role.READER else set()
    expected |= {"reject"} if role in (Role.REVIEWER, Role.ADMINISTRATOR) else set()
    assert acts == {f"/incidents/{id}/{each}/" for each in expected}


def test_what_is_hidden_is_as_what_is_not_there(desk: Desk) -> None:
    id = desk.incidents()[0]
    desk.restrict(id)
    for client in (desk.client(Role.CODER), desk.client(Role.ADMINISTRATOR)):
        for path in (f"/incidents/{id}/", f"/incidents/{id}/export/json/"):
            hidden, absent = client.get(path), client.get(path.replace(id, "i0000000000"))
            assert (hidden.status_code, absent.status_code) == (404, 404)
            assert text(parsed(hidden)) == text(parsed(absent))
        assert client.post(f"/incidents/{id}/set/", {}).status_code == 404
    assert desk.client(SECOND).get(f"/incidents/{id}/").status_code == 200


def test_a_hidden_incident_is_suggested_to_nobody(desk: Desk) -> None:
    one, other = suggested(desk)
    desk.restrict(other)
    answer = desk.client(Role.REVIEWER).get(f"/incidents/{one}/")
    assert other not in answer.content.decode()
    assert other in desk.client(SECOND).get(f"/incidents/{one}/").content.decode()


@pytest.mark.parametrize("what", ["join", "part"])
def test_a_hidden_incident_cannot_be_named(desk_on_sqlite: Desk, what: str) -> None:
    one, other = suggested(desk_on_sqlite)
    desk_on_sqlite.restrict(other)
    client = desk_on_sqlite.client(Role.CODER)
    hidden, absent = act(client, one, what, other=other), act(client, one, what, other="i0000000000")
    assert hidden.status_code == absent.status_code == 422
    assert said(hidden).replace(other, "") == said(absent).replace("i0000000000", "")


def test_what_was_decided_about_a_hidden_incident_is_not_told(desk_on_sqlite: Desk) -> None:
    one, other = suggested(desk_on_sqlite)
    act(desk_on_sqlite.client(Role.CODER), one, "part", other=other)
    assert other in desk_on_sqlite.client(Role.READER).get(f"/incidents/{one}/").content.decode()
    desk_on_sqlite.restrict(other)
    assert other not in desk_on_sqlite.client(Role.READER).get(f"/incidents/{one}/").content.decode()


def test_queries_do_not_grow_with_the_reports(desk: Desk) -> None:
    client = desk.client(Role.REVIEWER)

    def counted(id: str) -> tuple[int, int]:
        drawing.forget()
        with CaptureQueriesContext(connections["ledger"]) as one, CaptureQueriesContext(connections["default"]) as own:
            client.get(f"/incidents/{id}/")
        return len(one), len(own)

    # The first makes the sheet; once a minute one also notes when the person was seen.
    counts = {min(counted(id) for _ in range(3)) for id in (desk.incidents()[0], desk.incidents()[-1])}
    assert len(counts) == 1


def test_a_grade_has_a_rule_a_reason_and_a_line_in_the_log(desk: Desk) -> None:
    id, client = desk.incidents()[0], desk.client(Role.CODER)
    answer = client.post(
        f"/incidents/{id}/set/", {"field": "grade", "value": "fair", "rule": "airwars/1", "reason": REASON}, follow=True
    )
    line = last()
    assert (line.act, line.who, line.rule, line.reason) == ("grade", NAMES[Role.CODER], "airwars/1", REASON)
    assert answer.redirect_chain == [(f"/incidents/{id}/#assessment", 303)]
    assert line.hash[:12] in said(answer)
    told = text(page(client, id).get_element_by_id("assessment"))
    assert "fair" in told and "rule airwars/1" in told and REASON in told and NAMES[Role.CODER] in told


def test_what_was_set_can_be_taken_back(desk_on_sqlite: Desk) -> None:
    id, client = desk_on_sqlite.incidents()[0], desk_on_sqlite.client(Role.CODER)
    act(client, id, "set", field="killed", value="12-14")
    assert "12–14" in text(found(page(client, id), ".facts")[0])
    act(client, id, "set", field="killed", value="", back="1")
    assert "12–14" not in text(found(page(client, id), ".facts")[0])
    assert Incident.objects.using("ledger").get(id=id).decided == "{}"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"field": "grade", "value": "fair", "reason": " "}, "needs a reason"),
        ({"field": "grade", "value": "splendid"}, "'splendid' is no grade"),
        ({"field": "killed", "value": "many"}, "'many' is no killed"),
        ({"field": "killed", "value": ""}, "what it is to be"),
        ({"field": "colour", "value": "red"}, "no such field"),
        ({"field": "decided", "value": "{}"}, "no such field"),
    ],
)
def test_what_is_not_taken_is_said_and_stays_typed(desk_on_sqlite: Desk, values: dict[str, str], told: str) -> None:
    id, client = desk_on_sqlite.incidents()[0], desk_on_sqlite.client(Role.CODER)
    before = last().seq
    answer = client.post(f"/incidents/{id}/set/", {"reason": REASON, "form": values["field"], **values})
    assert answer.status_code == 422
    assert told in said(answer)
    assert last().seq == before
    typed = found(parsed(answer), f"#{values['field']}-reason")
    assert [each.get("value") for each in typed] in ([values.get("reason", REASON)], [])


def test_two_incidents_are_joined_and_the_old_address_leads_to_the_new(desk: Desk) -> None:
    one, other = suggested(desk)
    client = desk.client(Role.CODER)
    reports = Sighting.objects.using("ledger").filter(incident_id__in=(one, other), report__current=True)
    names = set(reports.values_list("report__name", flat=True))
    assert act(client, one, "join", other=f"http://desk.example/incidents/{other}/").status_code == 303
    answer = client.get(f"/incidents/{other}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/incidents/{one}/")
    assert Incident.objects.using("ledger").get(id=one).reports == len(names)


def test_two_incidents_are_two(desk_on_sqlite: Desk) -> None:
    one, other = suggested(desk_on_sqlite)
    client = desk_on_sqlite.client(Role.CODER)
    act(client, one, "part", other=other)
    assert last().act == "reject"
    assert f"/incidents/{other}/" not in [
        link.get("href") for link in found(page(client, one), "#same a")
    ]  # fmt: skip


def test_the_beginning_of_an_id_names_nothing(desk_on_sqlite: Desk) -> None:
    """It would tell whether something hidden begins so."""
    one, other = suggested(desk_on_sqlite)
    assert act(desk_on_sqlite.client(Role.CODER), one, "join", other=other[:6]).status_code == 422


def rows(id: str) -> list[int]:
    found = Sighting.objects.using("ledger").filter(incident_id=id, report__current=True)
    return sorted(set(found.values_list("report_id", flat=True)))


def test_reports_are_split_off(desk: Desk) -> None:
    id, client = desk.incidents()[0], desk.client(Role.CODER)
    taken = rows(id)[:2]
    assert act(client, id, "split", report=taken).status_code == 303
    new = json.loads(last().after)["incidents"][1]
    assert rows(new) == taken
    assert not set(taken) & set(rows(id))


def test_what_comes_out_of_a_restricted_incident_is_restricted(desk_on_sqlite: Desk) -> None:
    id = desk_on_sqlite.incidents()[0]
    desk_on_sqlite.restrict(id)
    client = desk_on_sqlite.client(SECOND)
    first, second, *_ = rows(id)
    act(client, id, "split", report=[first])
    split = json.loads(last().after)["incidents"][1]
    act(client, id, "move", report=[second], to="")
    moved = json.loads(last().after)["incident"]
    for new in (split, moved):
        assert desk_on_sqlite.client(Role.ADMINISTRATOR).get(f"/incidents/{new}/").status_code == 404
        assert client.get(f"/incidents/{new}/").status_code == 200


@pytest.mark.parametrize("what", ["join", "move"])
def test_nothing_restricted_comes_into_the_open(desk_on_sqlite: Desk, what: str) -> None:
    hidden, open_ = desk_on_sqlite.incidents()[:2]
    desk_on_sqlite.restrict(hidden)
    client, before = desk_on_sqlite.client(SECOND), rows(open_)
    values = {"other": hidden} if what == "join" else {"report": rows(hidden)[:1], "to": open_}
    answer = act(client, open_ if what == "join" else hidden, what, **values)
    assert answer.status_code == 422
    assert "not restricted to the same groups" in said(answer)
    assert rows(open_) == before


def test_one_report_is_moved(desk_on_sqlite: Desk) -> None:
    one, other, *_ = desk_on_sqlite.incidents()
    report = rows(one)[0]
    act(desk_on_sqlite.client(Role.CODER), one, "move", report=[report], to=other)
    assert report in rows(other) and report not in rows(one)


@pytest.mark.parametrize("chosen", [[], ["0"], ["x"], ["²"], ["9" * 30]])
@pytest.mark.parametrize("what", ["split", "move"])
def test_only_reports_of_the_incident_are_split_or_moved(desk_on_sqlite: Desk, what: str, chosen: list[str]) -> None:
    answer = act(desk_on_sqlite.client(Role.CODER), desk_on_sqlite.incidents()[0], what, report=chosen)
    assert answer.status_code == 422
    assert "Choose reports that tell of this incident." in said(answer)


def test_who_reviews_may_reject(desk: Desk) -> None:
    id = desk.incidents()[-1]
    assert act(desk.client(Role.CODER), id, "reject").status_code == 403
    answer = act(desk.client(Role.REVIEWER), id, "reject")
    assert (answer.status_code, answer["Location"]) == (303, "/incidents/")
    assert id not in desk.client(Role.READER).get("/incidents/").content.decode()
    assert "rejected" in text(found(page(desk.client(Role.READER), id), "header.head")[0])


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("set", {"field": "grade", "value": "fair"}),
        ("join", {}),
        ("part", {}),
        ("split", {"first": True}),
        ("move", {"first": True}),
        ("reject", {}),
    ],
)
def test_what_is_final_is_not_changed(desk_on_sqlite: Desk, what: str, values: dict[str, object]) -> None:
    one, other = suggested(desk_on_sqlite)
    Review.objects.create(incident=one, state="final", coder=desk_on_sqlite.user(Role.CODER))
    before = last().seq
    sent = {"other": other, **values} | ({"report": rows(one)[:1]} if values.get("first") else {})
    answer = act(desk_on_sqlite.client(Role.REVIEWER), one, what, **sent)
    assert answer.status_code == 422
    assert "final" in said(answer)
    assert last().seq == before


@pytest.mark.parametrize("what", ["join", "part", "move"])
def test_nor_is_what_is_final_changed_from_another_page(desk_on_sqlite: Desk, what: str) -> None:
    one, other = suggested(desk_on_sqlite)
    Review.objects.create(incident=other, state="final", coder=desk_on_sqlite.user(Role.CODER))
    answer = act(desk_on_sqlite.client(Role.CODER), one, what, other=other, to=other, report=rows(one)[:1])
    assert answer.status_code == 422
    assert "final" in said(answer)


@pytest.mark.parametrize("name", FORMATS)
def test_an_incident_is_downloaded_in_every_format(desk_on_sqlite: Desk, name: str) -> None:
    id = desk_on_sqlite.incidents()[0]
    answer = desk_on_sqlite.client(Role.READER).get(f"/incidents/{id}/export/{name}/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == FORMATS[name].media
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{id}')
    assert answer["Content-Disposition"].endswith(f'{FORMATS[name].suffix}"')
    assert len(answer.content) > 100


def test_formats_are_called_by_what_they_are(desk_on_sqlite: Desk) -> None:
    id = desk_on_sqlite.incidents()[0]
    links = page(desk_on_sqlite.client(Role.READER), id).xpath("//a[@download]")
    assert [each.get("href") for each in links] == [f"/incidents/{id}/export/{name}/" for name in FORMATS]
    called = [text(each) for each in links]
    assert "ACLED table (CSV)" in called
    assert not set(called) & set(FORMATS)
    assert len(set(called)) == len(FORMATS)


def test_files_of_several_formats_have_names_of_their_own(desk_on_sqlite: Desk) -> None:
    id, client = desk_on_sqlite.incidents()[0], desk_on_sqlite.client(Role.READER)
    names = {client.get(f"/incidents/{id}/export/{name}/")["Content-Disposition"] for name in FORMATS}
    assert len(names) == len(FORMATS)


def test_other_formats_are_not_there(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.READER)
    assert client.get(f"/incidents/{desk_on_sqlite.incidents()[0]}/export/exe/").status_code == 404


def test_a_name_at_risk_stands_neither_on_the_page_nor_in_a_file(desk_on_sqlite: Desk) -> None:
    id, client = desk_on_sqlite.incidents()[0], desk_on_sqlite.client(Role.CODER)
    assert "Ilse Marrow" in client.get(f"/incidents/{id}/").content.decode()
    Veil.objects.create(name="Ilse Marrow", alias="a doctor", by=desk_on_sqlite.user(Role.REVIEWER))
    shown = client.get(f"/incidents/{id}/").content.decode()
    assert "Marrow" not in shown and "a doctor" in shown
    for name in FORMATS:
        if name != "parquet":
            assert b"Marrow" not in client.get(f"/incidents/{id}/export/{name}/").content, name
    Veil.objects.all().delete()
    assert "Ilse Marrow" in client.get(f"/incidents/{id}/").content.decode()


def test_a_page_that_is_kept_is_not_shown_in_another_language(desk_on_sqlite: Desk) -> None:
    id = desk_on_sqlite.incidents()[0]
    english, french = desk_on_sqlite.user(Role.READER), desk_on_sqlite.user(Role.CODER)
    french.language = "fr"
    french.save()
    one = desk_on_sqlite.client(Role.READER).get(f"/incidents/{id}/").content.decode()
    other = desk_on_sqlite.client(Role.CODER).get(f"/incidents/{id}/").content.decode()
    assert english.language == ""
    assert "3 March 2025" in one and "3 mars 2025" in other
    board = found(lxml.html.fromstring(other), "table.board td a")
    assert "3 mars 2025" in {text(link) for link in board}


def test_what_was_decided_is_told_as_a_decision_in_the_readers_language(desk_on_sqlite: Desk) -> None:
    id, client = desk_on_sqlite.incidents()[0], desk_on_sqlite.client(Role.CODER)
    for field, value in (("killed", "6-7"), ("date", "2025-03-02"), ("grade", "fair")):
        assert act(client, id, "set", field=field, value=value).status_code == 303
    shown = page(client, id)
    assert "rule decision" not in text(found(shown, ".brief")[0])
    assert found(shown, ".brief a[href]")[0].get("href") == "#decisions" and found(shown, "#decisions")
    user = desk_on_sqlite.user(Role.CODER)
    user.language = "fr"
    user.save()
    shown, review = page(client, id), found(parsed(client.get(f"/incidents/{id}/review/")), "main")[0]
    for part in (found(shown, "#decisions")[0], found(shown, "#set")[0], review):
        assert "2 mars 2025" in text(part) and "2025-03-02" not in text(part)
    assert "plausible" in text(review) and "fair" not in text(review)


def test_an_amended_or_decided_incident_is_drawn_anew(desk_on_sqlite: Desk) -> None:
    id, client = desk_on_sqlite.incidents()[0], desk_on_sqlite.client(Role.CODER)
    page(client, id)
    act(client, id, "set", field="title", value="The market of Dol Aren")
    assert text(found(page(client, id), "h1")[0]) == "The market of Dol Aren"


def test_an_incident_of_which_no_report_tells_says_so(desk_on_sqlite: Desk) -> None:
    one, client = desk_on_sqlite.incidents()[-1], desk_on_sqlite.client(Role.CODER)
    report = Report.objects.using("ledger").get(id=rows(one)[0])
    Sighting.objects.using("ledger").filter(incident_id=one).update(incident=None)
    assert report.current
    assert "No report tells of this incident any more" in text(page(client, one))


def test_restrictions_are_not_widened_by_a_restriction_to_nobody(desk_on_sqlite: Desk) -> None:
    """Two incidents restricted to no group at all are still restricted."""
    one, other = suggested(desk_on_sqlite)
    Restriction.objects.create(incident=one)
    assert desk_on_sqlite.client(SECOND).get(f"/incidents/{one}/").status_code == 404
    assert act(desk_on_sqlite.client(SECOND), other, "join", other=one).status_code == 422
