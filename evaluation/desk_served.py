"""The desk with a clock in it, for :mod:`evaluation.desk_load`: ``uvicorn evaluation.desk_served:application``.

Every answer says what it cost: ``Server-Timing`` has the milliseconds from the first byte of the request to the first
of the answer (waiting for a free thread included), those in the request's thread (``work``), those of processor time in
it, and the number of queries to both databases.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onrecord.desk.settings")

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponseBase

from onrecord.desk.serving import application as made


class Counted:
    """Outermost of the middleware: counts queries and processor time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        count = 0

        def counted(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        started, began = time.thread_time(), time.perf_counter()
        with ExitStack() as stack:
            for name in ("default", "ledger"):
                stack.enter_context(connections[name].execute_wrapper(counted))
            response = self.get_response(request)
        spent, work = 1000 * (time.thread_time() - started), 1000 * (time.perf_counter() - began)
        response["Server-Timing"] = f"work;dur={work:.2f}, cpu;dur={spent:.2f}, queries;dur={count}"
        return response


class Clocked:
    """An ASGI application that says how long it took."""

    def __init__(self, within: Any) -> None:
        self.within = within

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        started = time.perf_counter()

        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start":
                took = f"total;dur={1000 * (time.perf_counter() - started):.2f}".encode()
                message = {**message, "headers": [*message["headers"], (b"server-timing", took)]}
            await send(message)

        await self.within(scope, receive, sent)


settings.MIDDLEWARE = ["evaluation.desk_served.Counted", *settings.MIDDLEWARE]
application = Clocked(made())
