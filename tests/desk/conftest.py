"""A desk for each test, on SQLite and on PostgreSQL alike: the ledger of all samples, and one person of each role."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.core.internal import ratelimit
from django.db import connections

from desk.browser import browser, page_of, served  # noqa: F401  a real browser on a real desk
from desk.team import Desk, people
from ledger.conftest import server  # noqa: F401  the one PostgreSQL of all tests
from ledger.material import samples
from ledger.postgres import Server
from onrecord.desk import answered, drawing, heard, sessions
from onrecord.desk.ledgers import point, prepare
from onrecord.ledger import open_ledger
from onrecord.ledger.where import place


@pytest.fixture(autouse=True)
def _no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done once in a while, or kept for a while, is the same however long a test takes."""
    monkeypatch.setattr(sessions, "OFTEN", 10**9)
    monkeypatch.setattr(heard, "_SHARE", 0.0)
    # So many wrong passwords a minute: to hash each of them may take a slow machine seconds.
    ticks = count(1_900_000_000_000)
    clock = SimpleNamespace(time=lambda: next(ticks) / 1000, monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr(ratelimit, "time", clock)


def _fill(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        for record, original, whence in samples():
            ledger.add(record, original, whence=whence)
        ledger.refresh()
    point(place(where))
    try:
        prepare()
        people()
    finally:
        point(None)


def _forget() -> None:
    """All ledgers of these tests are copies of one and have its id: what was kept of one is not another's."""
    heard.forget()
    drawing.forget()
    answered.forget()


def _close() -> None:
    for name in ("default", "ledger"):
        connections[name].close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a filled ledger and the desk's file beside it."""
    folder = tmp_path_factory.mktemp("desk")
    _fill(str(folder / "ledger.sqlite3"))
    return folder


@pytest.fixture(scope="session")
def postgresql_template(server: Server) -> Iterator[str]:  # noqa: F811
    """The name of a database with a filled ledger and the desk's tables."""
    with server.database() as url:
        _fill(url)
        yield url.partition("@/")[2].partition("?")[0]


@pytest.fixture(params=("sqlite", "postgresql"))
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The desk under test, on each database."""
    if request.param == "sqlite":
        yield from _sqlite(request, tmp_path)
        return
    template = request.getfixturevalue("postgresql_template")
    with request.getfixturevalue("server").database(template=template) as url:
        yield from _desk(url)


@pytest.fixture
def desk_on_sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The desk on SQLite alone, for tests in which the database plays no part."""
    yield from _sqlite(request, tmp_path)


def _sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    template: Path = request.getfixturevalue("sqlite_template")
    for file in template.iterdir():
        shutil.copy(file, tmp_path / file.name)
    yield from _desk(str(tmp_path / "ledger.sqlite3"))


def _desk(where: str) -> Iterator[Desk]:
    _forget()
    point(place(where))
    try:
        yield Desk(where)
    finally:
        _close()
        point(None)


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers have what their templates were given: ``client.get(..).context["people"]``."""
    from django.template.base import Template
    from django.test import utils

    # The stubs do not know it; Django's own test runner puts it there likewise.
    monkeypatch.setattr(Template, "_render", utils.instrumented_test_render)  # type: ignore[attr-defined]
