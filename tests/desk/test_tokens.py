"""Tokens for programs: made once, kept as a hash, no more than their person may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from desk.team import Desk
from onrecord.desk import tokens
from onrecord.desk.access import Role
from onrecord.desk.membership import MembershipError
from onrecord.desk.models import Token
from onrecord.ledger.models import Entry


def test_a_secret_is_shown_once_and_its_hash_kept(desk: Desk) -> None:
    client = desk.client(Role.CODER)
    page = client.post("/tokens/add/", {"name": "nightly", "scope": ["read", "add"], "days": "30"}).content.decode()
    found = re.search(r"onr_[\w-]{40,}", page)
    assert found is not None
    secret = found[0]
    assert secret not in client.get("/tokens/").content.decode()
    assert secret not in str(Token.objects.values())
    token = tokens.found(secret)
    assert token is not None and token.owner == desk.user(Role.CODER)
    assert tokens.scopes(token) == {"read", "add"}
    line = Entry.objects.using("ledger").order_by("-seq")[0]
    assert (line.act, line.after) == ("token", '{"token":"nightly","scopes":["add","read"],"days":30}')


@pytest.mark.parametrize(
    ("role", "said", "told"),
    [
        (Role.READER, {"scope": ["add"]}, "no more than you may"),
        (Role.CODER, {"scope": []}, "what the token is for"),
        (Role.CODER, {"scope": ["everything"]}, "what the token is for"),
        (Role.CODER, {"name": " "}, "name"),
        (Role.CODER, {"days": "0"}, "between 1 and 365"),
        (Role.CODER, {"days": "366"}, "between 1 and 365"),
        (Role.CODER, {"days": "-1"}, "between 1 and 365"),
    ],
)
def test_what_is_refused_is_said(desk_on_sqlite: Desk, role: Role, said: dict[str, object], told: str) -> None:
    full: dict[str, object] = {"name": "nightly", "scope": ["read"], "days": "30"} | said
    answer = desk_on_sqlite.client(role).post("/tokens/add/", full)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Token.objects.exists()


def test_a_token_ends(desk: Desk) -> None:
    token, secret = tokens.made(desk.user(Role.CODER), "mine", ["read"], days=1)
    assert tokens.found(secret) is not None
    Token.objects.filter(pk=token.pk).update(expires=timezone.now() - timedelta(seconds=1))
    assert tokens.found(secret) is None


def test_a_person_ends_their_own_and_nobody_elses(desk: Desk) -> None:
    token, secret = tokens.made(desk.user(Role.CODER), "mine", ["read"], days=1)
    assert desk.client(Role.REVIEWER).post(f"/tokens/{token.pk}/end/").status_code == 404
    assert tokens.found(secret) is not None
    assert desk.client(Role.CODER, age=3600).post(f"/tokens/{token.pk}/end/").status_code == 303
    assert tokens.found(secret) is None


def test_its_use_is_noted(desk: Desk) -> None:
    token, secret = tokens.made(desk.user(Role.CODER), "mine", ["read"], days=1)
    tokens.found(secret)
    token.refresh_from_db()
    assert token.used is not None


def test_there_is_an_end_to_how_many(desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.CODER)
    for n in range(tokens.MOST):
        tokens.made(user, f"token {n}", ["read"], days=1)
    with pytest.raises(MembershipError, match="end one first"):
        tokens.made(user, "one more", ["read"], days=1)
