"""Notices: told to who may see what they are of, and shown for as long as that is so."""

from __future__ import annotations

import pytest

from desk.team import SECOND, Desk
from onrecord.desk import notices
from onrecord.desk.access import Role
from onrecord.desk.models import Notice, Restriction
from onrecord.ledger.models import Sighting

pytestmark = pytest.mark.usefixtures("contexts")


def test_who_may_not_see_it_is_not_told(desk: Desk) -> None:
    id = desk.incidents()[0]
    desk.restrict(id)
    row = Sighting.objects.using("ledger").filter(incident_id=id).order_by("id").values_list("report_id", flat=True)[0]
    for who, told in ((Role.READER, False), (Role.ADMINISTRATOR, False), (SECOND, True)):
        user = desk.user(who)
        assert (notices.tell(user, "mention", "look", "/x/", incident=id) is not None) is told
        assert (notices.tell(user, "search", "look", "/x/", report=row) is not None) is told
    gone = desk.user(Role.CODER)
    gone.is_active = False
    assert notices.tell(gone, "task", "look", "/x/") is None
    assert Notice.objects.count() == 2


def test_what_one_may_no_longer_see_is_no_longer_shown(desk: Desk) -> None:
    id = desk.incidents()[0]
    user, client = desk.user(Role.CODER), desk.client(Role.CODER)
    notices.tell(user, "mention", "ada asks about the strike", "/incidents/x/", incident=id)
    notices.tell(user, "task", "count again", "/incidents/y/")
    words = [n.words for n, *_ in client.get("/notices/").context["told"]]
    assert words == ["count again", "ada asks about the strike"]
    desk.restrict(id)
    answer = client.get("/notices/")
    assert [n.words for n, *_ in answer.context["told"]] == ["count again"]
    hidden = Notice.objects.get(incident=id)
    assert client.post("/notices/read/", {"notice": hidden.pk}).status_code == 404
    client.post("/notices/read/")
    assert Notice.objects.get(pk=hidden.pk).read is None
    Restriction.objects.all().delete()
    assert len(client.get("/notices/").context["told"]) == 2


def test_one_opens_where_it_leads_and_is_read(desk_on_sqlite: Desk) -> None:
    user, client = desk_on_sqlite.user(Role.READER), desk_on_sqlite.client(Role.READER)
    one = notices.tell(user, "task", "count again", "/incidents/y/")
    evil = notices.tell(user, "task", "elsewhere", "https://example.org/")
    assert one is not None and evil is not None
    assert client.post("/notices/read/", {"notice": one.pk}).headers["Location"] == "/incidents/y/"
    assert client.post("/notices/read/", {"notice": evil.pk}).headers["Location"] == "/notices/"
    assert Notice.objects.filter(read__isnull=True).count() == 0
    other = notices.tell(desk_on_sqlite.user(Role.CODER), "task", "not yours", "/x/")
    assert other is not None
    for wrong in (str(other.pk), "x", "-1", "9" * 30):
        assert client.post("/notices/read/", {"notice": wrong}).status_code == 404
    assert Notice.objects.get(pk=other.pk).read is None


def test_many_are_paged(desk_on_sqlite: Desk) -> None:
    user, client = desk_on_sqlite.user(Role.READER), desk_on_sqlite.client(Role.READER)
    for n in range(notices.PAGE + 5):
        notices.tell(user, "task", f"no {n}", "/x/")
    first = client.get("/notices/")
    rest = client.get(f"/notices/?below={first.context['older']}")
    words = [notice.words for answer in (first, rest) for notice, *_ in answer.context["told"]]
    assert words == [f"no {n}" for n in reversed(range(notices.PAGE + 5))]
    assert rest.context["older"] is None and client.get("/notices/?below=x").status_code == 200


def test_the_head_of_a_page_counts_what_is_unread_and_may_be_seen(desk_on_sqlite: Desk) -> None:
    id = desk_on_sqlite.incidents()[0]
    user, client = desk_on_sqlite.user(Role.READER), desk_on_sqlite.client(Role.READER)
    assert client.get("/people/").context["news"] == ""
    notices.tell(user, "mention", "look", "/x/", incident=id)
    notices.tell(user, "task", "look", "/x/")
    assert client.get("/people/").context["news"] == "2"
    desk_on_sqlite.restrict(id)
    assert client.get("/people/").context["news"] == "1"
    client.post("/notices/read/")
    assert client.get("/people/").context["news"] == ""


def test_the_bell_counts_what_one_may_see(desk_on_sqlite: Desk) -> None:
    incident, reader = desk_on_sqlite.incidents()[0], desk_on_sqlite.user(Role.READER)
    for subject in ("", incident):
        Notice.objects.create(to=reader, kind="mention", words="Look.", address="/inbox/", incident=subject)
    client = desk_on_sqlite.client(Role.READER)
    assert '<span class="count">2<' in client.get("/people/").text
    desk_on_sqlite.restrict(incident)
    assert '<span class="count">1<' in client.get("/people/").text
    client.post("/notices/read/")
    assert '<span class="count">1<' not in client.get("/people/").text
