"""Whether the desk stands: for whatever watches over it."""

from __future__ import annotations

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from onrecord.desk.access import Power, needs


@needs(Power.ANYONE)
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """``ok`` where both databases answer; 503 and nothing more where one does not."""
    try:
        for name in ("default", "ledger"):
            with connections[name].cursor() as cursor:
                cursor.execute("SELECT 1")
                cursor.fetchone()
    except DatabaseError:
        return HttpResponse("not ready\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


routes: list[URLPattern] = [path("health/", health, name="health")]
