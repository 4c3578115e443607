"""The desk as docs/how-to/desk-server.md arranges it: PostgreSQL with two roles, two processes, a proxy with TLS."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import CookieJar
from pathlib import Path
from ssl import SSLContext
from typing import Any

import psycopg
import pytest

from desk.proxy import proxy
from desk.team import NAMES, PASSWORD
from ledger.postgres import Server
from onrecord.desk.access import Role

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/desk-server.md").read_text("utf-8")
GRANTS = re.findall(r"```sql\n(.*?)```", PAGE, re.S)
COMMAND = re.search(r"^ExecStart=\S+/uvicorn (.*)$", PAGE, re.M)
PATIENCE = 240.0  # seconds for two processes to start, and for what is handed in to be read


def _free() -> int:
    """A free port of those that the system gives nobody by itself: it is still free when the desk takes it."""
    for port in range(20_000 + os.getpid() % 8_000, 32_000):
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """Follows no redirect."""


@dataclass
class Visitor:
    """A browser without a window, that trusts the proxy's certificate."""

    address: str
    trusts: SSLContext

    def __post_init__(self) -> None:
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=self.trusts),
            urllib.request.HTTPCookieProcessor(self.cookies),
            _Stays(),
        )

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, Message, str]:
        """Status, headers and text of an answer."""
        data = None if form is None else urllib.parse.urlencode(form).encode()
        asked = urllib.request.Request(self.address + path, data)
        if form is not None:
            asked.add_header("Referer", self.address + path)
        for name, value in headers.items():
            asked.add_header(name.replace("_", "-"), value)
        try:
            with self._opener.open(asked, timeout=PATIENCE) as answer:
                return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode("utf-8", "replace")

    def post(self, path: str, form: dict[str, str], **headers: str) -> tuple[int, Message, str]:
        """A form as its page holds it, sent."""
        page = self.ask(path)[2]
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found is not None, page[:500]
        return self.ask(path, {"csrfmiddlewaretoken": found[1], **form}, **headers)

    def sign_in(self, who: str, password: str = PASSWORD, **headers: str) -> int:
        """The status of the answer."""
        return self.post("/account/login/", {"login": who, "password": password}, **headers)[0]


@dataclass(frozen=True)
class Deployed:
    """A deployment: the address people use, who trusts it, and the database as each role sees it."""

    address: str
    trusts: SSLContext
    port: int
    owner: str
    serving: str
    environment: dict[str, str]

    def visitor(self) -> Visitor:
        """Somebody new."""
        return Visitor(self.address, self.trusts)


@pytest.fixture(scope="module")
def deployed(server: Server, postgresql_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """What the page arranges, on a copy of the filled database."""
    folder = tmp_path_factory.mktemp("deployed")
    with server.database(template=postgresql_template) as owner:
        name = owner.partition("@/")[2].partition("?")[0]
        server.run("DROP ROLE IF EXISTS desk", "CREATE ROLE desk LOGIN")
        serving = server.url(name, user="desk")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("ONRECORD_", "DJANGO_", "PG"))}
        secret = folder / "secret"
        secret.write_text("a secret of tests alone, which nobody keeps")
        environment["ONRECORD_DESK_SECRET_FILE"] = str(secret)
        prepared = [sys.executable, "-m", "onrecord", "desk", "prepare"]
        subprocess.run(prepared, env=environment | {"ONRECORD_LEDGER": owner}, check=True, stdout=subprocess.DEVNULL)
        with psycopg.connect(owner, autocommit=True) as connection:
            for statement in GRANTS[0].split(";"):
                if statement.strip():
                    connection.execute(statement.encode())
        port = _free()
        environment |= {
            "ONRECORD_LEDGER": serving,
            "ONRECORD_DESK_HOSTS": "localhost",
            "ONRECORD_DESK_HTTPS": "yes",
            "ONRECORD_DESK_PROXIES": "1",
        }
        assert COMMAND is not None
        line = [sys.executable, "-m", "uvicorn", *COMMAND[1].replace("8000", str(port)).split()]
        with open(folder / "said", "wb") as said:
            process = subprocess.Popen(line, env=environment, stdout=said, stderr=said)
            reads = [sys.executable, "-m", "onrecord", "desk", "read"]
            reader = subprocess.Popen(reads, env=environment, stdout=said, stderr=said)
        try:
            with proxy(port) as (address, trusts):
                made = Deployed(address, trusts, port, owner, serving, environment)
                until = time.monotonic() + PATIENCE
                while made.visitor().ask("/account/login/")[0] != 200:
                    assert process.poll() is None and time.monotonic() < until, (folder / "said").read_text()
                    time.sleep(0.1)
                yield made
        finally:
            for each in (process, reader):
                each.terminate()
            for each in (process, reader):
                each.wait(timeout=PATIENCE)
            with psycopg.connect(owner, autocommit=True) as connection:
                connection.execute("DROP OWNED BY desk")
            server.run("DROP ROLE desk")


