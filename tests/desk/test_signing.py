"""Signing in: guessing, second factors, sessions, fresh sign-ins; what there is of allauth's pages and what not."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from desk.team import NAMES, PASSWORD, Desk
from onrecord.desk import membership, signing
from onrecord.desk.access import Role

LOGIN = "/account/login/"


HALF_MINUTE = 59_000_000


@pytest.fixture(autouse=True)
def _time_stands_still_for_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code is good for half a minute, which may end before it is sent."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([HALF_MINUTE]))


def code_of(secret: str, *, off: int = 0) -> str:
    """The code; with ``off`` another, that is certainly not it."""
    return str(format_hotp_value((hotp_value(secret, HALF_MINUTE) + off) % 10**6))


@pytest.mark.parametrize("role", Role)
def test_a_person_signs_in_and_out(desk: Desk, role: Role) -> None:
    client = Client()
    answer = client.post(LOGIN, {"login": NAMES[role], "password": PASSWORD, "next": "/me/"})
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.get("/me/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize("next", ["https://elsewhere.example/", "//elsewhere.example/", "https:elsewhere.example"])
def test_signing_in_leads_nowhere_else(desk_on_sqlite: Desk, next: str) -> None:
    answer = Client().post(LOGIN, {"login": NAMES[Role.CODER], "password": PASSWORD, "next": next})
    assert answer["Location"] == reverse("inbox")


def test_a_wrong_name_and_a_wrong_password_are_told_alike(desk_on_sqlite: Desk) -> None:
    said = []
    for name in (NAMES[Role.CODER], "nobody-at-all"):
        page = Client().post(LOGIN, {"login": name, "password": "wrong"}).content.decode()
        said.append(re.sub(rf'value="{name}"|\w{{64}}', "", page))
    assert said[0] == said[1]
    assert "The name or the password is wrong." in said[0]


@pytest.mark.parametrize("name", [NAMES[Role.CODER], "nobody-at-all"])
def test_who_guesses_is_locked_out_for_a_while_and_told_so(desk: Desk, name: str) -> None:
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(LOGIN, {"login": name, "password": "wrong"})
    assert answer.status_code == 429
    assert "for 15 minutes" in answer.content.decode()
    # The right password does not help meanwhile, in another browser neither; others go on.
    assert Client().post(LOGIN, {"login": name, "password": PASSWORD}).status_code == 429
    assert Client().post(LOGIN, {"login": NAMES[Role.READER], "password": PASSWORD}).status_code == 302


def test_an_administrator_lets_them_try_again(desk: Desk) -> None:
    name = NAMES[Role.CODER]
    for _ in range(settings.AXES_FAILURE_LIMIT):
        Client().post(LOGIN, {"login": name, "password": "wrong"})
    assert name in membership.locked_names()
    desk.client(Role.ADMINISTRATOR).post(f"/team/people/{name}/act/", {"act": "unlock"})
    assert Client().post(LOGIN, {"login": name, "password": PASSWORD}).status_code == 302
    assert membership.locked_names() == set()


def test_a_second_factor_is_asked_for(desk: Desk) -> None:
    secret = generate_totp_secret()
    TOTP.activate(desk.user(Role.CODER), secret)
    client = Client()
    answer = client.post(LOGIN, {"login": NAMES[Role.CODER], "password": PASSWORD})
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert client.get("/me/").status_code == 302
    wrong = client.post("/account/2fa/authenticate/", {"code": code_of(secret, off=1)})
    assert "Incorrect code" in wrong.content.decode()
    assert client.post("/account/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/me/").status_code == 200


def test_codes_of_a_second_factor_cannot_be_guessed(desk_on_sqlite: Desk) -> None:
    secret = generate_totp_secret()
    TOTP.activate(desk_on_sqlite.user(Role.CODER), secret)
    client = Client()
    client.post(LOGIN, {"login": NAMES[Role.CODER], "password": PASSWORD})
    for _ in range(9):
        client.post("/account/2fa/authenticate/", {"code": code_of(secret, off=1)})
    answer = client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert "Too many wrong attempts" in answer.content.decode()
    assert client.get("/me/").status_code == 302


def test_a_recovery_code_works_once(desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.CODER)
    TOTP.activate(user, generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for status in (302, 200):
        client = Client()
        client.post(LOGIN, {"login": user.username, "password": PASSWORD})
        assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == status


def test_an_app_is_set_up_and_recovery_codes_come_with_it(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret" value="(\w+)"', page)
    assert secret is not None
    answer = client.post("/account/2fa/totp/activate/", {"code": code_of(secret[1])})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    assert "Unused codes" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("wanted", [True, False])
def test_a_role_may_be_asked_for_a_second_factor_before_anything_else(desk: Desk, wanted: bool) -> None:
    roles = ["coder"] if wanted else ["reviewer"]
    membership.choose_second_factor(roles, by=desk.user(Role.ADMINISTRATOR))
    client = desk.client(Role.CODER)
    answer = client.get("/inbox/")
    if not wanted:
        assert answer.status_code == 200
        return
    assert answer["Location"] == "/account/2fa/"
    assert "Your team asks for a second factor" in client.get("/account/2fa/").content.decode()
    assert client.post("/incidents/x/set/").status_code == 302
    asked = client.get("/inbox/", headers={"HX-Request": "true"})
    assert (asked.status_code, asked["HX-Redirect"]) == (401, "/account/2fa/")
    TOTP.activate(desk.user(Role.CODER), generate_totp_secret())
    assert client.get("/inbox/").status_code == 200


def test_a_changed_password_ends_other_sessions(desk_on_sqlite: Desk) -> None:
    here, there = desk_on_sqlite.client(Role.CODER), desk_on_sqlite.client(Role.CODER)
    new = "nine tin whistles"
    said = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/account/password/change/", said).status_code == 302
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


def test_sessions_are_listed_and_ended(desk_on_sqlite: Desk) -> None:
    here, there = Client(headers={"User-Agent": "Here"}), Client(headers={"User-Agent": "There"})
    for each in (here, there):
        each.post(LOGIN, {"login": NAMES[Role.CODER], "password": PASSWORD})
        each.get("/me/")
    page = here.get("/account/sessions/").content.decode()
    assert "Here" in page and "There" in page
    here.post("/account/sessions/")
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


# Privileged acts.

STALE = 3600.0
PRIVILEGED = [
    (Role.ADMINISTRATOR, "/team/add/", {"name": "eve", "role": "reader"}),
    (Role.ADMINISTRATOR, "/team/choices/", {"second-factor": ["coder"]}),
    (Role.ADMINISTRATOR, "/team/groups/add/", {"name": "south"}),
    (Role.ADMINISTRATOR, f"/team/people/{NAMES[Role.CODER]}/act/", {"act": "end"}),
    (Role.CODER, "/tokens/add/", {"name": "mine", "scope": ["read"], "days": "10"}),
]


@pytest.mark.parametrize(("role", "address", "said"), PRIVILEGED, ids=[address for _, address, _ in PRIVILEGED])
def test_a_privileged_act_asks_who_signed_in_long_ago_for_the_password(
    desk_on_sqlite: Desk, role: Role, address: str, said: dict[str, object]
) -> None:
    client = desk_on_sqlite.client(role, age=STALE)
    answer = client.post(address, said)
    assert answer["Location"].startswith("/account/reauthenticate/")
    done = client.post(answer["Location"], {"password": "wrong"})
    assert done.status_code == 200
    # With the right one, what was about to be done is done.
    done = client.post("/account/reauthenticate/", {"password": PASSWORD, "next": address})
    assert done.status_code in (200, 303)
    assert client.post(address, said).status_code != 302


def test_forged_acts_are_refused(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.ADMINISTRATOR, csrf=True)
    for _, address, said in PRIVILEGED:
        assert client.post(address, said).status_code == 403


# The pages that there are.

GONE = (
    "account_signup", "account_email", "account_reset_password", "account_confirm_email", "socialaccount_signup",
    "account_email_verification_sent", "account_confirm_login_code", "mfa_signup_webauthn", "mfa_login_webauthn",
)  # fmt: skip


@pytest.mark.parametrize("name", GONE)
def test_no_sign_up_and_no_mail(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_every_page_of_the_account_says_who_may_open_it() -> None:
    (account,) = [each for each in get_resolver().url_patterns if str(each.pattern) == "account/"]
    assert len(account.url_patterns) == len(signing.routes)  # type: ignore[union-attr]
    assert all(hasattr(each.callback, "power") for each in signing.routes)


PAGES = (
    LOGIN, "/account/password/change/", "/account/reauthenticate/", "/account/2fa/", "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/", "/account/2fa/webauthn/", "/account/sessions/", "/account/3rdparty/",
    "/account/logout/", "/account/inactive/", "/account/3rdparty/login/cancelled/", "/account/3rdparty/login/error/",
)  # fmt: skip
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?:src=|type=\"application/json\"))|javascript:", re.I)


@pytest.mark.parametrize("address", PAGES)
def test_pages_of_the_account_have_no_script_or_style_of_their_own(desk_on_sqlite: Desk, address: str) -> None:
    client = desk_on_sqlite.client(None if address == LOGIN else Role.CODER)
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == (401 if "error" in address else 200)
    assert page.count("<h1") == 1
    assert INLINE.findall(page) == []
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_other_pages_of_a_second_factor_likewise(desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.CODER)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    client, entering = desk_on_sqlite.client(Role.CODER), Client()
    entering.post(LOGIN, {"login": user.username, "password": PASSWORD})
    pages = [entering.get("/account/2fa/authenticate/")]
    for address in ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/"):
        pages.append(client.get(f"/account/2fa/{address}"))
    for answer in pages:
        assert answer.status_code == 200
        assert INLINE.findall(answer.content.decode()) == []
    assert Authenticator.objects.filter(user=user).count() == 2


# One's own page.


def test_a_person_chooses_language_colours_and_graphic_words(desk: Desk) -> None:
    client = desk.client(Role.READER)
    answer = client.post("/me/", {"language": "fr", "theme": "dark", "graphic": "yes"})
    assert answer.status_code == 303
    user = desk.user(Role.READER)
    assert (user.language, user.theme, user.graphic) == ("fr", "dark", True)
    client.post("/me/", {"language": "xx", "theme": "<b>"})
    user.refresh_from_db()
    assert (user.language, user.theme, user.graphic) == ("", "", False)


# Whether the desk stands.


def test_health_says_ok_and_nothing_more(desk: Desk) -> None:
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
