"""What people write freely is shown without the ids and titles of what the reader may not see; decisions are told with
titles."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from desk.team import SECOND, Desk
from desk.walk import ask
from onrecord.desk import titles, tokens, unsaid
from onrecord.desk.access import Role, sight_of
from onrecord.desk.ledgers import here
from onrecord.desk.models import Note, Task, Triage
from onrecord.desk.veils import Veils
from onrecord.ledger.by import By
from onrecord.ledger.models import Entry, Incident, Report, Sighting, Suggestion

LEDGER = "ledger"
MASK = "[something that you may not see]"


def title(id: str) -> str:
    return Incident.objects.using(LEDGER).get(id=id).title


@pytest.fixture
def hidden(desk: Desk) -> str:
    """A restricted incident whose title nothing else has."""
    shown = Incident.objects.using(LEDGER).filter(into__isnull=True, rejected=False)
    for id in desk.incidents():
        if len(title(id).split()) > 3 and shown.filter(title=title(id)).count() == 1:
            desk.restrict(id)
            return id
    raise AssertionError("the samples have an incident with a title of its own")


def test_what_others_write_of_it_is_not_said(desk: Desk, hidden: str) -> None:
    open_ = next(id for id in desk.incidents() if id != hidden)
    words = f"as {hidden}, {hidden[:6]} and {title(hidden).lower()} were"
    shown = f"as {MASK}, {MASK} and {MASK} were"
    me = desk.user(SECOND)
    by = By(who=SECOND, reason=words, rule=f"rule of {hidden}")
    here().settle(open_, "grade", "fair", by=by)
    here().settle(open_, "note", words, by=By(who=SECOND, reason="to be known"))
    here().refresh()
    Note.objects.create(kind="incident", subject=open_, author=me, words=words)
    Task.objects.create(incident=open_, words=words, assignee=None, by=me)
    assert desk.client(SECOND).post(f"/incidents/{open_}/review/ready/", {"reason": words}).status_code == 303
    _, secret = tokens.made(desk.user(Role.CODER), "a program", ["read", "export"], days=1)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    outsider, insider = desk.client(Role.CODER), desk.client(SECOND)
    for address, times in {
        f"/incidents/{open_}/": 3, f"/incidents/{open_}/review/": 1, f"/history/?subject={open_}": 2, "/history/": 2,
    }.items():  # fmt: skip
        text = ask(outsider, address).text
        for each in (hidden, hidden[:6], title(hidden), title(hidden).lower()):
            assert each not in text, address
        assert text.count(shown) >= times, address
        assert ask(insider, address).text.count(words) >= times, address
    for address in ("/api/history", f"/api/incidents/{open_}", "/api/export/json", "/api/export/prov"):
        text = ask(Client(), address, **headers).text
        assert hidden not in text, address
        assert title(hidden).lower() not in text, address
    assert "rule of [something" in ask(outsider, "/history/").text


def test_a_title_in_another_language_is_not_said_either(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    for id in desk.incidents():
        with translation.override("fr"):
            french = titles.title(title(id))
        if french != title(id):
            break
    desk.restrict(id)
    said = unsaid.Said(sight_of(desk.user(Role.CODER)), Veils())
    assert said.words(f"voir {french} aussi") == f"voir {MASK} aussi"
    assert unsaid.Said(sight_of(desk.user(SECOND)), Veils()).words(french) == french


def test_a_title_that_something_open_has_too_is_said(desk_on_sqlite: Desk) -> None:
    # Else it would tell that there is a second one of that title.
    desk = desk_on_sqlite
    one, other = desk.incidents()[:2]
    for id in (one, other):
        here().settle(id, "title", "Market of Dol Aren", by=By(who=SECOND, reason="short"))
    here().refresh()
    desk.restrict(one)
    assert "as market of Dol Aren" in unsaid.Said(sight_of(desk.user(Role.CODER)), Veils()).words(
        "as market of Dol Aren"
    )


def test_why_a_report_was_set_aside_names_nothing_hidden(desk: Desk, hidden: str) -> None:
    desk.client(SECOND).get("/inbox/")
    open_ = next(row for row in Triage.objects.order_by("row") if row.row not in sight_of(desk.user(SECOND)).reports
                 and row.row not in sight_of(desk.user(Role.CODER)).reports)  # fmt: skip
    Triage.objects.filter(pk=open_.pk).update(state="aside", reason=f"tells what {hidden} does")
    text = ask(desk.client(Role.CODER), "/inbox/?tab=aside").text
    assert f"tells what {MASK} does" in text
    assert hidden in ask(desk.client(SECOND), "/inbox/?tab=aside").text


def test_a_join_is_told_with_titles(desk: Desk) -> None:
    one, other = desk.incidents()[:2]
    row = Sighting.objects.using(LEDGER).filter(incident_id=other, report__current=True).order_by("id")[0]
    report = Report.objects.using(LEDGER).get(id=row.report_id)
    client = desk.client(Role.CODER)
    assert client.post(f"/incidents/{one}/join/", {"other": other, "reason": "one market"}).status_code == 303
    page = ask(client, f"/incidents/{one}/").tree()
    (line,) = page.xpath("//section[@id='decisions']//li")
    links = {each.text_content(): each.get("href") for each in line.xpath(".//a[bdi]")}
    assert links == {
        title(one): f"/incidents/{one}/", f"what “{report.title or report.name}” told of": f"/reports/{report.id}/",
    }  # fmt: skip
    assert other not in line.text_content()


def test_what_is_kept_apart_is_told_with_its_title(desk_on_sqlite: Desk) -> None:
    one, other = desk_on_sqlite.incidents()[:2]
    client = desk_on_sqlite.client(Role.CODER)
    assert client.post(f"/incidents/{one}/part/", {"other": other, "reason": "two towns"}).status_code == 303
    (line,) = ask(client, f"/incidents/{one}/").tree().xpath("//section[@id='decisions']//li")
    assert [(each.text_content(), each.get("href")) for each in line.xpath(".//a[bdi]")] == [
        (title(other), f"/incidents/{other}/")
    ]


def test_that_two_are_two_is_taken_back(desk: Desk) -> None:
    one, other = next(
        (each.incident_id, each.other_id)
        for each in Suggestion.objects.using(LEDGER).filter(state="open").order_by("incident_id", "other_id")
    )
    client = desk.client(Role.CODER)
    form = {"other": other, "reason": "two towns"}
    asked = [ask(client, f"/incidents/{id}/").tree() for id in (one, other)]
    assert all(page.xpath("//section[@id='same']") for page in asked)
    assert client.post(f"/incidents/{one}/together/", form).status_code == 422
    assert client.post(f"/incidents/{one}/part/", form).status_code == 303
    assert other not in [each.other for each in here().suggestions(one)]
    for id, its in ((one, other), (other, one)):
        page = ask(client, f"/incidents/{id}/").tree()
        (link,) = page.xpath("//section[@aria-labelledby='apart-title']//li/p/a")
        assert link.get("href") == f"/incidents/{its}/"
    assert client.post(f"/incidents/{other}/together/", {"other": one, "reason": "a new report"}).status_code == 303
    line = Entry.objects.using(LEDGER).order_by("-seq")[0]
    assert (line.act, line.subject, line.reason) == ("together", other, "a new report")
    assert other in [each.other for each in here().suggestions(one)]
    page = ask(client, f"/incidents/{one}/").tree()
    assert not page.xpath("//section[@aria-labelledby='apart-title']")
    assert list(here().verify()) == []


def test_what_is_kept_apart_from_something_hidden_is_not_told(desk_on_sqlite: Desk) -> None:
    one, other = desk_on_sqlite.incidents()[:2]
    client = desk_on_sqlite.client(Role.CODER)
    assert client.post(f"/incidents/{one}/part/", {"other": other, "reason": "two towns"}).status_code == 303
    desk_on_sqlite.restrict(other)
    assert other not in ask(client, f"/incidents/{one}/").text
    assert other in ask(desk_on_sqlite.client(SECOND), f"/incidents/{one}/").text