def test_people_sign_in_and_read(deployed: Deployed) -> None:
    someone = deployed.visitor()
    assert someone.ask("/inbox/")[0] == 302
    assert someone.sign_in(NAMES[Role.CODER]) == 302
    for page in ("/inbox/", "/incidents/", "/people/", "/search/?q=strike", "/history/"):
        # Often enough that both processes answer.
        assert [someone.ask(page)[0] for _ in range(4)] == [200] * 4, page


def test_cookies_go_over_tls_alone(deployed: Deployed) -> None:
    someone = deployed.visitor()
    assert someone.sign_in(NAMES[Role.READER]) == 302
    kept = {cookie.name: cookie for cookie in someone.cookies}
    assert set(kept) >= {"__Host-session", "__Host-csrf"}
    for cookie in kept.values():
        assert cookie.secure and cookie.path == "/" and not cookie.domain_specified, cookie
        assert cookie.has_nonstandard_attr("HttpOnly"), cookie


def test_browsers_are_told_to_use_tls_alone(deployed: Deployed) -> None:
    headers = deployed.visitor().ask("/account/login/")[1]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_files_are_kept_under_their_hash(deployed: Deployed) -> None:
    someone = deployed.visitor()
    someone.sign_in(NAMES[Role.READER])
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', someone.ask("/inbox/")[2])
    assert len(found) >= 3
    for address in found:
        status, headers, body = someone.ask(address)
        assert status == 200 and body
        assert headers["Cache-Control"] == "max-age=31536000, public, immutable", address
        assert someone.ask(address.partition("?")[0] + "?another")[1]["Cache-Control"] == "max-age=60, public"


def test_guessing_is_counted_by_the_true_address(deployed: Deployed) -> None:
    with psycopg.connect(deployed.owner, autocommit=True) as connection:
        connection.execute("DELETE FROM desk.axes_accessattempt")
        guesser = deployed.visitor()
        for n in range(3):
            # What the client claims of itself is not believed.
            guesser.sign_in(NAMES[Role.REVIEWER], "wrong horse battery", X_Forwarded_For=f"198.51.100.{n}")
        rows = connection.execute(
            "SELECT ip_address::text, failures_since_start FROM desk.axes_accessattempt"
        ).fetchall()
    assert rows == [("127.0.0.1/32", 3)]


def test_a_forged_scheme_or_host_is_not_believed(deployed: Deployed) -> None:
    assert deployed.visitor().ask("/account/login/", Host="evil.example")[0] == 400
    # Who reaches the process itself, past the proxy, over plain HTTP, is not taken to be on TLS.
    with urllib.request.urlopen(
        urllib.request.Request(f"http://127.0.0.1:{deployed.port}/account/login/", headers={"Host": "localhost"})
    ) as answer:
        assert answer.headers["Strict-Transport-Security"] is None


def test_the_log_and_the_originals_cannot_be_changed_by_who_serves(deployed: Deployed) -> None:
    with psycopg.connect(deployed.serving, autocommit=True) as connection:
        for statement in (
            "UPDATE ledger_entry SET who = 'somebody else'",
            "DELETE FROM ledger_entry",
            "UPDATE ledger_original SET size = 0",
            "DELETE FROM ledger_original",
            "DELETE FROM ledger_report",
            "TRUNCATE ledger_entry",
            "DROP TABLE ledger_entry",
            "CREATE TABLE desk.another (id int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


def test_sessions_end_in_every_process(deployed: Deployed) -> None:
    someone = deployed.visitor()
    someone.sign_in(NAMES[Role.CODER])
    stolen = {cookie.name: cookie.value for cookie in someone.cookies}
    assert someone.post("/account/logout/", {})[0] == 302
    thief = deployed.visitor()
    told = "; ".join(f"{name}={value}" for name, value in stolen.items())
    assert [thief.ask("/inbox/", Cookie=told)[0] for _ in range(6)] == [302] * 6


def test_what_is_handed_in_is_read_beside(deployed: Deployed) -> None:
    someone = deployed.visitor()
    someone.sign_in(NAMES[Role.CODER])
    text = "A shell hit the mill of Old Tarn on 4 May 2025 and killed three people, the mayor said.\n"
    status, headers, _ = someone.post("/inbox/add/", {"text": text, "title": "The mill of Old Tarn"})
    assert status == 303
    until = time.monotonic() + PATIENCE
    while "The mill of Old Tarn" not in someone.ask("/inbox/")[2]:
        assert time.monotonic() < until, someone.ask(headers["Location"])[2]
        time.sleep(0.5)


def test_accounts_are_kept_by_the_role_that_serves(deployed: Deployed) -> None:
    line = [sys.executable, "-m", "onrecord", "desk", "user", "list"]
    told = subprocess.run(line, env=deployed.environment, check=True, capture_output=True, text=True).stdout
    assert NAMES[Role.ADMINISTRATOR] in told
