"""The page of one report."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from onrecord.desk import amends, opened, versions
from onrecord.desk.access import Power, Request, needs

GONE = 410  # the status of a page whose report was withdrawn


@needs(Power.READ)
def page(request: HttpRequest, row: int) -> HttpResponse:
    """One report, with the words ``?at=START-END,..`` marked."""
    mine = cast(Request, request)
    report = opened.found(mine, row)
    context = opened.head(mine, report)
    if report.gone:
        return render(request, "desk/report_gone.html", context, status=GONE)
    context |= opened.body(
        mine, report, part=opened.part(request.GET.get("part")), at=opened.asked(request.GET.get("at"))
    )
    return render(request, "desk/report.html", context)


routes: list[URLPattern] = [
    path("reports/<int:row>/", page, name="report"),
    path("reports/<int:row>/amend/", amends.amend, name="report-amend"),
    path("reports/<int:row>/since/<int:old>/", versions.page, name="report-since"),
    path("reports/<int:row>/original/", versions.original, name="report-original"),
]
