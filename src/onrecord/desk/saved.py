"""To be written."""

from __future__ import annotations

from django.urls import URLPattern


def alert() -> None:
    """Tell everybody of what their saved searches newly find; called after reports came in."""


routes: list[URLPattern] = []
