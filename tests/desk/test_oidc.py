"""Signing in by an OpenID Connect issuer: only people with an account, known by subject or verified address."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client, override_settings

from desk.issuer import CLIENT, CODE, SECRET, Issuer, issuing
from desk.team import NAMES, Desk
from onrecord.desk import configuration, membership
from onrecord.desk.access import Role
from onrecord.desk.models import User

LOGIN = "/account/oidc/oidc/login/"


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    with issuing() as issuer:
        yield issuer


@pytest.fixture
def issuer(running: Issuer, desk_on_sqlite: Desk) -> Iterator[Issuer]:
    """The desk's settings name it."""
    app = {
        "provider_id": "oidc", "name": "The House", "client_id": CLIENT, "secret": SECRET,
        "settings": {"server_url": running.address},
    }  # fmt: skip
    said = configuration.Issuer(running.address, CLIENT, SECRET, "The House")
    with override_settings(
        SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [app]}},
        CONFIGURATION=dataclasses.replace(settings.CONFIGURATION, issuer=said),
    ):
        yield running


def sign_in(client: Client, issuer: Issuer, next: str = "/me/", **person: Any) -> Any:
    """What the desk answers to who comes back from the issuer as ``person``."""
    issuer.person = person
    page = client.post(f"{LOGIN}?process=login&next={next}").content.decode()
    found = re.search(r'<a href="([^"]+/authorize[^"]+)"', page)
    assert found is not None
    asked = parse_qs(urlsplit(html.unescape(found[1])).query)
    assert asked["client_id"] == [CLIENT] and "openid" in asked["scope"][0]
    return client.get(urlsplit(asked["redirect_uri"][0]).path, {"code": CODE, "state": asked["state"][0]})


def test_the_sign_in_page_offers_it(issuer: Issuer) -> None:
    assert "Sign in with The House" in Client().get("/account/login/").content.decode()


def test_who_has_an_account_with_the_verified_address_gets_in(issuer: Issuer, desk_on_sqlite: Desk) -> None:
    User.objects.filter(username=NAMES[Role.CODER]).update(email="ben@house.example")
    client = Client()
    answer = sign_in(client, issuer, sub="7", email="Ben@house.example", email_verified=True)
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert NAMES[Role.CODER] in client.get("/me/").content.decode()
    # From here on the issuer's subject counts, whatever address goes with it.
    assert membership.known_as(desk_on_sqlite.user(Role.CODER)) == "7"
    again = Client()
    sign_in(again, issuer, sub="7", email="other@house.example", email_verified=True)
    assert again.get("/me/").status_code == 200


def test_who_is_known_by_subject_gets_in(issuer: Issuer, desk_on_sqlite: Desk) -> None:
    act = {"act": "known", "subject": "abc-1", "email": ""}
    desk_on_sqlite.client(Role.ADMINISTRATOR).post(f"/team/people/{NAMES[Role.READER]}/act/", act)
    client = Client()
    sign_in(client, issuer, sub="abc-1")
    assert client.get("/me/").status_code == 200


STRANGERS: list[dict[str, Any]] = [
    {"sub": "9", "email": "ben@house.example", "email_verified": False},
    {"sub": "9", "email": "ben@house.example"},
    {"sub": "9", "email": "ben@house.example", "email_verified": "true"},
    {"sub": "9", "email": "nobody@house.example", "email_verified": True},
    {"sub": "9", "email": "", "email_verified": True},
    {"sub": "9"},
    # Whose address is known by another subject already: the address may have been given to somebody else since.
    {"sub": "9", "email": "dan@house.example", "email_verified": True},
]


@pytest.mark.parametrize("person", STRANGERS)
def test_nobody_else_gets_in_or_an_account(issuer: Issuer, desk_on_sqlite: Desk, person: dict[str, Any]) -> None:
    User.objects.filter(username=NAMES[Role.CODER]).update(email="ben@house.example")
    by = desk_on_sqlite.user(Role.ADMINISTRATOR)
    membership.know_as(by, email="dan@house.example", issuer_subject="4", by=by)
    count, client = User.objects.count(), Client()
    answer = sign_in(client, issuer, **person)
    assert answer.status_code == 403
    assert "No account here" in answer.content.decode()
    assert client.get("/me/").status_code == 302
    assert User.objects.count() == count
    assert SocialAccount.objects.count() == 1


def test_an_ended_account_stays_shut(issuer: Issuer, desk_on_sqlite: Desk) -> None:
    by = desk_on_sqlite.user(Role.ADMINISTRATOR)
    user = desk_on_sqlite.user(Role.CODER)
    membership.know_as(user, email="", issuer_subject="7", by=by)
    membership.end(user, by=by)
    client = Client()
    sign_in(client, issuer, sub="7")
    assert client.get("/me/").status_code == 302


def test_a_second_factor_is_asked_for_here_too(issuer: Issuer, desk_on_sqlite: Desk) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = desk_on_sqlite.user(Role.CODER)
    membership.know_as(user, email="", issuer_subject="7", by=desk_on_sqlite.user(Role.ADMINISTRATOR))
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    assert sign_in(client, issuer, sub="7")["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/me/").status_code == 302


def test_a_state_that_is_not_of_this_browser_is_worth_nothing(issuer: Issuer, desk_on_sqlite: Desk) -> None:
    answer = Client().get("/account/oidc/oidc/login/callback/", {"code": CODE, "state": "made-up"})
    assert answer.status_code in (400, 401, 403)
    client = Client()
    assert client.get("/me/").status_code == 302


def test_a_privileged_act_sends_who_has_no_password_to_the_issuer_again(issuer: Issuer, desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.ADMINISTRATOR)
    user.set_unusable_password()
    user.save()
    client = desk_on_sqlite.client(Role.ADMINISTRATOR, age=3600)
    answer = client.get("/team/add/")
    assert answer["Location"] == f"{LOGIN}?next=%2Fteam%2Fadd%2F"


def test_the_issuer_is_not_asked_where_none_is_set(desk_on_sqlite: Desk) -> None:
    assert Client().post(LOGIN).status_code == 404
    assert "Sign in with" not in Client().get("/account/login/").content.decode()
