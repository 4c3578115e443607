"""People and organisations: who is heard, what each said, names that are one source's, and what of it is not seen."""

from __future__ import annotations

import pytest
from django.test import Client

from desk.team import SECOND, Desk
from ledger.records import Said, original, report
from onrecord.desk import heard
from onrecord.desk.access import Role
from onrecord.desk.aliases import alike, initials, sounds
from onrecord.desk.ledgers import here
from onrecord.ledger import sayings
from onrecord.ledger.models import Incident, Report, Sighting

pytestmark = pytest.mark.usefixtures("contexts")
PERSON = "/people/pavo%20rennick/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_who_is_heard_most_comes_first(desk: Desk) -> None:
    answer = desk.client(Role.READER).get("/people/")
    people = [person for person, _ in answer.context["people"]]
    assert [each.reports for each in people] == sorted((each.reports for each in people), reverse=True)
    assert people[0].name == "Ilse Marrow" and answer.context["next"]
    found = desk.client(Role.READER).get("/people/?like=rENN")
    assert [person.name for person, _ in found.context["people"]] == ["Pavo Rennick", "Colonel Rennick"]
    by_alias = desk.client(Role.READER).get("/people/?like=MWA")
    assert [person.name for person, _ in by_alias.context["people"]] == ["Meridian Wire Agency"]
    assert "Nobody is heard under that name" in page(desk.client(Role.READER), "/people/?like=zzz")


def test_everything_that_one_said_leads_to_its_words(desk: Desk) -> None:
    answer = desk.client(Role.READER).get(PERSON)
    said = [each for section in answer.context["sections"] for each in section.said]
    assert len(said) == 9 and {each.copies for each in said} == {0, 3}
    reports = {row.id: row for row in Report.objects.using("ledger").filter(current=True)}
    for each in said:
        text = here().record(reports[each.row].name).article.text
        ranges = [tuple(map(int, pair.split("-"))) for pair in each.at.split(",")]
        told = "".join(piece.text for piece in each.words)
        assert all(text[start:end] in told for start, end in ranges)
        assert f"/reports/{each.row}/?at={each.at}#here" in answer.content.decode()


@pytest.mark.parametrize("by", ["incident", "outlet"])
def test_it_is_told_by_incident_and_by_outlet(desk: Desk, by: str) -> None:
    client = desk.client(Role.READER)
    answer = client.get(f"{PERSON}?by={by}")
    groups = answer.context["groups"]
    assert len(groups) > 1
    for at, name, count in groups:
        if at:
            one = client.get(PERSON, {"by": by, "of": at})
            [section] = one.context["sections"]
            assert (section.incident.title if by == "incident" else section.name) == name
            assert section.said and count > 0
    whole = {each.row for section in client.get(PERSON).context["sections"] for each in section.said}
    told = {each.row for section in answer.context["sections"] for each in section.said}
    assert whole <= told


def test_who_was_only_ever_heard_through_one_is_said_plainly(desk: Desk) -> None:
    body = page(desk.client(Role.READER), "/people/klara%20westin/")
    assert "Only ever heard through <bdi>The Ostrel Courier</bdi>" in body


def test_a_name_leads_to_its_page_and_nobody_to_none(desk: Desk) -> None:
    client = desk.client(Role.READER)
    assert client.get("/people/Pavo Rennick/").headers["Location"] == PERSON
    for missing in ("/people/nobody/", "/people/-/", "/people/%00/", "/people/pavo/rennick/x/"):
        assert client.get(missing).status_code == 404


