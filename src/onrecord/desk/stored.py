"""Sessions as Django keeps them in the desk's database, looked up by a query that is written once."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from onrecord.desk.prepared import Prepared

_FOUND = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), holes=2)


class SessionStore(db.SessionStore):
    """Django's own."""

    def _get_session_from_db(self) -> Any:
        found = _FOUND.models(self.session_key, connection.ops.adapt_datetimefield_value(timezone.now()))
        if not found:
            self._session_key = None
        return found[0] if found else None
