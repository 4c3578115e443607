"""What a program makes of the reports of a restricted incident is restricted alike, from the first moment; and who may
restrict it may lift that."""

from __future__ import annotations

import json
from typing import NamedTuple
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from msgspec import structs

from desk.team import GROUP, NAMES, SECOND, Desk
from desk.walk import ask
from ledger.records import Event, original, report
from onrecord.desk import arrivals, reaching, saved, tokens
from onrecord.desk.access import Role, Sight, sight_of
from onrecord.desk.ledgers import here
from onrecord.desk.models import Notice, Open, Restriction, Setting
from onrecord.ledger.by import By
from onrecord.ledger.models import Entry, Incident, Report, Sighting

LEDGER = "ledger"
BECAUSE = By(who=SECOND, reason="because")
TEXT = (
    "Nine people died in Varn on Friday when a shell struck the lantern market, the council said. Stalls burned until "
    "the evening, and three traders who had slept beside their carts were taken to the hospital in a neighbour's van. "
    "{more}"
)
FIRST, LATER, OTHER, LAST = (
    Event("Varn", "2026-01-02", 9), Event("Ostrel", "2026-02-11", 4, latitude=47.0, longitude=31.0),
    Event("Melk Ford", "2026-03-20", 6, latitude=51.0, longitude=12.0),
    Event("Sarn Hill", "2026-05-05", 2, latitude=60.0, longitude=8.0),
)  # fmt: skip


ELSEWHERE = "Six people died in Melk Ford, a fisherman said in the morning."
KINDS = ("airstrike", "shooting", "explosion")


class Told(NamedTuple):
    """A report as it was added: its row, and the incidents that it tells of."""

    row: int
    incidents: tuple[str, ...]


def add(name: str, *events: Event, text: str = TEXT, more: str = "") -> Told:
    """One more report of the events, each in its own words and of its own kind."""
    words = "\n\n".join([text.format(more=more), *(_said(each) for each in events)])
    made = []
    for no, (event, kind) in enumerate(zip(events, KINDS, strict=False), 1):
        (incident,) = report(name, words, event=event._replace(words=_said(event))).incidents
        made.append(structs.replace(incident, id=f"i{no}", type=structs.replace(incident.type, kind=kind)))
    record = structs.replace(report(name, words, title=f"Title of {name}"), incidents=tuple(made))
    here().add(record, original(words))
    here().refresh()
    row = Report.objects.using(LEDGER).get(name=name, current=True)
    told = Sighting.objects.using(LEDGER).filter(report_id=row.id, incident_id__isnull=False).order_by("id")
    return Told(row.id, tuple(str(each) for each in told.values_list("incident_id", flat=True)))


def _said(event: Event) -> str:
    return f"In {event.place} {event.killed} people were killed."


def sight(desk: Desk, who: Role | str = Role.ADMINISTRATOR) -> Sight:
    return sight_of(desk.user(who))


def restricted(desk: Desk) -> Told:
    """A report, and the incident that it alone tells of, restricted."""
    told = add("first", FIRST)
    desk.restrict(told.incidents[0])
    return told


@pytest.mark.parametrize("how", ["version", "copy", "copy of a copy"])
def test_what_is_founded_by_what_is_hidden_is_hidden_at_once(desk: Desk, how: str) -> None:
    hidden = restricted(desk)
    for role in (Role.READER, SECOND):
        form = {"name": "Lanterns", "q": "lantern", "alert": "yes"}
        assert desk.client(role).post("/search/saved/new/", form).status_code == 303
    if how == "version":
        new = add("first", LATER, more="It was corrected.")
    elif how == "copy":
        new = add("second", FIRST, LATER, more="By the wire.")
    else:
        add("second", FIRST, more="By the wire.")
        new = add("third", FIRST, LATER, more="By the wire, once more.")
    # Nothing of the desk has run since it was added.
    (id,) = set(new.incidents) - set(hidden.incidents)
    assert id in sight(desk).incidents
    assert {hidden.row, new.row} <= sight(desk).reports
    assert sight(desk, SECOND) == Sight()
    saved.alert()
    assert not Notice.objects.filter(to=desk.user(Role.READER)).exists()
    assert Notice.objects.filter(to=desk.user(SECOND)).exists()
    client, insider = desk.client(Role.REVIEWER), desk.client(SECOND)
    name = Report.objects.using(LEDGER).get(id=new.row).name
    for address in (f"/incidents/{id}/", f"/reports/{new.row}/", f"/reports/{new.row}/original/"):
        assert (client.get(address).status_code, insider.get(address).status_code) == (404, 200), address
    for address in ("/incidents/", "/inbox/?tab=all", "/search/?q=lantern", "/history/", f"/history/?subject={id}",
                    f"/history/?subject={quote(name)}", "/"):  # fmt: skip
        text = ask(client, address).text
        assert id in address or id not in text, address
        assert f"Title of {name}" not in text, address
        assert f"/reports/{new.row}/" not in text, address
    _, secret = tokens.made(desk.user(Role.REVIEWER), "a program", ["read", "export"], days=1)
    headers: dict[str, str] = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    for address in ("/api/incidents", "/api/search?q=lantern", "/api/history", "/api/export/json"):
        assert id not in ask(Client(), address, **headers).text, address
    assert ask(Client(), f"/api/incidents/{id}", **headers).status == 404


