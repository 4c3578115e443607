"""Saved searches: kept under a name, and who asked is told of what newly fits, if they may see it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from desk.team import GROUP, SECOND, Desk
from ledger.records import Event, original, report
from onrecord.desk import notices, saved
from onrecord.desk.access import Role
from onrecord.desk.ledgers import here
from onrecord.desk.models import Notice, Restriction, Search, Veil
from onrecord.ledger.models import Report, Sighting

pytestmark = pytest.mark.usefixtures("contexts")


def add(name: str, text: str, event: Event | None = None) -> int:
    """One more report; its row."""
    record = report(name, text, event=event, title=f"Title of {name}")
    here().add(record, original(record.article.text))
    return Report.objects.using("ledger").get(name=name).id


def save(desk: Desk, who: Role | str, name: str, query: str, *, alert: bool = True) -> None:
    form = {"name": name, "q": query} | ({"alert": "yes"} if alert else {})
    assert desk.client(who).post("/search/saved/new/", form).status_code == 303


def told(desk: Desk, who: Role | str) -> list[tuple[str, str, int | None]]:
    rows = Notice.objects.filter(to=desk.user(who)).order_by("id")
    return [(notices.words(row), row.address, row.report) for row in rows]


def test_one_is_kept_opened_changed_and_deleted(desk: Desk) -> None:
    client = desk.client(Role.READER)
    save(desk, Role.READER, "Bridges", "bridge said:Vohl", alert=False)
    save(desk, Role.READER, "Bridges", "bridge OR ferry")
    [one] = client.get("/search/saved/").context["saved"]
    assert (one.name, one.query, one.alert) == ("Bridges", "bridge OR ferry", True)
    assert "/search/?q=bridge%20OR%20ferry" in client.get("/search/saved/").content.decode()
    address = f"/search/saved/{one.pk}/"
    assert desk.client(Role.CODER).post(address, {"act": "delete"}).status_code == 404
    client.post(address, {"act": "silent"})
    assert Search.objects.get().alert is False
    client.post(address, {"act": "delete"})
    assert Search.objects.count() == 0


def test_what_cannot_be_understood_is_not_kept(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.READER)
    for query in ("killed:x", "", "y" * 3000):
        answer = client.post("/search/saved/new/", {"name": "x", "q": query}, follow=True)
        assert 'class="message error"' in answer.content.decode()
    assert Search.objects.count() == 0


def test_only_what_is_new_is_told_and_once(desk: Desk) -> None:
    save(desk, Role.READER, "Lanterns", "lantern")
    save(desk, Role.READER, "Silent", "lantern", alert=False)
    saved.alert()
    assert told(desk, Role.READER) == []
    add("other", "A quiet day on the river.")
    row = add("first", "A lantern fell into the water.")
    saved.alert()
    saved.alert()
    assert told(desk, Role.READER) == [("New reports that fit “Lanterns”: 1", f"/reports/{row}/", row)]
    add("second", "Another lantern was lit.")
    add("third", "The lantern went out again.")
    saved.alert()
    words, address, about = told(desk, Role.READER)[-1]
    assert (words, about) == ("New reports that fit “Lanterns”: 2", None)
    answer = desk.client(Role.READER).get(address)
    assert {hit.title for hit in answer.context["hits"]} == {"Title of second", "Title of third"}


def test_who_may_not_see_a_report_is_not_told_of_it(desk: Desk) -> None:
    for who in (Role.READER, SECOND):
        save(desk, who, "Deaths", "killed:>=5")
    row = add("new", "Nine people died in Varn.", Event("Varn", "2026-01-02", 9))
    here().refresh()
    incident = Sighting.objects.using("ledger").get(report_id=row).incident_id
    assert incident is not None
    Restriction.objects.create(incident=incident).groups.add(Group.objects.get(name=GROUP))
    saved.alert()
    assert told(desk, Role.READER) == []
    assert told(desk, SECOND) == [("New reports that fit “Deaths”: 1", f"/reports/{row}/", row)]


def test_nobody_is_told_of_a_hidden_name(desk_on_sqlite: Desk) -> None:
    save(desk_on_sqlite, Role.READER, "Her", "Quorren")
    Veil.objects.create(name="Ada Quorren", alias="A", by=desk_on_sqlite.user(Role.REVIEWER))
    add("new", "Ada Quorren was there.")
    saved.alert()
    assert told(desk_on_sqlite, Role.READER) == []


def test_who_has_left_is_not_told(desk_on_sqlite: Desk) -> None:
    save(desk_on_sqlite, Role.READER, "Lanterns", "lantern")
    user = desk_on_sqlite.user(Role.READER)
    user.is_active = False
    user.save()
    add("first", "A lantern fell into the water.")
    saved.alert()
    assert Notice.objects.count() == 0


def test_there_is_an_end_to_how_many(desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST", 2)
    for name in ("a", "b", "c", "b"):
        save(desk_on_sqlite, Role.READER, name, "market")
    assert [each.name for each in saved.of(desk_on_sqlite.user(Role.READER))] == ["a", "b"]
