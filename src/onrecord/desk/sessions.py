"""From where and when each session was last used, for the list in which a person ends those that are not theirs."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponseBase

OFTEN = 60  # seconds; allauth's own middleware writes with every page, and pages would wait for one another's writes
_SEEN = "onrecord-seen"


class SessionsMiddleware:
    """Notes a session's use: at once where it comes from elsewhere than before, else once in :data:`OFTEN`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.session.session_key and request.user.is_authenticated:
            now = int(time.time())
            browser = request.META.get("HTTP_USER_AGENT", "") + request.META.get("REMOTE_ADDR", "")
            whence = sha256(browser.encode(errors="replace")).hexdigest()[:16]
            at, before = request.session.get(_SEEN, (0, ""))
            if now - at >= OFTEN or whence != before:
                UserSession.objects.create_from_request(request)
                request.session[_SEEN] = (now, whence)
        return self.get_response(request)
