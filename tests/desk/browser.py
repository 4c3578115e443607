"""A real browser on a real desk: the system's Chromium, driven by Playwright, on a process of ``onrecord desk``.

Each module of tests gets a desk of its own, on a copy of the ledger of all samples, with the people of
:mod:`desk.team`. A page fails its test where a script breaks, where the policy of the page refuses anything, and where
anything is asked of another address than the desk's.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desk.team import NAMES
from onrecord.desk.access import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PATIENCE = 240.0  # seconds for the desk to answer; it takes two, on a machine with nothing else to do
SLOW = 90_000  # milliseconds that a page may take before its test fails; it takes tenths of a second
PageOf = Callable[..., "Page"]


def chromium() -> str:
    """The browser's path; fails the test where there is none."""
    said = os.environ.get("CHROMIUM")
    for name in (said,) if said else CHROMIUMS:
        found = shutil.which(name)
        if found is not None:
            return found
    pytest.fail(
        f"No Chromium at {said!r}, which CHROMIUM names." if said else
        "The desk's tests need a Chromium: install the package chromium, or name one in the variable CHROMIUM."
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Served:
    """A running desk: its ``address`` (no slash at its end), its ledger, and the secret that signs its sessions."""

    address: str
    ledger: Path
    secret: str

    @property
    def own(self) -> Path:
        """The desk's own file beside the ledger."""
        return self.ledger.with_suffix(".desk.sqlite3")

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the desk's own file answers to ``query``, read beside the running desk."""
        with contextlib.closing(sqlite3.connect(self.own, timeout=PATIENCE)) as file, file:
            return file.execute(query, values).fetchall()

    def of_the_ledger(self, query: str) -> list[tuple[Any, ...]]:
        """What the ledger answers to ``query``."""
        with contextlib.closing(sqlite3.connect(self.ledger, timeout=PATIENCE)) as file:
            return file.execute(query).fetchall()

    def report(self, name: str) -> str:
        """The address of a report, whose number is of the time at which it was added."""
        ((row,),) = self.of_the_ledger(f"select id from ledger_report where name = '{name}' and current")
        return f"/reports/{row}/"

    def session(self, who: Role | str) -> str:
        """A session in which ``who`` has just signed in: what the cookie holds."""
        from django.conf import settings
        from django.contrib.sessions.backends.db import SessionStore
        from django.test import override_settings
        from django.utils.crypto import get_random_string

        from onrecord.desk.models import User

        name = NAMES[who] if isinstance(who, Role) else who
        ((id, password),) = self.rows("select id, password from desk_user where username = ?", name)
        key = get_random_string(32)
        with override_settings(SECRET_KEY=self.secret):
            body = SessionStore().encode(
                {
                    "_auth_user_id": str(id),
                    "_auth_user_backend": BACKEND,
                    "_auth_user_hash": User(password=password).get_session_auth_hash(),
                    # What allauth asks before privileged acts: when, and by what.
                    "account_authentication_methods": [{"method": "password", "at": time.time(), "username": name}],
                    "account_authentication_methods_user": str(id),
                }
            )
        ends = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + settings.SESSION_COOKIE_AGE))
        self.rows(
            "insert into django_session (session_key, session_data, expire_date) values (?, ?, ?)", key, body, ends
        )
        return key


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """A process of ``onrecord desk`` on the ledger in ``folder``, ended afterwards."""
    ledger = folder / "ledger.sqlite3"
    secret = folder / "secret"
    secret.write_text("a secret of tests alone, which nobody keeps")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ONRECORD_", "DJANGO_"))}
    environment |= {"ONRECORD_DESK_SECRET_FILE": str(secret), "PYTHONUTF8": "1"}
    line = [sys.executable, "-m", "onrecord", "desk", "--ledger", str(ledger), "--port", "0"]
    with open(folder / "said.txt", "wb") as said:
        process = subprocess.Popen(line, env=environment, stdout=said, stderr=subprocess.STDOUT)
    try:
        yield Served(_answering(process, folder / "said.txt"), ledger, secret.read_text())
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answering(process: subprocess.Popen[bytes], said: Path) -> str:
    """The address that the desk has told, once it answers there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        told = re.search(r"^The desk is at (http://\S+)/ ", said.read_text("utf-8", "replace"), re.MULTILINE)
        try:
            if told is not None:
                with urllib.request.urlopen(f"{told[1]}/account/login/", timeout=PATIENCE):
                    return told[1]
        except urllib.error.HTTPError:
            break
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the desk did not answer; it said: {said.read_text(errors='replace')}")


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk that this module has for itself."""
    folder = tmp_path_factory.mktemp("served")
    for file in sqlite_template.iterdir():
        shutil.copy(file, folder / file.name)
    with serving(folder) as desk:
        yield desk


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=SLOW)
    path = chromium()
    # Playwright's loop runs in this thread, and Django would take its own calls for those of a coroutine.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS), timeout=SLOW)
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def page_of(served: Served, browser: Browser) -> Iterator[PageOf]:
    """Makes pages; see :func:`opened`. They are closed after the test, which fails for what went wrong in them."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def page(who: Role | str | None = None, **options: Any) -> Page:
        made = opened(browser, served, who, wrong=wrong, **options)
        contexts.append(made.context)
        return made

    yield page
    for context in contexts:
        context.close()
    assert wrong == []


def opened(
    browser: Browser,
    served: Served,
    who: Role | str | None,
    *,
    wrong: list[str],
    language: str = "en",
    theme: str = "light",
    width: int = 1280,
    height: int = 900,
    script: bool = True,
) -> Page:
    """A page in which ``who`` is signed in (None: nobody): a role, or the name of one of the people.

    ``theme`` is what the person's system prefers: ``light``, ``dark`` or ``contrast``. Addresses are relative to the
    desk's. What goes wrong in the page is added to ``wrong``.
    """
    context = browser.new_context(
        base_url=served.address,
        viewport={"width": width, "height": height},
        locale=language,
        color_scheme="dark" if theme == "dark" else "light",
        contrast="more" if theme == "contrast" else "no-preference",
        reduced_motion="reduce",
        java_script_enabled=script,
    )
    context.set_default_timeout(SLOW)
    cookies = [{"name": "django_language", "value": language, "url": served.address}]
    if who is not None:
        cookies.append({"name": "sessionid", "value": served.session(who), "url": served.address})
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda line: wrong.append(f"{page.url}: {line.text}") if "Content Security Policy" in line.text else None,
    )
    page.on(
        "request",
        lambda request: (
            wrong.append(f"{page.url} asks for {request.url}")
            if not request.url.startswith((f"{served.address}/", "data:", "blob:"))
            else None
        ),
    )
    return page


def axe(page: Page, *rules: str) -> list[str]:
    """What axe finds serious or critical in the page, by all its rules or those named: the rule, and where.

    The page's scripts must be on: axe waits for timers, which stand still without.
    """
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state()
    found = []
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    for violation in Axe().run(page, options=options).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            for node in violation["nodes"]:
                found.append(f"{violation['id']}: {node['html'][:200]} ({node['failureSummary']})")
    return found


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window: it should never scroll sideways as a whole."""
    page.wait_for_load_state()
    wide: int = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
    return max(0, wide)