def test_two_names_become_one_with_a_reason_and_two_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heard, "_SHARE", 10**9)  # however long a count is used: who decides sees it at once
    client = desk.client(Role.CODER)
    likely = client.get(PERSON).context["likely"]
    assert [(each.person.name, each.reasons) for each in likely] == [
        ("Colonel Rennick", ["the same family name behind a title"])
    ]
    form = {"key": "pavo rennick", "other": "colonel rennick", "reason": " "}
    refused = client.post("/people/-/same/", form)
    assert refused.status_code == 422 and "colonel rennick" in refused.content.decode()
    assert client.post("/people/-/same/", form | {"reason": "both the spokesman"}).status_code == 303
    assert client.get("/people/colonel%20rennick/").headers["Location"] == PERSON
    answer = client.get(PERSON)
    assert answer.context["person"].aliases[0] == "Colonel Rennick" and answer.context["likely"] == []
    assert "Open Ledger Review" in answer.content.decode()
    line = list(here().entries(subject="pavo rennick"))[-1]
    assert (line.act, line.who, line.reason) == ("same", "coder-ben", "both the spokesman")
    back = {"key": "pavo rennick", "name": "colonel rennick", "reason": "two officers"}
    assert client.post("/people/-/parted/", back).status_code == 303
    assert client.get("/people/colonel%20rennick/").status_code == 200
    assert list(here().verify()) == []


def test_two_names_that_are_two_are_suggested_no_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heard, "_SHARE", 10**9)
    client = desk.client(Role.CODER)
    other = "/people/colonel%20rennick/"
    form = {"key": "pavo rennick", "other": "colonel rennick", "reason": " "}
    assert client.post("/people/-/two/", form).status_code == 422
    assert client.post("/people/-/two/", form | {"other": "pavo rennick", "reason": "x"}).status_code == 422
    assert len(client.get(PERSON).context["likely"]) == 1
    assert client.post("/people/-/two/", form | {"reason": "two officers"}).status_code == 303
    line = list(here().entries(subject="pavo rennick"))[-1]
    assert (line.act, line.who, line.reason) == ("unlike", "coder-ben", "two officers")
    for address, name in ((PERSON, "Colonel Rennick"), (other, "Pavo Rennick")):
        told = client.get(address).context
        assert told["likely"] == []
        assert [person.name for person, _ in told["two"]] == [name]
    assert "held two names to be two sources" in client.get("/history/?act=unlike").content.decode()
    # From either page it is taken back, once.
    back = {"key": "colonel rennick", "other": "pavo rennick", "reason": "one after all"}
    for _ in range(2):
        assert client.post("/people/-/alike/", back).status_code == 303
    lines = [each for each in here().entries() if each.act == "alike"]
    assert [(each.subject, each.reason) for each in lines] == [("colonel rennick", "one after all")]
    assert len(client.get(PERSON).context["likely"]) == 1
    # Who then says that they are one is not held up by what was said before.
    client.post("/people/-/two/", form | {"reason": "two officers"})
    assert client.post("/people/-/same/", form | {"reason": "both the spokesman"}).status_code == 303
    client.post("/people/-/parted/", {"key": "pavo rennick", "name": "colonel rennick", "reason": "no"})
    assert client.get(PERSON).context["two"] == []
    assert list(here().verify()) == []


