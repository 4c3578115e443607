"""Writing notes and tasks on an incident's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onrecord.desk import notes, sentences, tasks
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.addressed import back, found
from onrecord.desk.incident import page
from onrecord.record import OnrecordError


@require_POST
@needs(Power.CODE)
def note(request: Request, id: str) -> HttpResponse:
    """Write a note."""
    row = found(request, id)
    try:
        notes.add(request.user, row.id, request.POST.get("words", ""))
    except OnrecordError as error:
        messages.error(request, sentences.said(error))
        return page(request, row, typed=request.POST)
    messages.success(request, _("The note is kept."))
    return back(row, part="notes")


@require_POST
@needs(Power.CODE)
def task(request: Request, id: str) -> HttpResponse:
    """Make a task."""
    row = found(request, id)
    said = {name: request.POST.get(name, "") for name in ("words", "assignee", "due")}
    try:
        tasks.add(request.user, row.id, **said)
    except OnrecordError as error:
        messages.error(request, sentences.said(error))
        return page(request, row, typed=request.POST)
    messages.success(request, _("The task is kept."))
    return back(row, part="tasks")


@require_POST
@needs(Power.CODE)
def finish(request: Request, id: str, task: int) -> HttpResponse:
    """Say that a task is done, or is not."""
    row = found(request, id)
    done = tasks.finish(request.user, row.id, task, done=request.POST.get("done", "yes") == "yes").done is not None
    messages.success(request, _("The task is done.") if done else _("The task is to be done again."))
    return back(row, part="tasks")


routes: list[URLPattern] = [
    path("incidents/<str:id>/notes/", note, name="incident-note"),
    path("incidents/<str:id>/tasks/", task, name="incident-task"),
    path("incidents/<str:id>/tasks/<int:task>/", finish, name="incident-task-done"),
]
