"""History: every line with who, when, why, before and after; of what may not be seen no line, and no sign of one."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote

import pytest

from desk.team import SECOND, Desk
from onrecord.desk import acts, cursors, history
from onrecord.desk.access import Role
from onrecord.desk.changes import changes, named
from onrecord.desk.ledgers import here
from onrecord.desk.models import Veil
from onrecord.ledger.by import By
from onrecord.ledger.models import Entry, Incident, Report, Sighting

pytestmark = pytest.mark.usefixtures("contexts")
ADA = By(who="ada", reason="two hospitals say so", rule="airwars")


def test_a_decision_is_told_with_its_reason_and_what_it_changed(desk: Desk) -> None:
    id = desk.incidents()[0]
    here().settle(id, "grade", "fair", by=ADA)
    here().settle(id, "killed", "12-14", by=ADA)
    here().settle(id, "grade", "confirmed", by=ADA)
    answer = desk.client(Role.READER).get("/history/", {"subject": id})
    lines = answer.context["lines"]
    assert [(line.act, line.who, line.reason, line.rule) for line in lines] == [
        ("grade", "ada", "two hospitals say so", "airwars"),
        ("set", "ada", "two hospitals say so", "airwars"),
        ("grade", "ada", "two hospitals say so", "airwars"),
    ]
    assert [tuple(change) for line in lines for change in line.changes] == [
        ("grade", "fair", "confirmed"), ("killed", "", "12–14"), ("grade", "", "fair"),
    ]  # fmt: skip
    body = answer.content.decode()
    entries = list(Entry.objects.using("ledger").filter(subject=id).order_by("seq"))
    assert all(entry.hash[:16] in body for entry in entries)
    assert f'href="/incidents/{id}/"' in body and answer.context["head"] == entries[-1].hash
    assert Incident.objects.using("ledger").get(id=id).title in body


def test_an_incident_has_the_history_of_what_was_joined_into_it(desk: Desk) -> None:
    one, two, three = desk.incidents()[:3]
    here().settle(two, "title", "The second", by=ADA)
    report = (
        Sighting.objects.using("ledger")
        .filter(incident_id=three)
        .order_by("id")
        .values_list("report__name", flat=True)[0]
    )
    here().move(report, three, to=two, by=ADA)
    here().join(one, two, by=ADA)
    answer = desk.client(Role.READER).get("/history/", {"subject": one})
    assert [line.act for line in answer.context["lines"]] == ["join", "move", "set"]
    away = desk.client(Role.READER).get("/history/", {"subject": three})
    assert [line.act for line in away.context["lines"]] == ["move"]


FILTERS = [
    ({"who": "ada"}, ["grade"]),
    ({"act": "made"}, ["made"]),
    ({"who": "nobody"}, []),
    ({"since": "2999-01-01"}, []),
    ({"who": "ada", "since": "2000-01-01"}, ["grade"]),
    ({"who": "ada", "since": "yesterday"}, ["grade"]),
    ({"subject": "no such thing"}, []),
]


@pytest.mark.parametrize(("asked", "told"), FILTERS)
def test_it_is_asked_by_who_what_and_when(desk: Desk, asked: dict[str, str], told: list[str]) -> None:
    here().settle(desk.incidents()[0], "grade", "fair", by=ADA)
    answer = desk.client(Role.READER).get("/history/", asked)
    assert [line.act for line in answer.context["lines"]] == told
    assert ("Write a day" in answer.content.decode()) is (asked.get("since") == "yesterday")


def test_pages_go_on_to_the_first_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 7)
    client, hashes, address = desk.client(Role.READER), [], "/history/?"
    while True:
        answer = client.get(address)
        hashes += [line.hash for line in answer.context["lines"]]
        if not answer.context["older"]:
            break
        address = f"/history/?{answer.context['older']}"
    assert hashes == list(Entry.objects.using("ledger").order_by("-seq").values_list("hash", flat=True))


def test_where_few_lines_fit_a_page_ends_and_goes_on(desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "LOOKED", 10)
    monkeypatch.setattr(history, "_BATCH", 5)
    id = desk_on_sqlite.incidents()[0]
    here().settle(id, "grade", "fair", by=ADA)
    for n in range(30):
        acts.tell(desk_on_sqlite.user(Role.CODER), "note", id, after={"note": n})
    desk_on_sqlite.restrict(id)
    client = desk_on_sqlite.client(Role.READER)
    answer = client.get("/history/")
    assert answer.context["lines"] == [] and answer.context["older"]
    assert "older ones may fit" in answer.content.decode()
    while not answer.context["lines"]:
        answer = client.get(f"/history/?{answer.context['older']}")
    assert answer.context["lines"][0].act in ("added", "changed")


def test_a_cursor_tells_no_number() -> None:
    assert cursors.opened(cursors.sealed(1234)) == 1234
    assert (1234).to_bytes(8, "big") not in base64.urlsafe_b64decode(cursors.sealed(1234))
    assert len(cursors.sealed(1)) == len(cursors.sealed(10**12))
    for wrong in ("", "1234", "x" * 40, cursors.sealed(7)[:-2], "é"):
        assert cursors.opened(wrong) is None


def test_a_restricted_incident_has_no_history(desk: Desk) -> None:
    hidden, other, third = desk.incidents()[:3]
    here().settle(hidden, "grade", "fair", by=ADA)
    here().reject(other, other=hidden, by=ADA)
    here().settle(third, "grade", "weak", by=By(who="ada", reason=f"unlike {hidden}"))
    moved = (
        Sighting.objects.using("ledger")
        .filter(incident_id=third)
        .order_by("id")
        .values_list("report__name", flat=True)[0]
    )
    here().move(moved, third, to=hidden, by=ADA)
    here().settle(other, "grade", "weak", by=ADA)
    title = Incident.objects.using("ledger").get(id=hidden).title
    before = desk.client(Role.READER).get("/history/?who=ada").context["lines"]
    desk.restrict(hidden)
    told = set(Sighting.objects.using("ledger").filter(incident_id=hidden).values_list("report_id", flat=True))
    seen = Sighting.objects.using("ledger").filter(report_id__in=told, incident_id__isnull=False)
    alone = told - set(seen.exclude(incident_id=hidden).values_list("report_id", flat=True))
    reports = Report.objects.using("ledger")
    names = set(reports.filter(id__in=alone).values_list("name", flat=True))
    names -= set(reports.exclude(id__in=alone).values_list("name", flat=True))  # an earlier version may be seen
    reader = desk.client(Role.READER)
    for asked in ({}, {"who": "ada"}, {"act": "move"}, {"act": "reject"}, {"subject": other}, {"subject": third}):
        answer = reader.get("/history/", asked)
        body = answer.content.decode()
        assert hidden not in body and title not in body, asked
        assert not [line for line in answer.context["lines"] if line.subject in names], asked
        assert all(line.number is None for line in answer.context["lines"])
    told = reader.get("/history/?who=ada").context["lines"]
    assert [(line.subject, line.reason) for line in told] == [
        (other, ADA.reason), (third, "unlike [something that you may not see]"),
    ]  # fmt: skip
    assert len(before) == 5 == len(desk.client(SECOND).get("/history/?who=ada").context["lines"])
    missing = reader.get("/history/", {"subject": "i0000000000"}).content.decode()
    for subject in (hidden, hidden[:6], *sorted(names)):
        body = reader.get("/history/", {"subject": subject}).content.decode()
        assert tame(body, subject) == tame(missing, "i0000000000"), subject
    # An administrator sees no more of what is restricted to others, nor how many lines there are.
    ordered = desk.client(Role.ADMINISTRATOR).get("/history/")
    assert ordered.context["head_number"] is None
    assert all(line.number is None for line in ordered.context["lines"])


def tame(body: str, subject: str) -> str:
    page = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", body)
    return (
        page.replace(quote(subject, safe="/"), "SUBJECT")
        .replace(quote(subject, safe=""), "SUBJECT")
        .replace(subject, "SUBJECT")
    )


def test_numbers_are_told_to_who_sees_all(desk_on_sqlite: Desk) -> None:
    numbers = [line.number for line in desk_on_sqlite.client(Role.ADMINISTRATOR).get("/history/").context["lines"]]
    assert numbers == sorted(numbers, reverse=True) and numbers[-1] == 1


def test_what_is_about_the_team_is_for_administrators(desk_on_sqlite: Desk) -> None:
    admin = desk_on_sqlite.user(Role.ADMINISTRATOR)
    for subject in ("person:coder-ben", "group:north", "team"):
        acts.tell(admin, "role", subject, after={"role": "reader"})
    for who, lines in ((Role.READER, 0), (Role.REVIEWER, 0), (Role.ADMINISTRATOR, 3)):
        assert len(desk_on_sqlite.client(who).get("/history/?act=role").context["lines"]) == lines


def test_hidden_names_stay_hidden(desk_on_sqlite: Desk) -> None:
    Veil.objects.create(name="Pavo Rennick", alias="Officer P", by=desk_on_sqlite.user(Role.REVIEWER))
    here().same("Pavo Rennick", "Colonel Rennick", by=By(who="ada", reason="Pavo Rennick is the colonel"))
    here().settle(desk_on_sqlite.incidents()[0], "note", "told by Pavo Rennick", by=ADA)
    body = desk_on_sqlite.client(Role.READER).get("/history/").content.decode()
    assert "pavo rennick" not in body.lower() and "pavo%20rennick" not in body
    assert body.count("Officer P") >= 3


CHANGES = [
    ("grade", '{"grade":null}', '{"grade":"fair"}', [("grade", "", "fair")]),
    ("set", '{"date":"{\\"earliest\\":\\"2025-03-03\\",\\"latest\\":\\"2025-03-03\\"}"}', '{"date":null}',
     [("date", "3 March 2025", "")]),
    ("join", '{"incidents":["i1","i2"]}', '{"incident":"i1"}', [("incident", "i1, i2", "i1")]),
    ("added", "", f"sha256:{'a' * 64}", [("original", "", "sha256:aaaaaaaaaaaa…")]),
    ("x", "not json", '{"a":[1,{"b":true}]}', [("a", "not json", "1, b: yes")]),
    ("x", '{"a":1}', '{"a":1}', []),
    ("x", "", "[" * 3000, [("", "", "[" * 400 + "…")]),
    ("coded", "", '{"killed":"12"}', []),
    ("note", "", '{"note":1795733409123456}', [("note", "", "1795733409123456")]),
    ("setting", "", '{"injured":12000}', [("injured", "", "12,000")]),
]  # fmt: skip


@pytest.mark.parametrize(("act", "before", "after", "told"), CHANGES)
def test_what_changed_is_told_in_words(act: str, before: str, after: str, told: list[tuple[str, str, str]]) -> None:
    assert [tuple(change) for change in changes(act, before, after)] == told


def test_every_incident_that_is_named_is_found(desk_on_sqlite: Desk) -> None:
    ids = desk_on_sqlite.incidents()
    assert named(f'{{"incidents":["{ids[0]}","{ids[1]}"]}} unlike {ids[2]}.') == set(ids[:3])
