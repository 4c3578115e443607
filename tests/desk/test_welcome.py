"""One-time addresses: the first visit, and a password for somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from desk.team import PASSWORD, Desk
from onrecord.desk import membership, welcome
from onrecord.desk.access import Role
from onrecord.desk.models import User, Welcome
from onrecord.ledger.models import Entry

CHOSEN = "nine tin whistles"


def at(code: str) -> str:
    return f"/welcome/{code}/"


def form(name: str | None = "ada", password: str = CHOSEN, again: str | None = None) -> dict[str, str]:
    said = {"password": password, "again": again or password}
    return said if name is None else said | {"username": name}


@pytest.fixture
def empty(desk: Desk) -> Desk:
    """A desk where nobody has an account."""
    User.objects.all().delete()
    return desk


def test_the_first_visit_makes_an_administrator_who_is_signed_in(empty: Desk) -> None:
    code, client = welcome.issue(None), Client()
    assert client.get(at(code)).status_code == 200
    answer = client.post(at(code), form())
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert User.objects.get().role == Role.ADMINISTRATOR
    assert client.get("/team/").status_code == 200
    line = Entry.objects.using("ledger").order_by("-seq")[0]
    assert (line.act, line.subject, line.who) == ("account", "person:ada", "ada")
    assert CHOSEN not in line.after and code not in line.after


def test_a_code_works_once(empty: Desk) -> None:
    code = welcome.issue(None)
    Client().post(at(code), form())
    assert Client().post(at(code), form("ben")).status_code == 404
    assert Client().get(at(code)).status_code == 404
    assert User.objects.count() == 1


def test_the_first_code_is_worth_nothing_once_somebody_is_there(empty: Desk) -> None:
    code = welcome.issue(None)
    membership.made("ben", "reader", password=PASSWORD)
    assert Client().post(at(code), form()).status_code == 404


def test_a_code_ends_after_a_day(empty: Desk) -> None:
    code = welcome.issue(None)
    Welcome.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert Client().get(at(code)).status_code == 404


def test_a_new_code_ends_the_one_before(empty: Desk) -> None:
    code = welcome.issue(None)
    welcome.issue(None)
    assert Client().get(at(code)).status_code == 404


def test_only_the_hash_of_a_code_is_kept(empty: Desk) -> None:
    code = welcome.issue(None)
    assert code not in str(Welcome.objects.values())
    assert len(code) >= 32


def test_who_guesses_is_soon_not_answered(empty: Desk) -> None:
    code, client = welcome.issue(None), Client()
    for n in range(welcome.GUESSES):
        assert client.get(at(f"{code}{n}")).status_code == 404
    assert client.get(at(code)).status_code == 404
    assert Client(REMOTE_ADDR="198.51.100.7").get(at(code)).status_code == 200


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (form(password="short"), "too short"),
        (form(password="password1234"), "too common"),
        (form(again="another one altogether"), "differ"),
        (form("two words"), "no spaces"),
        (form("katharina", password="katharina123"), "too similar"),
    ],
)
def test_what_is_refused_is_said_and_the_code_stays(empty: Desk, said: dict[str, str], told: str) -> None:
    code, client = welcome.issue(None), Client()
    answer = client.post(at(code), said)
    assert told in answer.content.decode()
    assert not User.objects.exists()
    assert client.post(at(code), form()).status_code == 302


def test_a_person_sets_a_new_password_and_others_by_the_old_one_are_out(desk: Desk) -> None:
    before = desk.client(Role.CODER)
    assert before.get("/me/").status_code == 200
    code, client = welcome.issue(desk.user(Role.CODER)), Client()
    assert desk.user(Role.CODER).username in client.get(at(code)).content.decode()
    assert client.post(at(code), form(None)).status_code == 302
    assert client.get("/me/").status_code == 200
    assert before.get("/me/").status_code == 302
    assert desk.user(Role.CODER).check_password(CHOSEN)


def test_an_ended_person_gets_in_by_no_code(desk: Desk) -> None:
    user = desk.user(Role.CODER)
    code = welcome.issue(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().post(at(code), form(None)).status_code == 404


def test_a_second_factor_is_still_asked_for(desk: Desk) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = desk.user(Role.CODER)
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    answer = client.post(at(welcome.issue(user)), form(None))
    assert answer["Location"] == "/account/login/"
    assert client.get("/me/").status_code == 302
