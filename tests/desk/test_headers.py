"""What browsers are told, and what of a request is not believed: headers, cookies, sessions, guessing, forged requests,
redirects to elsewhere."""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from desk.team import NAMES, PASSWORD, SECOND, Desk
from desk.walk import Page, ask, walk
from onrecord.desk.access import Role
from onrecord.desk.models import User

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "http:///evil.example",
    " https://evil.example/",
    "\thttps://evil.example/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "/inbox/\r\nSet-Cookie: a=b",
)
WRONG = "wrong horse battery staple"


def kinds(desk: Desk) -> dict[str, Page]:
    """Answers of every kind: a page, one to sign in, refusals, a file, nothing there."""
    reader = desk.client(Role.READER)
    return {
        "page": ask(reader, "/inbox/"),
        "sign in": ask(desk.client(), "/account/login/"),
        "sent to sign in": ask(desk.client(), "/inbox/"),
        "not there": ask(reader, "/nowhere/"),
        "not there for nobody": ask(desk.client(), "/nowhere/"),
        "not allowed": ask(reader, "/team/"),
        "another host": ask(reader, "/inbox/", HTTP_HOST="evil.example"),
        "a file": ask(desk.client(), "/static/desk/desk.css"),
    }


def policy(page: Page) -> dict[str, str]:
    """The page's policy, by directive."""
    parts = [part.strip().partition(" ") for part in page.headers["content-security-policy"].split(";")]
    return {name: " ".join(sorted(value.split(), reverse=False)) for name, _, value in parts}


def test_every_answer_has_the_policy(desk_on_sqlite: Desk) -> None:
    found = kinds(desk_on_sqlite)
    assert {name: page.status for name, page in found.items()} == {
        "page": 200, "sign in": 200, "sent to sign in": 302, "not there": 404, "not there for nobody": 404,
        "not allowed": 403, "another host": 400, "a file": 200,
    }  # fmt: skip
    for name, page in found.items():
        assert policy(page) == POLICY, name


def test_every_answer_refuses_frames_and_guesses(desk_on_sqlite: Desk) -> None:
    for name, page in kinds(desk_on_sqlite).items():
        assert page.headers["x-content-type-options"] == "nosniff", name
        assert page.headers["referrer-policy"] == "same-origin", name
        assert page.headers["cross-origin-opener-policy"] == "same-origin", name
        assert "access-control-allow-origin" not in page.headers, name
        assert "server" not in page.headers, name
        if name != "a file":
            assert page.headers["x-frame-options"] == "DENY", name
            assert page.headers.get("content-type", "").startswith("text/html"), name
            assert "charset=utf-8" in page.headers["content-type"], name


def test_no_page_has_script_or_style_of_its_own(desk_on_sqlite: Desk) -> None:
    looked = 0
    for page in walk(desk_on_sqlite.client(Role.ADMINISTRATOR)):
        if not page.is_html:
            continue
        looked += 1
        tree = page.tree()
        assert tree.xpath("//@style") == [], page.address
        assert tree.xpath("//style") == [], page.address
        # What a page's script reads is no script (allauth hands a browser's keys over so).
        own = [s for s in tree.xpath("//script") if not s.get("src") and s.get("type") != "application/json"]
        assert own == [], page.address
        assert tree.xpath("//@*[starts-with(name(), 'on')]") == [], page.address
        assert tree.xpath("//@*[starts-with(name(), 'hx-on')]") == [], page.address
        assert tree.xpath("//iframe|//object|//embed|//base|//applet") == [], page.address
        for name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
            for value in tree.xpath(f"//@{name}"):
                assert not re.match(r"\s*(javascript|data|vbscript):", value, re.I) or name == "src", page.address
        for source in tree.xpath("//script/@src|//link[@rel='stylesheet']/@href"):
            assert source.startswith("/static/"), (page.address, source)
    assert looked > 20


def test_nothing_of_the_record_stays_in_a_cache(desk_on_sqlite: Desk) -> None:
    for page in walk(desk_on_sqlite.client(Role.REVIEWER), each=2):
        if not page.route.startswith("-"):
            assert "no-store" in page.headers["cache-control"], page.address


