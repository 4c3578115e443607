"""The desk under an ASGI server: a few threads that stay, and bounds on what a client may send and how slowly.

Django's own handler starts a thread for each request, and each thread opens both databases anew; and it goes from
thread to thread for each middleware. Here a request is handled in one go, by one of a few threads whose connections
last.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import django
from asgiref.sync import SyncToAsync, ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import connections
from django.http import StreamingHttpResponse

THREADS = 4  # requests handled at once in a process
TURNS = 2  # of them worked on at once, one asking the database while the other draws: more only make each other late
TURN = 0.5  # seconds; who takes longer, as a download does, keeps nobody waiting
PATIENCE = 30.0  # seconds for which a client may leave a piece of an answer untaken, or of its request unsent
_TOO_LARGE = b"The request is too large.\n"


def application() -> Handler:
    """Django made ready, and its handler."""
    django.setup(set_prefix=False)
    return Handler()


class Handler(ASGIHandler):
    """Django's handler, on threads that stay."""

    def __init__(self) -> None:
        super().__init__()
        self._free: asyncio.LifoQueue[ThreadSensitiveContext] = asyncio.LifoQueue()
        self._turns = Turns()
        self._threads = [ThreadSensitiveContext() for _ in range(THREADS)]
        for each in self._threads:
            self._free.put_nowait(each)

    def load_middleware(self, is_async: bool = False) -> None:
        """All middleware as it is written, one after the other in one thread."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request, or the start and end of the process, where the server tells of these."""
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        if scope["type"] != "http":
            raise ValueError(f"The desk serves HTTP alone, not {scope['type']}.")
        held = _Held(self._free, self._turns)
        bounded = _Bounded(scope, receive, held)
        try:
            await self.handle(scope, bounded, _prompt(send))
            if bounded.too_large:
                await _refuse(send)
        except TimeoutError:
            pass  # the client takes nothing more; the server closes the connection
        finally:
            held.give_back()

    async def _live(self, receive: Any, send: Any) -> None:
        """Get ready before the first request: what it would wait for is made, and each thread has its connections."""
        from onrecord.desk import warming  # which needs Django made ready

        await receive()
        await asyncio.to_thread(warming.warm)
        await self._each(warming.connect)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._each(connections.close_all)
        await send({"type": "lifespan.shutdown.complete"})

    async def _each(self, act: Callable[[], None]) -> None:
        """Do something in each of the threads."""
        for context in self._threads:
            SyncToAsync.thread_sensitive_context.set(context)
            await sync_to_async(act)()

    async def run_get_response(self, request: Any) -> Any:
        """The answer, made in the request's thread."""
        response = await sync_to_async(self.get_response)(request)
        response._handler_class = self.__class__  # type: ignore[attr-defined]
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            if hasattr(response, "block_size"):
                response.block_size = self.chunk_size
            # Django would make a list of the whole download first.
            response.streaming_content = _piecewise(iter(response.streaming_content))  # type: ignore[arg-type]
        return response


class Turns:
    """Whose turn it is to be worked on, the first that came first: :data:`TURNS` at once, besides those that take
    longer than :data:`TURN`."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(TURNS)

    async def take(self) -> Callable[[], None]:
        """Wait for a turn; what is returned ends it, once or again."""
        await self._free.acquire()
        left = [self._free]

        def end() -> None:
            timer.cancel()
            for each in left:
                each.release()
            left.clear()

        timer = asyncio.get_running_loop().call_later(TURN, end)
        return end


class _Held:
    """One of the threads, from when the whole request is there and its turn has come until the answer is sent."""

    def __init__(self, free: asyncio.LifoQueue[ThreadSensitiveContext], turns: Turns) -> None:
        self._free, self._turns = free, turns
        self._mine: ThreadSensitiveContext | None = None
        self._end: Callable[[], None] = lambda: None

    async def take(self) -> None:
        if self._mine is None:
            self._end = await self._turns.take()
            self._mine = await self._free.get()
            SyncToAsync.thread_sensitive_context.set(self._mine)

    def give_back(self) -> None:
        self._end()
        if self._mine is not None:
            self._free.put_nowait(self._mine)


class _Bounded:
    """What the client sends, up to a size; who sends more, or nothing for long, is told Django to be gone. A thread is
    taken when all of it is there: who sends slowly holds none."""

    def __init__(self, scope: Any, receive: Any, held: _Held) -> None:
        self._receive, self._held = receive, held
        self._left = settings.DESK_LARGEST_REQUEST
        self._whole = self.too_large = False
        said = dict(scope["headers"]).get(b"content-length", b"")
        if said.isdigit() and int(said) > self._left:
            self._left = -1

    async def __call__(self) -> Any:
        if self._whole:
            return await self._receive()  # waits for the client to go
        message: Any = {}
        if self._left >= 0:
            try:
                async with asyncio.timeout(PATIENCE):
                    message = await self._receive()
            except TimeoutError:
                return {"type": "http.disconnect"}
            self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.too_large = True
            return {"type": "http.disconnect"}
        if message["type"] != "http.disconnect" and not message.get("more_body", False):
            self._whole = True
            await self._held.take()
        return message


def _prompt(send: Any) -> Any:
    async def sent(message: Any) -> None:
        async with asyncio.timeout(PATIENCE):
            await send(message)

    return sent


async def _refuse(send: Any) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(_TOO_LARGE)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": _TOO_LARGE})


async def _piecewise(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    def following() -> bytes | None:
        return next(parts, None)

    while (part := await sync_to_async(following)()) is not None:
        yield part
