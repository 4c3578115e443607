"""A fresh ledger for each test, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.postgres import Server, running
from onrecord.ledger import open_ledger
from onrecord.ledger.opening import ready

ready()  # Django, before a test module imports a table

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(autouse=True)
def no_ledger_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds the ledger of whoever runs it."""
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One PostgreSQL for all tests; it starts with the first that needs it."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def template(server: Server) -> Iterator[str]:
    """The name of a database that has a ledger's tables: to copy it is ten times quicker than to make them."""
    with server.database() as url:
        with open_ledger(url, create=True):
            pass
        yield url.partition("@/")[2].partition("?")[0]


@pytest.fixture(params=DATABASES)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a ledger could be and none is: a path, or the address of an empty PostgreSQL database."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.sqlite3")
        return
    with request.getfixturevalue("server").database() as url:
        yield url


@pytest.fixture(params=DATABASES)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty ledger is, or is made by the first ``open_ledger(where, create=True)``."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.sqlite3")
        return
    template = request.getfixturevalue("template")
    with request.getfixturevalue("server").database(template=template) as url:
        yield url
