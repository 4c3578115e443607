"""Requests that are too large or of the wrong kind, and an ASGI server's clients that are slow or go away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings

from desk.team import Desk
from desk.test_access import key
from onrecord.desk import serving
from onrecord.desk.access import Role


def scope(path: str = "/health/", method: str = "GET", **headers: str) -> dict[str, Any]:
    """What a server tells of a request."""
    named = {"host": "testserver"} | headers
    return {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "root_path": "", "scheme": "http", "http_version": "1.1", "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()],
    }  # fmt: skip


def answered(handler: serving.Handler, asked: dict[str, Any], pieces: Iterator[bytes]) -> tuple[int, int]:
    """The status of the answer, and how many pieces of the body were taken."""
    told: list[Any] = []
    taken = 0

    async def receive() -> Any:
        nonlocal taken
        piece = next(pieces, None)
        if piece is None:
            await asyncio.sleep(3600)
        taken += 1
        return {"type": "http.request", "body": piece or b"", "more_body": piece != b""}

    async def send(message: Any) -> None:
        told.append(message)

    async def run() -> None:
        await handler(asked, receive, send)

    asyncio.run(run())
    return (told[0]["status"] if told else 0), taken


@override_settings(DESK_LARGEST_REQUEST=1000)
def test_a_request_without_end_is_refused(desk_on_sqlite: Desk) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 100

    handler = serving.Handler()
    assert answered(handler, scope("/inbox/add/", "POST"), endless()) == (413, 11)


@override_settings(DESK_LARGEST_REQUEST=1000)
def test_a_request_that_says_it_is_too_large_is_not_even_read(desk_on_sqlite: Desk) -> None:
    handler = serving.Handler()
    assert answered(handler, scope("/inbox/add/", "POST", content_length="1001"), iter([b"x"])) == (413, 0)


def test_one_that_is_not_is_answered(desk_on_sqlite: Desk) -> None:
    assert answered(serving.Handler(), scope(), iter([b""]))[0] == 200


def test_who_sends_slowly_is_given_up_and_holds_no_thread(
    desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.05)
    handler = serving.Handler()
    for _ in range(2 * serving.THREADS):
        assert answered(handler, scope("/inbox/add/", "POST"), iter([b"x"])) == (0, 1)
    assert answered(handler, scope(), iter([b""]))[0] == 200


def test_more_at_once_than_threads_are_all_answered(desk_on_sqlite: Desk) -> None:
    handler = serving.Handler()

    async def one() -> int:
        told: list[Any] = []
        waiting = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> Any:
            message = next(waiting, None)
            if message is None:
                await asyncio.sleep(3600)
            return message

        async def send(message: Any) -> None:
            told.append(message)

        await handler(scope(), receive, send)
        return int(told[0]["status"])

    async def run() -> list[int]:
        return list(await asyncio.gather(*(one() for _ in range(5 * serving.THREADS))))

    assert asyncio.run(run()) == [200] * 5 * serving.THREADS


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/html", "application/xml"])
def test_the_api_takes_json_alone(desk_on_sqlite: Desk, kind: str) -> None:
    headers = key(desk_on_sqlite, Role.CODER, "add")
    answer: Any = Client().post("/api/reports", "text=a&url=b", content_type=kind, **headers)
    assert answer.status_code in (400, 415, 422)
    assert answer["Content-Type"].startswith("application/json")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
def test_the_api_takes_its_methods_alone(desk_on_sqlite: Desk, method: str) -> None:
    headers = key(desk_on_sqlite, Role.CODER, "add", "read")
    assert getattr(Client(), method)("/api/reports", **headers).status_code == 405
