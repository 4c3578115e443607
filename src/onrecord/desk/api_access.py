"""Who may do what by the API: a token for a scope, within the powers of its person; and how it says no."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from ninja import Router
from ninja.security import HttpBearer

from onrecord.desk import guarding, tokens
from onrecord.desk.access import may, sight_of
from onrecord.desk.signing import needs_second_factor
from onrecord.desk.tokens import POWERS, Scope

GUESSES = 20  # unknown tokens from one address in GUESSING seconds; a program with a wrong one needs one to notice
GUESSING = 300


ATTACHED = 'attachment; filename="api.json"'
"""So that no browser takes an answer for a page."""

router = Router()
"""Where every operation is put: one router, since an address may be read and written."""


class Refusal(Exception):
    """An answer other than that asked for: a status, and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


UNKNOWN = Refusal(HTTPStatus.UNAUTHORIZED, "Give a token that works: Authorization: Bearer onr_…")
ABSENT = Refusal(HTTPStatus.NOT_FOUND, "There is nothing here that you may see.")


class Bearer(HttpBearer):
    """A token that is for ``scope``. A browser's session is worth nothing here, so no page elsewhere can use it."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope
        self.power = POWERS[scope]

    def __call__(self, request: HttpRequest) -> Any:
        """Likewise where nothing was given."""
        found = super().__call__(request)
        if not found:
            raise UNKNOWN
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """From here on the request is that of the token's person, and of nobody else."""
        guesses = f"token:{guarding.address(request)}"
        if cache.get(guesses, 0) >= GUESSES:
            raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, "Too many tokens that do not work; wait five minutes.")
        found = tokens.found(token)
        if found is None:
            cache.add(guesses, 0, GUESSING)
            cache.incr(guesses)
            raise UNKNOWN
        mine: Any = request
        mine.user, mine.session = found.owner, SessionStore()
        mine.sight = SimpleLazyObject(lambda: sight_of(found.owner))
        if hasattr(mine, "veils"):
            del mine.veils
        if self.scope not in tokens.scopes(found):
            raise Refusal(HTTPStatus.FORBIDDEN, f"This token is not for {self.scope}; make one that is.")
        if not may(found.owner, self.power):
            raise Refusal(HTTPStatus.FORBIDDEN, f"{found.owner.username} may not do this any more.")
        if needs_second_factor(found.owner):
            raise Refusal(
                HTTPStatus.FORBIDDEN, f"{found.owner.username} must set up a second factor at the desk first."
            )
        return found


def refused(refusal: Refusal) -> HttpResponse:
    """The answer that says no."""
    response = answer({"error": refusal.sentence}, status=refusal.status)
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(GUESSING)
    return response


def answer(value: object, *, status: int = 200) -> HttpResponse:
    """A value as JSON, kept by nobody on the way."""
    body = value if isinstance(value, bytes) else msgspec.json.encode(value, order="deterministic")
    response = HttpResponse(body, status=status, content_type="application/json")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = ATTACHED
    return response
