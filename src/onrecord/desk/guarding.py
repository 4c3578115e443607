"""From where a request comes, for whatever counts wrong passwords."""

from __future__ import annotations

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """The client's address: as many proxies are believed as whoever runs the desk said, and no more.

    django-axes by itself knows only the address that the connection comes from, which behind a proxy is everybody's.
    """
    return get_client_ip(request) or ""
