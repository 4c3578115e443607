"""Whose turn it is in a process that serves, and that it is ready before it takes requests."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.template import engines

from desk.team import Desk
from onrecord.desk import heard, serving
from onrecord.desk.access import Sight


async def _waits(turns: serving.Turns) -> asyncio.Task[Any]:
    """Somebody who wants a turn, and has had every chance to get one."""
    task = asyncio.create_task(turns.take())
    for _ in range(5):
        await asyncio.sleep(0)
    return task


def test_who_comes_while_all_turns_are_taken_waits_for_the_first_to_end() -> None:
    async def run() -> None:
        turns = serving.Turns()
        ends = [await turns.take() for _ in range(serving.TURNS)]
        first, second = await _waits(turns), await _waits(turns)
        assert not first.done()
        ends[0]()
        ends[0]()  # once more gives nobody a turn
        await first
        assert not (await _waits(turns)).done() and not second.done()

    asyncio.run(run())


def test_who_takes_long_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "TURN", 0.0)

    async def run() -> None:
        turns = serving.Turns()
        for _ in range(serving.TURNS):
            await turns.take()
        end = await turns.take()
        end()

    asyncio.run(run())


def test_a_process_is_ready_before_it_takes_requests(desk: Desk) -> None:
    heard.forget()
    said: list[str] = []
    told = iter(["lifespan.startup", "lifespan.shutdown"])

    async def receive() -> dict[str, str]:
        return {"type": next(told)}

    async def send(message: dict[str, str]) -> None:
        said.append(message["type"])
        if message["type"].startswith("lifespan.startup"):
            found.append(len(heard._heard))

    found: list[int] = []
    asyncio.run(serving.Handler()({"type": "lifespan"}, receive, send))
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert found == [1] and heard.now(Sight()).keys
    loader = engines["django"].engine.template_loaders[0]  # type: ignore[attr-defined]
    assert "desk/incident.html" in loader.get_template_cache


def test_a_database_that_is_not_there_keeps_nothing_from_starting(
    desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from django.db import DatabaseError

    def fails(sight: object) -> None:
        raise DatabaseError("no route to the server")

    monkeypatch.setattr(heard, "now", fails)
    from onrecord.desk import warming

    warming.warm()
    assert "no route to the server" in caplog.text


def test_a_connection_that_the_server_has_ended_is_opened_anew(desk: Desk) -> None:
    for name in ("default", "ledger"):
        connection = connections[name]
        if connection.vendor != "postgresql":
            assert connection.is_usable()
            continue
        before = _backend(connection)
        assert _next_page(connection) == before
        with psycopg.connect(desk.where, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 10000)", [before])
        assert _next_page(connection) != before


def _next_page(connection: BaseDatabaseWrapper) -> int:
    """The server's process of a connection, as the next page has it."""
    connection.close_if_unusable_or_obsolete()
    return _backend(connection)


def _backend(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
