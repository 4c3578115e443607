"""The team's pages: people, roles, groups, what is asked of all; each act in the log, without secrets."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.test import Client

from desk.team import GROUP, NAMES, SECOND, Desk
from onrecord.desk import membership, tokens
from onrecord.desk.access import Role
from onrecord.desk.membership import MembershipError
from onrecord.desk.models import User
from onrecord.ledger.models import Entry

ADMINISTRATOR, CODER = NAMES[Role.ADMINISTRATOR], NAMES[Role.CODER]


def act(client: Client, name: str, **said: str) -> object:
    return client.post(f"/team/people/{name}/act/", said)


def last(subject: str) -> Entry:
    return Entry.objects.using("ledger").filter(subject=subject).order_by("-seq")[0]


def test_a_new_person_gets_a_one_time_address(desk: Desk) -> None:
    client = desk.client(Role.ADMINISTRATOR)
    answer = client.post("/team/add/", {"name": "fay", "role": "coder"})
    found = re.search(r'value="http://testserver(/welcome/[\w-]+/)"', answer.content.decode())
    assert found is not None
    assert not User.objects.get(username="fay").has_usable_password()
    mine = Client()
    new = "nine tin whistles"
    assert mine.post(found[1], {"password": new, "again": new}).status_code == 302
    assert mine.get("/me/").status_code == 200
    line = last("person:fay")
    said = str(Entry.objects.using("ledger").filter(subject="person:fay").values())
    assert (line.act, line.who) == ("password", "fay")
    assert found[1].split("/")[2] not in said and new not in said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"name": CODER.upper(), "role": "reader"}, "already"),
        ({"name": "two words", "role": "reader"}, "no spaces"),
        ({"name": "", "role": "reader"}, "no spaces"),
        ({"name": "fay", "role": "emperor"}, "no role"),
        ({"name": "fay", "role": "reader", "email": "nothing"}, "no email address"),
        ({"name": "a" * 151, "role": "reader"}, "no spaces"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(desk_on_sqlite: Desk, said: dict[str, str], told: str) -> None:
    count = User.objects.count()
    answer = desk_on_sqlite.client(Role.ADMINISTRATOR).post("/team/add/", said)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert f'value="{said["name"]}"' in answer.content.decode()
    assert User.objects.count() == count


def test_a_new_role_holds_at_once(desk: Desk) -> None:
    theirs = desk.client(Role.CODER)
    assert theirs.get("/team/").status_code == 403
    act(desk.client(Role.ADMINISTRATOR), CODER, act="role", role="administrator")
    assert theirs.get("/team/").status_code == 200
    line = last(f"person:{CODER}")
    assert (line.who, line.before, line.after) == (ADMINISTRATOR, '{"role":"coder"}', '{"role":"administrator"}')


def test_ending_an_account_ends_sessions_and_tokens(desk: Desk) -> None:
    theirs = desk.client(Role.CODER)
    theirs.get("/me/")
    _, secret = tokens.made(desk.user(Role.CODER), "mine", ["read"], days=10)
    client = desk.client(Role.ADMINISTRATOR)
    act(client, CODER, act="end")
    assert theirs.get("/me/").status_code == 302
    assert tokens.found(secret) is None
    act(client, CODER, act="readmit")
    assert tokens.found(secret) is None
    assert theirs.get("/me/").status_code == 302
    assert desk.client(Role.CODER).get("/me/").status_code == 200


@pytest.mark.parametrize("said", [{"act": "end"}, {"act": "role", "role": "reviewer"}])
def test_the_last_administrator_stays(desk: Desk, said: dict[str, str]) -> None:
    client = desk.client(Role.ADMINISTRATOR)
    page = client.get(act(client, ADMINISTRATOR, **said)["Location"]).content.decode()  # type: ignore[index]
    assert "only administrator" in page
    assert desk.user(Role.ADMINISTRATOR).is_active and desk.user(Role.ADMINISTRATOR).role == "administrator"


def test_of_two_administrators_one_may_go(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    act(client, CODER, act="role", role="administrator")
    act(client, ADMINISTRATOR, act="role", role="reader")
    assert client.get("/team/").status_code == 403
    ended = desk_on_sqlite.user(ADMINISTRATOR)
    assert ended.role == "reader"


def test_an_ended_administrator_does_not_count(desk_on_sqlite: Desk) -> None:
    by = desk_on_sqlite.user(Role.ADMINISTRATOR)
    other = membership.made("fay", "administrator", by=by)
    membership.end(other, by=by)
    with pytest.raises(MembershipError, match="only administrator"):
        membership.end(by, by=by)


def test_a_lost_second_factor_is_taken_away(desk: Desk) -> None:
    TOTP.activate(desk.user(Role.CODER), generate_totp_secret())
    act(desk.client(Role.ADMINISTRATOR), CODER, act="second-factor")
    assert not Authenticator.objects.exists()
    assert last(f"person:{CODER}").act == "second-factor"


def test_an_administrator_ends_a_token(desk: Desk) -> None:
    token, secret = tokens.made(desk.user(Role.CODER), "mine", ["read"], days=10)
    client = desk.client(Role.ADMINISTRATOR)
    assert "mine" in client.get(f"/team/people/{CODER}/").content.decode()
    act(client, CODER, act="token", token=str(token.pk))
    assert tokens.found(secret) is None


def test_a_token_of_another_is_not_ended_under_ones_name(desk_on_sqlite: Desk) -> None:
    token, secret = tokens.made(desk_on_sqlite.user(Role.REVIEWER), "mine", ["read"], days=10)
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    assert act(client, CODER, act="token", token=str(token.pk)).status_code == 404  # type: ignore[attr-defined]
    assert tokens.found(secret) is not None


def test_groups_are_made_renamed_and_filled(desk: Desk) -> None:
    client = desk.client(Role.ADMINISTRATOR)
    answer = client.post("/team/groups/add/", {"name": " south  east "})
    group = Group.objects.get(name="south east")
    assert answer["Location"] == f"/team/groups/{group.pk}/"
    client.post(f"/team/groups/{group.pk}/change/", {"name": "south", "member": [CODER, SECOND, "nobody"]})
    group.refresh_from_db()
    assert group.name == "south"
    assert set(group.user_set.values_list("username", flat=True)) == {CODER, SECOND}
    assert last("group:south").after == f'["{CODER}","{SECOND}"]'
    client.post(f"/team/groups/{group.pk}/change/", {"name": GROUP.upper(), "member": []})
    group.refresh_from_db()
    assert group.name == "south" and group.user_set.count() == 2


def test_the_list_takes_as_many_queries_for_many_as_for_few(desk_on_sqlite: Desk) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    client.get("/team/")
    counts = []
    for n in (0, 30):
        User.objects.bulk_create(User(username=f"more-{k}", password="!") for k in range(n))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/team/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


ADDRESSES = ("/team/", "/team/add/", f"/team/people/{CODER}/", "/team/groups/1/")
POSTS = (f"/team/people/{CODER}/act/", "/team/choices/", "/team/groups/add/", "/team/groups/1/change/")


@pytest.mark.parametrize("role", [Role.READER, Role.CODER, Role.REVIEWER])
def test_nobody_else_may(desk_on_sqlite: Desk, role: Role) -> None:
    client = desk_on_sqlite.client(role)
    assert {client.get(each).status_code for each in ADDRESSES} == {403}
    assert {client.post(each, {"act": "end", "name": "x"}).status_code for each in POSTS} == {403}
    assert desk_on_sqlite.user(Role.CODER).is_active
