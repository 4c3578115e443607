"""``onrecord desk``: serving, the first visit, and accounts by the command line."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from click.testing import CliRunner, Result
from django.test import Client

from desk.team import NAMES, PASSWORD, Desk
from onrecord.cli.main import onrecord
from onrecord.desk import running, tokens
from onrecord.desk.access import Role
from onrecord.desk.configuration import read
from onrecord.desk.models import User
from onrecord.desk.running import RunningError
from onrecord.ledger.models import Entry

CODER = NAMES[Role.CODER]


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(onrecord, ["desk", "user", *words], input=typed, catch_exceptions=True)


@pytest.fixture(autouse=True)
def _who(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_WHO", "keeper")


@pytest.mark.parametrize("more", [(), ("--password-stdin",)])
def test_an_account_is_made_and_works(desk: Desk, more: tuple[str, ...]) -> None:
    typed = f"{PASSWORD}\n" if more else f"{PASSWORD}\n{PASSWORD}\n"
    done = run("add", "fay", "--role", "reviewer", *more, typed=typed)
    assert done.stdout == "fay may sign in, as reviewer.\n"
    assert PASSWORD not in done.output
    answer = Client().post("/account/login/", {"login": "fay", "password": PASSWORD})
    assert answer.status_code == 302
    line = Entry.objects.using("ledger").filter(act="account").get()
    assert (line.who, line.subject, line.after) == ("keeper", "person:fay", '{"role":"reviewer"}')


@pytest.mark.parametrize(
    ("words", "typed", "told"),
    [
        (["add", "fay", "--password-stdin"], "short\n", "too short"),
        (["add", CODER, "--password-stdin"], f"{PASSWORD}\n", "called"),
        (["role", "nobody", "coder"], "", "Nobody here is called"),
        (["end", NAMES[Role.ADMINISTRATOR]], "", "only administrator"),
    ],
)
def test_what_cannot_be_is_said(desk_on_sqlite: Desk, words: list[str], typed: str, told: str) -> None:
    done = run(*words, typed=typed)
    assert done.exit_code != 0
    assert told in str(done.exception)
    assert desk_on_sqlite.user(Role.ADMINISTRATOR).is_active


def test_two_passwords_that_differ_are_asked_again(desk_on_sqlite: Desk) -> None:
    done = run("add", "fay", typed=f"{PASSWORD}\nother\n{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert User.objects.get(username="fay").check_password(PASSWORD)


def test_roles_ends_and_the_list(desk: Desk) -> None:
    TOTP.activate(desk.user(Role.READER), generate_totp_secret())
    run("role", CODER, "administrator")
    run("end", NAMES[Role.ADMINISTRATOR])
    told = run("list").stdout
    assert f"{CODER}: administrator, never signed in, no second factor\n" in told
    assert f"{NAMES[Role.ADMINISTRATOR]}: administrator, never signed in, no second factor, ended\n" in told
    assert f"{NAMES[Role.READER]}: reader, never signed in, second factor\n" in told


def test_a_lost_second_factor_a_lock_and_a_forgotten_password(desk_on_sqlite: Desk) -> None:
    TOTP.activate(desk_on_sqlite.user(Role.CODER), generate_totp_secret())
    _, secret = tokens.made(desk_on_sqlite.user(Role.CODER), "mine", ["read"], days=1)
    for _ in range(5):
        Client().post("/account/login/", {"login": CODER, "password": "wrong"})
    assert "locked" in run("list").stdout
    assert run("unlock", CODER).stdout == f"{CODER} may try again.\n"
    assert run("unlock", CODER).stdout == f"{CODER} was not locked.\n"
    assert run("reset-second-factor", CODER).exit_code == 0
    new = "nine tin whistles"
    assert run("password", CODER, "--password-stdin", typed=f"{new}\n").exit_code == 0
    answer = Client().post("/account/login/", {"login": CODER, "password": new, "next": "/me/"})
    assert answer["Location"] == "/me/"
    assert tokens.found(secret) is not None


# Where it listens.


@pytest.mark.parametrize(
    ("host", "https", "insecure", "may"),
    [
        ("127.0.0.1", "", False, True),
        ("localhost", "", False, True),
        ("::1", "", False, True),
        ("0.0.0.0", "", False, False),
        ("192.0.2.7", "", False, False),
        ("desk.example", "", False, False),
        ("0.0.0.0", "yes", False, True),
        ("0.0.0.0", "", True, True),
    ],
)
def test_passwords_cross_no_network_in_the_clear(
    tmp_path: Path, host: str, https: str, insecure: bool, may: bool
) -> None:
    said = {"ONRECORD_LEDGER": str(tmp_path / "ledger.sqlite3"), "ONRECORD_DESK_HTTPS": https}
    if may:
        running.check(host, read(said), insecure=insecure)
        return
    with pytest.raises(RunningError, match="ONRECORD_DESK_HTTPS=yes"):
        running.check(host, read(said), insecure=insecure)


def test_a_port_in_use_is_said_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RunningError, match=rf"Port {port} of 127\.0\.0\.1 is in use: .*--port 0"):
            running.listening("127.0.0.1", port)


def test_any_free_port_is_the_one_that_is_told() -> None:
    bound = running.listening("127.0.0.1", 0)
    with bound:
        assert running.address(bound, "127.0.0.1") == f"http://127.0.0.1:{bound.getsockname()[1]}/"


def test_it_says_where_it_is_and_how_to_begin_and_ends_cleanly(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ONRECORD_", "DJANGO_"))}
    line = [sys.executable, "-m", "onrecord", "desk", "--ledger", str(tmp_path / "new.sqlite3"), "--port", "0"]
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        try:
            first, second = process.stdout.readline(), process.stdout.readline()
            at = re.fullmatch(r"The desk is at (http://127\.0\.0\.1:\d+/) \(Ctrl-C ends it\)\.\n", first)
            assert at is not None, (first, second)
            begin = re.fullmatch(
                r"Nobody has an account yet: open (http://\S+/welcome/[\w-]{32}/) once to make the first\.\n", second
            )
            assert begin is not None and begin[1].startswith(at[1])
            for address, told in ((at[1] + "health/", "ok"), (begin[1], "Welcome to your desk")):
                with urllib.request.urlopen(address, timeout=240) as answer:
                    assert told in answer.read().decode()
        finally:
            process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        assert process.wait(timeout=240) == 0
        assert said == ""
