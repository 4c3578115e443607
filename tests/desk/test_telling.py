"""A person is told what befalls their account, each in their own language."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client

from desk.team import NAMES, PASSWORD, Desk
from onrecord.desk import membership, telling
from onrecord.desk.access import Role
from onrecord.desk.models import Notice

NEW = "eight amber lanterns"


def told(desk: Desk, who: Role) -> list[str]:
    """The kinds and words of somebody's notices."""
    page = desk.client(who).get("/notices/").text
    return [words for words in WORDS if words in page]


WORDS = tuple(
    str(each) for each in (telling.PASSWORD, telling.ADDED, telling.GONE, telling.CODES, telling.CODE)
)  # fmt: skip


def test_of_another_password(desk_on_sqlite: Desk) -> None:
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert desk_on_sqlite.client(Role.CODER).post("/account/password/change/", form).status_code == 302
    assert told(desk_on_sqlite, Role.CODER) == [telling.PASSWORD]
    assert told(desk_on_sqlite, Role.READER) == []


def test_of_a_password_that_came_by_an_address(desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.READER)
    membership.choose(user, NEW, by=user)
    assert told(desk_on_sqlite, Role.READER) == [telling.PASSWORD]


def test_of_second_factors(desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.CODER)
    TOTP.activate(user, generate_totp_secret())
    membership.reset_second_factor(user, by=desk_on_sqlite.user(Role.ADMINISTRATOR))
    assert told(desk_on_sqlite, Role.CODER) == [telling.GONE]
    client = desk_on_sqlite.client(Role.CODER)
    TOTP.activate(user, generate_totp_secret())
    client.post("/account/2fa/recovery-codes/generate/")
    assert telling.CODES in told(desk_on_sqlite, Role.CODER)


def test_of_a_code_that_was_wrong_after_the_password(desk_on_sqlite: Desk) -> None:
    TOTP.activate(desk_on_sqlite.user(Role.CODER), generate_totp_secret())
    client = Client()
    client.post("/account/login/", {"login": NAMES[Role.CODER], "password": PASSWORD})
    for _ in range(2):
        client.post("/account/2fa/authenticate/", {"code": "no code"})
    assert Notice.objects.filter(to=desk_on_sqlite.user(Role.CODER), kind="guessing").count() == 1
    assert told(desk_on_sqlite, Role.CODER) == [telling.CODE]


@pytest.mark.parametrize("name", [NAMES[Role.CODER], "nobody-at-all"])
def test_of_guessing_administrators_are_told_too(desk_on_sqlite: Desk, name: str) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT + 2):
        Client().post("/account/login/", {"login": name, "password": "wrong"})
    page = desk_on_sqlite.client(Role.ADMINISTRATOR).get("/notices/").text
    assert f"Wrong passwords for “{name}” were given from 127.0.0.1" in page
    assert Notice.objects.filter(kind="guessing").count() == (2 if name == NAMES[Role.CODER] else 1)
    assert f"“{name}”" not in desk_on_sqlite.client(Role.READER).get("/notices/").text


def test_each_in_their_own_language(desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.READER)
    user.language = "fr"
    user.save()
    telling.changed(user, telling.PASSWORD)
    page = desk_on_sqlite.client(Role.READER).get("/notices/", headers={"accept-language": "en"}).text
    assert "Your password was changed" not in page and "Votre mot de passe" in page