def test_it_gets_a_restriction_of_its_own(desk: Desk) -> None:
    hidden = restricted(desk)
    assert arrivals.catch_up()
    (id,) = add("first", LATER, more="It was corrected.").incidents
    assert arrivals.catch_up()
    row = Restriction.objects.get(incident=id)
    assert (row.stems, [each.name for each in row.groups.all()]) == (hidden.incidents[0], [GROUP])
    # So it stays hidden where none of these reports tells of it any more.
    here().settle(id, "note", "a quince", by=BECAUSE)
    here().remove("first", by=BECAUSE)
    here().refresh()
    for address in ("/history/", "/history/?act=set", f"/history/?subject={id}"):
        assert "quince" not in ask(desk.client(Role.REVIEWER), address).text, address
    assert "quince" in ask(desk.client(SECOND), "/history/?act=set").text


def test_what_follows_is_lifted_with_what_it_follows(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    hidden = restricted(desk)
    (id,) = add("first", LATER, more="It was corrected.").incidents
    reaching.follow()
    desk.user(Role.REVIEWER).groups.add(Group.objects.get(name=GROUP))
    form = {"act": "lift", "reason": "all know it"}
    assert desk.client(Role.REVIEWER).post(f"/incidents/{hidden.incidents[0]}/restrict/", form).status_code == 303
    assert sight(desk) == Sight()
    assert not Restriction.objects.filter(incident=id).exists()


def test_what_follows_can_be_lifted_alone_and_stays_open(desk: Desk) -> None:
    hidden = restricted(desk)
    new = add("first", LATER, more="It was corrected.")
    desk.user(Role.REVIEWER).groups.add(Group.objects.get(name=GROUP))
    client = desk.client(Role.REVIEWER)
    page = ask(client, f"/incidents/{new.incidents[0]}/restrict/")
    assert "Now only these groups see it" in page.text
    form = {"act": "lift", "reason": "another story"}
    assert client.post(f"/incidents/{new.incidents[0]}/restrict/", form).status_code == 303
    line = Entry.objects.using(LEDGER).order_by("-seq")[0]
    assert (line.act, line.subject, line.reason) == ("lift", new.incidents[0], "another story")
    reaching.follow()
    now = sight(desk)
    assert hidden.incidents[0] in now.incidents
    assert new.incidents[0] not in now.incidents
    assert new.row not in now.reports
    assert hidden.row in now.reports
    # And it can be restricted again.
    group = str(Group.objects.get(name=GROUP).pk)
    client.post(f"/incidents/{new.incidents[0]}/restrict/", {"act": "restrict", "group": group, "reason": "after all"})
    assert new.incidents[0] in sight(desk).incidents
    assert not Open.objects.filter(incident=new.incidents[0]).exists()


def test_what_stood_beside_it_stays_open(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    told = add("first", FIRST, OTHER)
    desk.restrict(told.incidents[0])
    assert told.incidents[1] not in sight(desk).incidents
    assert told.row not in sight(desk).reports
    # What it tells of further is told by a report that all see.
    more = add("first", FIRST, OTHER, LATER, more="It goes on.")
    assert len(more.incidents) == 3
    assert set(more.incidents) & sight(desk).incidents == {told.incidents[0]}
    # But not what now stands in the place of what is hidden.
    last = add("first", OTHER, LAST, more="It was wrong.")
    (new,) = set(last.incidents) - set(more.incidents)
    assert new in sight(desk).incidents
    assert told.incidents[1] not in sight(desk).incidents


def test_what_others_tell_of_too_stays_open(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    hidden = restricted(desk)
    (id,) = add("elsewhere", OTHER, text=ELSEWHERE).incidents
    (new,) = set(add("first", FIRST, OTHER, more="It goes on.").incidents) - set(hidden.incidents)
    assert new in sight(desk).incidents
    here().join(id, new, by=By(who="run", reason="the same story"))
    assert {id, new} & sight(desk).incidents == set()


def test_who_splits_what_they_see_sees_what_comes_of_it(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    told = add("first", FIRST, OTHER)
    here().join(told.incidents[1], *add("elsewhere", OTHER, text=ELSEWHERE).incidents, by=BECAUSE)
    desk.restrict(told.incidents[0])
    client = desk.client(Role.CODER)
    form = {"report": str(told.row), "reason": "another day"}
    assert client.post(f"/incidents/{told.incidents[1]}/split/", form).status_code == 303
    now = Sighting.objects.using(LEDGER).filter(report_id=told.row).values_list("incident_id", flat=True)
    (new,) = set(now) - set(told.incidents)
    assert client.get(f"/incidents/{new}/").status_code == 200


def test_restrictions_of_before_leave_open_what_there_was(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    told = add("first", FIRST, OTHER)
    Restriction.objects.create(incident=told.incidents[0]).groups.add(Group.objects.get(name=GROUP))
    Setting.objects.filter(name="restrictions").delete()
    reaching.mark()
    assert told.incidents[1] not in sight(desk).incidents
    (new,) = set(add("first", OTHER, LAST, more="It was wrong.").incidents) - set(told.incidents)
    reaching.mark()  # once is enough
    assert new in sight(desk).incidents


@pytest.mark.parametrize("which", [0, 1])
def test_what_a_run_joined_is_lifted_from_the_page(desk: Desk, which: int) -> None:
    one = add("first", FIRST).incidents[0]
    two = add("elsewhere", OTHER, text=ELSEWHERE).incidents[0]
    desk.restrict(two)
    here().join(one, two, by=By(who="run", reason="the same story"))
    here().refresh()
    assert {one, two} <= sight(desk).incidents
    desk.user(Role.REVIEWER).groups.add(Group.objects.get(name=GROUP))
    client, address = desk.client(Role.REVIEWER), f"/incidents/{(one, two)[which]}/restrict/"
    page = ask(client, address)
    assert "Now only these groups see it" in page.text
    assert client.post(address, {"act": "lift", "reason": " "}).status_code == 422
    assert {one, two} <= sight(desk).incidents
    assert client.post(address, {"act": "lift", "reason": "it is in all papers"}).status_code == 303
    line = Entry.objects.using(LEDGER).order_by("-seq")[0]
    assert (line.act, line.subject, line.who, line.reason) == (
        "lift", one, NAMES[Role.REVIEWER], "it is in all papers",
    )  # fmt: skip
    assert json.loads(line.before) == [GROUP]
    assert sight(desk) == Sight()
    assert desk.client(Role.READER).get(f"/incidents/{one}/").status_code == 200


def test_what_was_joined_is_restricted_as_a_whole(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    one = add("first", FIRST).incidents[0]
    two = add("elsewhere", OTHER, text=ELSEWHERE).incidents[0]
    desk.restrict(two)
    here().join(one, two, by=By(who="run", reason="the same story"))
    south = Group.objects.create(name="south")
    reviewer = desk.user(Role.REVIEWER)
    reviewer.groups.set([south, Group.objects.get(name=GROUP)])
    form = {"act": "restrict", "group": str(south.pk), "reason": "they know it"}
    assert desk.client(Role.REVIEWER).post(f"/incidents/{one}/restrict/", form).status_code == 303
    assert {each.incident: [g.name for g in each.groups.all()] for each in Restriction.objects.all()} == {
        one: ["south"], two: ["south"],
    }  # fmt: skip
    assert one in sight(desk, SECOND).incidents
    assert Incident.objects.using(LEDGER).get(id=two).into == one
