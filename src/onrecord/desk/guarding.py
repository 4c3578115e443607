"""Against guessing: how many wrong passwords a name may be given, from one address and from all together."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.db.models import Sum
from django.http import HttpRequest

# Wrong passwords for one name from all addresses within AXES_COOLOFF_TIME: 80 an hour, where ASVS 2.2.1 allows 100.
# It is more than for one address, so that who guesses from home does not keep the person out who works elsewhere.
MOST = 20


def address(request: HttpRequest) -> str:
    """From where a request comes: as many proxies are believed as whoever runs the desk said, and no more."""
    return get_client_ip(request) or ""


class Handler(AxesDatabaseHandler):  # type: ignore[misc]
    """Counts by name and address, as axes does, and by name alone against who guesses from many addresses."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Whether the name may not be tried for now."""
        if super().is_locked(request, credentials):
            return True
        name = get_client_username(request, credentials)
        recent = AccessAttempt.objects.filter(username=name, attempt_time__gte=get_cool_off_threshold(request))
        tries = recent.aggregate(tries=Sum("failures_since_start"))["tries"] or 0
        return bool(tries >= MOST)