def test_pages_name_no_version_and_no_place(desk_on_sqlite: Desk) -> None:
    for page in kinds(desk_on_sqlite).values():
        assert "Django" not in page.text and "Traceback" not in page.text
        assert desk_on_sqlite.where not in page.text


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "127.0.0.1:80@evil.example", "a b", ""])
def test_another_host_is_refused(desk_on_sqlite: Desk, host: str) -> None:
    client = desk_on_sqlite.client(Role.READER)
    assert client.get("/inbox/", HTTP_HOST=host or "..").status_code == 400
    # What a proxy may say of the host is not asked for, so it is not believed.
    assert b"evil.example" not in client.get("/inbox/", HTTP_X_FORWARDED_HOST="evil.example").content


def test_cookies_are_not_for_scripts_nor_for_other_sites(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client()
    client.get("/account/login/")
    signed(client, NAMES[Role.READER])
    assert set(client.cookies) >= {"sessionid", "csrftoken"}
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), SECURE_HSTS_SECONDS=31_536_000)
def test_over_https_browsers_are_told_to_stay_there(desk_on_sqlite: Desk) -> None:
    told = Client().get("/account/login/", HTTP_X_FORWARDED_PROTO="https")
    assert told["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in Client().get("/account/login/")


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace", "options"])
def test_no_method_but_those_that_are_used(desk_on_sqlite: Desk, method: str) -> None:
    answer = getattr(desk_on_sqlite.client(Role.ADMINISTRATOR), method)("/inbox/")
    assert answer.status_code in (200, 405) and (answer.status_code == 405 or method == "options")


# Signing in and out.


def signed(client: Client, who: str, password: str = PASSWORD, **more: Any) -> Any:
    """The answer to a name and a password."""
    return client.post("/account/login/", {"login": who, "password": password}, **more)


def test_a_session_from_before_is_not_that_after(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key or ""
    client.cookies["sessionid"] = planted
    assert signed(client, NAMES[Role.CODER]).status_code == 302
    assert client.cookies["sessionid"].value != planted
    thief = desk_on_sqlite.client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/inbox/").status_code == 302


def test_a_session_that_nobody_began_is_none(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client()
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/inbox/").status_code == 302
    assert not Session.objects.filter(session_key="a" * 32).exists()


def test_signing_out_ends_the_session_for_good(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client()
    signed(client, NAMES[Role.CODER])
    kept = client.cookies["sessionid"].value
    assert client.get("/account/logout/").status_code == 200  # a link alone signs nobody out
    assert client.get("/inbox/").status_code == 200
    assert client.post("/account/logout/").status_code == 302
    client.cookies["sessionid"] = kept
    assert client.get("/inbox/").status_code == 302


def test_another_password_ends_all_other_sessions(desk_on_sqlite: Desk) -> None:
    mine, other = desk_on_sqlite.client(), desk_on_sqlite.client()
    for client in (mine, other):
        assert signed(client, NAMES[Role.CODER]).status_code == 302
    new = "eight amber lanterns"
    answer = mine.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert desk_on_sqlite.user(Role.CODER).check_password(new)
    assert mine.get("/inbox/").status_code == 200
    assert other.get("/inbox/").status_code == 302


def test_who_is_no_longer_of_the_team_is_out_at_once(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    assert client.get("/inbox/").status_code == 200
    User.objects.filter(username=NAMES[Role.CODER]).update(is_active=False)
    assert client.get("/inbox/").status_code == 302
    assert signed(desk_on_sqlite.client(), NAMES[Role.CODER]).status_code in (200, 302)
    assert desk_on_sqlite.client().get("/inbox/").status_code == 302


def test_guessing_is_locked_out(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client()
    tries = [signed(client, NAMES[Role.CODER], WRONG) for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert tries[0].status_code == 200
    assert signed(client, NAMES[Role.CODER]).status_code != 302, "even the right one"
    # Others are not locked out with them.
    assert signed(desk_on_sqlite.client(), SECOND).status_code == 302


def test_guessing_from_many_addresses_is_locked_out(desk_on_sqlite: Desk) -> None:
    for n in range(25):
        signed(desk_on_sqlite.client(), NAMES[Role.CODER], WRONG, REMOTE_ADDR=f"198.51.100.{n}")
    assert signed(desk_on_sqlite.client(), NAMES[Role.CODER], REMOTE_ADDR="203.0.113.9").status_code != 302
    assert signed(desk_on_sqlite.client(), SECOND, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_a_claimed_address_is_not_believed_where_no_proxy_stands(desk_on_sqlite: Desk) -> None:
    for n in range(settings.AXES_FAILURE_LIMIT):
        signed(desk_on_sqlite.client(), NAMES[Role.CODER], WRONG, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
    assert AccessAttempt.objects.get(username=NAMES[Role.CODER]).ip_address == "127.0.0.1"
    answer = signed(desk_on_sqlite.client(), NAMES[Role.CODER], HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert answer.status_code != 302


def test_a_name_that_is_not_there_is_answered_as_one_that_is(desk_on_sqlite: Desk) -> None:
    def answers(name: str) -> list[tuple[int, str]]:
        client = desk_on_sqlite.client()
        found = []
        for _ in range(settings.AXES_FAILURE_LIMIT + 2):
            answer = signed(client, name, WRONG)
            body = re.sub(r'value="[^"]{64}"|"X-CSRFToken": "[^"]+"', "", answer.content.decode())
            found.append((answer.status_code, body.replace(name, "NAME")))
        return found

    User.objects.filter(username=SECOND).update(is_active=False)
    there, nowhere = answers(NAMES[Role.CODER]), answers("coder-zed")
    assert there == nowhere


def test_passwords_are_in_no_log_and_no_table(desk_on_sqlite: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client = desk_on_sqlite.client()
        page = signed(client, NAMES[Role.CODER], WRONG)
        signed(client, NAMES[Role.CODER])
        client.get("/inbox/")
    assert WRONG not in caplog.text and PASSWORD not in caplog.text
    assert WRONG not in page.content.decode()
    for attempt in AccessAttempt.objects.all():
        assert WRONG not in attempt.post_data
    assert desk_on_sqlite.user(Role.CODER).password.startswith("scrypt$")


def test_the_secret_is_in_no_page(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    session = client.cookies["sessionid"].value
    for page in walk(client, each=2):
        assert settings.SECRET_KEY not in page.text, page.address
        assert session not in page.text, page.address
        assert "scrypt$" not in page.text, page.address


@pytest.mark.parametrize("password", ["short", "elevenchars", "password1234", "coder-ben-coder", "123456789012"])
def test_passwords_that_are_no_good(desk_on_sqlite: Desk, password: str) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/account/password/change/", form).status_code == 200
    assert desk_on_sqlite.user(Role.CODER).check_password(PASSWORD)


@pytest.mark.parametrize(
    "password", ["correct horse   battery", "x" * 128, "пароль из многих слов", "🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑"]
)
def test_passwords_that_are_good(desk_on_sqlite: Desk, password: str) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/account/password/change/", form).status_code == 302
    assert signed(desk_on_sqlite.client(), NAMES[Role.CODER], password).status_code == 302


# Redirects.


def stays(answer: Any) -> bool:
    """Whether an answer leads nowhere else."""
    parts = urlsplit(answer.get("Location", "/"))
    return not parts.scheme and not parts.netloc and "\\" not in parts.path and "\r" not in answer.get("Location", "/")


@pytest.mark.parametrize("where", ELSEWHERE)
def test_nobody_is_led_elsewhere(desk_on_sqlite: Desk, where: str) -> None:
    desk = desk_on_sqlite
    form = {"login": NAMES[Role.READER], "password": PASSWORD, "next": where}
    assert stays(desk.client().post("/account/login/", form))
    assert stays(desk.client(Role.READER).get("/account/login/", {"next": where}))
    reader = desk.client(Role.READER)
    assert stays(reader.post("/language/setlang/", {"language": "fr", "next": where}))
    assert stays(reader.post("/language/setlang/", {"language": "fr"}, HTTP_REFERER=where.strip() or "-"))
    assert stays(reader.post("/account/reauthenticate/", {"password": PASSWORD, "next": where}))
    assert stays(reader.post("/account/logout/", {"next": where}))


def test_an_address_with_two_slashes_leads_nowhere_else(desk_on_sqlite: Desk) -> None:
    for address in ("//evil.example", "//evil.example/inbox", "/%2fevil.example/..", "/\\evil.example"):
        assert stays(desk_on_sqlite.client(Role.READER).get(address)), address
