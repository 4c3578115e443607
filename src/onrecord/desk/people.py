"""To be written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from onrecord.desk.access import Power, needs


@needs(Power.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """To be written."""
    return render(request, "desk/inbox.html")


routes: list[URLPattern] = [path("people/", listing, name="people")]
