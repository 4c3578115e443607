"""Incidents that only some groups may see: who may say so, and what then is not there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from desk.team import GROUP, SECOND, Desk
from onrecord.desk.access import Role, sight_of
from onrecord.desk.models import Restriction
from onrecord.ledger.models import Entry


@pytest.fixture
def reviewer(desk: Desk) -> Desk:
    """The reviewer is in the group."""
    desk.user(Role.REVIEWER).groups.add(Group.objects.get(name=GROUP))
    return desk


def said(group: str = GROUP, **more: str) -> dict[str, str]:
    return {"group": str(Group.objects.get(name=group).pk), "reason": "a source at risk", "act": "restrict"} | more


def test_a_reviewer_restricts_to_their_group_and_lifts_it(reviewer: Desk) -> None:
    id = reviewer.incidents()[0]
    client = reviewer.client(Role.REVIEWER)
    assert client.get(f"/incidents/{id}/restrict/").status_code == 200
    assert client.post(f"/incidents/{id}/restrict/", said()).status_code == 303
    line = Entry.objects.using("ledger").order_by("-seq")[0]
    assert (line.act, line.subject, line.reason, line.after) == ("restrict", id, "a source at risk", f'["{GROUP}"]')
    assert id in sight_of(reviewer.user(Role.CODER)).incidents
    assert id in sight_of(reviewer.user(Role.ADMINISTRATOR)).incidents
    assert id not in sight_of(reviewer.user(Role.REVIEWER)).incidents
    assert id not in sight_of(reviewer.user(SECOND)).incidents
    client.post(f"/incidents/{id}/restrict/", said(act="lift"))
    assert not Restriction.objects.exists()
    assert Entry.objects.using("ledger").order_by("-seq")[0].act == "lift"


def test_it_takes_a_reason_and_a_group(reviewer: Desk) -> None:
    id = reviewer.incidents()[0]
    client = reviewer.client(Role.REVIEWER)
    assert "Say why" in client.post(f"/incidents/{id}/restrict/", said(reason=" ")).content.decode()
    assert "Choose a group" in client.post(f"/incidents/{id}/restrict/", said() | {"group": ""}).content.decode()
    assert not Restriction.objects.exists()


def test_not_to_a_group_of_others(reviewer: Desk) -> None:
    Group.objects.create(name="south")
    id = reviewer.incidents()[0]
    answer = reviewer.client(Role.REVIEWER).post(f"/incidents/{id}/restrict/", said("south"))
    assert answer.status_code == 422
    assert not Restriction.objects.exists()


def test_groups_of_others_stay(reviewer: Desk) -> None:
    id = reviewer.incidents()[0]
    row = Restriction.objects.create(incident=id)
    south = Group.objects.create(name="south")
    west = Group.objects.create(name="west")
    reviewer.user(Role.REVIEWER).groups.add(west)
    row.groups.set([south, Group.objects.get(name=GROUP)])
    reviewer.client(Role.REVIEWER).post(f"/incidents/{id}/restrict/", said("west"))
    assert set(row.groups.values_list("name", flat=True)) == {"south", "west"}


@pytest.mark.parametrize("role", Role)
def test_who_does_not_see_it_cannot_lift_it(desk: Desk, role: Role) -> None:
    id = desk.incidents()[0]
    desk.restrict(id)
    expected = 403 if role in (Role.READER, Role.CODER) else 404
    client = desk.client(role)
    assert client.get(f"/incidents/{id}/restrict/").status_code == expected
    assert client.post(f"/incidents/{id}/restrict/", said(act="lift")).status_code == expected
    assert Restriction.objects.filter(incident=id).exists()
