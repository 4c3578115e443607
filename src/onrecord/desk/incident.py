"""The page of one incident: what, when, where, who; its accounts side by side; what was decided, and deciding."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path

from onrecord.desk import care, downloads, notes, standing, suggestions, tasks, words
from onrecord.desk.access import Power, Request, may, needs
from onrecord.desk.addressed import back, found
from onrecord.desk.drawing import drawn
from onrecord.desk.models import Review
from onrecord.desk.prepared import Prepared
from onrecord.desk.seers import names, restrictions_of
from onrecord.ledger.models import Incident

TYPED = 422  # the status of a page that says why what was sent is not taken


class Head(NamedTuple):
    """What the page says of the incident's row."""

    id: str
    rejected: bool


@needs(Power.READ)
def one(request: Request, id: str) -> HttpResponse:
    """The page."""
    row = found(request, id)
    return back(row) if row.id != id else page(request, row)


def page(request: Request, row: Incident, *, typed: QueryDict | None = None) -> HttpResponse:
    """The page; with ``typed``, what was sent and is not taken, its forms still have that."""
    told, restrictions = drawn(request, row), restrictions_of(row.id)
    state = _state(row.id)
    context: dict[str, Any] = {
        "row": Head(row.id, row.rejected),
        "typed": typed or "",
        "ticked": _ticked(typed),
        "restricted": bool(restrictions),
        "seers": names(restrictions) if may(request.user, Power.CODE) else (),
        "state": state,
        "final": state.kind == "final",
        "deciding": may(request.user, Power.CODE) and state.kind != "final",
        "told": told,
        "title": care.veils(request).words(row.title or row.id) if told is None else told.title,
        "formats": tuple(downloads.formats()),
        **notes.about(request, row.id),
        **tasks.about(request, row.id),
        **suggestions.about(request, row.id),
        **standing.about(request, row, {} if told is None else told.proposed),
    }
    return render(request, "desk/incident.html", context, status=TYPED if typed else 200)


def _ticked(typed: QueryDict | None) -> frozenset[int]:
    """The rows of the reports that were ticked when it was sent."""
    said = typed.getlist("report") if typed else []
    return frozenset(int(each) for each in said if each.isascii() and each.isdigit())


_STATE = Prepared(lambda incident: Review.objects.filter(incident=incident).values_list("state"), holes=1)


def _state(incident: str) -> words.Sign:
    found = _STATE.rows(incident)
    return words.STATES.get(found[0][0] if found else "open", words.STATES["open"])


routes: list[URLPattern] = [path("incidents/<str:id>/", one, name="incident")]
