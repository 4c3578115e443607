"""Care for those who are written about and for those who read: names that are not shown, words that are folded."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern

from onrecord.desk.veils import Veils

_now: ContextVar[HttpRequest | None] = ContextVar("onrecord_desk_request", default=None)


def veils(request: HttpRequest | None) -> Veils:
    """What this person is not shown; made once a request. Without a request: what is shown to nobody."""
    if request is None:
        return Veils()
    kept = cast(Any, request)
    if not hasattr(kept, "veils"):
        kept.veils = Veils()
    return cast(Veils, kept.veils)


def current() -> Veils:
    """The veils of the request that this thread answers."""
    return veils(_now.get())


class CareMiddleware:
    """Lets templates know for whom they are rendered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _now.set(request)
        try:
            return self.get_response(request)
        finally:
            _now.reset(token)


def graphic(row_id: int, text: str) -> list[tuple[int, int]]:
    """The passages of a report's text (``row_id`` its row) that are folded until asked for: half-open code points."""
    return []


routes: list[URLPattern] = []