def test_who_is_not_heard_of_is_not_held_apart(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    form = {"key": "pavo rennick", "other": "nobody at all", "reason": "x"}
    assert client.post("/people/-/two/", form).status_code == 422
    assert client.post("/people/-/two/", form | {"key": "nobody at all"}).status_code == 404


@pytest.mark.parametrize("address", ["/people/-/same/", "/people/-/parted/", "/people/-/two/", "/people/-/alike/"])
def test_a_reader_decides_nothing(desk_on_sqlite: Desk, address: str) -> None:
    form = {"key": "pavo rennick", "other": "colonel rennick", "name": "colonel rennick", "reason": "x"}
    assert desk_on_sqlite.client(Role.READER).post(address, form).status_code == 403
    assert desk_on_sqlite.client().post(address, form).status_code == 302


def hidden(desk: Desk) -> tuple[Incident, list[Report]]:
    """An incident that only some may see, and the reports of nothing else."""
    id = desk.incidents()[0]
    desk.restrict(id)
    told = set(Sighting.objects.using("ledger").filter(incident_id=id).values_list("report_id", flat=True))
    others = Sighting.objects.using("ledger").filter(report_id__in=told).exclude(incident_id=id)
    alone = told - set(others.filter(incident_id__isnull=False).values_list("report_id", flat=True))
    return Incident.objects.using("ledger").get(id=id), list(Report.objects.using("ledger").filter(id__in=alone))


def test_a_restricted_incident_is_not_heard_of(desk: Desk) -> None:
    before = desk.client(Role.READER).get("/people/?like=marrow").context["people"]
    incident, reports = hidden(desk)
    reader, member = desk.client(Role.READER), desk.client(SECOND)
    for address in ("/people/", PERSON, f"{PERSON}?by=incident", f"{PERSON}?by=outlet", "/people/ilse%20marrow/"):
        answer = reader.get(address)
        body = answer.content.decode()
        assert incident.id not in body and incident.title not in body, address
        for row in reports:
            assert f"/reports/{row.id}/" not in body, address
    assert reader.get(f"{PERSON}?by=incident&of={incident.id}").context["of"] is None
    assert incident.title in page(member, f"{PERSON}?by=incident")
    after = reader.get("/people/?like=marrow").context["people"]
    assert sum(p.reports for p, _ in after) < sum(p.reports for p, _ in before)
    assert member.get("/people/?like=marrow").context["people"] == before


def test_who_is_heard_only_there_is_nobody(desk: Desk) -> None:
    incident, reports = hidden(desk)
    rows = {row.id for row in reports}
    everyone = [person.key for person in here().people(limit=500)]
    key = next(each for each in everyone if {p.row for p in sayings.places("ledger", each)} <= rows)
    coder = desk.client(Role.CODER)
    assert coder.get(f"/people/{key}/").status_code == 404
    assert desk.client(SECOND).get(f"/people/{key}/").status_code == 200
    assert not coder.get(f"/people/?like={key}").context["people"]
    form = {"key": "tessa vohl", "other": key, "reason": "a guess"}
    told = coder.post("/people/-/same/", form).content.decode()
    nobody = coder.post("/people/-/same/", form | {"other": "no such name"}).content.decode()
    assert told.replace(key, "no such name").count("no such name") == nobody.count("no such name")
    assert coder.post("/people/-/same/", form | {"key": key}).status_code == 404
    assert incident.id not in told


def test_the_list_follows_what_comes_in(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.READER)
    assert not client.get("/people/?like=zander").context["people"]
    record = report("new", "It rained, Otto Zander said.", Said("Otto Zander", "It rained"))
    here().add(record, original(record.article.text))
    assert [p.name for p, _ in client.get("/people/?like=zander").context["people"]] == ["Otto Zander"]


def test_pages_take_as_many_queries_whatever_the_size(desk_on_sqlite: Desk) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    client = desk_on_sqlite.client(Role.CODER)

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections["ledger"]) as kept:
            page(client, address)
        return len(own) + len(kept)

    assert queries("/people/?like=marrow") == queries("/people/")
    assert queries("/people/klara%20westin/") == queries(PERSON)


ALIKE = [
    ("pavo rennick", "rennick pavo", "the same words in another order"),
    ("colonel rennick", "pavo rennick", "the same family name behind a title"),
    ("dr marrow", "ilse marrow", "the same family name behind a title"),
    ("colonel pavo rennick", "pavo rennick", "the same name behind a title"),
    ("ministry of defence", "merevian ministry of defence", "one name has the other in it"),
    ("ilse haddad", "ilse hadad", "spelt nearly the same"),
    ("pavo rennick", "tom rennick", None),
    ("ministry of health", "ministry of defence", None),
    ("colonel rennick", "colonel varga", None),
]


@pytest.mark.parametrize(("one", "other", "reason"), ALIKE)
def test_what_speaks_for_two_names_being_one(one: str, other: str, reason: str | None) -> None:
    assert alike(one.split(), other.split()) == alike(other.split(), one.split()) == ([reason] if reason else [])


def test_initials_and_sounds() -> None:
    assert [initials(name) for name in ("ministry of health", "toll watch", "rennick")] == ["mh", "tw", ""]
    assert sounds("mohammed") == sounds("muhamad") != sounds("mahler")
